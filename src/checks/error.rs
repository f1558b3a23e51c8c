use crate::kernel::{Class, Refusal};

/// Why a month may not close.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChecksRefusal {
    /// A line of the closing checklist stands in the way.
    #[error("{period}还不能结账:{what}")]
    NotReady {
        /// The month.
        period: String,
        /// The line.
        what: String,
    },
}

impl Refusal for ChecksRefusal {
    fn code(&self) -> &'static str {
        match self {
            ChecksRefusal::NotReady { .. } => "checks.not_ready",
        }
    }
    fn class(&self) -> Class {
        match self {
            ChecksRefusal::NotReady { .. } => Class::Invalid,
        }
    }
}
