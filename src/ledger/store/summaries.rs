use std::collections::HashMap;

use sqlx::any::AnyRow;

use crate::db::{Columns, ReadTx};
use crate::kernel::{AccountId, BookId, Fault, FiscalYear, Period, VoucherId};

use crate::ledger::service::{AccountMovement, BookMovement, NumberSpan, RecentMovement, Turnover};

use super::balances::key_of;

/// What moved each month on each account, whoever it concerned.
pub(in crate::ledger) async fn month_movements(
    tx: &mut ReadTx,
    book: BookId,
    first: Period,
    last: Period,
) -> Result<Vec<AccountMovement>, Fault> {
    let rows = sqlx::query(
        "select period, account_id,
                cast(coalesce(sum(fen_debit), 0) as bigint) as debit,
                cast(coalesce(sum(fen_credit), 0) as bigint) as credit
         from balance where book_id = $1 and period >= $2 and period <= $3
         group by period, account_id order by period",
    )
    .bind(book.text())
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("summing months"))?;
    let movement = |row: &AnyRow| {
        Ok(AccountMovement {
            period: row.parsed("period")?,
            account: row.parsed("account_id")?,
            debit: row.money("debit")?,
            credit: row.money("credit")?,
        })
    };
    rows.iter().map(movement).collect()
}

/// What moved each month on each account and project, carry-forward vouchers left out.
pub(in crate::ledger) async fn turnovers(
    tx: &mut ReadTx,
    book: BookId,
    first: Period,
    last: Period,
) -> Result<Vec<Turnover>, Fault> {
    let rows = sqlx::query(
        "select period, account_id, project_id,
                cast(coalesce(sum(fen_debit - fen_debit_closing), 0) as bigint) as debit,
                cast(coalesce(sum(fen_credit - fen_credit_closing), 0) as bigint) as credit
         from balance where book_id = $1 and period >= $2 and period <= $3
         group by period, account_id, project_id order by period",
    )
    .bind(book.text())
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("summing turnovers"))?;
    let turnover = |row: &AnyRow| {
        Ok(Turnover {
            period: row.parsed("period")?,
            account: row.parsed("account_id")?,
            project: row.parsed_or_none("project_id")?,
            debit: row.money("debit")?,
            credit: row.money("credit")?,
        })
    };
    rows.iter().map(turnover).collect()
}

/// What moved in each of the three years that end with `last`, per account and dimensions.
pub(in crate::ledger) async fn recent_movements(
    tx: &mut ReadTx,
    book: BookId,
    last: Period,
) -> Result<Vec<RecentMovement>, Fault> {
    let starts = [1, 2, 3].map(|years| year_before(last, years).next().to_string());
    let [one, two, three] = starts;
    let rows = sqlx::query(
        "select account_id, household_id, counterparty_id, project_id,
                cast(coalesce(sum(case when period >= $2 then fen_debit else 0 end), 0) as bigint) as debit_1,
                cast(coalesce(sum(case when period >= $2 then fen_credit else 0 end), 0) as bigint) as credit_1,
                cast(coalesce(sum(case when period < $2 and period >= $3 then fen_debit else 0 end), 0) as bigint) as debit_2,
                cast(coalesce(sum(case when period < $2 and period >= $3 then fen_credit else 0 end), 0) as bigint) as credit_2,
                cast(coalesce(sum(case when period < $3 then fen_debit else 0 end), 0) as bigint) as debit_3,
                cast(coalesce(sum(case when period < $3 then fen_credit else 0 end), 0) as bigint) as credit_3
         from balance where book_id = $1 and period >= $4 and period <= $5
         group by account_id, household_id, counterparty_id, project_id",
    )
    .bind(book.text())
    .bind(one)
    .bind(two)
    .bind(three)
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("summing three years"))?;
    let movement = |row: &AnyRow| {
        Ok(RecentMovement {
            key: key_of(row)?,
            debit: [row.money("debit_1")?, row.money("debit_2")?, row.money("debit_3")?],
            credit: [row.money("credit_1")?, row.money("credit_2")?, row.money("credit_3")?],
        })
    };
    rows.iter().map(movement).collect()
}

fn year_before(period: Period, years: i32) -> Period {
    Period::new(period.year().number() - years, period.month()).unwrap_or(period)
}

/// First and last number of each word and month, how many, and their source documents.
pub(in crate::ledger) async fn number_spans(
    tx: &mut ReadTx,
    book: BookId,
    first: Period,
    last: Period,
) -> Result<Vec<NumberSpan>, Fault> {
    let rows = sqlx::query(
        "select period, word, min(no) as first_no, max(no) as last_no, count(*) as vouchers,
                cast(coalesce(sum(document_count), 0) as bigint) as documents
         from voucher where book_id = $1 and period >= $2 and period <= $3
         group by period, word order by period, word",
    )
    .bind(book.text())
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("counting vouchers"))?;
    let span = |row: &AnyRow| {
        Ok(NumberSpan {
            period: row.parsed("period")?,
            word: row.text("word")?,
            first: row.whole("first_no")?,
            last: row.whole("last_no")?,
            vouchers: row.whole("vouchers")?,
            documents: row.whole("documents")?,
        })
    };
    rows.iter().map(span).collect()
}

/// 对方科目: the accounts on the other side of each entry of an account, by voucher and line.
pub(in crate::ledger) async fn other_sides(
    tx: &mut ReadTx,
    book: BookId,
    code: &str,
    first: Period,
    last: Period,
) -> Result<HashMap<(VoucherId, i64), Vec<AccountId>>, Fault> {
    let rows = sqlx::query(
        "select e.voucher_id, e.line, o.account_id
         from account a
         join entry e on e.account_id = a.id and e.book_id = $1
         join entry o on o.voucher_id = e.voucher_id and (o.fen_debit = 0) <> (e.fen_debit = 0)
         where a.book_id in ('', $1) and a.code >= $2 and a.code < $3 and e.period >= $4 and e.period <= $5
         order by e.voucher_id, e.line, o.line",
    )
    .bind(book.text())
    .bind(code)
    .bind(format!("{code}~"))
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the other sides of an account"))?;
    let mut sides: HashMap<(VoucherId, i64), Vec<AccountId>> = HashMap::new();
    for row in &rows {
        let side = sides.entry((row.parsed("voucher_id")?, row.whole("line")?)).or_default();
        let account = row.parsed("account_id")?;
        if !side.contains(&account) {
            side.push(account);
        }
    }
    Ok(sides)
}

/// One account over several books: opening, movements and the months between, each book by itself.
///
/// `books` are ids written one behind the other. The opening stands on the last year a book has opening balances for.
pub(in crate::ledger) async fn account_by_book(
    tx: &mut ReadTx,
    books: &[BookId],
    code: &str,
    first: Period,
    last: Period,
) -> Result<Vec<BookMovement>, Fault> {
    let year: FiscalYear = first.year();
    let listed: Vec<String> = books.iter().map(|b| b.text()).collect();
    let rows = sqlx::query(
        "select book_id, period,
                cast(coalesce(sum(opening), 0) as bigint) as opening,
                cast(coalesce(sum(debit), 0) as bigint) as debit,
                cast(coalesce(sum(credit), 0) as bigint) as credit,
                cast(coalesce(sum(debit_closing), 0) as bigint) as debit_closing,
                cast(coalesce(sum(credit_closing), 0) as bigint) as credit_closing
         from (
             select o.book_id, '' as period, o.fen as opening, 0 as debit, 0 as credit, 0 as debit_closing, 0 as credit_closing
             from book k
             join opening_balance o on o.book_id = k.id
             join account a on a.id = o.account_id
             where $1 like '%' || k.id || '%' and a.code >= $2 and a.code < $3
               and o.year = (select max(y.year) from opening_balance y where y.book_id = k.id and y.year <= $6)
             union all
             select b.book_id, case when b.period < $4 then '' else b.period end,
                    case when b.period < $4 then b.fen_debit - b.fen_credit else 0 end,
                    case when b.period < $4 then 0 else b.fen_debit end,
                    case when b.period < $4 then 0 else b.fen_credit end,
                    case when b.period < $4 then 0 else b.fen_debit_closing end,
                    case when b.period < $4 then 0 else b.fen_credit_closing end
             from book k
             join balance b on b.book_id = k.id
             join account a on a.id = b.account_id
             where $1 like '%' || k.id || '%' and a.code >= $2 and a.code < $3 and b.period <= $5
               and b.period >= coalesce((select cast(max(y.year) as text) from opening_balance y where y.book_id = k.id and y.year <= $6), '')
         ) moved
         group by book_id, period order by book_id, period",
    )
    .bind(listed.join(" "))
    .bind(code)
    .bind(format!("{code}~"))
    .bind(first.to_string())
    .bind(last.to_string())
    .bind(i64::from(year.number()))
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("comparing an account over books"))?;
    let movement = |row: &AnyRow| {
        Ok(BookMovement {
            book: row.parsed("book_id")?,
            period: row.parsed_or_none("period")?,
            opening: row.money("opening")?,
            debit: row.money("debit")?,
            credit: row.money("credit")?,
            debit_closing: row.money("debit_closing")?,
            credit_closing: row.money("credit_closing")?,
        })
    };
    rows.iter().map(movement).collect()
}
