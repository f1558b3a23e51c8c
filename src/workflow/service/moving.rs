use std::collections::BTreeSet;

use crate::audit::{self, Act, Actor};
use crate::auth::{self, Role};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Outcome, SubmissionId, Timestamp};
use crate::receipts;
use crate::village;

use crate::workflow::card::WaitsFor;
use crate::workflow::error::WorkflowRefusal;
use crate::workflow::ladder::{Ladder, Step};
use crate::workflow::progress::{Group, GroupRule, Progress};
use crate::workflow::state::{Action, State};
use crate::workflow::store;
use crate::workflow::submission::Submission;
use crate::workflow::thread::NewThreadEntry;

/// Longest words of a mark or a return.
const WORDS_LIMIT: usize = 200;

/// Takes a submission in hand. Refuses: `workflow.no_such_submission`.
pub(super) async fn held(tx: &mut WriteTx, book: BookId, id: SubmissionId) -> Outcome<Submission> {
    store::hold(tx, book, id).await?.ok_or_else(|| WorkflowRefusal::NoSuchSubmission.into())
}

/// Refuses a version that is not the one before it was taken in hand. Refuses: `workflow.stale`.
pub(super) async fn require_version(tx: &mut ReadTx, held: &Submission, version: i64) -> Outcome<()> {
    if held.version == version + 1 {
        return Ok(());
    }
    let who = store::entries(tx, held.id).await?.pop().map_or("别人".to_owned(), |e| e.by);
    Err(WorkflowRefusal::Stale { who }.into())
}

/// Words that may be written under a mark or a return.
pub(super) fn words_fit(words: &str) -> Result<(), WorkflowRefusal> {
    let length = words.chars().count();
    if length > WORDS_LIMIT { Err(WorkflowRefusal::WordsTooLong { length, limit: WORDS_LIMIT }) } else { Ok(()) }
}

/// What was done to a submission, and what was said.
pub(super) struct Move {
    pub(super) action: Action,
    pub(super) reasons: Vec<String>,
    pub(super) words: String,
}

impl Move {
    /// An act without words.
    pub(super) fn of(action: Action) -> Move {
        Move { action, reasons: Vec::new(), words: String::new() }
    }

    /// An act with words.
    pub(super) fn saying(action: Action, words: &str) -> Move {
        Move { action, reasons: Vec::new(), words: words.trim().to_owned() }
    }
}

/// Brings a held submission to where the act leads, writes the thread and the log.
///
/// Refuses: `workflow.wrong_state`.
pub(super) async fn go(tx: &mut WriteTx, by: &Actor, held: &mut Submission, made: Move, now: Timestamp) -> Outcome<()> {
    let from = held.state;
    let to = from.next(made.action)?;
    held.state = to;
    if to != from {
        let (waits_for, step) = match to {
            State::Draft | State::Returned => (WaitsFor::Clerk, 0),
            State::Submitted => (held.waits_for, held.step),
            State::Approved | State::Accepted => (WaitsFor::Centre, 0),
            State::Booked | State::Refused | State::Withdrawn => (WaitsFor::Nobody, 0),
        };
        (held.waits_for, held.step) = (waits_for, step);
        held.waiting_since = (waits_for != WaitsFor::Nobody).then_some(now);
    }
    if to != from && matches!(to, State::Refused | State::Withdrawn) {
        receipts::let_go(tx, by, held.id, now).await?;
    }
    store::save(tx, held).await?;
    let detail = [made.reasons.join("；"), made.words.clone()].join(" ").trim().to_owned();
    let entry = NewThreadEntry { action: made.action, from, to, reasons: made.reasons, words: made.words };
    store::add_entry(tx, held.id, by, &entry, now).await?;
    let act = Act::on_book(held.book, made.action.word(), held.label()).id(held.id);
    audit::record(tx, by, act.detail(detail), now).await?;
    Ok(())
}

/// Puts a held submission at the step it waits at.
pub(super) fn wait_at(held: &mut Submission, steps: &[Step], place: i64, now: Timestamp) {
    let step = usize::try_from(place - 1).ok().and_then(|i| steps.get(i));
    if let Some(step) = step.filter(|_| held.step != place) {
        held.step = place;
        held.waits_for = step.approver.waits_for();
        held.waiting_since = Some(now);
    }
}

/// The act that progress amounts to.
pub(super) const fn act_of(progress: Progress) -> Action {
    match progress {
        Progress::WaitsAt(_) => Action::Mark,
        Progress::Passed => Action::Approve,
        Progress::Refused => Action::Refuse,
    }
}

/// The ladder of a book on a day: its own, or the default with the township's quorum.
pub(super) async fn ladder_on(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Ladder> {
    if let Some(own) = store::ladder(tx, book, on).await? {
        return Ok(own);
    }
    let quorum = village::policy(tx, book, "finance_group_quorum", on).await?;
    Ok(Ladder::standard().with_quorum(quorum.parse().unwrap_or(1)))
}

/// The steps of a submission handed in on a day. Refuses: `workflow.no_ladder`.
pub(super) async fn steps_of(tx: &mut ReadTx, submission: &Submission, on: Date) -> Outcome<Vec<Step>> {
    let steps = ladder_on(tx, submission.book, on).await?.steps(submission.content.card, submission.content.amount);
    if steps.is_empty() {
        return Err(WorkflowRefusal::NoLadder { amount: submission.content.amount }.into());
    }
    Ok(steps)
}

/// The finance group of a book: those who hold the role, or, before anybody does, as many as the policy says.
pub(super) async fn group_of(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Group> {
    let holders = auth::holders(tx, book, on).await?;
    let members: BTreeSet<_> =
        holders.iter().filter(|(role, _)| *role == Role::GroupMember).map(|(_, person)| person.id).collect();
    let rule = GroupRule::named(&village::policy(tx, book, "finance_group_refusal", on).await?);
    let members = match i64::try_from(members.len()) {
        Ok(0) | Err(_) => village::policy(tx, book, "finance_group_size", on).await?.parse().unwrap_or(5),
        Ok(members) => members,
    };
    Ok(Group { members, rule })
}
