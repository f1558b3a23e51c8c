use crate::evidence::Document;
use crate::kernel::{BookId, Period, Timestamp};

use super::business_item::{BusinessItem, business_item};
use super::card::{Approver, Verdict, WaitsFor};
use super::ladder::Step;
use super::papers_needed::PaperState;
use super::progress::{Group, Mark, Tally, tally};
use super::return_reason::TOLD_LATE;
use super::state::{Action, State};
use super::submission::Submission;
use super::warning::Warning;

/// One line of the thread: who did what, when, in what words.
#[derive(Clone, Debug)]
pub struct ThreadEntry {
    /// When.
    pub at: Timestamp,
    /// Who, by name.
    pub by: String,
    /// What.
    pub action: Action,
    /// Where it stood before.
    pub from: State,
    /// Where it stood after.
    pub to: State,
    /// Reasons from the centre's list, as the clerk reads them.
    pub reasons: Vec<String>,
    /// Free words.
    pub words: String,
}

/// A line about to be written.
pub(super) struct NewThreadEntry {
    pub(super) action: Action,
    pub(super) from: State,
    pub(super) to: State,
    pub(super) reasons: Vec<String>,
    pub(super) words: String,
}

/// A mark as it is shown: on today's content, or void because the content has changed since.
#[derive(Clone, Debug)]
pub struct ShownMark {
    /// The mark.
    pub mark: Mark,
    /// True when it no longer counts.
    pub void: bool,
}

/// One rung of the ladder as it is shown: ●●●○○ 3/5.
#[derive(Clone, Debug)]
pub struct Rung {
    /// Who decides.
    pub approver: Approver,
    /// How many must agree.
    pub quorum: i64,
    /// How many may: the size of the group, otherwise 1.
    pub seats: i64,
    /// How many agreed, how many refused, on today's content.
    pub tally: Tally,
    /// True when it is passed.
    pub passed: bool,
    /// True when the item waits here now.
    pub current: bool,
}

/// Everything about one submission: what a page, a timeline, a review desk show.
#[derive(Clone, Debug)]
pub struct Thread {
    /// The submission.
    pub submission: Submission,
    /// Its business item, once chosen.
    pub item: Option<&'static BusinessItem>,
    /// Its source documents with their files.
    pub documents: Vec<Document>,
    /// Its ladder, as it stands; before handing in, as it would stand today.
    pub rungs: Vec<Rung>,
    /// Every mark ever given, void ones flagged.
    pub marks: Vec<ShownMark>,
    /// What happened, oldest first.
    pub entries: Vec<ThreadEntry>,
    /// Which papers an item of its kind brings at its amount, and which are there.
    pub papers: Vec<PaperState>,
    /// What the rules found, the hardest first, with the reasons given.
    pub warnings: Vec<Warning>,
    /// The names of those it waits for.
    pub waits_for_names: Vec<String>,
    /// The field of the form each reason of the list is about, by its words.
    pub(super) reason_fields: Vec<(String, String)>,
}

/// How many submissions stand where: one cell of the centre board, one figure of a home page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The book.
    pub book: BookId,
    /// Month of its date; `None` for drafts without a date.
    pub period: Option<Period>,
    /// State.
    pub state: State,
    /// Whom they wait for.
    pub waits_for: WaitsFor,
    /// How many.
    pub many: i64,
    /// Since when the oldest of them waits.
    pub since: Option<Timestamp>,
}

/// What a book usually says on a card, the most frequent first.
#[derive(Clone, Debug, Default)]
pub struct Habits {
    /// Codes of business items.
    pub items: Vec<String>,
    /// 事由.
    pub reasons: Vec<String>,
    /// Whom it deals with, on any card.
    pub parties: Vec<String>,
}

/// What stands behind a thread besides the submission.
pub(super) struct Behind {
    pub(super) documents: Vec<Document>,
    pub(super) steps: Vec<Step>,
    pub(super) marks: Vec<Mark>,
    pub(super) group: Group,
    pub(super) entries: Vec<ThreadEntry>,
    pub(super) papers: Vec<PaperState>,
    pub(super) warnings: Vec<Warning>,
    pub(super) waits_for_names: Vec<String>,
    pub(super) reason_fields: Vec<(String, String)>,
}

impl Thread {
    /// Puts a thread together.
    pub(super) fn of(submission: Submission, behind: Behind) -> Thread {
        let rung = |(place, step): (i64, &Step)| {
            let tally = submission.digest.map(|d| tally(place, step, &behind.marks, d)).unwrap_or_default();
            let handed_in = submission.submitted_at.is_some() && submission.state != State::Returned;
            Rung {
                approver: step.approver,
                quorum: step.quorum,
                seats: if step.approver == Approver::FinanceGroup { behind.group.members.max(step.quorum) } else { 1 },
                tally,
                passed: tally.agreed >= step.quorum || (step.approver.needs_resolution() && handed_in),
                current: submission.state == State::Submitted && submission.step == place,
            }
        };
        let rungs = (1..).zip(&behind.steps).map(rung).collect();
        let today = submission.digest;
        let marks = behind.marks.into_iter().map(|mark| ShownMark { void: Some(mark.digest) != today, mark }).collect();
        Thread {
            item: business_item(&submission.content.item),
            documents: behind.documents,
            rungs,
            marks,
            entries: behind.entries,
            papers: behind.papers,
            warnings: behind.warnings,
            waits_for_names: behind.waits_for_names,
            reason_fields: behind.reason_fields,
            submission,
        }
    }

    /// The reasons of the last return, while it waits to be mended.
    pub fn to_mend(&self) -> Option<&ThreadEntry> {
        if self.submission.state != State::Returned {
            return None;
        }
        self.entries.iter().rev().find(|e| e.action == Action::Return)
    }

    /// The field of the clerk's form a reason that was told is about.
    pub fn field_of_reason(&self, told: &str) -> Option<String> {
        let text = told.strip_suffix(TOLD_LATE).unwrap_or(told);
        self.reason_fields.iter().find(|(known, _)| known == text).map(|(_, field)| field.clone())
    }

    /// The refusal that ended it.
    pub fn refusal(&self) -> Option<&Mark> {
        if self.submission.state != State::Refused {
            return None;
        }
        self.marks.iter().rev().map(|m| &m.mark).find(|m| m.verdict == Verdict::Refuse)
    }
}
