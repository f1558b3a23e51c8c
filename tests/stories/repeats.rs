//! 常用凭证、复制、定期凭证: what is entered again and again, on both engines.

use mingzhang::auth::Role;
use mingzhang::kernel::{Failure, Money, Period};
use mingzhang::ledger::{self, NewRecurring, Side};

use crate::support::each_engine;
use crate::support::story::Story;
use crate::support::township::{Kept, day, now};
use crate::support::visitor::Page;

async fn at_the_desk(t: &mut Story) {
    let book = t.keeps_book_of("LJ", "李家村").await;
    let other = t.keeps_book_of("WJ", "王家村").await;
    t.employs("zhuanguan", "专管员甲", Role::Accountant, Some(book)).await;
    t.employs("linshe", "专管员乙", Role::Accountant, Some(other)).await;
    t.it_is("2025-07-20");
}

/// 发工资 in the grid's fields.
const SALARY: [(&str, &str); 8] = [
    ("date", "2025-07-10"),
    ("lines[0][summary]", "发村干部工资"),
    ("lines[0][account]", "51301"),
    ("lines[0][debit]", "8600.00"),
    ("lines[1][summary]", "发村干部工资"),
    ("lines[1][account]", "10201"),
    ("lines[1][credit]", "8600.00"),
    ("with_amounts", "1"),
];

async fn keeps_template(t: &mut Story, who: &str, code: &str, more: &[(&str, &str)]) -> Page {
    let grid = t.seat(who).await.goes(&format!("/books/{code}/drafts/new")).await.ok();
    let csrf = grid.form("保存").value("csrf").expect("a token").to_owned();
    let fields: Vec<(&str, &str)> = SALARY.iter().chain(more).copied().chain([("csrf", csrf.as_str())]).collect();
    t.seat(who).await.posts(&format!("/books/{code}/templates"), &fields).await
}

#[tokio::test]
async fn 常用凭证_存一次_随处可用_各管各的() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        keeps_template(t, "zhuanguan", "LJ", &[("word", "发工资"), ("version", "0")]).await.ok().shows("发工资");
        let taken = keeps_template(t, "zhuanguan", "LJ", &[("word", "发工资"), ("version", "0")]).await;
        assert_eq!(taken.status.as_u16(), 409);
        taken.shows("已有叫「发工资」的常用凭证");
        let wordless = keeps_template(t, "zhuanguan", "LJ", &[("word", " "), ("version", "0")]).await;
        assert_eq!(wordless.status.as_u16(), 422);
        wordless.shows("请起个名字");

        let list = t.seat("zhuanguan").await.goes("/books/LJ/templates.json").await.ok();
        let offered: serde_json::Value = serde_json::from_slice(&list.bytes).expect("JSON");
        assert_eq!(offered[0]["word"], "发工资");
        assert_eq!(offered[0]["lines"][0]["account"], "51301");
        assert_eq!(offered[0]["lines"][1]["credit"], "8600.00");

        let shelf = t.seat("zhuanguan").await.goes("/books/LJ/templates").await.ok();
        let grid = t.seat("zhuanguan").await.goes(&shelf.link("发工资")).await.ok();
        grid.shows("用常用凭证「发工资」填好");
        assert_eq!(grid.form("保存").value("lines[0][debit]"), Some("8600.00"));
        t.seat("zhuanguan").await.sends(&grid.form("保存")).await.ok().shows("待复核 1 张");

        // The township's shelf is the chief accountant's.
        let refused = keeps_template(t, "zhuanguan", "LJ", &[("word", "付电费"), ("for_all", "1")]).await;
        assert_eq!(refused.status.as_u16(), 403);
        keeps_template(t, "zongkuai", "LJ", &[("word", "付电费"), ("for_all", "1"), ("version", "0")]).await.ok();
        let there = t.seat("linshe").await.goes("/books/WJ/templates").await.ok();
        there.shows("付电费").shows("全镇").hides("发工资").hides("改名");
        let renamed = t.seat("zhuanguan").await.goes("/books/LJ/templates").await.ok();
        let renamed = t.seat("zhuanguan").await.sends(&renamed.form("改名").with("word", "发干部工资")).await.ok();
        renamed.shows("发干部工资");
    })
    .await;
}

#[tokio::test]
async fn 复制一张已记账凭证_日期新的_单据不带() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        t.employs("fuhe", "复核专管员", Role::Chief, None).await;
        let grid = t.seat("zhuanguan").await.goes("/books/LJ/drafts/new").await.ok();
        let form = SALARY[..7].iter().fold(grid.form("保存"), |form, (field, value)| form.with(field, value));
        t.seat("zhuanguan").await.sends(&form.with("source_document_count", "3")).await.ok();
        let desk = t.seat("fuhe").await.goes("/review").await.ok();
        t.seat("fuhe").await.sends(&desk.form("复核")).await.ok();
        let posting = t.seat("fuhe").await.goes("/books/LJ/posting").await.ok();
        let done = t.seat("fuhe").await.sends(&posting.form("记账 1 张")).await.ok();
        let voucher = t.seat("zhuanguan").await.goes(&done.link("记-0001")).await.ok();
        voucher.shows("还没有打印");
        let copy = t.seat("zhuanguan").await.goes(&voucher.link("复制")).await.ok();
        copy.shows("照2025-07 记-0001抄来");
        let form = copy.form("保存");
        assert_eq!(form.value("lines[1][credit]"), Some("8600.00"));
        assert_eq!(form.value("date"), Some("2025-07-20"));
        assert_eq!(form.value("source_document_count"), Some("0"));
        t.seat("zhuanguan").await.sends(&form).await.ok().shows("待复核 1 张");
    })
    .await;
}

#[tokio::test]
async fn 定期凭证_到日子一次生成_一个月只有一张() {
    Story::tell(async |t| {
        at_the_desk(t).await;
        let shelf = keeps_template(t, "zhuanguan", "LJ", &[("word", "发工资"), ("version", "0")]).await.ok();
        let wrong = shelf.form("设为定期").with("day", "32").with("from", "2025-08").with("to", "2025-07");
        let wrong = t.seat("zhuanguan").await.sends(&wrong).await;
        assert_eq!(wrong.status.as_u16(), 422);
        wrong.shows("每月32日不对").shows("止月2025年7月早于起月2025年8月");
        let set = wrong.form("设为定期").with("day", "31").with("from", "2025-07").with("to", "2025-09");
        t.seat("zhuanguan").await.sends(&set).await.ok().shows("下次 2025-07-31").hides("生成到期");

        t.it_is("2025-08-31");
        t.seat("zhuanguan").await.goes("/").await.ok().shows("等我办 2 件").shows("定期凭证");
        let due = t.seat("zhuanguan").await.goes("/recurring").await.ok();
        due.shows("到期 2 张").shows("2025-07-31").shows("2025-08-31");
        t.seat("zhuanguan").await.sends(&due.form("生成 2 张")).await.ok().shows("刚生成 2 张");
        t.seat("zhuanguan").await.sends(&due.form("生成 2 张")).await.ok().shows("到期 0 张");
        let drafts = t.seat("zhuanguan").await.goes("/books/LJ/drafts").await.ok();
        drafts.shows("待复核 2 张").shows("2025-08-31");
        let shelf = t.seat("zhuanguan").await.goes("/books/LJ/templates").await.ok();
        shelf.shows("下次 2025-09-30").shows("2025-08、2025-07");
        let ended = t.seat("zhuanguan").await.sends(&shelf.form("停用")).await.ok();
        ended.shows("已到止月").shows("2025-07至2025-08");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_make_the_same_month_one_gets_it() {
    each_engine(async |db| {
        let kept = Kept::in_fresh_township(&db).await;
        let new = NewRecurring {
            word: "折旧".into(),
            day: 1,
            from: Period::new(2025, 1).expect("a period"),
            to: Period::new(2025, 12).expect("a period"),
            lines: vec![
                kept.line("提折旧", "51307", Side::Debit, 50_000),
                kept.line("提折旧", "152", Side::Credit, 50_000),
            ],
        };
        let by = kept.maker.clone();
        let crooked = NewRecurring { lines: vec![kept.line("提折旧", "51307", Side::Debit, 1)], ..new.clone() };
        let refused =
            db.write(move |tx| Box::pin(async move { ledger::keep_recurring(tx, &by, crooked, now()).await })).await;
        let Err(Failure::Refused(told)) = refused else { panic!("a crooked one is refused") };
        assert!(told.iter().any(|r| r.code == "ledger.unbalanced"), "{told:?}");
        let by = kept.maker.clone();
        let id = db.write(move |tx| Box::pin(async move { ledger::keep_recurring(tx, &by, new, now()).await }));
        let (id, month) = (id.await.expect("kept"), Period::of(day("2025-01-01")));
        let make = |by: mingzhang::auth::Accountant| {
            db.write(move |tx| Box::pin(async move { ledger::make_due(tx, &by, id, month, now()).await }))
        };
        let (one, two) = tokio::join!(make(kept.maker.clone()), make(kept.checker.clone()));
        let (made, left): (Vec<_>, Vec<_>) = [one, two].into_iter().partition(Result::is_ok);
        assert_eq!((made.len(), left.len()), (1, 1));
        let code = left[0].as_ref().err().map(|f| f.refusals()[0].code);
        assert_eq!(code, Some("ledger.recurring_made_already"));
        let mut view = db.read().await.expect("a view");
        let drafts = ledger::drafts(&mut view, kept.book, None).await.expect("drafts");
        assert_eq!(drafts.iter().map(|d| d.total()).collect::<Vec<_>>(), [Money::from_fen(50_000)]);
    })
    .await;
}
