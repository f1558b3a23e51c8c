use chrono::Days;

use crate::kernel::{BookId, Date};
use crate::village::WorkingDays;
use crate::workflow::{Action, History, ReportingRules};

/// One reporting day of a book, and whether it was kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayKept {
    /// The day.
    pub day: Date,
    /// How many items were handed in since the reporting day before, up to this one.
    pub handed_in: i64,
    /// True once the day is over, or something was handed in for it.
    pub counts: bool,
}

impl DayKept {
    /// Something was handed in.
    pub const fn is_kept(&self) -> bool {
        self.handed_in > 0
    }

    /// Nothing was, and the day is over.
    pub const fn is_missed(&self) -> bool {
        self.counts && self.handed_in == 0
    }
}

/// The reporting days of a book within a span, each with what was handed in for it.
pub fn days_kept(
    histories: &[&History],
    book: BookId,
    (from, to): (Date, Date),
    today: Date,
    rules: &ReportingRules,
    calendar: &WorkingDays,
) -> Vec<DayKept> {
    let handed: Vec<Date> = handed_in(histories, book);
    let earlier = from.checked_sub_days(Days::new(70)).unwrap_or(from);
    let days = rules.days(book, earlier, to, calendar);
    let with_before = days.iter().enumerate().map(|(place, day)| {
        let before = place.checked_sub(1).and_then(|i| days.get(i)).copied();
        // The first reporting day there ever was takes what came in since the rule began.
        let before = before.or_else(|| rules.rule(book, *day).and_then(|r| r.from.pred_opt()));
        let many = handed.iter().filter(|h| **h <= *day && before.is_none_or(|b| **h > b)).count();
        let handed_in = i64::try_from(many).unwrap_or(i64::MAX);
        DayKept { day: *day, handed_in, counts: *day < today || handed_in > 0 }
    });
    with_before.filter(|d| d.day >= from).collect()
}

/// The days on which something was handed in, mended items included.
fn handed_in(histories: &[&History], book: BookId) -> Vec<Date> {
    let own = histories.iter().filter(|h| h.book == book);
    own.flat_map(|h| &h.events).filter(|e| e.action == Action::Submit).map(|e| e.at.date()).collect()
}
