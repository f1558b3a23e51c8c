use std::collections::BTreeMap;

use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, ClosureId, Date, Digest, Failure, Outcome, Period, Refused, Timestamp};
use crate::village;

use crate::ledger::closing::{Closure, MonthState, SealInput, balances_digest, seal_root};
use crate::ledger::error::{LedgerRefusal, PeriodRefusal};
use crate::ledger::reopening::ReopeningState;
use crate::ledger::store;

use super::drafting::last_day_allowed;
use super::reopening::standing_reopening;

/// 结账 — closes one month: its counter, then its root over vouchers and closing balances.
///
/// This is the ledger's own part; what other rooms ask before a month may close stands in `checks`.
/// A reopened month is closed the same way: its reopening ends, and its new root stands beside the old one.
/// Refuses: `ledger.period_closed`, `ledger.closed_out_of_order`, `ledger.drafts_waiting`,
/// `ledger.before_enabled`. Source: 财会〔2024〕12号 art. 24.
pub async fn close(tx: &mut WriteTx, by: &Accountant, period: Period, now: Timestamp) -> Outcome<Closure> {
    hold_to_close(tx, by.book(), period).await?;
    let first = first_open(tx, by.book()).await?;
    if period != first {
        let refusal = if period < first {
            LedgerRefusal::PeriodClosed { period: period.in_chinese(), open: first.in_chinese() }
        } else {
            LedgerRefusal::ClosedOutOfOrder { first: first.in_chinese(), period: period.in_chinese() }
        };
        return Err(refusal.into());
    }
    // The counter closes first: from here on no posting can slip into the month.
    if !store::close_counter(tx, by.book(), period, now).await? {
        let open = period.next().in_chinese();
        return Err(LedgerRefusal::PeriodClosed { period: period.in_chinese(), open }.into());
    }
    let waiting = store::drafts_waiting(tx, by.book(), period).await?;
    if waiting > 0 {
        return Err(LedgerRefusal::DraftsWaiting { period: period.in_chinese(), count: waiting }.into());
    }
    let ends = standing_reopening(tx, by.book()).await?.filter(|r| r.period == period).map(|r| r.id);
    let closure = seal(tx, by, period, now).await?;
    store::insert_closure(tx, by.book(), &closure, by.id(), ends).await?;
    let subject = format!("{} 共{}张凭证", period.in_chinese(), closure.voucher_count);
    let act = Act::on_book(by.book(), "period.close", subject).id(closure.id).detail(closure.root.hex());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(closure)
}

/// Holds some months of a book to the end of the transaction: nothing is posted, closed or reopened in them meanwhile.
pub async fn hold_months(tx: &mut WriteTx, book: BookId, months: impl IntoIterator<Item = Period>) -> Outcome<()> {
    Ok(store::hold_months(tx, book, &months.into_iter().collect()).await?)
}

/// Holds a month that is to be closed, and the one before it, whose root it will be tied to: what is asked about it
/// stands until it is closed, and the month before is not reopened in between.
pub async fn hold_to_close(tx: &mut WriteTx, book: BookId, period: Period) -> Outcome<()> {
    let enabled = village::book(tx, book).await?.enabled_from;
    hold_months(tx, book, [period.previous(), period].into_iter().filter(|month| *month >= enabled)).await
}

async fn seal(tx: &mut ReadTx, by: &Accountant, period: Period, now: Timestamp) -> Outcome<Closure> {
    let (voucher_count, document_count, vouchers_digest) = store::voucher_chain_end(tx, by.book(), period).await?;
    let rows = super::reading::balances(tx, by.book(), period, period).await?;
    let balances_digest = balances_digest(&rows);
    let previous_root = match month_state(tx, by.book(), period.previous()).await? {
        MonthState::Closed(before) => before.root,
        MonthState::Open => Digest::GENESIS,
    };
    let book = by.book().text();
    let input = SealInput { book: &book, period, voucher_count, vouchers_digest, balances_digest, previous_root };
    Ok(Closure {
        id: ClosureId::new(),
        period,
        voucher_count,
        document_count,
        vouchers_digest,
        balances_digest,
        previous_root,
        root: seal_root(&input),
        closed_name: by.actor().name.clone(),
        closed_at: now,
    })
}

/// Open, or closed and by whom.
pub async fn month_state(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<MonthState> {
    let closure = store::closure(tx, book, period).await?;
    Ok(closure.map_or(MonthState::Open, MonthState::Closed))
}

/// Every closure of a book that still holds, by period.
pub async fn closures(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Closure>> {
    Ok(store::closures(tx, book).await?)
}

/// Closures that were taken back by a reopening, by period: their roots still prove what stood at the time.
pub async fn closures_taken_back(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Closure>> {
    Ok(store::closures_taken_back(tx, book).await?)
}

/// The last closed period of every book: one question for the centre board.
pub async fn month_states(tx: &mut ReadTx) -> Outcome<BTreeMap<BookId, Period>> {
    Ok(store::last_closed(tx).await?)
}

/// The first period that still takes vouchers.
pub async fn first_open(tx: &mut ReadTx, book: BookId) -> Outcome<Period> {
    let enabled = village::book(tx, book).await?.enabled_from;
    let last = store::last_closed_of(tx, book).await?;
    Ok(last.map_or(enabled, Period::next))
}

/// Which months of a book take vouchers now.
pub(super) struct MonthsOpen {
    enabled: Period,
    first_open: Period,
    last_day: Date,
    /// The month that stands reopened to a day that has passed.
    expired: Option<(Period, Date)>,
}

impl MonthsOpen {
    /// Why a voucher of this date cannot be kept; `None` when it can.
    pub(super) fn refusal(&self, date: Date) -> Option<Refused> {
        let period = Period::of(date);
        if period < self.enabled {
            let enabled = self.enabled.in_chinese();
            return Some(LedgerRefusal::BeforeEnabled { date: date.to_string(), enabled }.into());
        }
        if date > self.last_day {
            return Some(LedgerRefusal::InTheFuture { date: date.to_string(), last: self.last_day.to_string() }.into());
        }
        if let Some((_, until)) = self.expired.filter(|(expired, _)| *expired == period) {
            return Some(
                PeriodRefusal::ReopeningExpired { period: period.in_chinese(), until: until.to_string() }.into(),
            );
        }
        let closed = period < self.first_open;
        closed.then(|| {
            let (period, open) = (period.in_chinese(), self.first_open.in_chinese());
            LedgerRefusal::PeriodClosed { period, open }.into()
        })
    }
}

/// Asks once which months of a book are open.
pub(super) async fn months_open(tx: &mut ReadTx, book: BookId, now: Timestamp) -> Outcome<MonthsOpen> {
    let enabled = village::book(tx, book).await?.enabled_from;
    let reopened = standing_reopening(tx, book).await?;
    let expired = reopened.filter(|r| r.state(now.date()) == ReopeningState::Expired).map(|r| (r.period, r.until));
    Ok(MonthsOpen { enabled, first_open: first_open(tx, book).await?, last_day: last_day_allowed(now), expired })
}

/// Refuses a day whose month takes no vouchers.
///
/// Refuses: `ledger.before_enabled`, `ledger.in_the_future`, `ledger.period_closed`, `ledger.reopening_expired`.
pub async fn require_open(tx: &mut ReadTx, book: BookId, date: Date, now: Timestamp) -> Outcome<()> {
    match months_open(tx, book, now).await?.refusal(date) {
        Some(refused) => Err(Failure::Refused(vec![refused])),
        None => Ok(()),
    }
}
