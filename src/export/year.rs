use std::collections::BTreeMap;

use crate::kernel::{Date, FiscalYear, Money, Period, Timestamp};
use crate::ledger::{Account, BalanceKey, BalanceRow, Chart, Closure, Dimension, PostedVoucher, movements_of};
use crate::statements::{ReceiptsAndPayments, Statement};
use crate::village::{Book, Dimensions};

/// One year of one book as plain values: what everything an auditor takes away is written from.
#[derive(Clone, Debug)]
pub struct YearOfBooks {
    /// The township.
    pub township: String,
    /// The book.
    pub book: Book,
    /// The year.
    pub year: FiscalYear,
    /// First month of the year kept here.
    pub first: Period,
    /// Last month of the year with a voucher or a closing.
    pub last: Period,
    /// When the last of it was done; stands where paper names a day it was printed on.
    pub as_of: Timestamp,
    /// 科目表.
    pub chart: Chart,
    /// 农户、往来单位、项目.
    pub dimensions: Dimensions,
    /// Balances before the first month, debit positive, in key order.
    pub opening: Vec<(BalanceKey, Money)>,
    /// 记账凭证 of the year, by month and number.
    pub vouchers: Vec<PostedVoucher>,
    /// Closed months of the year, in order.
    pub closures: Vec<Closure>,
    /// 资产负债表 at the end of the last month.
    pub balance_sheet: Statement,
    /// 收益及收益分配表 of the year.
    pub surplus: Statement,
    /// 收支明细表 of the year.
    pub receipts: ReceiptsAndPayments,
}

/// Balances and movements of one month.
#[derive(Clone, Debug)]
pub struct MonthOfBooks {
    /// The month.
    pub period: Period,
    /// Per account and dimensions, in key order; what never moved and has no balance is left out.
    pub rows: Vec<BalanceRow>,
}

impl YearOfBooks {
    /// Every month in turn: its opening is the closing of the one before, its movements are its vouchers'.
    pub fn months(&self) -> Vec<MonthOfBooks> {
        let mut standing: BTreeMap<BalanceKey, Money> = self.opening.iter().copied().collect();
        let moved = movements_of(&self.vouchers);
        let month = |period: Period| {
            let mut rows: BTreeMap<BalanceKey, BalanceRow> =
                standing.iter().map(|(key, opening)| (*key, row(*key, *opening))).collect();
            for ((_, key), [debit, credit, debit_closing, credit_closing]) in
                moved.iter().filter(|((p, _), _)| *p == period)
            {
                let row = rows.entry(*key).or_insert_with(|| row(*key, Money::ZERO));
                (row.debit, row.credit) = (*debit, *credit);
                (row.debit_closing, row.credit_closing) = (*debit_closing, *credit_closing);
            }
            standing = rows.values().map(|r| (r.key, r.closing())).filter(|(_, fen)| !fen.is_zero()).collect();
            MonthOfBooks { period, rows: rows.into_values().collect() }
        };
        self.first.through(self.last).map(month).collect()
    }

    /// Leaves that have a balance or an entry in the year, by code.
    pub fn used_leaves(&self) -> Vec<&Account> {
        let moved = self.vouchers.iter().flat_map(|v| &v.entries).map(|e| e.account);
        let used: std::collections::HashSet<_> = self.opening.iter().map(|(key, _)| key.account).chain(moved).collect();
        self.chart.accounts().iter().filter(|a| used.contains(&a.id)).collect()
    }

    /// The first day kept here.
    pub fn first_day(&self) -> Date {
        self.first.first_day()
    }

    /// Dimensions of an entry or a balance: which, code and name.
    pub fn parties(&self, key: &BalanceKey) -> Vec<(Dimension, &str, &str)> {
        let own = &self.dimensions;
        let household = key.household.and_then(|id| own.households.iter().find(|h| h.id == id));
        let counterparty = key.counterparty.and_then(|id| own.counterparties.iter().find(|c| c.id == id));
        let project = key.project.and_then(|id| own.projects.iter().find(|p| p.id == id));
        let household = household.map(|h| (Dimension::Household, h.code.as_str(), h.name.as_str()));
        let counterparty = counterparty.map(|c| (Dimension::Counterparty, c.code.as_str(), c.name.as_str()));
        let project = project.map(|p| (Dimension::Project, p.code.as_str(), p.name.as_str()));
        [household, counterparty, project].into_iter().flatten().collect()
    }
}

const fn row(key: BalanceKey, opening: Money) -> BalanceRow {
    BalanceRow {
        key,
        opening,
        debit: Money::ZERO,
        credit: Money::ZERO,
        debit_closing: Money::ZERO,
        credit_closing: Money::ZERO,
    }
}
