use std::collections::BTreeMap;

use crate::kernel::{Money, Period};
use crate::ledger::Class;

use super::facts::BookFacts;
use super::finding::Problem;

/// At the end of every month the balances sum to nothing, and assets equal liabilities and equity
/// with the income and expense not yet carried forward.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let Some(last) = facts.last_period() else { return Vec::new() };
    let mut problems = Vec::new();
    for period in facts.book.enabled_from.through(last) {
        let [assets, rest] = two_sides(facts, period);
        if assets != rest {
            let what = format!("资产{assets}元,负债和权益{rest}元,相差{}元", (assets - rest).abs());
            problems.push(Problem::new(period.to_string(), what));
        }
    }
    problems
}

fn two_sides(facts: &BookFacts, period: Period) -> [Money; 2] {
    let mut by_side: BTreeMap<bool, Money> = BTreeMap::new();
    for (key, balance) in facts.proved_balances(period) {
        let Some(account) = facts.chart.by_id(key.account) else { continue };
        let on_the_left = matches!(account.class, Class::Asset | Class::Cost);
        *by_side.entry(on_the_left).or_default() += balance;
    }
    let side = |left: bool| by_side.get(&left).copied().unwrap_or(Money::ZERO);
    [side(true), -side(false)]
}
