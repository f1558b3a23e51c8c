use chrono::Datelike;

use crate::app::App;
use crate::kernel::{Date, Outcome, Period, Timestamp};
use crate::village::{self, DayKind, SpecialDay};
use crate::workflow::{self, ReportingKind};

use super::cast::Cast;

/// Days of the month each village reports on, in turn.
const DAYS: [&[i64]; 3] = [&[5, 20], &[10], &[8, 23]];
/// Festivals that stand on the same day every year; the exchanged days of a year are the centre's to fill in.
const FIXED: [(u32, u32, &str); 5] =
    [(1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节")];

/// The working calendar and the reporting days, as they were fixed before the first month.
pub(super) async fn fix(app: &App, cast: &Cast) -> Outcome<()> {
    let begun = morning(cast, cast.first.first_day());
    let years = cast.first.year().number()..=Period::of(cast.today.date()).year().number();
    let day = |(year, (month, day, name)): (i32, (u32, u32, &str))| {
        let date = Date::from_ymd_opt(year, month, day)?;
        Some(SpecialDay { date, kind: DayKind::Rest, name: name.to_owned() })
    };
    let days: Vec<SpecialDay> = years.flat_map(|y| FIXED.map(|f| (y, f))).filter_map(day).collect();
    let chief = cast.chief.chief()?;
    app.db.write(move |tx| Box::pin(async move { village::set_days(tx, &chief, days, begun).await })).await?;
    for (place, village) in cast.villages.iter().enumerate() {
        let (by, days) = (cast.chief.accountant(village.book.id)?, DAYS[place % DAYS.len()].to_vec());
        let from = begun.date();
        let fixing = app.db.write(move |tx| {
            Box::pin(
                async move { workflow::set_reporting_days(tx, &by, ReportingKind::MonthDay, days, from, begun).await },
            )
        });
        fixing.await?;
    }
    Ok(())
}

/// The director urges whoever holds up the item that is late longest.
pub(super) async fn urge(app: &App, cast: &Cast) -> Outcome<()> {
    let now = cast.today;
    let waits = workflow::waits(&mut app.db.read().await?, &cast.director, now).await?;
    let Some(wait) = waits.iter().find(|w| w.escalated) else { return Ok(()) };
    let by = cast.director.supervisor(wait.submission.book)?;
    let (id, seen) = (wait.submission.id, wait.entries);
    let words = format!("已逾期，请于{}月{}日前办好。", now.date().month(), now.date().day());
    app.db.write(move |tx| Box::pin(async move { workflow::remind(tx, &by, id, seen, &words, now).await })).await
}

fn morning(cast: &Cast, day: Date) -> Timestamp {
    Timestamp::parse(&format!("{day}T09:00:00+08:00")).unwrap_or(cast.today)
}
