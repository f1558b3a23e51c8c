use crate::kernel::Money;
use crate::ledger::movements_of;

use super::facts::BookFacts;
use super::finding::Problem;

/// The kept balances are the sums of the posted entries, key by key.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let proved = movements_of(&facts.vouchers);
    let nothing = [Money::ZERO; 4];
    let mut problems = Vec::new();
    for key in proved.keys().chain(facts.kept.keys().filter(|k| !proved.contains_key(*k))) {
        let (should, is) = (proved.get(key).unwrap_or(&nothing), facts.kept.get(key).unwrap_or(&nothing));
        if should != is {
            let what =
                format!("余额表借方{}元、贷方{}元,凭证合计借方{}元、贷方{}元", is[0], is[1], should[0], should[1]);
            problems.push(Problem::new(format!("{} {}", key.0, facts.label(&key.1)), what));
        }
    }
    problems
}
