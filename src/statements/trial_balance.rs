use std::collections::BTreeMap;

use crate::kernel::Money;
use crate::ledger::{AccountCode, BalanceRow, Chart};

/// One row of the 科目余额表.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialRow {
    /// Code.
    pub code: AccountCode,
    /// Name at its own level.
    pub name: String,
    /// 1 for first-level accounts.
    pub level: usize,
    /// True when entries can be made on it.
    pub leaf: bool,
    /// 期初, debit positive.
    pub opening: Money,
    /// 借方发生额.
    pub debit: Money,
    /// 贷方发生额.
    pub credit: Money,
    /// 本年累计发生额, debit and credit; nothing unless it was asked for.
    pub year: (Money, Money),
}

impl TrialRow {
    /// 期末, debit positive.
    pub fn closing(&self) -> Money {
        self.opening + self.debit - self.credit
    }

    /// The six columns: opening, movement and closing, debit and credit each, none below nothing
    /// except a movement in red.
    pub fn columns(&self) -> [Money; 6] {
        let (opening, closing) = (self.opening, self.closing());
        [
            opening.positive_part(),
            (-opening).positive_part(),
            self.debit,
            self.credit,
            closing.positive_part(),
            (-closing).positive_part(),
        ]
    }
}

/// Which rows of a 科目余额表 are wanted. The totals never change with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RowsWanted {
    /// Deepest level, 1 to 4.
    pub level: usize,
    /// 余额为零不显示: leave out what ends at nothing.
    pub without_zero: bool,
    /// 无发生额不显示: leave out what did not move.
    pub without_idle: bool,
    /// 本年累计发生额 beside the movements of the span.
    pub with_year: bool,
}

impl RowsWanted {
    /// Every row.
    pub const ALL: RowsWanted = RowsWanted { level: 4, without_zero: false, without_idle: false, with_year: false };

    fn wants(self, row: &TrialRow) -> bool {
        let idle = row.debit.is_zero() && row.credit.is_zero();
        row.level <= self.level && !(self.without_zero && row.closing().is_zero()) && !(self.without_idle && idle)
    }
}

/// 科目余额表 — opening, movements, closing of every account that has any; parents sum their children.
#[derive(Clone, Debug, Default)]
pub struct TrialBalance {
    /// Rows by code.
    pub rows: Vec<TrialRow>,
}

impl TrialBalance {
    /// Sums kept balances up the chart. A row is there when it has a balance or a movement.
    pub fn of(chart: &Chart, balances: &[BalanceRow]) -> TrialBalance {
        let mut sums: BTreeMap<AccountCode, (Money, Money, Money)> = BTreeMap::new();
        for row in balances {
            let Some(account) = chart.by_id(row.key.account) else { continue };
            let mut code = Some(account.code.clone());
            while let Some(at) = code {
                let sum = sums.entry(at.clone()).or_default();
                sum.0 += row.opening;
                sum.1 += row.debit;
                sum.2 += row.credit;
                code = at.parent();
            }
        }
        let rows = sums.into_iter().filter(|(_, s)| *s != Default::default()).filter_map(
            |(code, (opening, debit, credit))| {
                let account = chart.by_code(code.as_str())?;
                Some(TrialRow {
                    level: code.level(),
                    name: account.name.clone(),
                    leaf: account.leaf,
                    code,
                    opening,
                    debit,
                    credit,
                    year: Default::default(),
                })
            },
        );
        TrialBalance { rows: rows.collect() }
    }

    /// The same with 本年累计发生额: `year` is summed from January to the last month. An account that moved this year
    /// before the span gets its row.
    pub fn with_year(self, year: TrialBalance) -> TrialBalance {
        let mut whole = self;
        for row in year.rows.into_iter().filter(|row| !row.debit.is_zero() || !row.credit.is_zero()) {
            let moved = (row.debit, row.credit);
            match whole.rows.binary_search_by(|r| r.code.cmp(&row.code)) {
                Ok(at) => whole.rows[at].year = moved,
                Err(at) => {
                    let none = Money::ZERO;
                    whole.rows.insert(at, TrialRow { opening: none, debit: none, credit: none, year: moved, ..row });
                }
            }
        }
        whole
    }

    /// The rows wanted, by code.
    pub fn wanted(&self, wanted: RowsWanted) -> impl Iterator<Item = &TrialRow> {
        self.rows.iter().filter(move |r| wanted.wants(r))
    }

    /// Another book's rows added, code by code: for the whole township.
    pub fn add(&mut self, other: TrialBalance) {
        for row in other.rows {
            match self.rows.binary_search_by(|r| r.code.cmp(&row.code)) {
                Ok(at) => {
                    let sum = &mut self.rows[at];
                    sum.opening += row.opening;
                    sum.debit += row.debit;
                    sum.credit += row.credit;
                    sum.year = (sum.year.0 + row.year.0, sum.year.1 + row.year.1);
                }
                Err(at) => self.rows.insert(at, row),
            }
        }
    }

    /// First-level rows only.
    pub fn first_level(&self) -> impl Iterator<Item = &TrialRow> {
        self.rows.iter().filter(|r| r.level == 1)
    }

    /// Totals over first-level rows: opening debit and credit, movements, closing debit and credit.
    pub fn totals(&self) -> [Money; 6] {
        let mut totals = [Money::ZERO; 6];
        for row in self.first_level() {
            for (total, amount) in totals.iter_mut().zip(row.columns()) {
                *total += amount;
            }
        }
        totals
    }

    /// 本年累计发生额 over first-level rows: debit and credit.
    pub fn year_totals(&self) -> (Money, Money) {
        (self.first_level().map(|r| r.year.0).sum(), self.first_level().map(|r| r.year.1).sum())
    }

    /// True when all three pairs of totals agree.
    pub fn foots(&self) -> bool {
        let [od, oc, d, c, cd, cc] = self.totals();
        od == oc && d == c && cd == cc
    }
}
