//! The year as text that other programs read and re-prove: an hledger journal and a beancount file.
//!
//! Both hold the opening, every voucher and, at the end of every month, the balance of every account as an
//! assertion: whoever changes a figure is told by the first program that reads the file.

/// hledger, names in Chinese.
mod hledger;
/// beancount, names in ASCII, Chinese beside them.
mod beancount;

pub use beancount::beancount;
pub use hledger::hledger;

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::kernel::{AccountId, Money};
use crate::ledger::{AccountCode, PostedVoucher};

use super::year::{MonthOfBooks, YearOfBooks};

/// How a program wants the three things a year is made of.
struct Parts {
    /// The opening, when there is one.
    opening: fn(&YearOfBooks, &mut String),
    /// One voucher.
    transaction: fn(&YearOfBooks, &PostedVoucher, &mut String),
    /// What every account stands at when a month ends.
    assertions: fn(&YearOfBooks, &MonthOfBooks, &mut String),
}

/// The opening, then month by month its vouchers and what stands after them.
fn write_year(year: &YearOfBooks, parts: &Parts, text: &mut String) {
    if !year.opening.is_empty() {
        (parts.opening)(year, text);
    }
    for month in year.months() {
        for voucher in year.vouchers.iter().filter(|v| v.period == month.period) {
            (parts.transaction)(year, voucher, text);
        }
        (parts.assertions)(year, &month, text);
    }
}

fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    text.write_fmt(line).unwrap_or_default();
}

/// Closing balances by account, in code order, of every account that moved or stood in the month.
fn closings(year: &YearOfBooks, month: &MonthOfBooks) -> Vec<(AccountId, Money)> {
    let mut sums: BTreeMap<&AccountCode, (AccountId, Money)> = BTreeMap::new();
    for row in &month.rows {
        let Some(account) = year.chart.by_id(row.key.account) else { continue };
        sums.entry(&account.code).or_insert((account.id, Money::ZERO)).1 += row.closing();
    }
    sums.into_values().collect()
}

/// One line of words: control characters and runs of blanks become one blank.
fn one_line(words: &str) -> String {
    let plain: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
