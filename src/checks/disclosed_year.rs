use std::collections::BTreeMap;

use crate::disclosure::{SheetSpan, Verification};
use crate::kernel::Money;

use super::facts::{BookFacts, YearFacts, line};
use super::finding::Problem;

/// C-18: the published sheets of a year, quarters or months, add up to the 收益表's 收益总额, and so does the last
/// one's 本年累计.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    facts.years.iter().filter_map(|year| of_year(facts, year)).collect()
}

fn of_year(facts: &BookFacts, year: &YearFacts) -> Option<Problem> {
    // Of several versions of one sheet the newest holds.
    let mut spans: BTreeMap<SheetSpan, &Verification> = BTreeMap::new();
    for proved in facts.sheets.iter().filter(|p| p.head.span.year() == year.year) {
        let kept = spans.entry(proved.head.span).or_insert(proved);
        if proved.sheet.heading.version > kept.sheet.heading.version {
            *kept = proved;
        }
    }
    let told = year.year.first_period().through(year.year.last_period());
    let whole_year = told.into_iter().all(|month| spans.keys().any(|span| span.contains(month)));
    let (_, last) = spans.last_key_value().filter(|_| whole_year)?;
    let [net, _] = line(&year.surplus, "收益总额")?;
    let sum: Money = spans.values().map(|p| p.sheet.surplus.quarter).sum();
    let whole = last.sheet.surplus.year;
    let what = format!("各期公开的收益合计{sum}元，最后一期表上本年累计{whole}元，收益表收益总额{net}元");
    (sum != net || whole != net).then(|| Problem::new(year.at(), what).on("disclosures"))
}
