//! All SQL of the package: which rows of which table go into it, in the order they can be written back.

#[macro_use]
mod of_span;
mod table;
mod tables;
mod left_out;

use crate::db::{Cell, Columns, ReadTx, Sheaf, WriteTx};
use crate::kernel::{BookId, Fault, FiscalYear, Timestamp};

use table::{About, Table};
use tables::TABLES;

pub(super) use left_out::LEFT_OUT;
pub(super) use tables::kept;

/// The rows of one table that belong to a package.
pub(super) struct Taken {
    table: &'static Table,
    rows: Sheaf,
}

impl Taken {
    /// The table.
    pub(super) const fn name(&self) -> &'static str {
        self.table.name
    }

    /// Its rows.
    pub(super) const fn rows(&self) -> &Sheaf {
        &self.rows
    }
}

/// Which book, up to the end of which year.
pub(super) struct Span {
    pub(super) book: BookId,
    pub(super) year: FiscalYear,
    /// Acts after this instant are a later year's.
    pub(super) until: Timestamp,
}

impl Span {
    fn about(&self, table: &Table) -> Vec<Cell> {
        let cell = |about: &About| match about {
            About::Book => Cell::from(self.book.text()),
            About::LastMonth => self.year.last_period().to_string().into(),
            About::LastDay => self.year.last_period().last_day().to_string().into(),
            About::LastQuarter => self.year.last_period().quarter().to_string().into(),
            About::Year => i64::from(self.year.number()).into(),
            About::Until => self.until.stored().into(),
        };
        table.about.iter().map(cell).collect()
    }
}

/// Every row of the package, table by table, rows in one order on every engine.
pub(super) async fn take(tx: &mut ReadTx, span: &Span) -> Result<Vec<Taken>, Fault> {
    let mut taken = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        let rows = Sheaf::asked(tx, table.rows, &span.about(table)).await?;
        taken.push(Taken { table, rows: rows.in_order(table.order) });
    }
    Ok(taken)
}

/// Writes the rows into empty tables, in the order the walls of the database allow.
pub(super) async fn put(tx: &mut WriteTx, taken: Vec<Taken>) -> Result<(), Fault> {
    for Taken { table, rows } in taken {
        rows.into_table(tx, table.name).await?;
    }
    Ok(())
}

/// The latest instant the book's own acts of the span carry: a posting, a closing, a seal, the confirmed opening.
pub(super) async fn last_act(tx: &mut ReadTx, book: BookId, year: FiscalYear) -> Result<Option<Timestamp>, Fault> {
    let row = sqlx::query(
        "select max(at) as at from (
             select posted_at as at from voucher where book_id = $1 and period <= $2
             union all
             select closed_at from closure where book_id = $1 and period <= $2
             union all
             select confirmed_at from book_opening where book_id = $1
             union all
             select sealed_at from year_seal where book_id = $1 and year <= $3
         ) acts",
    )
    .bind(book.text())
    .bind(year.last_period().to_string())
    .bind(i64::from(year.number()))
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("finding the last act of a year"))?;
    match row.text_or_none("at")? {
        Some(_) => row.instant("at").map(Some),
        None => Ok(None),
    }
}

/// The book a database holds, when it holds one book only.
pub(super) async fn only_book(tx: &mut ReadTx) -> Result<Option<BookId>, Fault> {
    let rows = sqlx::query("select id from book limit 2")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("looking for the book of a package"))?;
    match rows.as_slice() {
        [row] => row.parsed("id").map(Some),
        _ => Ok(None),
    }
}

/// True when nothing was ever kept here: no township, no book, nobody.
pub(super) async fn is_empty(tx: &mut ReadTx) -> Result<bool, Fault> {
    let row = sqlx::query(
        "select (select count(*) from township) + (select count(*) from village) + (select count(*) from account)
              + (select count(*) from person) + (select count(*) from audit_event) as there",
    )
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("asking whether an instance is empty"))?;
    Ok(row.whole("there")? == 0)
}
