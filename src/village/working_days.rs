use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Weekday};

use crate::kernel::{Date, FiscalYear, Period};

/// What a day is that is not what its weekday says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayKind {
    /// 休: a day off on a weekday.
    Rest,
    /// 班: a Saturday or Sunday worked in exchange (调休).
    Work,
}

/// One day of the centre's calendar that is not what its weekday says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpecialDay {
    /// The day.
    pub date: Date,
    /// Off or worked.
    pub kind: DayKind,
    /// 国庆节, 调休上班.
    pub name: String,
}

/// Which days are worked: Monday to Friday, except as the centre's calendar says.
///
/// The government tells the days off of a year in the autumn before; a day nobody has filled in is what its weekday says.
#[derive(Clone, Debug, Default)]
pub struct WorkingDays {
    special: BTreeMap<Date, DayKind>,
}

impl DayKind {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            DayKind::Rest => "rest",
            DayKind::Work => "work",
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            DayKind::Rest => "休",
            DayKind::Work => "班",
        }
    }
}

impl fmt::Display for DayKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for DayKind {
    type Err = String;
    fn from_str(word: &str) -> Result<DayKind, String> {
        match word {
            "rest" | "休" | "休息" | "放假" => Ok(DayKind::Rest),
            "work" | "班" | "上班" | "调休" => Ok(DayKind::Work),
            other => Err(format!("「{other}」不是休，也不是班")),
        }
    }
}

impl WorkingDays {
    /// From what the calendar says.
    pub fn new(special: &[SpecialDay]) -> WorkingDays {
        WorkingDays { special: special.iter().map(|d| (d.date, d.kind)).collect() }
    }

    /// True when the centre works on this day.
    pub fn is_working(&self, day: Date) -> bool {
        match self.special.get(&day) {
            Some(kind) => *kind == DayKind::Work,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// The `count`-th working day after a day; the day itself for none.
    pub fn after(&self, day: Date, count: i64) -> Date {
        (0..count).fold(day, |reached, _| self.next(reached))
    }

    /// The first working day on or after a day.
    pub fn on_or_after(&self, day: Date) -> Date {
        if self.is_working(day) { day } else { self.next(day) }
    }

    /// How many working days lie after `from`, up to and with `to`; none when `to` is not later.
    pub fn between(&self, from: Date, to: Date) -> i64 {
        let mut count = 0;
        let mut day = from;
        while day < to {
            let Some(next) = day.succ_opt() else { break };
            day = next;
            count += i64::from(self.is_working(day));
        }
        count
    }

    /// The `number`-th working day of a month, counted from 1; the last one when there are fewer.
    pub fn nth_of(&self, period: Period, number: i64) -> Option<Date> {
        let days = period.first_day().iter_days().take_while(|d| *d <= period.last_day());
        days.filter(|d| self.is_working(*d)).take(usize::try_from(number).unwrap_or(1).max(1)).last()
    }

    /// True when the calendar says nothing about a year: its festivals are not filled in.
    pub fn is_empty_for(&self, year: FiscalYear) -> bool {
        !self.special.keys().any(|d| Period::of(*d).year() == year)
    }

    /// The next working day. A calendar that gives a whole year off is taken for a slip of the pen.
    fn next(&self, day: Date) -> Date {
        let mut days = day.iter_days().skip(1).take(366);
        days.find(|d| self.is_working(*d)).unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// The first week of October 2025 as it was told: eight days off, one Sunday and one Saturday worked.
    fn october() -> WorkingDays {
        let rest = (1..=8).map(|n| (format!("2025-10-{n:02}"), DayKind::Rest));
        let work = ["2025-09-28", "2025-10-11"].map(|d| (d.to_owned(), DayKind::Work));
        let days: Vec<SpecialDay> =
            rest.chain(work).map(|(date, kind)| SpecialDay { date: day(&date), kind, name: "国庆节".into() }).collect();
        WorkingDays::new(&days)
    }

    #[test]
    fn days_off_and_saturdays_worked_are_counted_as_told() {
        let plain = WorkingDays::default();
        let cases = [
            ("2025-09-12", 1, "2025-09-15", "2025-09-15"),
            ("2025-09-26", 1, "2025-09-29", "2025-09-28"),
            ("2025-09-30", 1, "2025-10-01", "2025-10-09"),
            ("2025-09-30", 3, "2025-10-03", "2025-10-11"),
            ("2025-10-10", 1, "2025-10-13", "2025-10-11"),
            ("2025-10-10", 0, "2025-10-10", "2025-10-10"),
        ];
        for (from, count, by_weekday, as_told) in cases {
            assert_eq!(plain.after(day(from), count), day(by_weekday), "{from} +{count}");
            assert_eq!(october().after(day(from), count), day(as_told), "{from} +{count} as told");
        }
    }

    #[test]
    fn counting_is_the_other_side_of_going() {
        let calendar = october();
        for start in day("2025-09-20").iter_days().take(30) {
            for count in 1..12 {
                let end = calendar.after(start, count);
                assert_eq!(calendar.between(start, end), count, "{start} +{count}");
                assert!(calendar.is_working(end));
            }
        }
        assert_eq!(calendar.between(day("2025-10-09"), day("2025-10-09")), 0);
        assert_eq!(calendar.between(day("2025-10-09"), day("2025-10-01")), 0);
        assert_eq!(calendar.on_or_after(day("2025-10-04")), day("2025-10-09"));
        assert_eq!(calendar.on_or_after(day("2025-10-11")), day("2025-10-11"));
    }

    #[test]
    fn the_nth_working_day_of_a_month() {
        let month = |m| Period::new(2025, m).unwrap();
        assert_eq!(october().nth_of(month(10), 1), Some(day("2025-10-09")));
        assert_eq!(october().nth_of(month(10), 3), Some(day("2025-10-11")));
        assert_eq!(october().nth_of(month(9), 99), Some(day("2025-09-30")));
        assert!(!october().is_empty_for(FiscalYear::new(2025).unwrap()));
        assert!(october().is_empty_for(FiscalYear::new(2026).unwrap()));
    }

    #[test]
    fn a_calendar_without_a_working_day_still_answers() {
        let all: Vec<SpecialDay> = day("2025-01-01")
            .iter_days()
            .take(800)
            .map(|date| SpecialDay { date, kind: DayKind::Rest, name: String::new() })
            .collect();
        assert_eq!(WorkingDays::new(&all).after(day("2025-02-01"), 3), day("2025-02-01"));
    }
}
