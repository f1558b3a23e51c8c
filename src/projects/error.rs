use crate::kernel::{Class, Refusal};

/// Why a paper of a project could not be written down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectRefusal {
    /// No such project in this book.
    #[error("没有这个项目")]
    NoSuchProject,
    /// A row that is to be corrected is not there, or was corrected already.
    #[error("要更正的那一行不在，或已更正过，请看新内容")]
    NoSuchRow,
    /// Only 一事一议 has resolutions, exemptions and a memo register.
    #[error("「{name}」不是一事一议项目")]
    NotOneProject {
        /// Its name.
        name: String,
    },
    /// The figures were filed with the county.
    #[error("项目已报县备案，核定数不能再改；确需改的重新议事，另立项目")]
    Filed,
    /// Nothing was typed where something must stand.
    #[error("请填{what}")]
    Missing {
        /// Label.
        what: &'static str,
        /// Form field.
        field: &'static str,
    },
    /// A text is too long.
    #[error("{what}有{length}个字，最多{limit}个")]
    TooLong {
        /// Label.
        what: &'static str,
        /// What was typed.
        length: usize,
        /// What fits.
        limit: usize,
        /// Form field.
        field: &'static str,
    },
    /// The day lies ahead.
    #[error("日期{day}还没有到，今天是{today}")]
    DayAhead {
        /// As typed.
        day: String,
        /// Today.
        today: String,
    },
    /// A count is no whole number, or too small.
    #[error("{what}请写不小于{least}的整数")]
    BadCount {
        /// Label.
        what: &'static str,
        /// The least it may be.
        least: i64,
        /// Form field.
        field: &'static str,
    },
    /// An amount could not be read or is not above nothing.
    #[error("{what}请写金额，例如 15.00")]
    BadAmount {
        /// Label.
        what: &'static str,
        /// Form field.
        field: &'static str,
    },
    /// More than there can be.
    #[error("{what}{count}人，多于{of}{limit}人")]
    MoreThan {
        /// 实到.
        what: &'static str,
        /// How many.
        count: i64,
        /// 应到.
        of: &'static str,
        /// How many of those.
        limit: i64,
        /// Form field.
        field: &'static str,
    },
    /// A step was left out or taken twice.
    #[error("这一步还不到，下一步是：{next}")]
    StepOutOfOrder {
        /// What may come next.
        next: String,
    },
    /// There is no resolution, or it did not pass.
    #[error("还没有通过的决议，先登记会议的到会和表决")]
    NotPassed,
    /// The step lies before the one before it.
    #[error("日期{day}早于上一步的{before}")]
    StepEarlier {
        /// As typed.
        day: String,
        /// The step before, with its day.
        before: String,
    },
    /// A notice has a last day.
    #[error("请填公示到哪一天，不早于{day}")]
    NoticeUntil {
        /// Its first day.
        day: String,
    },
    /// More exempt heads than heads.
    #[error("减免人数合计{exempt}人，多于筹资人数{heads}人")]
    MoreExemptThanHeads {
        /// With the one to be added.
        exempt: i64,
        /// Of the resolution.
        heads: i64,
    },
    /// A reason that is not in the list.
    #[error("请从名单里选减免原因")]
    UnknownReason,
    /// Days of labour that cannot be read.
    #[error("工日请写数字，可带一位小数，例如 1.5")]
    BadDays,
    /// A purpose that is no account and no business item.
    #[error("没有科目或事项「{typed}」")]
    UnknownPurpose {
        /// As typed.
        typed: String,
    },
    /// A line that cannot be told to this project in this way.
    #[error("{label}第{line}行不能这样认定到本项目")]
    LineUnfit {
        /// The voucher.
        label: String,
        /// The line.
        line: i64,
    },
    /// No line was chosen.
    #[error("先选要认定的分录")]
    NoLineChosen,
}

impl Refusal for ProjectRefusal {
    fn code(&self) -> &'static str {
        use ProjectRefusal::*;
        match self {
            NoSuchProject => "projects.no_such_project",
            NoSuchRow => "projects.no_such_row",
            NotOneProject { .. } => "projects.not_one_project",
            Filed => "projects.filed",
            Missing { .. } => "projects.missing",
            TooLong { .. } => "projects.too_long",
            DayAhead { .. } => "projects.day_ahead",
            BadCount { .. } => "projects.bad_count",
            BadAmount { .. } => "projects.bad_amount",
            MoreThan { .. } => "projects.more_than",
            StepOutOfOrder { .. } => "projects.step_out_of_order",
            NotPassed => "projects.not_passed",
            StepEarlier { .. } => "projects.step_earlier",
            NoticeUntil { .. } => "projects.notice_until",
            MoreExemptThanHeads { .. } => "projects.more_exempt_than_heads",
            UnknownReason => "projects.unknown_reason",
            BadDays => "projects.bad_days",
            UnknownPurpose { .. } => "projects.unknown_purpose",
            LineUnfit { .. } => "projects.line_unfit",
            NoLineChosen => "projects.no_line_chosen",
        }
    }

    fn class(&self) -> Class {
        use ProjectRefusal::*;
        match self {
            NoSuchProject => Class::NotFound,
            NoSuchRow | Filed | StepOutOfOrder { .. } => Class::Conflict,
            NotOneProject { .. }
            | Missing { .. }
            | TooLong { .. }
            | DayAhead { .. }
            | BadCount { .. }
            | BadAmount { .. }
            | MoreThan { .. }
            | NotPassed
            | StepEarlier { .. }
            | NoticeUntil { .. }
            | MoreExemptThanHeads { .. }
            | UnknownReason
            | BadDays
            | UnknownPurpose { .. }
            | LineUnfit { .. }
            | NoLineChosen => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use ProjectRefusal::*;
        match self {
            Missing { field, .. }
            | TooLong { field, .. }
            | BadCount { field, .. }
            | BadAmount { field, .. }
            | MoreThan { field, .. } => Some(field),
            DayAhead { .. } | StepEarlier { .. } => Some("day"),
            StepOutOfOrder { .. } | NotPassed => Some("step"),
            NoticeUntil { .. } => Some("until"),
            MoreExemptThanHeads { .. } => Some("exempt_heads"),
            UnknownReason => Some("reason"),
            BadDays => Some("days"),
            UnknownPurpose { .. } => Some("purposes"),
            _ => None,
        }
    }
}
