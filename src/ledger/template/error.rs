use crate::kernel::{Class, Refusal};

/// How 常用凭证, 定期凭证 and what is set for printing say no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateRefusal {
    /// No such template in this book.
    #[error("没有这张常用凭证，可能已经删除")]
    NoSuchTemplate,
    /// No such recurring voucher in this book.
    #[error("没有这张定期凭证，可能已经删除")]
    NoSuchRecurring,
    /// It has no word.
    #[error("请起个名字，例如「发村干部工资」")]
    WordMissing,
    /// Its word does not fit.
    #[error("名字有{length}个字，最多{limit}个字")]
    WordTooLong {
        /// Characters there are.
        length: usize,
        /// Most there may be.
        limit: usize,
    },
    /// The word is taken on its shelf.
    #[error("已有叫「{word}」的常用凭证，请换个名字")]
    WordTaken {
        /// The word.
        word: String,
    },
    /// Nothing in it.
    #[error("这张凭证还没有科目，先选科目再存为常用")]
    Empty,
    /// An account only one book has.
    #[error("「{summary}」一行用的是本账套自设的明细，别的账套没有，只能存为本账套的")]
    OfOneBook {
        /// The line's summary.
        summary: String,
    },
    /// A day no month has.
    #[error("每月{day}日不对，请填1到31，没有这一天的月份记在月末")]
    NoSuchDay {
        /// What was asked for.
        day: i64,
    },
    /// The last month lies before the first.
    #[error("止月{to}早于起月{from}")]
    Backwards {
        /// First month.
        from: String,
        /// Last month.
        to: String,
    },
    /// The month was made already.
    #[error("「{word}」{period}已经生成过，一个月只生成一次")]
    MadeAlready {
        /// What it is called by.
        word: String,
        /// The month.
        period: String,
    },
    /// The month has not come to its day, or is over.
    #[error("「{word}」{period}还没有到期或已不能记账")]
    NotDue {
        /// What it is called by.
        word: String,
        /// The month.
        period: String,
    },
    /// An offset the printer page cannot use.
    #[error("「{typed}」不对，请填毫米数，例如 1.5 或 -2，最多20毫米")]
    BadOffset {
        /// What was typed.
        typed: String,
    },
}

impl Refusal for TemplateRefusal {
    fn code(&self) -> &'static str {
        use TemplateRefusal::*;
        match self {
            NoSuchTemplate => "ledger.no_such_template",
            NoSuchRecurring => "ledger.no_such_recurring",
            WordMissing => "ledger.template_word_missing",
            WordTooLong { .. } => "ledger.template_word_too_long",
            WordTaken { .. } => "ledger.template_word_taken",
            Empty => "ledger.template_empty",
            OfOneBook { .. } => "ledger.template_of_one_book",
            NoSuchDay { .. } => "ledger.recurring_no_such_day",
            Backwards { .. } => "ledger.recurring_backwards",
            MadeAlready { .. } => "ledger.recurring_made_already",
            NotDue { .. } => "ledger.recurring_not_due",
            BadOffset { .. } => "ledger.bad_print_offset",
        }
    }

    fn class(&self) -> Class {
        use TemplateRefusal::*;
        match self {
            NoSuchTemplate | NoSuchRecurring => Class::NotFound,
            WordTaken { .. } | MadeAlready { .. } => Class::Conflict,
            WordMissing
            | WordTooLong { .. }
            | Empty
            | OfOneBook { .. }
            | NoSuchDay { .. }
            | Backwards { .. }
            | NotDue { .. }
            | BadOffset { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use TemplateRefusal::*;
        match self {
            WordMissing | WordTooLong { .. } | WordTaken { .. } => Some("word"),
            NoSuchDay { .. } => Some("day"),
            Backwards { .. } => Some("to"),
            NoSuchTemplate
            | NoSuchRecurring
            | Empty
            | OfOneBook { .. }
            | MadeAlready { .. }
            | NotDue { .. }
            | BadOffset { .. } => None,
        }
    }
}
