use super::bank_statement::StatementRow;
use crate::kernel::{Date, Money};

/// A bank line not yet paired, as matching sees it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct BankLine {
    /// Day of the bank.
    pub date: Date,
    /// In less out.
    pub net: Money,
    /// 对方户名.
    pub counterparty: String,
    /// 摘要.
    pub summary: String,
    /// 用途.
    pub purpose: String,
    /// The bank's number.
    pub reference: String,
}

/// An entry on a bank account not yet paired, as matching sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BookLine {
    /// Day of the voucher.
    pub date: Date,
    /// Debit less credit of the bank account: money in is positive.
    pub net: Money,
    /// Counterparty or household of the voucher.
    pub counterparty: String,
    /// 摘要.
    pub summary: String,
    /// `记-0012`, or the import's voucher key.
    pub voucher: String,
    /// Line within the voucher, 1-based.
    pub line: usize,
}

impl BankLine {
    /// Everything the bank says about the line.
    pub fn text(&self) -> String {
        joined([&self.counterparty, &self.summary, &self.purpose])
    }
}

impl BookLine {
    /// Everything the books say about the line.
    pub fn text(&self) -> String {
        joined([&self.summary, &self.counterparty, ""])
    }
}

impl BookLine {
    /// The other side; nothing where a voucher names several parties at once.
    pub(super) fn one_name(&self) -> &str {
        if self.counterparty.contains(' ') { "" } else { &self.counterparty }
    }
}

impl From<&StatementRow> for BankLine {
    fn from(row: &StatementRow) -> BankLine {
        BankLine {
            date: row.date,
            net: row.net(),
            counterparty: row.counterparty.clone(),
            summary: row.summary.clone(),
            purpose: row.purpose.clone(),
            reference: row.reference.clone(),
        }
    }
}

fn joined(parts: [&str; 3]) -> String {
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}
