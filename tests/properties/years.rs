//! Any legal history of two years — posting, red-letter correction, closing, reopening, year end, seal — keeps a book
//! sound, on both engines.

use std::collections::BTreeMap;

use mingzhang::auth::{Director, Role, Sealer};
use mingzhang::checks;
use mingzhang::db::{Db, Durability};
use mingzhang::kernel::{Date, DraftId, FiscalYear, Money, Outcome, Period, Timestamp, VoucherId};
use mingzhang::ledger::{self, Asked, DistributionPlan, NewDraft, PostedVoucher, Side, VoucherKind, YearStep};
use mingzhang::statements;
use proptest::prelude::*;

use crate::postgres;
use crate::settings;
use crate::township::{Kept, someone};

/// Leaves without dimensions: money, goods, capital, income and expense.
const LEAVES: [&str; 7] = ["10201", "12101", "30101", "50103", "50401", "51302", "51102"];

/// After both years: every month may be entered and closed.
fn now() -> Timestamp {
    Timestamp::parse("2027-01-20T01:00:00Z").expect("an instant")
}

fn month(number: u32) -> Period {
    (1..number).fold(Period::new(2025, 1).expect("a period"), |p, _| p.next())
}

#[derive(Clone, Debug)]
enum Act {
    Post { ahead: u32, debit: usize, credit: usize, fen: i64 },
    Reverse { which: prop::sample::Index },
    Close { months: u32 },
    Reopen { debit: usize, credit: usize, fen: i64 },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let two = || (0..LEAVES.len(), 0..LEAVES.len(), 1..50_000_000i64).prop_filter("two accounts", |(d, c, _)| d != c);
    let act = prop_oneof![
        6 => (0..9u32, two()).prop_map(|(ahead, (debit, credit, fen))| Act::Post { ahead, debit, credit, fen }),
        1 => any::<prop::sample::Index>().prop_map(|which| Act::Reverse { which }),
        2 => (1..4u32).prop_map(|months| Act::Close { months }),
        2 => two().prop_map(|(debit, credit, fen)| Act::Reopen { debit, credit, fen }),
    ];
    prop::collection::vec(act, 2..12)
}

/// One year: what happens in it, how many per cent of what is distributable goes to the reserve, and whether
/// December is reopened between its closing and the seal.
fn year() -> impl Strategy<Value = (Vec<Act>, i64, bool)> {
    (acts(), 0..=100i64, any::<bool>())
}

proptest! {
    #![proptest_config(settings(5))]

    #[test]
    fn two_years_stay_sound(first in year(), second in year()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let file = folder.path().join("book.db");
            let db = Db::sqlite(&file, Durability::Fleeting).await.expect("a fresh SQLite file");
            told_on(&db, &first, &second).await;
            db.close().await;
            let Some(fresh) = postgres::fresh_database().await else { return };
            let db = Db::postgres(&fresh.url).await.expect("a fresh PostgreSQL database");
            told_on(&db, &first, &second).await;
            db.close().await;
            fresh.drop_it().await;
        });
    }
}

async fn told_on(db: &Db, first: &(Vec<Act>, i64, bool), second: &(Vec<Act>, i64, bool)) {
    let mut history = History::begun(Kept::in_fresh_township(db).await);
    for (number, (acts, percent, again)) in [(2025, first), (2026, second)] {
        let year = FiscalYear::new(number).expect("a year");
        for act in acts {
            history.does(act, year).await;
        }
        history.ends(year, *percent, *again).await;
    }
    history.is_sound().await;
    let findings = checks::all(&mut db.read().await.expect("a view"), None, None).await.expect("the checks run");
    let broken: Vec<_> = findings.iter().filter(|f| !f.holds()).collect();
    assert!(broken.is_empty(), "稽核不过:{broken:#?}");
}

/// A book beside a plain list of what was posted into it.
struct History {
    book: Kept,
    moved: Vec<(Period, String, i64)>,
    posted: Vec<VoucherId>,
    open: Period,
    director: Director,
    sealer: Sealer,
}

impl History {
    fn begun(book: Kept) -> History {
        let director = someone("中心主任", Role::Director);
        let sealer = director.sealer().expect("a sealer");
        let director = director.director().expect("a director");
        History { book, moved: Vec::new(), posted: Vec::new(), open: month(1), director, sealer }
    }

    /// The act, where it is legal in this year; the year's last month is left for its end.
    async fn does(&mut self, act: &Act, year: FiscalYear) {
        match *act {
            Act::Post { ahead, debit, credit, fen } => {
                let period = (0..ahead).fold(self.open, |p, _| p.next()).min(year.last_period());
                self.posts(period.first_day(), (debit, credit), fen).await;
            }
            Act::Reverse { which } if !self.posted.is_empty() => {
                let voucher = self.posted.swap_remove(which.index(self.posted.len()));
                self.reverses(voucher).await;
            }
            Act::Close { months } => {
                for _ in 0..months {
                    if self.open < year.last_period() {
                        self.closes().await;
                    }
                }
            }
            Act::Reopen { debit, credit, fen } if self.open > year.first_period() => {
                self.reopens().await;
                self.posts(self.open.last_day(), (debit, credit), fen).await;
                self.closes().await;
            }
            Act::Reverse { .. } | Act::Reopen { .. } => {}
        }
    }

    async fn ends(&mut self, year: FiscalYear, percent: i64, again: bool) {
        while self.open < year.last_period() {
            self.closes().await;
        }
        self.carries(year, percent).await;
        self.closes().await;
        if again {
            self.reopens().await;
            self.posts(self.open.last_day(), (0, 3), 77).await;
            self.carries(year, 0).await;
            self.closes().await;
        }
        let (by, book) = (self.sealer.clone(), self.book.book);
        let sealing =
            self.book.db.write(move |tx| Box::pin(async move { ledger::seal_year(tx, &by, book, year, now()).await }));
        sealing.await.expect("sealed");
        let refused = self.asks(year.last_period()).await.expect_err("a sealed year is not reopened");
        assert!(refused.is("ledger.year_sealed"), "{refused}");
    }

    /// The year's steps, each posted before the next; afterwards nothing is proposed any more.
    async fn carries(&mut self, year: FiscalYear, percent: i64) {
        self.step(year, YearStep::CarryForward).await;
        self.step(year, YearStep::Surplus).await;
        let end = self.year_end(year).await;
        let to_reserve = Money::from_fen(end.standing.distributable.positive_part().fen() * percent / 100);
        if to_reserve.is_positive() {
            let (by, plan) = (self.book.maker.clone(), DistributionPlan { to_reserve, ..DistributionPlan::default() });
            let planning = self.book.db.write(move |tx| {
                Box::pin(async move { ledger::propose_distribution(tx, &by, year, &plan, now()).await })
            });
            let drafts = planning.await.expect("planned");
            self.stands(drafts).await;
        }
        self.step(year, YearStep::Roll).await;
        let end = self.year_end(year).await;
        assert!(end.not_carried.is_empty(), "{:?}", end.not_carried);
        assert!(end.steps.iter().all(|s| s.proposed.is_empty()), "nothing is carried twice");
    }

    async fn year_end(&self, year: FiscalYear) -> ledger::YearEnd {
        let mut view = self.book.db.read().await.expect("a view");
        ledger::year_end(&mut view, self.book.book, year).await.expect("a year")
    }

    async fn step(&mut self, year: FiscalYear, step: YearStep) {
        let by = self.book.maker.clone();
        let proposing = self
            .book
            .db
            .write(move |tx| Box::pin(async move { ledger::propose_year_end(tx, &by, year, step, now()).await }));
        match proposing.await {
            Ok(drafts) => self.stands(drafts).await,
            Err(refused) => assert!(refused.is("ledger.nothing_to_carry"), "{refused}"),
        }
    }

    async fn posts(&mut self, date: Date, (debit, credit): (usize, usize), fen: i64) {
        let lines = vec![
            self.book.line("往来", LEAVES[debit], Side::Debit, fen),
            self.book.line("往来", LEAVES[credit], Side::Credit, fen),
        ];
        let by = self.book.maker.clone();
        let preparing = self.book.db.write(move |tx| {
            Box::pin(async move { ledger::prepare(tx, &by, NewDraft::regular(date, lines), now()).await })
        });
        let draft = preparing.await.expect("prepared");
        self.stands(vec![draft]).await;
    }

    async fn reverses(&mut self, voucher: VoucherId) {
        let by = self.book.maker.clone();
        let reversing = self.book.db.write(move |tx| {
            Box::pin(async move {
                let (red, blue) = ledger::reverse(tx, &by, voucher, "记错", now()).await?;
                ledger::delete_draft(tx, &by, blue, 1, now()).await?;
                Ok(red)
            })
        });
        let red = reversing.await.expect("reversed");
        self.stands(vec![red]).await;
    }

    /// Reviewed and posted by the other one, and remembered.
    async fn stands(&mut self, drafts: Vec<DraftId>) {
        let checker = self.book.checker.clone();
        let posting = self.book.db.write(move |tx| {
            Box::pin(async move {
                let mut posted = Vec::new();
                for draft in drafts {
                    ledger::review(tx, &checker, draft, 1, now()).await?;
                    posted.push(ledger::post(tx, &checker, draft, now()).await?);
                }
                Ok(posted)
            })
        });
        let posted: Vec<PostedVoucher> = posting.await.expect("posted");
        for voucher in posted {
            for entry in &voucher.entries {
                let code = self.book.chart.by_id(entry.account).expect("an account").code.to_string();
                self.moved.push((voucher.period, code, (entry.debit() - entry.credit()).fen()));
            }
            if voucher.kind == VoucherKind::Regular {
                self.posted.push(voucher.id);
            }
        }
    }

    async fn closes(&mut self) {
        self.book.closes_at(self.open, now()).await.expect("closed");
        self.open = self.open.next();
    }

    async fn asks(&self, period: Period) -> Outcome<mingzhang::kernel::ReopeningId> {
        let (by, asked) = (self.book.maker.clone(), Asked { period, reason: "漏记".into(), until: now().date() });
        let db = &self.book.db;
        db.write(move |tx| Box::pin(async move { checks::ask_reopening(tx, &by, asked, now()).await })).await
    }

    async fn reopens(&mut self) {
        let id = self.asks(self.open.previous()).await.expect("asked");
        let (by, book) = (self.director.clone(), self.book.book);
        let approving = self
            .book
            .db
            .write(move |tx| Box::pin(async move { checks::approve_reopening(tx, &by, book, id, now()).await }));
        self.open = approving.await.expect("approved").period;
    }

    async fn is_sound(&self) {
        let mut before: BTreeMap<String, Money> = BTreeMap::new();
        for period in month(1).through(month(25)) {
            let numbers: Vec<i64> = self.book.chain(period).await.iter().map(|v| v.number.no).collect();
            assert!(numbers.iter().zip(1..).all(|(no, n)| *no == n), "{period} {numbers:?}");
            let mut view = self.book.db.read().await.expect("a view");
            let rows = ledger::balances(&mut view, self.book.book, period, period).await.expect("balances");
            let code = |id| self.book.chart.by_id(id).expect("an account").code.to_string();
            let mut closing = BTreeMap::new();
            for row in &rows {
                let standing: i64 = self
                    .moved
                    .iter()
                    .filter(|(p, c, _)| *p <= period && *c == code(row.key.account))
                    .map(|m| m.2)
                    .sum();
                assert_eq!(
                    row.opening,
                    before.get(&code(row.key.account)).copied().unwrap_or_default(),
                    "{period} 期初"
                );
                assert_eq!(row.closing().fen(), standing, "{} {period} 期末", code(row.key.account));
                closing.insert(code(row.key.account), row.closing());
            }
            assert!(before.iter().all(|(c, m)| m.is_zero() || closing.contains_key(c)), "{period} 少了科目");
            before = closing;
            if period.ends_quarter() {
                self.reports_agree(period, &before).await;
            }
        }
    }

    async fn reports_agree(&self, period: Period, closing: &BTreeMap<String, Money>) {
        let mut view = self.book.db.read().await.expect("a view");
        let book = self.book.book;
        let trial = statements::trial_balance(&mut view, book, period, period).await.expect("a trial balance");
        assert!(trial.foots(), "{period} 科目余额表不平");
        for leaf in LEAVES.into_iter().step_by(3) {
            let ledger = statements::account_ledger(&mut view, book, leaf, period, period).await.expect("a ledger");
            assert_eq!(ledger.closing, closing.get(leaf).copied().unwrap_or_default(), "{leaf} {period} 明细账末行");
        }
        let sheet = statements::balance_sheet(&mut view, &[book], period).await.expect("a balance sheet");
        let line = |name: &str| sheet.line(name).unwrap_or_else(|| panic!("no line {name}")).first;
        assert_eq!(line("资产总计"), line("负债和所有者权益总计"), "{period} 资产负债表不平");
    }
}
