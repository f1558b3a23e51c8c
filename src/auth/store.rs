use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx, is_unique_violation};
use crate::kernel::{BookId, Digest, Failure, Fault, Outcome, SessionId, Timestamp, UserId};

use super::error::AuthRefusal;
use super::password::SealedPassword;
use super::permit::Grant;
use super::person::{Holding, NewPerson, Person, Staff};
use super::role::Role;
use super::session::{Failures, Session};

pub(super) async fn insert_person(
    tx: &mut WriteTx,
    id: UserId,
    new: &NewPerson,
    password: &SealedPassword,
    must_change: i64,
    now: Timestamp,
) -> Outcome<()> {
    let done = sqlx::query(
        "insert into person (id, login, name, password_hash, must_change, created_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.text())
    .bind(new.login())
    .bind(new.name())
    .bind(&password.0)
    .bind(must_change)
    .bind(now.stored())
    .execute(tx.conn())
    .await;
    match done {
        Ok(_) => Ok(()),
        Err(e) if is_unique_violation(&e) => Err(AuthRefusal::LoginTaken { login: new.login().to_owned() }.into()),
        Err(e) => Err(Failure::Fault(Fault::new("adding a person", e))),
    }
}

pub(super) async fn anybody(tx: &mut ReadTx) -> Result<bool, Fault> {
    sqlx::query("select id from person limit 1")
        .fetch_optional(tx.conn())
        .await
        .map(|row| row.is_some())
        .map_err(Fault::while_("looking for any person"))
}

pub(super) async fn person(tx: &mut ReadTx, id: UserId) -> Result<Option<Person>, Fault> {
    let row = sqlx::query("select * from person where id = $1")
        .bind(id.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a person"))?;
    row.as_ref().map(person_of).transpose()
}

pub(super) async fn person_by_login(tx: &mut ReadTx, login: &str) -> Result<Option<Person>, Fault> {
    let row = sqlx::query("select * from person where login = $1")
        .bind(login)
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking for a login"))?;
    row.as_ref().map(person_of).transpose()
}

pub(super) async fn password_hash(tx: &mut ReadTx, id: UserId) -> Result<Option<String>, Fault> {
    let row = sqlx::query("select password_hash from person where id = $1")
        .bind(id.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a password"))?;
    row.map(|r| r.text("password_hash")).transpose()
}

pub(super) async fn save_password(
    tx: &mut WriteTx,
    id: UserId,
    password: &SealedPassword,
    must_change: i64,
) -> Result<(), Fault> {
    sqlx::query("update person set password_hash = $2, must_change = $3, version = version + 1 where id = $1")
        .bind(id.text())
        .bind(&password.0)
        .bind(must_change)
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("saving a password"))
}

/// Sets or clears (`None`) the moment a person was disabled.
pub(super) async fn save_disabled(tx: &mut WriteTx, id: UserId, at: Option<Timestamp>) -> Result<(), Fault> {
    sqlx::query("update person set disabled_at = $2, version = version + 1 where id = $1")
        .bind(id.text())
        .bind(at.map(Timestamp::stored))
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("disabling a person"))
}

pub(super) async fn grants(tx: &mut ReadTx, person: UserId) -> Result<Vec<Grant>, Fault> {
    let rows = sqlx::query("select role, book_id from role_grant where person_id = $1 and revoked_at is null")
        .bind(person.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading roles"))?;
    rows.iter().map(grant_of).collect()
}

pub(super) async fn insert_grant(
    tx: &mut WriteTx,
    person: UserId,
    grant: Grant,
    by: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into role_grant (id, person_id, role, book_id, granted_by, granted_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(UserId::new().text())
    .bind(person.text())
    .bind(grant.role.word())
    .bind(grant.book.map(BookId::text).unwrap_or_default())
    .bind(by)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("granting a role"))
}

/// Ends a grant; false when it did not hold.
pub(super) async fn end_grant(tx: &mut WriteTx, person: UserId, grant: Grant, now: Timestamp) -> Result<bool, Fault> {
    sqlx::query(
        "update role_grant set revoked_at = $4
         where person_id = $1 and role = $2 and book_id = $3 and revoked_at is null",
    )
    .bind(person.text())
    .bind(grant.role.word())
    .bind(grant.book.map(BookId::text).unwrap_or_default())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(|done| done.rows_affected() > 0)
    .map_err(Fault::while_("revoking a role"))
}

/// Everybody with what they hold, by login; one row per grant.
pub(super) async fn staff(tx: &mut ReadTx) -> Result<Vec<Staff>, Fault> {
    let rows = sqlx::query(
        "select p.*, coalesce(g.role, '') as role, coalesce(g.book_id, '') as book_id
         from person p left join role_grant g on g.person_id = p.id and g.revoked_at is null
         order by p.login, g.granted_at, g.id",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing people"))?;
    let mut staff: Vec<Staff> = Vec::new();
    for row in &rows {
        let person = person_of(row)?;
        if staff.last().is_none_or(|s| s.person.id != person.id) {
            staff.push(Staff { person, grants: Vec::new() });
        }
        if let Some(last) = staff.last_mut()
            && !row.text("role")?.is_empty()
        {
            last.grants.push(grant_of(row)?);
        }
    }
    Ok(staff)
}

/// People in use who hold a role for this book or for the township.
pub(super) async fn holders(tx: &mut ReadTx, book: BookId) -> Result<Vec<(Role, Person)>, Fault> {
    let rows = sqlx::query(
        "select p.*, g.role from role_grant g join person p on p.id = g.person_id
         where g.revoked_at is null and p.disabled_at is null and g.book_id in ($1, '')
         order by g.role, p.login",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing who works on a book"))?;
    rows.iter().map(|r| Ok((r.parsed("role")?, person_of(r)?))).collect()
}

pub(super) async fn holdings(tx: &mut ReadTx) -> Result<Vec<Holding>, Fault> {
    let rows = sqlx::query(
        "select g.role, g.book_id, g.granted_at, p.id, p.name from role_grant g join person p on p.id = g.person_id
         where g.revoked_at is null and p.disabled_at is null order by g.granted_at, p.login",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing who holds what"))?;
    let of = |r: &AnyRow| {
        Ok(Holding {
            role: r.parsed("role")?,
            book: r.parsed_or_none("book_id")?,
            person: r.parsed("id")?,
            name: r.text("name")?,
            since: r.instant("granted_at")?,
        })
    };
    rows.iter().map(of).collect()
}

pub(super) async fn administrators(tx: &mut ReadTx) -> Result<i64, Fault> {
    let row = sqlx::query(
        "select count(*) as n from role_grant g join person p on p.id = g.person_id
         where g.role = 'administrator' and g.revoked_at is null and p.disabled_at is null",
    )
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("counting administrators"))?;
    row.whole("n")
}

pub(super) async fn insert_session(tx: &mut WriteTx, session: &Session, token: Digest) -> Result<(), Fault> {
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
pub(super) async fn session(tx: &mut ReadTx, token: Digest) -> Result<Option<(Session, String, Vec<Grant>)>, Fault> {
    let rows = sqlx::query(
        "select s.*, p.login, p.name, p.must_change, coalesce(g.role, '') as role, coalesce(g.book_id, '') as book_id
         from session s join person p on p.id = s.person_id
         left join role_grant g on g.person_id = p.id and g.revoked_at is null
         where s.token_hash = $1 and s.revoked_at is null and p.disabled_at is null",
    )
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

pub(super) async fn sessions(tx: &mut ReadTx, person: UserId, now: Timestamp) -> Result<Vec<Session>, Fault> {
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

pub(super) async fn touch(tx: &mut WriteTx, id: SessionId, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("update session set seen_at = $2 where id = $1 and seen_at < $2")
        .bind(id.text())
        .bind(now.stored())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("noting a session"))
}

/// Ends one session of a person; false when there was none.
pub(super) async fn end_session(
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
pub(super) async fn end_sessions(
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

pub(super) async fn failures(tx: &mut ReadTx, subject: &str) -> Result<Option<Failures>, Fault> {
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

pub(super) async fn save_failures(tx: &mut WriteTx, subject: &str, failures: Failures) -> Result<(), Fault> {
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

pub(super) async fn forget_failures(tx: &mut WriteTx, subject: &str) -> Result<(), Fault> {
    sqlx::query("delete from login_failure where subject = $1")
        .bind(subject)
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("forgetting failed logins"))
}

fn person_of(row: &AnyRow) -> Result<Person, Fault> {
    Ok(Person {
        id: row.parsed("id")?,
        login: row.text("login")?,
        name: row.text("name")?,
        must_change: row.whole("must_change")? == 1,
        created_at: row.instant("created_at")?,
        disabled_at: row.text_or_none("disabled_at")?.as_deref().and_then(Timestamp::parse),
    })
}

fn grant_of(row: &AnyRow) -> Result<Grant, Fault> {
    Ok(Grant { role: row.parsed("role")?, book: row.parsed_or_none("book_id")? })
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
