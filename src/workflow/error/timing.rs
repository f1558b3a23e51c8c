use crate::kernel::{Class, Refusal};

/// Why the centre's lists of time and of reasons could not be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimingRefusal {
    /// A reason has words.
    #[error("退回原因还没有写，请写一句报账员看得懂的话")]
    ReasonTextMissing,
    /// It is there already.
    #[error("「{text}」已在清单上，不用再加")]
    ReasonOnList {
        /// The reason.
        text: String,
    },
    /// A reason is about something on the clerk's form.
    #[error("请选这条原因说的是哪一栏，补正时好指给报账员看")]
    ReasonField,
    /// A list never changes what was told already.
    #[error("清单只能从今天 {today} 或以后改，不能从 {day} 改")]
    ReasonInPast {
        /// As given.
        day: String,
        /// Today.
        today: String,
    },
    /// It was taken off the list before.
    #[error("「{text}」已经停用，请刷新后再看")]
    ReasonRetired {
        /// The reason.
        text: String,
    },
    /// Days a month has.
    #[error("报账日只能写1至{highest}之间的数，一个月最多{limit}个，请改正")]
    ReportingDays {
        /// The highest number.
        highest: i64,
        /// At most so many.
        limit: usize,
    },
    /// Days that are over stay as they were.
    #[error("报账日只能从今天 {today} 或以后改，不能从 {from} 改")]
    ReportingInPast {
        /// As given.
        from: String,
        /// Today.
        today: String,
    },
}

impl Refusal for TimingRefusal {
    fn code(&self) -> &'static str {
        use TimingRefusal as T;
        match self {
            T::ReasonTextMissing => "workflow.reason_text_missing",
            T::ReasonOnList { .. } => "workflow.reason_on_list",
            T::ReasonField => "workflow.reason_field",
            T::ReasonInPast { .. } => "workflow.reason_in_past",
            T::ReasonRetired { .. } => "workflow.reason_retired",
            T::ReportingDays { .. } => "workflow.reporting_days",
            T::ReportingInPast { .. } => "workflow.reporting_in_past",
        }
    }

    fn class(&self) -> Class {
        use TimingRefusal as T;
        match self {
            T::ReasonOnList { .. } | T::ReasonRetired { .. } => Class::Conflict,
            T::ReasonTextMissing
            | T::ReasonField
            | T::ReasonInPast { .. }
            | T::ReportingDays { .. }
            | T::ReportingInPast { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use TimingRefusal as T;
        match self {
            T::ReasonTextMissing | T::ReasonOnList { .. } => Some("text"),
            T::ReasonField => Some("field"),
            T::ReasonInPast { .. } => Some("day"),
            T::ReportingDays { .. } => Some("days"),
            T::ReportingInPast { .. } => Some("from"),
            T::ReasonRetired { .. } => None,
        }
    }
}
