use crate::kernel::{Digest, Money};
use crate::ledger::{BalanceRow, SealInput, balances_digest, seal_root};

use super::facts::BookFacts;
use super::finding::Problem;

/// Every closed month's root is what its vouchers, its balances and the root before it give.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let book = facts.book.id.text();
    let mut before = Digest::GENESIS;
    let mut problems = Vec::new();
    for closure in &facts.closures {
        let vouchers: Vec<_> = facts.vouchers.iter().filter(|v| v.period == closure.period).collect();
        let rows: Vec<BalanceRow> = facts.proved_balances(closure.period).into_iter().map(standing).collect();
        let input = SealInput {
            book: &book,
            period: closure.period,
            voucher_count: i64::try_from(vouchers.len()).unwrap_or(i64::MAX),
            vouchers_digest: vouchers.last().map_or(Digest::GENESIS, |v| v.digest),
            balances_digest: balances_digest(&rows),
            previous_root: before,
        };
        if seal_root(&input) != closure.root {
            problems.push(Problem::new(closure.period.to_string(), "凭证或余额与结账封存时不符"));
        }
        before = closure.root;
    }
    problems
}

fn standing((key, balance): (crate::ledger::BalanceKey, Money)) -> BalanceRow {
    BalanceRow {
        key,
        opening: balance,
        debit: Money::ZERO,
        credit: Money::ZERO,
        debit_closing: Money::ZERO,
        credit_closing: Money::ZERO,
    }
}
