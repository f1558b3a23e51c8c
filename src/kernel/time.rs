use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SubsecRound, Utc};

/// A business day, without a zone: what is written on a receipt.
pub type Date = NaiveDate;

/// An instant, cut to microseconds, kept and compared as UTC, shown in China's one zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// Wraps an instant.
    pub fn new(instant: DateTime<Utc>) -> Timestamp {
        Timestamp(instant.trunc_subsecs(6))
    }

    /// The first moment of a day in China.
    pub fn start_of(day: Date) -> Timestamp {
        Timestamp(day.and_time(NaiveTime::MIN).and_utc() - chrono::Duration::hours(8))
    }

    /// Reads the stored form, `2025-09-30T01:02:03.000004Z`.
    pub fn parse(stored: &str) -> Option<Timestamp> {
        DateTime::parse_from_rfc3339(stored).ok().map(|t| Timestamp::new(t.with_timezone(&Utc)))
    }

    /// The stored form; its text order is time order.
    pub fn stored(self) -> String {
        self.0.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
    }

    /// The day in China.
    pub fn date(self) -> Date {
        self.local().date_naive()
    }

    /// `2025-09-30 09:02` in China.
    pub fn minute(self) -> String {
        self.local().format("%Y-%m-%d %H:%M").to_string()
    }

    /// This instant plus a number of seconds.
    pub fn plus_seconds(self, seconds: i64) -> Timestamp {
        Timestamp(self.0 + chrono::Duration::seconds(seconds))
    }

    /// Whole days from `earlier` to this instant.
    pub fn days_since(self, earlier: Timestamp) -> i64 {
        (self.date() - earlier.date()).num_days()
    }

    /// Seconds from `earlier` to this instant.
    pub fn seconds_since(self, earlier: Timestamp) -> i64 {
        (self.0 - earlier.0).num_seconds()
    }

    /// The underlying instant.
    pub const fn instant(self) -> DateTime<Utc> {
        self.0
    }

    fn local(self) -> DateTime<FixedOffset> {
        let china = FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| unreachable!());
        self.0.with_timezone(&china)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.minute())
    }
}
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stored())
    }
}

/// Where the time comes from: the machine, or a test.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always this instant.
    Fixed(Timestamp),
}

impl Clock {
    /// Now. The one place in the program that reads the machine's clock.
    #[allow(clippy::disallowed_methods, reason = "the one door to the machine's clock")]
    pub fn now(self) -> Timestamp {
        match self {
            Clock::System => Timestamp::new(Utc::now()),
            Clock::Fixed(instant) => instant,
        }
    }
}
