use std::collections::BTreeMap;

use super::facts::BookFacts;
use super::finding::Problem;

/// Numbers run 1..n in every month and word.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let mut last: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut problems = Vec::new();
    for voucher in &facts.vouchers {
        let before = last.entry((voucher.period.to_string(), voucher.number.word.clone())).or_insert(0);
        if voucher.number.no != *before + 1 {
            problems.push(Problem::of_voucher(voucher, format!("前一号是{before},中间缺号或重号")));
        }
        *before = voucher.number.no;
    }
    for closure in &facts.closures {
        let count = facts.vouchers.iter().filter(|v| v.period == closure.period).count();
        if i64::try_from(count) != Ok(closure.voucher_count) {
            let what = format!("结账时有{}张凭证,现在有{count}张", closure.voucher_count);
            problems.push(Problem::new(closure.period.to_string(), what));
        }
    }
    problems
}
