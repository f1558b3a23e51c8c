use std::collections::BTreeMap;

use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, CashCountId, DateRange, Fault};

use crate::reconcile::cash_count::{CashCount, CountedCash, LastCount};
use crate::reconcile::hand::BankHand;

/// Keeps a cash count.
pub(in crate::reconcile) async fn insert_cash_count(
    tx: &mut WriteTx,
    by: &BankHand,
    counted: &CountedCash,
) -> Result<(), Fault> {
    let counts = serde_json::to_string(&counted.count.pieces).map_err(Fault::while_("writing a cash count"))?;
    sqlx::query(
        "insert into cash_count (id, book_id, date, counts, fen_counted, fen_book, reason, counted_by, counted_name,
             witnessed_name, counted_at, occasion)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(counted.id.text())
    .bind(by.book().text())
    .bind(counted.date.to_string())
    .bind(counts)
    .bind(counted.count.total().fen())
    .bind(counted.count.balance_book.fen())
    .bind(&counted.reason)
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(&counted.witnessed_name)
    .bind(counted.counted_at.stored())
    .bind(counted.occasion.word())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a cash count"))
}

/// Cash counts of some days, the latest first.
pub(in crate::reconcile) async fn cash_counts(
    tx: &mut ReadTx,
    book: BookId,
    days: DateRange,
) -> Result<Vec<CountedCash>, Fault> {
    let rows = sqlx::query(
        "select * from cash_count where book_id = $1 and date >= $2 and date <= $3 order by date desc, counted_at desc",
    )
    .bind(book.text())
    .bind(days.from.to_string())
    .bind(days.to.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading cash counts"))?;
    rows.iter().map(count_of).collect()
}

/// One count of a book.
pub(in crate::reconcile) async fn cash_count(
    tx: &mut ReadTx,
    book: BookId,
    id: CashCountId,
) -> Result<Option<CountedCash>, Fault> {
    let row = sqlx::query("select * from cash_count where book_id = $1 and id = $2")
        .bind(book.text())
        .bind(id.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a cash count"))?;
    row.as_ref().map(count_of).transpose()
}

/// The last count of each cash box, of one book or of all.
pub(in crate::reconcile) async fn last_counts(
    tx: &mut ReadTx,
    book: Option<BookId>,
) -> Result<BTreeMap<BookId, LastCount>, Fault> {
    let rows = sqlx::query(
        "select c.book_id, c.date, c.fen_counted - c.fen_book as fen_apart from cash_count c
         where (cast($1 as text) is null or c.book_id = $1)
           and not exists (select 1 from cash_count l
                           where l.book_id = c.book_id
                             and (l.date > c.date or (l.date = c.date and l.counted_at > c.counted_at)))",
    )
    .bind(book.map(BookId::text))
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking when cash was last counted"))?;
    let last = |r: &AnyRow| {
        let counted = LastCount { date: r.date("date")?, difference: r.money("fen_apart")? };
        Ok((r.parsed("book_id")?, counted))
    };
    rows.iter().map(last).collect()
}

fn count_of(row: &AnyRow) -> Result<CountedCash, Fault> {
    let pieces = serde_json::from_str(&row.text("counts")?).map_err(Fault::while_("reading a cash count"))?;
    Ok(CountedCash {
        id: row.parsed("id")?,
        date: row.date("date")?,
        occasion: row.parsed("occasion")?,
        count: CashCount { pieces, balance_book: row.money("fen_book")? },
        reason: row.text("reason")?,
        counted_name: row.text("counted_name")?,
        witnessed_name: row.text("witnessed_name")?,
        counted_at: row.instant("counted_at")?,
    })
}
