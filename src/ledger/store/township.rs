use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx};
use crate::kernel::{BookId, Fault, Period};

use crate::ledger::sums::{AccountSum, OppositeSum};

/// The sums of every account of several books over a span, from the kept balances: one question, however many books.
pub(in crate::ledger) async fn sums_of_books(
    tx: &mut ReadTx,
    books: &[BookId],
    first: Period,
    last: Period,
) -> Result<Vec<AccountSum>, Fault> {
    let rows = sqlx::query(
        "with chosen as materialized (
             select b.id as book_id, cast(coalesce((
                 select max(o.year) from opening_balance o where o.book_id = b.id and o.year <= $2), 0) as bigint) as year
             from book b where cast($1 as text) like '%' || b.id || '%' and b.enabled_from <= $4
         ), moved as (
             select o.book_id, o.account_id, case when o.household_id <> '' then o.household_id else o.counterparty_id end as party,
                    o.fen as opening, 0 as moved, 0 as turnover
             from chosen c cross join opening_balance o where o.book_id = c.book_id and o.year = c.year
             union all
             select b.book_id, b.account_id, case when b.household_id <> '' then b.household_id else b.counterparty_id end,
                    case when b.period < $3 then b.fen_debit - b.fen_credit else 0 end,
                    case when b.period < $3 then 0 else b.fen_debit - b.fen_credit end,
                    case when b.period < $3 then 0
                         else b.fen_debit - b.fen_debit_closing - b.fen_credit + b.fen_credit_closing end
             from chosen c cross join balance b
             where b.book_id = c.book_id and b.period >= cast(c.year as text) || '-01' and b.period <= $4
         ), by_party as (
             select book_id, account_id, party, sum(opening) as opening, sum(opening + moved) as closing, sum(turnover) as turnover
             from moved group by book_id, account_id, party
         )
         select p.book_id, a.code,
                cast(sum(case when p.opening > 0 then p.opening else 0 end) as bigint) as opening_debit,
                cast(sum(case when p.opening < 0 then p.opening else 0 end) as bigint) as opening_credit,
                cast(sum(case when p.closing > 0 then p.closing else 0 end) as bigint) as closing_debit,
                cast(sum(case when p.closing < 0 then p.closing else 0 end) as bigint) as closing_credit,
                cast(sum(p.turnover) as bigint) as turnover
         from by_party p join account a on a.id = p.account_id
         group by p.book_id, a.code order by p.book_id, a.code",
    )
    .bind(joined(books))
    .bind(i64::from(first.year().number()))
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("summing balances of several books"))?;
    rows.iter().map(account_sum).collect()
}

fn account_sum(row: &AnyRow) -> Result<AccountSum, Fault> {
    Ok(AccountSum {
        book: row.parsed("book_id")?,
        code: row.text("code")?,
        opening: [row.money("opening_debit")?, row.money("opening_credit")?],
        closing: [row.money("closing_debit")?, row.money("closing_credit")?],
        turnover: row.money("turnover")?,
    })
}

/// What stood in one voucher with an account or anything below it, summed by account: what rose in credit and what fell.
pub(in crate::ledger) async fn opposite_sums(
    tx: &mut ReadTx,
    books: &[BookId],
    code: &str,
    first: Period,
    last: Period,
) -> Result<Vec<OppositeSum>, Fault> {
    let rows = sqlx::query(
        "with chosen as materialized (
             select b.id as book_id from book b where cast($1 as text) like '%' || b.id || '%'
         )
         select e.book_id, a.code,
                cast(sum(case when e.fen_credit > e.fen_debit then e.fen_credit - e.fen_debit else 0 end) as bigint) as credited,
                cast(sum(case when e.fen_credit < e.fen_debit then e.fen_debit - e.fen_credit else 0 end) as bigint) as debited
         from (
             select distinct t.voucher_id
             from chosen c
             cross join account ta
             cross join entry t
             where ta.book_id in ('', c.book_id) and ta.code like cast($2 as text) || '%'
               and t.book_id = c.book_id and t.account_id = ta.id and t.period >= $3 and t.period <= $4
         ) touched
         cross join entry e
         cross join account a
         where e.voucher_id = touched.voucher_id and a.id = e.account_id
         group by e.book_id, a.code order by e.book_id, a.code",
    )
    .bind(joined(books))
    .bind(code)
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("summing what stood opposite an account"))?;
    let sum = |row: &AnyRow| {
        let (credited, debited) = (row.money("credited")?, row.money("debited")?);
        Ok(OppositeSum { book: row.parsed("book_id")?, code: row.text("code")?, credited, debited })
    };
    rows.iter().map(sum).collect()
}

// `cross join` and `materialized` keep SQLite from walking through every book's rows to find those few: the list of
// books comes first, then their rows by the key. PostgreSQL orders a join as it likes.

/// Ids of one length, side by side: an id is looked for within.
pub(super) fn joined(books: &[BookId]) -> String {
    books.iter().map(|book| book.text()).collect::<Vec<_>>().join(",")
}
