use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::app::App;
use crate::export::Format;
use crate::kernel::{Period, Timestamp};
use crate::village::Book;

use crate::web::error::{WebError, WebRefusal};
use crate::web::extract::Query;

/// What the address of a report asks for: the months, and in which form.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Asked {
    from: Option<Period>,
    to: Option<Period>,
    /// None for the screen.
    pub format: Option<Format>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wish {
    from: String,
    to: String,
    format: String,
}

impl FromRequestParts<App> for Asked {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Asked, WebError> {
        let Query(wish) = Query::<Wish>::from_request_parts(parts, app).await?;
        let ending = parts.uri.path().rsplit('/').next().and_then(|last| last.rsplit_once('.')).map_or("", |(_, e)| e);
        let form = if wish.format.is_empty() { ending } else { &wish.format };
        let format = match form {
            "" | "html" => None,
            word => Some(word.parse().map_err(|_| WebRefusal::NoSuchPage)?),
        };
        Ok(Asked { from: month(&wish.from)?, to: month(&wish.to)?, format })
    }
}

impl Asked {
    /// These months where none were asked for.
    pub(in crate::web) fn or(self, months: Option<(Period, Period)>) -> Asked {
        match (self.from, self.to, months) {
            (None, None, Some((from, to))) => Asked { from: Some(from), to: Some(to), ..self },
            _ => self,
        }
    }

    /// The months asked for, in order; without a wish this month, or from January when `year_to_date`.
    pub(in crate::web) fn months(self, book: &Book, now: Timestamp, start: Start) -> (Period, Period) {
        self.months_of(book.enabled_from, now, start)
    }

    /// The same, for what is kept since `kept_from`.
    pub(in crate::web) fn months_of(self, kept_from: Period, now: Timestamp, start: Start) -> (Period, Period) {
        let to = self.to.or(self.from).unwrap_or_else(|| Period::of(now.date()).max(kept_from));
        let january = to.year().first_period();
        let from = self.from.unwrap_or(match start {
            Start::ThisMonth => to,
            Start::January => january.max(kept_from.min(to)),
        });
        (from.min(to), from.max(to))
    }
}

/// Where a report begins when nothing was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::web) enum Start {
    /// With its last month.
    ThisMonth,
    /// With the year.
    January,
}

/// `2025-09`, and what people type where a browser has no field for months: `2025.9`, `2025年9月`, `202509`.
pub(in crate::web) fn month(typed: &str) -> Result<Option<Period>, WebError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let mut numbers = typed.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let (year, month) = match (numbers.next(), numbers.next()) {
        (Some(year), Some(month)) => (year, month),
        (Some(both), None) if both.len() == 6 => both.split_at(4),
        _ => ("", ""),
    };
    let read = || Period::new(year.parse().ok()?, month.parse().ok()?);
    match read().filter(|p| (1949..=9999).contains(&p.year().number())) {
        Some(period) => Ok(Some(period)),
        None => Err(WebRefusal::NotAMonth { typed: typed.chars().take(20).collect() }.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 月份_怎么写都认得() {
        for typed in ["2025-09", "2025-9", "2025.9", "2025/09", "2025年9月", "202509", " 2025 9 "] {
            assert_eq!(month(typed).ok().flatten(), Period::new(2025, 9), "{typed}");
        }
        for wrong in ["2025-13", "abc", "25", "2025", "99999-1"] {
            assert!(month(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn 起止写反了_按先后排() {
        let period = |m| Period::new(2025, m).unwrap();
        let asked = Asked { from: Some(period(9)), to: Some(period(3)), format: None };
        let now = Timestamp::parse("2025-11-01T00:00:00Z").unwrap();
        assert_eq!(asked.months_of(period(1), now, Start::January), (period(3), period(9)));
        let nothing = Asked { from: None, to: None, format: None };
        assert_eq!(nothing.months_of(period(4), now, Start::January), (period(4), period(11)));
        assert_eq!(nothing.months_of(period(4), now, Start::ThisMonth), (period(11), period(11)));
    }
}
