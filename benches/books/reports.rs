//! What each report costs, small township and large in turn, so that a noisy minute is noisy for both.

use std::time::{Duration, Instant};

use mingzhang::db::ReadTx;
use mingzhang::kernel::{BookId, Period};
use mingzhang::{checks, statements, village};

use crate::{THIS_YEAR, Township};

/// Runs of each report in each township.
const RUNS: usize = 60;
/// Runs of the consolidation and of the checks, which take longer.
const FEW_RUNS: usize = 12;

/// A report, and what PRODUCT §11 allows it at the 95th of 100.
#[derive(Clone, Copy)]
enum Report {
    TrialBalance,
    AccountLedger,
    BalanceSheet,
    SurplusStatement,
    Consolidation,
    Check,
}

impl Report {
    const ALL: [Report; 6] = [
        Report::TrialBalance,
        Report::AccountLedger,
        Report::BalanceSheet,
        Report::SurplusStatement,
        Report::Consolidation,
        Report::Check,
    ];

    const fn name(self) -> &'static str {
        match self {
            Report::TrialBalance => "trial balance, one village-year",
            Report::AccountLedger => "account ledger 102, one village-year",
            Report::BalanceSheet => "balance sheet, one village",
            Report::SurplusStatement => "surplus statement, one village-year",
            Report::Consolidation => "balance sheet of the township",
            Report::Check => "check, one village",
        }
    }

    const fn budget(self) -> Duration {
        match self {
            Report::TrialBalance | Report::AccountLedger | Report::BalanceSheet | Report::SurplusStatement => {
                Duration::from_millis(50)
            }
            Report::Consolidation => Duration::from_millis(100),
            Report::Check => Duration::from_secs(1),
        }
    }

    const fn runs(self) -> usize {
        match self {
            Report::TrialBalance | Report::AccountLedger | Report::BalanceSheet | Report::SurplusStatement => RUNS,
            Report::Consolidation | Report::Check => FEW_RUNS,
        }
    }

    /// Makes it once; answers its rows, so that nothing is left out.
    async fn made(self, tx: &mut ReadTx, book: BookId, all: &[BookId]) -> usize {
        let (first, last) = (month(1), month(12));
        match self {
            Report::TrialBalance => {
                statements::trial_balance(tx, book, first, last).await.expect("a trial balance").rows.len()
            }
            Report::AccountLedger => {
                statements::account_ledger(tx, book, "102", first, last).await.expect("a ledger").rows.len()
            }
            Report::BalanceSheet => {
                statements::balance_sheet(tx, &[book], last).await.expect("a balance sheet").lines.len()
            }
            Report::SurplusStatement => {
                statements::surplus_statement(tx, &[book], first, last).await.expect("a statement").lines.len()
            }
            Report::Consolidation => {
                statements::balance_sheet(tx, all, last).await.expect("a balance sheet").lines.len()
            }
            Report::Check => {
                let book = village::book(tx, book).await.expect("a book");
                let facts = checks::facts_of(tx, book).await.expect("the facts load");
                let findings = checks::judge(&facts);
                assert!(findings.iter().all(|f| f.holds()), "{findings:#?}");
                findings.len()
            }
        }
    }
}

fn month(month: u32) -> Period {
    Period::new(THIS_YEAR, month).expect("a period")
}

/// Every report from both townships, one after the other.
pub async fn side_by_side(small: &Township, large: &Township) {
    println!(
        "{:<38} {:>6} {:>6} {:>11} {:>11} {:>11} {:>11} {:>7} {:>9}",
        "report", "rows", "runs", "small med", "small p95", "large med", "large p95", "ratio", "budget"
    );
    for report in Report::ALL {
        let (mut of_small, mut of_large, mut rows) = (Vec::new(), Vec::new(), 0);
        for run in 0..report.runs() {
            rows = timed(report, small, run, &mut of_small).await;
            timed(report, large, run, &mut of_large).await;
        }
        let (small_med, small_p95) = middle_and_95th(of_small);
        let (large_med, large_p95) = middle_and_95th(of_large);
        let met = small_p95 <= report.budget() && large_p95 <= report.budget();
        println!(
            "{:<38} {rows:>6} {:>6} {small_med:>11.2?} {small_p95:>11.2?} {large_med:>11.2?} {large_p95:>11.2?} {:>6.2}x {:>9.0?} {}",
            report.name(),
            report.runs(),
            large_med.as_secs_f64() / small_med.as_secs_f64(),
            report.budget(),
            if met { "met" } else { "NOT MET" }
        );
    }
}

async fn timed(report: Report, township: &Township, run: usize, times: &mut Vec<Duration>) -> usize {
    let book = township.books[(run * 7) % township.books.len()].book;
    let all = township.ids();
    let began = Instant::now();
    let mut tx = township.db.read().await.expect("a view");
    let rows = report.made(&mut tx, book, &all).await;
    drop(tx);
    times.push(began.elapsed());
    rows
}

fn middle_and_95th(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    (times[times.len() / 2], times[(times.len() * 95).div_ceil(100) - 1])
}
