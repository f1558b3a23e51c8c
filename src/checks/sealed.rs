use std::collections::BTreeMap;

use crate::kernel::{Digest, Period};
use crate::ledger::{BalanceKey, BalanceRow, Closure, SealInput, balances_digest, seal_root};

use super::facts::BookFacts;
use super::finding::Problem;

/// Every closed month's root is what its vouchers, its balances and the root before it give; and so is the root of a
/// closing that was taken back, from the vouchers that stood at the time: a reopening only ever adds.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let roots: BTreeMap<Period, Digest> = facts.closures.iter().map(|c| (c.period, c.root)).collect();
    let before = |period: Period| roots.get(&period.previous()).copied().unwrap_or(Digest::GENESIS);
    let told = |closure: &Closure, what: &str| Problem::new(closure.period.to_string(), what);
    let standing = facts.closures.iter().filter(|c| !holds(facts, c, before(c.period)));
    let mut problems: Vec<Problem> = standing.map(|c| told(c, "凭证或余额与结账封存时不符")).collect();
    let earlier = facts.taken_back.iter().filter(|c| !holds(facts, c, before(c.period)));
    problems.extend(earlier.map(|c| told(c, "重开以前的凭证或余额与当时结账封存的不符")));
    problems
}

/// The closing's root, made anew from the first of the month's vouchers, as many as it counted. A standing closing
/// has to count them all.
fn holds(facts: &BookFacts, closure: &Closure, before: Digest) -> bool {
    let counted = usize::try_from(closure.voucher_count).unwrap_or(usize::MAX);
    let of_month: Vec<_> = facts.vouchers.iter().filter(|v| v.period == closure.period).collect();
    let taken_back = facts.taken_back.iter().any(|c| c.id == closure.id);
    if of_month.len() < counted || (of_month.len() > counted && !taken_back) {
        return false;
    }
    let (of_month, later) = of_month.split_at(counted);
    let mut balances = facts.proved_balances(closure.period);
    for entry in later.iter().flat_map(|v| &v.entries) {
        *balances.entry(BalanceKey::of(entry)).or_default() -= entry.debit() - entry.credit();
    }
    let rows: Vec<BalanceRow> = balances.into_iter().map(BalanceRow::standing).collect();
    let input = SealInput {
        book: &facts.book.id.text(),
        period: closure.period,
        voucher_count: closure.voucher_count,
        vouchers_digest: of_month.last().map_or(Digest::GENESIS, |v| v.digest),
        balances_digest: balances_digest(&rows),
        previous_root: before,
    };
    seal_root(&input) == closure.root
}
