use crate::kernel::{Class, Refusal};

/// Why a month may not close, or not be opened again.
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
    /// An id no check has.
    #[error("没有「{id}」这一项稽核，mingzhang check --list 列出全部")]
    NoSuchCheck {
        /// What was asked for.
        id: String,
    },
    /// The sheet that covers the month is published.
    #[error("{quarter}公开表{number}已公布，{period}不能重开；差错在现在的期间用红字冲销更正，并张贴更正公告")]
    Published {
        /// The month.
        period: String,
        /// Its quarter.
        quarter: String,
        /// The number of the sheet.
        number: String,
    },
}

impl Refusal for ChecksRefusal {
    fn code(&self) -> &'static str {
        match self {
            ChecksRefusal::NotReady { .. } => "checks.not_ready",
            ChecksRefusal::NoSuchCheck { .. } => "checks.no_such_check",
            ChecksRefusal::Published { .. } => "checks.published",
        }
    }
    fn class(&self) -> Class {
        match self {
            ChecksRefusal::NotReady { .. } => Class::Invalid,
            ChecksRefusal::NoSuchCheck { .. } => Class::NotFound,
            ChecksRefusal::Published { .. } => Class::Conflict,
        }
    }
}
