//! 村民质询: asked at the board without a login, taken in, explained, answered, overseen, archived — and every wall.

use mingzhang::auth::Role;
use mingzhang::disclosure::PublicationHead;
use mingzhang::kernel::{BookId, Quarter};
use mingzhang::questions::{self, Ticket};

use crate::disclosure_pages::quarter_is_closed;
use crate::support::browser::Browser;
use crate::support::sheets::publishes;
use crate::support::story::Story;
use crate::support::visitor::{Page, Visitor};

const ASKED: &str = "办公用品买了些什么，为什么要120.50元？";
const LINE: &str = "2025-08-0001-1";

/// 李家村's third quarter on the board, an observer in office, and a neighbour village with people of its own.
async fn on_the_board(t: &mut Story) -> (BookId, PublicationHead) {
    let book = quarter_is_closed(t).await;
    let head = publishes(&t.app.db, book, Quarter::new(2025, 3).expect("a quarter"), t.app.now()).await;
    t.employs("jiandu", "监督员", Role::Observer, None).await;
    t.village("WJ", "王家村").await;
    t.it_is("2025-10-10");
    (book, head)
}

/// Somebody at the board asks; the page of the ticket.
async fn asks(t: &Story, head: &PublicationHead, line: &str, words: &str) -> Page {
    let mut villager = Visitor::at(&t.app);
    let page = villager.goes(&format!("/p/{}/ask?line={line}", head.token)).await.ok();
    villager.sends(&page.form("提交").with("words", words)).await.ok()
}

/// Where the ticket leads: `/q/407139285516`.
fn ticket_of(page: &Page) -> String {
    let ticket: Ticket = page.path.rsplit('/').next().unwrap_or("").parse().expect("a ticket");
    page.shows(&ticket.to_string());
    page.path.clone()
}

/// The page of a question at somebody's desk, found in the list by its words.
async fn at_desk(t: &mut Story, login: &str, words: &str) -> Page {
    let desk = t.seat(login).await;
    let list = desk.goes("/books/LJ/questions").await.ok();
    desk.goes(&list.link(words)).await.ok()
}

/// Presses a button of the question's page, filled in.
async fn does(t: &mut Story, login: &str, words: &str, button: &str, typed: &[(&str, &str)]) -> Page {
    let page = at_desk(t, login, words).await;
    let form = typed.iter().fold(page.form(button), |form, (field, value)| form.with(field, value));
    t.seat(login).await.sends(&form).await
}

/// The chief settles a policy of the township.
async fn settles(t: &mut Story, name: &str, value: &str) {
    let chief = t.seat("zongkuai").await;
    let page = chief.goes(&format!("/settings/policies?set={name}")).await.ok();
    chief.sends(&page.form("定下").with("value", value).with("from", "2025-10-01")).await.ok();
}

#[tokio::test]
async fn 村民不登录提问_凭查询码等到答复_评价一次() {
    Story::tell(async |t| {
        let (_, head) = on_the_board(t).await;
        let line = t.passer_by_sees(&format!("/p/{}/{LINE}", head.token)).await.ok();
        let form = t.passer_by_sees(&line.link("问一句")).await.ok();
        form.shows("购办公用品").shows("120.50").shows("2025年10月20日前答复").shows("怎么称呼您");
        let asked = asks(t, &head, LINE, ASKED).await;
        asked.shows("收到10月10日").shows("等镇中心受理").shows("还剩10天").shows(ASKED).hides("满意吗");
        let ticket = ticket_of(&asked);
        // 没有受理就没有公开；村里人也看不到。
        t.passer_by_sees(&format!("/p/{}/{LINE}", head.token)).await.ok().hides("为什么要120.50元");
        t.seat("baozhang").await.goes("/books/LJ/questions").await.ok().hides("为什么要");
        t.it_is("2025-10-11");
        t.seat("zhuanguan").await.goes("/").await.ok().shows("受理").shows("购办公用品");
        let bare = does(t, "zhuanguan", "为什么要", "受理", &[("public_words", " ")]).await;
        assert_eq!(bare.status, 422);
        bare.shows("请选质询属于哪一类").shows("请写明公开时的问法");
        let taken = [("kind", "expense"), ("public_words", "办公用品120.50元买的是什么")];
        does(t, "zhuanguan", "为什么要", "受理", &taken).await.ok().shows("首问负责").shows("支出");
        let public = t.passer_by_sees(&format!("/p/{}/{LINE}", head.token)).await.ok();
        public.shows("办公用品120.50元买的是什么").shows("还没有答复").hides("为什么要120.50元");
        // 交办给报账员，村里说明，中心答复。
        let page = at_desk(t, "zhuanguan", "办公用品120.50元").await;
        page.shows("看凭证");
        let form = page.form("交办").choosing("to", "报账员").with("assign_words", "请说明买了什么");
        t.seat("zhuanguan").await.sends(&form).await.ok().shows("已交办").shows("交办 报账员");
        let phone = t.seat("baozhang").await;
        let todo = phone.goes("/").await.ok();
        todo.shows("村民质询 1 件").shows("说明");
        let page = phone.goes(&todo.link("办公用品")).await.ok();
        page.hides("为什么要120.50元");
        let silent = phone.sends(&page.form("交说明").with("explanation", "")).await;
        assert_eq!(silent.status, 422);
        silent.shows("请写明情况说明");
        phone.sends(&page.form("交说明").with("explanation", "打印纸5包")).await.ok().shows("已说明");
        assert_eq!(phone.sends(&page.form("交说明").with("explanation", "再说一遍")).await.status, 409);
        let answer = "打印纸5包共120.50元，发票在记-0001号凭证后面。";
        does(t, "zhuanguan", "办公用品120.50元", "答复", &[("answer", answer)]).await.ok().shows("已答复");
        t.passer_by_sees(&format!("/p/{}/{LINE}", head.token)).await.ok().shows("打印纸5包共120.50元").hides("请说明");
        t.passer_by_sees(&format!("/p/{}", head.token)).await.ok().shows("打印纸5包共120.50元");
        // 评价一次。
        let mut villager = Visitor::at(&t.app);
        let page = villager.goes(&ticket).await.ok();
        page.shows("打印纸5包共120.50元").shows("公开页上这样写：办公用品120.50元买的是什么").shows("满意吗");
        let none = villager.sends(&page.form("评价")).await;
        assert_eq!(none.status, 422);
        none.shows("请选满意、基本满意或不满意");
        let rated = villager.sends(&page.form("评价").with("score", "content")).await.ok();
        rated.shows("您的评价满意").hides("只问这一次");
        let twice = villager.sends(&page.form("评价").with("score", "not")).await;
        assert_eq!(twice.status, 409);
        twice.shows("您已经评价过");
        does(t, "zhuanguan", "办公用品120.50元", "归档", &[]).await.ok().shows("已归档").shows("提问人 评价 满意");
        t.passer_by_sees(&ticket).await.ok().shows("归档10月11日").shows("打印纸5包");
    })
    .await;
}

#[tokio::test]
async fn 表单是我们发的才收_按两次是一件_填错一次说全() {
    Story::tell(async |t| {
        let (_, head) = on_the_board(t).await;
        let mut browser = Browser::on(&t.app);
        let path = format!("/p/{}/ask", head.token);
        let seen = browser.get(&path).await.is(200);
        assert!(!seen.headers.contains_key("set-cookie"), "nobody is followed");
        let mut villager = Visitor::at(&t.app);
        let page = villager.goes(&path).await.ok();
        let form = page.form("提交").with("words", "为什么").with("phone", "没有").with("name", &"长".repeat(21));
        let wrong = villager.sends(&form).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("写了3个字，至少写5个字").shows("「没有」不像电话号码").shows("写了21个字，最多20个字");
        let long = villager.sends(&page.form("提交").with("words", &"问".repeat(301))).await;
        assert_eq!(long.status, 422);
        long.shows("写了301个字，最多300个字");
        // 伪造的、没有签名的、机器填的：不收，写的都还在，再按一次就行。
        let typed = page.form("提交").with("words", "大棚的租金收了没有");
        for forged in [typed.clone().forged("form", "1.2.3"), typed.clone().with("website", "http://x")] {
            let refused = villager.sends(&forged).await;
            assert_eq!(refused.status, 403);
            refused.shows("请再按一次");
            assert_eq!(refused.form("提交").value("words"), Some("大棚的租金收了没有"));
        }
        let elsewhere = villager.sends(&typed.clone().forged("line", "2025-08-0009-1")).await;
        assert_eq!(elsewhere.status, 404);
        let asked = villager.sends(&typed).await.ok();
        let again = villager.sends(&typed).await.ok();
        assert_eq!(asked.path, again.path, "pressed twice is one question");
        let list = t.seat("zhuanguan").await.goes("/books/LJ/questions").await.ok();
        list.shows("1 件，没有答复 1 件").shows("大棚的租金收了没有");
        // 过了十二个小时：再按一次。
        let stale = page.form("提交").with("words", "隔天才按下的提问");
        t.it_is("2025-10-11");
        let mut villager = Visitor::at(&t.app);
        let refused = villager.sends(&stale).await;
        assert_eq!(refused.status, 403);
        refused.shows("打开超过12小时");
        villager.sends(&refused.form("提交")).await.ok().shows("隔天才按下的提问");
        let nowhere = t.passer_by_sees("/p/0123456789abcdef/ask").await;
        assert_eq!(nowhere.status, 404);
    })
    .await;
}

#[tokio::test]
async fn 提问有上限_查询码猜不出() {
    Story::tell(async |t| {
        let (_, head) = on_the_board(t).await;
        settles(t, "question_hourly", "2").await;
        settles(t, "question_sum", "要做").await;
        let mut villager = Visitor::at(&t.app);
        let path = format!("/p/{}/ask", head.token);
        for n in 1..=3 {
            let page = villager.goes(&path).await.ok();
            page.shows("等于几");
            let form = page.form("提交").with("words", &format!("第{n}个问题是什么"));
            let wrong = villager.sends(&form.clone().with("sum", "一百")).await;
            assert_eq!(wrong.status, 422);
            wrong.shows("这道题没有算对");
            let sent = villager.sends(&form.with("sum", &sum_on(&page))).await;
            if n < 3 {
                sent.ok();
            } else {
                assert_eq!(sent.status, 409);
                sent.shows("一小时内已收到2件提问");
            }
        }
        // 少一位、错一位、没有发过的码；试得太多就等一等。
        t.passer_by_sees("/q/find?ticket=12345").await.shows("查询码是12位数字，您写了5位");
        t.passer_by_sees("/q/find?ticket=1111-1111-1112").await.shows("有一位不对，或两位写反了");
        let mut stranger = Visitor::at(&t.app);
        for n in 0..31u64 {
            let guess = Ticket::of((n * 7_919 + 5).to_be_bytes());
            let page = stranger.goes(&format!("/q/{}", guess.plain())).await;
            assert_eq!(page.status, if n < 30 { 404 } else { 409 }, "{n}");
            page.shows(if n < 30 { "没有这个查询码的提问" } else { "按得太勤了" });
        }
    })
    .await;
}

/// 三加五等于几, done.
fn sum_on(page: &Page) -> String {
    let words = page.words();
    let numeral = |c: char| "零一二三四五六七八九".chars().position(|n| n == c).expect("a numeral");
    let before = words.split("等于几").next().expect("a sum").chars().rev().collect::<Vec<_>>();
    (numeral(before[0]) + numeral(before[2])).to_string()
}

#[tokio::test]
async fn 谁能办什么_别村的看不到_两个人同时办只成一个() {
    Story::tell(async |t| {
        let (_, head) = on_the_board(t).await;
        asks(t, &head, "", "这个季度为什么没有分红").await;
        let page = at_desk(t, "zhuanguan", "为什么没有分红").await;
        let path = page.path.clone();
        let accept = page.form("受理").with("kind", "other");
        // 别村的专管员没有这个账套；监督员、报账员不能受理。
        assert_eq!(t.person("accountant", "WJ").await.goes(&path).await.status, 404);
        let foreign = path.replace("/LJ/", "/WJ/");
        assert_eq!(t.person("accountant", "WJ").await.goes(&foreign).await.status, 404);
        assert_eq!(t.seat("baozhang").await.goes(&path).await.status, 404, "not public yet");
        let watching = at_desk(t, "jiandu", "为什么没有分红").await;
        assert!(watching.try_form("受理").is_none() && watching.try_form("督办").is_some());
        t.seat("zhuanguan").await.sends(&accept).await.ok();
        let late = t.seat("zongkuai").await.goes(&path).await.ok().form("答复").with("answer", "没有可分配的收益");
        t.seat("zhuanguan").await.sends(&late).await;
        let answered = t.seat("zhuanguan").await.sends(&accept).await;
        assert_eq!(answered.status, 409, "taken in twice");
        answered.shows("刚刚有人办过");
        let desk = t.seat("zongkuai").await;
        desk.sends(&late).await.ok().shows("已答复");
        let twice = desk.sends(&late).await;
        assert_eq!(twice.status, 409);
        twice.shows("刚刚有人办过");
        // 不是交给他的，不能说明；不予受理的理由提问人看得到。
        let refused_one = asks(t, &head, "", "村干部家里有没有钱").await;
        let reason = [("reason", "与村集体账目无关")];
        does(t, "zhuanguan", "村干部家里", "不予受理", &reason).await.ok();
        t.passer_by_sees(&refused_one.path).await.ok().shows("没有受理").shows("与村集体账目无关");
        t.passer_by_sees(&format!("/p/{}", head.token)).await.ok().hides("村干部家里").hides("与村集体账目无关");
    })
    .await;
}

#[tokio::test]
async fn 十天没有答复_主任和监督员看得见_督办写进经过() {
    Story::tell(async |t| {
        let (book, head) = on_the_board(t).await;
        let asked = asks(t, &head, LINE, ASKED).await;
        does(t, "zhuanguan", "为什么要", "受理", &[("kind", "expense")]).await.ok();
        t.it_is("2025-10-20");
        t.passer_by_sees(&asked.path).await.ok().shows("今天到期");
        t.seat("zhuren").await.goes("/").await.ok().hides("督办 ");
        t.it_is("2025-10-23");
        t.passer_by_sees(&asked.path).await.ok().shows("逾期3天");
        t.passer_by_sees(&format!("/p/{}/{LINE}", head.token)).await.ok().shows("逾期3天");
        t.seat("zhuren").await.goes("/").await.ok().shows("督办").shows("逾期3天");
        let over = t.seat("jiandu").await.goes("/questions").await.ok();
        over.shows("逾期 1 件").shows("李家村").shows("专管员答复");
        let empty = does(t, "jiandu", "为什么要", "督办", &[("urge_words", "")]).await;
        assert_eq!(empty.status, 422);
        empty.shows("请写明督办的话");
        does(t, "jiandu", "为什么要", "督办", &[("urge_words", "请今天答复")]).await.ok().shows("监督员 督办");
        t.passer_by_sees(&asked.path).await.ok().shows("已经督办1次").hides("请今天答复");
        // 下一张公开表从这里知道：同一天问，答案总是一样。
        let day = |d: &str| d.parse().expect("a day");
        let overdue = async |t: &Story, on: &str| {
            let mut view = t.app.db.read().await.expect("a view");
            questions::overdue_on(&mut view, book, day(on)).await.expect("told")
        };
        assert!(overdue(t, "2025-10-20").await.is_empty());
        let found = overdue(t, "2025-10-23").await;
        assert_eq!(found.len(), 1);
        assert!(found[0].words().starts_with("第1号质询（2025年8月 记-0001 购办公用品）"), "{}", found[0].words());
        assert!(found[0].words().ends_with("应于10月20日前答复，逾期3天"), "{}", found[0].words());
        does(t, "zhuanguan", "为什么要", "答复", &[("answer", "打印纸5包")]).await.ok();
        t.it_is("2025-10-25");
        assert!(overdue(t, "2025-10-25").await.is_empty());
        assert_eq!(overdue(t, "2025-10-22").await[0].late, 2, "what stood on a day still stood");
    })
    .await;
}

#[tokio::test]
async fn 同样的问题并案_后问的看前面的答复() {
    Story::tell(async |t| {
        let (_, head) = on_the_board(t).await;
        asks(t, &head, LINE, ASKED).await;
        let second = asks(t, &head, LINE, "打印纸怎么这么贵呢").await;
        for wrong in ["2", "9", "一"] {
            let refused = does(t, "zhuanguan", "打印纸怎么", "并案", &[("into", wrong)]).await;
            assert_eq!(refused.status, 422);
            refused.shows(&format!("并不进第{wrong}号"));
        }
        let unread = does(t, "zhuanguan", "打印纸怎么", "并案", &[("into", "1")]).await;
        assert_eq!(unread.status, 422, "the earlier one is not taken in yet");
        does(t, "zhuanguan", "为什么要", "受理", &[("kind", "expense")]).await.ok();
        does(t, "zhuanguan", "打印纸怎么", "并案", &[("into", "1")]).await.ok().shows("并入").shows("第1号质询");
        t.passer_by_sees(&second.path).await.ok().shows("以前有人问过同样的事（第1号质询）").hides("满意吗");
        does(t, "zhuanguan", "为什么要", "答复", &[("answer", "打印纸5包，每包24.10元")]).await.ok();
        let public = t.passer_by_sees(&format!("/p/{}/{LINE}", head.token)).await.ok();
        public.shows("另有1人问过同样的事").hides("打印纸怎么");
        let mut villager = Visitor::at(&t.app);
        let page = villager.goes(&second.path).await.ok();
        page.shows("每包24.10元");
        villager.sends(&page.form("评价").with("score", "mostly")).await.ok().shows("您的评价基本满意");
    })
    .await;
}

#[tokio::test]
async fn 主任审定和重办_不满意的回到主任手里() {
    Story::tell(async |t| {
        let (_, head) = on_the_board(t).await;
        settles(t, "answer_review", "主任审定").await;
        let asked = asks(t, &head, LINE, ASKED).await;
        does(t, "zhuanguan", "为什么要", "受理", &[("kind", "expense")]).await.ok();
        let page = at_desk(t, "zhuanguan", "为什么要").await;
        let form = page.form("报主任审定").with("answer", "打印纸");
        assert!(page.try_form("答复").is_none_or(|f| f.value("way").is_none()), "only through the director");
        t.seat("zhuanguan").await.sends(&form).await.ok().shows("待审定");
        t.seat("zhuren").await.goes("/").await.ok().shows("审定");
        does(t, "zhuren", "为什么要", "退回重拟", &[("reason", "写清单价")]).await.ok().shows("退回重拟");
        does(t, "zhuanguan", "为什么要", "报主任审定", &[("answer", "打印纸5包")]).await.ok();
        let approved = "打印纸5包，每包24.10元";
        does(t, "zhuren", "为什么要", "审定答复", &[("answer", approved)]).await.ok().shows(approved);
        let mut villager = Visitor::at(&t.app);
        let page = villager.goes(&asked.path).await.ok();
        let unhappy = page.form("评价").with("score", "not").with("words", "没有说谁用的");
        villager.sends(&unhappy).await.ok().shows("不满意：没有说谁用的");
        t.seat("zhuren").await.goes("/").await.ok().shows("不满意");
        t.it_is("2025-10-15");
        does(t, "zhuren", "为什么要", "重办", &[("reason", "说明领用人")]).await.ok().shows("2025-10-25 前答复");
        t.passer_by_sees(&asked.path).await.ok().shows("已经要求重新办理").shows("还剩10天");
        does(t, "zhuanguan", "为什么要", "报主任审定", &[("answer", "村部领用3包，理财小组2包")]).await.ok();
        does(t, "zhuren", "为什么要", "审定答复", &[]).await.ok();
        t.passer_by_sees(&asked.path).await.ok().shows("村部领用3包").hides("满意吗");
        does(t, "zhuanguan", "为什么要", "记回访", &[("call_words", "10月15日电话回访，满意")]).await.ok();
        does(t, "zhuanguan", "为什么要", "归档", &[]).await.ok();
    })
    .await;
}

#[tokio::test]
async fn 姓名电话只有承办人看得到_看一次记一次_归档就删去() {
    Story::tell(async |t| {
        let (_, head) = on_the_board(t).await;
        let mut villager = Visitor::at(&t.app);
        let page = villager.goes(&format!("/p/{}/ask", head.token)).await.ok();
        let form = page.form("提交").with("words", "=1+1的租金合同在哪里").with("name", "村民丙");
        let ticket = villager.sends(&form.with("phone", "0571-8888-0000")).await.ok();
        ticket.hides("村民丙").hides("8888");
        does(t, "zhuanguan", "租金合同", "受理", &[("kind", "income")]).await.ok().hides("8888").hides("村民丙");
        for login in ["zongkuai", "zhuren", "jiandu"] {
            let page = at_desk(t, login, "租金合同").await;
            page.hides("8888").hides("村民丙");
            assert!(page.try_form("看联系方式").is_none(), "{login}");
        }
        let page = at_desk(t, "zhuanguan", "租金合同").await;
        let look = page.form("看联系方式");
        t.seat("zhuanguan").await.sends(&look).await.ok().shows("村民丙").shows("0571-8888-0000");
        assert_eq!(t.seat("zongkuai").await.sends(&look).await.status, 403, "another's form, and not the handler");
        let csv = t.seat("jiandu").await.goes("/books/LJ/questions.csv").await.ok();
        let text = String::from_utf8(csv.bytes).expect("text");
        assert!(text.contains("'=1+1的租金合同") && !text.contains("8888") && !text.contains("村民丙"), "{text}");
        does(t, "zhuanguan", "租金合同", "答复", &[("answer", "合同在档案柜3号盒")]).await.ok();
        let early = does(t, "zhuanguan", "租金合同", "记回访", &[("call_words", "没有评价，公示期满")]).await;
        early.ok().shows("已回访");
        let done = does(t, "zhuanguan", "租金合同", "归档", &[]).await.ok();
        assert!(done.try_form("看联系方式").is_none());
        assert_eq!(t.seat("zhuanguan").await.sends(&look).await.status, 404, "taken away");
        let log = t.seat("jiandu").await.goes("/settings/audit?chain=LJ").await.ok();
        log.shows("看提问人联系方式").shows("删提问人联系方式").shows("归档质询").shows("收到村民质询");
        log.hides("村民丙").hides("8888").hides("租金合同").hides("档案柜");
    })
    .await;
}
