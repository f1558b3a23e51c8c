use crate::ledger::Class;

use super::facts::BookFacts;
use super::finding::Problem;

/// Accounts that may stand on either side: 内部往来, 固定资产清理, 待处理财产损溢, taxes and wages paid ahead, equity that may be a loss.
const EITHER: [&str; 9] = ["113", "153", "154", "181", "214", "231", "321", "322", "241"];

/// C-19: balances that stand on the wrong side are listed, for a person to look at.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let Some(year) = facts.years.last() else { return Vec::new() };
    let mut problems = Vec::new();
    for row in year.trial.rows.iter().filter(|r| r.level == 1 && !EITHER.contains(&r.code.as_str())) {
        let Some(account) = facts.chart.by_code(row.code.as_str()) else { continue };
        let balance = account.normal_side.of_balance(row.closing());
        if balance.is_negative() && account.class != Class::ProfitAndLoss {
            let what = format!("{}余额应在{}方，现在是{balance}元", account.label(), account.normal_side.in_chinese());
            problems.push(Problem::new(year.last.to_string(), what).on(&format!("ledger/{}", row.code)));
        }
    }
    problems
}
