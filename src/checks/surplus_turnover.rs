use crate::kernel::Money;
use crate::ledger::{PostedVoucher, VoucherKind};

use super::facts::{BookFacts, YearFacts, line};
use super::finding::Problem;

/// C-12: 净收益 = income less expense of the year's vouchers, carry-forward left out; once carried forward, what went
/// from 本年收益 to 收益分配 is the same.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for year in &facts.years {
        let Some([net, _]) = line(&year.surplus, "净收益") else { continue };
        let earned = facts.earned(year.year.first_period(), year.last);
        if net != earned {
            let what = format!("净收益{net}元，凭证上收入减支出{earned}元");
            problems.push(Problem::new(year.at(), what).on("statements/surplus-statement"));
        }
        if let Some(moved) = carried_to_distribution(facts, year)
            && moved != net
        {
            let what = format!("净收益{net}元，从本年收益转入收益分配{moved}元");
            problems.push(Problem::new(year.at(), what).on("statements/surplus-statement"));
        }
    }
    problems
}

/// What vouchers on both 321 and 322 took from the one to the other; `None` until the year is carried forward.
fn carried_to_distribution(facts: &BookFacts, year: &YearFacts) -> Option<Money> {
    let december = year.year.last_period();
    let on_both = |v: &&PostedVoucher| ["321", "322"].iter().all(|code| v.entries.iter().any(|e| facts.is_on(e, code)));
    let of_year = facts.vouchers.iter().filter(|v| v.period.year() == year.year && v.kind == VoucherKind::Closing);
    let vouchers: Vec<&PostedVoucher> = of_year.filter(on_both).collect();
    let over = !vouchers.is_empty() && facts.balance_of("321", december).is_zero();
    let entries = vouchers.iter().flat_map(|v| &v.entries).filter(|e| facts.is_on(e, "321"));
    over.then(|| entries.map(|e| e.debit() - e.credit()).sum())
}
