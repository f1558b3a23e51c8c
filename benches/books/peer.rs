//! What a well-known plain-text ledger needs to read and check the same year, for a sense of proportion.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mingzhang::ledger::VoucherRows;

const RUNS: usize = 3;

/// Times `hledger check` on the vouchers of a year; `None` where it is not installed.
pub fn reads_and_checks(folder: &Path, vouchers: &[VoucherRows]) -> Option<Duration> {
    let file = folder.join("year.journal");
    std::fs::write(&file, journal(vouchers)).expect("a journal file");
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let began = Instant::now();
        let run = Command::new("hledger").arg("-f").arg(&file).arg("check").stdout(Stdio::null()).status();
        match run {
            Ok(status) => assert!(status.success(), "hledger finds the journal sound"),
            Err(_) => return None,
        }
        times.push(began.elapsed());
    }
    times.sort();
    Some(times[RUNS / 2])
}

fn journal(vouchers: &[VoucherRows]) -> String {
    let mut text = String::new();
    for voucher in vouchers {
        let summary = voucher.rows.first().map_or("", |r| r.summary.as_str());
        writeln!(text, "{} ({} {}) {summary}", voucher.date, voucher.book, voucher.key).expect("text takes a line");
        for row in &voucher.rows {
            let account = [row.account.as_str()].into_iter().chain(row.detail.iter().map(String::as_str));
            let account = account.collect::<Vec<_>>().join(":");
            let amount = row.debit - row.credit;
            writeln!(text, "    {}:{account}  CNY {}", voucher.book, plain(amount)).expect("text takes a line");
        }
        text.push('\n');
    }
    text
}

/// Without the commas a person wants.
fn plain(amount: mingzhang::kernel::Money) -> String {
    amount.to_string().replace(',', "")
}
