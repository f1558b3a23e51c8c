use uuid::Uuid;

use crate::audit::{self, Act, Actor};
use crate::auth::{self, Director, GroupMember, Kinship, Reader, VillageHead};
use crate::db::WriteTx;
use crate::kernel::{BookId, Digest, MeetingId, Outcome, Refused, SubmissionId, Timestamp, UserId};

use crate::workflow::card::{Approver, Verdict, Way};
use crate::workflow::error::WorkflowRefusal as W;
use crate::workflow::ladder::Step;
use crate::workflow::meeting::MeetingRefusal;
use crate::workflow::progress::{Mark, Progress, progress};
use crate::workflow::state::{Action, State};
use crate::workflow::store;
use crate::workflow::submission::Submission;
use crate::workflow::thread::NewThreadEntry;

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

/// Notes that a person has the papers of an item open before them, as it stands. Agreeing needs it.
///
/// Refuses: `workflow.no_such_submission`.
pub async fn open_papers(tx: &mut WriteTx, by: &Reader, id: SubmissionId, now: Timestamp) -> Outcome<()> {
    let submission = store::submission(tx, by.book(), id).await?.ok_or(W::NoSuchSubmission)?;
    if let Some(digest) = submission.digest {
        store::insert_opened(tx, id, digest, (Some(by.id()), None), now).await?;
    }
    Ok(())
}

/// A member of the finance group signs. The last mark the quorum needs carries the item on.
///
/// Refuses: `workflow.no_such_submission`, `workflow.wrong_state`, `workflow.content_changed`,
/// `workflow.not_your_turn`, `workflow.marked_before`, `workflow.words_missing`, `workflow.words_too_long`,
/// `workflow.not_opened`, `workflow.own_claim`, `workflow.kin_claim`.
pub async fn mark_as_member(
    tx: &mut WriteTx,
    by: &GroupMember,
    id: SubmissionId,
    opinion: Opinion,
    now: Timestamp,
) -> Outcome<State> {
    let signer = Signer::at_own_login(by.actor(), by.id(), Approver::FinanceGroup);
    mark(tx, by.book(), &signer, id, opinion, now).await
}

/// The village head signs, never his own claim.
///
/// Refuses: as `mark_as_member`.
pub async fn mark_as_head(
    tx: &mut WriteTx,
    by: &VillageHead,
    id: SubmissionId,
    opinion: Opinion,
    now: Timestamp,
) -> Outcome<State> {
    let signer = Signer::at_own_login(by.actor(), by.id(), Approver::VillageHead);
    mark(tx, by.book(), &signer, id, opinion, now).await
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
    let signer = Signer::at_own_login(by.actor(), by.id(), Approver::Township);
    mark(tx, book, &signer, id, opinion, now).await
}

/// Whose mark it is, how it is given, and who acts: by paper these are two people.
pub(super) struct Signer<'a> {
    /// Who acts, for the thread and the log.
    pub(super) actor: &'a Actor,
    /// Whose mark it is.
    pub(super) id: UserId,
    /// Their name.
    pub(super) name: &'a str,
    /// In which capacity.
    pub(super) approver: Approver,
    /// How.
    pub(super) way: Way,
    /// At which meeting, and its number.
    pub(super) meeting: Option<(MeetingId, i64)>,
}

impl<'a> Signer<'a> {
    fn at_own_login(actor: &'a Actor, id: UserId, approver: Approver) -> Signer<'a> {
        Signer { actor, id, name: &actor.name, approver, way: Way::Login, meeting: None }
    }

    fn mark(&self, submission: SubmissionId, step: i64, opinion: &Opinion, now: Timestamp) -> Mark {
        Mark {
            submission,
            step,
            approver: self.approver,
            verdict: opinion.verdict,
            words: opinion.words.trim().to_owned(),
            digest: opinion.seen,
            by: self.id,
            name: self.name.to_owned(),
            at: now,
            way: self.way,
            meeting: self.meeting,
        }
    }

    /// `同意 票据齐全（签字密码，第3次理财会议）`; on paper with the name of whose mark it is.
    fn said(&self, mark: &Mark) -> String {
        let whose = if self.way == Way::Paper { format!("{} ", self.name) } else { String::new() };
        let said = format!("{whose}{} {}", mark.verdict.in_chinese(), mark.words);
        let given = mark.given();
        if given.is_empty() { said } else { format!("{}（{given}）", said.trim_end()) }
    }
}

pub(super) async fn mark(
    tx: &mut WriteTx,
    book: BookId,
    signer: &Signer<'_>,
    id: SubmissionId,
    opinion: Opinion,
    now: Timestamp,
) -> Outcome<State> {
    let mut submission = held(tx, book, id).await?;
    let mut marks = store::marks(tx, id).await?;
    if said_already(&marks, signer, &opinion) {
        return Ok(submission.state);
    }
    if submission.digest != Some(opinion.seen) {
        return Err(W::ContentChanged { serial: submission.serial }.into());
    }
    let on = submission.submitted_at.unwrap_or(now).date();
    let steps = steps_of(tx, &submission, on).await?;
    let late = late_place(&steps, &submission, signer);
    if late.is_none() {
        submission.state.next(Action::Mark)?;
    }
    may_sign(tx, &submission, signer, &opinion).await?;
    let group = group_of(tx, book, now.date()).await?;
    let place = match (late, progress(&steps, &marks, opinion.seen, group)) {
        (Some(place), _) | (None, Progress::WaitsAt(place)) => place,
        (None, Progress::Passed | Progress::Refused) => submission.step,
    };
    let step = step_at(&steps, place).ok_or(W::NoLadder { amount: submission.content.amount })?;
    if step.approver != signer.approver {
        return Err(W::NotYourTurn { waits_for: step.approver.in_chinese() }.into());
    }
    if marks.iter().any(|m| m.by == signer.id && m.step == place && m.digest == opinion.seen) {
        return Err(W::MarkedBefore { name: signer.name.to_owned() }.into());
    }
    let mark = signer.mark(id, place, &opinion, now);
    let said = signer.said(&mark);
    store::insert_mark(tx, &Uuid::now_v7().simple().to_string(), &mark).await?;
    if late.is_some() {
        beside_the_road(tx, signer, &submission, said, now).await?;
        return Ok(submission.state);
    }
    marks.push(mark);
    let stands = progress(&steps, &marks, opinion.seen, group);
    if let Progress::WaitsAt(next) = stands {
        wait_at(&mut submission, &steps, next, now);
    }
    go(tx, signer.actor, &mut submission, Move::saying(act_of(stands), &said), now).await?;
    Ok(submission.state)
}

/// At a meeting everybody signs the whole list: the group's step of an item that went on with the marks before.
fn late_place(steps: &[Step], submission: &Submission, signer: &Signer<'_>) -> Option<i64> {
    let went_on = match submission.state {
        State::Submitted => step_at(steps, submission.step).is_none_or(|s| s.approver != signer.approver),
        State::Approved | State::Accepted | State::Booked => true,
        State::Draft | State::Returned | State::Refused | State::Withdrawn => false,
    };
    if signer.way == Way::Login || !went_on {
        return None;
    }
    (1..).zip(steps).find(|(_, s)| s.approver == signer.approver).map(|(place, _)| place)
}

fn step_at(steps: &[Step], place: i64) -> Option<Step> {
    usize::try_from(place - 1).ok().and_then(|i| steps.get(i)).copied()
}

/// A mark that decides nothing any more stands in the thread and in the log all the same.
async fn beside_the_road(
    tx: &mut WriteTx,
    signer: &Signer<'_>,
    submission: &Submission,
    said: String,
    now: Timestamp,
) -> Outcome<()> {
    let act = Act::on_book(submission.book, Action::Mark.word(), submission.label()).id(submission.id);
    audit::record(tx, signer.actor, act.detail(&said), now).await?;
    let (from, to) = (submission.state, submission.state);
    let entry = NewThreadEntry { action: Action::Mark, from, to, reasons: Vec::new(), words: said };
    Ok(store::add_entry(tx, submission.id, signer.actor, &entry, now).await?)
}

/// On the paper, but the item says something else by now: the mark is kept on what was listed, and is void.
pub(super) async fn keep_void(
    tx: &mut WriteTx,
    signer: &Signer<'_>,
    submission: &Submission,
    opinion: &Opinion,
    now: Timestamp,
) -> Outcome<()> {
    let marks = store::marks(tx, submission.id).await?;
    if marks.iter().any(|m| m.by == signer.id && m.approver == signer.approver && m.digest == opinion.seen) {
        return Ok(());
    }
    let on = submission.submitted_at.unwrap_or(now).date();
    let steps = steps_of(tx, submission, on).await?;
    let place = (1..).zip(&steps).find(|(_, s)| s.approver == signer.approver).map_or(1, |(place, _)| place);
    let mark = signer.mark(submission.id, place, opinion, now);
    store::insert_mark(tx, &Uuid::now_v7().simple().to_string(), &mark).await?;
    let act = Act::on_book(submission.book, "submission.mark_void", submission.label()).id(submission.id);
    Ok(audit::record(tx, signer.actor, act.detail(signer.said(&mark)), now).await?)
}

/// The same person saying the same again: the second click of a double click.
fn said_already(marks: &[Mark], signer: &Signer<'_>, opinion: &Opinion) -> bool {
    marks.iter().any(|m| {
        m.by == signer.id && m.approver == signer.approver && m.digest == opinion.seen && m.verdict == opinion.verdict
    })
}

async fn may_sign(tx: &mut WriteTx, submission: &Submission, signer: &Signer<'_>, opinion: &Opinion) -> Outcome<()> {
    let kinship = auth::kinship(tx, submission.book).await?;
    if let Some(refusal) = own_or_near(submission, &kinship, signer.id, signer.name) {
        return Err(refusal.into());
    }
    let meeting = signer.meeting.map(|(id, _)| id);
    let agrees_blindly = opinion.verdict == Verdict::Agree
        && signer.way != Way::Paper
        && !store::has_opened(tx, submission.id, opinion.seen, signer.id, meeting).await?;
    if agrees_blindly {
        return Err(MeetingRefusal::NotOpened { serial: submission.serial }.into());
    }
    if opinion.verdict == Verdict::Refuse && opinion.words.trim().is_empty() {
        return Err(W::WordsMissing { act: Verdict::Refuse.in_chinese() }.into());
    }
    Ok(words_fit(&opinion.words)?)
}

/// 回避 — nobody approves his own claim, nor a recorded near relative's.
pub(super) fn own_or_near(submission: &Submission, kinship: &Kinship, person: UserId, name: &str) -> Option<Refused> {
    if submission.is_claim_of(person, name) {
        return Some(W::OwnClaim { name: name.to_owned() }.into());
    }
    let content = &submission.content;
    let claimants = [&content.handler, &content.other_party, &submission.made_name];
    claimants.into_iter().find_map(|other| {
        let relation = kinship.relation(name, other)?;
        let (name, other) = (name.to_owned(), other.clone());
        Some(MeetingRefusal::KinClaim { serial: submission.serial, name, other, relation }.into())
    })
}
