use crate::kernel::Money;

use super::facts::{BookFacts, line};
use super::finding::Problem;

/// C-13: 提取公积公益金 of the 收益表 = what the vouchers took from 收益分配 to 公积公益金 in the year.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for year in &facts.years {
        let Some([taken, _]) = line(&year.surplus, "提取公积公益金") else { continue };
        let of_year = facts.vouchers.iter().filter(|v| v.period.year() == year.year && v.period <= year.last);
        let from_distribution = of_year.filter(|v| v.entries.iter().any(|e| facts.is_on(e, "322")));
        let credited = from_distribution.flat_map(|v| &v.entries).filter(|e| facts.is_on(e, "311"));
        let credited: Money = credited.map(|e| (e.credit() - e.debit()).positive_part()).sum();
        if taken != credited {
            let what = format!("收益表提取公积公益金{taken}元，凭证上从收益分配转入公积公益金{credited}元");
            problems.push(Problem::new(year.at(), what).on("statements/surplus-statement"));
        }
    }
    problems
}
