use crate::ledger::{BalanceKey, Dimension};

use super::facts::BookFacts;
use super::finding::Problem;

/// C-16: where an account is kept by household, outsider or project, every amount names one: the parties' sum is the
/// account itself.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, fen) in facts.opening.iter().flat_map(|o| &o.balances) {
        if let Some(missing) = missing(facts, key) {
            problems.push(Problem::new(format!("期初余额 {}", facts.label(key)), format!("{fen}元没有写明{missing}")));
        }
    }
    for voucher in &facts.vouchers {
        for entry in &voucher.entries {
            let key = BalanceKey::of(entry);
            if let Some(missing) = missing(facts, &key) {
                let what = format!("{} {}元没有写明{missing}", facts.label(&key), entry.amount);
                problems.push(Problem::of_voucher(voucher, what));
            }
        }
    }
    problems
}

fn missing(facts: &BookFacts, key: &BalanceKey) -> Option<&'static str> {
    let dimension = facts.chart.by_id(key.account)?.dimension?;
    let named = match dimension {
        Dimension::Household => key.household.is_some(),
        Dimension::Counterparty => key.counterparty.is_some(),
        Dimension::Project => key.project.is_some(),
    };
    (!named).then(|| dimension.in_chinese())
}
