use std::collections::{BTreeSet, HashMap};

use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::evidence;
use crate::kernel::{AccountId, Date, DraftId, Failure, Outcome, Period, Refused, SubmissionId, Timestamp};
use crate::ledger::{self, CashKind, Chart, Draft, DraftLine, NewDraft, PostedVoucher};
use crate::projects;
use crate::village;

use crate::workflow::business_item::{Place, business_item};
use crate::workflow::error::WorkflowRefusal as W;
use crate::workflow::propose::{BookFacts, propose};
use crate::workflow::return_reason::{ReturnReason, TOLD_LATE};
use crate::workflow::state::{Action, State};
use crate::workflow::store;
use crate::workflow::submission::Submission;

use super::controlling::new_findings;
use super::moving::{Move, go, held, require_version, words_fit};
use super::reasons::{keep_return, return_reasons};

/// What the accountant enters when taking an item in.
#[derive(Clone, Debug)]
pub enum Entering {
    /// The proposal as it is; the bank account that was used, where the book has several.
    AsProposed(Option<AccountId>),
    /// The proposal, kept unfinished to be corrected in the voucher grid.
    ToCorrect(Option<AccountId>),
    /// The proposal as corrected already.
    Corrected(Date, Vec<DraftLine>),
}

/// 退回补正 — gives an item back to its clerk with every reason at once.
///
/// Refuses: `workflow.words_missing`, `workflow.unknown_reason`, `workflow.words_too_long`,
/// `workflow.no_such_submission`, `workflow.stale`, `workflow.wrong_state`.
pub async fn return_to_clerk(
    tx: &mut WriteTx,
    by: &Accountant,
    id: SubmissionId,
    version: i64,
    reasons: &[String],
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let mut faults: Vec<Refused> = words_fit(words).err().map(Refused::from).into_iter().collect();
    let list = return_reasons(tx, now).await?;
    let mut told: Vec<ReturnReason> = Vec::new();
    for code in reasons {
        match list.iter().find(|r| r.code == *code) {
            Some(reason) => told.push(reason.clone()),
            None => faults.push(W::UnknownReason { code: code.chars().take(20).collect() }.into()),
        }
    }
    if reasons.is_empty() && words.trim().is_empty() {
        faults.push(W::WordsMissing { act: Action::Return.in_chinese() }.into());
    }
    Failure::unless_none(faults)?;
    let mut submission = held(tx, by.book(), id).await?;
    submission.state.next(Action::Return)?;
    require_version(tx, &submission, version).await?;
    let late = keep_return(tx, id, &submission, &told, now).await?;
    let reasons = told.into_iter().map(|r| said(r, &late)).collect();
    let made = Move { action: Action::Return, reasons, words: words.trim().to_owned() };
    go(tx, by.actor(), &mut submission, made, now).await
}

/// As the clerk reads it; what could have been told the time before says so.
fn said(reason: ReturnReason, late: &[String]) -> String {
    if late.contains(&reason.text) { format!("{}{TOLD_LATE}", reason.text) } else { reason.text }
}

/// The voucher an approved item would become, for the review desk.
///
/// Refuses: `workflow.no_such_submission`, `workflow.unknown_item`.
pub async fn proposal(
    tx: &mut ReadTx,
    by: &Accountant,
    id: SubmissionId,
    bank: Option<AccountId>,
    now: Timestamp,
) -> Outcome<NewDraft> {
    let submission = store::submission(tx, by.book(), id).await?.ok_or(W::NoSuchSubmission)?;
    proposed(tx, &submission, bank, now).await
}

/// 受理 — an approved item becomes a draft voucher that carries its source documents.
///
/// Taking in what is taken in already gives the same draft. Refuses: `workflow.no_such_submission`, `workflow.stale`,
/// `workflow.wrong_state`, `workflow.own_acceptance`, `controls.blocked`, `controls.unexplained` (see
/// `explain_acceptance`), and everything `ledger::prepare` refuses.
pub async fn accept(
    tx: &mut WriteTx,
    by: &Accountant,
    id: SubmissionId,
    version: i64,
    entering: Entering,
    now: Timestamp,
) -> Outcome<DraftId> {
    let mut submission = held(tx, by.book(), id).await?;
    if let (State::Accepted, Some(draft)) = (submission.state, submission.draft) {
        return Ok(draft);
    }
    submission.state.next(Action::Accept)?;
    require_version(tx, &submission, version).await?;
    if submission.made_by == by.id() {
        return Err(W::OwnAcceptance { name: by.actor().name.clone() }.into());
    }
    let found = new_findings(tx, &submission).await?;
    Failure::unless_none(found.iter().filter_map(|f| f.holds_up(false)).collect())?;
    let draft = match entering {
        Entering::AsProposed(bank) => {
            let voucher = proposed(tx, &submission, bank, now).await?;
            ledger::prepare(tx, by, voucher, now).await?
        }
        Entering::ToCorrect(bank) => {
            let voucher = proposed(tx, &submission, bank, now).await?;
            ledger::park(tx, by, voucher, now).await?
        }
        Entering::Corrected(date, lines) => {
            let voucher = NewDraft { date, lines, ..proposed(tx, &submission, None, now).await? };
            ledger::prepare(tx, by, voucher, now).await?
        }
    };
    submission.draft = Some(draft);
    go(tx, by.actor(), &mut submission, Move::of(Action::Accept), now).await?;
    Ok(draft)
}

/// Deletes a draft voucher; the item it came from is back with the centre.
///
/// Refuses: everything `ledger::delete_draft` refuses.
pub async fn delete_draft(tx: &mut WriteTx, by: &Accountant, id: DraftId, version: i64, now: Timestamp) -> Outcome<()> {
    let gone = ledger::delete_draft(tx, by, id, version, now).await?;
    if let Some(origin) = gone.submission {
        let mut submission = held(tx, by.book(), origin).await?;
        submission.draft = None;
        go(tx, by.actor(), &mut submission, Move::of(Action::Release), now).await?;
    }
    Ok(())
}

/// 记账 — posts reviewed drafts in the order of their dates and of their making; the items they came from are booked.
///
/// All or nothing: every refusal of every draft is told, and none is posted. Refuses: everything `ledger::post` refuses.
pub async fn post(tx: &mut WriteTx, by: &Accountant, ids: &[DraftId], now: Timestamp) -> Outcome<Vec<PostedVoucher>> {
    let mut drafts: Vec<Draft> = Vec::with_capacity(ids.len());
    for id in ids.iter().collect::<BTreeSet<_>>() {
        drafts.push(ledger::draft(tx, by.book(), *id).await?);
    }
    drafts.sort_by_key(|d| (d.date, d.prepared_at, d.id));
    let months: BTreeSet<Period> = drafts.iter().map(|d| d.period).collect();
    if months.len() > 1 {
        // One month is held by its first number; several are held together, before the log is.
        ledger::hold_months(tx, by.book(), months).await?;
    }
    let (mut posted, mut faults) = (Vec::with_capacity(drafts.len()), Vec::new());
    for draft in &drafts {
        match ledger::post(tx, by, draft.id, now).await {
            Ok(voucher) => {
                booked(tx, by, &voucher, now).await?;
                posted.push(voucher);
            }
            Err(Failure::Refused(list)) => faults.extend(list),
            Err(fault) => return Err(fault),
        }
    }
    Failure::unless_none(faults)?;
    Ok(posted)
}

async fn booked(tx: &mut WriteTx, by: &Accountant, voucher: &PostedVoucher, now: Timestamp) -> Outcome<()> {
    let Some(origin) = voucher.submission else { return Ok(()) };
    let mut submission = held(tx, by.book(), origin).await?;
    let item = business_item(&submission.content.item);
    if let (Some(project), Some(item)) = (submission.content.project, item) {
        projects::booked(tx, by, voucher, (project, item.project_reading(), &item.code), now).await?;
    }
    if submission.state == State::Booked {
        // A correction of a booked item carries its origin on; the item stays booked.
        return Ok(());
    }
    go(tx, by.actor(), &mut submission, Move::saying(Action::Book, &voucher.label()), now).await
}

async fn proposed(
    tx: &mut ReadTx,
    submission: &Submission,
    bank: Option<AccountId>,
    now: Timestamp,
) -> Outcome<NewDraft> {
    let code = &submission.content.item;
    let item = business_item(code).ok_or_else(|| W::UnknownItem { item: code.clone() })?;
    let documents = evidence::documents(tx, &submission.content.documents).await?;
    let chart = ledger::chart(tx, submission.book).await?;
    let date = open_day(tx, submission, now).await?;
    let facts = book_facts(tx, submission, &chart, &item.pairs, bank, date).await?;
    Ok(propose(submission, &documents, item, &chart, &facts, date))
}

/// The day it happened while its month is open, otherwise today.
async fn open_day(tx: &mut ReadTx, submission: &Submission, now: Timestamp) -> Outcome<Date> {
    let Some(date) = submission.content.date else { return Ok(now.date()) };
    match ledger::require_open(tx, submission.book, date, now).await {
        Ok(()) => Ok(date),
        Err(Failure::Refused(_)) => Ok(now.date()),
        Err(fault) => Err(fault),
    }
}

async fn book_facts(
    tx: &mut ReadTx,
    submission: &Submission,
    chart: &Chart,
    pairs: &[(Place, Place)],
    bank: Option<AccountId>,
    on: Date,
) -> Outcome<BookFacts> {
    let leaf = |kind| {
        let mut leaves = chart.accounts().iter().filter(move |a| a.leaf && !a.closed && a.cash_kind == Some(kind));
        leaves.next().map(|a| a.id)
    };
    let accounts = village::bank_accounts(tx, submission.book).await?;
    let first = accounts.iter().find_map(|b| chart.by_code(&b.account_code)).map(|a| a.id);
    let mut policies = HashMap::new();
    for place in pairs.iter().flat_map(|(debit, credit)| [debit, credit]) {
        if let Place::ByPolicy(name, _) = place {
            policies.insert(*name, village::policy(tx, submission.book, name, on).await?);
        }
    }
    Ok(BookFacts { cash: leaf(CashKind::Cash), bank: bank.or(first).or_else(|| leaf(CashKind::Bank)), policies })
}
