//! Any legal sequence of posting, red-letter correction and closing keeps a book sound.

use std::collections::BTreeMap;

use mingzhang::checks;
use mingzhang::db::{Db, Durability};
use mingzhang::kernel::{DraftId, Money, Period, VoucherId};
use mingzhang::ledger::{self, Chart, NewDraft, Side};
use mingzhang::statements;
use proptest::prelude::*;

use crate::settings;
use crate::township::{Kept, day, now};

/// Leaves without dimensions, of every class.
const LEAVES: [&str; 8] = ["101", "10201", "12101", "1510101", "30101", "50103", "51302", "51102"];
/// The month it is: nothing can be dated later.
const LAST_MONTH: u32 = 10;

#[derive(Clone, Debug)]
enum Act {
    Post { month: u32, debit: usize, credit: usize, fen: i64 },
    Reverse { which: prop::sample::Index },
    Close,
}

fn act() -> impl Strategy<Value = Act> {
    let leaf = 0..LEAVES.len();
    let posting = (1..LAST_MONTH, leaf.clone(), leaf, 1..50_000_000i64)
        .prop_filter("two accounts", |(_, debit, credit, _)| debit != credit)
        .prop_map(|(month, debit, credit, fen)| Act::Post { month, debit, credit, fen });
    prop_oneof![
        6 => posting,
        2 => any::<prop::sample::Index>().prop_map(|which| Act::Reverse { which }),
        1 => Just(Act::Close),
    ]
}

proptest! {
    #![proptest_config(settings(16))]

    #[test]
    fn a_book_stays_sound(acts in prop::collection::vec(act(), 1..24)) {
        on_a_runtime(async |db| {
            let mut history = History::begun(Kept::in_fresh_township(&db).await);
            for act in &acts {
                history.does(act).await;
            }
            history.is_sound().await;
        });
    }

    #[test]
    fn the_order_of_posting_does_not_matter(acts in prop::collection::vec(act(), 1..12)) {
        on_a_runtime(async |db| {
            let chief = crate::township::founded(&db).await;
            let mut forwards = History::begun(Kept::opened(&db, &chief, "A", "甲村").await);
            let mut backwards = History::begun(Kept::opened(&db, &chief, "B", "乙村").await);
            let postings: Vec<&Act> = acts.iter().filter(|a| matches!(a, Act::Post { .. })).collect();
            for act in &postings {
                forwards.does(act).await;
            }
            for act in postings.iter().rev() {
                backwards.does(act).await;
            }
            for month in 1..=LAST_MONTH {
                assert_eq!(forwards.balances(month, month).await, backwards.balances(month, month).await);
            }
        });
    }
}

fn on_a_runtime(body: impl AsyncFnOnce(Db)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = Db::sqlite(&folder.path().join("book.db"), Durability::Fleeting).await.expect("a fresh SQLite file");
        body(db.clone()).await;
        let findings = checks::all(&mut db.read().await.expect("a view"), None, None).await.expect("the checks run");
        // Amounts drawn at random may well spend more cash than there is; the books stand all the same.
        let broken: Vec<_> = findings.iter().filter(|f| !f.holds() && f.id != "cash.not_negative").collect();
        assert!(broken.is_empty(), "稽核不过:{broken:#?}");
        db.close().await;
    });
}

/// A book beside a plain list of what was posted into it.
struct History {
    book: Kept,
    chart: Chart,
    moved: Vec<(u32, &'static str, i64)>,
    posted: Vec<(VoucherId, u32, usize, usize, i64)>,
    reversed: Vec<VoucherId>,
    open_from: u32,
}

/// Opening, debit and credit per account code.
type Balances = BTreeMap<String, (Money, Money, Money)>;

fn period(month: u32) -> Period {
    Period::new(2025, month).expect("a period")
}

impl History {
    fn begun(book: Kept) -> History {
        let chart = book.chart.clone();
        History { book, chart, moved: Vec::new(), posted: Vec::new(), reversed: Vec::new(), open_from: 1 }
    }

    async fn does(&mut self, act: &Act) {
        match *act {
            Act::Post { month, debit, credit, fen } if month >= self.open_from => {
                let lines = vec![
                    self.book.line("往来", LEAVES[debit], Side::Debit, fen),
                    self.book.line("往来", LEAVES[credit], Side::Credit, fen),
                ];
                let voucher = NewDraft::regular(day(&format!("2025-{month:02}-12")), lines);
                let draft = self.book.reviewed(voucher).await;
                let posted = self.book.posts(draft).await.expect("posted");
                self.remember(month, debit, credit, fen);
                self.posted.push((posted.id, month, debit, credit, fen));
            }
            Act::Reverse { which } if !self.posted.is_empty() => self.reverses(which.index(self.posted.len())).await,
            Act::Close if self.open_from < LAST_MONTH => {
                self.book.closes(period(self.open_from)).await.expect("closed");
                self.open_from += 1;
            }
            Act::Post { .. } | Act::Reverse { .. } | Act::Close => {}
        }
    }

    async fn reverses(&mut self, which: usize) {
        let (voucher, _, debit, credit, fen) = self.posted[which];
        let reversed = self.reversal_of(voucher).await;
        if self.reversed.contains(&voucher) {
            assert!(reversed.is_none(), "a voucher is reversed once");
            return;
        }
        let (red, blue) = reversed.expect("reversed");
        let (by, checker) = (self.book.maker.clone(), self.book.checker.clone());
        let settling = self.book.db.write(move |tx| {
            Box::pin(async move {
                ledger::review(tx, &checker, red, 1, now()).await?;
                ledger::post(tx, &checker, red, now()).await?;
                ledger::delete_draft(tx, &by, blue, 1, now()).await
            })
        });
        settling.await.expect("the red one stands, the blue one is not wanted");
        self.remember(LAST_MONTH, debit, credit, -fen);
        self.reversed.push(voucher);
    }

    async fn reversal_of(&self, voucher: VoucherId) -> Option<(DraftId, DraftId)> {
        let by = self.book.maker.clone();
        let reversing = self
            .book
            .db
            .write(move |tx| Box::pin(async move { ledger::reverse(tx, &by, voucher, "记错", now()).await }));
        match reversing.await {
            Ok(both) => Some(both),
            Err(refused) => {
                assert!(refused.is("ledger.already_reversed"), "{refused}");
                None
            }
        }
    }

    fn remember(&mut self, month: u32, debit: usize, credit: usize, fen: i64) {
        self.moved.push((month, LEAVES[debit], fen));
        self.moved.push((month, LEAVES[credit], -fen));
    }

    async fn balances(&self, first: u32, last: u32) -> Balances {
        let mut view = self.book.db.read().await.expect("a view");
        let rows = ledger::balances(&mut view, self.book.book, period(first), period(last)).await.expect("balances");
        let code = |id| self.chart.by_id(id).map(|a| a.code.as_str().to_owned()).unwrap_or_default();
        rows.iter().map(|r| (code(r.key.account), (r.opening, r.debit, r.credit))).collect()
    }

    async fn is_sound(&self) {
        for month in 1..=LAST_MONTH {
            self.month_is_sound(month).await;
            let posted = self.book.chain(period(month)).await;
            assert!(posted.iter().all(|v| v.entries.len() == 2));
        }
        let mut view = self.book.db.read().await.expect("a view");
        let closures = ledger::closures(&mut view, self.book.book).await.expect("closures");
        assert_eq!(closures.len() as u32, self.open_from - 1);
        assert!(closures.windows(2).all(|w| w[1].previous_root == w[0].root), "each seal holds the one before");
    }

    async fn month_is_sound(&self, month: u32) {
        let balances = self.balances(month, month).await;
        for leaf in LEAVES {
            let standing = |upto: u32| -> i64 {
                self.moved.iter().filter(|(m, code, _)| *m <= upto && *code == leaf).map(|(_, _, fen)| fen).sum()
            };
            let (opening, debit, credit) = balances.get(leaf).copied().unwrap_or_default();
            assert_eq!(opening.fen(), standing(month - 1), "{leaf} 期初 {month}月");
            assert_eq!((opening + debit - credit).fen(), standing(month), "{leaf} 期末 {month}月");
        }
        let mut view = self.book.db.read().await.expect("a view");
        let (book, only) = (self.book.book, period(month));
        let trial = statements::trial_balance(&mut view, book, only, only).await.expect("a trial balance");
        assert!(trial.foots(), "{month}月 科目余额表不平");
        for leaf in LEAVES {
            let ledger = statements::account_ledger(&mut view, book, leaf, only, only).await.expect("a ledger");
            let (opening, debit, credit) = balances.get(leaf).copied().unwrap_or_default();
            assert_eq!(ledger.closing, opening + debit - credit, "{leaf} {month}月 明细账末行");
        }
        let sheet = statements::balance_sheet(&mut view, &[book], only).await.expect("a balance sheet");
        let line = |name: &str| sheet.line(name).unwrap_or_else(|| panic!("no line {name}")).first;
        assert_eq!(line("资产总计"), line("负债和所有者权益总计"), "{month}月 资产负债表不平");
    }
}
