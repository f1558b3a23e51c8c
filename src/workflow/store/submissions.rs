use sqlx::any::AnyRow;
use sqlx::{Any, QueryBuilder};

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{
    BookId, CounterpartyId, DocumentId, DraftId, Fault, HouseholdId, ProjectId, SubmissionId, Timestamp,
};

use crate::workflow::card::WaitsFor;
use crate::workflow::state::State;
use crate::workflow::submission::{Submission, SubmissionContent};

use super::places;

/// Whose submissions somebody may see.
pub(in crate::workflow) enum Books {
    /// Of the whole township.
    All,
    /// Of these books and no other.
    These(Vec<BookId>),
}

impl Books {
    pub(super) fn listed(&self) -> &[BookId] {
        match self {
            Books::All => &[],
            Books::These(books) => books,
        }
    }

    /// `book_id in ($2, $3)`; true for every book.
    pub(super) fn condition(&self, first: usize) -> String {
        match self {
            Books::All => "1 = 1".to_owned(),
            Books::These(books) if books.is_empty() => "1 = 0".to_owned(),
            Books::These(books) => format!("book_id in ({})", places(first, books.len())),
        }
    }
}

/// Which submissions a list asks for.
pub(in crate::workflow) struct Wanted<'a> {
    /// Of these books.
    pub(in crate::workflow) books: &'a Books,
    /// In these states; any when empty.
    pub(in crate::workflow) states: &'a [State],
    /// Waiting for this one; anybody when `None`.
    pub(in crate::workflow) waits_for: Option<WaitsFor>,
    /// At most this many.
    pub(in crate::workflow) limit: i64,
}

pub(in crate::workflow) async fn by_once_key(
    tx: &mut ReadTx,
    book: BookId,
    key: &str,
) -> Result<Option<SubmissionId>, Fault> {
    let row = sqlx::query("select id from submission where book_id = $1 and once_key = $2")
        .bind(book.text())
        .bind(key)
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking for a submission by its key"))?;
    row.map(|r| r.parsed("id")).transpose()
}

/// The next number within the book. Drawing it also makes two first clicks on one form wait for each other.
pub(in crate::workflow) async fn draw_serial(tx: &mut WriteTx, book: BookId) -> Result<i64, Fault> {
    let row = sqlx::query(
        "insert into submission_counter (book_id, last_serial) values ($1, 1)
         on conflict (book_id) do update set last_serial = submission_counter.last_serial + 1
         returning last_serial",
    )
    .bind(book.text())
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("drawing a submission number"))?;
    row.whole("last_serial")
}

/// Waits until nobody else in the township is handing in; held to the end of the transaction.
pub(in crate::workflow) async fn stand_in_line(tx: &mut WriteTx) -> Result<(), Fault> {
    sqlx::query("update submission_counter set last_serial = last_serial where book_id = ''")
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("standing in line to hand in"))
}

/// Gives back a number just drawn in this transaction.
pub(in crate::workflow) async fn undraw_serial(tx: &mut WriteTx, book: BookId, serial: i64) -> Result<(), Fault> {
    sqlx::query("update submission_counter set last_serial = last_serial - 1 where book_id = $1 and last_serial = $2")
        .bind(book.text())
        .bind(serial)
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("giving back a submission number"))
}

pub(in crate::workflow) async fn insert(
    tx: &mut WriteTx,
    submission: &Submission,
    once_key: &str,
) -> Result<(), Fault> {
    let content = &submission.content;
    sqlx::query(
        "insert into submission
         (id, book_id, serial, state, card, item, date, fen, other_party, reason, handler, paid_by,
          household_id, counterparty_id, project_id, made_by, made_name, made_at, waiting_since, once_key,
          witness, receipt_no, explanation)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23)",
    )
    .bind(submission.id.text())
    .bind(submission.book.text())
    .bind(submission.serial)
    .bind(submission.state.word())
    .bind(content.card.word())
    .bind(&content.item)
    .bind(content.date.map(|d| d.to_string()).unwrap_or_default())
    .bind(content.amount.fen())
    .bind(&content.other_party)
    .bind(&content.reason)
    .bind(&content.handler)
    .bind(content.paid_by.word())
    .bind(content.household.map(HouseholdId::text).unwrap_or_default())
    .bind(content.counterparty.map(CounterpartyId::text).unwrap_or_default())
    .bind(content.project.map(ProjectId::text).unwrap_or_default())
    .bind(submission.made_by.text())
    .bind(&submission.made_name)
    .bind(submission.made_at.stored())
    .bind(stored(submission.waiting_since))
    .bind(once_key)
    .bind(&content.witness)
    .bind(&content.receipt_no)
    .bind(&content.explanation)
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("writing a submission"))?;
    insert_documents(tx, submission).await
}

/// Takes the submission in hand: its version moves on, and on an engine with many writers everybody else waits.
pub(in crate::workflow) async fn hold(
    tx: &mut WriteTx,
    book: BookId,
    id: SubmissionId,
) -> Result<Option<Submission>, Fault> {
    let row = sqlx::query("update submission set version = version + 1 where id = $1 and book_id = $2 returning *")
        .bind(id.text())
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("taking a submission in hand"))?;
    let Some(row) = row else { return Ok(None) };
    let mut held = vec![read(&row)?];
    load_documents(tx, &mut held).await?;
    Ok(held.pop())
}

/// Looks at a submission while nobody else moves it: its version stays, so that forms already open stand.
pub(in crate::workflow) async fn keep_still(
    tx: &mut WriteTx,
    book: BookId,
    id: SubmissionId,
) -> Result<Option<Submission>, Fault> {
    let row = sqlx::query("update submission set version = version where id = $1 and book_id = $2 returning *")
        .bind(id.text())
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("keeping a submission still"))?;
    row.as_ref().map(read).transpose()
}

/// Keeps several still, in the order of their ids: whoever else moves one of them waits, and nobody waits in a ring.
pub(in crate::workflow) async fn keep_all_still(
    tx: &mut WriteTx,
    book: BookId,
    mut ids: Vec<SubmissionId>,
) -> Result<(), Fault> {
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        keep_still(tx, book, id).await?;
    }
    Ok(())
}

/// Writes a held submission back.
pub(in crate::workflow) async fn save(tx: &mut WriteTx, submission: &Submission) -> Result<(), Fault> {
    let content = &submission.content;
    sqlx::query(
        "update submission set
             state = $2, card = $3, item = $4, date = $5, fen = $6, other_party = $7, reason = $8, handler = $9,
             paid_by = $10, household_id = $11, counterparty_id = $12, project_id = $13, step = $14, waits_for = $15,
             digest = $16, submitted_at = $17, waiting_since = $18, draft_id = $19, witness = $20, receipt_no = $21,
             explanation = $22
         where id = $1",
    )
    .bind(submission.id.text())
    .bind(submission.state.word())
    .bind(content.card.word())
    .bind(&content.item)
    .bind(content.date.map(|d| d.to_string()).unwrap_or_default())
    .bind(content.amount.fen())
    .bind(&content.other_party)
    .bind(&content.reason)
    .bind(&content.handler)
    .bind(content.paid_by.word())
    .bind(content.household.map(HouseholdId::text).unwrap_or_default())
    .bind(content.counterparty.map(CounterpartyId::text).unwrap_or_default())
    .bind(content.project.map(ProjectId::text).unwrap_or_default())
    .bind(submission.step)
    .bind(submission.waits_for.word())
    .bind(submission.digest.map(|d| d.hex()).unwrap_or_default())
    .bind(stored(submission.submitted_at))
    .bind(stored(submission.waiting_since))
    .bind(submission.draft.map(DraftId::text).unwrap_or_default())
    .bind(&content.witness)
    .bind(&content.receipt_no)
    .bind(&content.explanation)
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("saving a submission"))
}

pub(in crate::workflow) async fn replace_documents(tx: &mut WriteTx, submission: &Submission) -> Result<(), Fault> {
    sqlx::query("delete from submission_document where submission_id = $1")
        .bind(submission.id.text())
        .execute(tx.conn())
        .await
        .map_err(Fault::while_("replacing a submission's documents"))?;
    insert_documents(tx, submission).await
}

async fn insert_documents(tx: &mut WriteTx, submission: &Submission) -> Result<(), Fault> {
    let mut rows =
        RowsInto::new("insert into submission_document (submission_id, document_id, position) values", 3, "");
    for (position, document) in (1i64..).zip(&submission.content.documents) {
        rows.row([Cell::from(submission.id.text()), Cell::from(document.text()), Cell::from(position)])?;
    }
    rows.run(tx, "writing a submission's documents").await
}

/// The number of another living submission that carries one of these documents.
pub(in crate::workflow) async fn document_in_use(
    tx: &mut ReadTx,
    submission: &Submission,
) -> Result<Option<i64>, Fault> {
    let documents = &submission.content.documents;
    let mut sql = QueryBuilder::<Any>::new(
        "select s.serial from submission_document d join submission s on s.id = d.submission_id
         where s.id <> $1 and s.state not in ('draft', 'refused', 'withdrawn') and d.document_id in (",
    );
    sql.push(places(2, documents.len())).push(") order by s.serial limit 1");
    let query = sql.build().bind(submission.id.text());
    let query =
        if documents.is_empty() { query.bind("") } else { documents.iter().fold(query, |q, d| q.bind(d.text())) };
    let row = query.fetch_optional(tx.conn()).await.map_err(Fault::while_("looking for a document in use"))?;
    row.map(|r| r.whole("serial")).transpose()
}

pub(in crate::workflow) async fn submission(
    tx: &mut ReadTx,
    book: BookId,
    id: SubmissionId,
) -> Result<Option<Submission>, Fault> {
    let row = sqlx::query("select * from submission where id = $1 and book_id = $2")
        .bind(id.text())
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a submission"))?;
    let Some(row) = row else { return Ok(None) };
    let mut found = vec![read(&row)?];
    load_documents(tx, &mut found).await?;
    Ok(found.pop())
}

/// What is asked for, the longest waiting first, then by number.
pub(in crate::workflow) async fn submissions(tx: &mut ReadTx, wanted: Wanted<'_>) -> Result<Vec<Submission>, Fault> {
    let mut sql = QueryBuilder::<Any>::new("select * from submission where ");
    let books = wanted.books.listed();
    sql.push(wanted.books.condition(1));
    let mut next = books.len() + 1;
    if !wanted.states.is_empty() {
        sql.push(" and state in (").push(places(next, wanted.states.len())).push(")");
        next += wanted.states.len();
    }
    if wanted.waits_for.is_some() {
        sql.push(" and waits_for = ").push(places(next, 1));
        next += 1;
    }
    sql.push(" order by waiting_since = '', waiting_since, book_id, serial limit ").push(places(next, 1));
    let mut query = books.iter().fold(sql.build(), |q, b| q.bind(b.text()));
    query = wanted.states.iter().fold(query, |q, s| q.bind(s.word()));
    query = wanted.waits_for.iter().fold(query, |q, w| q.bind(w.word()));
    let rows = query.bind(wanted.limit).fetch_all(tx.conn()).await.map_err(Fault::while_("listing submissions"))?;
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    load_documents(tx, &mut found).await?;
    Ok(found)
}

/// Approved and accepted submissions of a book with papers, those booked since a moment, and these among the rest.
pub(in crate::workflow) async fn with_papers(
    tx: &mut ReadTx,
    book: BookId,
    booked_since: Timestamp,
    also: &[SubmissionId],
) -> Result<Vec<Submission>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select s.* from submission s
         where s.book_id = $1 and s.state in ('approved', 'accepted', 'booked')
           and exists (select 1 from submission_document d where d.submission_id = s.id)
           and (s.state <> 'booked'
                or exists (select 1 from submission_event e
                           where e.submission_id = s.id and e.to_state = 'booked' and e.at >= $2)
                or s.id in (",
    );
    sql.push(places(3, also.len())).push(")) order by s.serial");
    let query = sql.build().bind(book.text()).bind(booked_since.stored());
    let query = if also.is_empty() { query.bind("") } else { also.iter().fold(query, |q, id| q.bind(id.text())) };
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("listing submissions with papers"))?;
    let mut found = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    load_documents(tx, &mut found).await?;
    Ok(found)
}

pub(super) async fn load_documents(tx: &mut ReadTx, submissions: &mut [Submission]) -> Result<(), Fault> {
    if submissions.is_empty() {
        return Ok(());
    }
    let mut sql =
        QueryBuilder::<Any>::new("select submission_id, document_id from submission_document where submission_id in (");
    sql.push(places(1, submissions.len())).push(") order by submission_id, position");
    let query = submissions.iter().fold(sql.build(), |q, s| q.bind(s.id.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading submissions' documents"))?;
    for row in &rows {
        let (owner, document): (SubmissionId, DocumentId) = (row.parsed("submission_id")?, row.parsed("document_id")?);
        if let Some(submission) = submissions.iter_mut().find(|s| s.id == owner) {
            submission.content.documents.push(document);
        }
    }
    Ok(())
}

fn stored(instant: Option<Timestamp>) -> String {
    instant.map(Timestamp::stored).unwrap_or_default()
}

pub(super) fn read(row: &AnyRow) -> Result<Submission, Fault> {
    Ok(Submission {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        serial: row.whole("serial")?,
        state: row.parsed("state")?,
        content: SubmissionContent {
            card: row.parsed("card")?,
            item: row.text("item")?,
            date: row.parsed_or_none("date")?,
            amount: row.money("fen")?,
            other_party: row.text("other_party")?,
            reason: row.text("reason")?,
            handler: row.text("handler")?,
            witness: row.text("witness")?,
            receipt_no: row.text("receipt_no")?,
            paid_by: row.parsed("paid_by")?,
            household: row.parsed_or_none("household_id")?,
            counterparty: row.parsed_or_none("counterparty_id")?,
            project: row.parsed_or_none("project_id")?,
            documents: Vec::new(),
            explanation: row.text("explanation")?,
        },
        step: row.whole("step")?,
        waits_for: row.parsed("waits_for")?,
        waiting_since: row.instant_or_none("waiting_since")?,
        digest: row.parsed_or_none("digest")?,
        made_by: row.parsed("made_by")?,
        made_name: row.text("made_name")?,
        made_at: row.instant("made_at")?,
        submitted_at: row.instant_or_none("submitted_at")?,
        draft: row.parsed_or_none("draft_id")?,
        version: row.whole("version")?,
    })
}
