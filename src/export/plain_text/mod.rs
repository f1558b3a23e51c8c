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

use crate::kernel::{AccountId, Money};
use crate::ledger::AccountCode;

use super::year::{MonthOfBooks, YearOfBooks};

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
