use std::collections::BTreeMap;

use crate::audit::{self, Act};
use crate::auth::Chief;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{Date, DateRange, Failure, Outcome, Refused, Timestamp};
use crate::village::error::VillageRefusal;
use crate::village::store;
use crate::village::working_days::{SpecialDay, WorkingDays};

/// Longest name of a day: 国庆节、中秋节.
const NAME_LIMIT: usize = 20;
/// Most days taken at once: a year.
const DAYS_LIMIT: usize = 366;

/// Which days are worked, from everything the calendar says.
pub async fn working_days(tx: &mut ReadTx) -> Outcome<WorkingDays> {
    Ok(WorkingDays::new(&store::special_days(tx, None).await?))
}

/// The days of the calendar within a span, by day.
pub async fn special_days(tx: &mut ReadTx, within: DateRange) -> Outcome<Vec<SpecialDay>> {
    Ok(store::special_days(tx, Some(within)).await?)
}

/// Fills in days of the calendar, all or none; a day that stands there already is told anew.
///
/// Refuses: `village.no_days`, `village.too_many_days`, `village.day_twice`, `village.too_long`.
pub async fn set_days(tx: &mut WriteTx, by: &Chief, days: Vec<SpecialDay>, now: Timestamp) -> Outcome<()> {
    Failure::unless_none(faults(&days))?;
    store::put_days(tx, &days, by.id(), now).await?;
    let told = |d: &SpecialDay| format!("{} {} {}", d.date, d.kind.in_chinese(), d.name);
    let subject = match days.as_slice() {
        [only] => told(only),
        many => format!("{} 天", many.len()),
    };
    let detail = days.iter().map(told).collect::<Vec<_>>().join("；");
    audit::record(tx, by.actor(), Act::on_township("calendar.set", subject).detail(detail), now).await?;
    Ok(())
}

/// Takes a day out of the calendar: it is again what its weekday says.
///
/// Refuses: `village.no_such_day`.
pub async fn clear_day(tx: &mut WriteTx, by: &Chief, date: Date, now: Timestamp) -> Outcome<()> {
    if !store::remove_day(tx, date).await? {
        return Err(VillageRefusal::NoSuchDay { date: date.to_string() }.into());
    }
    audit::record(tx, by.actor(), Act::on_township("calendar.clear", date.to_string()), now).await?;
    Ok(())
}

fn faults(days: &[SpecialDay]) -> Vec<Refused> {
    let mut faults: Vec<Refused> = Vec::new();
    if days.is_empty() {
        faults.push(VillageRefusal::NoDays.into());
    }
    if days.len() > DAYS_LIMIT {
        return vec![VillageRefusal::TooManyDays { count: days.len(), limit: DAYS_LIMIT }.into()];
    }
    let mut seen: BTreeMap<Date, usize> = BTreeMap::new();
    for (row, day) in (1..).zip(days) {
        if let Some(first) = seen.insert(day.date, row) {
            faults.push(VillageRefusal::DayTwice { date: day.date.to_string(), first, second: row }.into());
        }
        let length = day.name.chars().count();
        if length > NAME_LIMIT {
            let what = "名称";
            faults.push(VillageRefusal::TooLong { field: "name", what, length, limit: NAME_LIMIT }.into());
        }
    }
    faults
}
