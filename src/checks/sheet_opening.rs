use super::facts::BookFacts;
use super::finding::Problem;

/// C-7: the 年初 column of the 资产负债表 is the 期末 column of the year before, line by line where both forms have the line.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for pair in facts.years.windows(2) {
        let [before, year] = pair else { continue };
        for line in year.sheet.lines.iter().filter(|l| l.no.is_some()) {
            let Some(earlier) = before.sheet.line(&line.name) else { continue };
            if line.second != earlier.first {
                let what = format!("「{}」年初{}元，上年年末{}元", line.name, line.second, earlier.first);
                problems.push(Problem::new(year.at(), what).on("statements/balance-sheet"));
            }
        }
    }
    problems
}
