use crate::kernel::{Class, Date, Money, Refusal};

/// Why a line of the imprest list or a check of it is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImprestRefusal {
    /// No such holder in this book.
    #[error("没有这个备用金持有人，请先在「往来和项目」里登记")]
    NoSuchHolder,
    /// No amount.
    #[error("请填金额，要大于零")]
    AmountMissing,
    /// No words.
    #[error("请写明是什么钱")]
    TextMissing,
    /// From the future.
    #[error("日期 {date} 在今天 {today} 之后，请改成收付那天")]
    DateAhead {
        /// As typed.
        date: Date,
        /// Today.
        today: Date,
    },
    /// No such line, or struck.
    #[error("清单上没有这一行，或已划去，请刷新后再看")]
    NoSuchLine,
    /// A line struck without words.
    #[error("请写明为什么划去")]
    ReasonMissing,
    /// The three figures do not meet and nobody says why.
    #[error("账面减未入账 {expected} 元，清单 {list} 元，实点 {cash} 元，三个数不一样，请写明原因")]
    DifferenceUnexplained {
        /// Book less what is not booked yet.
        expected: Money,
        /// The list.
        list: Money,
        /// What was counted.
        cash: Money,
    },
    /// No such check.
    #[error("没有这次备用金核对，请刷新后再看")]
    NoSuchCheck,
    /// Both have signed.
    #[error("这次核对双方都签过了，请刷新后再看")]
    CheckSigned,
    /// Both signatures from one side.
    #[error("{name}这一方已经签过，请另一方签：村里一方、中心一方")]
    SameSide {
        /// Who made it.
        name: String,
    },
}

impl Refusal for ImprestRefusal {
    fn code(&self) -> &'static str {
        match self {
            ImprestRefusal::NoSuchHolder => "reconcile.no_such_holder",
            ImprestRefusal::AmountMissing => "reconcile.imprest_amount_missing",
            ImprestRefusal::TextMissing => "reconcile.imprest_text_missing",
            ImprestRefusal::DateAhead { .. } => "reconcile.imprest_date_ahead",
            ImprestRefusal::NoSuchLine => "reconcile.no_such_imprest_line",
            ImprestRefusal::ReasonMissing => "reconcile.imprest_reason_missing",
            ImprestRefusal::DifferenceUnexplained { .. } => "reconcile.imprest_unexplained",
            ImprestRefusal::NoSuchCheck => "reconcile.no_such_imprest_check",
            ImprestRefusal::CheckSigned => "reconcile.imprest_check_signed",
            ImprestRefusal::SameSide { .. } => "reconcile.imprest_same_side",
        }
    }

    fn class(&self) -> Class {
        match self {
            ImprestRefusal::NoSuchHolder | ImprestRefusal::NoSuchLine | ImprestRefusal::NoSuchCheck => Class::NotFound,
            ImprestRefusal::CheckSigned => Class::Conflict,
            ImprestRefusal::SameSide { .. } => Class::Forbidden,
            ImprestRefusal::AmountMissing
            | ImprestRefusal::TextMissing
            | ImprestRefusal::DateAhead { .. }
            | ImprestRefusal::ReasonMissing
            | ImprestRefusal::DifferenceUnexplained { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            ImprestRefusal::NoSuchHolder => Some("holder"),
            ImprestRefusal::AmountMissing => Some("amount"),
            ImprestRefusal::TextMissing => Some("text"),
            ImprestRefusal::DateAhead { .. } => Some("date"),
            ImprestRefusal::ReasonMissing | ImprestRefusal::DifferenceUnexplained { .. } => Some("reason"),
            _ => None,
        }
    }
}
