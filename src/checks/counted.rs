use crate::kernel::{Date, Money, Period};

use super::facts::BookFacts;
use super::finding::Problem;

/// C-5: what a cash count was held against still is what the cash journal says for that day; what was found apart is told.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for counted in facts.counts.iter().filter(|c| facts.is_closed(Period::of(c.date))) {
        let (book, ledger) = (counted.count.balance_book, balance_on(facts, "101", counted.date));
        let at = format!("{} 现金盘点", counted.date);
        if book != ledger {
            problems.push(Problem::new(at.clone(), format!("盘点时账面{book}元，现在账上{ledger}元")).on("bank/cash"));
        }
        let apart = counted.count.difference();
        if !apart.is_zero() {
            let reason = if counted.reason.is_empty() { "没有写原因" } else { &counted.reason };
            problems.push(Problem::new(at, format!("实点与账面相差{apart}元，{reason}")).on("bank/cash"));
        }
    }
    problems
}

/// What stands on an account at the end of a day, debit positive, from the vouchers.
pub(super) fn balance_on(facts: &BookFacts, code: &str, day: Date) -> Money {
    let opening = facts.opening.iter().flat_map(|o| &o.balances).filter(|(k, _)| facts.is_below(k.account, code));
    let opening: Money = opening.map(|(_, fen)| *fen).sum();
    let moved = facts.vouchers.iter().filter(|v| v.date <= day).flat_map(|v| &v.entries);
    opening + moved.filter(|e| facts.is_on(e, code)).map(|e| e.debit() - e.credit()).sum::<Money>()
}
