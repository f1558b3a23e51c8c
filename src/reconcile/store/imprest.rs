use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Fault, HouseholdId, ImprestCheckId, ImprestLineId, Money, Timestamp};

use crate::reconcile::cash_count::CashCount;
use crate::reconcile::imprest::{CheckSide, ImprestCheck, ImprestFigures, ImprestHand, ImprestLine, NewImprestLine};

/// Every line of every list of a book, by day.
pub(in crate::reconcile) async fn imprest_lines(tx: &mut ReadTx, book: BookId) -> Result<Vec<ImprestLine>, Fault> {
    let rows = sqlx::query(
        "select l.*, coalesce(s.reason, '') as struck_reason from imprest_line l
         left join imprest_line_struck s on s.line_id = l.id
         where l.book_id = $1
         order by l.date, l.id",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the list of the imprest"))?;
    rows.iter().map(line_of).collect()
}

/// Writes a line; false when the same form came before.
pub(in crate::reconcile) async fn insert_imprest_line(
    tx: &mut WriteTx,
    by: &ImprestHand,
    (id, holder, once_key): (ImprestLineId, HouseholdId, &str),
    line: &NewImprestLine,
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into imprest_line (id, book_id, household_id, date, direction, fen, text, once_key, written_by,
             written_name, written_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (book_id, once_key) do nothing",
    )
    .bind(id.text())
    .bind(by.book().text())
    .bind(holder.text())
    .bind(line.date.to_string())
    .bind(if line.net.is_negative() { "out" } else { "in" })
    .bind(line.net.abs().fen())
    .bind(line.text.trim())
    .bind(once_key)
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("writing a line of the imprest"))?;
    Ok(done.rows_affected() == 1)
}

/// Strikes a line; false when it was struck before.
pub(in crate::reconcile) async fn strike_imprest_line(
    tx: &mut WriteTx,
    by: &ImprestHand,
    id: ImprestLineId,
    reason: &str,
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into imprest_line_struck (line_id, reason, by_id, by_name, at) values ($1, $2, $3, $4, $5)
         on conflict (line_id) do nothing",
    )
    .bind(id.text())
    .bind(reason)
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("striking a line of the imprest"))?;
    Ok(done.rows_affected() == 1)
}

/// Every check of a book, the latest first.
pub(in crate::reconcile) async fn imprest_checks(tx: &mut ReadTx, book: BookId) -> Result<Vec<ImprestCheck>, Fault> {
    let rows = sqlx::query(
        "select c.*, coalesce(s.by_name, '') as signed_name, coalesce(s.at, '') as signed_at from imprest_check c
         left join imprest_check_signed s on s.check_id = c.id
         where c.book_id = $1
         order by c.date desc, c.made_at desc",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading checks of the imprest"))?;
    rows.iter().map(check_of).collect()
}

/// Keeps a check.
pub(in crate::reconcile) async fn insert_imprest_check(
    tx: &mut WriteTx,
    by: &ImprestHand,
    check: &ImprestCheck,
) -> Result<(), Fault> {
    let figures = &check.figures;
    let pieces =
        serde_json::to_string(&figures.cash.pieces).map_err(Fault::while_("writing a count of the imprest"))?;
    let unbooked = serde_json::to_string(&figures.unbooked).map_err(Fault::while_("writing what is not booked"))?;
    sqlx::query(
        "insert into imprest_check (id, book_id, household_id, date, fen_book, fen_list, fen_cash, counts, unbooked,
             fen_unbooked, reason, made_side, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(check.id.text())
    .bind(by.book().text())
    .bind(check.holder.text())
    .bind(check.date.to_string())
    .bind(figures.book.fen())
    .bind(figures.list.fen())
    .bind(figures.cash.total().fen())
    .bind(pieces)
    .bind(unbooked)
    .bind(figures.unbooked_total().fen())
    .bind(&check.reason)
    .bind(check.made_side.word())
    .bind(by.id().text())
    .bind(&check.made_name)
    .bind(check.made_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping a check of the imprest"))
}

/// Signs for the other side; false when it was signed before.
pub(in crate::reconcile) async fn sign_imprest_check(
    tx: &mut WriteTx,
    by: &ImprestHand,
    id: ImprestCheckId,
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into imprest_check_signed (check_id, by_id, by_name, at) values ($1, $2, $3, $4)
         on conflict (check_id) do nothing",
    )
    .bind(id.text())
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("signing a check of the imprest"))?;
    Ok(done.rows_affected() == 1)
}

fn line_of(row: &AnyRow) -> Result<ImprestLine, Fault> {
    let amount = row.money("fen")?;
    let net: Money = if row.text("direction")? == "out" { -amount } else { amount };
    Ok(ImprestLine {
        id: row.parsed("id")?,
        holder: row.parsed("household_id")?,
        line: NewImprestLine { date: row.date("date")?, net, text: row.text("text")? },
        written_name: row.text("written_name")?,
        struck: Some(row.text("struck_reason")?).filter(|r| !r.is_empty()),
    })
}

fn check_of(row: &AnyRow) -> Result<ImprestCheck, Fault> {
    let side = CheckSide::of(&row.text("made_side")?);
    let (signer, signed) = (row.text("signed_name")?, row.instant_or_none("signed_at")?);
    let list = row.money("fen_list")?;
    let pieces = serde_json::from_str(&row.text("counts")?).map_err(Fault::while_("reading a check of the imprest"))?;
    let unbooked = serde_json::from_str(&row.text("unbooked")?)
        .map_err(Fault::while_("reading what was not booked at a check of the imprest"))?;
    Ok(ImprestCheck {
        id: row.parsed("id")?,
        holder: row.parsed("household_id")?,
        date: row.date("date")?,
        figures: ImprestFigures {
            book: row.money("fen_book")?,
            unbooked,
            list,
            cash: CashCount { pieces, balance_book: list },
        },
        reason: row.text("reason")?,
        made_side: side.ok_or_else(|| Fault::new("reading a check of the imprest", "unknown side"))?,
        made_name: row.text("made_name")?,
        made_at: row.instant("made_at")?,
        signed: signed.map(|at| (signer, at)),
    })
}
