use super::facts::{BookFacts, line};
use super::finding::Problem;

/// I-1: before the year is carried forward, 未分配收益 = 本年收益 + 收益分配 + income less expense not carried forward.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for year in &facts.years {
        let Some([sheet, _]) = line(&year.sheet, "未分配收益") else { continue };
        let accounts = ["321", "322", "5"].map(|code| -facts.balance_of(code, year.last));
        let should = accounts[0] + accounts[1] + accounts[2];
        if sheet != should {
            let what = format!(
                "未分配收益{sheet}元，本年收益{}元、收益分配{}元、未结转损益{}元合计{should}元",
                accounts[0], accounts[1], accounts[2]
            );
            problems.push(Problem::new(year.at(), what).on("statements/balance-sheet"));
        }
    }
    problems
}
