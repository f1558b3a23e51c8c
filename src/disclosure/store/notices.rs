//! Special sheets and annual packages, the vouchers they tell of, the meetings they are for.

use std::collections::BTreeSet;

use sqlx::any::AnyRow;

use crate::auth::Accountant;
use crate::db::{Columns, ReadTx, RowsInto, WriteTx, is_unique_violation};
use crate::kernel::{BookId, Digest, Fault, FiscalYear, NoticeId, RecordId, Timestamp, UserId, VoucherId};

use crate::disclosure::notice::{AnnualMeeting, Notice, NoticeHead, NoticeKind, Posting};
use crate::disclosure::publication::{Hand, Opinion};
use crate::disclosure::topic::Topic;

use super::hand;

const BY_ID: &str = "select * from notice where id = $1 and book_id = $2";
const BY_TOKEN: &str = "select * from notice where token = $1 and state in ('published', 'posted')";
const BY_SUBJECT: &str = "select * from notice where book_id = $1 and kind = $2 and subject = $3
    order by number desc limit 1";

fn head_of(row: &AnyRow) -> Result<NoticeHead, Fault> {
    let topic = row.text("topic")?;
    let posted = match row.parsed_or_none("posted_photo")? {
        None => None,
        Some(photo) => Some(Posting {
            photo,
            at: row.instant("posted_at")?,
            on: row.text("posted_on")?.parse().ok(),
            place: row.text("posted_place")?,
        }),
    };
    Ok(NoticeHead {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        kind: row.parsed("kind")?,
        topic: topic.parse::<Topic>().ok(),
        subject: row.text("subject")?,
        title: row.text("title")?,
        number: row.text("number")?,
        state: row.parsed("state")?,
        digest: row.parsed("digest")?,
        code: row.text("code")?,
        token: row.text("token")?,
        due: row.parsed("due")?,
        composed_name: row.text("composed_name")?,
        composed_at: row.instant("composed_at")?,
        checked: hand(row, "checked_by", "checked_name", "checked_at")?,
        signed: hand(row, "signed_by", "signed_name", "signed_at")?,
        published: hand(row, "published_by", "published_name", "published_at")?,
        posted,
        row_version: row.whole("row_version")?,
    })
}

fn notice_of(row: &AnyRow) -> Result<Notice, Fault> {
    Ok(Notice { head: head_of(row)?, content: row.text("content")? })
}

/// A notice of a book.
pub(in crate::disclosure) async fn notice(
    tx: &mut ReadTx,
    book: BookId,
    id: NoticeId,
) -> Result<Option<Notice>, Fault> {
    let row = sqlx::query(BY_ID).bind(id.text()).bind(book.text()).fetch_optional(tx.conn()).await;
    row.map_err(Fault::while_("loading a notice"))?.as_ref().map(notice_of).transpose()
}

/// The published notice an address leads to.
pub(in crate::disclosure) async fn notice_by_token(tx: &mut ReadTx, token: &str) -> Result<Option<Notice>, Fault> {
    let row = sqlx::query(BY_TOKEN).bind(token).fetch_optional(tx.conn()).await;
    row.map_err(Fault::while_("loading a published notice"))?.as_ref().map(notice_of).transpose()
}

/// The latest notice about a subject.
pub(in crate::disclosure) async fn notice_on(
    tx: &mut ReadTx,
    book: BookId,
    kind: NoticeKind,
    subject: &str,
) -> Result<Option<Notice>, Fault> {
    let asking = sqlx::query(BY_SUBJECT).bind(book.text()).bind(kind.to_string()).bind(subject);
    let row = asking.fetch_optional(tx.conn()).await.map_err(Fault::while_("looking for a notice"))?;
    row.as_ref().map(notice_of).transpose()
}

/// Every notice of a book, the latest first.
pub(in crate::disclosure) async fn notices_of(tx: &mut ReadTx, book: BookId) -> Result<Vec<NoticeHead>, Fault> {
    let rows = sqlx::query("select * from notice where book_id = $1 order by composed_at desc, number desc")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("listing notices"))?;
    rows.iter().map(head_of).collect()
}

/// Every notice that is not on the board yet, the one due first in front.
pub(in crate::disclosure) async fn notices_under_way(tx: &mut ReadTx) -> Result<Vec<NoticeHead>, Fault> {
    let rows = sqlx::query("select * from notice where state <> 'posted' order by due, number")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("listing notices under way"))?;
    rows.iter().map(head_of).collect()
}

/// Every published correction of a book, the earliest first, with its content.
pub(in crate::disclosure) async fn published_corrections(tx: &mut ReadTx, book: BookId) -> Result<Vec<Notice>, Fault> {
    let rows = sqlx::query(
        "select * from notice where book_id = $1 and kind = 'correction' and state in ('published', 'posted')
         order by published_at, number",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing corrections"))?;
    rows.iter().map(notice_of).collect()
}

/// How many notices of a kind a book has of a year.
pub(in crate::disclosure) async fn notices_numbered(tx: &mut ReadTx, book: BookId, stem: &str) -> Result<i64, Fault> {
    let row = sqlx::query("select cast(count(*) as bigint) as many from notice where book_id = $1 and number like $2")
        .bind(book.text())
        .bind(format!("{stem}%"))
        .fetch_one(tx.conn())
        .await
        .map_err(Fault::while_("numbering a notice"))?;
    row.whole("many")
}

/// Keeps a notice just composed; false when its number was taken meanwhile.
pub(in crate::disclosure) async fn insert_notice(tx: &mut WriteTx, new: &Notice) -> Result<bool, Fault> {
    let head = &new.head;
    let kept = sqlx::query(
        "insert into notice (id, book_id, kind, topic, subject, title, number, state, content, digest, code, token, due,
             composed_name, composed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(head.id.text())
    .bind(head.book.text())
    .bind(head.kind.to_string())
    .bind(head.topic.map(|t| t.to_string()).unwrap_or_default())
    .bind(&head.subject)
    .bind(&head.title)
    .bind(&head.number)
    .bind(head.state.to_string())
    .bind(&new.content)
    .bind(head.digest.hex())
    .bind(&head.code)
    .bind(&head.token)
    .bind(head.due.to_string())
    .bind(&head.composed_name)
    .bind(head.composed_at.stored())
    .execute(tx.conn())
    .await;
    match kept {
        Ok(_) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(Fault::while_("keeping a notice")(error)),
    }
}

/// Writes state, content and hands; false when the row has moved on since it was read.
pub(in crate::disclosure) async fn save_notice(tx: &mut WriteTx, notice: &Notice) -> Result<bool, Fault> {
    let head = &notice.head;
    let hand = |h: &Option<Hand>| h.as_ref().map(|h| (h.by.text(), h.name.clone(), h.at.stored())).unwrap_or_default();
    let (checked, signed, published) = (hand(&head.checked), hand(&head.signed), hand(&head.published));
    let posted = head.posted.as_ref();
    let done = sqlx::query(
        "update notice
         set state = $3, content = $4, digest = $5, code = $6, due = $7, composed_name = $8, composed_at = $9,
             checked_by = $10, checked_name = $11, checked_at = $12, signed_by = $13, signed_name = $14, signed_at = $15,
             published_by = $16, published_name = $17, published_at = $18,
             posted_photo = $19, posted_at = $20, posted_on = $21, posted_place = $22, row_version = row_version + 1
         where id = $1 and row_version = $2",
    )
    .bind(head.id.text())
    .bind(head.row_version)
    .bind(head.state.to_string())
    .bind(&notice.content)
    .bind(head.digest.hex())
    .bind(&head.code)
    .bind(head.due.to_string())
    .bind(&head.composed_name)
    .bind(head.composed_at.stored())
    .bind(checked.0)
    .bind(checked.1)
    .bind(checked.2)
    .bind(signed.0)
    .bind(signed.1)
    .bind(signed.2)
    .bind(published.0)
    .bind(published.1)
    .bind(published.2)
    .bind(posted.map(|p| p.photo.text()).unwrap_or_default())
    .bind(posted.map(|p| p.at.stored()).unwrap_or_default())
    .bind(posted.and_then(|p| p.on).map(|d| d.to_string()).unwrap_or_default())
    .bind(posted.map(|p| p.place.clone()).unwrap_or_default())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("moving a notice on"))?;
    Ok(done.rows_affected() == 1)
}

/// The vouchers a topic has been told of already, or that need no sheet of their own.
pub(in crate::disclosure) async fn told_vouchers(
    tx: &mut ReadTx,
    book: BookId,
) -> Result<BTreeSet<(String, VoucherId)>, Fault> {
    let rows = sqlx::query(
        "select topic, voucher_id from notice_voucher where book_id = $1
         union select topic, voucher_id from notice_declined where book_id = $1",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing what has been told"))?;
    rows.iter().map(|r| Ok((r.text("topic")?, r.parsed("voucher_id")?))).collect()
}

/// Says which vouchers a notice tells of.
pub(in crate::disclosure) async fn insert_vouchers(
    tx: &mut WriteTx,
    (book, topic, notice): (BookId, &str, NoticeId),
    vouchers: &[VoucherId],
) -> Result<(), Fault> {
    let mut rows = RowsInto::new("insert into notice_voucher (book_id, topic, voucher_id, notice_id) values", 4, "");
    for voucher in vouchers {
        rows.row([book.text().into(), topic.into(), voucher.text().into(), notice.text().into()])?;
    }
    rows.run(tx, "keeping what a notice tells of").await
}

/// Says that vouchers need no special sheet.
pub(in crate::disclosure) async fn insert_declined(
    tx: &mut WriteTx,
    by: &Accountant,
    (topic, reason): (&str, &str),
    vouchers: &[VoucherId],
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into notice_declined (book_id, topic, voucher_id, reason, declined_by, declined_name, declined_at) values",
        7,
        "on conflict (book_id, topic, voucher_id) do nothing",
    );
    for voucher in vouchers {
        rows.row([
            by.book().text().into(),
            topic.into(),
            voucher.text().into(),
            reason.into(),
            by.id().text().into(),
            by.actor().name.as_str().into(),
            now.stored().into(),
        ])?;
    }
    rows.run(tx, "keeping that no sheet is needed").await
}

/// Opinions on a notice, in order.
pub(in crate::disclosure) async fn notice_opinions(tx: &mut ReadTx, notice: NoticeId) -> Result<Vec<Opinion>, Fault> {
    let rows = sqlx::query(
        "select id, digest, verdict, words, given_by, given_name, given_at
         from notice_opinion where notice_id = $1 order by given_at, id",
    )
    .bind(notice.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading opinions on a notice"))?;
    rows.iter().map(super::opinion_of).collect()
}

/// On which notices, and which content of them, a person has given an opinion.
pub(in crate::disclosure) async fn said_of_notices(
    tx: &mut ReadTx,
    person: UserId,
) -> Result<BTreeSet<(NoticeId, Digest)>, Fault> {
    let rows = sqlx::query("select notice_id, digest from notice_opinion where given_by = $1")
        .bind(person.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("listing a person's opinions on notices"))?;
    rows.iter().map(|r| Ok((r.parsed("notice_id")?, r.parsed("digest")?))).collect()
}

/// Keeps an opinion; false when this person has given one on this content.
pub(in crate::disclosure) async fn insert_notice_opinion(
    tx: &mut WriteTx,
    notice: NoticeId,
    opinion: &Opinion,
) -> Result<bool, Fault> {
    let kept = sqlx::query(
        "insert into notice_opinion (id, notice_id, digest, verdict, words, given_by, given_name, given_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(opinion.id.text())
    .bind(notice.text())
    .bind(opinion.digest.hex())
    .bind(opinion.verdict.to_string())
    .bind(&opinion.words)
    .bind(opinion.by.text())
    .bind(&opinion.name)
    .bind(opinion.at.stored())
    .execute(tx.conn())
    .await;
    match kept {
        Ok(_) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(Fault::while_("keeping an opinion on a notice")(error)),
    }
}

/// The meetings of a book's years, the newest entry of each.
pub(in crate::disclosure) async fn meetings(tx: &mut ReadTx, book: BookId) -> Result<Vec<AnnualMeeting>, Fault> {
    let rows = sqlx::query(
        "select year, meeting, meets_on, entered_name from annual_meeting where book_id = $1
         order by year desc, entered_at desc, id desc",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing yearly meetings"))?;
    let mut all = rows.iter().map(meeting_of).collect::<Result<Vec<_>, Fault>>()?;
    all.dedup_by_key(|m| m.year);
    Ok(all)
}

fn meeting_of(row: &AnyRow) -> Result<AnnualMeeting, Fault> {
    let number = i32::try_from(row.whole("year")?).ok().and_then(FiscalYear::new);
    Ok(AnnualMeeting {
        year: number.ok_or_else(|| Fault::new("reading a yearly meeting", "no such year"))?,
        meeting: row.text("meeting")?,
        meets_on: row.parsed("meets_on")?,
        entered_name: row.text("entered_name")?,
    })
}

/// Enters when a year's meeting meets.
pub(in crate::disclosure) async fn insert_meeting(
    tx: &mut WriteTx,
    by: &Accountant,
    new: &AnnualMeeting,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into annual_meeting (id, book_id, year, meeting, meets_on, entered_by, entered_name, entered_at) values",
        8,
        "",
    );
    rows.row([
        RecordId::new().text().into(),
        by.book().text().into(),
        i64::from(new.year.number()).into(),
        new.meeting.as_str().into(),
        new.meets_on.to_string().into(),
        by.id().text().into(),
        new.entered_name.as_str().into(),
        now.stored().into(),
    ])?;
    rows.run(tx, "entering a yearly meeting").await
}
