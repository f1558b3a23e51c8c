use std::collections::BTreeSet;

use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Date, Fault, Period, ReopeningId, Timestamp, UserId};

use crate::ledger::closing::Closure;
use crate::ledger::reopening::{Answer, Reopening, Verdict};

use super::periods::closure_of;

const OF_BOOK: &str =
    "select q.*, coalesce(r.approved_name, '') as approved_name, coalesce(r.reopened_at, '') as reopened_at,
        coalesce(d.words, '') as words, coalesce(d.declined_name, '') as declined_name,
        coalesce(d.declined_at, '') as declined_at, coalesce(n.closed_at, '') as ended_at
    from reopening_request q
    left join reopening r on r.request_id = q.id
    left join reopening_declined d on d.request_id = q.id
    left join closure n on n.book_id = q.book_id and n.ends_request = q.id
    where q.book_id = $1 order by q.asked_at, q.id";
const UNDER_WAY: &str =
    "select q.*, coalesce(r.approved_name, '') as approved_name, coalesce(r.reopened_at, '') as reopened_at,
        coalesce(d.words, '') as words, coalesce(d.declined_name, '') as declined_name,
        coalesce(d.declined_at, '') as declined_at, coalesce(n.closed_at, '') as ended_at
    from reopening_request q
    left join reopening r on r.request_id = q.id
    left join reopening_declined d on d.request_id = q.id
    left join closure n on n.book_id = q.book_id and n.ends_request = q.id
    where d.request_id is null and n.id is null order by q.asked_at, q.id";

fn reopening_of(row: &AnyRow) -> Result<Reopening, Fault> {
    let answer = match (row.instant_or_none("reopened_at")?, row.instant_or_none("declined_at")?) {
        (Some(at), _) => Some(Answer { verdict: Verdict::Approved, name: row.text("approved_name")?, at }),
        (None, Some(at)) => {
            Some(Answer { verdict: Verdict::Declined(row.text("words")?), name: row.text("declined_name")?, at })
        }
        (None, None) => None,
    };
    Ok(Reopening {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        closure: row.parsed("closure_id")?,
        period: row.parsed("period")?,
        reason: row.text("reason")?,
        until: row.parsed("until")?,
        asked_by: row.parsed("asked_by")?,
        asked_name: row.text("asked_name")?,
        asked_at: row.instant("asked_at")?,
        answer,
        ended_at: row.instant_or_none("ended_at")?,
    })
}

pub(in crate::ledger) async fn reopenings(tx: &mut ReadTx, book: BookId) -> Result<Vec<Reopening>, Fault> {
    let rows = sqlx::query(OF_BOOK)
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading reopenings"))?;
    rows.iter().map(reopening_of).collect()
}

pub(in crate::ledger) async fn reopenings_under_way(tx: &mut ReadTx) -> Result<Vec<Reopening>, Fault> {
    let rows =
        sqlx::query(UNDER_WAY).fetch_all(tx.conn()).await.map_err(Fault::while_("loading reopenings under way"))?;
    rows.iter().map(reopening_of).collect()
}

pub(in crate::ledger) async fn insert_reopening_request(tx: &mut WriteTx, r: &Reopening) -> Result<(), Fault> {
    sqlx::query(
        "insert into reopening_request (id, book_id, closure_id, period, reason, until, asked_by, asked_name, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(r.id.text())
    .bind(r.book.text())
    .bind(r.closure.text())
    .bind(r.period.to_string())
    .bind(&r.reason)
    .bind(r.until.to_string())
    .bind(r.asked_by.text())
    .bind(&r.asked_name)
    .bind(r.asked_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a request for a reopening"))
}

pub(in crate::ledger) async fn insert_reopening(
    tx: &mut WriteTx,
    r: &Reopening,
    by: UserId,
    name: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into reopening (closure_id, request_id, reason, reopened_by, reopened_name, approved_by, approved_name, reopened_at, until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(r.closure.text())
    .bind(r.id.text())
    .bind(&r.reason)
    .bind(r.asked_by.text())
    .bind(&r.asked_name)
    .bind(by.text())
    .bind(name)
    .bind(now.stored())
    .bind(r.until.to_string())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a reopening"))
}

pub(in crate::ledger) async fn insert_reopening_declined(
    tx: &mut WriteTx,
    request: ReopeningId,
    words: &str,
    by: UserId,
    name: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into reopening_declined (request_id, words, declined_by, declined_name, declined_at)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(request.text())
    .bind(words)
    .bind(by.text())
    .bind(name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping the answer to a request"))
}

/// The month gives numbers again, on after its last one, to the end of a day.
pub(in crate::ledger) async fn reopen_counter(
    tx: &mut WriteTx,
    book: BookId,
    period: Period,
    until: Date,
) -> Result<(), Fault> {
    tx.forget_drawn();
    sqlx::query("update voucher_counter set closed_at = null, open_until = $3 where book_id = $1 and period = $2")
        .bind(book.text())
        .bind(period.to_string())
        .bind(until.to_string())
        .execute(tx.conn())
        .await
        .map(drop)
        .map_err(Fault::while_("reopening the voucher counter"))
}

/// Holds the counters of some months to the end of the transaction, the earliest first: who closes, reopens, publishes
/// or imports does it one after the other, and two who hold several never wait for each other in a ring.
pub(in crate::ledger) async fn hold_months(
    tx: &mut WriteTx,
    book: BookId,
    months: &BTreeSet<Period>,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into voucher_counter (book_id, period, word, last_no) values",
        4,
        "on conflict (book_id, period, word) do update set last_no = voucher_counter.last_no",
    );
    for month in months {
        rows.row([Cell::from(book.text()), month.to_string().into(), "记".into(), 0.into()])?;
    }
    rows.run(tx, "holding months").await
}

/// Closures that were taken back, by period and in the order they were made.
pub(in crate::ledger) async fn closures_taken_back(tx: &mut ReadTx, book: BookId) -> Result<Vec<Closure>, Fault> {
    let rows = sqlx::query(
        "select c.* from closure c join reopening r on r.closure_id = c.id
         where c.book_id = $1 order by c.period, c.closed_at, c.voucher_count",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading closures taken back"))?;
    rows.iter().map(closure_of).collect()
}
