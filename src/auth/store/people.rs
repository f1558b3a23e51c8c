use sqlx::any::AnyRow;

use crate::auth::error::AuthRefusal;
use crate::auth::password::SealedPassword;
use crate::auth::person::{NewPerson, Person};
use crate::db::{Columns, ReadTx, WriteTx, is_unique_violation};
use crate::kernel::{Failure, Fault, Outcome, Timestamp, UserId};

pub(in crate::auth) async fn insert_person(
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

pub(in crate::auth) async fn anybody(tx: &mut ReadTx) -> Result<bool, Fault> {
    sqlx::query("select id from person limit 1")
        .fetch_optional(tx.conn())
        .await
        .map(|row| row.is_some())
        .map_err(Fault::while_("looking for any person"))
}

pub(in crate::auth) async fn person(tx: &mut ReadTx, id: UserId) -> Result<Option<Person>, Fault> {
    let row = sqlx::query("select * from person where id = $1")
        .bind(id.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a person"))?;
    row.as_ref().map(person_of).transpose()
}

pub(in crate::auth) async fn person_by_login(tx: &mut ReadTx, login: &str) -> Result<Option<Person>, Fault> {
    let row = sqlx::query("select * from person where login = $1")
        .bind(login)
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking for a login"))?;
    row.as_ref().map(person_of).transpose()
}

pub(in crate::auth) async fn password_hash(tx: &mut ReadTx, id: UserId) -> Result<Option<String>, Fault> {
    let row = sqlx::query("select password_hash from person where id = $1")
        .bind(id.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a password"))?;
    row.map(|r| r.text("password_hash")).transpose()
}

pub(in crate::auth) async fn save_password(
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
pub(in crate::auth) async fn save_disabled(tx: &mut WriteTx, id: UserId, at: Option<Timestamp>) -> Result<(), Fault> {
    sqlx::query("update person set disabled_at = $2, version = version + 1 where id = $1")
        .bind(id.text())
        .bind(at.map(Timestamp::stored))
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("disabling a person"))
}

pub(super) fn person_of(row: &AnyRow) -> Result<Person, Fault> {
    Ok(Person {
        id: row.parsed("id")?,
        login: row.text("login")?,
        name: row.text("name")?,
        must_change: row.whole("must_change")? == 1,
        created_at: row.instant("created_at")?,
        disabled_at: row.text_or_none("disabled_at")?.as_deref().and_then(Timestamp::parse),
    })
}
