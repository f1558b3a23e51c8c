use std::collections::HashMap;
use std::fmt;

use serde::Serialize;

use super::error::StatementRefusal;
use crate::evidence::FileEncoding;
use crate::kernel::{Date, DateRange, Money};

/// One line of a bank statement, as the bank wrote it, brought to one shape.
///
/// `money_in` and `money_out` are from the village's side. A 冲正 may stand as a negative amount on its own side.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StatementRow {
    /// Line in the file, 1-based.
    pub row: usize,
    /// Day of the bank.
    pub date: Date,
    /// Time as the file writes it, `09:14:21` or `091421`; empty when the bank gives none.
    pub time: String,
    /// 收入.
    #[serde(rename = "in")]
    pub money_in: Money,
    /// 支出.
    #[serde(rename = "out")]
    pub money_out: Money,
    /// Balance after this line.
    pub balance: Money,
    /// 对方户名.
    pub counterparty: String,
    /// 摘要.
    pub summary: String,
    /// 用途, else 附言, else 备注.
    pub purpose: String,
    /// The bank's number of the line; not always there, not always unique.
    #[serde(rename = "ref")]
    pub reference: String,
}

impl StatementRow {
    /// What the line does to the balance: in less out.
    pub fn net(&self) -> Money {
        self.money_in - self.money_out
    }

    /// True when the bank's number says something: not blank, not all zeros.
    fn has_reference(&self) -> bool {
        self.reference.chars().any(|c| c != '0' && c.is_alphanumeric())
    }
}

/// Which end of the file is the earlier one; told by the balances, not by the dates.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOrder {
    /// Oldest first.
    Ascending,
    /// Newest first.
    Descending,
}

/// A row below the header that is no transaction: a total, a disclaimer, a repeated header. Listed, never lost.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SkippedRow {
    /// Line in the file, 1-based.
    pub row: usize,
    /// What stands there.
    pub text: String,
}

/// Something the accountant should look at before importing; not a refusal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StatementWarning {
    /// Collective money on a personal card. Source: 农村集体经济组织法 art. 44.
    PersonalCard,
    /// The file does not say whose account it is.
    AccountUnnamed,
    /// The total printed in the file is not the sum of its rows.
    TotalDiffers {
        /// Line of the total.
        row: usize,
        /// What the file prints.
        printed: Money,
        /// What the rows sum to.
        summed: Money,
    },
}

impl fmt::Display for StatementWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StatementWarning::PersonalCard => f.write_str("这是个人卡的流水，集体资金不得以个人名义开户存储"),
            StatementWarning::AccountUnnamed => f.write_str("文件没有写账号，请确认选对了账户"),
            StatementWarning::TotalDiffers { row, printed, summed } => {
                write!(f, "第 {row} 行合计 {printed} 元，逐行相加是 {summed} 元，请核对")
            }
        }
    }
}

/// 银行对账单 — one file read: its rows in the file's order, its balances proved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankStatement {
    /// The layout recognised, `工商银行对公明细`.
    pub layout: String,
    /// How the bytes were read.
    pub encoding: FileEncoding,
    /// Whose account, when the file says.
    pub account_name: Option<String>,
    /// Which account, when the file says; may be masked.
    pub account_number: Option<String>,
    /// Rows below the header that are no transactions.
    pub skipped: Vec<SkippedRow>,
    /// What to look at before importing.
    pub warnings: Vec<StatementWarning>,
    rows: Vec<StatementRow>,
    order: RowOrder,
}

/// The part of a statement that the layout tells, before its balances are proved.
pub(super) struct StatementHead {
    pub layout: String,
    pub encoding: FileEncoding,
    pub account_name: Option<String>,
    pub account_number: Option<String>,
    pub skipped: Vec<SkippedRow>,
    pub warnings: Vec<StatementWarning>,
}

impl BankStatement {
    /// Proves the chain `上一笔余额 + 收 − 支 = 本笔余额` through every row, in either order.
    ///
    /// `rows` must not be empty. Refuses: `reconcile.chain_broken`, at the first break of the order that fits better.
    pub(super) fn prove(head: StatementHead, rows: Vec<StatementRow>) -> Result<BankStatement, StatementRefusal> {
        assert!(!rows.is_empty(), "a statement has at least one row");
        let order = proved_order(&rows)?;
        let StatementHead { layout, encoding, account_name, account_number, skipped, warnings } = head;
        Ok(BankStatement { layout, encoding, account_name, account_number, skipped, warnings, rows, order })
    }

    /// The rows in the file's order.
    pub fn rows(&self) -> &[StatementRow] {
        &self.rows
    }

    /// Which end of the file is the earlier one.
    pub fn order(&self) -> RowOrder {
        self.order
    }

    /// The rows from the earliest to the latest.
    pub fn chronological(&self) -> Vec<&StatementRow> {
        match self.order {
            RowOrder::Ascending => self.rows.iter().collect(),
            RowOrder::Descending => self.rows.iter().rev().collect(),
        }
    }

    /// 期初 — the balance before the earliest row.
    pub fn balance_opening(&self) -> Money {
        let earliest = self.chronological()[0];
        earliest.balance - earliest.net()
    }

    /// 期末 — the balance after the latest row.
    pub fn balance_closing(&self) -> Money {
        self.balance_opening() + self.total_in() - self.total_out()
    }

    /// 收入合计.
    pub fn total_in(&self) -> Money {
        self.rows.iter().map(|r| r.money_in).sum()
    }

    /// 支出合计.
    pub fn total_out(&self) -> Money {
        self.rows.iter().map(|r| r.money_out).sum()
    }

    /// First and last day.
    pub fn days(&self) -> DateRange {
        let (mut from, mut to) = (self.rows[0].date, self.rows[0].date);
        for row in &self.rows {
            from = from.min(row.date);
            to = to.max(row.date);
        }
        DateRange { from, to }
    }

    /// The proof line shown before an import: `期初 10,500.00 + 收 36,000.00 − 支 3,550.00 = 期末 42,950.00`.
    pub fn proof_line(&self) -> String {
        format!(
            "期初 {} + 收 {} − 支 {} = 期末 {}",
            self.balance_opening(),
            self.total_in(),
            self.total_out(),
            self.balance_closing()
        )
    }

    /// What makes each row itself, chronological: equal in two files exactly when it is the same transaction.
    ///
    /// With a bank number: number, day, amounts. Without: day, time, amounts, balance after. True twins are told
    /// apart by their place among their likes, counted from the earliest, so the order of the file does not matter.
    pub fn identities(&self) -> Vec<String> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        self.chronological()
            .into_iter()
            .map(|r| {
                let likes = if r.has_reference() {
                    format!("{}|{}|{}|#{}", r.date, r.money_in.plain(), r.money_out.plain(), r.reference)
                } else {
                    let time: String = r.time.chars().filter(char::is_ascii_digit).collect();
                    format!("{}|{}|{}|{time}|={}", r.date, r.money_in.plain(), r.money_out.plain(), r.balance.plain())
                };
                let place = seen.entry(likes.clone()).and_modify(|n| *n += 1).or_insert(1);
                format!("{likes}|{place}")
            })
            .collect()
    }

    /// Holds the file against the account it is imported for; a file that names no account passes.
    ///
    /// Refuses: `reconcile.wrong_account`.
    pub fn require_account(&self, number_or_tail: &str) -> Result<(), StatementRefusal> {
        let Some(found) = self.account_number.as_deref() else {
            return Ok(());
        };
        if same_account(found, number_or_tail) {
            return Ok(());
        }
        Err(StatementRefusal::WrongAccount { found: tail(found), expected: tail(number_or_tail) })
    }
}

/// True when two account numbers, either perhaps masked or only a tail, can be one account.
pub(super) fn same_account(one: &str, other: &str) -> bool {
    let end = |text: &str| -> Vec<char> {
        text.chars().rev().filter(|c| !c.is_whitespace() && *c != '-').take_while(|c| c.is_ascii_digit()).collect()
    };
    let (a, b) = (end(one), end(other));
    let common = a.len().min(b.len());
    common == 0 || a[..common] == b[..common]
}

/// The last four digits, for sentences.
pub(super) fn tail(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(4)..].iter().collect()
}

fn proved_order(rows: &[StatementRow]) -> Result<RowOrder, StatementRefusal> {
    let broken = |before: &StatementRow, row: &StatementRow| before.balance + row.net() != row.balance;
    let breaks_forward = rows.windows(2).filter(|w| broken(&w[0], &w[1])).count();
    let breaks_backward = rows.windows(2).filter(|w| broken(&w[1], &w[0])).count();
    let newest_first = rows[0].date > rows[rows.len() - 1].date;
    let order = match breaks_forward.cmp(&breaks_backward) {
        std::cmp::Ordering::Less => RowOrder::Ascending,
        std::cmp::Ordering::Greater => RowOrder::Descending,
        std::cmp::Ordering::Equal if newest_first => RowOrder::Descending,
        std::cmp::Ordering::Equal => RowOrder::Ascending,
    };
    let first_break = match order {
        RowOrder::Ascending => rows.windows(2).find(|w| broken(&w[0], &w[1])).map(|w| (&w[0], &w[1])),
        RowOrder::Descending => rows.windows(2).rev().find(|w| broken(&w[1], &w[0])).map(|w| (&w[1], &w[0])),
    };
    let Some((before, row)) = first_break else {
        return Ok(order);
    };
    let expected = before.balance + row.net();
    Err(StatementRefusal::ChainBroken {
        row: row.row,
        before: before.balance,
        money_in: row.money_in,
        money_out: row.money_out,
        expected,
        found: row.balance,
        difference: row.balance - expected,
    })
}
