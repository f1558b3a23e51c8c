use std::fmt;

use crate::kernel::{BookId, DraftId, Failure, Refused, SubmissionId, Timestamp, stored_words};

use super::control::Control;
use super::error::ControlRefusal;
use super::facts::Facts;
use super::setting::{Settings, Severity};

/// One rule that something does not keep, in a sentence.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule.
    pub control: &'static Control,
    /// How hard it is here and now.
    pub severity: Severity,
    /// What is found, with its figures.
    pub words: String,
}

/// Everything the rules find, the hardest first.
pub fn judge(facts: &Facts, settings: &Settings) -> Vec<Finding> {
    let looked = settings.all().iter().filter(|s| s.severity != Severity::Off);
    let found = looked.filter_map(|setting| {
        let words = (setting.control.at_act?)(facts, setting)?;
        Some(Finding { control: setting.control, severity: setting.severity, words })
    });
    let mut found: Vec<Finding> = found.collect();
    found.sort_by_key(|f| f.severity);
    found
}

impl Finding {
    /// Why the act cannot go on: blocked, or no reason given; `None` when it may.
    pub fn holds_up(&self, explained: bool) -> Option<Refused> {
        let (title, words) = (self.control.title, self.words.clone());
        match self.severity {
            Severity::Block => {
                Some(Refused::from(ControlRefusal::Blocked { title, words }).at_field(self.control.field))
            }
            Severity::Warn if !explained => Some(ControlRefusal::Unexplained { title, words }.into()),
            Severity::Warn | Severity::Note | Severity::Off => None,
        }
    }
}

/// What a finding is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// A 报账单.
    Submission(SubmissionId),
    /// A voucher on its way to the books.
    Draft(DraftId),
}

impl Subject {
    /// The stored word and id.
    pub(super) fn stored(self) -> (&'static str, String) {
        match self {
            Subject::Submission(id) => ("submission", id.text()),
            Subject::Draft(id) => ("draft", id.text()),
        }
    }

    pub(super) fn read(word: &str, id: &str) -> Result<Subject, String> {
        let unreadable = |why: &dyn fmt::Display| format!("{word} {id}: {why}");
        match word {
            "submission" => id.parse().map(Subject::Submission).map_err(|e| unreadable(&e)),
            "draft" => id.parse().map(Subject::Draft).map_err(|e| unreadable(&e)),
            other => Err(unreadable(&other)),
        }
    }
}

stored_words! {
    /// When it was shown.
    Stage "这一关" {
        /// 交单.
        Submit "submit" "交单",
        /// 受理.
        Accept "accept" "受理",
        /// 复核.
        Review "review" "复核",
    }
}

/// What somebody goes on with all the same.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// Whose money.
    pub book: BookId,
    /// What it is about.
    pub subject: Subject,
    /// What it is, for people.
    pub label: String,
    /// When it was shown.
    pub stage: Stage,
    /// What was found.
    pub found: &'a [Finding],
    /// Why all the same.
    pub reason: &'a str,
}

impl Given<'_> {
    /// Refuses what blocks, and what warns where no reason is given. Refuses: `controls.blocked`, `controls.unexplained`.
    pub fn holds_up(&self) -> Result<(), Failure> {
        Failure::unless_none(self.found.iter().filter_map(|f| f.holds_up(!self.reason.trim().is_empty())).collect())
    }
}

/// What was found and shown when somebody went on all the same.
#[derive(Clone, Debug)]
pub struct KeptFinding {
    /// Whose money.
    pub book: BookId,
    /// What it is about.
    pub subject: Subject,
    /// What it is, for people.
    pub label: String,
    /// When it was shown.
    pub stage: Stage,
    /// The rule's name.
    pub control: String,
    /// How hard it was.
    pub severity: Severity,
    /// The sentence.
    pub words: String,
    /// The reason given; empty for a note.
    pub reason: String,
    /// Who went on.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Which of the kept findings somebody asks for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of these books; every book when `None`.
    pub books: Option<Vec<BookId>>,
    /// Of this rule; any when empty.
    pub control: String,
    /// Only those that needed a reason.
    pub overrides: bool,
    /// From this day on, as stored; empty for any.
    pub from: String,
    /// Up to this day, as stored; empty for any.
    pub to: String,
    /// At most.
    pub limit: i64,
}
