use uuid::Uuid;

use crate::audit::Actor;
use crate::auth::{Director, GroupMember, VillageHead};
use crate::db::WriteTx;
use crate::kernel::{BookId, Digest, Outcome, SubmissionId, Timestamp, UserId};

use crate::workflow::card::{Approver, Verdict};
use crate::workflow::error::WorkflowRefusal as W;
use crate::workflow::progress::{Mark, Progress, progress};
use crate::workflow::state::{Action, State};
use crate::workflow::store;
use crate::workflow::submission::Submission;

use super::moving::{Move, act_of, go, group_of, held, steps_of, wait_at, words_fit};

/// What somebody says, and the content they saw when they said it.
#[derive(Clone, Debug)]
pub struct Opinion {
    /// 同意 or 不同意.
    pub verdict: Verdict,
    /// Why; a refusal needs it.
    pub words: String,
    /// The digest of the content that was shown.
    pub seen: Digest,
}

/// A member of the finance group signs. The last mark the quorum needs carries the item on.
///
/// Refuses: `workflow.no_such_submission`, `workflow.wrong_state`, `workflow.content_changed`,
/// `workflow.not_your_turn`, `workflow.marked_before`, `workflow.words_missing`, `workflow.words_too_long`.
pub async fn mark_as_member(
    tx: &mut WriteTx,
    by: &GroupMember,
    id: SubmissionId,
    opinion: Opinion,
    now: Timestamp,
) -> Outcome<State> {
    let signer = Signer { actor: by.actor(), id: by.id(), approver: Approver::FinanceGroup };
    mark(tx, by.book(), signer, id, opinion, now).await
}

/// The village head signs, never his own claim.
///
/// Refuses: as `mark_as_member`, and `workflow.own_claim`.
pub async fn mark_as_head(
    tx: &mut WriteTx,
    by: &VillageHead,
    id: SubmissionId,
    opinion: Opinion,
    now: Timestamp,
) -> Outcome<State> {
    let signer = Signer { actor: by.actor(), id: by.id(), approver: Approver::VillageHead };
    mark(tx, by.book(), signer, id, opinion, now).await
}

/// The township files what its ladder sends there.
///
/// Refuses: as `mark_as_member`.
pub async fn mark_as_township(
    tx: &mut WriteTx,
    by: &Director,
    book: BookId,
    id: SubmissionId,
    opinion: Opinion,
    now: Timestamp,
) -> Outcome<State> {
    let signer = Signer { actor: by.actor(), id: by.id(), approver: Approver::Township };
    mark(tx, book, signer, id, opinion, now).await
}

struct Signer<'a> {
    actor: &'a Actor,
    id: UserId,
    approver: Approver,
}

async fn mark(
    tx: &mut WriteTx,
    book: BookId,
    signer: Signer<'_>,
    id: SubmissionId,
    opinion: Opinion,
    now: Timestamp,
) -> Outcome<State> {
    let mut submission = held(tx, book, id).await?;
    let mut marks = store::marks(tx, id).await?;
    if said_already(&marks, &signer, &opinion) {
        return Ok(submission.state);
    }
    submission.state.next(Action::Mark)?;
    if submission.digest != Some(opinion.seen) {
        return Err(W::ContentChanged { serial: submission.serial }.into());
    }
    may_sign(&submission, &signer, &opinion)?;
    let on = submission.submitted_at.unwrap_or(now).date();
    let steps = steps_of(tx, &submission, on).await?;
    let group = group_of(tx, book, now.date()).await?;
    let place = match progress(&steps, &marks, opinion.seen, group) {
        Progress::WaitsAt(place) => place,
        Progress::Passed | Progress::Refused => submission.step,
    };
    let step = usize::try_from(place - 1)
        .ok()
        .and_then(|i| steps.get(i))
        .ok_or(W::NoLadder { amount: submission.content.amount })?;
    if step.approver != signer.approver {
        return Err(W::NotYourTurn { waits_for: step.approver.in_chinese() }.into());
    }
    if marks.iter().any(|m| m.by == signer.id && m.step == place && m.digest == opinion.seen) {
        return Err(W::MarkedBefore { name: signer.actor.name.clone() }.into());
    }
    let mark = Mark {
        submission: id,
        step: place,
        approver: signer.approver,
        verdict: opinion.verdict,
        words: opinion.words.trim().to_owned(),
        digest: opinion.seen,
        by: signer.id,
        name: signer.actor.name.clone(),
        at: now,
    };
    store::insert_mark(tx, &Uuid::now_v7().simple().to_string(), &mark).await?;
    marks.push(mark);
    let stands = progress(&steps, &marks, opinion.seen, group);
    if let Progress::WaitsAt(next) = stands {
        wait_at(&mut submission, &steps, next, now);
    }
    let said = format!("{} {}", opinion.verdict.in_chinese(), opinion.words.trim());
    go(tx, signer.actor, &mut submission, Move::saying(act_of(stands), &said), now).await?;
    Ok(submission.state)
}

/// The same person saying the same again: the second click of a double click.
fn said_already(marks: &[Mark], signer: &Signer, opinion: &Opinion) -> bool {
    marks.iter().any(|m| {
        m.by == signer.id && m.approver == signer.approver && m.digest == opinion.seen && m.verdict == opinion.verdict
    })
}

fn may_sign(submission: &Submission, signer: &Signer, opinion: &Opinion) -> Result<(), W> {
    if signer.approver == Approver::VillageHead && submission.is_claim_of(signer.id, &signer.actor.name) {
        return Err(W::OwnClaim { name: signer.actor.name.clone() });
    }
    if opinion.verdict == Verdict::Refuse && opinion.words.trim().is_empty() {
        return Err(W::WordsMissing { act: Verdict::Refuse.in_chinese() });
    }
    words_fit(&opinion.words)
}
