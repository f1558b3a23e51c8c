//! 专项公开 and 年度材料: what has to be published by itself is proposed when it is posted, has its days, goes its road
//! by several hands, and stands for good once it is out.

use mingzhang::auth::Role;
use mingzhang::budget::{self, NewAdoption, NewPlanLine, PlanSource};
use mingzhang::kernel::{FiscalYear, Period, Timestamp};
use mingzhang::ledger::{self, YearStep};
use mingzhang::village;

use crate::support::desk::voucher;
use crate::support::story::{DIRECTOR, Story};
use crate::support::township::{Kept, someone};
use crate::support::visitor::{Attached, Page};
use crate::township::photo;

pub(crate) const LIST: &str = "/books/LJ/notices";

/// A compensation of 50,000 and what was paid out of it, posted on 8 July 2025.
async fn compensation_is_posted(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2025-07-08");
    types(t, "2025-07-07", "收到高速公路征地补偿款", ["10201", "31102"], "50,000.00").await;
    types(t, "2025-07-08", "付地上附着物青苗补偿", ["31102", "10201"], "12,000.00").await;
    t.colleague_reviews("LJ").await;
    t.colleague_posts("LJ").await;
}

async fn types(t: &mut Story, day: &str, what: &str, [debit, credit]: [&str; 2], amount: &str) {
    let typed = voucher(day).debit(what, debit, amount).credit(what, credit, amount);
    t.accountant_types("LJ", &typed).await.ok();
}

pub(crate) async fn accountant_sees(t: &mut Story, path: &str) -> Page {
    t.person("accountant", "LJ").await.goes(path).await.ok()
}

/// Sends what no button of the page would send, with the token of the person's own pages.
pub(crate) async fn presses_unseen(t: &mut Story, who: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let seat = t.person(who, "LJ").await;
    let token = seat.goes("/me").await.ok().form("退出").value("csrf").expect("a token").to_owned();
    let mut sent = vec![("csrf", token.as_str())];
    sent.extend_from_slice(fields);
    seat.posts(path, &sent).await
}

/// Composed by the accountant; where it stands.
async fn composes(t: &mut Story) -> String {
    let desk = t.person("accountant", "LJ").await;
    let list = desk.goes(LIST).await.ok();
    let made = desk.sends(&list.form("编制专项公开表")).await.ok();
    made.shows("2025-专-01");
    made.path
}

/// Checked, signed, published; the page then.
async fn goes_its_road(t: &mut Story, notice: &str) -> Page {
    t.presses("colleague", "LJ", notice, "核对无误").await.shows("等中心主任签发");
    let director = t.seat(DIRECTOR).await;
    let page = director.goes(notice).await.ok();
    director.sends(&page.form("签发")).await.ok();
    let before = accountant_sees(t, &format!("{notice}/publish")).await;
    before.shows("都不能再改");
    t.person("accountant", "LJ").await.sends(&before.form("公布 ")).await.ok()
}

#[tokio::test]
async fn 征地补偿入账_提醒出专项公开表_五天内公布上墙() {
    Story::tell(async |t| {
        compensation_is_posted(t).await;
        let home = accountant_sees(t, "/").await;
        home.shows("征地补偿费专项公开表").shows("7月13日前");
        let list = accountant_sees(t, LIST).await;
        list.shows("收到高速公路征地补偿款").shows("付地上附着物青苗补偿").shows("还剩5天");
        let once = list.form("编制专项公开表");
        let desk = t.person("accountant", "LJ").await;
        let made = desk.sends(&once).await.ok();
        made.shows("李家村征地补偿费专项公开表").shows("50,000.00").shows("12,000.00").shows("2025-专-01");
        // 双击：第二次没有别的可出，也不会出两张。
        let twice = desk.sends(&once).await;
        assert_eq!(twice.status, 409);
        twice.shows("没有要公开的征地补偿事项");
        desk.goes(LIST).await.ok().shows("2025-专-01").hides("2025-专-02").hides("编制专项公开表");
        desk.goes("/").await.ok().shows("核对");
        let notice = made.path;
        let done = goes_its_road(t, &notice).await;
        done.shows("已张贴，交照片").shows("签发").hides("0/3");
        let public = t.passer_by_sees(&done.link("看公开页")).await.ok();
        public.shows("收到高速公路征地补偿款").shows("50,000.00").shows("内容没有动过").hides("迟了");
        assert!(public.bytes.len() < 100_000, "{} bytes", public.bytes.len());
        is_put_up(t, &notice).await;
        for change in [
            "update notice set content = '{}'",
            "update notice set due = '2030-01-01'",
            "delete from notice",
            "delete from notice_voucher",
        ] {
            let refused = super::walls::run(&t.app.db, change).await.expect_err(change);
            assert!(refused.contains("IMMUTABLE"), "{change}: {refused}");
        }
    })
    .await;
}

/// The clerk's photo: not without one, not on a day that cannot be, not without a place.
async fn is_put_up(t: &mut Story, notice: &str) {
    let clerk = t.person("clerk", "LJ").await;
    clerk.goes("/").await.ok().shows("征地补偿费专项公开表").shows("张贴");
    let page = clerk.goes(notice).await.ok();
    let board =
        || Attached { field: "photo".into(), name: "公开栏.jpg".into(), kind: "image/jpeg", bytes: photo(7) };
    let filled = |on: &str, place: &str| page.form("已张贴").with("on", on).with("place", place);
    clerk.sends(&filled("2025-07-08", "村委会公开栏")).await.shows("还没有公开栏照片");
    clerk
        .sends(&filled("2025-07-07", "村委会公开栏").attaching(board()))
        .await
        .shows("张贴日期填2025-07-08到2025-07-08");
    clerk.sends(&filled("2025-07-08", " ").attaching(board())).await.shows("写明贴在哪里");
    let up = clerk.sends(&filled("2025-07-08", "村委会公开栏").attaching(board())).await.ok();
    up.shows("2025-07-08张贴在村委会公开栏");
    let again = clerk.sends(&filled("2025-07-08", "村委会公开栏").attaching(board())).await;
    assert_eq!(again.status, 409);
    again.shows("不能张贴");
}

#[tokio::test]
async fn 专项公开表_该谁办谁办_别村的看不到_迟了就写迟几天() {
    Story::tell(async |t| {
        compensation_is_posted(t).await;
        t.village("WJ", "王家村").await;
        t.it_is("2025-07-20");
        accountant_sees(t, LIST).await.shows("逾期7天");
        for who in ["clerk", "head", "group1"] {
            let fields = [("topic", "compensation"), ("subject", "2025Q3")];
            let page = presses_unseen(t, who, &format!("{LIST}/special"), &fields).await;
            assert_eq!(page.status, 403, "{who}");
            page.shows("这一步由");
        }
        let notice = composes(t).await;
        let early = t.seat(DIRECTOR).await.goes(&notice).await.ok();
        assert!(early.try_form("签发").is_none(), "还没有核对");
        let stranger = t.person("accountant", "WJ").await;
        for path in [notice.clone(), notice.replace("/LJ/", "/WJ/"), LIST.to_owned()] {
            assert_eq!(stranger.goes(&path).await.status, 404, "{path}");
        }
        let sheet = accountant_sees(t, &notice).await;
        let seen = sheet.form("核对无误").value("seen").expect("a digest").to_owned();
        let stale = presses_unseen(t, "accountant", &format!("{notice}/check"), &[("seen", "0")]).await;
        assert_eq!(stale.status, 409);
        let opinion = [("seen", seen.as_str()), ("verdict", "agree")];
        let out = presses_unseen(t, "group1", &format!("{notice}/opinions"), &opinion).await;
        assert_eq!(out.status, 409, "默认的路上没有理财小组意见这一步");
        out.shows("不能签意见");
        let hidden = t.passer_by_sees("/n/0123456789abcdef0123456789abcdef").await;
        assert_eq!(hidden.status, 404);
        let done = goes_its_road(t, &notice).await;
        done.shows("应在2025-07-13前公开，迟了7天");
        t.passer_by_sees(&done.link("看公开页")).await.ok().shows("迟了7天");
    })
    .await;
}

#[tokio::test]
async fn 不必专项公开的_写明为什么_记下来_不再提醒() {
    Story::tell(async |t| {
        compensation_is_posted(t).await;
        let desk = t.person("accountant", "LJ").await;
        let list = desk.goes(LIST).await.ok();
        let silent = desk.sends(&list.form("记下")).await;
        assert_eq!(silent.status, 422);
        silent.shows("写明原因").shows("编制专项公开表");
        let reason = "已随高速公路指挥部的公告在公开栏贴过";
        let long = desk.sends(&list.form("记下").with("reason", &reason.repeat(20))).await;
        assert_eq!(long.status, 422);
        desk.sends(&list.form("记下").with("reason", reason)).await.ok().hides("编制专项公开表");
        let twice = desk.sends(&list.form("记下").with("reason", reason)).await;
        assert_eq!(twice.status, 409);
        desk.goes("/").await.ok().hides("征地补偿费专项公开表");
        t.seat(DIRECTOR).await.goes("/settings/audit?chain=LJ").await.ok().shows("不专项公开");
        // 后来又来一笔同样的事，照样提醒。
        types(t, "2025-07-08", "再收征地补偿尾款", ["10201", "31102"], "800.00").await;
        t.colleague_reviews("LJ").await;
        t.colleague_posts("LJ").await;
        accountant_sees(t, LIST).await.shows("再收征地补偿尾款").hides("高速公路征地补偿款");
    })
    .await;
}

#[tokio::test]
async fn 早年的专项事项没有出表_仍列在单子上() {
    Story::tell(async |t| {
        compensation_is_posted(t).await;
        t.it_is("2027-03-01");
        let list = accountant_sees(t, LIST).await;
        list.shows("更早年度入账、还没有出表的：1组").shows("收到高速公路征地补偿款");
        let desk = t.person("accountant", "LJ").await;
        desk.sends(&list.form("编制专项公开表")).await.ok().shows("2027-专-01").shows("50,000.00");
    })
    .await;
}

/// 2025 closed from July on, and a plan for 2026 adopted.
async fn year_is_over(t: &mut Story) {
    let book = t.village("LJ", "李家村").await;
    t.it_is("2026-02-01");
    let kept = Kept::seen_again(&t.app.db, book).await;
    let draft = kept.reviewed(kept.office_paid("2025-08-06", 12_050)).await;
    kept.posts(draft).await.expect("posted");
    let first = Period::new(2025, 7).expect("a period");
    for period in first.through(Period::new(2025, 11).expect("a period")) {
        kept.closes_at(period, t.app.now()).await.expect("closed");
    }
}

/// What the program proposes for the end of 2025, reviewed and posted.
async fn carries_forward(kept: &Kept, step: YearStep, now: Timestamp) {
    let (maker, checker) = (kept.maker.clone(), kept.checker.clone());
    let year = FiscalYear::new(2025).expect("a year");
    let posting = kept.db.write(move |tx| {
        Box::pin(async move {
            for draft in ledger::propose_year_end(tx, &maker, year, step, now).await? {
                ledger::review(tx, &checker, draft, 1, now).await?;
                ledger::post(tx, &checker, draft, now).await?;
            }
            Ok(())
        })
    });
    posting.await.expect("carried forward");
}

async fn december_is_closed_and_a_plan_adopted(t: &Story) {
    let mut view = t.app.db.read().await.expect("a view");
    let id = village::book_by_code(&mut view, "LJ").await.expect("books").expect("a book").id;
    drop(view);
    let kept = Kept::seen_again(&t.app.db, id).await;
    for step in [YearStep::CarryForward, YearStep::Surplus] {
        carries_forward(&kept, step, t.app.now()).await;
    }
    kept.closes_at(Period::new(2025, 12).expect("a period"), t.app.now()).await.expect("closed");
    let by = someone("专管员", Role::Accountant).accountant(id).expect("an accountant");
    let now = t.app.now();
    let planning = t.app.db.write(move |tx| {
        Box::pin(async move {
            let year = FiscalYear::new(2026).expect("a year");
            let plan = budget::start_draft(tx, &by, year, PlanSource::Empty, "", now).await?;
            let line = NewPlanLine { account: "51302".into(), amount: "3600".into(), ..NewPlanLine::default() };
            budget::keep_draft(tx, &by, (plan, 1), &[line], now).await?;
            let adoption = NewAdoption {
                meeting: "成员代表大会".into(),
                resolved_on: Some("2026-01-20".parse().expect("a day")),
                resolution: "成代会〔2026〕1号".into(),
                scan: None,
            };
            budget::adopt(tx, &by, (plan, 2), adoption, now).await
        })
    });
    planning.await.expect("a plan");
}

#[tokio::test]
async fn 年度材料_开会前十天备好_不齐不能公布() {
    Story::tell(async |t| {
        year_is_over(t).await;
        let desk = t.person("accountant", "LJ").await;
        let list = desk.goes(LIST).await.ok();
        let meeting = |year: &str, what: &str, on: &str| {
            list.form("登记开会日期").with("year", year).with("meeting", what).with("meets_on", on)
        };
        let nothing = desk.sends(&meeting("2025", "", "")).await;
        assert_eq!(nothing.status, 422);
        nothing.shows("先登记哪一年、什么会、哪天开会");
        desk.sends(&meeting("2025", "成员大会", "2026-01-15")).await.shows("2026-01-15已经过了");
        let entered = desk.sends(&meeting("2025", "成员大会", "2026-02-20")).await.ok();
        entered.shows("材料要在2026-02-10前公布").shows("还没有编制").shows("还剩9天");
        // 会议改期，以后登记的为准。
        let put_off = desk.sends(&meeting("2025", "成员大会", "2026-02-25")).await.ok();
        put_off.shows("定于2026-02-25召开，材料要在2026-02-15前公布").hides("2026-02-10前");
        let package = desk.sends(&put_off.form("编制2025年度材料")).await.ok();
        package.shows("还缺：2026年预算还没有编").shows("2025年12月还没有结账").shows("120.50");
        let at = package.path.clone();
        t.presses("colleague", "LJ", &at, "核对无误").await.shows("等理财小组签意见");
        december_is_closed_and_a_plan_adopted(t).await;
        let desk = t.person("accountant", "LJ").await;
        let list = desk.goes(LIST).await.ok();
        let whole = desk.sends(&list.form("重新编制2025年度材料")).await.ok();
        assert_eq!(whole.path, at, "同一份材料，编号不变");
        whole.shows("2026年预算").shows("3,600.00").hides("还缺").shows("核对无误");
        t.presses("colleague", "LJ", &at, "核对无误").await;
        for member in ["group1", "group2", "group3"] {
            t.presses(member, "LJ", &at, "同意公开").await;
        }
        let director = t.seat(DIRECTOR).await;
        let page = director.goes(&at).await.ok();
        director.sends(&page.form("签发")).await.ok();
        let done = t.presses("accountant", "LJ", &format!("{at}/publish"), "公布 ").await;
        let public = t.passer_by_sees(&done.link("看公开页")).await.ok();
        public.shows("成员大会定于2026年2月25日召开").shows("3,600.00").shows("120.50");
        let frozen = presses_unseen(t, "accountant", &format!("{LIST}/annual"), &[("year", "2025")]).await;
        assert_eq!(frozen.status, 409);
    })
    .await;
}

#[tokio::test]
async fn 不齐的年度材料_走完了路也不能公布() {
    Story::tell(async |t| {
        year_is_over(t).await;
        let desk = t.person("accountant", "LJ").await;
        let list = desk.goes(LIST).await.ok();
        let meeting = list.form("登记开会日期").with("year", "2025").with("meeting", "成员大会");
        let entered = desk.sends(&meeting.with("meets_on", "2026-02-20")).await.ok();
        let at = desk.sends(&entered.form("编制2025年度材料")).await.ok().path;
        t.presses("colleague", "LJ", &at, "核对无误").await;
        for member in ["group1", "group2", "group3"] {
            t.presses(member, "LJ", &at, "同意公开").await;
        }
        let director = t.seat(DIRECTOR).await;
        let page = director.goes(&at).await.ok();
        director.sends(&page.form("签发")).await.ok();
        let desk = t.person("accountant", "LJ").await;
        let before = desk.goes(&format!("{at}/publish")).await.ok();
        let refused = desk.sends(&before.form("公布 ")).await;
        assert_eq!(refused.status, 409);
        refused.shows("年度材料还不齐").shows("2025年12月还没有结账");
    })
    .await;
}
