use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Fault, QuestionId, Timestamp};

use crate::questions::question::Contact;

/// A contact that is still kept although its question is archived.
pub(in crate::questions) struct Left {
    pub(in crate::questions) question: QuestionId,
    pub(in crate::questions) book: BookId,
    pub(in crate::questions) serial: i64,
    pub(in crate::questions) archived_at: Timestamp,
}

/// How to reach an asker; `None` when nothing was left, or it was taken away.
pub(in crate::questions) async fn contact(tx: &mut ReadTx, question: QuestionId) -> Result<Option<Contact>, Fault> {
    let row = sqlx::query("select name, phone from question_contact where question_id = $1")
        .bind(question.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading how to reach an asker"))?;
    row.map(|r| Ok(Contact { name: r.text("name")?, phone: r.text("phone")? })).transpose()
}

/// The contacts of archived questions of a book.
pub(in crate::questions) async fn contacts_left(tx: &mut ReadTx, book: BookId) -> Result<Vec<Left>, Fault> {
    let rows = sqlx::query(
        "select q.id, q.book_id, q.serial, max(a.at) as archived_at
         from question_contact c
         join question q on q.id = c.question_id
         join question_act a on a.question_id = q.id and a.act = 'archive'
         where q.book_id = $1
         group by q.id, q.book_id, q.serial order by q.serial",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking for contacts of archived questions"))?;
    let left = |r: &sqlx::any::AnyRow| {
        Ok(Left {
            question: r.parsed("id")?,
            book: r.parsed("book_id")?,
            serial: r.whole("serial")?,
            archived_at: r.instant("archived_at")?,
        })
    };
    rows.iter().map(left).collect()
}

/// Takes the contacts of a book's questions away that were archived by an instant.
pub(in crate::questions) async fn remove_contacts(
    tx: &mut WriteTx,
    book: BookId,
    archived_by: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "delete from question_contact where question_id in (
             select q.id from question q join question_act a on a.question_id = q.id and a.act = 'archive'
             where q.book_id = $1 and a.at <= $2)",
    )
    .bind(book.text())
    .bind(archived_by.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("taking contacts of archived questions away"))
}
