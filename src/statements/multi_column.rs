use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::kernel::{FiscalYear, Money};
use crate::ledger::{BalanceKey, Chart, Dimension, LedgerLine, Side};
use crate::village::Dimensions;

use super::account_ledger::{AccountLedger, LedgerRow, LedgerRowKind, Stood};
use super::party_balances::party;

/// What the columns of a 多栏账 are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnsBy {
    /// The accounts directly below.
    Detail,
    /// Households, outsiders or projects.
    Party(Dimension),
}

impl ColumnsBy {
    /// Every choice there is.
    pub const ALL: [ColumnsBy; 4] = [
        ColumnsBy::Detail,
        ColumnsBy::Party(Dimension::Household),
        ColumnsBy::Party(Dimension::Counterparty),
        ColumnsBy::Party(Dimension::Project),
    ];

    /// `明细科目`.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            ColumnsBy::Detail => "明细科目",
            ColumnsBy::Party(by) => by.in_chinese(),
        }
    }
}

impl fmt::Display for ColumnsBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ColumnsBy::Detail => f.write_str("detail"),
            ColumnsBy::Party(by) => by.fmt(f),
        }
    }
}

impl FromStr for ColumnsBy {
    type Err = String;
    fn from_str(word: &str) -> Result<ColumnsBy, String> {
        match word {
            "detail" => Ok(ColumnsBy::Detail),
            party => party.parse().map(ColumnsBy::Party),
        }
    }
}

/// The head of one column.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ColumnHead {
    /// Code of the detail, or of the party.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Id of the party as text; empty for a detail account.
    pub id: String,
}

/// One row: the ledger's own, and what of it falls into each column.
#[derive(Clone, Debug)]
pub struct ColumnsRow {
    /// Date, number, summary, debit, credit, balance.
    pub row: LedgerRow,
    /// One amount a column, on the account's usual side: what lies on the other side is red.
    pub cells: Vec<Money>,
}

/// 多栏账 — the ledger of one account with its details in columns.
///
/// The columns of a row always sum to its debit less its credit, on the account's usual side.
#[derive(Clone, Debug)]
pub struct MultiColumn {
    /// Code.
    pub code: String,
    /// `管理费用`.
    pub path: String,
    /// What the columns are.
    pub by: ColumnsBy,
    /// 借方多栏 or 贷方多栏.
    pub side: Side,
    /// The columns, by code; only those that stood or moved.
    pub heads: Vec<ColumnHead>,
    /// Rows in order.
    pub rows: Vec<ColumnsRow>,
}

impl MultiColumn {
    /// Sets the rows of a ledger out in columns.
    pub fn of(
        chart: &Chart,
        dimensions: &Dimensions,
        (ledger, side): (AccountLedger, Side),
        by: ColumnsBy,
        before: &[(BalanceKey, Stood)],
    ) -> MultiColumn {
        let sorter = Sorter { chart, dimensions, code: &ledger.code, by };
        let mut sums: BTreeMap<ColumnHead, Sums> = BTreeMap::new();
        for (key, stood) in before {
            let sum = sums.entry(sorter.head(key)).or_default();
            sum.opening += side.of_balance(stood.opening);
            sum.year += side.of_balance(stood.debit - stood.credit);
        }
        sums.retain(|_, sum| *sum != Sums::default());
        for row in &ledger.rows {
            if let LedgerRowKind::Entry(line) = &row.kind {
                sums.entry(sorter.head(&key_of(line))).or_default();
            }
        }
        let heads: Vec<ColumnHead> = sums.keys().cloned().collect();
        let first = before.first().map(|(_, stood)| stood.first.year());
        let mut columns = Columns { sums: sums.into_values().collect(), year: first };
        let rows = ledger.rows.into_iter().map(|row| {
            let at = match &row.kind {
                LedgerRowKind::Entry(line) => heads.binary_search(&sorter.head(&key_of(line))).ok(),
                _ => None,
            };
            let cells = columns.cells_of(&row, at, side);
            ColumnsRow { row, cells }
        });
        let rows = rows.collect();
        MultiColumn { code: ledger.code.clone(), path: ledger.path, by, side, heads, rows }
    }
}

/// Running sums of one column, on the account's usual side.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Sums {
    opening: Money,
    month: Money,
    year: Money,
}

/// All columns while the rows go by.
struct Columns {
    sums: Vec<Sums>,
    year: Option<FiscalYear>,
}

impl Columns {
    /// The cells of one row; an entry falls into the column `at`.
    fn cells_of(&mut self, row: &LedgerRow, at: Option<usize>, side: Side) -> Vec<Money> {
        match &row.kind {
            LedgerRowKind::Opening => self.sums.iter().map(|c| c.opening).collect(),
            LedgerRowKind::Entry(line) => {
                if self.year.replace(line.period.year()) != Some(line.period.year()) {
                    self.sums.iter_mut().for_each(|c| c.year = Money::ZERO);
                }
                let amount = side.of_balance(row.debit - row.credit);
                let mut cells = vec![Money::ZERO; self.sums.len()];
                if let Some(at) = at {
                    self.sums[at].month += amount;
                    self.sums[at].year += amount;
                    cells[at] = amount;
                }
                cells
            }
            LedgerRowKind::DayTotal(_) => vec![Money::ZERO; self.sums.len()],
            LedgerRowKind::MonthTotal(_) => self.sums.iter_mut().map(|c| std::mem::take(&mut c.month)).collect(),
            LedgerRowKind::YearToDate(_) => self.sums.iter().map(|c| c.year).collect(),
        }
    }
}

fn key_of(line: &LedgerLine) -> BalanceKey {
    BalanceKey {
        account: line.account,
        household: line.household,
        counterparty: line.counterparty,
        project: line.project,
    }
}

/// Finds the column of an entry.
struct Sorter<'a> {
    chart: &'a Chart,
    dimensions: &'a Dimensions,
    code: &'a str,
    by: ColumnsBy,
}

impl Sorter<'_> {
    fn head(&self, key: &BalanceKey) -> ColumnHead {
        match self.by {
            ColumnsBy::Party(by) => {
                let (code, name, id) = party(key, self.dimensions, by);
                ColumnHead { code, name, id }
            }
            ColumnsBy::Detail => {
                let own = self.chart.by_id(key.account).map(|a| a.code.as_str()).unwrap_or_default();
                let direct = own.get(..self.code.len() + 2).unwrap_or(own);
                let name = self.chart.by_code(direct).map(|a| a.name.clone()).unwrap_or_default();
                ColumnHead { code: direct.to_owned(), name, id: String::new() }
            }
        }
    }
}
