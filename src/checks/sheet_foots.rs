use super::facts::{BookFacts, line};
use super::finding::Problem;

/// C-6: 资产总计 = 负债和所有者权益总计, in both columns of every year's 资产负债表.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for year in &facts.years {
        let (Some(assets), Some(rest)) = (line(&year.sheet, "资产总计"), line(&year.sheet, "负债和所有者权益总计"))
        else {
            problems.push(Problem::new(year.at(), "资产负债表上没有两边的总计"));
            continue;
        };
        for (column, (assets, rest)) in year.sheet.columns.iter().zip(assets.into_iter().zip(rest)) {
            if assets != rest {
                let what = format!("资产总计{assets}元，负债和所有者权益总计{rest}元");
                problems.push(Problem::new(format!("{} {column}", year.at()), what).on("statements/balance-sheet"));
            }
        }
    }
    problems
}
