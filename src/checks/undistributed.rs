use super::facts::{BookFacts, line};
use super::finding::Problem;

/// C-10: 未分配收益 of the 资产负债表 = 年末未分配收益 of the 收益表, with the income and expense not yet carried forward.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for year in &facts.years {
        let (Some([sheet, _]), Some([surplus, _])) =
            (line(&year.sheet, "未分配收益"), line(&year.surplus, "年末未分配收益"))
        else {
            continue;
        };
        let unclosed = -facts.balance_of("5", year.last);
        if sheet != surplus + unclosed {
            let what =
                format!("资产负债表未分配收益{sheet}元，收益表年末未分配收益{surplus}元，未结转损益{unclosed}元");
            problems.push(Problem::new(year.at(), what).on("statements"));
        }
    }
    problems
}
