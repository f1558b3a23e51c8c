use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Fault, FiscalYear, Money, UserId};

use crate::ledger::balance::BalanceKey;
use crate::ledger::year_seal::YearSeal;

use super::balances::{key_cells, key_of};

pub(in crate::ledger) async fn insert_opening_of_year(
    tx: &mut WriteTx,
    book: BookId,
    year: FiscalYear,
    balances: &[(BalanceKey, Money)],
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into opening_balance (book_id, year, account_id, household_id, counterparty_id, project_id, fen) values",
        7,
        "",
    );
    for (key, fen) in balances {
        let head = [Cell::from(book.text()), i64::from(year.number()).into()];
        rows.row(head.into_iter().chain(key_cells(key)).chain([Cell::from(fen.fen())]))?;
    }
    rows.run(tx, "keeping the opening of a year").await
}

pub(in crate::ledger) async fn opening_of_year(
    tx: &mut ReadTx,
    book: BookId,
    year: FiscalYear,
) -> Result<Vec<(BalanceKey, Money)>, Fault> {
    let rows = sqlx::query("select * from opening_balance where book_id = $1 and year = $2")
        .bind(book.text())
        .bind(i64::from(year.number()))
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the opening of a year"))?;
    let mut balances = Vec::with_capacity(rows.len());
    for row in &rows {
        balances.push((key_of(row)?, row.money("fen")?));
    }
    balances.sort_by_key(|(key, _)| *key);
    Ok(balances)
}

pub(in crate::ledger) async fn insert_year_seal(
    tx: &mut WriteTx,
    book: BookId,
    seal: &YearSeal,
    by: UserId,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into year_seal (id, book_id, year, fen_total, opening_digest, previous_root, root, sealed_by, sealed_name, sealed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(seal.id.text())
    .bind(book.text())
    .bind(i64::from(seal.year.number()))
    .bind(seal.total.fen())
    .bind(seal.opening_digest.hex())
    .bind(seal.previous_root.hex())
    .bind(seal.root.hex())
    .bind(by.text())
    .bind(&seal.sealed_name)
    .bind(seal.sealed_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("sealing a year"))
}

pub(in crate::ledger) async fn year_seals(tx: &mut ReadTx, book: BookId) -> Result<Vec<YearSeal>, Fault> {
    let rows = sqlx::query("select * from year_seal where book_id = $1 order by year")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the seals of years"))?;
    rows.iter()
        .map(|r| {
            Ok(YearSeal {
                id: r.parsed("id")?,
                year: year_of(r.whole("year")?)?,
                total: r.money("fen_total")?,
                opening_digest: r.digest("opening_digest")?,
                previous_root: r.digest("previous_root")?,
                root: r.digest("root")?,
                sealed_name: r.text("sealed_name")?,
                sealed_at: r.instant("sealed_at")?,
            })
        })
        .collect()
}

fn year_of(number: i64) -> Result<FiscalYear, Fault> {
    let year = i32::try_from(number).ok().and_then(FiscalYear::new);
    year.ok_or_else(|| Fault::new("reading a year", format!("{number} is no year")))
}
