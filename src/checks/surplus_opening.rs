use super::facts::{BookFacts, line};
use super::finding::Problem;

/// C-11: 年初未分配收益 = 年末未分配收益 of the year before = the ledger's, and that of the 资产负债表's 年初 column.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (i, year) in facts.years.iter().enumerate() {
        let Some([opening, _]) = line(&year.surplus, "年初未分配收益") else { continue };
        let december = year.year.previous().last_period();
        let of = |code| -facts.balance_of(code, december);
        let ledger = of("321") + of("322");
        let mut held = vec![("账上上年末", ledger)];
        let before = i.checked_sub(1).and_then(|i| line(&facts.years[i].surplus, "年末未分配收益"));
        held.extend(before.map(|[closing, _]| ("上年收益表年末", closing)));
        let sheet = line(&year.sheet, "未分配收益");
        // What a year left uncarried stands on the sheet but not in the distribution.
        held.extend(sheet.map(|[_, opening]| ("资产负债表年初", opening - of("5"))));
        for (whose, amount) in held.into_iter().filter(|(_, amount)| *amount != opening) {
            let what = format!("收益表年初未分配收益{opening}元，{whose}{amount}元");
            problems.push(Problem::new(year.at(), what).on("statements/surplus-statement"));
        }
    }
    problems
}
