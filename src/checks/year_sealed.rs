use std::collections::BTreeMap;

use crate::kernel::{Digest, Money};
use crate::ledger::{BalanceKey, month_roots, opening_digest, year_root};

use super::facts::BookFacts;
use super::finding::Problem;

/// A sealed year gives the next one its opening, key by key and fen by fen, and its seal is what its months' roots,
/// that opening and the seal before it give.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let book = facts.book.id.text();
    let mut before = Digest::GENESIS;
    let mut problems = Vec::new();
    for (seal, opening) in &facts.seals {
        let at = || format!("{}年", seal.year);
        let mut closing = facts.proved_balances(seal.year.last_period());
        closing.retain(|_, fen| !fen.is_zero());
        let written: BTreeMap<BalanceKey, Money> = opening.iter().copied().collect();
        for key in written.keys().chain(closing.keys().filter(|k| !written.contains_key(*k))) {
            let amount = |of: &BTreeMap<BalanceKey, Money>| of.get(key).copied().unwrap_or_default();
            let (is, should) = (amount(&written), amount(&closing));
            if is != should {
                let what = format!("{}下年年初{is}元，本年年末{should}元", facts.label(key));
                problems.push(Problem::new(at(), what));
            }
        }
        let digest = opening_digest(opening.iter().copied());
        let months = month_roots(&facts.closures, seal.year);
        let root = year_root(&book, seal.year, seal.previous_root, &months, digest);
        if (digest, root, before) != (seal.opening_digest, seal.root, seal.previous_root) {
            problems.push(Problem::new(at(), "下年年初余额或各月封存与年度封存时不符"));
        }
        before = seal.root;
    }
    problems
}
