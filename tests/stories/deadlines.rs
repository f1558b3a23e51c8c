//! 限时办结: the working calendar; lights change on the exact working day; who is late is told, and reminded.

use crate::support::story::Story;
use crate::support::village_acts::{Receipt, payment};

/// The first October week of 2025 as it was told: off from the 1st to the 8th, the 28th of September and the 11th worked.
pub const OCTOBER: &str = "日期,安排,名称\n2025-09-28,班,国庆节调休\n2025-10-01,休,国庆节\n2025-10-02,休,国庆节\n\
    2025-10-03,休,国庆节\n2025-10-06,休,中秋节\n2025-10-07,休,国庆节\n2025-10-08,休,国庆节\n2025-10-11,班,国庆节调休\n";

/// The chief pastes the days off of the year.
pub async fn calendar_is_filled_in(t: &mut Story) {
    let desk = t.seat("zongkuai").await;
    let page = desk.goes("/settings/calendar").await.ok();
    desk.sends(&page.form("导入").with("text", OCTOBER)).await.ok().shows("2025-10-11班国庆节调休");
}

#[tokio::test]
async fn 工作日历_中心自己填_没填的年份提醒() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        let desk = t.seat("zongkuai").await;
        let page = desk.goes("/settings/calendar").await.ok();
        page.shows("2025年的放假和调休还没有填").shows("2026年的放假和调休还没有填").shows("10月 23 个工作日");
        // 错的一次说全：不是日子、不是休也不是班；一天写两次。
        let wrong = page.form("导入").with("text", "2025-13-01,休,元旦\n2025-10-01,假,国庆节\n");
        let refused = desk.sends(&wrong).await;
        assert_eq!(refused.status, 422);
        refused.shows("第 1 行").shows("第 2 行").shows("2025-13-01");
        let twice = page.form("导入").with("text", "2025-10-01,休,国庆节\n2025-10-01,班,国庆节\n");
        desk.sends(&twice).await.shows("第1行和第2行各写了一次");
        desk.sends(&page.form("导入").with("text", "")).await.shows("没有读到日子");
        calendar_is_filled_in(t).await;
        let desk = t.seat("zongkuai").await;
        let page = desk.goes("/settings/calendar?year=2025").await.ok();
        page.shows("10月 18 个工作日").shows("9月 23 个工作日").hides("2025年的放假和调休还没有填");
        let one = page.form("填上").with("date", "2025-12-31").choosing("kind", "休").with("name", "停电检修");
        desk.sends(&one).await.ok().shows("停电检修");
        let cleared = desk.goes("/settings/calendar?year=2025").await.ok();
        desk.sends(&cleared.form("删去")).await.ok().hides("2025-09-28");
        assert_eq!(desk.sends(&cleared.form("删去")).await.status, 404, "a second click");
        // 别人只能看。
        let page = t.person("accountant", "LJ").await.goes("/settings/calendar").await.ok();
        assert!(page.try_form("填上").is_none() && page.try_form("删去").is_none());
    })
    .await;
}

fn electricity() -> Receipt {
    payment("电费").of("356.00").with("县供电所").because("村部8月电费").dated("2025-09-12").pictured(1)
}

#[tokio::test]
async fn 期限按工作日算_灯在该变的那天变_等谁写着名字() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-09-26");
        calendar_is_filled_in(t).await;
        t.clerk_hands_in("LJ", &electricity()).await.ok();
        // 理财小组5个工作日：9月28日（周日调休上班）、29日、30日，10月9日、10日。
        let list = "/books/LJ/submissions";
        let days = [
            ("2025-09-26", "还剩5个工作日"),
            ("2025-09-28", "还剩4个工作日"),
            ("2025-10-05", "还剩2个工作日"),
            ("2025-10-09", "还剩1个工作日"),
            ("2025-10-10", "今天到期"),
            ("2025-10-11", "逾期1个工作日"),
            ("2025-10-12", "逾期1个工作日"),
            ("2025-10-13", "逾期2个工作日"),
        ];
        for (day, light) in days {
            t.it_is(day);
            let page = t.person("clerk", "LJ").await.goes(list).await.ok();
            page.shows(light).shows("等理财小组成员 李家村理财组长").shows("10月10日前");
            t.person("group1", "LJ").await.goes("/").await.ok().shows(light).shows("10月10日前");
        }
        let page = t.person("accountant", "LJ").await.goes("/").await.ok();
        page.shows("李家村");
        assert!(page.html().contains("已过期限 1"), "the board's cell tells it");
        // 组长签了，等的就是下一个人。
        t.agrees("group1", "LJ").await;
        t.person("clerk", "LJ").await.goes(list).await.ok().shows("等理财小组成员 李家村理财组员甲");
        t.agrees("group2", "LJ").await;
        t.agrees("group3", "LJ").await;
        t.person("clerk", "LJ").await.goes(list).await.ok().shows("等村负责人 李家村负责人").shows("10月15日前");
        t.agrees("head", "LJ").await;
        let page = t.person("accountant", "LJ").await.goes("/intake").await.ok();
        page.shows("等 专管员 李家村专管员").shows("10月16日前").shows("还剩3个工作日");
        t.person("accountant", "LJ").await.goes("/").await.ok().shows("10月16日前 专管员 李家村专管员");
        // 受理以后等复核：制单人不复核，等的是另一位。
        t.centre_takes_in("LJ").await.ok();
        let page = t.person("clerk", "LJ").await.goes(list).await.ok();
        page.shows("等专管员 李家村复核专管员").shows("10月15日前").shows("还剩2个工作日");
    })
    .await;
}

#[tokio::test]
async fn 期限由乡镇定_从哪天起用哪天起算() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-09-01");
        let desk = t.seat("zongkuai").await;
        let page = desk.goes("/settings/policies?set=limit_group").await.ok();
        let form = page.form("定下").with("value", "2").choosing("book", "李家村").with("from", "2025-09-02");
        desk.sends(&form).await.ok().shows("限时：理财小组签意见（工作日）");
        t.clerk_hands_in("LJ", &electricity().dated("2025-08-30")).await.ok();
        t.it_is("2025-09-02");
        t.clerk_hands_in("LJ", &electricity().dated("2025-08-31").pictured(2)).await.ok();
        let page = t.person("clerk", "LJ").await.goes("/books/LJ/submissions").await.ok();
        page.shows("9月8日前").shows("9月4日前");
    })
    .await;
}

#[tokio::test]
async fn 逾期够久列入督办_督办的话写进经过() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.village("WJ", "王家村").await;
        t.employs("jiandu", "监督员", mingzhang::auth::Role::Observer, None).await;
        t.it_is("2025-09-26");
        calendar_is_filled_in(t).await;
        let one = t.clerk_hands_in("LJ", &electricity()).await.ok().path;
        t.it_is("2025-10-13");
        let desk = t.seat("zongkuai").await;
        desk.goes("/oversight/overdue").await.ok().shows("列入督办，共 0 件；另有 1 件刚逾期").shows("逾期2个工作日");
        t.it_is("2025-10-14");
        let page = t.seat("zhuren").await.goes("/oversight/overdue").await.ok();
        page.shows("共 1 件；另有 0 件")
            .shows("理财小组成员 李家村理财组长")
            .shows("逾期3个工作日")
            .shows("2025-10-10");
        let form = page.form("督办");
        let empty = t.seat("zhuren").await.sends(&form.clone().with("words", " ")).await;
        assert_eq!(empty.status, 422);
        empty.shows("督办要写明原因");
        let said = t.seat("zhuren").await.sends(&form.clone().with("words", "请本周内签完意见")).await.ok();
        said.shows("已督办 1 次");
        assert_eq!(t.seat("zhuren").await.sends(&form).await.status, 409, "a double click is one reminder");
        let thread = t.person("group1", "LJ").await.goes(&one).await.ok();
        thread.shows("中心主任 督办").shows("请本周内签完意见");
        // 督办不动单子：签意见照样办得成。
        t.agrees("group1", "LJ").await;
        // 村负责人在待办里看见，也能督办；别村的看不到。
        let phone = t.person("head", "LJ").await;
        phone.goes("/").await.ok().shows("督办：村里拖得久的 1 件").shows("等理财小组成员 李家村理财组员甲");
        let page = phone.goes(&one).await.ok();
        phone.sends(&page.form("督办").with("words", "今天晚上开会签")).await.ok().shows("今天晚上开会签");
        t.person("head", "WJ").await.goes("/").await.ok().hides("督办");
        assert_eq!(t.person("head", "WJ").await.goes(&one).await.status, 404);
        // 监督员只看；报账员、专管员不能督办。
        let page = t.seat("jiandu").await.goes("/oversight/overdue").await.ok();
        assert!(page.try_form("督办").is_none());
        assert_eq!(t.person("accountant", "LJ").await.goes("/oversight/overdue").await.status, 403);
        let page = t.person("clerk", "LJ").await.goes(&one).await.ok();
        assert!(page.try_form("督办").is_none());
    })
    .await;
}
