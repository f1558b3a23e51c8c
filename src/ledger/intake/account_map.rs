//! What the account codes of another program mean in one book.

use std::collections::BTreeMap;

use crate::evidence::TableLimits;
use crate::kernel::{Money, Refused};

use super::error::IntakeRefusal;
use super::file::Rows;
use super::heading::{Column, Header, Shape, Vocabulary};
use super::voucher_file::VoucherRows;

const WORDS: &Vocabulary = &[
    (Column::Account, &["old", "原科目编码", "原科目", "旧科目编码", "旧科目"]),
    (Column::NewAccount, &["account", "科目编码", "新科目编码", "新科目", "科目"]),
    (Column::NewDetail, &["detail", "明细", "新明细"]),
];

const SHAPE: Shape =
    Shape { words: WORDS, missing, wanted: "old,account,detail，或 原科目编码、科目编码、明细" };

fn missing(header: &Header) -> Vec<&'static str> {
    let needed = [(Column::Account, "原科目编码(old)"), (Column::NewAccount, "科目编码(account)")];
    needed.into_iter().filter(|(c, _)| !header.has(*c)).map(|(_, said)| said).collect()
}

/// Where a foreign code goes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MappedAccount {
    /// Code in this book's chart.
    pub account: String,
    /// Names below it.
    pub detail: Vec<String>,
}

/// Foreign codes and where they go.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AccountMap(BTreeMap<String, MappedAccount>);

impl AccountMap {
    /// Where a code goes.
    pub fn get(&self, code: &str) -> Option<&MappedAccount> {
        self.0.get(code)
    }

    /// Says where a code goes.
    pub fn set(&mut self, code: &str, to: MappedAccount) {
        self.0.insert(code.to_owned(), to);
    }

    /// Every code.
    pub fn entries(&self) -> impl Iterator<Item = (&String, &MappedAccount)> {
        self.0.iter()
    }

    /// True when nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same vouchers on this book's accounts. A detail the file gives goes behind the mapped one.
    ///
    /// Refuses, each with its row: `intake.unmapped`.
    pub fn apply(&self, vouchers: &[VoucherRows]) -> Result<Vec<VoucherRows>, Vec<Refused>> {
        let (mut mapped, mut faults) = (vouchers.to_vec(), Vec::new());
        for row in mapped.iter_mut().flat_map(|v| v.rows.iter_mut()) {
            match self.0.get(&row.account) {
                Some(to) => {
                    row.account.clone_from(&to.account);
                    row.detail = to.detail.iter().chain(&row.detail).cloned().collect();
                }
                None => {
                    faults.push(Refused::from(IntakeRefusal::Unmapped { code: row.account.clone() }).at_row(row.row))
                }
            }
        }
        if faults.is_empty() { Ok(mapped) } else { Err(faults) }
    }
}

/// A foreign code as a file uses it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OldCode {
    /// The code.
    pub code: String,
    /// Line of its first entry.
    pub row: usize,
    /// How many entries.
    pub entries: usize,
    /// The first summary.
    pub summary: String,
    /// Sums.
    pub totals: (Money, Money),
}

/// Every code of a file, in code order.
pub fn old_codes(vouchers: &[VoucherRows]) -> Vec<OldCode> {
    let mut codes: BTreeMap<&str, OldCode> = BTreeMap::new();
    for row in vouchers.iter().flat_map(|v| &v.rows) {
        let code = codes.entry(&row.account).or_insert_with(|| OldCode {
            code: row.account.clone(),
            row: row.row,
            entries: 0,
            summary: row.summary.clone(),
            totals: (Money::ZERO, Money::ZERO),
        });
        code.entries += 1;
        code.totals = (code.totals.0 + row.debit, code.totals.1 + row.credit);
    }
    codes.into_values().collect()
}

/// Reads a table of foreign codes: header `old,account,detail`.
///
/// Refuses: the file and heading refusals, `intake.cell_empty`.
pub fn read_account_map(bytes: &[u8], limits: &TableLimits) -> Result<AccountMap, Vec<Refused>> {
    let file = Rows::of_file(bytes, &SHAPE, limits).map_err(|no| vec![no])?;
    let (mut map, mut faults) = (AccountMap::default(), Vec::new());
    file.each(&mut faults, |cells| {
        let code = cells.needed(Column::Account);
        let to = MappedAccount { account: cells.needed(Column::NewAccount), detail: cells.path(Column::NewDetail) };
        map.set(&code, to);
    });
    if faults.is_empty() { Ok(map) } else { Err(faults) }
}
