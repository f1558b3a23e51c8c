use crate::auth::{Reader, Standing};
use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Money, Outcome, Period, Timestamp};
use crate::ledger;
use crate::village::{self, Book};
use crate::workflow::{self, History};

use super::bulletin::{Bulletin, Measures, bulletins_over};
use super::reporting::{DayKept, days_kept};
use super::trend::{Figures, Trend};

async fn measures(tx: &mut ReadTx, now: Timestamp) -> Outcome<Measures> {
    Ok(Measures {
        deadlines: workflow::deadline_rules(tx).await?,
        reporting: workflow::reporting_rules(tx).await?,
        today: now.date(),
    })
}

/// 通报 of every book this person sees, over these months. A few questions, however many books.
pub async fn bulletins(
    tx: &mut ReadTx,
    by: &Standing,
    (first, last): (Period, Period),
    now: Timestamp,
) -> Outcome<Vec<Bulletin>> {
    let mut books = village::books(tx).await?;
    books.retain(|b| by.sees(b.id) && b.enabled_from <= last);
    let histories = workflow::histories(tx, by, first.first_day()).await?;
    let months: Vec<Period> = first.through(last).collect();
    Ok(bulletins_over(books, &histories, &months, &measures(tx, now).await?))
}

/// 通报 of the reader's book.
pub async fn bulletin_of(
    tx: &mut ReadTx,
    reader: &Reader,
    (first, last): (Period, Period),
    now: Timestamp,
) -> Outcome<Bulletin> {
    let book = village::book(tx, reader.book()).await?;
    let histories = workflow::histories_of(tx, reader, first.first_day()).await?;
    let months: Vec<Period> = first.through(last).collect();
    let mut all = bulletins_over(vec![book.clone()], &histories, &months, &measures(tx, now).await?);
    Ok(all.pop().unwrap_or(Bulletin { book, months: Vec::new() }))
}

/// The reporting days of the reader's book within a span.
pub async fn days_of_book(
    tx: &mut ReadTx,
    reader: &Reader,
    span: (Date, Date),
    now: Timestamp,
) -> Outcome<Vec<DayKept>> {
    let histories = workflow::histories_of(tx, reader, before(span.0)).await?;
    let all: Vec<&History> = histories.iter().collect();
    let by = measures(tx, now).await?;
    Ok(days_kept(&all, reader.book(), span, by.today, &by.reporting, &by.deadlines.calendar))
}

/// The reporting days of every book this person sees within a span.
pub async fn days_of_books(
    tx: &mut ReadTx,
    by: &Standing,
    span: (Date, Date),
    now: Timestamp,
) -> Outcome<Vec<(Book, Vec<DayKept>)>> {
    let mut books = village::books(tx).await?;
    books.retain(|b| by.sees(b.id));
    let histories = workflow::histories(tx, by, before(span.0)).await?;
    let all: Vec<&History> = histories.iter().collect();
    let by = measures(tx, now).await?;
    let days = |book: BookId| days_kept(&all, book, span, by.today, &by.reporting, &by.deadlines.calendar);
    Ok(books.into_iter().map(|book| (book.clone(), days(book.id))).collect())
}

/// Reporting days lie at most so far apart; what was handed in before belongs to an earlier one.
fn before(day: Date) -> Date {
    day.checked_sub_days(chrono::Days::new(70)).unwrap_or(day)
}

/// A village's money and work, month by month.
pub async fn trend(tx: &mut ReadTx, reader: &Reader, (first, last): (Period, Period)) -> Outcome<Trend> {
    let book = reader.book();
    let months: Vec<Period> = first.through(last).collect();
    let chart = ledger::chart(tx, book).await?;
    let sums = ledger::sums_of_books(tx, &[book], first, first).await?;
    let opening =
        |digits: &str| -> Money { sums.iter().filter(|s| s.code.starts_with(digits)).flat_map(|s| s.opening).sum() };
    let figures = Figures {
        chart: &chart,
        turnovers: &ledger::turnovers(tx, book, first, last).await?,
        movements: &ledger::month_movements(tx, book, first, last).await?,
        opening: [opening("101"), opening("102")],
    };
    let histories = workflow::histories_of(tx, reader, first.first_day()).await?;
    let calendar = village::working_days(tx).await?;
    Ok(Trend::of(&months, &figures, &histories, &calendar))
}
