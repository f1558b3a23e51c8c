use crate::kernel::{Class, Date, Money, Refusal};

/// Why an outstanding item from before the enabling day is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpeningItemRefusal {
    /// Not from before.
    #[error("这里只录 {enabled} 启用以前的未达账项，以后的由凭证和流水自己列出")]
    DateLate {
        /// First day of the book.
        enabled: Date,
    },
    /// No amount.
    #[error("请填金额，要大于零")]
    AmountMissing,
    /// No words.
    #[error("请写明是什么款")]
    TextMissing,
    /// Gone, or reviewed already.
    #[error("没有这一笔期初未达账项，或已经复核，请刷新后再看")]
    NoSuchItem,
    /// Nothing waits.
    #[error("没有等复核的期初未达账项")]
    NothingToReview,
    /// One pair of hands.
    #[error("{name}录的期初未达账项不能由自己复核，请另一名会计复核")]
    SamePerson {
        /// Who.
        name: String,
    },
    /// They do not explain the difference.
    #[error(
        "启用日账面调节后 {adjusted_book} 元，银行调节后 {adjusted_bank} 元，还差 {difference} 元，请补录或改正后再复核"
    )]
    Unequal {
        /// Adjusted book balance.
        adjusted_book: Money,
        /// Adjusted bank balance.
        adjusted_bank: Money,
        /// Book less bank.
        difference: Money,
    },
}

impl Refusal for OpeningItemRefusal {
    fn code(&self) -> &'static str {
        match self {
            OpeningItemRefusal::DateLate { .. } => "reconcile.opening_date_late",
            OpeningItemRefusal::AmountMissing => "reconcile.opening_amount_missing",
            OpeningItemRefusal::TextMissing => "reconcile.opening_text_missing",
            OpeningItemRefusal::NoSuchItem => "reconcile.no_such_opening_item",
            OpeningItemRefusal::NothingToReview => "reconcile.opening_nothing_to_review",
            OpeningItemRefusal::SamePerson { .. } => "reconcile.opening_same_person",
            OpeningItemRefusal::Unequal { .. } => "reconcile.opening_unequal",
        }
    }

    fn class(&self) -> Class {
        match self {
            OpeningItemRefusal::NoSuchItem => Class::NotFound,
            OpeningItemRefusal::NothingToReview => Class::Conflict,
            OpeningItemRefusal::SamePerson { .. } => Class::Forbidden,
            OpeningItemRefusal::DateLate { .. }
            | OpeningItemRefusal::AmountMissing
            | OpeningItemRefusal::TextMissing
            | OpeningItemRefusal::Unequal { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            OpeningItemRefusal::DateLate { .. } => Some("date"),
            OpeningItemRefusal::AmountMissing => Some("amount"),
            OpeningItemRefusal::TextMissing => Some("text"),
            _ => None,
        }
    }
}
