use sqlx::any::AnyRow;

use crate::audit::Actor;
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{Fault, SubmissionId, Timestamp};

use crate::workflow::progress::Mark;
use crate::workflow::thread::{NewThreadEntry, ThreadEntry};

pub(in crate::workflow) async fn add_entry(
    tx: &mut WriteTx,
    id: SubmissionId,
    by: &Actor,
    entry: &NewThreadEntry,
    now: Timestamp,
) -> Result<(), Fault> {
    let reasons = serde_json::to_string(&entry.reasons).map_err(Fault::while_("writing return reasons"))?;
    sqlx::query(
        "insert into submission_event (submission_id, seq, at, actor_id, actor_name, act, from_state, to_state, reasons, words)
         select $1, cast(coalesce(max(seq), 0) + 1 as bigint), $2, $3, $4, $5, $6, $7, $8, $9
         from submission_event where submission_id = $1",
    )
    .bind(id.text())
    .bind(now.stored())
    .bind(by.stored_id())
    .bind(&by.name)
    .bind(entry.action.word())
    .bind(entry.from.word())
    .bind(entry.to.word())
    .bind(reasons)
    .bind(&entry.words)
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("writing a submission's thread"))
}

pub(in crate::workflow) async fn entries(tx: &mut ReadTx, id: SubmissionId) -> Result<Vec<ThreadEntry>, Fault> {
    let rows = sqlx::query("select * from submission_event where submission_id = $1 order by seq")
        .bind(id.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading a submission's thread"))?;
    rows.iter().map(entry).collect()
}

pub(in crate::workflow) async fn insert_mark(tx: &mut WriteTx, id: &str, mark: &Mark) -> Result<(), Fault> {
    sqlx::query(
        "insert into approval_mark
         (id, submission_id, step, approver, verdict, words, digest, marked_by, marked_name, marked_at, way, meeting_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(id)
    .bind(mark.submission.text())
    .bind(mark.step)
    .bind(mark.approver.word())
    .bind(mark.verdict.word())
    .bind(&mark.words)
    .bind(mark.digest.hex())
    .bind(mark.by.text())
    .bind(&mark.name)
    .bind(mark.at.stored())
    .bind(mark.way.word())
    .bind(mark.meeting.map(|(id, _)| id.text()).unwrap_or_default())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("writing a mark"))
}

pub(in crate::workflow) async fn marks(tx: &mut ReadTx, id: SubmissionId) -> Result<Vec<Mark>, Fault> {
    let rows = sqlx::query(
        "select a.*, cast(coalesce(m.number, 0) as bigint) as meeting_number
         from approval_mark a left join meeting m on m.id = a.meeting_id
         where a.submission_id = $1 order by a.marked_at, a.id",
    )
    .bind(id.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading marks"))?;
    rows.iter().map(mark).collect()
}

pub(super) fn mark(row: &AnyRow) -> Result<Mark, Fault> {
    Ok(Mark {
        submission: row.parsed("submission_id")?,
        step: row.whole("step")?,
        approver: row.parsed("approver")?,
        verdict: row.parsed("verdict")?,
        words: row.text("words")?,
        digest: row.digest("digest")?,
        by: row.parsed("marked_by")?,
        name: row.text("marked_name")?,
        at: row.instant("marked_at")?,
        way: row.parsed("way")?,
        meeting: row.parsed_or_none("meeting_id")?.map(|id| Ok((id, row.whole("meeting_number")?))).transpose()?,
    })
}

fn entry(row: &AnyRow) -> Result<ThreadEntry, Fault> {
    Ok(ThreadEntry {
        at: row.instant("at")?,
        by: row.text("actor_name")?,
        action: row.parsed("act")?,
        from: row.parsed("from_state")?,
        to: row.parsed("to_state")?,
        reasons: serde_json::from_str(&row.text("reasons")?).map_err(Fault::while_("reading return reasons"))?,
        words: row.text("words")?,
    })
}
