use std::collections::BTreeMap;

use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Digest, Fault, Period, ReopeningId, Timestamp, UserId};

use crate::ledger::closing::Closure;

/// Draws the next `wanted` numbers, 1..n, with the digest of the voucher before them; `None` when the period is
/// closed, or was reopened to a day that has passed.
/// Answers the last number drawn.
pub(in crate::ledger) async fn draw_numbers(
    tx: &mut WriteTx,
    book: BookId,
    period: Period,
    word: &str,
    wanted: i64,
    today: Date,
) -> Result<Option<(i64, Digest)>, Fault> {
    let row = sqlx::query(
        "insert into voucher_counter (book_id, period, word, last_no) values ($1, $2, $3, $4)
         on conflict (book_id, period, word) do update set last_no = voucher_counter.last_no + excluded.last_no
             where voucher_counter.closed_at is null
               and (voucher_counter.open_until = '' or voucher_counter.open_until >= $5)
         returning last_no, last_digest",
    )
    .bind(book.text())
    .bind(period.to_string())
    .bind(word)
    .bind(wanted)
    .bind(today.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("drawing voucher numbers"))?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((row.whole("last_no")?, row.parsed_or_none("last_digest")?.unwrap_or(Digest::GENESIS))))
}

/// The number the next voucher of a month would be given; nothing is drawn.
pub(in crate::ledger) async fn next_number(
    tx: &mut ReadTx,
    book: BookId,
    period: Period,
    word: &str,
) -> Result<i64, Fault> {
    let row = sqlx::query("select last_no from voucher_counter where book_id = $1 and period = $2 and word = $3")
        .bind(book.text())
        .bind(period.to_string())
        .bind(word)
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking at the voucher counter"))?;
    row.map_or(Ok(0), |row| row.whole("last_no")).map(|last| last + 1)
}

/// Closes the counters of a month; from here on no number can be drawn in it. False when it was closed before.
pub(in crate::ledger) async fn close_counter(
    tx: &mut WriteTx,
    book: BookId,
    period: Period,
    now: Timestamp,
) -> Result<bool, Fault> {
    tx.forget_drawn();
    let done = sqlx::query(
        "insert into voucher_counter (book_id, period, word, last_no, closed_at) values ($1, $2, '记', 0, $3)
         on conflict (book_id, period, word) do update set closed_at = excluded.closed_at
             where voucher_counter.closed_at is null",
    )
    .bind(book.text())
    .bind(period.to_string())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("closing the voucher counter"))?;
    Ok(done.rows_affected() == 1)
}

/// How many vouchers and document pages a month has, and the digest its chain ends with.
pub(in crate::ledger) async fn voucher_chain_end(
    tx: &mut ReadTx,
    book: BookId,
    period: Period,
) -> Result<(i64, i64, Digest), Fault> {
    let row = sqlx::query(
        "select count(*) as vouchers, cast(coalesce(sum(document_count), 0) as bigint) as documents,
                (select digest from voucher l where l.book_id = $1 and l.period = $2 order by l.no desc limit 1) as last
         from voucher v where v.book_id = $1 and v.period = $2",
    )
    .bind(book.text())
    .bind(period.to_string())
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("reading the end of a chain"))?;
    let last = match row.text_or_none("last")? {
        Some(_) => row.parsed("last")?,
        None => Digest::GENESIS,
    };
    Ok((row.whole("vouchers")?, row.whole("documents")?, last))
}

pub(in crate::ledger) async fn insert_closure(
    tx: &mut WriteTx,
    book: BookId,
    c: &Closure,
    by: UserId,
    ends: Option<ReopeningId>,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into closure (id, book_id, period, voucher_count, document_count, vouchers_digest, balances_digest, previous_root, root, closed_by, closed_name, closed_at, ends_request)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(c.id.text())
    .bind(book.text())
    .bind(c.period.to_string())
    .bind(c.voucher_count)
    .bind(c.document_count)
    .bind(c.vouchers_digest.hex())
    .bind(c.balances_digest.hex())
    .bind(c.previous_root.hex())
    .bind(c.root.hex())
    .bind(by.text())
    .bind(&c.closed_name)
    .bind(c.closed_at.stored())
    .bind(ends.map(|id| id.text()).unwrap_or_default())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a closure"))
}

/// Closures that hold: those never taken back.
pub(in crate::ledger) async fn closures(tx: &mut ReadTx, book: BookId) -> Result<Vec<Closure>, Fault> {
    let rows = sqlx::query(
        "select c.* from closure c
         where c.book_id = $1 and not exists (select 1 from reopening r where r.closure_id = c.id)
         order by c.period",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading closures"))?;
    rows.iter().map(closure_of).collect()
}

/// The closure of one month, while it holds.
pub(in crate::ledger) async fn closure(
    tx: &mut ReadTx,
    book: BookId,
    period: Period,
) -> Result<Option<Closure>, Fault> {
    let row = sqlx::query(
        "select c.* from closure c
         where c.book_id = $1 and c.period = $2 and not exists (select 1 from reopening r where r.closure_id = c.id)",
    )
    .bind(book.text())
    .bind(period.to_string())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("loading a closure"))?;
    row.as_ref().map(closure_of).transpose()
}

/// The last month of a book whose closing holds.
pub(in crate::ledger) async fn last_closed_of(tx: &mut ReadTx, book: BookId) -> Result<Option<Period>, Fault> {
    let row = sqlx::query(
        "select c.period from closure c
         where c.book_id = $1 and not exists (select 1 from reopening r where r.closure_id = c.id)
         order by c.period desc limit 1",
    )
    .bind(book.text())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("asking for the last closure"))?;
    row.map(|r| r.parsed("period")).transpose()
}

pub(super) fn closure_of(r: &AnyRow) -> Result<Closure, Fault> {
    Ok(Closure {
        id: r.parsed("id")?,
        period: r.parsed("period")?,
        voucher_count: r.whole("voucher_count")?,
        document_count: r.whole("document_count")?,
        vouchers_digest: r.digest("vouchers_digest")?,
        balances_digest: r.digest("balances_digest")?,
        previous_root: r.digest("previous_root")?,
        root: r.digest("root")?,
        closed_name: r.text("closed_name")?,
        closed_at: r.instant("closed_at")?,
    })
}

pub(in crate::ledger) async fn last_closed(tx: &mut ReadTx) -> Result<BTreeMap<BookId, Period>, Fault> {
    let rows = sqlx::query(
        "select c.book_id, max(c.period) as period from closure c
         where not exists (select 1 from reopening r where r.closure_id = c.id)
         group by c.book_id",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the last closures"))?;
    rows.iter().map(|r| Ok((r.parsed("book_id")?, r.parsed("period")?))).collect()
}
