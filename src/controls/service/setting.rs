use crate::audit::{self, Act};
use crate::auth::Chief;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Failure, Outcome, Timestamp};

use crate::controls::setting::{KeptSetting, NewSetting, Settings};
use crate::controls::store;

/// Every rule as it holds for a book, or (`None`) the township, on a day.
pub async fn settings(tx: &mut ReadTx, book: Option<BookId>, on: Date) -> Outcome<Settings> {
    Ok(Settings::of(&store::settings(tx).await?, book, on))
}

/// Everything ever set, the latest first.
pub async fn settings_ever(tx: &mut ReadTx) -> Outcome<Vec<KeptSetting>> {
    Ok(store::settings(tx).await?)
}

/// Sets a rule from a day on, for one book or the township; one set for the same day is replaced.
///
/// Refuses, all at once: `controls.no_such_control`, `controls.setting_in_past`, `controls.bad_parameter`.
pub async fn set(tx: &mut WriteTx, by: &Chief, new: NewSetting, now: Timestamp) -> Outcome<()> {
    let (control, faults) = new.judged(now.date());
    Failure::unless_none(faults)?;
    store::put_setting(tx, &new, by.id(), &by.actor().name, now).await?;
    let title = control.map_or("", |c| c.title);
    let said = format!("自{}起 {} {:?}", new.from, new.severity.in_chinese(), new.values);
    let act = match new.book {
        Some(book) => Act::on_book(book, "control.set", title),
        None => Act::on_township("control.set", title),
    };
    audit::record(tx, by.actor(), act.detail(said), now).await?;
    Ok(())
}
