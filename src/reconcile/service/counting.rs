use crate::audit::{self, Act};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, CashCountId, Date, DateRange, Failure, Money, Outcome, Period, Refused, Timestamp};
use crate::ledger;
use crate::village;

use crate::reconcile::cash_count::{CashCount, CountedCash, NewCashCount, Occasion, SurpriseCounts};
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
/// `reconcile.witness_missing`, `reconcile.witness_is_counter`, `reconcile.difference_unexplained`,
/// `reconcile.surprise_by_cashier`, `reconcile.surprise_another_day`.
pub async fn record_cash_count(
    tx: &mut WriteTx,
    by: &BankHand,
    new: NewCashCount,
    now: Timestamp,
) -> Outcome<CountedCash> {
    let balance_book = cash_balance(tx, by.book(), new.date).await?;
    let counted = CountedCash {
        id: CashCountId::new(),
        date: new.date,
        occasion: new.occasion,
        count: CashCount::new(&new.pieces, balance_book)?,
        reason: new.reason.trim().to_owned(),
        counted_name: by.actor().name.clone(),
        witnessed_name: new.witnessed_name.trim().to_owned(),
        counted_at: now,
    };
    Failure::unless_none(counted.faults(by).into_iter().map(Refused::from).collect())?;
    store::insert_cash_count(tx, by, &counted).await?;
    let detail = format!("{}，{}", counted.occasion.in_chinese(), counted.count.sentence());
    let act = Act::on_book(by.book(), "cash.count", counted.date.to_string()).id(counted.id).detail(detail);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(counted)
}

/// One count of a book's cash box.
///
/// Refuses: `reconcile.no_such_count`.
pub async fn cash_count(tx: &mut ReadTx, book: BookId, id: CashCountId) -> Outcome<CountedCash> {
    Ok(store::cash_count(tx, book, id).await?.ok_or(ReconcileRefusal::NoSuchCount)?)
}

/// 突击盘点 of the quarter a day stands in.
pub async fn surprise_counts(tx: &mut ReadTx, book: BookId, day: Date) -> Outcome<SurpriseCounts> {
    let made = store::cash_counts(tx, book, Period::of(day).quarter().days()).await?;
    let wanted = village::policies(tx).await?.days("cash_surprise_counts", book, day);
    let made = made.iter().filter(|c| c.occasion == Occasion::Surprise).count();
    Ok(SurpriseCounts { made: i64::try_from(made).unwrap_or(i64::MAX), wanted })
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
