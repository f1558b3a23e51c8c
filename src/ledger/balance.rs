use std::collections::BTreeMap;

use crate::kernel::{AccountId, CounterpartyId, HouseholdId, Money, Period, ProjectId};

use super::account::Side;
use super::entry::Entry;
use super::voucher::{PostedVoucher, VoucherKind};

/// What one balance is kept for: an account and its dimensions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BalanceKey {
    /// 末级科目.
    pub account: AccountId,
    /// 农户.
    pub household: Option<HouseholdId>,
    /// 往来单位.
    pub counterparty: Option<CounterpartyId>,
    /// 项目.
    pub project: Option<ProjectId>,
}

impl BalanceKey {
    /// The key an entry moves.
    pub const fn of(entry: &Entry) -> BalanceKey {
        BalanceKey {
            account: entry.account,
            household: entry.household,
            counterparty: entry.counterparty,
            project: entry.project,
        }
    }
}

/// Opening, movements and closing of one key over a span of months. Balances are debit positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// Account and dimensions.
    pub key: BalanceKey,
    /// 期初, debit positive.
    pub opening: Money,
    /// 借方发生额, carry-forward vouchers included.
    pub debit: Money,
    /// 贷方发生额, carry-forward vouchers included.
    pub credit: Money,
    /// The part of `debit` that came from carry-forward vouchers.
    pub debit_closing: Money,
    /// The part of `credit` that came from carry-forward vouchers.
    pub credit_closing: Money,
}

impl BalanceRow {
    /// A balance that stands and does not move.
    pub const fn standing((key, opening): (BalanceKey, Money)) -> BalanceRow {
        let none = Money::ZERO;
        BalanceRow { key, opening, debit: none, credit: none, debit_closing: none, credit_closing: none }
    }

    /// 期末, debit positive.
    pub fn closing(&self) -> Money {
        self.opening + self.debit - self.credit
    }
}

/// Sums entries per key: (debit, credit), in key order so that every writer locks rows in one order.
pub fn fold_balances<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> BTreeMap<BalanceKey, (Money, Money)> {
    let mut sums: BTreeMap<BalanceKey, (Money, Money)> = BTreeMap::new();
    for entry in entries {
        let sum = sums.entry(BalanceKey::of(entry)).or_default();
        match entry.side {
            Side::Debit => sum.0 += entry.amount,
            Side::Credit => sum.1 += entry.amount,
        }
    }
    sums
}

/// Movements of posted vouchers per month and key: what the kept balances must equal.
pub fn movements_of(vouchers: &[PostedVoucher]) -> BTreeMap<(Period, BalanceKey), [Money; 4]> {
    let mut sums: BTreeMap<(Period, BalanceKey), [Money; 4]> = BTreeMap::new();
    for voucher in vouchers {
        let carried = voucher.kind == VoucherKind::Closing;
        for (key, (debit, credit)) in fold_balances(&voucher.entries) {
            let sum = sums.entry((voucher.period, key)).or_default();
            sum[0] += debit;
            sum[1] += credit;
            if carried {
                sum[2] += debit;
                sum[3] += credit;
            }
        }
    }
    sums
}
