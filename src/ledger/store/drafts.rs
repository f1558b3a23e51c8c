use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Digest, DocumentId, DraftId, Fault, Period, SubmissionId, Timestamp, UserId};

use crate::ledger::draft::{Draft, DraftContent, DraftCount, DraftState, NewDraft};
use crate::ledger::draft_place::DraftPlace;

pub(super) fn content(new: &NewDraft) -> Result<String, Fault> {
    let documents = new.documents.iter().map(|(id, digest)| (*id, digest.hex())).collect();
    serde_json::to_string(&DraftContent { lines: new.lines.clone(), documents })
        .map_err(Fault::while_("writing a draft"))
}

pub(in crate::ledger) async fn insert_draft(
    tx: &mut WriteTx,
    id: DraftId,
    book: BookId,
    new: &NewDraft,
    state: DraftState,
    by: (UserId, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into voucher_draft (id, book_id, state, date, period, kind, document_count, lines, submission_id, corrects_id, prepared_by, prepared_name, prepared_at, import_key)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(id.text())
    .bind(book.text())
    .bind(state.to_string())
    .bind(new.date.to_string())
    .bind(Period::of(new.date).to_string())
    .bind(new.kind.to_string())
    .bind(new.document_count)
    .bind(content(new)?)
    .bind(new.submission.map(SubmissionId::text).unwrap_or_default())
    .bind(new.corrects.map(|c| c.text()).unwrap_or_default())
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .bind(&new.import_key)
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a draft"))
}

/// False when the draft no longer has this version.
pub(in crate::ledger) async fn update_draft(
    tx: &mut WriteTx,
    id: DraftId,
    version: i64,
    new: &NewDraft,
    state: DraftState,
    by: (UserId, &str),
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "update voucher_draft
         set state = $3, date = $4, period = $5, kind = $6, document_count = $7, lines = $8, prepared_by = $9, prepared_name = $10,
             prepared_at = $11, reviewed_by = '', reviewed_name = '', reviewed_at = '',
             handed_back = case when $3 = 'parked' then handed_back else '' end, version = version + 1
         where id = $1 and version = $2",
    )
    .bind(id.text())
    .bind(version)
    .bind(state.to_string())
    .bind(new.date.to_string())
    .bind(Period::of(new.date).to_string())
    .bind(new.kind.to_string())
    .bind(new.document_count)
    .bind(content(new)?)
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("changing a draft"))?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::ledger) async fn mark_reviewed(
    tx: &mut WriteTx,
    id: DraftId,
    version: i64,
    by: (UserId, &str),
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "update voucher_draft
         set state = 'reviewed', reviewed_by = $3, reviewed_name = $4, reviewed_at = $5, handed_back = '', version = version + 1
         where id = $1 and version = $2 and state = 'prepared'",
    )
    .bind(id.text())
    .bind(version)
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("marking a draft reviewed"))?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::ledger) async fn hand_back(
    tx: &mut WriteTx,
    id: DraftId,
    version: i64,
    words: &str,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "update voucher_draft
         set state = 'parked', handed_back = $3, reviewed_by = '', reviewed_name = '', reviewed_at = '', version = version + 1
         where id = $1 and version = $2",
    )
    .bind(id.text())
    .bind(version)
    .bind(words)
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("handing a draft back"))?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::ledger) async fn delete_draft(tx: &mut WriteTx, id: DraftId, version: i64) -> Result<bool, Fault> {
    let done = sqlx::query("delete from voucher_draft where id = $1 and version = $2")
        .bind(id.text())
        .bind(version)
        .execute(tx.conn())
        .await
        .map_err(Fault::while_("deleting a draft"))?;
    Ok(done.rows_affected() == 1)
}

/// Takes a reviewed draft out of the drafts, to be posted: of two who try, one gets it. `None` when it is not
/// there or not reviewed.
pub(in crate::ledger) async fn take_reviewed(
    tx: &mut WriteTx,
    book: BookId,
    id: DraftId,
) -> Result<Option<Draft>, Fault> {
    let row =
        sqlx::query("delete from voucher_draft where id = $1 and book_id = $2 and state = 'reviewed' returning *")
            .bind(id.text())
            .bind(book.text())
            .fetch_optional(tx.conn())
            .await
            .map_err(Fault::while_("taking a reviewed draft"))?;
    row.as_ref().map(draft_of).transpose()
}

pub(in crate::ledger) async fn draft(tx: &mut ReadTx, book: BookId, id: DraftId) -> Result<Option<Draft>, Fault> {
    let row = sqlx::query("select * from voucher_draft where id = $1 and book_id = $2")
        .bind(id.text())
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a draft"))?;
    row.as_ref().map(draft_of).transpose()
}

pub(in crate::ledger) async fn draft_of_submission(
    tx: &mut ReadTx,
    book: BookId,
    submission: SubmissionId,
) -> Result<Option<Draft>, Fault> {
    let row = sqlx::query("select * from voucher_draft where submission_id = $1 and book_id = $2 limit 1")
        .bind(submission.text())
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading the draft of a submission"))?;
    row.as_ref().map(draft_of).transpose()
}

pub(in crate::ledger) async fn drafts(
    tx: &mut ReadTx,
    book: BookId,
    period: Option<Period>,
) -> Result<Vec<Draft>, Fault> {
    let rows = sqlx::query(
        "select * from voucher_draft where book_id = $1 and (cast($2 as text) = '' or period = $2) order by date, prepared_at, id",
    )
    .bind(book.text())
    .bind(period.map(|p| p.to_string()).unwrap_or_default())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading drafts"))?;
    rows.iter().map(draft_of).collect()
}

/// Drafts of every book in one state, the one waiting longest first.
pub(in crate::ledger) async fn drafts_in_state(tx: &mut ReadTx, state: DraftState) -> Result<Vec<Draft>, Fault> {
    let rows = sqlx::query("select * from voucher_draft where state = $1 order by prepared_at, id")
        .bind(state.to_string())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading drafts of every book"))?;
    rows.iter().map(draft_of).collect()
}

/// Summaries by how many posted vouchers begin with them.
pub(in crate::ledger) async fn frequent_summaries(
    tx: &mut ReadTx,
    book: BookId,
    since: Period,
) -> Result<Vec<String>, Fault> {
    let rows = sqlx::query(
        "select summary, count(*) as n from entry where book_id = $1 and period >= $2 and line = 1
         group by summary order by n desc, summary limit 60",
    )
    .bind(book.text())
    .bind(since.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("counting summaries"))?;
    rows.iter().map(|r| r.text("summary")).collect()
}

/// How many drafts stand where, in every book.
pub(in crate::ledger) async fn draft_counts(tx: &mut ReadTx) -> Result<Vec<DraftCount>, Fault> {
    let rows = sqlx::query(
        "select book_id, period, state, count(*) as n, min(prepared_at) as oldest from voucher_draft
         group by book_id, period, state order by book_id, period, state",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("counting drafts of every book"))?;
    let of = |row: &AnyRow| {
        Ok(DraftCount {
            book: row.parsed("book_id")?,
            period: row.parsed("period")?,
            state: row.parsed("state")?,
            count: row.whole("n")?,
            oldest: row.instant("oldest")?,
        })
    };
    rows.iter().map(of).collect()
}

pub(in crate::ledger) async fn draft_places(tx: &mut ReadTx) -> Result<Vec<DraftPlace>, Fault> {
    let rows = sqlx::query(
        "select id, book_id, submission_id, state, prepared_by, prepared_at, reviewed_at from voucher_draft
         order by book_id, prepared_at, id",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading where drafts stand"))?;
    let of = |row: &AnyRow| {
        Ok(DraftPlace {
            id: row.parsed("id")?,
            book: row.parsed("book_id")?,
            submission: row.parsed_or_none("submission_id")?,
            state: row.parsed("state")?,
            prepared_by: row.parsed("prepared_by")?,
            prepared_at: row.instant("prepared_at")?,
            reviewed_at: row.instant_or_none("reviewed_at")?,
        })
    };
    rows.iter().map(of).collect()
}

pub(in crate::ledger) async fn drafts_waiting(tx: &mut ReadTx, book: BookId, period: Period) -> Result<i64, Fault> {
    sqlx::query("select count(*) as n from voucher_draft where book_id = $1 and period = $2")
        .bind(book.text())
        .bind(period.to_string())
        .fetch_one(tx.conn())
        .await
        .map_err(Fault::while_("counting drafts"))?
        .whole("n")
}

fn draft_of(row: &AnyRow) -> Result<Draft, Fault> {
    let content: DraftContent = serde_json::from_str(&row.text("lines")?).map_err(Fault::while_("reading a draft"))?;
    let documents = content.documents.into_iter().map(|(id, hex)| Ok((id, digest(&hex)?)));
    Ok(Draft {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        state: row.parsed("state")?,
        date: row.date("date")?,
        period: row.parsed("period")?,
        kind: row.parsed("kind")?,
        document_count: row.whole("document_count")?,
        lines: content.lines,
        documents: documents.collect::<Result<Vec<(DocumentId, Digest)>, Fault>>()?,
        submission: row.parsed_or_none("submission_id")?,
        corrects: row.parsed_or_none("corrects_id")?,
        import_key: row.text("import_key")?,
        prepared_by: row.parsed("prepared_by")?,
        prepared_name: row.text("prepared_name")?,
        prepared_at: row.instant("prepared_at")?,
        reviewed_by: row.parsed_or_none("reviewed_by")?,
        reviewed_name: row.text("reviewed_name")?,
        handed_back: row.text("handed_back")?,
        version: row.whole("version")?,
    })
}

fn digest(hex: &str) -> Result<Digest, Fault> {
    hex.parse().map_err(|e: String| Fault::new("reading a draft", e))
}
