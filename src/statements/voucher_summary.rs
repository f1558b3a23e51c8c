use crate::kernel::Money;
use crate::ledger::NumberSpan;

use super::trial_balance::{TrialBalance, TrialRow};

/// 凭证汇总表 — what the vouchers of a span booked on each account, and which vouchers they are.
#[derive(Clone, Debug)]
pub struct VoucherSummary {
    /// Deepest level shown.
    pub level: usize,
    /// Accounts that moved, by code; their openings are of no concern here.
    pub rows: Vec<TrialRow>,
    /// 起讫号, by month and word.
    pub numbers: Vec<NumberSpan>,
}

impl VoucherSummary {
    /// Takes what moved from a 科目余额表 of the same months.
    pub fn of(balance: TrialBalance, numbers: Vec<NumberSpan>, level: usize) -> VoucherSummary {
        let moved = |row: &TrialRow| row.level <= level && !(row.debit.is_zero() && row.credit.is_zero());
        VoucherSummary { level, rows: balance.rows.into_iter().filter(moved).collect(), numbers }
    }

    /// 合计 over first-level accounts: debits and credits.
    pub fn totals(&self) -> (Money, Money) {
        let first = || self.rows.iter().filter(|row| row.level == 1);
        (first().map(|row| row.debit).sum(), first().map(|row| row.credit).sum())
    }

    /// How many vouchers.
    pub fn voucher_count(&self) -> i64 {
        self.numbers.iter().map(|n| n.vouchers).sum()
    }

    /// 附单据张数, summed.
    pub fn document_count(&self) -> i64 {
        self.numbers.iter().map(|n| n.documents).sum()
    }

    /// `2026年1月 记 1—12号 12张 附单据30张`, a line a month and word.
    pub fn number_lines(&self) -> Vec<String> {
        let line = |n: &NumberSpan| {
            let NumberSpan { period, word, first, last, vouchers, documents } = n;
            format!("{} {word} {first}—{last}号 {vouchers}张 附单据{documents}张", period.in_chinese())
        };
        self.numbers.iter().map(line).collect()
    }
}
