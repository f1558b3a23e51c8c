use crate::app::App;
use crate::disclosure::{self, Verdict};
use crate::kernel::{Outcome, Period, Quarter, Timestamp};

use super::cast::{Cast, VillageCast};

/// How far the sheet of the last quarter has come in each village, in turn; earlier sheets are all published.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Road {
    Composed,
    Checked,
    Reviewed,
    Signed,
    Published,
}

const ROADS: [Road; 7] =
    [Road::Published, Road::Reviewed, Road::Published, Road::Checked, Road::Composed, Road::Signed, Road::Published];

/// Takes every finished quarter's sheet along its road.
pub(super) async fn disclose(app: &App, cast: &Cast) -> Outcome<()> {
    let present = Period::of(cast.today.date()).quarter();
    for (i, village) in cast.villages.iter().enumerate() {
        let mut quarter = cast.first.quarter();
        while quarter < present {
            let road = if quarter.next() == present { ROADS[i % ROADS.len()] } else { Road::Published };
            walk(app, cast, village, quarter, road).await?;
            quarter = quarter.next();
        }
    }
    Ok(())
}

/// Days after the quarter's end, never later than the moment the demo is made.
fn after(cast: &Cast, quarter: Quarter, days: i64) -> Timestamp {
    let day = quarter.days().to + chrono::Duration::days(days);
    Timestamp::parse(&format!("{day}T10:00:00+08:00")).unwrap_or(cast.today).min(cast.today)
}

async fn walk(app: &App, cast: &Cast, village: &VillageCast, quarter: Quarter, road: Road) -> Outcome<()> {
    let book = village.book.id;
    let seen = disclosure::head(&mut app.db.read().await?, book, quarter).await?.digest;
    if road >= Road::Checked {
        let (by, now) = (cast.chief.accountant(book)?, after(cast, quarter, 3));
        let act = app.db.write(move |tx| Box::pin(async move { disclosure::check(tx, &by, quarter, seen, now).await }));
        act.await?;
    }
    let voices = match road {
        Road::Composed => 0,
        Road::Checked => 1,
        Road::Reviewed | Road::Signed | Road::Published => 3,
    };
    for member in village.group.iter().take(voices) {
        let (by, now) = (member.group_member(book)?, after(cast, quarter, 5));
        let act = app.db.write(move |tx| {
            Box::pin(async move {
                disclosure::say(tx, &by, quarter, seen, (Verdict::Agree, "逐笔看过,与票据一致"), now).await
            })
        });
        act.await?;
    }
    if road >= Road::Signed {
        let (by, now) = (cast.director.director()?, after(cast, quarter, 7));
        let act =
            app.db.write(move |tx| Box::pin(async move { disclosure::sign(tx, &by, book, quarter, seen, now).await }));
        act.await?;
    }
    if road >= Road::Published {
        let (by, now) = (cast.chief.accountant(book)?, after(cast, quarter, 8));
        let act =
            app.db.write(move |tx| Box::pin(async move { disclosure::publish(tx, &by, quarter, seen, now).await }));
        act.await?;
    }
    Ok(())
}
