use sqlx::any::AnyRow;

use crate::auth::Accountant;
use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BankAccountId, BookId, Fault, OpeningItemId, StatementId, Timestamp};

use crate::reconcile::opening_item::{ItemSide, NewOpeningItem, OpeningItem};

/// The items of an account that were not struck, by day.
pub(in crate::reconcile) async fn opening_items(
    tx: &mut ReadTx,
    book: BookId,
    account: BankAccountId,
) -> Result<Vec<OpeningItem>, Fault> {
    let rows = sqlx::query(
        "select i.*, coalesce(e.by_name, '') as reviewed_name, coalesce(e.at, '') as reviewed_at
         from opening_item i
         left join opening_item_end e on e.item_id = i.id
         where i.bank_account_id = $1 and i.book_id = $2 and coalesce(e.act, '') <> 'strike'
         order by i.date, i.id",
    )
    .bind(account.text())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading opening outstanding items"))?;
    rows.iter().map(item_of).collect()
}

/// The account of an item that still waits.
pub(in crate::reconcile) async fn account_of_waiting_item(
    tx: &mut ReadTx,
    book: BookId,
    id: OpeningItemId,
) -> Result<Option<BankAccountId>, Fault> {
    let row = sqlx::query(
        "select i.bank_account_id from opening_item i
         where i.id = $1 and i.book_id = $2 and not exists (select 1 from opening_item_end e where e.item_id = i.id)",
    )
    .bind(id.text())
    .bind(book.text())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("looking for an opening outstanding item"))?;
    row.map(|r| r.parsed("bank_account_id")).transpose()
}

/// Keeps an item entered.
pub(in crate::reconcile) async fn insert_opening_item(
    tx: &mut WriteTx,
    by: &Accountant,
    account: BankAccountId,
    (id, new): (OpeningItemId, &NewOpeningItem),
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into opening_item (id, book_id, bank_account_id, side, date, fen, text, ref, entered_by, entered_name,
             entered_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(id.text())
    .bind(by.book().text())
    .bind(account.text())
    .bind(new.side.word())
    .bind(new.date.to_string())
    .bind(new.net.fen())
    .bind(new.text.trim())
    .bind(new.reference.trim())
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping an opening outstanding item"))
}

/// Ends the waiting of some items: `review` or `strike`.
pub(in crate::reconcile) async fn end_opening_items(
    tx: &mut WriteTx,
    by: &Accountant,
    items: &[OpeningItemId],
    act: &'static str,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new("insert into opening_item_end (item_id, act, by_id, by_name, at) values", 5, "");
    for id in items {
        rows.row([
            Cell::from(id.text()),
            act.into(),
            by.id().text().into(),
            by.actor().name.as_str().into(),
            now.stored().into(),
        ])?;
    }
    rows.run(tx, "ending the waiting of opening outstanding items").await
}

/// What the bank knew before the enabling day becomes lines that can be paired; no statement of the bank's shows them.
pub(in crate::reconcile) async fn insert_opening_lines(
    tx: &mut WriteTx,
    by: &Accountant,
    account: BankAccountId,
    items: &[&OpeningItem],
    now: Timestamp,
) -> Result<(), Fault> {
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return Ok(()) };
    let statement = StatementId::new();
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    sqlx::query(
        "insert into bank_statement (id, book_id, bank_account_id, file_name, file_digest, layout, date_from, date_to,
             fen_opening, fen_closing, row_count, new_count, imported_by, imported_name, imported_at)
         values ($1, $2, $3, '期初未达账项', '', '期初未达账项', $4, $5, 0, 0, $6, $6, $7, $8, $9)",
    )
    .bind(statement.text())
    .bind(by.book().text())
    .bind(account.text())
    .bind(first.item.date.to_string())
    .bind(last.item.date.to_string())
    .bind(count)
    .bind(by.id().text())
    .bind(&by.actor().name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("keeping opening lines of the bank"))?;
    let mut rows = RowsInto::new(
        "insert into statement_line (id, statement_id, book_id, bank_account_id, identity, file_row, seq, date, time,
             fen_in, fen_out, fen_balance, counterparty, summary, purpose, ref, opening) values",
        17,
        "",
    );
    for (at, item) in items.iter().enumerate() {
        let place = i64::try_from(at).unwrap_or(0);
        rows.row([
            Cell::from(item.id.text()),
            statement.text().into(),
            by.book().text().into(),
            account.text().into(),
            format!("opening|{}", item.id.text()).into(),
            0_i64.into(),
            place.into(),
            item.item.date.to_string().into(),
            "".into(),
            item.item.net.positive_part().fen().into(),
            (-item.item.net).positive_part().fen().into(),
            0_i64.into(),
            "".into(),
            item.item.text.as_str().into(),
            "".into(),
            item.item.reference.as_str().into(),
            1_i64.into(),
        ])?;
    }
    rows.run(tx, "keeping opening lines of the bank").await
}

fn item_of(row: &AnyRow) -> Result<OpeningItem, Fault> {
    let side = ItemSide::of(&row.text("side")?);
    let reviewed = row.instant_or_none("reviewed_at")?;
    let reviewer = row.text("reviewed_name")?;
    Ok(OpeningItem {
        id: row.parsed("id")?,
        item: NewOpeningItem {
            side: side.ok_or_else(|| Fault::new("reading an opening outstanding item", "unknown side"))?,
            date: row.date("date")?,
            net: row.money("fen")?,
            text: row.text("text")?,
            reference: row.text("ref")?,
        },
        entered_by: row.parsed("entered_by")?,
        entered_name: row.text("entered_name")?,
        reviewed: reviewed.map(|at| (reviewer, at)),
    })
}
