//! Who may sit in the finance group, for how long, in whose place, and whose claims they leave to others.

use mingzhang::auth::Role;
use mingzhang::kernel::BookId;

use crate::support::story::Story;
use crate::support::village_acts::payment;
use crate::support::visitor::{Filled, Page};

/// 李家村 with its people, and another village, where those work who are to be given something here.
async fn two_villages(t: &mut Story) -> BookId {
    t.village("LJ", "李家村").await;
    t.keeps_book_of("WJ", "王家村").await
}

/// A person with a login, at work elsewhere, and their page at the administrator's.
async fn person(t: &mut Story, elsewhere: BookId, login: &str, name: &str) -> Page {
    t.employs(login, name, Role::GroupMember, Some(elsewhere)).await;
    page_of(t, name).await
}

async fn page_of(t: &mut Story, name: &str) -> Page {
    let admin = t.seat("guanli").await;
    let people = admin.goes("/settings/people").await.ok();
    admin.goes(&people.link(name)).await.ok()
}

fn office(page: &Page, role: &str) -> Filled {
    page.form("指定角色").with("role", role).with("book", "LJ")
}

/// 村主任甲 leads 李家村; 村民丙 is his wife.
async fn leaders_are_recorded(t: &mut Story) {
    let admin = t.seat("guanli").await;
    let page = admin.goes("/settings/people/offices?book=LJ").await.ok();
    page.shows("还没有登记");
    let cadre = page.form("登记村干部").with("name", "村主任甲").with("term_from", "2024-01-01");
    let cadre = cadre.choosing("office", "村委会主任");
    admin.sends(&cadre).await.ok().shows("村主任甲").shows("在任");
    let kin = page.form("登记近亲属").with("kin_name", "村民丙").with("other", "村主任甲").choosing("relation", "配偶");
    admin.sends(&kin).await.ok().shows("村民丙 是 村主任甲 的 配偶");
}

#[tokio::test]
async fn 村干部和近亲属进不了理财小组_句子里写明是谁的什么人() {
    Story::tell(async |t| {
        let elsewhere = two_villages(t).await;
        leaders_are_recorded(t).await;
        let wife = person(t, elsewhere, "bing", "村民丙").await;
        let admin = t.seat("guanli").await;
        let refused = admin.sends(&office(&wife, "group_member")).await;
        assert_eq!(refused.status, 422);
        refused.shows("村民丙是村委会主任村主任甲的配偶，不能当理财小组成员，请另选一人");
        let again = office(&refused, "group_member").with("term_from", "2025-08-01").with("term_to", "2025-07-31");
        admin.sends(&again).await.shows("止日 2025-07-31 早于起日 2025-08-01");
        let himself = person(t, elsewhere, "jia", "村主任甲").await;
        let admin = t.seat("guanli").await;
        admin.sends(&office(&himself, "group_member")).await.shows("村主任甲是村委会主任，不能当理财小组成员");
        // Without the township's rule she may be the clerk; with it she may not.
        let list = admin.goes("/settings/people/offices?book=LJ").await.ok();
        let bad = list.form("登记近亲属").with("kin_name", "村民丙").with("other", "村民丙");
        let bad = admin.sends(&bad).await;
        assert_eq!(bad.status, 422);
        bad.shows("要写明两个不同的人");
        let chief = t.seat("zongkuai").await;
        chief.goes("/oversight/terms").await.ok().shows("现在没有");
        assert_eq!(t.seat("guanli").await.goes("/oversight/terms").await.status, 403);
        assert_eq!(t.person("clerk", "LJ").await.goes("/settings/people/offices").await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn 后来登记了近亲属_现任的列出来_离任以后就可以() {
    Story::tell(async |t| {
        let elsewhere = two_villages(t).await;
        leaders_are_recorded(t).await;
        let admin = t.seat("guanli").await;
        let page = admin.goes("/settings/people/offices?book=LJ").await.ok();
        let kin = page.form("登记近亲属").with("kin_name", "李家村理财组长").with("other", "村主任甲");
        let listed = admin.sends(&kin.choosing("relation", "兄弟姐妹")).await.ok();
        listed.shows("现任理财小组里有要回避的").shows("李家村理财组长是村委会主任村主任甲的兄弟姐妹");
        let backwards = admin.sends(&listed.form("离任").with("term_to", "2023-12-31")).await;
        backwards.shows("止日 2023-12-31 早于起日 2024-01-01");
        let himself = person(t, elsewhere, "jia", "村主任甲").await;
        let admin = t.seat("guanli").await;
        let heads = admin.sends(&office(&himself, "village_head")).await;
        heads.shows("村主任甲是理财小组成员李家村理财组长的兄弟姐妹，不能当村负责人");
        let ended = admin.sends(&listed.form("离任").with("term_to", "2025-06-30")).await.ok();
        ended.shows("不在任").hides("现任理财小组里有要回避的");
        let taken_back = admin.sends(&ended.form("登记错了，取消")).await.ok();
        taken_back.hides("李家村理财组长 是");
    })
    .await;
}

#[tokio::test]
async fn 任期没到或过了都不能签_快到期的主任和总监督会计看得见() {
    Story::tell(async |t| {
        let elsewhere = two_villages(t).await;
        let page = person(t, elsewhere, "ding", "村民丁").await;
        let admin = t.seat("guanli").await;
        let form = office(&page, "group_member").with("term_from", "2025-08-01").with("term_to", "2025-09-30");
        let form = form.with("elected_on", "2025-07-20").with("elected_by", "第十二届村民代表会议");
        let given = admin.sends(&form).await.ok();
        given.shows("2025-08-01 至 2025-09-30").shows("2025-07-20 第十二届村民代表会议选举");
        let there = async |t: &mut Story, day: &str| {
            t.it_is(day);
            t.seat("ding").await.goes("/books/LJ/approvals").await.status.as_u16()
        };
        assert_eq!(there(t, "2025-07-31").await, 404, "not yet");
        assert_eq!(there(t, "2025-08-01").await, 200);
        t.seat("zongkuai").await.goes("/").await.ok().hides("换届");
        assert_eq!(there(t, "2025-09-12").await, 200);
        let chief = t.seat("zongkuai").await;
        chief.goes("/").await.ok().shows("换届").shows("任期30天内到期或已过的 1 人");
        chief.goes("/oversight/terms").await.ok().shows("村民丁").shows("还有18天");
        assert_eq!(there(t, "2025-09-30").await, 200, "the last day counts");
        assert_eq!(there(t, "2025-10-01").await, 404, "over");
        t.seat("zongkuai").await.goes("/oversight/terms").await.ok().shows("已过1天");
        // Elected again: the same role for another term.
        let page = page_of(t, "村民丁").await;
        let admin = t.seat("guanli").await;
        let anew = office(&page, "group_member").with("term_from", "2025-10-01").with("term_to", "2030-09-30");
        admin.sends(&anew).await.ok().shows("2025-10-01 至 2030-09-30");
        assert_eq!(there(t, "2025-10-01").await, 200);
    })
    .await;
}

#[tokio::test]
async fn 替补在写明的几天里代替_被替的人这几天不签() {
    Story::tell(async |t| {
        let elsewhere = two_villages(t).await;
        let page = person(t, elsewhere, "wu", "村民戊").await;
        let admin = t.seat("guanli").await;
        let bare = admin.sends(&office(&page, "group_member").choosing("place_of", "李家村理财组员乙")).await;
        assert_eq!(bare.status, 422);
        bare.shows("替补要写明从哪一天到哪一天").shows("替补要写明原因");
        let dated = |page: &Page, whom: &str| {
            let form = office(page, "group_member").choosing("place_of", whom).with("reason", "外出务工");
            form.with("term_from", "2025-09-01").with("term_to", "2025-09-30")
        };
        person(t, elsewhere, "ji", "村民己").await;
        let page = page_of(t, "村民戊").await;
        let admin = t.seat("guanli").await;
        admin.sends(&dated(&page, "村民己")).await.shows("村民己不是这个账套的理财小组成员");
        admin.sends(&dated(&page, "李家村理财组员乙")).await.ok().shows("替补李家村理财组员乙，因外出务工");
        // One seat has one vote: nobody else takes it on the same days.
        let other = page_of(t, "村民己").await;
        let admin = t.seat("guanli").await;
        let second = admin.sends(&dated(&other, "李家村理财组员乙")).await;
        second.shows("李家村理财组员乙的席位这几天已由村民戊替，请换日期，或先结束村民戊的任期");
        let seats = async |t: &mut Story, day: &str| {
            t.it_is(day);
            let of = |status: axum::http::StatusCode| status.as_u16();
            let substitute = of(t.seat("wu").await.goes("/books/LJ/approvals").await.status);
            (substitute, of(t.person("group3", "LJ").await.goes("/books/LJ/approvals").await.status))
        };
        assert_eq!(seats(t, "2025-08-31").await, (404, 200));
        assert_eq!(seats(t, "2025-09-12").await, (200, 404));
        let bill = payment("付电费").of("356.00").with("县供电所").because("村部8月电费").dated("2025-09-10");
        t.clerk_hands_in("LJ", &bill.pictured(1)).await.ok();
        let substitute = t.seat("wu").await;
        let waiting = substitute.goes("/books/LJ/approvals").await.ok();
        let paper = substitute.goes(&waiting.link("看票据")).await.ok();
        substitute.sends(&paper.form("同意")).await.ok().shows("您已签同意");
        assert_eq!(seats(t, "2025-10-01").await, (404, 200));
    })
    .await;
}

#[tokio::test]
async fn 近亲属的单要回避_自己的单也不能签() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        let admin = t.seat("guanli").await;
        let page = admin.goes("/settings/people/offices?book=LJ").await.ok();
        let kin = page.form("登记近亲属").with("kin_name", "村民庚").with("other", "李家村理财组长");
        admin.sends(&kin.choosing("relation", "子女的配偶")).await.ok();
        t.it_is("2025-09-12");
        let bill =
            |party, n| payment("付电费").of("356.00").with(party).because("修泵").dated("2025-09-10").pictured(n);
        t.clerk_hands_in("LJ", &bill("村民庚", 1)).await.ok();
        t.clerk_hands_in("LJ", &bill("李家村理财组员甲", 2)).await.ok();
        let signs = async |t: &mut Story, who: &str, n: usize| {
            let seat = t.person(who, "LJ").await;
            let list = seat.goes("/books/LJ/approvals").await.ok();
            let html = list.html();
            let href = html.split("<li class=\"item\"").nth(n).expect("an item");
            let href = href.split("href=\"").nth(1).and_then(|s| s.split('"').next()).expect("its papers").to_owned();
            let paper = seat.goes(&href).await.ok();
            seat.sends(&paper.form("同意")).await
        };
        let near = signs(t, "group1", 1).await;
        assert_eq!(near.status, 403);
        near.shows("第1号是村民庚的，李家村理财组长是村民庚的配偶的父母，要回避");
        let own = signs(t, "group2", 2).await;
        assert_eq!(own.status, 403);
        own.shows("李家村理财组员甲本人，不能自己审批");
        assert_eq!(signs(t, "group3", 1).await.status, 200);
        signs(t, "group2", 1).await.ok().shows("您已签同意");
    })
    .await;
}
