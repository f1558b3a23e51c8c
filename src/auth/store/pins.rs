use std::collections::BTreeSet;

use crate::auth::password::SealedPassword;
use crate::auth::pin::SealedCode;
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Fault, Timestamp, UserId};

pub(in crate::auth) async fn pin_hash(tx: &mut ReadTx, person: UserId) -> Result<Option<String>, Fault> {
    let row = sqlx::query("select pin_hash from member_pin where person_id = $1")
        .bind(person.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a PIN"))?;
    row.map(|r| r.text("pin_hash")).transpose()
}

/// Who of those who were given the book has a PIN.
pub(in crate::auth) async fn pins_of(tx: &mut ReadTx, book: BookId) -> Result<BTreeSet<UserId>, Fault> {
    let rows = sqlx::query(
        "select distinct n.person_id from member_pin n join role_grant g on g.person_id = n.person_id where g.book_id = $1",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking who has a PIN"))?;
    rows.iter().map(|r| r.parsed("person_id")).collect()
}

pub(in crate::auth) async fn save_pin(
    tx: &mut WriteTx,
    person: UserId,
    sealed: &SealedPassword,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into member_pin (person_id, pin_hash, set_at) values ($1, $2, $3)
         on conflict (person_id) do update set pin_hash = excluded.pin_hash, set_at = excluded.set_at",
    )
    .bind(person.text())
    .bind(&sealed.0)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("saving a PIN"))
}

/// The code handed out and not used yet, and when it ends.
pub(in crate::auth) async fn pin_code(tx: &mut ReadTx, person: UserId) -> Result<Option<SealedCode>, Fault> {
    let row = sqlx::query("select code_hash, expires_at from pin_code where person_id = $1")
        .bind(person.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a code for a PIN"))?;
    row.map(|r| Ok(SealedCode { hash: r.text("code_hash")?, expires_at: r.instant("expires_at")? })).transpose()
}

pub(in crate::auth) async fn save_code(
    tx: &mut WriteTx,
    person: UserId,
    code: &SealedCode,
    by: UserId,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into pin_code (person_id, code_hash, given_by, given_at, expires_at) values ($1, $2, $3, $4, $5)
         on conflict (person_id) do update set code_hash = excluded.code_hash, given_by = excluded.given_by,
             given_at = excluded.given_at, expires_at = excluded.expires_at",
    )
    .bind(person.text())
    .bind(&code.hash)
    .bind(by.text())
    .bind(now.stored())
    .bind(code.expires_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("saving a code for a PIN"))
}

/// Takes the code out of use; false when another was quicker.
pub(in crate::auth) async fn forget_code(tx: &mut WriteTx, person: UserId) -> Result<bool, Fault> {
    sqlx::query("delete from pin_code where person_id = $1")
        .bind(person.text())
        .execute(tx.conn())
        .await
        .map(|done| done.rows_affected() > 0)
        .map_err(Fault::while_("using a code for a PIN"))
}
