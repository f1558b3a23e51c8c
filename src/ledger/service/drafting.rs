use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{
    BookId, Date, Digest, DocumentId, DraftId, Failure, Outcome, Period, Refused, SubmissionId, Timestamp,
};
use crate::village;

use crate::ledger::draft::{Draft, DraftCount, DraftState, DraftVoucher, NewDraft, Sheet};
use crate::ledger::draft_place::DraftPlace;
use crate::ledger::error::LedgerRefusal;
use crate::ledger::store;
use crate::ledger::voucher::VoucherKind;

use super::charting::chart;
use super::closing::months_open;

/// 暂存 — keeps an unfinished voucher as it is: no rule but the book is asked, no number is taken.
pub async fn park(tx: &mut WriteTx, by: &Accountant, new: NewDraft, now: Timestamp) -> Outcome<DraftId> {
    save_new(tx, by, new, DraftState::Parked, now).await
}

/// 制单 — a complete voucher, waiting for a second person.
///
/// Refuses: `ledger.before_enabled`, `ledger.in_the_future`, `ledger.period_closed`, every line
/// refusal, `ledger.unbalanced`. All at once.
pub async fn prepare(tx: &mut WriteTx, by: &Accountant, new: NewDraft, now: Timestamp) -> Outcome<DraftId> {
    require_sound(tx, by.book(), &new, now).await?;
    save_new(tx, by, new, DraftState::Prepared, now).await
}

async fn save_new(
    tx: &mut WriteTx,
    by: &Accountant,
    new: NewDraft,
    state: DraftState,
    now: Timestamp,
) -> Outcome<DraftId> {
    let id = DraftId::new();
    save_under(tx, by, id, new, state, now).await?;
    Ok(id)
}

async fn save_under(
    tx: &mut WriteTx,
    by: &Accountant,
    id: DraftId,
    new: NewDraft,
    state: DraftState,
    now: Timestamp,
) -> Outcome<()> {
    store::insert_draft(tx, id, by.book(), &new, state, (by.id(), &by.actor().name), now).await?;
    let verb = if state == DraftState::Parked { "voucher.park" } else { "voucher.prepare" };
    audit::record(tx, by.actor(), Act::on_book(by.book(), verb, subject(&new)).id(id), now).await?;
    Ok(())
}

/// Changes a draft that is not yet posted; it goes back to waiting for review.
///
/// `finished` decides between 制单 and 暂存. Refuses: as `prepare`; `ledger.stale` when `version`
/// is not the one that stands; `ledger.no_such_voucher`.
pub async fn revise(
    tx: &mut WriteTx,
    by: &Accountant,
    id: DraftId,
    version: i64,
    new: NewDraft,
    finished: DraftState,
    now: Timestamp,
) -> Outcome<()> {
    let there = draft(tx, by.book(), id).await?;
    // What the voucher came from is not for a page to change.
    let new = NewDraft {
        documents: behind(&there, new.documents),
        submission: there.submission,
        corrects: there.corrects,
        import_key: there.import_key.clone(),
        ..new
    };
    if finished != DraftState::Parked {
        require_sound(tx, by.book(), &new, now).await?;
    }
    let state = if finished == DraftState::Parked { DraftState::Parked } else { DraftState::Prepared };
    if !store::update_draft(tx, id, version, &new, state, (by.id(), &by.actor().name), now).await? {
        return Err(LedgerRefusal::Stale { who: there.prepared_name }.into());
    }
    audit::record(tx, by.actor(), Act::on_book(by.book(), "voucher.revise", subject(&new)).id(id), now).await?;
    Ok(())
}

/// The papers of a revised voucher: what the village approved stays behind it, more may be added; of a voucher of
/// the centre's own making they are the accountant's to add and to take away.
fn behind(there: &Draft, wanted: Vec<(DocumentId, Digest)>) -> Vec<(DocumentId, Digest)> {
    if there.submission.is_none() {
        return wanted;
    }
    let added = wanted.into_iter().filter(|w| !there.documents.contains(w));
    there.documents.iter().copied().chain(added).collect()
}

/// Keeps what a page holds under the id the page was given when it was opened: a form that is sent
/// twice makes one draft, and a page that changed nothing changes nothing. Answers the version that stands.
///
/// Refuses: as `prepare` and `revise`; `ledger.draft_gone` when the draft was posted or deleted meanwhile;
/// `ledger.is_reversal`: a red-letter draft mirrors its original and is never typed over.
pub async fn keep(
    tx: &mut WriteTx,
    by: &Accountant,
    sheet: Sheet,
    new: NewDraft,
    finished: DraftState,
    now: Timestamp,
) -> Outcome<i64> {
    let Some(there) = store::draft(tx, by.book(), sheet.id).await? else {
        if sheet.version != 0 {
            return Err(LedgerRefusal::DraftGone.into());
        }
        if finished != DraftState::Parked {
            require_sound(tx, by.book(), &new, now).await?;
        }
        save_under(tx, by, sheet.id, new, finished, now).await?;
        return Ok(1);
    };
    let further = finished == DraftState::Prepared && there.state == DraftState::Parked;
    if there.says_the_same(&new) && !further {
        return Ok(there.version);
    }
    if there.version != sheet.version {
        return Err(LedgerRefusal::Stale { who: there.prepared_name }.into());
    }
    if there.kind == VoucherKind::Reversal {
        return Err(LedgerRefusal::IsReversal { voucher: format!("{}的草稿", there.date) }.into());
    }
    revise(tx, by, sheet.id, sheet.version, new, finished, now).await?;
    Ok(sheet.version + 1)
}

fn subject(new: &NewDraft) -> String {
    format!("{} {}", new.date, new.lines.first().map_or("", |l| l.summary.as_str()))
}

/// Everything wrong with the voucher's date and lines, at once.
async fn require_sound(tx: &mut ReadTx, book: BookId, new: &NewDraft, now: Timestamp) -> Outcome<()> {
    let mut faults: Vec<Refused> = months_open(tx, book, now).await?.refusal(new.date).into_iter().collect();
    let chart = chart(tx, book).await?;
    let dimensions = village::dimensions(tx, book).await?;
    match DraftVoucher::compose(new.kind, &new.lines, &chart, &dimensions) {
        Ok(_) => {}
        Err(Failure::Refused(list)) => faults.extend(list),
        Err(fault) => return Err(fault),
    }
    Failure::unless_none(faults)
}

/// 复核 — a second person has read the voucher and stands for it.
///
/// Refuses: `ledger.no_such_voucher`, `ledger.wrong_state`, `ledger.same_person`, `ledger.stale`,
/// and whatever has become wrong with it since.
pub async fn review(tx: &mut WriteTx, by: &Accountant, id: DraftId, version: i64, now: Timestamp) -> Outcome<()> {
    let there = draft(tx, by.book(), id).await?;
    if there.state != DraftState::Prepared {
        return Err(LedgerRefusal::WrongState { state: there.state.in_chinese(), act: "复核" }.into());
    }
    if there.prepared_by == by.id() {
        return Err(LedgerRefusal::SamePerson { who: there.prepared_name }.into());
    }
    require_sound(tx, by.book(), &there.to_new(), now).await?;
    if !store::mark_reviewed(tx, id, version, (by.id(), &by.actor().name), now).await? {
        return Err(LedgerRefusal::Stale { who: there.prepared_name }.into());
    }
    let act = Act::on_book(by.book(), "voucher.review", format!("{} {}", there.date, there.summary())).id(id);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// The reviewer gives a draft back to its preparer, with words.
///
/// Refuses: `ledger.no_such_voucher`, `ledger.reason_missing`, `ledger.stale`.
pub async fn hand_back(
    tx: &mut WriteTx,
    by: &Accountant,
    id: DraftId,
    version: i64,
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    if words.trim().is_empty() {
        return Err(LedgerRefusal::ReasonMissing { what: "退回" }.into());
    }
    let there = draft(tx, by.book(), id).await?;
    if !store::hand_back(tx, id, version, words.trim()).await? {
        return Err(LedgerRefusal::Stale { who: there.prepared_name }.into());
    }
    let act = Act::on_book(by.book(), "voucher.hand_back", format!("{} {}", there.date, there.summary())).id(id);
    audit::record(tx, by.actor(), act.detail(words.trim()), now).await?;
    Ok(())
}

/// Deletes a draft; the audit chain remembers what it said.
///
/// Refuses: `ledger.no_such_voucher`, `ledger.stale`.
pub async fn delete_draft(
    tx: &mut WriteTx,
    by: &Accountant,
    id: DraftId,
    version: i64,
    now: Timestamp,
) -> Outcome<Draft> {
    let there = draft(tx, by.book(), id).await?;
    if !store::delete_draft(tx, id, version).await? {
        return Err(LedgerRefusal::Stale { who: there.prepared_name }.into());
    }
    let act = Act::on_book(by.book(), "voucher.delete_draft", format!("{} {}", there.date, there.summary())).id(id);
    audit::record(tx, by.actor(), act.detail(format!("合计{}元", there.total())), now).await?;
    Ok(there)
}

/// One draft of a book.
///
/// Refuses: `ledger.no_such_voucher`.
pub async fn draft(tx: &mut ReadTx, book: BookId, id: DraftId) -> Outcome<Draft> {
    store::draft(tx, book, id).await?.ok_or_else(|| LedgerRefusal::NoSuchVoucher.into())
}

/// Drafts of a book, oldest first; of one period when asked.
pub async fn drafts(tx: &mut ReadTx, book: BookId, period: Option<Period>) -> Outcome<Vec<Draft>> {
    Ok(store::drafts(tx, book, period).await?)
}

/// Drafts of every book in one state, the one waiting longest first. The caller shows only what is within sight.
pub async fn drafts_in_state(tx: &mut ReadTx, state: DraftState) -> Outcome<Vec<Draft>> {
    Ok(store::drafts_in_state(tx, state).await?)
}

/// How many drafts stand where, in every book: one question for the centre board.
pub async fn draft_counts(tx: &mut ReadTx) -> Outcome<Vec<DraftCount>> {
    Ok(store::draft_counts(tx).await?)
}

/// Where every voucher in preparation stands, in every book, in one question.
pub async fn draft_places(tx: &mut ReadTx) -> Outcome<Vec<DraftPlace>> {
    Ok(store::draft_places(tx).await?)
}

/// The draft a submission was turned into, while it is not posted.
pub async fn draft_of_submission(tx: &mut ReadTx, book: BookId, submission: SubmissionId) -> Outcome<Option<Draft>> {
    Ok(store::draft_of_submission(tx, book, submission).await?)
}

/// The last day a voucher may carry today: the end of the present month.
pub(super) fn last_day_allowed(now: Timestamp) -> Date {
    Period::of(now.date()).last_day()
}
