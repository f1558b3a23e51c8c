use sqlx::any::AnyRow;

use crate::auth::permit::Grant;
use crate::auth::session::{Failures, Session};
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{Date, Digest, Fault, SessionId, Timestamp, UserId};

use super::grants::{grant_of, in_force};

pub(in crate::auth) async fn insert_session(tx: &mut WriteTx, session: &Session, token: Digest) -> Result<(), Fault> {
    sqlx::query(
        "insert into session (id, token_hash, person_id, csrf, created_at, seen_at, expires_at, address, agent)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(session.id.text())
    .bind(token.hex())
    .bind(session.person.text())
    .bind(&session.csrf)
    .bind(session.created_at.stored())
    .bind(session.seen_at.stored())
    .bind(session.expires_at.stored())
    .bind(&session.address)
    .bind(&session.agent)
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("opening a session"))
}

/// The session of a token with its person's name and grants, when neither is ended.
pub(in crate::auth) async fn session(
    tx: &mut ReadTx,
    token: Digest,
    on: Date,
) -> Result<Option<(Session, String, Vec<Grant>)>, Fault> {
    let rows = sqlx::query(in_force!(
        "select s.*, p.login, p.name, p.must_change, coalesce(g.role, '') as role, coalesce(g.book_id, '') as book_id
         from session s join person p on p.id = s.person_id
         left join role_grant g on g.person_id = p.id and",
        "where s.token_hash = $2 and s.revoked_at is null and p.disabled_at is null"
    ))
    .bind(on.to_string())
    .bind(token.hex())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking for a session"))?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut grants = Vec::with_capacity(rows.len());
    for row in &rows {
        if !row.text("role")?.is_empty() {
            grants.push(grant_of(row)?);
        }
    }
    Ok(Some((session_of(first)?, first.text("name")?, grants)))
}

pub(in crate::auth) async fn sessions(tx: &mut ReadTx, person: UserId, now: Timestamp) -> Result<Vec<Session>, Fault> {
    let rows = sqlx::query(
        "select s.*, p.login, p.must_change from session s join person p on p.id = s.person_id
         where s.person_id = $1 and s.revoked_at is null and s.expires_at > $2
         order by s.seen_at desc",
    )
    .bind(person.text())
    .bind(now.stored())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing sessions"))?;
    rows.iter().map(session_of).collect()
}

pub(in crate::auth) async fn touch(tx: &mut WriteTx, id: SessionId, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("update session set seen_at = $2 where id = $1 and seen_at < $2")
        .bind(id.text())
        .bind(now.stored())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("noting a session"))
}

/// Ends one session of a person; false when there was none.
pub(in crate::auth) async fn end_session(
    tx: &mut WriteTx,
    person: UserId,
    id: SessionId,
    now: Timestamp,
) -> Result<bool, Fault> {
    sqlx::query("update session set revoked_at = $3 where id = $1 and person_id = $2 and revoked_at is null")
        .bind(id.text())
        .bind(person.text())
        .bind(now.stored())
        .execute(tx.conn())
        .await
        .map(|done| done.rows_affected() > 0)
        .map_err(Fault::while_("ending a session"))
}

/// Ends every session of a person but one.
pub(in crate::auth) async fn end_sessions(
    tx: &mut WriteTx,
    person: UserId,
    keep: Option<SessionId>,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query("update session set revoked_at = $3 where person_id = $1 and id <> $2 and revoked_at is null")
        .bind(person.text())
        .bind(keep.map(SessionId::text).unwrap_or_default())
        .bind(now.stored())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("ending sessions"))
}

pub(in crate::auth) async fn failures(tx: &mut ReadTx, subject: &str) -> Result<Option<Failures>, Fault> {
    let row = sqlx::query("select failures, first_at, blocked_until from login_failure where subject = $1")
        .bind(subject)
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("counting failed logins"))?;
    row.map(|r| {
        Ok(Failures {
            count: r.whole("failures")?,
            first_at: r.instant("first_at")?,
            blocked_until: r.instant_or_none("blocked_until")?,
        })
    })
    .transpose()
}

pub(in crate::auth) async fn save_failures(tx: &mut WriteTx, subject: &str, failures: Failures) -> Result<(), Fault> {
    sqlx::query(
        "insert into login_failure (subject, failures, first_at, blocked_until) values ($1, $2, $3, $4)
         on conflict (subject) do update
         set failures = excluded.failures, first_at = excluded.first_at, blocked_until = excluded.blocked_until",
    )
    .bind(subject)
    .bind(failures.count)
    .bind(failures.first_at.stored())
    .bind(failures.blocked_until.map(Timestamp::stored).unwrap_or_default())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("counting a failed login"))
}

pub(in crate::auth) async fn forget_failures(tx: &mut WriteTx, subject: &str) -> Result<(), Fault> {
    sqlx::query("delete from login_failure where subject = $1")
        .bind(subject)
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("forgetting failed logins"))
}

fn session_of(row: &AnyRow) -> Result<Session, Fault> {
    Ok(Session {
        id: row.parsed("id")?,
        person: row.parsed("person_id")?,
        login: row.text("login")?,
        must_change: row.whole("must_change")? == 1,
        csrf: row.text("csrf")?,
        created_at: row.instant("created_at")?,
        seen_at: row.instant("seen_at")?,
        expires_at: row.instant("expires_at")?,
        address: row.text("address")?,
        agent: row.text("agent")?,
    })
}
