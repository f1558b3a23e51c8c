use std::collections::HashMap;

use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use crate::audit::Actor;
use crate::db::{Columns, ReadTx, WriteTx, is_unique_violation, trigger_refusal};
use crate::kernel::{BookId, Fault, FileId, ReceiptIssueId, SubmissionId};

use crate::receipts::leaf::{Fate, LeafEvent};
use crate::receipts::register::LeafCounts;

/// Writes down what became of a number; false when somebody was there first, or a lower number has no life yet.
pub(in crate::receipts) async fn insert_event(tx: &mut WriteTx, by: &Actor, event: &LeafEvent) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into receipt_leaf_event
         (receipt_book_id, number, seq, issue_id, what, submission_id, said_of, fen, reason, file_id, by_id, by_name, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(event.receipts.text())
    .bind(event.number)
    .bind(event.seq)
    .bind(event.issue.text())
    .bind(event.fate.word())
    .bind(event.submission.map(SubmissionId::text).unwrap_or_default())
    .bind(&event.said_of)
    .bind(event.amount.fen())
    .bind(&event.reason)
    .bind(event.file.map(FileId::text).unwrap_or_default())
    .bind(by.stored_id())
    .bind(&event.by_name)
    .bind(event.at.stored())
    .execute(tx.conn())
    .await;
    match done {
        Ok(_) => Ok(true),
        Err(first) if is_unique_violation(&first) || trigger_refusal(&first).is_some() => Ok(false),
        Err(failed) => Err(Fault::new("writing down a receipt number", failed)),
    }
}

/// The events of one issue, by number and turn.
pub(in crate::receipts) async fn events_of_issue(
    tx: &mut ReadTx,
    issue: ReceiptIssueId,
) -> Result<Vec<LeafEvent>, Fault> {
    events(tx, "e.issue_id = $1", &issue.text()).await
}

/// The events of every issue of a village book, by receipt book, number and turn.
pub(in crate::receipts) async fn events_of_book(tx: &mut ReadTx, book: BookId) -> Result<Vec<LeafEvent>, Fault> {
    events(tx, "i.book_id = $1", &book.text()).await
}

async fn events(tx: &mut ReadTx, wanted: &'static str, of: &str) -> Result<Vec<LeafEvent>, Fault> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select e.* from receipt_leaf_event e join receipt_issue i on i.id = e.issue_id
         where {wanted} order by e.receipt_book_id, e.number, e.seq"
    )))
    .bind(of)
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading receipt numbers"))?;
    rows.iter().map(event_of).collect()
}

/// The numbers that stand for this item now: their last events.
pub(in crate::receipts) async fn used_by(tx: &mut ReadTx, submission: SubmissionId) -> Result<Vec<LeafEvent>, Fault> {
    let rows = sqlx::query(
        "select e.* from receipt_leaf_event e
         where e.submission_id = $1 and e.what = 'used' and not exists (
             select 1 from receipt_leaf_event later
             where later.receipt_book_id = e.receipt_book_id and later.number = e.number and later.seq > e.seq)
         order by e.receipt_book_id, e.number",
    )
    .bind(submission.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the receipt number of an item"))?;
    rows.iter().map(event_of).collect()
}

/// How many numbers of each issue came to what.
pub(in crate::receipts) async fn counts(tx: &mut ReadTx) -> Result<HashMap<ReceiptIssueId, LeafCounts>, Fault> {
    let rows = sqlx::query(
        "select e.issue_id, e.what, count(*) as numbers, cast(coalesce(sum(e.fen), 0) as bigint) as fen
         from receipt_leaf_event e
         where not exists (
             select 1 from receipt_leaf_event later
             where later.receipt_book_id = e.receipt_book_id and later.number = e.number and later.seq > e.seq)
         group by e.issue_id, e.what",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("counting receipt numbers"))?;
    let mut counts: HashMap<ReceiptIssueId, LeafCounts> = HashMap::new();
    for row in &rows {
        let of = counts.entry(row.parsed("issue_id")?).or_default();
        let numbers = row.whole("numbers")?;
        match row.parsed("what")? {
            Fate::Used => (of.used, of.taken) = (numbers, row.money("fen")?),
            Fate::LetGo => of.let_go = numbers,
            Fate::Void => of.void = numbers,
            Fate::Lost => of.lost = numbers,
        }
    }
    Ok(counts)
}

fn event_of(row: &AnyRow) -> Result<LeafEvent, Fault> {
    Ok(LeafEvent {
        receipts: row.parsed("receipt_book_id")?,
        number: row.whole("number")?,
        seq: row.whole("seq")?,
        issue: row.parsed("issue_id")?,
        fate: row.parsed("what")?,
        submission: row.parsed_or_none("submission_id")?,
        said_of: row.text("said_of")?,
        amount: row.money("fen")?,
        reason: row.text("reason")?,
        file: row.parsed_or_none("file_id")?,
        by_name: row.text("by_name")?,
        at: row.instant("at")?,
    })
}
