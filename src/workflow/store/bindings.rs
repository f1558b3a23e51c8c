use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BindingId, BookId, Fault, MeetingId, UserId};

use crate::workflow::meeting::{Binding, BindingAnswer, BindingState, BindingWaiting, Said};

/// Writes down a signed list and what stands on it.
pub(in crate::workflow) async fn insert_binding(
    tx: &mut WriteTx,
    meeting: MeetingId,
    binding: &Binding,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into paper_binding (id, meeting_id, file_id, batch_digest, recorded_by, recorded_name, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(binding.id.text())
    .bind(meeting.text())
    .bind(binding.scan.text())
    .bind(binding.batch.hex())
    .bind(binding.recorded_by.text())
    .bind(&binding.recorded_name)
    .bind(binding.recorded_at.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("binding a signed list"))?;
    let mut rows =
        RowsInto::new("insert into paper_verdict (binding_id, person_id, submission_id, verdict, words) values", 5, "");
    for said in &binding.said {
        rows.row([
            Cell::from(binding.id.text()),
            Cell::from(said.person.text()),
            Cell::from(said.submission.text()),
            Cell::from(said.verdict.word()),
            Cell::from(said.words.clone()),
        ])?;
    }
    rows.run(tx, "writing what stands on a signed list").await
}

/// A second person's answer; false when there was one already.
pub(in crate::workflow) async fn insert_answer(
    tx: &mut WriteTx,
    binding: BindingId,
    by: UserId,
    answer: &BindingAnswer,
) -> Result<bool, Fault> {
    let word = if answer.state == BindingState::Confirmed { "confirmed" } else { "declined" };
    sqlx::query(
        "insert into paper_answer (binding_id, answer, words, answered_by, answered_name, answered_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    )
    .bind(binding.text())
    .bind(word)
    .bind(&answer.words)
    .bind(by.text())
    .bind(&answer.name)
    .bind(answer.at.stored())
    .execute(tx.conn())
    .await
    .map(|done| done.rows_affected() > 0)
    .map_err(Fault::while_("answering a signed list"))
}

/// The signed lists of a meeting, oldest first.
pub(in crate::workflow) async fn bindings(tx: &mut ReadTx, meeting: MeetingId) -> Result<Vec<Binding>, Fault> {
    let rows = sqlx::query(
        "select b.*, coalesce(a.answer, '') as answer, coalesce(a.words, '') as answer_words,
             coalesce(a.answered_name, '') as answered_name, coalesce(a.answered_at, '') as answered_at
         from paper_binding b left join paper_answer a on a.binding_id = b.id
         where b.meeting_id = $1 order by b.recorded_at, b.id",
    )
    .bind(meeting.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading signed lists"))?;
    let mut found = rows.iter().map(binding_of).collect::<Result<Vec<_>, _>>()?;
    let rows = sqlx::query(
        "select v.* from paper_verdict v join paper_binding b on b.id = v.binding_id
         where b.meeting_id = $1 order by v.binding_id, v.person_id, v.submission_id",
    )
    .bind(meeting.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading what stands on signed lists"))?;
    for row in &rows {
        let owner: BindingId = row.parsed("binding_id")?;
        if let Some(binding) = found.iter_mut().find(|b| b.id == owner) {
            binding.said.push(Said {
                person: row.parsed("person_id")?,
                submission: row.parsed("submission_id")?,
                verdict: row.parsed("verdict")?,
                words: row.text("words")?,
            });
        }
    }
    Ok(found)
}

/// The meeting of a signed list of a book.
pub(in crate::workflow) async fn binding(
    tx: &mut ReadTx,
    book: BookId,
    id: BindingId,
) -> Result<Option<MeetingId>, Fault> {
    let row = sqlx::query(
        "select b.meeting_id from paper_binding b join meeting m on m.id = b.meeting_id
         where b.id = $1 and m.book_id = $2",
    )
    .bind(id.text())
    .bind(book.text())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("looking for a signed list"))?;
    row.map(|r| r.parsed("meeting_id")).transpose()
}

/// Every signed list of the township that waits for its second person, oldest first: whose, of which meeting, since when.
pub(in crate::workflow) async fn bindings_waiting(tx: &mut ReadTx) -> Result<Vec<BindingWaiting>, Fault> {
    let rows = sqlx::query(
        "select m.book_id, m.id as meeting_id, m.number, b.recorded_by, b.recorded_name, b.recorded_at
         from paper_binding b join meeting m on m.id = b.meeting_id
         where not exists (select 1 from paper_answer a where a.binding_id = b.id) order by b.recorded_at, b.id",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing signed lists that wait"))?;
    let waiting = |r: &AnyRow| {
        Ok(BindingWaiting {
            book: r.parsed("book_id")?,
            meeting: r.parsed("meeting_id")?,
            number: r.whole("number")?,
            recorded_by: r.parsed("recorded_by")?,
            recorded_name: r.text("recorded_name")?,
            recorded_at: r.instant("recorded_at")?,
        })
    };
    rows.iter().map(waiting).collect()
}

fn binding_of(row: &AnyRow) -> Result<Binding, Fault> {
    let state = match row.text("answer")?.as_str() {
        "confirmed" => Some(BindingState::Confirmed),
        "declined" => Some(BindingState::Declined),
        _ => None,
    };
    let answer = match state {
        Some(state) => Some(BindingAnswer {
            state,
            words: row.text("answer_words")?,
            name: row.text("answered_name")?,
            at: row.instant("answered_at")?,
        }),
        None => None,
    };
    Ok(Binding {
        id: row.parsed("id")?,
        scan: row.parsed("file_id")?,
        batch: row.digest("batch_digest")?,
        recorded_by: row.parsed("recorded_by")?,
        recorded_name: row.text("recorded_name")?,
        recorded_at: row.instant("recorded_at")?,
        said: Vec::new(),
        answer,
    })
}
