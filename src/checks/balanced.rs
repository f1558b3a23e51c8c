use crate::kernel::Money;
use crate::ledger::Entry;

use super::facts::BookFacts;
use super::finding::Problem;

/// Debit equals credit in every voucher, and neither is empty of entries.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for voucher in &facts.vouchers {
        let debit: Money = voucher.entries.iter().map(Entry::debit).sum();
        let credit: Money = voucher.entries.iter().map(Entry::credit).sum();
        if debit != credit {
            problems.push(Problem::of_voucher(voucher, format!("借方{debit}元,贷方{credit}元")));
        }
        if voucher.entries.len() < 2 {
            problems.push(Problem::of_voucher(voucher, format!("只有{}行分录", voucher.entries.len())));
        }
        if let Some(entry) = voucher.entries.iter().find(|e| facts.chart.by_id(e.account).is_none()) {
            problems.push(Problem::of_voucher(voucher, format!("科目{}不在本账套", entry.account)));
        }
    }
    problems
}
