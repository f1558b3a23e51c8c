use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::{AccountId, Money, VoucherId};
use crate::ledger::{BalanceRow, Chart, PostedVoucher};
use crate::statements::{CashDirection, CashLine};

/// 货币资金: the four figures on top of the sheet, and the same by account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funds {
    /// 上期结余.
    pub opening: Money,
    /// 本期收入.
    pub received: Money,
    /// 本期支出.
    pub paid: Money,
    /// 本期结余.
    pub closing: Money,
    /// Cash, then each bank account.
    pub accounts: Vec<FundLine>,
}

/// Cash or one bank account over the quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundLine {
    /// Code of the account.
    pub code: String,
    /// `库存现金`, `银行存款 农商行（尾号0023）`.
    pub name: String,
    /// 上期结余.
    pub opening: Money,
    /// 收.
    pub received: Money,
    /// 支.
    pub paid: Money,
    /// 内部划转: 提现 and 存现, in positive, out negative. Over all accounts it is nothing.
    pub moved: Money,
    /// 本期结余.
    pub closing: Money,
}

/// What one account's money did.
#[derive(Clone, Copy, Default)]
struct Flow {
    received: Money,
    paid: Money,
    moved: Money,
}

/// Cash and bank accounts over a quarter: openings and closings from the kept balances, receipts and
/// payments from the vouchers. The two are proved against each other when the sheet is put together.
pub(super) fn fund_lines(
    chart: &Chart,
    balances: &[BalanceRow],
    vouchers: &[PostedVoucher],
    lines: &[CashLine],
    name: impl Fn(&str, String) -> String,
) -> Vec<FundLine> {
    let flows = flows(chart, vouchers, lines);
    let accounts = chart.accounts().iter().filter(|a| a.cash_kind.is_some());
    accounts
        .filter_map(|account| {
            let own = || balances.iter().filter(|r| r.key.account == account.id);
            let flow = flows.get(&account.id).copied().unwrap_or_default();
            let line = FundLine {
                code: account.code.to_string(),
                name: name(account.code.as_str(), chart.path_name(account.id)),
                opening: own().map(|r| r.opening).sum(),
                received: flow.received,
                paid: flow.paid,
                moved: flow.moved,
                closing: own().map(BalanceRow::closing).sum(),
            };
            let nothing =
                [line.opening, line.received, line.paid, line.moved, line.closing].iter().all(|m| m.is_zero());
            (!nothing).then_some(line)
        })
        .collect()
}

fn flows(chart: &Chart, vouchers: &[PostedVoucher], lines: &[CashLine]) -> BTreeMap<AccountId, Flow> {
    let directions: BTreeMap<VoucherId, CashDirection> = lines.iter().map(|l| (l.voucher, l.direction)).collect();
    let mut flows: BTreeMap<AccountId, Flow> = BTreeMap::new();
    for voucher in vouchers {
        let mut moves: BTreeMap<AccountId, Money> = BTreeMap::new();
        for entry in &voucher.entries {
            if chart.by_id(entry.account).is_some_and(|a| a.cash_kind.is_some()) {
                *moves.entry(entry.account).or_default() += entry.debit() - entry.credit();
            }
        }
        let direction = directions.get(&voucher.id).copied();
        let outside = outside_part(&moves);
        for (account, net) in moves {
            let from_outside = outside.get(&account).copied().unwrap_or_default();
            let flow = flows.entry(account).or_default();
            flow.moved += net - from_outside;
            match direction {
                Some(CashDirection::Received) => flow.received += from_outside,
                Some(CashDirection::Paid) => flow.paid -= from_outside,
                None => flow.moved += from_outside,
            }
        }
    }
    flows
}

/// Of what each account moved in one voucher, the part that came from or went outside the village: the
/// net of all, taken from the accounts that moved the same way, in code order; the rest is 内部划转.
fn outside_part(moves: &BTreeMap<AccountId, Money>) -> BTreeMap<AccountId, Money> {
    let mut left: Money = moves.values().sum();
    let mut outside = BTreeMap::new();
    for (account, net) in moves {
        let same_way = left.is_negative() == net.is_negative() && !left.is_zero() && !net.is_zero();
        if !same_way {
            continue;
        }
        let part = if net.abs() > left.abs() { left } else { *net };
        left -= part;
        outside.insert(*account, part);
    }
    outside
}

impl Funds {
    /// Sums the accounts.
    pub(super) fn of(accounts: Vec<FundLine>) -> Funds {
        let sum = |pick: fn(&FundLine) -> Money| accounts.iter().map(pick).sum();
        Funds {
            opening: sum(|a| a.opening),
            received: sum(|a| a.received),
            paid: sum(|a| a.paid),
            closing: sum(|a| a.closing),
            accounts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_within_the_village_is_no_receipt() {
        let yuan = Money::from_yuan;
        let ids: Vec<AccountId> = (0..3).map(|_| AccountId::new()).collect();
        for (moves, outside) in [
            (vec![500, -500, 0], vec![0, 0, 0]),
            (vec![-350, -1250, 0], vec![-350, -1250, 0]),
            (vec![3400, -5000, 0], vec![0, -1600, 0]),
            (vec![100, 0, 0], vec![100, 0, 0]),
        ] {
            let given = ids.iter().copied().zip(moves.iter().copied().map(yuan)).collect();
            let found = outside_part(&given);
            let found: Vec<Money> = ids.iter().map(|id| found.get(id).copied().unwrap_or_default()).collect();
            assert_eq!(found, outside.into_iter().map(yuan).collect::<Vec<_>>(), "{moves:?}");
        }
    }
}
