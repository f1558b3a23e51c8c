use crate::controls::stands_wrong;

use super::facts::BookFacts;
use super::finding::Problem;

/// C-19: balances that stand on the wrong side are listed, for a person to look at.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let Some(year) = facts.years.last() else { return Vec::new() };
    let mut problems = Vec::new();
    for row in &year.trial.rows {
        let Some(account) = facts.chart.by_code(row.code.as_str()) else { continue };
        if let Some(balance) = stands_wrong(account, row.closing()) {
            let what = format!("{}余额应在{}方，现在是{balance}元", account.label(), account.normal_side.in_chinese());
            problems.push(Problem::new(year.last.to_string(), what).on(&format!("ledger/{}", row.code)));
        }
    }
    problems
}
