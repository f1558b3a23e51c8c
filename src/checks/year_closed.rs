use crate::kernel::Money;
use crate::ledger::{BalanceRow, not_carried};

use super::facts::BookFacts;
use super::finding::Problem;

/// After December is closed nothing stands on income and expense, 本年收益, 各项分配 and 待处理财产损溢.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let decembers = facts.closures.iter().map(|c| c.period).filter(|p| p.month() == 12);
    let mut problems = Vec::new();
    for december in decembers {
        let rows: Vec<BalanceRow> = facts.proved_balances(december).into_iter().map(BalanceRow::standing).collect();
        // A carry-forward kept by first-level accounts alone may leave details that cancel out: the account is empty.
        let sum_of = |label: &str| -> Money {
            let below = |r: &&BalanceRow| {
                facts.chart.by_id(r.key.account).is_some_and(|a| label.get(..3) == Some(a.code.first_level()))
            };
            rows.iter().filter(below).map(BalanceRow::closing).sum()
        };
        let standing = not_carried(&facts.chart, &rows)
            .into_iter()
            .filter(|(account, _)| account.starts_with("322") || !sum_of(account.as_str()).is_zero());
        let told = |(account, amount): (String, Money)| {
            Problem::new(december.to_string(), format!("{account}还有{amount}元没有结转"))
        };
        problems.extend(standing.map(told));
    }
    problems
}
