use crate::kernel::{BookId, Date, SubmissionId, Timestamp};

use super::card::{Approver, WaitsFor};
use super::state::{Action, State};

/// One line of a thread, as sums are made of it.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub action: Action,
    /// Where it stood before.
    pub from: State,
    /// Where it stood after.
    pub to: State,
    /// Reasons that were told.
    pub reasons: Vec<String>,
}

/// Everything that happened to one submission, oldest first.
#[derive(Clone, Debug)]
pub struct History {
    /// Which.
    pub submission: SubmissionId,
    /// Of which book.
    pub book: BookId,
    /// Its number.
    pub serial: i64,
    /// The day on its receipt.
    pub date: Option<Date>,
    /// What for.
    pub reason: String,
    /// Whom it waits for now.
    pub waits_for: WaitsFor,
    /// Its thread.
    pub events: Vec<Event>,
    /// Who marked in which capacity, and when.
    pub marks: Vec<(Timestamp, Approver)>,
}
