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
        let standing = not_carried(&facts.chart, &rows).into_iter();
        let told = |(account, amount): (String, Money)| {
            Problem::new(december.to_string(), format!("{account}还有{amount}元没有结转"))
        };
        problems.extend(standing.map(told));
    }
    problems
}
