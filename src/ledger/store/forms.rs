use sqlx::any::AnyRow;

use crate::audit::Actor;
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{Digest, Fault, Period, Timestamp, UserId};

use crate::ledger::kept_form::{FormName, KeptForm, NewForm};

/// Every version of every form, the newest of each first.
pub(in crate::ledger) async fn kept_forms(tx: &mut ReadTx) -> Result<Vec<KeptForm>, Fault> {
    let rows = sqlx::query("select * from statement_form order by name, version desc")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading statement forms"))?;
    rows.iter().map(kept_form).collect()
}

/// The newest version whose first month has come.
pub(in crate::ledger) async fn form_in_force(
    tx: &mut ReadTx,
    name: FormName,
    period: Period,
) -> Result<Option<KeptForm>, Fault> {
    let row =
        sqlx::query("select * from statement_form where name = $1 and valid_from <= $2 order by version desc limit 1")
            .bind(name.to_string())
            .bind(period.to_string())
            .fetch_optional(tx.conn())
            .await
            .map_err(Fault::while_("loading a statement form"))?;
    row.as_ref().map(kept_form).transpose()
}

fn kept_form(row: &AnyRow) -> Result<KeptForm, Fault> {
    Ok(KeptForm {
        name: row.parsed("name")?,
        version: row.whole("version")?,
        valid_from: row.parsed("valid_from")?,
        content: row.text("content")?,
        digest: row.digest("digest")?,
        note: row.text("note")?,
        made_name: row.text("made_name")?,
        made_at: row.instant("made_at")?,
    })
}

pub(in crate::ledger) async fn insert_form(
    tx: &mut WriteTx,
    new: &NewForm,
    version: i64,
    by: &Actor,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into statement_form (name, version, valid_from, content, digest, note, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new.name.to_string())
    .bind(version)
    .bind(new.valid_from.to_string())
    .bind(new.content.as_str())
    .bind(Digest::of(new.content.as_bytes()).hex())
    .bind(new.note.as_str())
    .bind(by.id.map(UserId::text).unwrap_or_default())
    .bind(by.name.as_str())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a statement form"))
}

/// True when any book's closing of this month stands.
pub(in crate::ledger) async fn any_closed_through(tx: &mut ReadTx, period: Period) -> Result<bool, Fault> {
    let row = sqlx::query(
        "select 1 as closed from closure c
         where c.period >= $1 and not exists (select 1 from reopening r where r.closure_id = c.id) limit 1",
    )
    .bind(period.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("asking for a closed year"))?;
    Ok(row.is_some())
}
