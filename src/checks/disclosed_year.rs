use std::collections::BTreeMap;

use crate::disclosure::Verification;
use crate::kernel::Money;

use super::facts::{BookFacts, YearFacts, line};
use super::finding::Problem;

/// C-18: the four published quarters of a year add up to the 收益表's 收益总额, and so does the last one's 本年累计.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    facts.years.iter().filter_map(|year| of_year(facts, year)).collect()
}

fn of_year(facts: &BookFacts, year: &YearFacts) -> Option<Problem> {
    // Of several versions of one quarter the newest holds.
    let mut quarters: BTreeMap<u32, &Verification> = BTreeMap::new();
    for proved in facts.sheets.iter().filter(|p| p.head.quarter.year() == year.year) {
        let kept = quarters.entry(proved.head.quarter.number()).or_insert(proved);
        if proved.sheet.heading.version > kept.sheet.heading.version {
            *kept = proved;
        }
    }
    let last = quarters.get(&4).filter(|_| quarters.len() == 4)?;
    let [net, _] = line(&year.surplus, "收益总额")?;
    let sum: Money = quarters.values().map(|p| p.sheet.surplus.quarter).sum();
    let whole = last.sheet.surplus.year;
    let what = format!("四个季度收益合计{sum}元，四季度表上本年累计{whole}元，收益表收益总额{net}元");
    (sum != net || whole != net).then(|| Problem::new(year.at(), what).on("disclosures"))
}
