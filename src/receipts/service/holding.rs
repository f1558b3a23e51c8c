use crate::audit::{self, Act, Actor};
use crate::auth::Clerk;
use crate::db::WriteTx;
use crate::evidence;
use crate::kernel::{Failure, FileId, Money, Outcome, ReceiptIssueId, Refused, Timestamp};

use crate::receipts::error::ReceiptsRefusal as R;
use crate::receipts::issue::{Issue, IssueAct, Standing};
use crate::receipts::leaf::{Fate, LeafEvent, Leaves, may_end};
use crate::receipts::store::{self, NewAct};

/// Longest reason.
const REASON_LIMIT: usize = 200;

/// 签领 — the clerk signs for a receipt book given to their village.
///
/// Signing twice is signing once. Refuses: `receipts.no_such_receipt_book`, `receipts.wrong_standing`.
pub async fn sign(tx: &mut WriteTx, by: &Clerk, id: ReceiptIssueId, now: Timestamp) -> Outcome<()> {
    act_of_clerk(tx, by, id, IssueAct::Sign, "", now).await
}

/// 交回 — the clerk brings a receipt book back with all its stubs, full or not.
///
/// Refuses: `receipts.no_such_receipt_book`, `receipts.wrong_standing`, `receipts.unsettled`.
pub async fn hand_back(tx: &mut WriteTx, by: &Clerk, id: ReceiptIssueId, words: &str, now: Timestamp) -> Outcome<()> {
    act_of_clerk(tx, by, id, IssueAct::HandBack, words, now).await
}

/// 遗失声明 — a whole receipt book is lost: reported to the centre, announced, its unused numbers void.
///
/// Refuses: `receipts.no_such_receipt_book`, `receipts.wrong_standing`, `receipts.reason_missing`.
pub async fn lose_book(tx: &mut WriteTx, by: &Clerk, id: ReceiptIssueId, words: &str, now: Timestamp) -> Outcome<()> {
    if words.trim().is_empty() {
        return Err(R::ReasonMissing { act: IssueAct::Lose.in_chinese() }.into());
    }
    act_of_clerk(tx, by, id, IssueAct::Lose, words, now).await
}

async fn act_of_clerk(
    tx: &mut WriteTx,
    by: &Clerk,
    id: ReceiptIssueId,
    act: IssueAct,
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let there = own(tx, by, id).await?;
    if there.done(act).is_some() {
        return Ok(());
    }
    record_act(tx, by.actor(), &there, act, words, now).await?;
    let there = own(tx, by, id).await?;
    there.standing().next(act)?;
    if act == IssueAct::HandBack {
        let hanging = Leaves::of(store::events_of_issue(tx, id).await?).let_go(&there.receipts);
        if !hanging.is_empty() {
            let (span, count, numbers) = (there.receipts.span(), hanging.len(), hanging.join("、"));
            return Err(R::Unsettled { span, count, numbers }.into());
        }
    }
    insert_act(tx, by.actor(), &there, act, words, None, now).await
}

async fn own(tx: &mut WriteTx, by: &Clerk, id: ReceiptIssueId) -> Outcome<Issue> {
    let there = store::issue(tx, id).await?.filter(|i| i.book == by.book());
    there.ok_or_else(|| R::NoSuchReceiptBook.into())
}

/// Records an act first: the chain's head is held from here to the commit, so two acts on one book come one by one.
pub(super) async fn record_act(
    tx: &mut WriteTx,
    by: &Actor,
    issue: &Issue,
    act: IssueAct,
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let length = words.trim().chars().count();
    if length > REASON_LIMIT {
        return Err(R::ReasonTooLong { length, limit: REASON_LIMIT }.into());
    }
    let verb = match act {
        IssueAct::Sign => "receipts.sign",
        IssueAct::Recall => "receipts.recall",
        IssueAct::HandBack => "receipts.hand_back",
        IssueAct::Lose => "receipts.lose",
        IssueAct::Verify => "receipts.verify",
    };
    let told = Act::on_book(issue.book, verb, issue.receipts.label()).id(issue.id).detail(words.trim());
    Ok(audit::record(tx, by, told, now).await?)
}

pub(super) async fn insert_act(
    tx: &mut WriteTx,
    by: &Actor,
    issue: &Issue,
    act: IssueAct,
    words: &str,
    file: Option<FileId>,
    now: Timestamp,
) -> Outcome<()> {
    let new = NewAct { issue: issue.id, act, words: words.trim(), file };
    match store::insert_act(tx, by, &new, now).await? {
        true => Ok(()),
        false => Err(R::WrongStanding { stands: issue.standing().in_chinese(), act: act.in_chinese() }.into()),
    }
}

/// 作废, 遗失 of one number: the next in turn, or one whose item came to nothing. Every copy of a voided one is kept
/// and photographed.
///
/// Refuses, all at once: `receipts.reason_missing`, `receipts.reason_too_long`, `receipts.photo_missing`,
/// `evidence.no_such_file`; and `receipts.no_such_receipt_book`, `receipts.wrong_standing`, `receipts.skips`,
/// `receipts.number_used`, `receipts.number_void`, `receipts.book_full`, `receipts.not_yours`.
pub async fn void(
    tx: &mut WriteTx,
    by: &Clerk,
    id: ReceiptIssueId,
    (typed, fate): (&str, Fate),
    reason: &str,
    photo: Option<FileId>,
    now: Timestamp,
) -> Outcome<()> {
    let issue = own(tx, by, id).await?;
    let (_, number) = crate::receipts::held::named(std::slice::from_ref(&issue), typed)?;
    let printed = issue.receipts.number(number);
    let mut faults: Vec<Refused> = Vec::new();
    let (reason, length) = (reason.trim(), reason.trim().chars().count());
    if reason.is_empty() {
        faults.push(R::ReasonMissing { act: fate.in_chinese() }.into());
    }
    if length > REASON_LIMIT {
        faults.push(R::ReasonTooLong { length, limit: REASON_LIMIT }.into());
    }
    if photo.is_none() && fate == Fate::Void {
        faults.push(R::PhotoMissing { number: printed.clone() }.into());
    }
    if let Some(photo) = photo
        && evidence::files(tx, by.book(), &[photo]).await?.is_empty()
    {
        faults.push(evidence::EvidenceRefusal::NoSuchFile.into());
    }
    Failure::unless_none(faults)?;
    let told = Act::on_book(by.book(), "receipts.void", format!("收据 {printed} {}", fate.in_chinese())).id(issue.id);
    audit::record(tx, by.actor(), told.detail(reason), now).await?;
    let issue = own(tx, by, id).await?;
    let stands = issue.standing();
    if !matches!(stands, Standing::Held | Standing::HandedBack | Standing::Lost) {
        return Err(R::WrongStanding { stands: stands.in_chinese(), act: fate.in_chinese() }.into());
    }
    let leaves = Leaves::of(store::events_of_issue(tx, id).await?);
    let seq = may_end(&issue, &leaves, number)?;
    let event = LeafEvent {
        receipts: issue.receipts.id,
        number,
        seq,
        issue: issue.id,
        fate,
        submission: None,
        said_of: String::new(),
        amount: Money::ZERO,
        reason: reason.to_owned(),
        file: photo,
        by_name: by.actor().name.clone(),
        at: now,
    };
    match store::insert_event(tx, by.actor(), &event).await? {
        true => Ok(()),
        false => Err(R::NumberVoid { number: printed, fate: fate.in_chinese() }.into()),
    }
}
