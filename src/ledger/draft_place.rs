use crate::kernel::{BookId, DraftId, SubmissionId, Timestamp, UserId};

use super::draft::DraftState;

/// Where a voucher in preparation stands, and in whose hands: what a deadline is counted from.
#[derive(Clone, Debug)]
pub struct DraftPlace {
    /// Which draft.
    pub id: DraftId,
    /// Of which book.
    pub book: BookId,
    /// The submission it came from.
    pub submission: Option<SubmissionId>,
    /// How far it has come.
    pub state: DraftState,
    /// 制单.
    pub prepared_by: UserId,
    /// When it was last prepared.
    pub prepared_at: Timestamp,
    /// When it was reviewed; `None` before.
    pub reviewed_at: Option<Timestamp>,
}

impl DraftPlace {
    /// Since when it stands where it stands.
    pub fn since(&self) -> Timestamp {
        self.reviewed_at.unwrap_or(self.prepared_at)
    }
}
