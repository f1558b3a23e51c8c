use std::collections::BTreeMap;

use crate::kernel::{BookId, Date, Period};
use crate::village::Book;
use crate::workflow::{Action, DeadlineRules, Event, History, ReportingRules, State, TOLD_LATE};

use super::reporting::days_kept;
use super::stay::stays;

/// How one step went in one month.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct StepFigures {
    /// Stays that ended in the month.
    pub ended: i64,
    /// Their working days, summed.
    pub days: i64,
    /// The longest of them, in working days.
    pub longest: i64,
    /// Stays that went past their last day: ended so in the month, or stood so at its end.
    pub late: i64,
}

impl StepFigures {
    /// The average in tenths of a working day; `None` where nothing ended.
    pub const fn average_tenths(&self) -> Option<i64> {
        if self.ended == 0 { None } else { Some((self.days * 10 + self.ended / 2) / self.ended) }
    }

    /// `2.3`; nothing where nothing ended.
    pub fn average(&self) -> String {
        self.average_tenths().map_or_else(String::new, |t| format!("{}.{}", t / 10, t % 10))
    }
}

/// What happened in one book in one month, or in several taken together.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct MonthFigures {
    /// 交单, the first time.
    pub handed_in: i64,
    /// 交单 again, after mending.
    pub again: i64,
    /// 受理.
    pub accepted: i64,
    /// 退回.
    pub returned: i64,
    /// Why, by the reason's words.
    pub reasons: BTreeMap<String, i64>,
    /// Reasons that could have been told the time before.
    pub told_late: i64,
    /// 不同意.
    pub refused: i64,
    /// 撤回.
    pub withdrawn: i64,
    /// 记账.
    pub booked: i64,
    /// 督办.
    pub reminded: i64,
    /// By step, in the order of the steps an item takes.
    pub steps: [StepFigures; 6],
    /// Reporting days something was handed in for.
    pub days_kept: i64,
    /// Reporting days nothing was handed in for.
    pub days_missed: i64,
    /// Items handed in after the reporting day of their receipt.
    pub items_late: i64,
}

impl MonthFigures {
    /// Stays past their last day, whatever the step.
    pub fn late(&self) -> i64 {
        self.steps.iter().map(|s| s.late).sum()
    }

    /// Both together; the longest is the longer.
    pub fn plus(mut self, other: &MonthFigures) -> MonthFigures {
        self.handed_in += other.handed_in;
        self.again += other.again;
        self.accepted += other.accepted;
        self.returned += other.returned;
        self.told_late += other.told_late;
        self.refused += other.refused;
        self.withdrawn += other.withdrawn;
        self.booked += other.booked;
        self.reminded += other.reminded;
        self.days_kept += other.days_kept;
        self.days_missed += other.days_missed;
        self.items_late += other.items_late;
        for (reason, many) in &other.reasons {
            *self.reasons.entry(reason.clone()).or_default() += many;
        }
        for (own, its) in self.steps.iter_mut().zip(&other.steps) {
            own.ended += its.ended;
            own.days += its.days;
            own.longest = own.longest.max(its.longest);
            own.late += its.late;
        }
        self
    }

    /// The reasons, the most frequent first.
    pub fn reasons_by_use(&self) -> Vec<(&str, i64)> {
        let mut all: Vec<(&str, i64)> = self.reasons.iter().map(|(text, many)| (text.as_str(), *many)).collect();
        all.sort_by_key(|(text, many)| (-many, *text));
        all
    }

    fn count(&mut self, event: &Event) {
        match event.action {
            Action::Submit if event.from == State::Returned => self.again += 1,
            Action::Submit => self.handed_in += 1,
            Action::Accept => self.accepted += 1,
            Action::Return => {
                self.returned += 1;
                for told in &event.reasons {
                    let text = told.strip_suffix(TOLD_LATE);
                    self.told_late += i64::from(text.is_some());
                    *self.reasons.entry(text.unwrap_or(told).to_owned()).or_default() += 1;
                }
            }
            Action::Refuse => self.refused += 1,
            Action::Withdraw => self.withdrawn += 1,
            Action::Book => self.booked += 1,
            Action::Remind => self.reminded += 1,
            Action::Save | Action::Mark | Action::Approve | Action::Release => {}
        }
    }
}

/// 通报 of one book, month by month.
#[derive(Clone, Debug)]
pub struct Bulletin {
    /// The book.
    pub book: Book,
    /// The months, oldest first.
    pub months: Vec<(Period, MonthFigures)>,
}

impl Bulletin {
    /// All months taken together.
    pub fn total(&self) -> MonthFigures {
        self.months.iter().fold(MonthFigures::default(), |sum, (_, month)| sum.plus(month))
    }
}

/// What sums are made by: the limits, the calendar, the reporting days.
pub(super) struct Measures {
    pub(super) deadlines: DeadlineRules,
    pub(super) reporting: ReportingRules,
    pub(super) today: Date,
}

/// The figures of one book in one month, from the threads of its items and nothing else.
pub fn figures(
    histories: &[&History],
    book: BookId,
    period: Period,
    deadlines: &DeadlineRules,
    reporting: &ReportingRules,
    today: Date,
) -> MonthFigures {
    let mut sums = MonthFigures::default();
    let own: Vec<&History> = histories.iter().copied().filter(|h| h.book == book).collect();
    for event in own.iter().flat_map(|h| &h.events).filter(|e| period.contains(e.at.date())) {
        sums.count(event);
    }
    let end = period.last_day().min(today);
    for stay in own.iter().flat_map(|h| stays(h)) {
        let since = stay.from.date();
        let due = stay.step.due(deadlines, book, since);
        let figures = &mut sums.steps[stay.step.place()];
        match stay.until.map(|u| u.date()) {
            Some(until) if period.contains(until) => {
                let days = deadlines.calendar.between(since, until);
                figures.ended += 1;
                figures.days += days;
                figures.longest = figures.longest.max(days);
                figures.late += i64::from(deadlines.calendar.between(due, until) > 0);
            }
            until if since <= end && until.is_none_or(|u| u > end) => {
                figures.late += i64::from(deadlines.calendar.between(due, end) > 0);
            }
            _ => {}
        }
    }
    let span = (period.first_day(), end);
    for day in days_kept(&own, book, span, today, reporting, &deadlines.calendar) {
        sums.days_kept += i64::from(day.is_kept());
        sums.days_missed += i64::from(day.is_missed());
    }
    sums.items_late = own.iter().filter(|h| came_late(h, period, deadlines, reporting)).count() as i64;
    sums
}

/// True for an item first handed in this month, after the reporting day of its receipt.
fn came_late(history: &History, period: Period, deadlines: &DeadlineRules, reporting: &ReportingRules) -> bool {
    let first = history.events.iter().find(|e| e.action == Action::Submit).map(|e| e.at.date());
    let (Some(first), Some(receipt)) = (first, history.date) else { return false };
    let day = reporting.day_for(history.book, receipt, &deadlines.calendar);
    period.contains(first) && day.is_some_and(|day| first > day)
}

/// The bulletins of several books over several months.
pub(super) fn bulletins_over(
    books: Vec<Book>,
    histories: &[History],
    months: &[Period],
    by: &Measures,
) -> Vec<Bulletin> {
    let all: Vec<&History> = histories.iter().collect();
    let of = |book: Book| {
        let own: Vec<&History> = all.iter().copied().filter(|h| h.book == book.id).collect();
        let month =
            |period: &Period| (*period, figures(&own, book.id, *period, &by.deadlines, &by.reporting, by.today));
        Bulletin { months: months.iter().map(month).collect(), book }
    };
    books.into_iter().map(of).collect()
}
