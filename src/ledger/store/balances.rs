use std::collections::BTreeMap;

use sqlx::any::AnyRow;

use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Digest, Fault, FiscalYear, Money, Period, Timestamp, UserId};

use crate::ledger::balance::{BalanceKey, BalanceRow, fold_balances, movements_of};
use crate::ledger::entry::Entry;
use crate::ledger::service::Opening;
use crate::ledger::voucher::PostedVoucher;

use super::years::opening_of_year;

const MOVE: &str = "insert into balance (book_id, period, account_id, household_id, counterparty_id, project_id, fen_debit, fen_credit, fen_debit_closing, fen_credit_closing) values";
const ADD: &str = "on conflict (book_id, period, account_id, household_id, counterparty_id, project_id) do update
    set fen_debit = balance.fen_debit + excluded.fen_debit,
        fen_credit = balance.fen_credit + excluded.fen_credit,
        fen_debit_closing = balance.fen_debit_closing + excluded.fen_debit_closing,
        fen_credit_closing = balance.fen_credit_closing + excluded.fen_credit_closing";

pub(super) fn key_cells(key: &BalanceKey) -> [Cell; 4] {
    [
        key.account.text().into(),
        key.household.map(|h| h.text()).unwrap_or_default().into(),
        key.counterparty.map(|c| c.text()).unwrap_or_default().into(),
        key.project.map(|p| p.text()).unwrap_or_default().into(),
    ]
}

/// The vouchers' movements as they are added to the kept balances, one row per month and key, keys in order so that two
/// posters never wait for each other in a ring.
pub(super) fn moved_balances(book: BookId, vouchers: &[PostedVoucher]) -> Result<RowsInto, Fault> {
    let mut rows = RowsInto::new(MOVE, 10, ADD);
    for ((period, key), sum) in movements_of(vouchers) {
        let head = [Cell::from(book.text()), period.to_string().into()];
        rows.row(head.into_iter().chain(key_cells(&key)).chain(sum.map(|m| Cell::from(m.fen()))))?;
    }
    Ok(rows)
}

pub(in crate::ledger) async fn insert_opening(
    tx: &mut WriteTx,
    book: BookId,
    year: FiscalYear,
    entries: &[Entry],
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into opening_balance (book_id, year, account_id, household_id, counterparty_id, project_id, fen) values",
        7,
        "",
    );
    for (key, (debit, credit)) in fold_balances(entries) {
        let head = [Cell::from(book.text()), i64::from(year.number()).into()];
        rows.row(head.into_iter().chain(key_cells(&key)).chain([Cell::from((debit - credit).fen())]))?;
    }
    rows.run(tx, "keeping opening balances").await
}

pub(in crate::ledger) async fn confirm_opening(
    tx: &mut WriteTx,
    book: BookId,
    period: Period,
    total: Money,
    digest: Digest,
    by: (UserId, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into book_opening (book_id, period, fen_total, digest, confirmed_by, confirmed_name, confirmed_at) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(book.text())
    .bind(period.to_string())
    .bind(total.fen())
    .bind(digest.hex())
    .bind(by.0.text())
    .bind(by.1)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("confirming opening balances"))
}

pub(in crate::ledger) async fn opening_confirmed(tx: &mut ReadTx, book: BookId) -> Result<bool, Fault> {
    let row = sqlx::query("select 1 as there from book_opening where book_id = $1")
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("asking for the opening"))?;
    Ok(row.is_some())
}

/// The opening of the enabling year as it stands, and what it was confirmed under.
pub(in crate::ledger) async fn opening(tx: &mut ReadTx, book: BookId) -> Result<Option<Opening>, Fault> {
    let head = sqlx::query("select period, fen_total, digest from book_opening where book_id = $1")
        .bind(book.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("loading the opening"))?;
    let Some(head) = head else { return Ok(None) };
    let balances = opening_of_year(tx, book, head.parsed::<Period>("period")?.year()).await?;
    Ok(Some(Opening { total: head.money("fen_total")?, digest: head.digest("digest")?, balances }))
}

/// Every kept movement of a book: month, key, and the four sums.
pub(in crate::ledger) async fn kept_movements(
    tx: &mut ReadTx,
    book: BookId,
) -> Result<BTreeMap<(Period, BalanceKey), [Money; 4]>, Fault> {
    let rows = sqlx::query("select * from balance where book_id = $1")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading kept balances"))?;
    let amounts = ["fen_debit", "fen_credit", "fen_debit_closing", "fen_credit_closing"];
    rows.iter()
        .map(|row| {
            let mut sums = [Money::ZERO; 4];
            for (sum, column) in sums.iter_mut().zip(amounts) {
                *sum = row.money(column)?;
            }
            Ok(((row.parsed("period")?, key_of(row)?), sums))
        })
        .collect()
}

pub(super) fn key_of(row: &AnyRow) -> Result<BalanceKey, Fault> {
    Ok(BalanceKey {
        account: row.parsed("account_id")?,
        household: row.parsed_or_none("household_id")?,
        counterparty: row.parsed_or_none("counterparty_id")?,
        project: row.parsed_or_none("project_id")?,
    })
}

/// From the last year that has opening balances up to `last`: what stood before `first`, and what moved since.
pub(in crate::ledger) async fn balances(
    tx: &mut ReadTx,
    book: BookId,
    first: Period,
    last: Period,
) -> Result<Vec<BalanceRow>, Fault> {
    let base = sqlx::query(
        "select cast(coalesce(max(year), 0) as bigint) as year from opening_balance where book_id = $1 and year <= $2",
    )
    .bind(book.text())
    .bind(i64::from(first.year().number()))
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("finding the opening year"))?
    .whole("year")?;
    let rows = sqlx::query(
        "select account_id, household_id, counterparty_id, project_id,
                cast(coalesce(sum(opening), 0) as bigint) as opening,
                cast(coalesce(sum(debit), 0) as bigint) as debit,
                cast(coalesce(sum(credit), 0) as bigint) as credit,
                cast(coalesce(sum(debit_closing), 0) as bigint) as debit_closing,
                cast(coalesce(sum(credit_closing), 0) as bigint) as credit_closing
         from (
             select account_id, household_id, counterparty_id, project_id, fen as opening,
                    0 as debit, 0 as credit, 0 as debit_closing, 0 as credit_closing
             from opening_balance where book_id = $1 and year = $2
             union all
             select account_id, household_id, counterparty_id, project_id,
                    case when period < $4 then fen_debit - fen_credit else 0 end,
                    case when period < $4 then 0 else fen_debit end,
                    case when period < $4 then 0 else fen_credit end,
                    case when period < $4 then 0 else fen_debit_closing end,
                    case when period < $4 then 0 else fen_credit_closing end
             from balance where book_id = $1 and period >= $3 and period <= $5
         ) moved
         group by account_id, household_id, counterparty_id, project_id",
    )
    .bind(book.text())
    .bind(base)
    .bind(format!("{base:04}-01"))
    .bind(first.to_string())
    .bind(last.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading balances"))?;
    rows.iter()
        .map(|r| {
            Ok(BalanceRow {
                key: key_of(r)?,
                opening: r.money("opening")?,
                debit: r.money("debit")?,
                credit: r.money("credit")?,
                debit_closing: r.money("debit_closing")?,
                credit_closing: r.money("credit_closing")?,
            })
        })
        .collect()
}
