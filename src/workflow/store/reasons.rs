use std::collections::HashMap;

use crate::auth::Chief;
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{Date, Fault, SubmissionId, Timestamp};
use crate::workflow::return_reason::{KeptReturn, ReturnReason};

/// What the centre added, in the order it was added, with the first day.
pub(in crate::workflow) async fn added_reasons(tx: &mut ReadTx) -> Result<Vec<(ReturnReason, Date)>, Fault> {
    let rows = sqlx::query("select code, reason, field, valid_from from return_reason order by made_at, code")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading return reasons"))?;
    let of = |r: &sqlx::any::AnyRow| {
        let reason = ReturnReason { code: r.text("code")?, text: r.text("reason")?, field: r.text("field")? };
        Ok((reason, r.parsed("valid_from")?))
    };
    rows.iter().map(of).collect()
}

/// The last day of what the centre does not use any more, by code.
pub(in crate::workflow) async fn retired_reasons(tx: &mut ReadTx) -> Result<HashMap<String, Date>, Fault> {
    let rows = sqlx::query("select code, valid_to from return_reason_retired")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading retired return reasons"))?;
    rows.iter().map(|r| Ok((r.text("code")?, r.parsed("valid_to")?))).collect()
}

pub(in crate::workflow) async fn insert_reason(
    tx: &mut WriteTx,
    reason: &ReturnReason,
    from: Date,
    by: &Chief,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into return_reason (code, reason, field, valid_from, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&reason.code)
    .bind(&reason.text)
    .bind(&reason.field)
    .bind(from.to_string())
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("adding a return reason"))
}

/// False when it was retired before.
pub(in crate::workflow) async fn retire_reason(
    tx: &mut WriteTx,
    code: &str,
    to: Date,
    by: &Chief,
    now: Timestamp,
) -> Result<bool, Fault> {
    sqlx::query(
        "insert into return_reason_retired (code, valid_to, made_by, made_name, made_at) values ($1, $2, $3, $4, $5)
         on conflict (code) do nothing",
    )
    .bind(code)
    .bind(to.to_string())
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(|done| done.rows_affected() > 0)
    .map_err(Fault::while_("retiring a return reason"))
}

/// How a submission was given back before, the first first.
pub(in crate::workflow) async fn returns(tx: &mut ReadTx, id: SubmissionId) -> Result<Vec<KeptReturn>, Fault> {
    let rows = sqlx::query("select at, codes, fields from submission_return where submission_id = $1 order by seq")
        .bind(id.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading earlier returns"))?;
    let reading = || Fault::while_("reading an earlier return");
    rows.iter()
        .map(|r| {
            Ok(KeptReturn {
                at: r.instant("at")?,
                codes: serde_json::from_str(&r.text("codes")?).map_err(reading())?,
                fields: serde_json::from_str(&r.text("fields")?).map_err(reading())?,
            })
        })
        .collect()
}

/// Keeps a return as it was told, with what could have been told before.
pub(in crate::workflow) async fn insert_return(
    tx: &mut WriteTx,
    id: SubmissionId,
    told: &KeptReturn,
    late: &[String],
) -> Result<(), Fault> {
    let writing = || Fault::while_("writing a return");
    sqlx::query(
        "insert into submission_return (submission_id, seq, at, codes, fields, late)
         select $1, cast(coalesce(max(seq), 0) + 1 as bigint), $2, $3, $4, $5
         from submission_return where submission_id = $1",
    )
    .bind(id.text())
    .bind(told.at.stored())
    .bind(serde_json::to_string(&told.codes).map_err(writing())?)
    .bind(serde_json::to_string(&told.fields).map_err(writing())?)
    .bind(serde_json::to_string(late).map_err(writing())?)
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a return"))
}

/// How often each reason was told since an instant, by its code.
pub(in crate::workflow) async fn reason_uses(tx: &mut ReadTx, since: Timestamp) -> Result<HashMap<String, i64>, Fault> {
    let rows = sqlx::query("select codes from submission_return where at >= $1")
        .bind(since.stored())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("counting return reasons"))?;
    let mut uses = HashMap::new();
    for row in &rows {
        let codes: Vec<String> =
            serde_json::from_str(&row.text("codes")?).map_err(Fault::while_("reading an earlier return"))?;
        for code in codes {
            *uses.entry(code).or_default() += 1;
        }
    }
    Ok(uses)
}
