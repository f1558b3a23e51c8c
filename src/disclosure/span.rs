use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::kernel::{BookId, DateRange, FiscalYear, Period, Quarter};
use crate::village::Policies;

/// 公开期 — what one sheet covers: a quarter, or a month where the book's policy says so.
///
/// Prints and is stored as `2025Q3` or `2025-09`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum SheetSpan {
    /// 按季.
    Quarter(Quarter),
    /// 按月.
    Month(Period),
}

impl SheetSpan {
    /// The span a month of a book belongs to. The rhythm of a quarter is the one that held on its first day,
    /// so that no quarter is half told by months. Source: 村民委员会组织法 art. 30.
    pub fn of(policies: &Policies, book: BookId, period: Period) -> SheetSpan {
        let quarter = period.quarter();
        match policies.value("disclosure_rhythm", book, quarter.days().from) {
            "按月" => SheetSpan::Month(period),
            _ => SheetSpan::Quarter(quarter),
        }
    }

    /// Its first month.
    pub const fn first_period(self) -> Period {
        match self {
            SheetSpan::Quarter(quarter) => quarter.first_period(),
            SheetSpan::Month(period) => period,
        }
    }

    /// Its last month.
    pub const fn last_period(self) -> Period {
        match self {
            SheetSpan::Quarter(quarter) => quarter.last_period(),
            SheetSpan::Month(period) => period,
        }
    }

    /// The span of the same length before it.
    pub const fn previous(self) -> SheetSpan {
        match self {
            SheetSpan::Quarter(quarter) => SheetSpan::Quarter(quarter.previous()),
            SheetSpan::Month(period) => SheetSpan::Month(period.previous()),
        }
    }

    /// The quarter it is, or lies in.
    pub const fn quarter(self) -> Quarter {
        self.last_period().quarter()
    }

    /// Calendar year.
    pub const fn year(self) -> FiscalYear {
        self.last_period().year()
    }

    /// First to last day, inclusive.
    pub fn days(self) -> DateRange {
        DateRange { from: self.first_period().first_day(), to: self.last_period().last_day() }
    }

    /// True when the month lies in it.
    pub fn contains(self, period: Period) -> bool {
        (self.first_period()..=self.last_period()).contains(&period)
    }

    /// `2025年第三季度`, `2025年9月`.
    pub fn in_chinese(self) -> String {
        match self {
            SheetSpan::Quarter(quarter) => quarter.in_chinese(),
            SheetSpan::Month(period) => period.in_chinese(),
        }
    }

    /// `本季`, `本月`.
    pub const fn this(self) -> &'static str {
        match self {
            SheetSpan::Quarter(_) => "本季",
            SheetSpan::Month(_) => "本月",
        }
    }

    /// `上季度`, `上个月`.
    pub const fn last(self) -> &'static str {
        match self {
            SheetSpan::Quarter(_) => "上季度",
            SheetSpan::Month(_) => "上个月",
        }
    }

    /// What its sheets are numbered by: `2025-Q3`, `2025-M09`.
    pub fn number_stem(self) -> String {
        match self {
            SheetSpan::Quarter(quarter) => format!("{}-Q{}", quarter.year(), quarter.number()),
            SheetSpan::Month(period) => format!("{}-M{:02}", period.year(), period.month()),
        }
    }
}

impl From<Quarter> for SheetSpan {
    fn from(quarter: Quarter) -> SheetSpan {
        SheetSpan::Quarter(quarter)
    }
}
impl From<Period> for SheetSpan {
    fn from(period: Period) -> SheetSpan {
        SheetSpan::Month(period)
    }
}

/// By the last month, then the longer one later.
impl Ord for SheetSpan {
    fn cmp(&self, other: &SheetSpan) -> Ordering {
        let key = |s: &SheetSpan| (s.last_period(), std::cmp::Reverse(s.first_period()));
        key(self).cmp(&key(other))
    }
}
impl PartialOrd for SheetSpan {
    fn partial_cmp(&self, other: &SheetSpan) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for SheetSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SheetSpan::Quarter(quarter) => quarter.fmt(f),
            SheetSpan::Month(period) => period.fmt(f),
        }
    }
}
impl fmt::Debug for SheetSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for SheetSpan {
    type Err = String;
    fn from_str(text: &str) -> Result<SheetSpan, String> {
        let quarter = text.parse().map(SheetSpan::Quarter);
        quarter
            .or_else(|_| text.parse().map(SheetSpan::Month))
            .map_err(|_: String| format!("「{text}」不是季度也不是月份，请写成 2025Q3 或 2025-09"))
    }
}
impl Serialize for SheetSpan {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for SheetSpan {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<SheetSpan, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::village::PolicySetting;

    #[test]
    fn a_span_reads_back_and_knows_its_months() {
        for (text, first, last, stem, before) in [
            ("2025Q3", "2025-07", "2025-09", "2025-Q3", "2025Q2"),
            ("2025-09", "2025-09", "2025-09", "2025-M09", "2025-08"),
            ("2025-01", "2025-01", "2025-01", "2025-M01", "2024-12"),
        ] {
            let span: SheetSpan = text.parse().unwrap();
            let found = [span.to_string(), span.first_period().to_string(), span.last_period().to_string()];
            assert_eq!(found, [text, first, last]);
            assert_eq!([span.number_stem(), span.previous().to_string()], [stem, before]);
        }
        assert!("2025Q5".parse::<SheetSpan>().is_err() && "2025-13".parse::<SheetSpan>().is_err());
        let mut all: Vec<SheetSpan> = ["2025Q4", "2025-09", "2025Q3", "2025-10"].map(|t| t.parse().unwrap()).to_vec();
        all.sort_unstable();
        assert_eq!(all.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2025-09", "2025Q3", "2025-10", "2025Q4"]);
    }

    #[test]
    fn the_rhythm_of_a_quarter_is_that_of_its_first_day() {
        let book = BookId::new();
        let decided = PolicySetting {
            book: Some(book),
            name: "disclosure_rhythm".into(),
            value: "按月".into(),
            from: "2025-08-15".parse().unwrap(),
        };
        let policies = Policies::of(vec![decided]);
        let span = |book, period: &str| SheetSpan::of(&policies, book, period.parse().unwrap()).to_string();
        assert_eq!([span(book, "2025-09"), span(book, "2025-10")], ["2025Q3", "2025-10"]);
        assert_eq!(span(BookId::new(), "2025-10"), "2025Q4");
    }
}
