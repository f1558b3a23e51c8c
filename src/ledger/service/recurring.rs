use crate::audit::{self, Act};
use crate::auth::{Accountant, Standing};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, DraftId, Failure, Outcome, Period, RecurringId, Refused, Timestamp};
use crate::village;

use crate::ledger::draft::{DraftVoucher, NewDraft};
use crate::ledger::store;
use crate::ledger::template::{NewRecurring, Recurring, TemplateRefusal, require_due};
use crate::ledger::voucher::VoucherKind;

use super::charting::chart;
use super::closing::first_open;
use super::drafting::prepare;

/// 定期凭证 of a book, by day.
pub async fn recurring_vouchers(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Recurring>> {
    Ok(store::recurring(tx, Some(book)).await?)
}

/// 定期凭证 of every book a person makes vouchers for.
pub async fn recurring_of_my_books(tx: &mut ReadTx, by: &Standing) -> Outcome<Vec<Recurring>> {
    let mut all = store::recurring(tx, None).await?;
    all.retain(|r| by.accountant(r.book).is_ok());
    Ok(all)
}

/// Sets up a recurring voucher; its lines must be a whole voucher, with amounts that balance.
///
/// Refuses, all at once: `ledger.template_word_missing`, `ledger.template_word_too_long`,
/// `ledger.recurring_no_such_day`, `ledger.recurring_backwards`, every refusal of a voucher's lines.
pub async fn keep_recurring(
    tx: &mut WriteTx,
    by: &Accountant,
    new: NewRecurring,
    now: Timestamp,
) -> Outcome<RecurringId> {
    let mut faults: Vec<Refused> = new.faults();
    let chart = chart(tx, by.book()).await?;
    let dimensions = village::dimensions(tx, by.book()).await?;
    match DraftVoucher::compose(VoucherKind::Regular, &new.lines, &chart, &dimensions) {
        Ok(_) => {}
        Err(Failure::Refused(list)) => faults.extend(list),
        Err(fault) => return Err(fault),
    }
    Failure::unless_none(faults)?;
    let id = RecurringId::new();
    store::insert_recurring(tx, id, by.book(), &new, (by.id(), &by.actor().name), now).await?;
    let subject = format!("{} 每月{}日 {}至{}", new.word.trim(), new.day, new.from, new.to);
    audit::record(tx, by.actor(), Act::on_book(by.book(), "recurring.keep", subject).id(id), now).await?;
    Ok(id)
}

/// Ends a recurring voucher: the months made of it stay, no other is made. One of which nothing was made goes away.
///
/// Refuses: `ledger.no_such_recurring`.
pub async fn end_recurring(tx: &mut WriteTx, by: &Accountant, id: RecurringId, now: Timestamp) -> Outcome<()> {
    let there = one(tx, by.book(), id).await?;
    let ended = match there.months.last() {
        Some(last) => store::end_recurring(tx, id, by.book(), last.period.max(there.from)).await?,
        None => store::delete_recurring(tx, id, by.book()).await?,
    };
    if !ended {
        return Err(TemplateRefusal::NoSuchRecurring.into());
    }
    audit::record(tx, by.actor(), Act::on_book(by.book(), "recurring.end", there.word).id(id), now).await?;
    Ok(())
}

async fn one(tx: &mut ReadTx, book: BookId, id: RecurringId) -> Outcome<Recurring> {
    let found = store::recurring(tx, Some(book)).await?.into_iter().find(|r| r.id == id);
    found.ok_or_else(|| TemplateRefusal::NoSuchRecurring.into())
}

/// Makes the draft of one month, dated its day, waiting for review like every other.
///
/// Refuses: `ledger.no_such_recurring`, `ledger.recurring_made_already`, `ledger.recurring_not_due`, and whatever
/// `prepare` refuses.
pub async fn make_due(
    tx: &mut WriteTx,
    by: &Accountant,
    id: RecurringId,
    period: Period,
    now: Timestamp,
) -> Outcome<DraftId> {
    let recurring = one(tx, by.book(), id).await?;
    let open = first_open(tx, by.book()).await?;
    let due = require_due(&recurring, period, open, now.date())?;
    let draft = prepare(tx, by, NewDraft::regular(due.date, recurring.lines.clone()), now).await?;
    store::note_made(tx, &recurring, (period, draft), (by.id(), &by.actor().name), now).await?;
    let act = Act::on_book(by.book(), "recurring.make", format!("{} {period}", recurring.word)).id(draft);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(draft)
}
