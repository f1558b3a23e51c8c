use crate::db::{Columns, ReadTx, WriteTx, is_unique_violation};
use crate::kernel::{BookId, Digest, Fault, Timestamp};

use crate::questions::question::{Contact, Question};

/// The number the next question of a book gets.
pub(in crate::questions) async fn next_serial(tx: &mut ReadTx, book: BookId) -> Result<i64, Fault> {
    let row =
        sqlx::query("select cast(coalesce(max(serial), 0) as bigint) + 1 as serial from question where book_id = $1")
            .bind(book.text())
            .fetch_one(tx.conn())
            .await
            .map_err(Fault::while_("numbering a question"))?;
    row.whole("serial")
}

/// Writes a question down, and the contact when one was left; false when its form was sent before.
pub(in crate::questions) async fn insert_question(
    tx: &mut WriteTx,
    question: &Question,
    (ticket, once): (Digest, &str),
    contact: Option<&Contact>,
) -> Result<bool, Fault> {
    let line = question.about.line.as_ref();
    let done = sqlx::query(
        "insert into question
         (id, book_id, serial, ticket_digest, once_key, sheet_token, sheet_number, quarter,
          line_month, line_number, line_place, line_what, words, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(question.id.text())
    .bind(question.book.text())
    .bind(question.serial)
    .bind(ticket.hex())
    .bind(once)
    .bind(&question.about.token)
    .bind(&question.about.number)
    .bind(&question.about.span)
    .bind(line.map(|l| l.month.to_string()).unwrap_or_default())
    .bind(line.map(|l| l.number.clone()).unwrap_or_default())
    .bind(line.map_or(0, |l| l.place))
    .bind(line.map(|l| l.what.clone()).unwrap_or_default())
    .bind(&question.words)
    .bind(question.asked_at.stored())
    .execute(tx.conn())
    .await;
    match done {
        Ok(_) => {}
        Err(twice) if is_unique_violation(&twice) => return Ok(false),
        Err(failed) => return Err(Fault::new("writing a question down", failed)),
    }
    if let Some(contact) = contact {
        sqlx::query("insert into question_contact (question_id, name, phone) values ($1, $2, $3)")
            .bind(question.id.text())
            .bind(&contact.name)
            .bind(&contact.phone)
            .execute(tx.conn())
            .await
            .map_err(Fault::while_("writing down how to reach an asker"))?;
    }
    Ok(true)
}

/// How many questions a sheet was asked since an instant.
pub(in crate::questions) async fn asked_since(tx: &mut ReadTx, sheet: &str, since: Timestamp) -> Result<i64, Fault> {
    let row =
        sqlx::query("select cast(count(*) as bigint) as asked from question where sheet_token = $1 and asked_at > $2")
            .bind(sheet)
            .bind(since.stored())
            .fetch_one(tx.conn())
            .await
            .map_err(Fault::while_("counting the questions of an hour"))?;
    row.whole("asked")
}

/// The secret that signs forms; `None` before the first form.
pub(in crate::questions) async fn form_key(tx: &mut ReadTx) -> Result<Option<String>, Fault> {
    let row = sqlx::query("select secret from form_key where id = 1")
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading the key of forms"))?;
    row.map(|r| r.text("secret")).transpose()
}

/// Keeps a secret where there is none yet.
pub(in crate::questions) async fn put_form_key(tx: &mut WriteTx, secret: &str, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("insert into form_key (id, secret, made_at) values (1, $1, $2) on conflict (id) do nothing")
        .bind(secret)
        .bind(now.stored())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("keeping the key of forms"))
}
