use std::collections::HashMap;

use crate::auth::Role;
use crate::kernel::{BookId, Date, SubmissionId, UserId};

use super::deadline::Deadline;
use super::submission::Submission;

/// One item that waits: at which station, until when, for whom.
#[derive(Clone, Debug)]
pub struct Wait {
    /// The item, without its papers.
    pub submission: Submission,
    /// Where it stands and until when.
    pub deadline: Deadline,
    /// In which role somebody is to act.
    pub role: Role,
    /// The one person it waits for; `None` when nobody holds the role.
    pub whom: Option<(UserId, String)>,
    /// True when it is late enough to be listed (督办).
    pub escalated: bool,
    /// How often it was urged since it came to this station.
    pub reminded: i64,
    /// How many lines its thread has: what a reminder is written after.
    pub entries: usize,
}

impl Wait {
    /// Whom it waits for: the role, and the one person by name.
    pub fn whom_in_chinese(&self) -> String {
        let role = self.role.in_chinese();
        match &self.whom {
            // People of the centre are often called what they are.
            Some((_, name)) if name == role => name.clone(),
            Some((_, name)) => format!("{role} {name}"),
            None => format!("{role}（还没有指定人）"),
        }
    }
}

/// Everything that waits, in the books somebody asked about.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    all: Vec<Wait>,
    places: HashMap<SubmissionId, usize>,
}

impl Waits {
    /// The latest first.
    pub(super) fn of(mut all: Vec<Wait>) -> Waits {
        all.sort_by_key(|w| (w.deadline.due, w.deadline.since, w.submission.book, w.submission.serial));
        let places = all.iter().enumerate().map(|(place, w)| (w.submission.id, place)).collect();
        Waits { all, places }
    }

    /// How one item waits; `None` when it does not.
    pub fn get(&self, id: SubmissionId) -> Option<&Wait> {
        self.places.get(&id).and_then(|place| self.all.get(*place))
    }

    /// Every item that waits, the one due first at the head.
    pub fn iter(&self) -> impl Iterator<Item = &Wait> {
        self.all.iter()
    }

    /// How many are past their day, by book and month of their date.
    pub fn late(&self) -> HashMap<(BookId, Option<Date>), i64> {
        let mut late = HashMap::new();
        for wait in self.all.iter().filter(|w| w.deadline.late > 0) {
            *late.entry((wait.submission.book, wait.submission.content.date)).or_default() += 1;
        }
        late
    }
}
