use crate::kernel::{Class, Refusal};

/// Why a budget could not be drafted, adopted or adjusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BudgetRefusal {
    /// No such version in this book.
    #[error("没有这一版预算")]
    NoSuchBudget,
    /// Somebody else changed the draft in between.
    #[error("这份预算草案刚被{who}改过，请看新内容后再改")]
    Stale {
        /// Who changed it last.
        who: String,
    },
    /// It was adopted and stands.
    #[error("{title}已通过，不能再改；年中要变，办预算调整")]
    Adopted {
        /// Which version.
        title: String,
    },
    /// A draft is there already.
    #[error("{title}还是草案，先办完或删除，再另起一份")]
    DraftThere {
        /// Which version.
        title: String,
    },
    /// An adjustment says why.
    #[error("预算调整要写明原因")]
    ReasonMissing,
    /// No line at all.
    #[error("预算还没有一行，先填收入和支出")]
    NoLines,
    /// No resolution was named.
    #[error("通过预算要写明决议日期、会议和文号，缺{missing}")]
    ResolutionMissing {
        /// What is missing.
        missing: String,
        /// The first field that is.
        field: &'static str,
    },
    /// The resolution lies ahead.
    #[error("决议日期{date}还没有到，今天是{today}")]
    ResolutionAhead {
        /// As typed.
        date: String,
        /// Today.
        today: String,
    },
    /// The resolution is older than that of the version before.
    #[error("决议日期{date}早于上一版的决议日期{before}")]
    ResolutionEarlier {
        /// As typed.
        date: String,
        /// The version before.
        before: String,
    },
    /// No such account.
    #[error("没有科目「{typed}」，请写科目编码或一级科目名称")]
    UnknownAccount {
        /// As typed.
        typed: String,
    },
    /// Neither 收入 nor 支出.
    #[error("「{typed}」不是收支方向，请写收入或支出")]
    UnknownDirection {
        /// As typed.
        typed: String,
    },
    /// No such project.
    #[error("没有项目「{typed}」")]
    UnknownProject {
        /// As typed.
        typed: String,
    },
    /// No amount, or below nothing.
    #[error("「{typed}」不是预算金额，请写不小于0的金额")]
    BadAmount {
        /// As typed.
        typed: String,
    },
    /// The note is too long.
    #[error("说明有{length}个字，最多{limit}个")]
    NoteTooLong {
        /// What was typed.
        length: usize,
        /// What fits.
        limit: usize,
    },
    /// One account twice in one direction.
    #[error("科目{account}{direction}写了两行，请合成一行")]
    LineTwice {
        /// The account.
        account: String,
        /// 收入 or 支出.
        direction: &'static str,
    },
    /// More lines than any plan has.
    #[error("预算有{lines}行，最多{limit}行")]
    TooManyLines {
        /// Lines there are.
        lines: usize,
        /// The most there may be.
        limit: usize,
    },
    /// The file has no header row we know.
    #[error("表头要有「科目」和「预算金额」两列，读到的是：{read}")]
    NoHeading {
        /// The first row.
        read: String,
    },
    /// The file cannot be opened as a table.
    #[error("表格读不出来：{why}")]
    UnreadableFile {
        /// Why.
        why: String,
    },
    /// The report of the execution names no day or no meeting.
    #[error("报告执行情况要写明日期和会议，日期不晚于今天")]
    ReportIncomplete,
}

impl Refusal for BudgetRefusal {
    fn code(&self) -> &'static str {
        use BudgetRefusal::*;
        match self {
            NoSuchBudget => "budget.no_such_budget",
            Stale { .. } => "budget.stale",
            Adopted { .. } => "budget.adopted",
            DraftThere { .. } => "budget.draft_there",
            ReasonMissing => "budget.reason_missing",
            NoLines => "budget.no_lines",
            ResolutionMissing { .. } => "budget.resolution_missing",
            ResolutionAhead { .. } => "budget.resolution_ahead",
            ResolutionEarlier { .. } => "budget.resolution_earlier",
            UnknownAccount { .. } => "budget.unknown_account",
            UnknownDirection { .. } => "budget.unknown_direction",
            UnknownProject { .. } => "budget.unknown_project",
            BadAmount { .. } => "budget.bad_amount",
            NoteTooLong { .. } => "budget.note_too_long",
            LineTwice { .. } => "budget.line_twice",
            TooManyLines { .. } => "budget.too_many_lines",
            NoHeading { .. } => "budget.no_heading",
            UnreadableFile { .. } => "budget.unreadable_file",
            ReportIncomplete => "budget.report_incomplete",
        }
    }

    fn class(&self) -> Class {
        use BudgetRefusal::*;
        match self {
            NoSuchBudget => Class::NotFound,
            Stale { .. } | Adopted { .. } | DraftThere { .. } => Class::Conflict,
            ReasonMissing
            | NoLines
            | ResolutionMissing { .. }
            | ResolutionAhead { .. }
            | ResolutionEarlier { .. }
            | UnknownAccount { .. }
            | UnknownDirection { .. }
            | UnknownProject { .. }
            | BadAmount { .. }
            | NoteTooLong { .. }
            | LineTwice { .. }
            | TooManyLines { .. }
            | NoHeading { .. }
            | UnreadableFile { .. }
            | ReportIncomplete => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use BudgetRefusal::*;
        match self {
            ReasonMissing => Some("reason"),
            ResolutionMissing { field, .. } => Some(field),
            ResolutionAhead { .. } | ResolutionEarlier { .. } => Some("resolved_on"),
            NoHeading { .. } | UnreadableFile { .. } => Some("file"),
            ReportIncomplete => Some("reported_on"),
            _ => None,
        }
    }
}
