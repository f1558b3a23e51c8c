use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{Digest, Fault};

use super::event::{Event, Search};

/// Draws the next number of a chain and hands over the digest before it.
///
/// Drawing holds the chain's head row, and a trigger keeps the last digest in it: whoever waited for
/// another sees, on either engine, the event that one left.
pub(super) async fn draw(tx: &mut WriteTx, scope: &str) -> Result<(i64, Digest), Fault> {
    let row = sqlx::query(
        "insert into audit_head (scope, last_seq) values ($1, 1)
         on conflict (scope) do update set last_seq = audit_head.last_seq + 1
         returning last_seq, last_digest",
    )
    .bind(scope)
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("drawing an audit number"))?;
    Ok((row.whole("last_seq")?, row.parsed_or_none("last_digest")?.unwrap_or(Digest::GENESIS)))
}

/// Holds a chain's head without drawing a number.
pub(super) async fn hold(tx: &mut WriteTx, scope: &str) -> Result<(), Fault> {
    sqlx::query("update audit_head set last_seq = last_seq where scope = $1")
        .bind(scope)
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("holding an audit chain"))
}

/// One event as the row it becomes.
pub(super) fn inserted(e: &Event) -> Result<RowsInto, Fault> {
    let mut rows = RowsInto::new(
        "insert into audit_event (scope, seq, at, actor_id, actor_name, act, subject, subject_id, detail, address, previous, digest) values",
        12,
        "",
    );
    rows.row([
        Cell::from(e.scope.as_str()),
        e.seq.into(),
        e.at.stored().into(),
        e.actor_id.as_str().into(),
        e.actor_name.as_str().into(),
        e.act.as_str().into(),
        e.subject.as_str().into(),
        e.subject_id.as_str().into(),
        e.detail.as_str().into(),
        e.address.as_str().into(),
        e.previous.hex().into(),
        e.digest.hex().into(),
    ])?;
    Ok(rows)
}

pub(super) async fn lengths(tx: &mut ReadTx, scopes: [String; 2]) -> Result<[i64; 2], Fault> {
    let rows = sqlx::query("select scope, last_seq from audit_head where scope in ($1, $2)")
        .bind(&scopes[0])
        .bind(&scopes[1])
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("measuring the audit chains"))?;
    let mut lengths = [0; 2];
    for row in &rows {
        let scope = row.text("scope")?;
        if let Some(place) = scopes.iter().position(|s| *s == scope) {
            lengths[place] = row.whole("last_seq")?;
        }
    }
    Ok(lengths)
}

pub(super) async fn heads(tx: &mut ReadTx) -> Result<Vec<(String, i64)>, Fault> {
    let rows = sqlx::query("select scope, last_seq from audit_head order by scope")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("listing the audit chains"))?;
    rows.iter().map(|r| Ok((r.text("scope")?, r.whole("last_seq")?))).collect()
}

pub(super) async fn events(tx: &mut ReadTx, scope: &str, before: i64, limit: i64) -> Result<Vec<Event>, Fault> {
    let rows = sqlx::query("select * from audit_event where scope = $1 and seq < $2 order by seq desc limit $3")
        .bind(scope)
        .bind(before)
        .bind(limit)
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading audit events"))?;
    rows.iter().map(event).collect()
}

pub(super) async fn search(tx: &mut ReadTx, search: &Search) -> Result<Vec<Event>, Fault> {
    let rows = sqlx::query(
        "select * from audit_event
         where scope = $1 and seq < $2 and at >= $3 and at < $4
           and lower(actor_name) like $5 escape '!'
           and (lower(act) like $6 escape '!' or lower(subject) like $6 escape '!' or lower(detail) like $6 escape '!')
         order by seq desc limit $7",
    )
    .bind(search.scope.to_string())
    .bind(search.before.unwrap_or(i64::MAX))
    .bind(search.from.stored())
    .bind(search.to.stored())
    .bind(anywhere(&search.person))
    .bind(anywhere(&search.words))
    .bind(search.limit)
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("searching the audit events"))?;
    rows.iter().map(event).collect()
}

/// A text as a pattern that finds it anywhere.
fn anywhere(text: &str) -> String {
    let plain = text.trim().to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{plain}%")
}

pub(super) async fn events_after(tx: &mut ReadTx, scope: &str, seq: i64, limit: i64) -> Result<Vec<Event>, Fault> {
    let rows = sqlx::query("select * from audit_event where scope = $1 and seq > $2 order by seq limit $3")
        .bind(scope)
        .bind(seq)
        .bind(limit)
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading audit events"))?;
    rows.iter().map(event).collect()
}

fn event(row: &AnyRow) -> Result<Event, Fault> {
    Ok(Event {
        scope: row.text("scope")?,
        seq: row.whole("seq")?,
        at: row.instant("at")?,
        actor_id: row.text("actor_id")?,
        actor_name: row.text("actor_name")?,
        act: row.text("act")?,
        subject: row.text("subject")?,
        subject_id: row.text("subject_id")?,
        detail: row.text("detail")?,
        address: row.text("address")?,
        previous: row.digest("previous")?,
        digest: row.digest("digest")?,
    })
}
