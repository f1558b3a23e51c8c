use crate::kernel::Period;

use super::counted::balance_on;
use super::facts::BookFacts;
use super::finding::Problem;

/// C-5: the 余额调节表 of every closed month starts from the journal's balance, and both sides agree after adjustment.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (code, kept) in facts.reconciliations.iter().filter(|(_, k)| facts.is_closed(k.period)) {
        let (sheet, at) = (&kept.sheet, format!("{} {code} 余额调节表", kept.period));
        let place = format!("bank/{code}?period={}", kept.period);
        if Period::of(sheet.until) != kept.period {
            let what = format!("表上截至{}，应是{}", sheet.until, kept.period);
            problems.push(Problem::new(at.clone(), what).on(&place));
        }
        let ledger = balance_on(facts, code, sheet.until);
        if sheet.balance_book != ledger {
            let what = format!("表上账面{}元，现在账上{ledger}元", sheet.balance_book);
            problems.push(Problem::new(at.clone(), what).on(&place));
        }
        if !sheet.is_equal() {
            let what = format!("调节后账面{}元，银行{}元", sheet.adjusted_book(), sheet.adjusted_bank());
            problems.push(Problem::new(at, what).on(&place));
        }
    }
    problems
}
