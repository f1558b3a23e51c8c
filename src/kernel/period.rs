use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Date;

/// 会计期间 — one calendar month. Ordered; prints `2025-09`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i32,
    month: u32,
}

impl Period {
    /// The period of a year and a month 1–12; `None` outside the calendar.
    pub fn new(year: i32, month: u32) -> Option<Period> {
        ((1900..=2999).contains(&year) && (1..=12).contains(&month)).then_some(Period { year, month })
    }

    /// The period a date falls in.
    pub fn of(date: Date) -> Period {
        Period { year: date.year(), month: date.month() }
    }

    /// Calendar year.
    pub const fn year(self) -> FiscalYear {
        FiscalYear(self.year)
    }

    /// 1–12.
    pub const fn month(self) -> u32 {
        self.month
    }

    /// The quarter this month belongs to.
    pub const fn quarter(self) -> Quarter {
        Quarter { year: self.year, number: (self.month - 1) / 3 + 1 }
    }

    /// The month after.
    pub const fn next(self) -> Period {
        if self.month == 12 {
            Period { year: self.year + 1, month: 1 }
        } else {
            Period { month: self.month + 1, ..self }
        }
    }

    /// The month before.
    pub const fn previous(self) -> Period {
        if self.month == 1 {
            Period { year: self.year - 1, month: 12 }
        } else {
            Period { month: self.month - 1, ..self }
        }
    }

    /// First day.
    pub fn first_day(self) -> Date {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or(NaiveDate::MIN)
    }

    /// Last day.
    pub fn last_day(self) -> Date {
        self.next().first_day().pred_opt().unwrap_or(NaiveDate::MAX)
    }

    /// Both ends inclusive.
    pub fn days(self) -> DateRange {
        DateRange { from: self.first_day(), to: self.last_day() }
    }

    /// True when the date falls in this month.
    pub fn contains(self, date: Date) -> bool {
        Period::of(date) == self
    }

    /// True for March, June, September, December.
    pub const fn ends_quarter(self) -> bool {
        self.month.is_multiple_of(3)
    }

    /// Every period from `self` to `last`, both inclusive; empty when `last` is earlier.
    pub fn through(self, last: Period) -> impl Iterator<Item = Period> {
        std::iter::successors(Some(self), |p| Some(p.next())).take_while(move |p| *p <= last)
    }

    /// `2025年9月`.
    pub fn in_chinese(self) -> String {
        format!("{}年{}月", self.year, self.month)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for Period {
    type Err = String;
    fn from_str(text: &str) -> Result<Period, String> {
        let wrong = || format!("「{text}」不是会计期间,请写成 2025-09");
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        if year.len() != 4 || month.len() != 2 {
            return Err(wrong());
        }
        Period::new(year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?).ok_or_else(wrong)
    }
}

/// 季度 — prints `2025Q3`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i32,
    number: u32,
}

impl Quarter {
    /// The quarter 1–4 of a year.
    pub fn new(year: i32, number: u32) -> Option<Quarter> {
        ((1900..=2999).contains(&year) && (1..=4).contains(&number)).then_some(Quarter { year, number })
    }

    /// Calendar year.
    pub const fn year(self) -> FiscalYear {
        FiscalYear(self.year)
    }

    /// 1–4.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// Its first month.
    pub const fn first_period(self) -> Period {
        Period { year: self.year, month: self.number * 3 - 2 }
    }

    /// Its last month.
    pub const fn last_period(self) -> Period {
        Period { year: self.year, month: self.number * 3 }
    }

    /// The quarter before.
    pub const fn previous(self) -> Quarter {
        self.first_period().previous().quarter()
    }

    /// The quarter after.
    pub const fn next(self) -> Quarter {
        self.last_period().next().quarter()
    }

    /// First to last day, inclusive.
    pub fn days(self) -> DateRange {
        DateRange { from: self.first_period().first_day(), to: self.last_period().last_day() }
    }

    /// `2025年第三季度`.
    pub fn in_chinese(self) -> String {
        format!("{}年第{}季度", self.year, ["一", "二", "三", "四"][self.number as usize - 1])
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}Q{}", self.year, self.number)
    }
}
impl fmt::Debug for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for Quarter {
    type Err = String;
    fn from_str(text: &str) -> Result<Quarter, String> {
        let wrong = || format!("「{text}」不是季度,请写成 2025Q3");
        let (year, number) = text.split_once(['Q', 'q']).ok_or_else(wrong)?;
        let year = year.trim_end_matches('-');
        Quarter::new(year.parse().map_err(|_| wrong())?, number.parse().map_err(|_| wrong())?).ok_or_else(wrong)
    }
}

/// 会计年度 — the calendar year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear(i32);

impl FiscalYear {
    /// A year that has months; `None` outside the calendar.
    pub fn new(year: i32) -> Option<FiscalYear> {
        Period::new(year, 1).map(Period::year)
    }
    /// The year as a number.
    pub const fn number(self) -> i32 {
        self.0
    }
    /// January.
    pub const fn first_period(self) -> Period {
        Period { year: self.0, month: 1 }
    }
    /// December.
    pub const fn last_period(self) -> Period {
        Period { year: self.0, month: 12 }
    }
    /// The year before.
    pub const fn previous(self) -> FiscalYear {
        FiscalYear(self.0 - 1)
    }
    /// The year after.
    pub const fn next(self) -> FiscalYear {
        FiscalYear(self.0 + 1)
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}
impl fmt::Debug for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for FiscalYear {
    type Err = String;
    fn from_str(text: &str) -> Result<FiscalYear, String> {
        let year = (text.len() == 4).then(|| text.parse().ok()).flatten().and_then(FiscalYear::new);
        year.ok_or_else(|| format!("「{text}」不是年度,请写成 2025"))
    }
}

/// A span of days, both ends inclusive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct DateRange {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl DateRange {
    /// True when the day lies within.
    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }
}

macro_rules! serde_as_text {
    ($($name:ty),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
serde_as_text!(Period, Quarter, FiscalYear);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_walk_over_the_year_end() {
        let december: Period = "2024-12".parse().unwrap();
        assert_eq!(december.next().to_string(), "2025-01");
        assert_eq!(december.next().previous(), december);
        assert_eq!(december.last_day().to_string(), "2024-12-31");
        assert_eq!(december.quarter().to_string(), "2024Q4");
        assert_eq!("2024-11".parse::<Period>().unwrap().through("2025-02".parse().unwrap()).count(), 4);
    }

    #[test]
    fn what_is_not_a_period_is_refused() {
        for text in ["2024-13", "24-01", "2024", "2024-1", "abcd-ef"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
        assert!("2024Q5".parse::<Quarter>().is_err());
        for text in ["24", "二零二四", "2024-01", ""] {
            assert!(text.parse::<FiscalYear>().is_err(), "{text}");
        }
        assert_eq!("2024".parse::<FiscalYear>().unwrap().last_period().to_string(), "2024-12");
    }
}
