use std::collections::BTreeSet;

use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Digest, Fault, MeetingId, SubmissionId, Timestamp, UserId};

use crate::workflow::meeting::{BatchLine, Meeting, Seat};
use crate::workflow::progress::Mark;
use crate::workflow::submission::Submission;

use super::submissions::{load_documents, read};
use super::threads::mark;

/// Notes that the papers of an item were opened as it stands, by a person or by a meeting. Once is enough.
pub(in crate::workflow) async fn insert_opened(
    tx: &mut WriteTx,
    submission: SubmissionId,
    digest: Digest,
    by: (Option<UserId>, Option<MeetingId>),
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into paper_opened (submission_id, digest, person_id, meeting_id, at) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
    )
    .bind(submission.text())
    .bind(digest.hex())
    .bind(by.0.map(UserId::text).unwrap_or_default())
    .bind(by.1.map(MeetingId::text).unwrap_or_default())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("noting that papers were opened"))
}

/// True when this person, or this meeting, has opened the papers of an item as it stood.
pub(in crate::workflow) async fn has_opened(
    tx: &mut ReadTx,
    submission: SubmissionId,
    digest: Digest,
    person: UserId,
    meeting: Option<MeetingId>,
) -> Result<bool, Fault> {
    sqlx::query(
        "select at from paper_opened where submission_id = $1 and digest = $2
           and (person_id = $3 or (meeting_id = $4 and meeting_id <> '')) limit 1",
    )
    .bind(submission.text())
    .bind(digest.hex())
    .bind(person.text())
    .bind(meeting.map(MeetingId::text).unwrap_or_default())
    .fetch_optional(tx.conn())
    .await
    .map(|row| row.is_some())
    .map_err(Fault::while_("looking whether papers were opened"))
}

/// What was opened at a meeting.
pub(in crate::workflow) async fn opened_at(
    tx: &mut ReadTx,
    meeting: MeetingId,
) -> Result<BTreeSet<(SubmissionId, Digest)>, Fault> {
    let rows = sqlx::query("select submission_id, digest from paper_opened where meeting_id = $1")
        .bind(meeting.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading what a meeting opened"))?;
    rows.iter().map(|r| Ok((r.parsed("submission_id")?, r.digest("digest")?))).collect()
}

/// Writes a meeting down with its list and its seats; its number is the next of the book.
pub(in crate::workflow) async fn insert_meeting(
    tx: &mut WriteTx,
    meeting: &Meeting,
    by: UserId,
    once_key: &str,
    lines: &[BatchLine],
    seats: &[Seat],
) -> Result<i64, Fault> {
    let row = sqlx::query(
        "insert into meeting (id, book_id, number, held_on, place, convener_name, batch_digest, opened_by, opened_name,
             opened_at, once_key)
         select $1, $2, cast(coalesce(max(number), 0) + 1 as bigint), $3, $4, $5, $6, $7, $8, $9, $10
         from meeting where book_id = $2
         returning number",
    )
    .bind(meeting.id.text())
    .bind(meeting.book.text())
    .bind(meeting.held_on.to_string())
    .bind(&meeting.place)
    .bind(&meeting.convener)
    .bind(meeting.batch.hex())
    .bind(by.text())
    .bind(&meeting.opened_name)
    .bind(meeting.opened_at.stored())
    .bind(once_key)
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("opening a meeting"))?;
    let id = meeting.id.text();
    let mut rows =
        RowsInto::new("insert into meeting_item (meeting_id, position, submission_id, digest) values", 4, "");
    for line in lines {
        rows.row([
            Cell::from(id.clone()),
            Cell::from(line.position),
            Cell::from(line.submission.text()),
            Cell::from(line.digest.hex()),
        ])?;
    }
    rows.run(tx, "writing a meeting's list").await?;
    let mut rows = RowsInto::new("insert into meeting_seat (meeting_id, person_id, name) values", 3, "");
    let mut there = RowsInto::new("insert into meeting_present (meeting_id, person_id, at) values", 3, "");
    for seat in seats {
        rows.row([Cell::from(id.clone()), Cell::from(seat.person.text()), Cell::from(seat.name.clone())])?;
        if let Some(at) = seat.present_at {
            there.row([Cell::from(id.clone()), Cell::from(seat.person.text()), Cell::from(at.stored())])?;
        }
    }
    rows.run(tx, "writing a meeting's seats").await?;
    there.run(tx, "writing who is at a meeting").await?;
    row.whole("number")
}

/// Somebody came later. Coming twice is coming once.
pub(in crate::workflow) async fn insert_present(
    tx: &mut WriteTx,
    meeting: MeetingId,
    person: UserId,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query("insert into meeting_present (meeting_id, person_id, at) values ($1, $2, $3) on conflict do nothing")
        .bind(meeting.text())
        .bind(person.text())
        .bind(now.stored())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("noting who came to a meeting"))
}

/// The meeting is over; false when it was already.
pub(in crate::workflow) async fn insert_closing(
    tx: &mut WriteTx,
    meeting: MeetingId,
    by: (UserId, &str),
    now: Timestamp,
) -> Result<bool, Fault> {
    sqlx::query(
        "insert into meeting_close (meeting_id, closed_by, closed_name, closed_at) values ($1, $2, $3, $4)
         on conflict do nothing",
    )
    .bind(meeting.text())
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(|done| done.rows_affected() > 0)
    .map_err(Fault::while_("closing a meeting"))
}

/// When a meeting was over, asked again inside the transaction that would sign at it.
pub(in crate::workflow) async fn closing(tx: &mut ReadTx, meeting: MeetingId) -> Result<Option<Timestamp>, Fault> {
    let row = sqlx::query("select closed_at from meeting_close where meeting_id = $1")
        .bind(meeting.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking whether a meeting is over"))?;
    row.map(|r| r.instant("closed_at")).transpose()
}

pub(in crate::workflow) async fn meeting_by_key(
    tx: &mut ReadTx,
    book: BookId,
    key: &str,
) -> Result<Option<MeetingId>, Fault> {
    let row = sqlx::query("select id from meeting where book_id = $1 and once_key = $2")
        .bind(book.text())
        .bind(key)
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking for a meeting by its key"))?;
    row.map(|r| r.parsed("id")).transpose()
}

pub(in crate::workflow) async fn meeting(
    tx: &mut ReadTx,
    book: BookId,
    id: MeetingId,
) -> Result<Option<Meeting>, Fault> {
    let row = sqlx::query(
        "select m.*, coalesce(c.closed_at, '') as closed_at
         from meeting m left join meeting_close c on c.meeting_id = m.id where m.id = $1 and m.book_id = $2",
    )
    .bind(id.text())
    .bind(book.text())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading a meeting"))?;
    row.as_ref().map(meeting_of).transpose()
}

/// Every meeting of a book with the number of items on its list, newest first.
pub(in crate::workflow) async fn meetings(tx: &mut ReadTx, book: BookId) -> Result<Vec<(Meeting, i64)>, Fault> {
    let rows = sqlx::query(
        "select m.*, coalesce(c.closed_at, '') as closed_at,
             (select count(*) from meeting_item i where i.meeting_id = m.id) as many
         from meeting m left join meeting_close c on c.meeting_id = m.id
         where m.book_id = $1 order by m.number desc limit 200",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing meetings"))?;
    rows.iter().map(|r| Ok((meeting_of(r)?, r.whole("many")?))).collect()
}

/// The list of a meeting, each line with its item as it stands now.
pub(in crate::workflow) async fn items(
    tx: &mut ReadTx,
    meeting: MeetingId,
) -> Result<Vec<(BatchLine, Submission)>, Fault> {
    let rows = sqlx::query(
        "select s.*, i.position as line_position, i.digest as line_digest
         from meeting_item i join submission s on s.id = i.submission_id where i.meeting_id = $1 order by i.position",
    )
    .bind(meeting.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading a meeting's list"))?;
    let mut submissions = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    load_documents(tx, &mut submissions).await?;
    let line = |row: &AnyRow, submission: &Submission| {
        Ok(BatchLine {
            position: row.whole("line_position")?,
            submission: submission.id,
            digest: row.digest("line_digest")?,
        })
    };
    rows.iter().zip(submissions).map(|(row, s)| Ok((line(row, &s)?, s))).collect()
}

/// The group's marks on the items of a list, oldest first.
pub(in crate::workflow) async fn marks_of_meeting(tx: &mut ReadTx, meeting: MeetingId) -> Result<Vec<Mark>, Fault> {
    let rows = sqlx::query(
        "select a.*, cast(coalesce(m.number, 0) as bigint) as meeting_number
         from meeting_item i join approval_mark a on a.submission_id = i.submission_id and a.digest = i.digest
         left join meeting m on m.id = a.meeting_id
         where i.meeting_id = $1 and a.approver = 'finance_group' order by a.marked_at, a.id",
    )
    .bind(meeting.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the marks of a meeting"))?;
    rows.iter().map(mark).collect()
}

/// The group as it was that day, by name.
pub(in crate::workflow) async fn seats(tx: &mut ReadTx, meeting: MeetingId) -> Result<Vec<Seat>, Fault> {
    let rows = sqlx::query(
        "select s.person_id, s.name, coalesce(p.at, '') as present_at
         from meeting_seat s left join meeting_present p on p.meeting_id = s.meeting_id and p.person_id = s.person_id
         where s.meeting_id = $1 order by s.name, s.person_id",
    )
    .bind(meeting.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading a meeting's seats"))?;
    let seat = |r: &AnyRow| {
        Ok(Seat { person: r.parsed("person_id")?, name: r.text("name")?, present_at: r.instant_or_none("present_at")? })
    };
    rows.iter().map(seat).collect()
}

fn meeting_of(row: &AnyRow) -> Result<Meeting, Fault> {
    Ok(Meeting {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        number: row.whole("number")?,
        held_on: row.date("held_on")?,
        place: row.text("place")?,
        convener: row.text("convener_name")?,
        batch: row.digest("batch_digest")?,
        opened_name: row.text("opened_name")?,
        opened_at: row.instant("opened_at")?,
        closed_at: row.instant_or_none("closed_at")?,
    })
}
