use std::collections::BTreeMap;

use crate::kernel::{Money, Period};
use crate::ledger::{BalanceKey, Chart, Closure, Opening, PostedVoucher, YearSeal};
use crate::village::Book;

/// Everything a book's checks look at, loaded once.
pub struct BookFacts {
    /// The book.
    pub book: Book,
    /// Its chart.
    pub chart: Chart,
    /// Its posted vouchers, by month and number.
    pub vouchers: Vec<PostedVoucher>,
    /// Its kept balances.
    pub kept: BTreeMap<(Period, BalanceKey), [Money; 4]>,
    /// Its opening, once confirmed.
    pub opening: Option<Opening>,
    /// Its closed months, in order.
    pub closures: Vec<Closure>,
    /// Closings a reopening took back, by month: they prove the vouchers that stood at the time.
    pub taken_back: Vec<Closure>,
    /// Its sealed years, in order, each with the opening written for the next one.
    pub years: Vec<(YearSeal, Vec<(BalanceKey, Money)>)>,
}

impl BookFacts {
    /// Balances at the end of a month, debit positive, from the opening and the vouchers themselves.
    pub fn proved_balances(&self, last: Period) -> BTreeMap<BalanceKey, Money> {
        let mut balances: BTreeMap<BalanceKey, Money> = BTreeMap::new();
        for (key, fen) in self.opening.iter().flat_map(|o| &o.balances) {
            *balances.entry(*key).or_default() += *fen;
        }
        for voucher in self.vouchers.iter().filter(|v| v.period <= last) {
            for entry in &voucher.entries {
                *balances.entry(BalanceKey::of(entry)).or_default() += entry.debit() - entry.credit();
            }
        }
        balances
    }

    /// A key in words: `113 内部往来`.
    pub fn label(&self, key: &BalanceKey) -> String {
        self.chart.by_id(key.account).map_or_else(|| key.account.text(), |a| a.label())
    }

    /// The last month with a voucher or a closing.
    pub fn last_period(&self) -> Option<Period> {
        let vouchers = self.vouchers.iter().map(|v| v.period).max();
        vouchers.max(self.closures.iter().map(|c| c.period).max())
    }
}
