use std::collections::BTreeMap;

use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Fault, Timestamp, UserId};

use crate::controls::setting::{KeptSetting, NewSetting};

/// Everything ever set, the latest first.
pub(in crate::controls) async fn settings(tx: &mut ReadTx) -> Result<Vec<KeptSetting>, Fault> {
    let rows = sqlx::query("select * from control_setting order by valid_from desc, control, scope")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the settings of controls"))?;
    rows.iter().map(kept).collect()
}

fn kept(row: &AnyRow) -> Result<KeptSetting, Fault> {
    let values: BTreeMap<String, i64> =
        serde_json::from_str(&row.text("parameters")?).map_err(Fault::while_("reading a control's figures"))?;
    Ok(KeptSetting {
        book: row.parsed_or_none("scope")?,
        control: row.text("control")?,
        from: row.date("valid_from")?,
        severity: row.parsed("severity")?,
        values,
        by: row.text("set_name")?,
        at: row.instant("set_at")?,
    })
}

pub(in crate::controls) async fn put_setting(
    tx: &mut WriteTx,
    new: &NewSetting,
    by: UserId,
    name: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let values = serde_json::to_string(&new.values).map_err(Fault::while_("writing a control's figures"))?;
    sqlx::query(
        "insert into control_setting (scope, control, valid_from, severity, parameters, set_by, set_name, set_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (scope, control, valid_from) do update set severity = excluded.severity,
             parameters = excluded.parameters, set_by = excluded.set_by, set_name = excluded.set_name,
             set_at = excluded.set_at",
    )
    .bind(new.book.map(BookId::text).unwrap_or_default())
    .bind(&new.control)
    .bind(new.from.to_string())
    .bind(new.severity.word())
    .bind(values)
    .bind(by.text())
    .bind(name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("setting a control"))
}
