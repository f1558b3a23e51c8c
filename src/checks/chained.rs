use std::collections::BTreeMap;

use crate::kernel::Digest;

use super::facts::BookFacts;
use super::finding::Problem;

/// Every voucher's digest is that of its content, and carries the digest before it.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut last: BTreeMap<(String, String), Digest> = BTreeMap::new();
    let mut problems = Vec::new();
    for voucher in &facts.vouchers {
        if voucher.digest_of_content(facts.book.id) != voucher.digest {
            problems.push(Problem::of_voucher(voucher, "内容与记账时的校验码不符,被改动过"));
        }
        let key = (voucher.period.to_string(), voucher.number.word.clone());
        let before = last.get(&key).copied().unwrap_or(Digest::GENESIS);
        if voucher.previous != before {
            problems.push(Problem::of_voucher(voucher, "与前一张凭证的校验码不相连"));
        }
        last.insert(key, voucher.digest);
    }
    problems
}
