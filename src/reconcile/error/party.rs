use crate::kernel::{Class, Date, Money, Refusal};

/// Why a 往来对账单 is not sent, or its answer not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartyRefusal {
    /// Nobody stands on any account.
    #[error("这段时间没有要对的往来，请换一段时间")]
    NothingToSend,
    /// No such statement in this book.
    #[error("没有这张往来对账单，请刷新后再看")]
    NoSuchStatement,
    /// It was answered.
    #[error("这张对账单 {on} 已登记回执，再对请重发一张")]
    AlreadyAnswered {
        /// When.
        on: Date,
    },
    /// Nobody signed.
    #[error("请填回执上签字的人")]
    SignedNameMissing,
    /// From the future.
    #[error("回执日期 {on} 在今天 {today} 之后，请改成签字那天")]
    AnsweredAhead {
        /// As typed.
        on: Date,
        /// Today.
        today: Date,
    },
    /// Disputed, and the same.
    #[error("对方认的 {theirs} 元和对账单一样，请选相符")]
    NotDisputed {
        /// What the other side says.
        theirs: Money,
    },
    /// A dispute without words.
    #[error("和对账单相差 {difference} 元，请写明差在哪里")]
    WordsMissing {
        /// Theirs less ours.
        difference: Money,
    },
}

impl Refusal for PartyRefusal {
    fn code(&self) -> &'static str {
        match self {
            PartyRefusal::NothingToSend => "reconcile.nothing_to_send",
            PartyRefusal::NoSuchStatement => "reconcile.no_such_party_statement",
            PartyRefusal::AlreadyAnswered { .. } => "reconcile.already_answered",
            PartyRefusal::SignedNameMissing => "reconcile.signed_name_missing",
            PartyRefusal::AnsweredAhead { .. } => "reconcile.answered_ahead",
            PartyRefusal::NotDisputed { .. } => "reconcile.not_disputed",
            PartyRefusal::WordsMissing { .. } => "reconcile.dispute_unexplained",
        }
    }

    fn class(&self) -> Class {
        match self {
            PartyRefusal::NoSuchStatement => Class::NotFound,
            PartyRefusal::AlreadyAnswered { .. } => Class::Conflict,
            PartyRefusal::NothingToSend
            | PartyRefusal::SignedNameMissing
            | PartyRefusal::AnsweredAhead { .. }
            | PartyRefusal::NotDisputed { .. }
            | PartyRefusal::WordsMissing { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            PartyRefusal::SignedNameMissing => Some("signed_name"),
            PartyRefusal::AnsweredAhead { .. } => Some("answered_on"),
            PartyRefusal::NotDisputed { .. } => Some("theirs"),
            PartyRefusal::WordsMissing { .. } => Some("words"),
            _ => None,
        }
    }
}
