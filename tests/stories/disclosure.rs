//! 财务公开: the sheet is the ledger, to the fen; it goes its road by several hands; once out it never changes.

use mingzhang::auth::{Director, GroupMember, Role};
use mingzhang::db::Db;
use mingzhang::disclosure::{
    self, CatalogueRow, DisclosureSheet, ItemSource, Proof, Publication, SheetLine, SheetState, Verdict,
};
use mingzhang::kernel::{Digest, Failure, Fault, Money, Outcome, Period, Quarter};
use mingzhang::pdf::{self, Fonts, board_sheet::Edition};
use mingzhang::village;
use serde_json::Value;
use sqlx::AssertSqlSafe;

use crate::support::each_engine;
use crate::support::liuxi::{Liuxi, spring};
use crate::support::township::someone;

const CASES: [&str; 2] = [
    include_str!("../cases/disclosure/DI-S2-liuxi-2024Q2.json"),
    include_str!("../cases/disclosure/DI-S1-liuxi-2024Q4.json"),
];

fn quarter(number: u32) -> Quarter {
    Quarter::new(2024, number).expect("a quarter")
}

async fn composed(db: &Db, liuxi: &Liuxi, quarter: Quarter) -> Outcome<Digest> {
    let (by, book) = (liuxi.maker.actor().clone(), liuxi.book);
    db.write(move |tx| {
        Box::pin(async move {
            disclosure::compose(tx, &by, book, quarter, spring()).await?;
            Ok(disclosure::head(tx, book, quarter).await?.digest)
        })
    })
    .await
}

async fn sheet_of(db: &Db, liuxi: &Liuxi, quarter: Quarter) -> DisclosureSheet {
    let mut tx = db.read().await.expect("a view");
    disclosure::sheet_for_print(&mut tx, liuxi.book, quarter).await.expect("a sheet").sheet
}

fn money(case: &Value, key: &str) -> Money {
    case[key].as_str().expect("an amount").parse().expect("an amount")
}

fn lines(case: &Value, key: &str) -> Vec<(String, String, Money)> {
    let line = |l: &Value| {
        let text = |k: &str| l[k].as_str().expect("text").to_owned();
        (text("date"), text("summary"), money(l, "amount"))
    };
    case[key].as_array().expect("lines").iter().map(line).collect()
}

fn shown(lines: &[SheetLine]) -> Vec<(String, String, Money)> {
    lines.iter().map(|l| (l.date.to_string(), l.what.clone(), l.amount)).collect()
}

#[tokio::test]
async fn 公开表与账一致_逐笔到分_与样表相同() {
    each_engine(async |db: Db| {
        let liuxi = Liuxi::entered(&db).await;
        liuxi.closes_through(&db, 12).await;
        for case in CASES {
            let case: Value = serde_json::from_str(case).expect("a case");
            let month: u32 = case["period"][0].as_str().expect("a day")[5..7].parse().expect("a month");
            let quarter = quarter(month.div_ceil(3));
            composed(&db, &liuxi, quarter).await.expect("composed");
            let sheet = sheet_of(&db, &liuxi, quarter).await;
            assert_eq!(sheet.funds.opening, money(&case, "opening_cash"), "{quarter} 期初");
            assert_eq!(shown(&sheet.income.lines), lines(&case, "income_lines"), "{quarter} 收入");
            assert_eq!(shown(&sheet.expense.lines), lines(&case, "expenditure_lines"), "{quarter} 支出");
            assert_eq!(sheet.income.total, money(&case, "total_income"));
            assert_eq!(sheet.expense.total, money(&case, "total_expenditure"));
            assert_eq!(sheet.funds.closing, money(&case, "closing_cash"), "{quarter} 期末");
            holds_every_item(&sheet);
            prints_every_line(&db, &liuxi, quarter).await;
        }
    })
    .await;
}

/// The 44 items are all there, and between them they hold every receipt and payment and every balance once.
fn holds_every_item(sheet: &DisclosureSheet) {
    let rows = &sheet.catalogue;
    assert_eq!(rows.iter().filter(|r| r.item > 0).count(), 44);
    let sum = |pick: fn(&CatalogueRow) -> Money| rows.iter().map(pick).sum::<Money>();
    assert_eq!([sum(|r| r.received), sum(|r| r.paid)], [sheet.income.total, sheet.expense.total]);
    let stock = |wanted: ItemSource| {
        let own = rows.iter().filter(|r| r.source == wanted);
        own.filter_map(|r| r.closing).sum::<Money>()
    };
    assert_eq!(stock(ItemSource::Money), sheet.funds.closing);
    assert_eq!(stock(ItemSource::Assets), sheet.assets.iter().map(|a| a.closing).sum());
    assert_eq!(
        stock(ItemSource::Receivable) + stock(ItemSource::Payable),
        sheet.claims.iter().map(|c| c.closing).sum::<Money>()
    );
    let welfare = rows.iter().find(|r| r.item == 41).expect("item 41");
    assert!(welfare.says().contains("没有这一项") && welfare.is_nothing());
}

/// DL-S1 and 村民委员会组织法 art. 30: where the book is published by months, every month has its sheet.
#[tokio::test]
async fn 按月公开的账套_一月一表_三个月的和等于一季() {
    each_engine(async |db: Db| {
        let liuxi = Liuxi::entered(&db).await;
        liuxi.closes_through(&db, 12).await;
        let whole = sheet_of(&db, &liuxi, quarter(4)).await;
        let (by, book) = (liuxi.chief.clone(), liuxi.book);
        let from = "2024-10-01".parse().expect("a day");
        let setting = db.write(move |tx| {
            Box::pin(async move {
                village::set_policy(tx, &by, Some(book), "disclosure_rhythm", "按月", from, spring()).await
            })
        });
        setting.await.expect("set");
        let by = liuxi.chief.clone();
        let composing =
            db.write(move |tx| Box::pin(async move { disclosure::compose_all(tx, &by, quarter(4), spring()).await }));
        assert_eq!(composing.await.expect("a batch").composed.len(), 3);
        let mut tx = db.read().await.expect("a view");
        let (mut received, mut paid) = (Money::ZERO, Money::ZERO);
        for (month, number) in [(10, "2024-M10-01"), (11, "2024-M11-01"), (12, "2024-M12-01")] {
            let period = Period::new(2024, month).expect("a period");
            let sheet = disclosure::sheet_for_print(&mut tx, book, period).await.expect("a sheet").sheet;
            assert_eq!((sheet.heading.number.as_str(), sheet.months.len()), (number, 1));
            holds_every_item(&sheet);
            received += sheet.income.total;
            paid += sheet.expense.total;
        }
        assert_eq!([received, paid], [whole.income.total, whole.expense.total]);
        let heads = disclosure::heads_of_quarter(&mut tx, quarter(4)).await.expect("heads");
        assert_eq!(heads.iter().map(|h| h.span.to_string()).collect::<Vec<_>>(), ["2024-10", "2024-11", "2024-12"]);
    })
    .await;
}

/// Every paper of the sheet can be set, and says each line, the total and nothing unprintable.
async fn prints_every_line(db: &Db, liuxi: &Liuxi, quarter: Quarter) {
    let mut tx = db.read().await.expect("a view");
    let printed = disclosure::sheet_for_print(&mut tx, liuxi.book, quarter).await.expect("a sheet");
    let board = pdf::disclosure::board_sheet(&printed, "https://gk.example.cn", spring());
    for edition in [Edition::BoardA3, Edition::BoardA4, Edition::FileCopy] {
        let document = pdf::board_sheet::lay_out(&board, edition, Fonts::embedded());
        let said = document.describe();
        assert!(document.missing_glyphs(Fonts::embedded()).is_empty());
        for line in printed.sheet.income.lines.iter().chain(&printed.sheet.expense.lines) {
            assert!(said.contains(&line.amount.to_string()) && said.contains(&line.number), "{said}");
        }
    }
    let plain = pdf::disclosure::plain_summary(&printed, "https://gk.example.cn", spring());
    let document = pdf::plain_summary::lay_out(&plain, Fonts::embedded());
    assert_eq!(document.pages.len(), 1);
    assert!(document.describe().contains(&printed.sheet.funds.closing.to_string()));
}

#[tokio::test]
async fn 提现不是收支_现金和银行分开也平() {
    each_engine(async |db: Db| {
        let liuxi = Liuxi::entered(&db).await;
        let sheet = sheet_of(&db, &liuxi, quarter(1)).await;
        let moved: Vec<Money> = sheet.funds.accounts.iter().map(|a| a.moved).collect();
        assert_eq!(moved, [Money::from_yuan(5000), Money::from_yuan(-5000)]);
        assert!(!sheet.expense.lines.iter().any(|l| l.what.contains("提现")));
        assert_eq!(sheet.income.total, Money::from_yuan(8000 + 7200 + 150_000));
        assert!(sheet.income.lines.iter().any(|l| l.what == "收回村*甲欠承包费" && l.party == "村*甲"), "{sheet:?}");
        assert!(sheet.months.is_empty(), "a preview of open months has no roots");
    })
    .await;
}

#[tokio::test]
async fn 没结账的季度不能编制_说出是哪个月() {
    each_engine(async |db: Db| {
        let liuxi = Liuxi::entered(&db).await;
        liuxi.closes_through(&db, 5).await;
        let refused = composed(&db, &liuxi, quarter(2)).await.expect_err("June is open");
        assert!(refused.is("disclosure.period_open") && refused.to_string().contains("2024年6月"), "{refused}");
        let early = composed(&db, &liuxi, Quarter::new(2023, 4).expect("a quarter")).await.expect_err("no book then");
        assert!(early.is("disclosure.before_enabled"), "{early}");
        let by = liuxi.chief.clone();
        let all = db.write(move |tx| {
            Box::pin(async move {
                disclosure::compose_all(tx, &by, Quarter::new(2024, 2).expect("a quarter"), spring()).await
            })
        });
        let batch = all.await.expect("a batch");
        assert_eq!((batch.composed.len(), batch.refused.len()), (0, 1));
        assert_eq!(batch.refused[0].1[0].code, "disclosure.period_open");
    })
    .await;
}

struct People {
    members: [GroupMember; 4],
    director: Director,
}

fn people(liuxi: &Liuxi) -> People {
    let member = |n| someone(n, Role::GroupMember).group_member(liuxi.book).expect("a member");
    People {
        members: ["理财甲", "理财乙", "理财丙", "理财丁"].map(member),
        director: someone("中心主任", Role::Director).director().expect("a director"),
    }
}

async fn says(db: &Db, by: &GroupMember, seen: Digest, verdict: Verdict, words: &'static str) -> Outcome<SheetState> {
    let by = by.clone();
    db.write(move |tx| {
        Box::pin(async move {
            disclosure::say(tx, &by, quarter(4), seen, (verdict, words), spring()).await?;
            Ok(disclosure::head(tx, by.book(), quarter(4)).await?.state)
        })
    })
    .await
}

async fn signs(db: &Db, liuxi: &Liuxi, by: &Director, seen: Digest) -> Outcome<()> {
    let (by, book) = (by.clone(), liuxi.book);
    db.write(move |tx| Box::pin(async move { disclosure::sign(tx, &by, book, quarter(4), seen, spring()).await })).await
}

async fn publishes(db: &Db, liuxi: &Liuxi, seen: Digest) -> Outcome<()> {
    let by = liuxi.checker.clone();
    db.write(move |tx| Box::pin(async move { disclosure::publish(tx, &by, quarter(4), seen, spring()).await })).await
}

async fn checks(db: &Db, liuxi: &Liuxi, seen: Digest) -> Outcome<()> {
    let by = liuxi.checker.clone();
    db.write(move |tx| Box::pin(async move { disclosure::check(tx, &by, quarter(4), seen, spring()).await })).await
}

/// Composed, checked, agreed to by three, signed, published; the token of its public page.
async fn published(db: &Db, liuxi: &Liuxi) -> String {
    let people = people(liuxi);
    let seen = composed(db, liuxi, quarter(4)).await.expect("composed");
    checks(db, liuxi, seen).await.expect("checked");
    for member in &people.members[..3] {
        says(db, member, seen, Verdict::Agree, "").await.expect("an opinion");
    }
    signs(db, liuxi, &people.director, seen).await.expect("signed");
    publishes(db, liuxi, seen).await.expect("published");
    let mut tx = db.read().await.expect("a view");
    disclosure::head(&mut tx, liuxi.book, quarter(4)).await.expect("a head").token
}

#[tokio::test]
async fn 公开表一步一步走_意见认内容_不认空口() {
    each_engine(async |db: Db| {
        let liuxi = Liuxi::entered(&db).await;
        liuxi.closes_through(&db, 12).await;
        let people = people(&liuxi);
        let seen = composed(&db, &liuxi, quarter(4)).await.expect("composed");
        assert_eq!(composed(&db, &liuxi, quarter(4)).await.expect("once more"), seen, "再编制一次还是这一份");
        let early = says(&db, &people.members[0], seen, Verdict::Agree, "").await.expect_err("not checked yet");
        assert!(early.is("disclosure.out_of_turn"), "{early}");
        let stale = checks(&db, &liuxi, Digest::GENESIS).await.expect_err("another content");
        assert!(stale.is("disclosure.stale"), "{stale}");
        checks(&db, &liuxi, seen).await.expect("checked");
        let [a, b, c, d] = &people.members;
        let silent = says(&db, a, seen, Verdict::Object, " ").await.expect_err("words are missing");
        assert!(silent.is("disclosure.words_missing"), "{silent}");
        let objecting = says(&db, a, seen, Verdict::Object, "困难户补助没有名单").await.expect("an objection");
        assert_eq!(objecting, SheetState::Checked);
        let twice = says(&db, a, seen, Verdict::Agree, "").await.expect_err("once each");
        assert!(twice.is("disclosure.already_said"), "{twice}");
        assert_eq!(says(&db, b, seen, Verdict::Agree, "").await.expect("one"), SheetState::Checked);
        assert_eq!(says(&db, c, seen, Verdict::Agree, "逐笔看过").await.expect("two"), SheetState::Checked);
        let unready = signs(&db, &liuxi, &people.director, seen).await.expect_err("two of three");
        assert!(unready.is("disclosure.out_of_turn"), "{unready}");
        assert_eq!(says(&db, d, seen, Verdict::Agree, "").await.expect("three"), SheetState::Reviewed);
        signs(&db, &liuxi, &people.director, seen).await.expect("signed");
        publishes(&db, &liuxi, seen).await.expect("published");
        let again = composed(&db, &liuxi, quarter(4)).await.expect_err("it stands");
        assert!(again.is("disclosure.out_of_turn"), "{again}");
    })
    .await;
}

#[tokio::test]
async fn 公布后核对得上_账被动过就核不上() {
    each_engine(async |db: Db| {
        let liuxi = Liuxi::entered(&db).await;
        liuxi.closes_through(&db, 12).await;
        let token = published(&db, &liuxi).await;
        let found = disclosure::verify(&mut db.read().await.expect("a view"), &token).await.expect("a sheet");
        assert_eq!(found.proof, Proof::Holds);
        assert_eq!(found.code_now, found.head.code);
        let unknown = disclosure::verify(&mut db.read().await.expect("a view"), "nothing").await;
        assert!(unknown.expect_err("no such token").is("disclosure.no_such_sheet"));
        let kept = run(&db, "update publication set content = '{}'").await;
        assert!(kept.expect_err("frozen").contains("IMMUTABLE"));
        let unguarded = if db.engine_name().eq_ignore_ascii_case("sqlite") {
            "drop trigger entry_no_update"
        } else {
            "alter table entry disable trigger user"
        };
        run(&db, unguarded).await.expect("somebody below the program");
        run(&db, "update entry set summary = '误工补贴' where summary = '困难户补助'")
            .await
            .expect("a word is changed");
        let found = disclosure::verify(&mut db.read().await.expect("a view"), &token).await.expect("a sheet");
        assert_eq!(found.proof, Proof::LedgerDiffers);
        assert_ne!(found.code_now, found.head.code);
        run(&db, "update entry set summary = '困难户补助' where summary = '误工补贴'").await.expect("put back");
        let found = disclosure::verify(&mut db.read().await.expect("a view"), &token).await.expect("a sheet");
        assert_eq!(found.proof, Proof::Holds, "the word put back, the code is the same again");
    })
    .await;
}

#[test]
fn 内容与校验码对不上的公开表_不算完整() {
    let content = "{}".to_owned();
    let head = || disclosure::PublicationHead {
        id: Default::default(),
        book: Default::default(),
        span: quarter(1).into(),
        version: 1,
        number: String::new(),
        state: SheetState::Published,
        digest: Digest::of(b"{}"),
        code: String::new(),
        token: String::new(),
        composed_at: spring(),
        checked: None,
        signed: None,
        published: None,
        posted: None,
        row_version: 1,
    };
    assert!(Publication { head: head(), content: content.clone() }.is_whole());
    assert!(!Publication { head: head(), content: format!("{content} ") }.is_whole());
}

async fn run(db: &Db, sql: &str) -> Result<(), String> {
    let sql = sql.to_owned();
    let done = db.write(move |tx| {
        Box::pin(async move {
            let ran = sqlx::raw_sql(AssertSqlSafe(sql)).execute(tx.conn()).await;
            ran.map(drop).map_err(|e| Fault::new("running raw SQL", e).into())
        })
    });
    done.await.map_err(|failure| match failure {
        Failure::Fault(fault) => fault.chain(),
        refused => refused.to_string(),
    })
}
