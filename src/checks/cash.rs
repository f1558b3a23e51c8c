use std::collections::BTreeMap;

use crate::kernel::{Date, Money};
use crate::ledger::CashKind;

use super::facts::BookFacts;
use super::finding::Problem;

/// 库存现金 does not fall below nothing at the end of any day.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let is_cash = |id| facts.chart.by_id(id).is_some_and(|a| a.cash_kind == Some(CashKind::Cash));
    // Nobody has said yet what this book began with: what its cash was on a day is not known. A balance on the
    // wrong side is still told, by `balance.side`.
    if facts.opening.is_none() {
        return Vec::new();
    }
    let opening = facts.opening.iter().flat_map(|o| &o.balances).filter(|(key, _)| is_cash(key.account));
    let mut balance: Money = opening.map(|(_, fen)| *fen).sum();
    let mut days: BTreeMap<Date, Money> = BTreeMap::new();
    for voucher in &facts.vouchers {
        for entry in voucher.entries.iter().filter(|e| is_cash(e.account)) {
            *days.entry(voucher.date).or_default() += entry.debit() - entry.credit();
        }
    }
    let mut problems = Vec::new();
    for (day, moved) in days {
        balance += moved;
        if balance.is_negative() {
            problems.push(Problem::new(day.to_string(), format!("库存现金为{balance}元")));
        }
    }
    problems
}
