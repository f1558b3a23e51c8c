use std::collections::BTreeMap;

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Fault, Period, Timestamp, UserId, VoucherId};

use crate::ledger::printing::PrintOffset;

/// Notes one more print of each voucher of a month from one number to another; which print it is, by voucher.
pub(in crate::ledger) async fn note_prints(
    tx: &mut WriteTx,
    book: BookId,
    (period, first, last): (Period, i64, i64),
    by: (UserId, &str),
    now: Timestamp,
) -> Result<BTreeMap<VoucherId, i64>, Fault> {
    let rows = sqlx::query(
        "insert into voucher_print (voucher_id, print_no, book_id, printed_by, printed_name, printed_at)
         select v.id, 1 + (select count(*) from voucher_print p where p.voucher_id = v.id), v.book_id, $5, $6, $7
         from voucher v where v.book_id = $1 and v.period = $2 and v.no between $3 and $4
         returning voucher_id, print_no",
    )
    .bind(book.text())
    .bind(period.to_string())
    .bind(first)
    .bind(last)
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("noting a print"))?;
    rows.iter().map(|r| Ok((r.parsed("voucher_id")?, r.whole("print_no")?))).collect()
}

/// How often a voucher was printed.
pub(in crate::ledger) async fn prints(tx: &mut ReadTx, book: BookId, voucher: VoucherId) -> Result<i64, Fault> {
    sqlx::query("select count(*) as n from voucher_print where voucher_id = $1 and book_id = $2")
        .bind(voucher.text())
        .bind(book.text())
        .fetch_one(tx.conn())
        .await
        .map_err(Fault::while_("counting prints"))?
        .whole("n")
}

pub(in crate::ledger) async fn print_offset(tx: &mut ReadTx, user: UserId) -> Result<PrintOffset, Fault> {
    let row = sqlx::query("select x_tenths, y_tenths from print_offset where user_id = $1")
        .bind(user.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading a print offset"))?;
    row.map_or(Ok(PrintOffset::default()), |r| {
        Ok(PrintOffset { x_tenths: r.whole("x_tenths")?, y_tenths: r.whole("y_tenths")? })
    })
}

pub(in crate::ledger) async fn set_print_offset(
    tx: &mut WriteTx,
    user: UserId,
    offset: PrintOffset,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into print_offset (user_id, x_tenths, y_tenths, set_at) values ($1, $2, $3, $4)
         on conflict (user_id) do update
         set x_tenths = excluded.x_tenths, y_tenths = excluded.y_tenths, set_at = excluded.set_at",
    )
    .bind(user.text())
    .bind(offset.x_tenths)
    .bind(offset.y_tenths)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a print offset"))
}
