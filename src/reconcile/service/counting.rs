use crate::audit::{self, Act};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, CashCountId, Date, DateRange, Failure, Money, Outcome, Period, Refused, Timestamp};
use crate::ledger;

use crate::reconcile::cash_count::{CashCount, CountedCash, Denomination};
use crate::reconcile::error::ReconcileRefusal;
use crate::reconcile::hand::BankHand;
use crate::reconcile::store;

use super::reconciling::balance_of;

/// 库存现金.
const CASH: &str = "101";

/// 现金日记账余额 at the end of a day.
pub async fn cash_balance(tx: &mut ReadTx, book: BookId, day: Date) -> Outcome<Money> {
    let period = Period::of(day);
    let closing = balance_of(tx, book, CASH, period).await?;
    let entries = ledger::account_entries(tx, book, CASH, period, period).await?;
    let after: Money = entries.iter().filter(|e| e.date > day).map(|e| e.debit - e.credit).sum();
    Ok(closing - after)
}

/// 现金盘点 — keeps a count of the cash box against the book, with its witness and the reason of a difference.
///
/// Refuses, all at once: `reconcile.count_negative`, `reconcile.count_twice`, `reconcile.date_ahead`,
/// `reconcile.witness_missing`, `reconcile.witness_is_counter`, `reconcile.difference_unexplained`.
pub async fn record_cash_count(
    tx: &mut WriteTx,
    by: &BankHand,
    date: Date,
    pieces: &[(Denomination, i64)],
    witnessed_name: &str,
    reason: &str,
    now: Timestamp,
) -> Outcome<CountedCash> {
    let today = now.date();
    let balance_book = cash_balance(tx, by.book(), date).await?;
    let counted = CountedCash {
        id: CashCountId::new(),
        date,
        count: CashCount::new(pieces, balance_book)?,
        reason: reason.trim().to_owned(),
        counted_name: by.actor().name.clone(),
        witnessed_name: witnessed_name.trim().to_owned(),
        counted_at: now,
    };
    let mut refused: Vec<Refused> = counted.faults().into_iter().map(Refused::from).collect();
    if date > today {
        refused.push(ReconcileRefusal::DateAhead { until: date, today }.into());
    }
    Failure::unless_none(refused)?;
    store::insert_cash_count(tx, by, &counted).await?;
    let act = Act::on_book(by.book(), "cash.count", date.to_string()).id(counted.id).detail(counted.count.sentence());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(counted)
}

/// Cash counts of a period, the latest first.
pub async fn cash_counts(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<Vec<CountedCash>> {
    let days: DateRange = period.days();
    Ok(store::cash_counts(tx, book, days).await?)
}

/// Every count of a book's cash box from the first day of `first` to the last of `last`.
pub async fn cash_counts_between(
    tx: &mut ReadTx,
    book: BookId,
    (first, last): (Period, Period),
) -> Outcome<Vec<CountedCash>> {
    let days = DateRange { from: first.first_day(), to: last.last_day() };
    Ok(store::cash_counts(tx, book, days).await?)
}
