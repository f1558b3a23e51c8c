use std::collections::BTreeSet;

use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Digest, Fault, SubmissionId, UserId};

use crate::workflow::card::Card;

use super::places;

/// The items a book hands in on a card, the most frequent first.
pub(in crate::workflow) async fn items_by_use(tx: &mut ReadTx, book: BookId, card: Card) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "select item as word, count(*) as many from submission
         where book_id = $1 and card = $2 and item <> '' and state not in ('draft', 'withdrawn')
         group by item order by many desc, max(made_at) desc limit 8",
    )
    .bind(book.text())
    .bind(card.word())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking for the items in use"))?;
    rows.iter().map(|r| r.text("word")).collect()
}

/// The reasons a book writes on a card, the most frequent first.
pub(in crate::workflow) async fn reasons_by_use(
    tx: &mut ReadTx,
    book: BookId,
    card: Card,
) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "select reason as word, count(*) as many from submission
         where book_id = $1 and card = $2 and reason <> '' and state not in ('draft', 'withdrawn')
         group by reason order by many desc, max(made_at) desc limit 12",
    )
    .bind(book.text())
    .bind(card.word())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking for the reasons in use"))?;
    rows.iter().map(|r| r.text("word")).collect()
}

/// Whom a book deals with, the most frequent first.
pub(in crate::workflow) async fn parties_by_use(tx: &mut ReadTx, book: BookId) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "select other_party as word, count(*) as many from submission
         where book_id = $1 and other_party <> '' and state not in ('draft', 'withdrawn')
         group by other_party order by many desc, max(made_at) desc limit 100",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking for the parties in use"))?;
    rows.iter().map(|r| r.text("word")).collect()
}

/// Which of these somebody has signed, and what content.
pub(in crate::workflow) async fn signed_by(
    tx: &mut ReadTx,
    person: UserId,
    submissions: &[SubmissionId],
) -> Result<BTreeSet<(SubmissionId, Digest)>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select submission_id, digest from approval_mark where marked_by = $1 and submission_id in (",
    );
    sql.push(places(2, submissions.len())).push(")");
    let query = sql.build().bind(person.text());
    let query =
        if submissions.is_empty() { query.bind("") } else { submissions.iter().fold(query, |q, s| q.bind(s.text())) };
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("looking for one's own marks"))?;
    rows.iter().map(|r| Ok((r.parsed("submission_id")?, r.digest("digest")?))).collect()
}
