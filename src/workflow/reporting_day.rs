use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::kernel::{BookId, Date, Period};
use crate::village::WorkingDays;

/// How reporting days are fixed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReportingKind {
    /// 每月几号; one that is not worked moves to the next working day.
    MonthDay,
    /// 每月第几个工作日.
    WorkingDay,
}

/// 报账日 of a book from a day on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportingRule {
    /// Whose.
    pub book: BookId,
    /// The first day it holds.
    pub from: Date,
    /// How.
    pub kind: ReportingKind,
    /// Which, rising; empty for none.
    pub days: Vec<i64>,
}

/// The reporting days of every book, with their dates.
#[derive(Clone, Debug, Default)]
pub struct ReportingRules(Vec<ReportingRule>);

impl ReportingKind {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            ReportingKind::MonthDay => "month_day",
            ReportingKind::WorkingDay => "working_day",
        }
    }
}

impl fmt::Display for ReportingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for ReportingKind {
    type Err = String;
    fn from_str(word: &str) -> Result<ReportingKind, String> {
        match word {
            "month_day" => Ok(ReportingKind::MonthDay),
            "working_day" => Ok(ReportingKind::WorkingDay),
            other => Err(format!("没有「{other}」这种报账日")),
        }
    }
}

impl ReportingRule {
    /// 每月5日、20日; 每月第3个工作日; 没有定.
    pub fn in_chinese(&self) -> String {
        let all: Vec<String> = self.days.iter().map(i64::to_string).collect();
        match (self.days.is_empty(), self.kind) {
            (true, _) => "没有定".to_owned(),
            (_, ReportingKind::MonthDay) => format!("每月{}日", all.join("日、")),
            (_, ReportingKind::WorkingDay) => format!("每月第{}个工作日", all.join("、")),
        }
    }

    /// The days that come from one month; the last may move into the next.
    fn days_of(&self, period: Period, calendar: &WorkingDays) -> BTreeSet<Date> {
        let day = |number: &i64| match self.kind {
            ReportingKind::WorkingDay => calendar.nth_of(period, *number),
            ReportingKind::MonthDay => {
                let first = period.first_day();
                let day = first.checked_add_days(chrono::Days::new(u64::try_from(number - 1).unwrap_or(0)))?;
                Some(calendar.on_or_after(day.min(period.last_day())))
            }
        };
        self.days.iter().filter_map(day).collect()
    }
}

impl ReportingRules {
    /// From what was fixed, by book and day.
    pub fn of(rules: Vec<ReportingRule>) -> ReportingRules {
        ReportingRules(rules)
    }

    /// What holds for a book on a day; `None` where nothing was ever fixed.
    pub fn rule(&self, book: BookId, on: Date) -> Option<&ReportingRule> {
        self.0.iter().filter(|r| r.book == book && r.from <= on).max_by_key(|r| r.from)
    }

    /// The reporting days of a book within a span, both ends included.
    pub fn days(&self, book: BookId, from: Date, to: Date, calendar: &WorkingDays) -> Vec<Date> {
        let months = Period::of(from).previous().through(Period::of(to));
        let own: Vec<&ReportingRule> = self.0.iter().filter(|r| r.book == book).collect();
        let of_month = |period: Period| {
            let days = own.iter().flat_map(move |rule| {
                let days = rule.days_of(period, calendar);
                days.into_iter().filter(|day| self.rule(book, *day) == Some(*rule)).collect::<Vec<_>>()
            });
            days.collect::<BTreeSet<Date>>()
        };
        let all: BTreeSet<Date> = months.flat_map(of_month).collect();
        all.into_iter().filter(|day| (from..=to).contains(day)).collect()
    }

    /// The next reporting day, today included.
    pub fn next(&self, book: BookId, today: Date, calendar: &WorkingDays) -> Option<Date> {
        let to = today.checked_add_days(chrono::Days::new(70))?;
        self.days(book, today, to, calendar).into_iter().next()
    }

    /// The reporting day a receipt of this day should have been brought on: the first one on or after it.
    pub fn day_for(&self, book: BookId, receipt: Date, calendar: &WorkingDays) -> Option<Date> {
        self.next(book, receipt, calendar)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::village::{DayKind, SpecialDay};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_that_is_not_worked_moves_and_a_new_rule_begins_on_its_day() {
        let book = BookId::new();
        let rule = |from: &str, kind, days: &[i64]| ReportingRule { book, from: day(from), kind, days: days.to_vec() };
        let rules = ReportingRules::of(vec![
            rule("2025-07-01", ReportingKind::MonthDay, &[5, 31]),
            rule("2025-10-01", ReportingKind::WorkingDay, &[1, 10]),
            rule("2026-01-01", ReportingKind::MonthDay, &[]),
        ]);
        let told = [("2025-10-01", DayKind::Rest), ("2025-10-02", DayKind::Rest), ("2025-10-03", DayKind::Rest)];
        let told = told.map(|(date, kind)| SpecialDay { date: day(date), kind, name: String::new() });
        let calendar = WorkingDays::new(&told);
        let days = |from: &str, to: &str| -> Vec<String> {
            rules.days(book, day(from), day(to), &calendar).iter().map(Date::to_string).collect()
        };
        assert!(days("2025-06-01", "2025-06-30").is_empty(), "before anything was fixed");
        assert_eq!(days("2025-07-01", "2025-07-31"), ["2025-07-07", "2025-07-31"]);
        assert_eq!(days("2025-08-01", "2025-09-30"), ["2025-08-05", "2025-09-01", "2025-09-05", "2025-09-30"]);
        assert_eq!(days("2025-10-01", "2025-10-31"), ["2025-10-06", "2025-10-17"]);
        assert!(days("2026-01-01", "2026-03-31").is_empty(), "given up");
        assert_eq!(rules.next(book, day("2025-10-07"), &calendar), Some(day("2025-10-17")));
        assert_eq!(rules.day_for(book, day("2025-10-17"), &calendar), Some(day("2025-10-17")));
        let said: Vec<String> = rules.0.iter().map(ReportingRule::in_chinese).collect();
        assert_eq!(said, ["每月5日、31日", "每月第1、10个工作日", "没有定"]);
    }
}
