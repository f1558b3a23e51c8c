use std::collections::HashMap;

use crate::kernel::{AccountId, Money, Period};
use crate::ledger::{AccountMovement, CashKind, Chart, Class, Side, Turnover};
use crate::village::WorkingDays;
use crate::workflow::{Action, History};

/// One month of a village: its money and its work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrendMonth {
    /// The month.
    pub period: Period,
    /// 收入, carry-forward vouchers left out.
    pub income: Money,
    /// 支出, carry-forward vouchers left out.
    pub expense: Money,
    /// 库存现金 at the end of the month.
    pub cash: Money,
    /// 银行存款 at the end of the month.
    pub bank: Money,
    /// Items handed in, the first time.
    pub handed_in: i64,
    /// Items booked.
    pub booked: i64,
    /// Working days from handing in to the books of those booked, summed.
    pub days: i64,
}

impl TrendMonth {
    /// Working days to the books, on average, in tenths; `None` where nothing was booked.
    pub const fn days_to_book_tenths(&self) -> Option<i64> {
        if self.booked == 0 { None } else { Some((self.days * 10 + self.booked / 2) / self.booked) }
    }
}

/// Several months of one village.
#[derive(Clone, Debug, Default)]
pub struct Trend {
    /// Oldest first.
    pub months: Vec<TrendMonth>,
}

/// What money a trend is made of.
pub(super) struct Figures<'a> {
    pub(super) chart: &'a Chart,
    /// What moved, carry-forward vouchers left out.
    pub(super) turnovers: &'a [Turnover],
    /// What moved, all of it.
    pub(super) movements: &'a [AccountMovement],
    /// Cash and bank before the first month.
    pub(super) opening: [Money; 2],
}

impl Trend {
    /// From sums of posted vouchers and from threads.
    pub(super) fn of(months: &[Period], figures: &Figures<'_>, histories: &[History], calendar: &WorkingDays) -> Trend {
        let accounts: HashMap<AccountId, Kind> = figures
            .chart
            .accounts()
            .iter()
            .filter_map(|a| Kind::of(a.class, a.normal_side, a.cash_kind).map(|k| (a.id, k)))
            .collect();
        let [mut cash, mut bank] = figures.opening;
        let month = |period: &Period| {
            let (mut income, mut expense) = (Money::ZERO, Money::ZERO);
            for moved in figures.turnovers.iter().filter(|t| t.period == *period) {
                match accounts.get(&moved.account) {
                    Some(Kind::Income) => income = income + moved.credit - moved.debit,
                    Some(Kind::Expense) => expense = expense + moved.debit - moved.credit,
                    _ => {}
                }
            }
            for moved in figures.movements.iter().filter(|m| m.period == *period) {
                match accounts.get(&moved.account) {
                    Some(Kind::Cash) => cash = cash + moved.debit - moved.credit,
                    Some(Kind::Bank) => bank = bank + moved.debit - moved.credit,
                    _ => {}
                }
            }
            let (handed_in, booked, days) = work_of(*period, histories, calendar);
            TrendMonth { period: *period, income, expense, cash, bank, handed_in, booked, days }
        };
        Trend { months: months.iter().map(month).collect() }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Income,
    Expense,
    Cash,
    Bank,
}

impl Kind {
    fn of(class: Class, side: Side, cash: Option<CashKind>) -> Option<Kind> {
        match (class, side, cash) {
            (_, _, Some(CashKind::Cash)) => Some(Kind::Cash),
            (_, _, Some(CashKind::Bank)) => Some(Kind::Bank),
            (Class::ProfitAndLoss, Side::Credit, None) => Some(Kind::Income),
            (Class::ProfitAndLoss, Side::Debit, None) => Some(Kind::Expense),
            (Class::Asset | Class::Liability | Class::Equity | Class::Cost, _, None) => None,
        }
    }
}

/// Items handed in, items booked, and the working days the latter took.
fn work_of(period: Period, histories: &[History], calendar: &WorkingDays) -> (i64, i64, i64) {
    let (mut handed_in, mut booked, mut days) = (0, 0, 0);
    for history in histories {
        let first = history.events.iter().find(|e| e.action == Action::Submit).map(|e| e.at.date());
        handed_in += i64::from(first.is_some_and(|day| period.contains(day)));
        let end = history.events.iter().find(|e| e.action == Action::Book).map(|e| e.at.date());
        if let (Some(first), Some(end)) = (first, end.filter(|day| period.contains(*day))) {
            booked += 1;
            days += calendar.between(first, end);
        }
    }
    (handed_in, booked, days)
}
