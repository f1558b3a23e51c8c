use crate::kernel::{Class, Refusal};

/// Why a report cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementRefusal {
    /// The span ends before it begins.
    #[error("止期{last}早于起期{first}")]
    Backwards {
        /// From.
        first: String,
        /// To.
        last: String,
    },
    /// No such account.
    #[error("没有科目「{code}」")]
    NoSuchAccount {
        /// What was asked for.
        code: String,
    },
    /// A journal of money was asked for an account that is not money.
    #[error("科目「{code}」没有{book}，请选现金或银行存款科目")]
    NotMoney {
        /// What was asked for.
        code: String,
        /// Which journal.
        book: &'static str,
    },
    /// A report set out by something there is not.
    #[error(
        "不能按「{word}」分，可按 detail（明细科目，多栏账）、household（农户）、counterparty（单位）、project（项目）"
    )]
    ByWhat {
        /// What was asked for.
        word: String,
    },
    /// A report that is not summed over books.
    #[error("这张表按账套出,请写一个账套编号")]
    OneBookOnly,
    /// A form that does not prove.
    #[error("报表「{form}」不成立：{what}")]
    BadForm {
        /// Its name.
        form: String,
        /// What is wrong.
        what: String,
    },
    /// One thing that keeps a form from being used.
    #[error("{what}")]
    FormUnsound {
        /// Where and what.
        what: String,
    },
    /// A new version without a word on what was changed.
    #[error("请写明改了什么、为什么改")]
    FormNoteMissing,
}

impl Refusal for StatementRefusal {
    fn code(&self) -> &'static str {
        match self {
            StatementRefusal::Backwards { .. } => "statements.backwards",
            StatementRefusal::NoSuchAccount { .. } => "statements.no_such_account",
            StatementRefusal::NotMoney { .. } => "statements.not_money",
            StatementRefusal::ByWhat { .. } => "statements.by_what",
            StatementRefusal::OneBookOnly => "statements.one_book_only",
            StatementRefusal::BadForm { .. } => "statements.bad_form",
            StatementRefusal::FormUnsound { .. } => "statements.form_unsound",
            StatementRefusal::FormNoteMissing => "statements.form_note_missing",
        }
    }
    fn class(&self) -> Class {
        match self {
            StatementRefusal::Backwards { .. }
            | StatementRefusal::NotMoney { .. }
            | StatementRefusal::ByWhat { .. }
            | StatementRefusal::OneBookOnly
            | StatementRefusal::BadForm { .. }
            | StatementRefusal::FormUnsound { .. }
            | StatementRefusal::FormNoteMissing => Class::Invalid,
            StatementRefusal::NoSuchAccount { .. } => Class::NotFound,
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            StatementRefusal::FormNoteMissing => Some("note"),
            StatementRefusal::Backwards { .. }
            | StatementRefusal::NoSuchAccount { .. }
            | StatementRefusal::NotMoney { .. }
            | StatementRefusal::ByWhat { .. }
            | StatementRefusal::OneBookOnly
            | StatementRefusal::BadForm { .. }
            | StatementRefusal::FormUnsound { .. } => None,
        }
    }
}
