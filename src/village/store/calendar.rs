use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{Date, DateRange, Fault, Timestamp, UserId};
use crate::village::working_days::SpecialDay;

pub(in crate::village) async fn special_days(
    tx: &mut ReadTx,
    within: Option<DateRange>,
) -> Result<Vec<SpecialDay>, Fault> {
    let (from, to) = within.map_or((String::new(), "9999".to_owned()), |r| (r.from.to_string(), r.to.to_string()));
    let rows = sqlx::query("select date, kind, name from work_day where date >= $1 and date <= $2 order by date")
        .bind(from)
        .bind(to)
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the working calendar"))?;
    rows.iter()
        .map(|r| Ok(SpecialDay { date: r.parsed("date")?, kind: r.parsed("kind")?, name: r.text("name")? }))
        .collect()
}

pub(in crate::village) async fn put_days(
    tx: &mut WriteTx,
    days: &[SpecialDay],
    by: UserId,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into work_day (date, kind, name, set_by, set_at) values",
        5,
        "on conflict (date) do update set kind = excluded.kind, name = excluded.name, set_by = excluded.set_by, set_at = excluded.set_at",
    );
    for day in days {
        rows.row([
            Cell::from(day.date.to_string()),
            Cell::from(day.kind.word()),
            Cell::from(day.name.as_str()),
            Cell::from(by.text()),
            Cell::from(now.stored()),
        ])?;
    }
    rows.run(tx, "writing the working calendar").await
}

/// True when there was such a day.
pub(in crate::village) async fn remove_day(tx: &mut WriteTx, date: Date) -> Result<bool, Fault> {
    sqlx::query("delete from work_day where date = $1")
        .bind(date.to_string())
        .execute(tx.conn())
        .await
        .map(|done| done.rows_affected() > 0)
        .map_err(Fault::while_("clearing a day of the working calendar"))
}
