use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Date, Fault, Money};

use crate::workflow::card::Card;
use crate::workflow::ladder::{Ladder, LadderRow};

/// The ladder a book resolved that holds on a day.
pub(in crate::workflow) async fn ladder(tx: &mut ReadTx, book: BookId, on: Date) -> Result<Option<Ladder>, Fault> {
    let rows = sqlx::query(
        "select * from ladder_step where book_id = $1 and valid_from =
            (select max(valid_from) from ladder_step where book_id = $1 and valid_from <= $2)
         order by card, fen_from, position",
    )
    .bind(book.text())
    .bind(on.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the approval ladder"))?;
    Ok(grouped(&rows)?.pop())
}

/// Every ladder a book ever resolved, newest first.
pub(in crate::workflow) async fn ladders(tx: &mut ReadTx, book: BookId) -> Result<Vec<Ladder>, Fault> {
    let rows =
        sqlx::query("select * from ladder_step where book_id = $1 order by valid_from desc, card, fen_from, position")
            .bind(book.text())
            .fetch_all(tx.conn())
            .await
            .map_err(Fault::while_("loading approval ladders"))?;
    grouped(&rows)
}

/// The days from which books resolved a ladder, newest first.
pub(in crate::workflow) async fn ladder_days(tx: &mut ReadTx) -> Result<Vec<(BookId, Date)>, Fault> {
    let rows = sqlx::query("select distinct book_id, valid_from from ladder_step order by book_id, valid_from desc")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the days of approval ladders"))?;
    rows.iter().map(|r| Ok((r.parsed("book_id")?, r.date("valid_from")?))).collect()
}

/// Sets the ladder of one day, in place of one set for the same day.
pub(in crate::workflow) async fn put_ladder(
    tx: &mut WriteTx,
    book: BookId,
    from: Date,
    ladder: &Ladder,
) -> Result<(), Fault> {
    sqlx::query("delete from ladder_step where book_id = $1 and valid_from = $2")
        .bind(book.text())
        .bind(from.to_string())
        .execute(tx.conn())
        .await
        .map_err(Fault::while_("replacing an approval ladder"))?;
    let mut rows = RowsInto::new(
        "insert into ladder_step (book_id, valid_from, card, fen_from, fen_to, position, approver, quorum) values",
        8,
        "",
    );
    for row in &ladder.rows {
        rows.row([
            Cell::from(book.text()),
            Cell::from(from.to_string()),
            Cell::from(row.card.map_or("", Card::word)),
            Cell::from(row.from.fen()),
            Cell::from(row.to.map_or(0, Money::fen)),
            Cell::from(row.position),
            Cell::from(row.approver.word()),
            Cell::from(row.quorum),
        ])?;
    }
    rows.run(tx, "writing an approval ladder").await
}

fn grouped(rows: &[AnyRow]) -> Result<Vec<Ladder>, Fault> {
    let mut ladders: Vec<Ladder> = Vec::new();
    for row in rows {
        let from = Some(row.date("valid_from")?);
        if ladders.last().is_none_or(|l| l.valid_from != from) {
            ladders.push(Ladder { valid_from: from, rows: Vec::new() });
        }
        if let Some(ladder) = ladders.last_mut() {
            ladder.rows.push(LadderRow {
                card: row.parsed_or_none("card")?,
                from: row.money("fen_from")?,
                to: Some(row.money("fen_to")?).filter(|to| !to.is_zero()),
                position: row.whole("position")?,
                approver: row.parsed("approver")?,
                quorum: row.whole("quorum")?,
            });
        }
    }
    Ok(ladders)
}
