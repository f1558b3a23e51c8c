use crate::kernel::Money;

use super::facts::BookFacts;
use super::finding::Problem;

/// The opening balances balance, and are those that were confirmed.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let Some(opening) = &facts.opening else { return Vec::new() };
    let mut problems = Vec::new();
    let sum: Money = opening.balances.iter().map(|(_, fen)| *fen).sum();
    if !sum.is_zero() {
        problems.push(Problem::new("期初余额", format!("借贷相差{}元", sum.abs())));
    }
    if opening.digest_of_content() != opening.digest {
        problems.push(Problem::new("期初余额", "与确认建账时的校验码不符,被改动过"));
    }
    problems
}
