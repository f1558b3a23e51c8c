use super::error::ReconcileRefusal;
use super::sheet::ReconciliationSheet;
use crate::kernel::{BankAccountId, Digest, Money, Period, ReconciliationId, Timestamp, UserId};

/// A 余额调节表 made for one account at the end of one period, kept as it stood. It locks the pairs up to that day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reconciliation {
    /// Id.
    pub id: ReconciliationId,
    /// The account.
    pub account: BankAccountId,
    /// The period.
    pub period: Period,
    /// What it says.
    pub sheet: ReconciliationSheet,
    /// Digest of what it says.
    pub digest: Digest,
    /// 编制人.
    pub made_by: UserId,
    /// His name.
    pub made_name: String,
    /// When.
    pub made_at: Timestamp,
    /// 复核人 and when; `None` while it waits.
    pub reviewed: Option<(String, Timestamp)>,
}

impl Reconciliation {
    /// True once a second person stands for it.
    pub const fn is_reviewed(&self) -> bool {
        self.reviewed.is_some()
    }
}

/// A sheet that was taken back: who made it, who read it, who took it back and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WithdrawnSheet {
    /// The period.
    pub period: Period,
    /// 编制人 and when.
    pub made: (String, Timestamp),
    /// 复核人 and when; `None` when nobody had.
    pub reviewed: Option<(String, Timestamp)>,
    /// Who took it back and when.
    pub withdrawn: (String, Timestamp),
    /// Why.
    pub reason: String,
}

/// What stands between an account and the closing of a period; its words are for the close checklist.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreconciled {
    /// No bank file covers the period.
    NoStatement,
    /// Both sides are there; nobody has made the sheet.
    NotMade {
        /// What remains unexplained.
        difference: Money,
    },
    /// Made, waiting for a second person.
    NotReviewed,
    /// Something was posted or paired since: the sheet no longer says what the books say.
    Changed,
}

impl Unreconciled {
    /// The line of the checklist.
    pub fn sentence(&self) -> String {
        match self {
            Unreconciled::NoStatement => "还没有导入对账单".to_owned(),
            Unreconciled::NotMade { difference } if difference.is_zero() => {
                "两边已调平，还没有编制余额调节表".to_owned()
            }
            Unreconciled::NotMade { difference } => format!("调节后还差 {difference} 元"),
            Unreconciled::NotReviewed => "余额调节表还没有复核".to_owned(),
            Unreconciled::Changed => "编表后账面或勾对有变动，请撤回重编".to_owned(),
        }
    }
}

/// A sheet may be made only when it explains everything.
///
/// Refuses: `reconcile.sheet_unequal`.
pub(super) fn require_explained(sheet: &ReconciliationSheet) -> Result<(), ReconcileRefusal> {
    if sheet.is_equal() {
        return Ok(());
    }
    Err(ReconcileRefusal::SheetUnequal {
        adjusted_book: sheet.adjusted_book(),
        adjusted_bank: sheet.adjusted_bank(),
        difference: sheet.difference(),
    })
}
