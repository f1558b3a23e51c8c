use crate::kernel::{CounterpartyId, Date, HouseholdId, Money, Period, ProjectId};
use crate::ledger::{BalanceKey, LedgerLine};

use super::statement::standing;

/// Whose entries a 明细账 shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LedgerOf {
    /// All of them.
    Everyone,
    /// One household's.
    Household(HouseholdId),
    /// One outsider's.
    Counterparty(CounterpartyId),
    /// One project's.
    Project(ProjectId),
}

impl LedgerOf {
    /// True when a balance is one of theirs.
    pub fn has_balance(self, key: &BalanceKey) -> bool {
        self.has(key.household, key.counterparty, key.project)
    }

    /// True when an entry is one of theirs.
    pub fn has_entry(self, line: &LedgerLine) -> bool {
        self.has(line.household, line.counterparty, line.project)
    }

    fn has(
        self,
        household: Option<HouseholdId>,
        counterparty: Option<CounterpartyId>,
        project: Option<ProjectId>,
    ) -> bool {
        match self {
            LedgerOf::Everyone => true,
            LedgerOf::Household(id) => household == Some(id),
            LedgerOf::Counterparty(id) => counterparty == Some(id),
            LedgerOf::Project(id) => project == Some(id),
        }
    }
}

/// What kind of row a ledger page has.
#[derive(Clone, Debug)]
pub enum LedgerRowKind {
    /// 上年结转 / 期初余额.
    Opening,
    /// An entry.
    Entry(LedgerLine),
    /// 本日合计 of a cash or bank journal.
    DayTotal(Date),
    /// 本月合计.
    MonthTotal(Period),
    /// 本年累计.
    YearToDate(Period),
}

/// One row of a 明细账.
#[derive(Clone, Debug)]
pub struct LedgerRow {
    /// What it is.
    pub kind: LedgerRowKind,
    /// 借方.
    pub debit: Money,
    /// 贷方.
    pub credit: Money,
    /// 余额, without sign.
    pub balance: Money,
    /// 借, 贷 or 平.
    pub side: &'static str,
}

/// 明细账 of one account over a span of months.
#[derive(Clone, Debug)]
pub struct AccountLedger {
    /// Code.
    pub code: String,
    /// `管理费用/办公费`.
    pub path: String,
    /// Rows in order.
    pub rows: Vec<LedgerRow>,
    /// 期末, debit positive.
    pub closing: Money,
}

/// What a ledger begins with.
#[derive(Clone, Copy, Debug)]
pub struct Stood {
    /// The first month.
    pub first: Period,
    /// 期初, debit positive.
    pub opening: Money,
    /// 借方 from January to the month before the first.
    pub debit: Money,
    /// 贷方 likewise.
    pub credit: Money,
}

impl AccountLedger {
    /// Lines must be in ledger order.
    pub fn of(code: &str, path: String, stood: Stood, lines: Vec<LedgerLine>) -> AccountLedger {
        let mut rows = vec![row(LedgerRowKind::Opening, Money::ZERO, Money::ZERO, stood.opening)];
        let mut balance = stood.opening;
        let (mut month, mut year) = ((Money::ZERO, Money::ZERO), (stood.debit, stood.credit));
        if lines.first().is_some_and(|line| line.period.year() != stood.first.year()) {
            year = (Money::ZERO, Money::ZERO);
        }
        let mut lines = lines.into_iter().peekable();
        while let Some(line) = lines.next() {
            let period = line.period;
            balance += line.debit - line.credit;
            for (debit, credit) in [&mut month, &mut year] {
                *debit += line.debit;
                *credit += line.credit;
            }
            let (debit, credit) = (line.debit, line.credit);
            rows.push(row(LedgerRowKind::Entry(line), debit, credit, balance));
            let next = lines.peek().map(|l| l.period);
            if next != Some(period) {
                rows.push(row(LedgerRowKind::MonthTotal(period), month.0, month.1, balance));
                rows.push(row(LedgerRowKind::YearToDate(period), year.0, year.1, balance));
                month = (Money::ZERO, Money::ZERO);
            }
            if next.is_some_and(|n| n.year() != period.year()) {
                year = (Money::ZERO, Money::ZERO);
            }
        }
        AccountLedger { code: code.to_owned(), path, rows, closing: balance }
    }

    /// The same with 本日合计 under the last line of each day; lines must be in the order of their days.
    pub fn by_day(self) -> AccountLedger {
        let mut rows: Vec<LedgerRow> = Vec::with_capacity(self.rows.len() * 2);
        let mut day: Option<(Date, Money, Money)> = None;
        for row in self.rows {
            let date = row.date();
            if let Some((done, debit, credit)) = day.take_if(|(of, ..)| date != Some(*of)) {
                let (balance, side) = rows.last().map_or((Money::ZERO, "平"), |last| (last.balance, last.side));
                rows.push(LedgerRow { kind: LedgerRowKind::DayTotal(done), debit, credit, balance, side });
            }
            if let Some(date) = date {
                let sum = day.get_or_insert((date, Money::ZERO, Money::ZERO));
                sum.1 += row.debit;
                sum.2 += row.credit;
            }
            rows.push(row);
        }
        AccountLedger { rows, ..self }
    }

    /// True when nothing stood on it and nothing moved.
    pub fn is_blank(&self) -> bool {
        self.rows.iter().all(|row| row.balance.is_zero() && row.debit.is_zero() && row.credit.is_zero())
    }
}

impl LedgerRow {
    /// The day of an entry.
    pub fn date(&self) -> Option<Date> {
        match &self.kind {
            LedgerRowKind::Entry(line) => Some(line.date),
            LedgerRowKind::Opening
            | LedgerRowKind::DayTotal(_)
            | LedgerRowKind::MonthTotal(_)
            | LedgerRowKind::YearToDate(_) => None,
        }
    }
}

pub(super) fn row(kind: LedgerRowKind, debit: Money, credit: Money, balance: Money) -> LedgerRow {
    LedgerRow { kind, debit, credit, balance: balance.abs(), side: standing(balance) }
}
