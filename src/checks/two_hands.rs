use super::facts::BookFacts;
use super::finding::Problem;

/// Nobody reviewed their own voucher.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let alone = facts.vouchers.iter().filter(|v| v.prepared_by == v.reviewed_by);
    alone.map(|v| Problem::of_voucher(v, format!("制单和复核都是{}", v.prepared_name))).collect()
}
