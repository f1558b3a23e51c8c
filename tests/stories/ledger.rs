//! The ledger's own promises, through its use-cases: balanced, gapless, chained, never changed.

use mingzhang::audit::Actor;
use mingzhang::auth::{Accountant, Chief, Grant, Role, Standing};
use mingzhang::db::Db;
use mingzhang::kernel::{BookId, Date, DraftId, Money, Outcome, Period, Timestamp, UserId};
use mingzhang::ledger::{self, DraftLine, MonthState, NewDraft, PostedVoucher, Side};
use mingzhang::village::{self, BookKind, NewBook};

use crate::support::each_engine;

fn now() -> Timestamp {
    Timestamp::parse("2025-10-20T01:00:00Z").expect("an instant")
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn someone(name: &str, role: Role) -> Standing {
    let id = UserId::new();
    let actor = Actor { id: Some(id), name: name.into(), address: String::new() };
    Standing::new(id, actor, vec![Grant { role, book: None }])
}

/// A township with one book enabled from January 2025.
async fn a_book(db: &Db) -> BookId {
    let chief: Chief = someone("总监督会计", Role::Chief).chief().expect("a chief");
    db.write(move |tx| {
        Box::pin(async move {
            village::found(tx, chief.actor(), "青溪镇", "", now()).await?;
            ledger::lay_down_chart(tx, chief.actor(), now()).await?;
            let new = NewBook {
                code: "LJ".into(),
                name: "李家村股份经济合作社".into(),
                village: "李家村".into(),
                legal_name: String::new(),
                kind: BookKind::Collective,
                enabled_from: Period::new(2025, 1).expect("a period"),
            };
            village::add_book(tx, &chief, new, now()).await
        })
    })
    .await
    .expect("a book")
}

fn hands(book: BookId) -> (Accountant, Accountant) {
    let of = |name| someone(name, Role::Accountant).accountant(book).expect("an accountant");
    (of("制单会计"), of("复核会计"))
}

async fn paid(db: &Db, by: &Accountant, date: &str, fen: i64) -> Outcome<DraftId> {
    let (by, date) = (by.clone(), day(date));
    db.write(move |tx| {
        Box::pin(async move {
            let chart = ledger::chart(tx, by.book()).await?;
            let account = |code: &str| chart.by_code(code).expect("an account of the default chart").id;
            let lines = vec![
                DraftLine::plain("购办公用品", account("51302"), Side::Debit, Money::from_fen(fen)),
                DraftLine::plain("购办公用品", account("10201"), Side::Credit, Money::from_fen(fen)),
            ];
            ledger::prepare(tx, &by, NewDraft::regular(date, lines), now()).await
        })
    })
    .await
}

async fn reviewed_and_posted(db: &Db, by: &Accountant, draft: DraftId) -> Outcome<PostedVoucher> {
    let by = by.clone();
    db.write(move |tx| {
        Box::pin(async move {
            let version = ledger::draft(tx, by.book(), draft).await?.version;
            ledger::review(tx, &by, draft, version, now()).await?;
            ledger::post(tx, &by, draft, now()).await
        })
    })
    .await
}

#[tokio::test]
async fn 记账后_编号连续_余额随之变化_链条相接() {
    each_engine(async |db| {
        let book = a_book(&db).await;
        let (preparer, reviewer) = hands(book);
        let mut last = None;
        for (i, fen) in [12_050, 300, 99_999].into_iter().enumerate() {
            let draft = paid(&db, &preparer, "2025-09-12", fen).await.expect("prepared");
            let posted = reviewed_and_posted(&db, &reviewer, draft).await.expect("posted");
            assert_eq!(posted.number.no, i as i64 + 1);
            if let Some(digest) = last {
                assert_eq!(posted.previous, digest);
            }
            last = Some(posted.digest);
        }
        let mut tx = db.read().await.expect("a view");
        let september = Period::new(2025, 9).expect("a period");
        let chart = ledger::chart(&mut tx, book).await.expect("a chart");
        let office = chart.by_code("51302").expect("办公费").id;
        let rows = ledger::balances(&mut tx, book, september, september).await.expect("balances");
        let row = rows.iter().find(|r| r.key.account == office).expect("a balance");
        assert_eq!((row.opening, row.debit, row.credit), (Money::ZERO, Money::from_fen(112_349), Money::ZERO));
        assert_eq!(rows.iter().map(|r| r.closing()).sum::<Money>(), Money::ZERO);
        let october = ledger::balances(&mut tx, book, september.next(), september.next()).await.expect("balances");
        assert_eq!(october.iter().find(|r| r.key.account == office).map(|r| r.opening), Some(Money::from_fen(112_349)));
    })
    .await;
}

#[tokio::test]
async fn 制单人不能复核自己的凭证() {
    each_engine(async |db| {
        let book = a_book(&db).await;
        let (preparer, _) = hands(book);
        let draft = paid(&db, &preparer, "2025-09-12", 100).await.expect("prepared");
        let refused = reviewed_and_posted(&db, &preparer, draft).await.expect_err("two pairs of hands");
        assert!(refused.is("ledger.same_person"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn 日期早于启用_或还没到_或已结账_都不能记() {
    each_engine(async |db| {
        let book = a_book(&db).await;
        let (preparer, reviewer) = hands(book);
        assert!(paid(&db, &preparer, "2024-12-31", 100).await.expect_err("before").is("ledger.before_enabled"));
        assert!(paid(&db, &preparer, "2025-11-01", 100).await.expect_err("future").is("ledger.in_the_future"));
        let late = paid(&db, &preparer, "2025-02-01", 100).await.expect("prepared");
        let january = Period::new(2025, 1).expect("a period");
        let by = reviewer.clone();
        db.write(move |tx| Box::pin(async move { ledger::close(tx, &by, january, now()).await }))
            .await
            .expect("closed");
        assert!(paid(&db, &preparer, "2025-01-31", 100).await.expect_err("closed").is("ledger.period_closed"));
        let by = reviewer.clone();
        let refused =
            db.write(move |tx| Box::pin(async move { ledger::close(tx, &by, january.next(), now()).await })).await;
        assert!(refused.expect_err("a draft waits").is("ledger.drafts_waiting"));
        let posted = reviewed_and_posted(&db, &reviewer, late).await;
        assert_eq!(posted.expect("a refused closing leaves the month open").number.no, 1);
        let by = reviewer.clone();
        db.write(move |tx| Box::pin(async move { ledger::close(tx, &by, january.next(), now()).await }))
            .await
            .expect("closed");
        let mut tx = db.read().await.expect("a view");
        let MonthState::Closed(first) = ledger::month_state(&mut tx, book, january).await.expect("a state") else {
            panic!("January is closed");
        };
        let MonthState::Closed(second) = ledger::month_state(&mut tx, book, january.next()).await.expect("a state")
        else {
            panic!("February is closed");
        };
        assert_eq!(second.previous_root, first.root);
        assert_eq!(second.voucher_count, 1);
    })
    .await;
}

#[tokio::test]
async fn 红字冲销让余额回到原处_原凭证不动() {
    each_engine(async |db| {
        let book = a_book(&db).await;
        let (preparer, reviewer) = hands(book);
        let draft = paid(&db, &preparer, "2025-09-12", 5_000).await.expect("prepared");
        let original = reviewed_and_posted(&db, &reviewer, draft).await.expect("posted");
        let (by, id) = (preparer.clone(), original.id);
        let (red, _blue) = db
            .write(move |tx| Box::pin(async move { ledger::reverse(tx, &by, id, "金额记错", now()).await }))
            .await
            .expect("a red draft");
        let red = reviewed_and_posted(&db, &reviewer, red).await.expect("the red voucher is posted");
        assert_eq!(red.corrects, Some(original.id));
        assert!(red.entries.iter().all(|e| e.amount.is_negative()));
        let mut tx = db.read().await.expect("a view");
        let same = ledger::voucher(&mut tx, book, original.id).await.expect("still there");
        assert_eq!(same.digest, original.digest);
        let (september, october) = (Period::new(2025, 9).expect("a period"), Period::new(2025, 10).expect("a period"));
        let rows = ledger::balances(&mut tx, book, september, october).await.expect("balances");
        assert!(rows.iter().all(|r| r.closing().is_zero()));
        drop(tx);
        let (by, id) = (preparer.clone(), original.id);
        let again =
            db.write(move |tx| Box::pin(async move { ledger::reverse(tx, &by, id, "再冲", now()).await })).await;
        assert!(again.expect_err("once").is("ledger.already_reversed"));
    })
    .await;
}
