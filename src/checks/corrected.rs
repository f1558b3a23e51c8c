use std::collections::{BTreeMap, HashMap};

use crate::kernel::{Money, VoucherId};
use crate::ledger::{BalanceKey, Class, PostedVoucher, VoucherKind};

use super::facts::BookFacts;
use super::finding::Problem;

/// A red-letter voucher takes back exactly what the voucher it names did, and no voucher is taken back twice. An error
/// of an earlier year may be taken back through 未分配收益, where that year's income and expense went.
pub(super) fn run(facts: &BookFacts) -> Vec<Problem> {
    let by_id: HashMap<VoucherId, &PostedVoucher> = facts.vouchers.iter().map(|v| (v.id, v)).collect();
    let mut taken_back: HashMap<VoucherId, &PostedVoucher> = HashMap::new();
    let mut problems = Vec::new();
    for voucher in &facts.vouchers {
        let red = voucher.kind == VoucherKind::Reversal;
        let Some(original) = voucher.corrects.and_then(|id| by_id.get(&id)) else {
            if red || voucher.corrects.is_some() {
                problems.push(Problem::of_voucher(voucher, "冲销或订正的那张凭证不在账上"));
            }
            continue;
        };
        if !red {
            continue;
        }
        if moved(voucher) != taken(original) && !through_equity(facts, voucher, original) {
            problems.push(Problem::of_voucher(voucher, format!("红字与{}的分录不是一一相反", original.label())));
        }
        if let Some(earlier) = taken_back.insert(original.id, voucher) {
            let what = format!("{}已由{}冲销过", original.label(), earlier.label());
            problems.push(Problem::of_voucher(voucher, what));
        }
    }
    problems
}

type Moved = BTreeMap<BalanceKey, [Money; 2]>;

fn moved(voucher: &PostedVoucher) -> Moved {
    let mut moved = Moved::new();
    for entry in &voucher.entries {
        let sums = moved.entry(BalanceKey::of(entry)).or_default();
        *sums = [sums[0] + entry.debit(), sums[1] + entry.credit()];
    }
    moved
}

fn taken(voucher: &PostedVoucher) -> Moved {
    moved(voucher).into_iter().map(|(key, [debit, credit])| (key, [-debit, -credit])).collect()
}

/// True for a later year's red voucher that is the original's opposite once income and expense read 未分配收益.
fn through_equity(facts: &BookFacts, red: &PostedVoucher, original: &PostedVoucher) -> bool {
    let Some(equity) =
        facts.chart.child_named("322", "未分配收益").filter(|_| red.period.year() > original.period.year())
    else {
        return false;
    };
    let mut opposite = Moved::new();
    for (key, [debit, credit]) in taken(original) {
        let carried = facts.chart.by_id(key.account).is_some_and(|a| a.class == Class::ProfitAndLoss);
        let plain = BalanceKey { account: equity.id, household: None, counterparty: None, project: None };
        let sums = opposite.entry(if carried { plain } else { key }).or_default();
        *sums = [sums[0] + debit, sums[1] + credit];
    }
    moved(red) == opposite
}
