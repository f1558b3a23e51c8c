use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Fault, Period};

use crate::workflow::thread::Count;

use super::submissions::Books;

/// How many submissions of these books stand where, by month.
pub(in crate::workflow) async fn counts(tx: &mut ReadTx, books: &Books) -> Result<Vec<Count>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select book_id, substr(date, 1, 7) as period, state, waits_for, count(*) as many, min(waiting_since) as since
         from submission where ",
    );
    sql.push(books.condition(1));
    sql.push(" group by book_id, substr(date, 1, 7), state, waits_for order by book_id, period, state, waits_for");
    let query = books.listed().iter().fold(sql.build(), |q, b| q.bind(b.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("counting submissions"))?;
    rows.iter()
        .map(|row| {
            Ok(Count {
                book: row.parsed("book_id")?,
                period: row.parsed_or_none::<Period>("period")?,
                state: row.parsed("state")?,
                waits_for: row.parsed("waits_for")?,
                many: row.whole("many")?,
                since: row.instant_or_none("since")?,
            })
        })
        .collect()
}

/// How many submissions of a month have not come to an end.
pub(in crate::workflow) async fn waiting_in(tx: &mut ReadTx, book: BookId, period: Period) -> Result<i64, Fault> {
    sqlx::query(
        "select count(*) as n from submission
         where book_id = $1 and date >= $2 and date <= $3 and state in ('submitted', 'approved', 'accepted', 'returned')",
    )
    .bind(book.text())
    .bind(period.first_day().to_string())
    .bind(period.last_day().to_string())
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("counting what waits in a month"))?
    .whole("n")
}
