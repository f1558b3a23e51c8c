use crate::kernel::Money;

use super::facts::BookFacts;
use super::finding::Problem;

/// C-4: closing = opening ± movement for every account, and a year opens with what the year before closed with.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (i, year) in facts.years.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| &facts.years[i]);
        for row in year.trial.rows.iter().filter(|r| r.level == 1) {
            let code = row.code.as_str();
            let at = || format!("{} {} {}", year.at(), row.code, row.name);
            let closing = facts.balance_of(code, year.last);
            if row.closing() != closing {
                let what = format!("期末{}元，期初加减发生额{closing}元", row.closing());
                problems.push(Problem::new(at(), what));
            }
            let earlier = before.and_then(|y| y.trial.rows.iter().find(|r| r.code == row.code));
            let carried = earlier.map_or(Money::ZERO, |r| r.closing());
            if before.is_some() && row.opening != carried {
                let what = format!("年初{}元，上年年末{carried}元", row.opening);
                problems.push(Problem::new(at(), what));
            }
        }
    }
    problems
}
