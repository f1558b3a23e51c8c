use super::facts::{BookFacts, line};
use super::finding::Problem;

/// C-8: 应收款项 = 112 + households in debit on 113, 应付款项 = 211 + households in credit on 113: never the net.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for year in &facts.years {
        let (Some([claims, _]), Some([debts, _])) = (line(&year.sheet, "应收款项"), line(&year.sheet, "应付款项"))
        else {
            continue;
        };
        let [debit, credit] = facts.parties_of("113", year.last);
        let should = [facts.balance_of("112", year.last) + debit, -(facts.balance_of("211", year.last) + credit)];
        for (name, is, should) in [("应收款项", claims, should[0]), ("应付款项", debts, should[1])] {
            if is != should {
                let what = format!("「{name}」{is}元，按户按单位合计{should}元");
                problems.push(Problem::new(year.at(), what).on("statements/balance-sheet"));
            }
        }
    }
    problems
}
