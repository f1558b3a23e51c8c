use crate::audit::{self, Act};
use crate::auth::{Accountant, Director};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Outcome, Period, ReopeningId, Timestamp};

use crate::ledger::closing::Closure;
use crate::ledger::error::{LedgerRefusal, PeriodRefusal};
use crate::ledger::reopening::{Answer, Reopening, Verdict};
use crate::ledger::store;

use super::closing::{closures, hold_months};
use super::sealing::year_seals;

/// What a request for a reopening says.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The last closed month.
    pub period: Period,
    /// Why.
    pub reason: String,
    /// The last day the month shall take vouchers.
    pub until: Date,
}

/// 申请重开 — asks that the last closed month take vouchers once more. Nothing changes before the director's answer.
///
/// Refuses, all that is wrong with the words at once: `ledger.reason_missing`, `ledger.reopening_in_the_past`; and
/// `ledger.not_closed`, `ledger.not_last_closed`, `ledger.year_sealed`, `ledger.reopening_waiting`,
/// `ledger.reopening_stands`.
pub async fn ask_reopening(tx: &mut WriteTx, by: &Accountant, asked: Asked, now: Timestamp) -> Outcome<ReopeningId> {
    let mut faults = Vec::new();
    if asked.reason.trim().is_empty() {
        faults.push(LedgerRefusal::ReasonMissing { what: "重开" }.into());
    }
    if asked.until < now.date() {
        faults.push(PeriodRefusal::ReopeningInThePast { until: asked.until.to_string() }.into());
    }
    crate::kernel::Failure::unless_none(faults)?;
    hold_months(tx, by.book(), [asked.period]).await?;
    let closure = last_closed(tx, by.book(), asked.period).await?;
    if let Some(waiting) = reopenings(tx, by.book()).await?.into_iter().find(Reopening::is_waiting) {
        let period = waiting.period.in_chinese();
        return Err(PeriodRefusal::ReopeningWaiting { period, who: waiting.asked_name }.into());
    }
    let request = Reopening {
        id: ReopeningId::new(),
        book: by.book(),
        closure: closure.id,
        period: asked.period,
        reason: asked.reason.trim().to_owned(),
        until: asked.until,
        asked_by: by.id(),
        asked_name: by.actor().name.clone(),
        asked_at: now,
        answer: None,
        ended_at: None,
    };
    store::insert_reopening_request(tx, &request).await?;
    let subject = format!("{} 至{}", request.period.in_chinese(), request.until);
    let act = Act::on_book(by.book(), "period.ask_reopening", subject).id(request.id).detail(&request.reason);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(request.id)
}

/// The closing of the month, if it is the last that holds and its year is not sealed.
async fn last_closed(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<Closure> {
    if let Some(open) = standing_reopening(tx, book).await? {
        return Err(PeriodRefusal::ReopeningStands { period: open.period.in_chinese() }.into());
    }
    if let Some(seal) = year_seals(tx, book).await?.into_iter().find(|s| period.year() <= s.year) {
        return Err(PeriodRefusal::YearSealed { year: seal.year.to_string() }.into());
    }
    let Some(last) = closures(tx, book).await?.pop().filter(|last| period <= last.period) else {
        return Err(PeriodRefusal::NotClosed { period: period.in_chinese() }.into());
    };
    if period != last.period {
        let (period, last) = (period.in_chinese(), last.period.in_chinese());
        return Err(PeriodRefusal::NotLastClosed { period, last }.into());
    }
    Ok(last)
}

/// 批准重开 — the closing no longer holds, and the month gives numbers again, on after its last one, to the end of
/// the day it was asked for.
///
/// Refuses: `ledger.no_such_reopening`, `ledger.reopening_answered`, `ledger.own_reopening`,
/// `ledger.reopening_in_the_past`, and whatever has come between since it was asked for.
pub async fn approve_reopening(
    tx: &mut WriteTx,
    by: &Director,
    book: BookId,
    id: ReopeningId,
    now: Timestamp,
) -> Outcome<Reopening> {
    let mut request = answerable(tx, by, book, id).await?;
    if request.until < now.date() {
        return Err(PeriodRefusal::ReopeningInThePast { until: request.until.to_string() }.into());
    }
    last_closed(tx, book, request.period).await?;
    store::insert_reopening(tx, &request, by.id(), &by.actor().name, now).await?;
    store::reopen_counter(tx, book, request.period, request.until).await?;
    request.answer = Some(Answer { verdict: Verdict::Approved, name: by.actor().name.clone(), at: now });
    let subject = format!("{} 至{}，{}申请", request.period.in_chinese(), request.until, request.asked_name);
    let act = Act::on_book(book, "period.reopen", subject).id(id).detail(&request.reason);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(request)
}

/// 不批准重开, with words.
///
/// Refuses: `ledger.reason_missing`, `ledger.no_such_reopening`, `ledger.reopening_answered`, `ledger.own_reopening`.
pub async fn decline_reopening(
    tx: &mut WriteTx,
    by: &Director,
    book: BookId,
    id: ReopeningId,
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    if words.trim().is_empty() {
        return Err(LedgerRefusal::ReasonMissing { what: "不批准" }.into());
    }
    let request = answerable(tx, by, book, id).await?;
    store::insert_reopening_declined(tx, id, words.trim(), by.id(), &by.actor().name, now).await?;
    let subject = format!("{}，{}申请", request.period.in_chinese(), request.asked_name);
    let act = Act::on_book(book, "period.decline_reopening", subject).id(id).detail(words.trim());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// A request that waits, and that this director did not make.
async fn answerable(tx: &mut WriteTx, by: &Director, book: BookId, id: ReopeningId) -> Outcome<Reopening> {
    let find = |all: Vec<Reopening>| all.into_iter().find(|r| r.id == id).ok_or(PeriodRefusal::NoSuchReopening);
    let request = find(reopenings(tx, book).await?)?;
    hold_months(tx, book, [request.period]).await?;
    // Read once more behind the month's own row: of two who answer at once, one is too late.
    let request = find(reopenings(tx, book).await?)?;
    if !request.is_waiting() {
        return Err(PeriodRefusal::ReopeningAnswered.into());
    }
    if request.asked_by == by.id() {
        return Err(PeriodRefusal::OwnReopening { who: request.asked_name }.into());
    }
    Ok(request)
}

/// Every reopening ever asked for in a book, oldest first.
pub async fn reopenings(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Reopening>> {
    Ok(store::reopenings(tx, book).await?)
}

/// The reopening whose month is not closed again yet, expired or not.
pub(super) async fn standing_reopening(tx: &mut ReadTx, book: BookId) -> Outcome<Option<Reopening>> {
    Ok(reopenings(tx, book).await?.into_iter().find(Reopening::is_open))
}

/// Reopenings of every book that wait for an answer or for the month's next closing: one question for the board.
pub async fn reopenings_under_way(tx: &mut ReadTx) -> Outcome<Vec<Reopening>> {
    Ok(store::reopenings_under_way(tx).await?)
}
