use crate::kernel::{Money, SubmissionId};

use super::state::State;

/// An item that names a receipt, as it stands: what 稽核 lays beside the receipt books.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiptItem {
    /// Id.
    pub id: SubmissionId,
    /// Its number.
    pub serial: i64,
    /// Where it stands.
    pub state: State,
    /// What was received.
    pub amount: Money,
    /// The receipt as it is written on the item.
    pub receipt_no: String,
}
