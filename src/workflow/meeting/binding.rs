use crate::kernel::{BindingId, BookId, Digest, FileId, MeetingId, SubmissionId, Timestamp, UserId};

use crate::workflow::card::Verdict;

/// What a member said of one item, on paper or at the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub person: UserId,
    /// Of which item.
    pub submission: SubmissionId,
    /// 同意 or 不同意.
    pub verdict: Verdict,
    /// Why; a refusal needs it.
    pub words: String,
}

/// A signed list about to be bound to its batch.
#[derive(Clone, Debug)]
pub struct NewBinding {
    /// The code typed from the paper.
    pub code: String,
    /// The photograph of the paper.
    pub scan: Option<FileId>,
    /// What stands on it.
    pub said: Vec<Said>,
}

/// Where a signed list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindingState {
    /// Recorded; it waits for another person. No marks yet.
    Waiting,
    /// Another person found the paper to say the same; the marks stand.
    Confirmed,
    /// It does not say so; nothing came of it.
    Declined,
}

/// How a second person answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingAnswer {
    /// Confirmed or declined.
    pub state: BindingState,
    /// Why it was declined.
    pub words: String,
    /// By whom.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// A signed list, photographed and bound to its batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Which.
    pub id: BindingId,
    /// The photograph.
    pub scan: FileId,
    /// The batch it is bound to.
    pub batch: Digest,
    /// Who recorded it.
    pub recorded_by: UserId,
    /// Their name.
    pub recorded_name: String,
    /// When.
    pub recorded_at: Timestamp,
    /// What stands on it.
    pub said: Vec<Said>,
    /// What a second person answered.
    pub answer: Option<BindingAnswer>,
}

/// A signed list that waits for its second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindingWaiting {
    /// Whose.
    pub book: BookId,
    /// The meeting.
    pub meeting: MeetingId,
    /// Its number.
    pub number: i64,
    /// Who recorded it, and so does not confirm it.
    pub recorded_by: UserId,
    /// Their name.
    pub recorded_name: String,
    /// When.
    pub recorded_at: Timestamp,
}

impl Binding {
    /// Where it stands.
    pub fn state(&self) -> BindingState {
        self.answer.as_ref().map_or(BindingState::Waiting, |a| a.state)
    }
}

impl BindingState {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            BindingState::Waiting => "等核对",
            BindingState::Confirmed => "已核对",
            BindingState::Declined => "已退回",
        }
    }
}
