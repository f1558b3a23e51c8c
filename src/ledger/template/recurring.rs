use std::collections::BTreeSet;

use crate::kernel::{BookId, Date, DraftId, Failure, Money, Outcome, Period, RecurringId, Refused};
use crate::ledger::entry::DraftLine;

use super::error::TemplateRefusal;
use super::word_faults;

/// 定期凭证 — the same voucher every month.
#[derive(Clone, Debug)]
pub struct Recurring {
    /// Id.
    pub id: RecurringId,
    /// Book.
    pub book: BookId,
    /// What it is called by.
    pub word: String,
    /// Day of the month; the last one where the month is shorter.
    pub day: i64,
    /// First month.
    pub from: Period,
    /// Last month.
    pub to: Period,
    /// Lines, whole and with their amounts.
    pub lines: Vec<DraftLine>,
    /// Who set it up.
    pub made_name: String,
    /// Months already made of it, in order.
    pub months: Vec<MadeMonth>,
}

/// A month that was made.
#[derive(Clone, Debug)]
pub struct MadeMonth {
    /// The month.
    pub period: Period,
    /// The draft it became.
    pub draft: DraftId,
    /// Who pressed.
    pub made_name: String,
}

/// One voucher to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// Of which recurring voucher.
    pub recurring: RecurringId,
    /// For which month.
    pub period: Period,
    /// The day it will carry.
    pub date: Date,
}

/// A recurring voucher as somebody asks for it.
#[derive(Clone, Debug)]
pub struct NewRecurring {
    /// What it is called by.
    pub word: String,
    /// Day of the month.
    pub day: i64,
    /// First month.
    pub from: Period,
    /// Last month.
    pub to: Period,
    /// Lines.
    pub lines: Vec<DraftLine>,
}

impl Recurring {
    /// Total of the debit side.
    pub fn total(&self) -> Money {
        self.lines.iter().map(|l| l.debit).sum()
    }

    /// Its day in a month.
    pub fn day_in(&self, period: Period) -> Date {
        let wanted = period.first_day() + chrono::Duration::days(self.day.clamp(1, 31) - 1);
        wanted.min(period.last_day())
    }

    /// What is to be made today: months from the first open one on whose day has come and that were not made.
    pub fn due(&self, open: Period, today: Date) -> Vec<Due> {
        self.waiting(open).filter(|d| d.date <= today).collect()
    }

    /// What comes next, due or not; `None` when there is nothing left of it.
    pub fn next(&self, open: Period) -> Option<Due> {
        self.waiting(open).next()
    }

    fn waiting(&self, open: Period) -> impl Iterator<Item = Due> + use<'_> {
        let made: BTreeSet<Period> = self.months.iter().map(|m| m.period).collect();
        let months = self.from.max(open).through(self.to).filter(move |p| !made.contains(p));
        months.map(|period| Due { recurring: self.id, period, date: self.day_in(period) })
    }
}

impl NewRecurring {
    /// Everything wrong with its word, its day and its months; its lines are looked at as a voucher's are.
    pub(in crate::ledger) fn faults(&self) -> Vec<Refused> {
        let mut faults = word_faults(&self.word);
        if !(1..=31).contains(&self.day) {
            faults.push(TemplateRefusal::NoSuchDay { day: self.day }.into());
        }
        if self.to < self.from {
            let (from, to) = (self.from.in_chinese(), self.to.in_chinese());
            faults.push(TemplateRefusal::Backwards { from, to }.into());
        }
        faults
    }
}

/// Refuses a month that is not due. Refuses: `ledger.recurring_made_already`, `ledger.recurring_not_due`.
pub(in crate::ledger) fn require_due(recurring: &Recurring, period: Period, open: Period, today: Date) -> Outcome<Due> {
    let (word, said) = (recurring.word.clone(), period.in_chinese());
    if recurring.months.iter().any(|m| m.period == period) {
        return Err(TemplateRefusal::MadeAlready { word, period: said }.into());
    }
    let due = recurring.due(open, today).into_iter().find(|d| d.period == period);
    due.ok_or_else(|| Failure::from(TemplateRefusal::NotDue { word, period: said }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_comes_due_on_its_day_once_and_never_in_a_closed_month() {
        let salary = Recurring {
            id: RecurringId::new(),
            book: BookId::new(),
            word: "工资".into(),
            day: 31,
            from: month("2025-01"),
            to: month("2025-06"),
            lines: Vec::new(),
            made_name: String::new(),
            months: vec![MadeMonth { period: month("2025-03"), draft: DraftId::new(), made_name: String::new() }],
        };
        let due = |open: &str, today: &str| -> Vec<String> {
            let due = salary.due(month(open), today.parse().unwrap());
            due.iter().map(|d| d.date.to_string()).collect()
        };
        assert_eq!(due("2025-02", "2025-02-27"), Vec::<String>::new());
        assert_eq!(due("2025-02", "2025-02-28"), ["2025-02-28"], "a short month ends the day");
        assert_eq!(due("2025-02", "2025-04-30"), ["2025-02-28", "2025-04-30"], "March was made");
        assert_eq!(due("2025-04", "2025-12-31").len(), 3, "not before the first open month, not after the last one");
        assert_eq!(salary.next(month("2025-03")).map(|d| d.period), Some(month("2025-04")));
        assert_eq!(salary.next(month("2025-07")), None);
    }
}
