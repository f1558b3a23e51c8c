use std::collections::BTreeMap;

use crate::kernel::{Money, Period};

use super::facts::BookFacts;
use super::finding::Problem;

/// C-3: every account of the 科目余额表 is what stands on it and on everything below it, by opening, movement and closing.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for year in &facts.years {
        let (january, last) = (year.year.first_period(), year.last);
        let own = own_figures(facts, |period| period < january, |period| period >= january && period <= last);
        for row in &year.trial.rows {
            let code = row.code.as_str();
            let below = own.range(code.to_owned()..).take_while(|(c, _)| c.starts_with(code));
            let mut sums = [Money::ZERO; 3];
            for (_, figures) in below {
                for (sum, figure) in sums.iter_mut().zip(figures) {
                    *sum += *figure;
                }
            }
            if sums != [row.opening, row.debit, row.credit] {
                let what = format!(
                    "科目余额表期初{}元、借方{}元、贷方{}元，本级和下级合计{}元、{}元、{}元",
                    row.opening, row.debit, row.credit, sums[0], sums[1], sums[2]
                );
                problems.push(Problem::new(format!("{} {} {}", year.at(), row.code, row.name), what));
            }
        }
    }
    problems
}

/// Per account code what was entered on it and nowhere else: opening (debit positive), debit, credit.
fn own_figures(
    facts: &BookFacts,
    is_before: impl Fn(Period) -> bool,
    is_within: impl Fn(Period) -> bool,
) -> BTreeMap<String, [Money; 3]> {
    let mut own: BTreeMap<String, [Money; 3]> = BTreeMap::new();
    let code = |id| facts.chart.by_id(id).map(|a| a.code.to_string()).unwrap_or_default();
    for (key, fen) in facts.opening.iter().flat_map(|o| &o.balances) {
        own.entry(code(key.account)).or_default()[0] += *fen;
    }
    for voucher in &facts.vouchers {
        for entry in &voucher.entries {
            let figures = own.entry(code(entry.account)).or_default();
            if is_before(voucher.period) {
                figures[0] += entry.debit() - entry.credit();
            } else if is_within(voucher.period) {
                figures[1] += entry.debit();
                figures[2] += entry.credit();
            }
        }
    }
    own
}
