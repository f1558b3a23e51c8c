use crate::kernel::{Class, Refusal};

/// Why a village, a book or one of its dimensions could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VillageRefusal {
    /// A required text is missing.
    #[error("{what}不能为空")]
    Empty {
        /// The form field.
        field: &'static str,
        /// Its label.
        what: &'static str,
    },
    /// A text is too long.
    #[error("{what}有{length}个字,最多{limit}个")]
    TooLong {
        /// The form field.
        field: &'static str,
        /// Its label.
        what: &'static str,
        /// What was typed.
        length: usize,
        /// What fits.
        limit: usize,
    },
    /// A code has other characters than letters, digits, dash.
    #[error("编号「{code}」只能用字母、数字和横线,最长20位")]
    BadCode {
        /// What was typed.
        code: String,
    },
    /// The township is founded already.
    #[error("本机已建立「{name}」,不能再建一个乡镇")]
    AlreadyFounded {
        /// Its name.
        name: String,
    },
    /// No township yet.
    #[error("还没有建立乡镇,先运行 mingzhang init 或打开建账页")]
    NotFounded,
    /// The code of a book is taken.
    #[error("账套编号「{code}」已用于「{name}」")]
    BookCodeTaken {
        /// The code.
        code: String,
        /// Who has it.
        name: String,
    },
    /// No such book.
    #[error("没有编号为「{code}」的账套")]
    NoSuchBook {
        /// What was asked for.
        code: String,
    },
    /// A name within a book is taken.
    #[error("{what}「{name}」已经有了")]
    NameTaken {
        /// 农户, 往来单位, 项目, 银行账户.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// The agreement ends before it begins.
    #[error("协议止期{to}早于起期{from}")]
    AgreementBackwards {
        /// From.
        from: String,
        /// To.
        to: String,
    },
    /// No such policy, or a value it cannot take.
    #[error("设置「{name}」不能取值「{value}」,可取:{allowed}")]
    BadPolicy {
        /// The policy.
        name: String,
        /// The value.
        value: String,
        /// What it may take.
        allowed: String,
    },
    /// Nothing to fill in.
    #[error("没有读到日子，每行写：日期，休或班，名称")]
    NoDays,
    /// More than a year.
    #[error("一次有{count}天，最多{limit}天，请分年导入")]
    TooManyDays {
        /// How many.
        count: usize,
        /// At most.
        limit: usize,
    },
    /// One day told twice.
    #[error("{date}在第{first}行和第{second}行各写了一次，请留一行")]
    DayTwice {
        /// The day.
        date: String,
        /// Where first.
        first: usize,
        /// Where again.
        second: usize,
    },
    /// The calendar says nothing of it.
    #[error("日历上没有{date}这一天的安排，请刷新后再看")]
    NoSuchDay {
        /// The day.
        date: String,
    },
    /// No such bank account in this book.
    #[error("账套里没有科目{code}的银行账户,先登记开户行和账号")]
    NoSuchBankAccount {
        /// The account code.
        code: String,
    },
}

impl Refusal for VillageRefusal {
    fn code(&self) -> &'static str {
        match self {
            VillageRefusal::Empty { .. } => "village.empty",
            VillageRefusal::TooLong { .. } => "village.too_long",
            VillageRefusal::BadCode { .. } => "village.bad_code",
            VillageRefusal::AlreadyFounded { .. } => "village.already_founded",
            VillageRefusal::NotFounded => "village.not_founded",
            VillageRefusal::BookCodeTaken { .. } => "village.book_code_taken",
            VillageRefusal::NoSuchBook { .. } => "village.no_such_book",
            VillageRefusal::NameTaken { .. } => "village.name_taken",
            VillageRefusal::AgreementBackwards { .. } => "village.agreement_backwards",
            VillageRefusal::BadPolicy { .. } => "village.bad_policy",
            VillageRefusal::NoDays => "village.no_days",
            VillageRefusal::TooManyDays { .. } => "village.too_many_days",
            VillageRefusal::DayTwice { .. } => "village.day_twice",
            VillageRefusal::NoSuchDay { .. } => "village.no_such_day",
            VillageRefusal::NoSuchBankAccount { .. } => "village.no_such_bank_account",
        }
    }

    fn class(&self) -> Class {
        match self {
            VillageRefusal::Empty { .. }
            | VillageRefusal::TooLong { .. }
            | VillageRefusal::BadCode { .. }
            | VillageRefusal::AgreementBackwards { .. }
            | VillageRefusal::NoDays
            | VillageRefusal::TooManyDays { .. }
            | VillageRefusal::DayTwice { .. }
            | VillageRefusal::BadPolicy { .. } => Class::Invalid,
            VillageRefusal::AlreadyFounded { .. }
            | VillageRefusal::NotFounded
            | VillageRefusal::BookCodeTaken { .. }
            | VillageRefusal::NameTaken { .. } => Class::Conflict,
            VillageRefusal::NoSuchBook { .. }
            | VillageRefusal::NoSuchDay { .. }
            | VillageRefusal::NoSuchBankAccount { .. } => Class::NotFound,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            VillageRefusal::Empty { field, .. } | VillageRefusal::TooLong { field, .. } => Some(field),
            VillageRefusal::BadCode { .. } | VillageRefusal::BookCodeTaken { .. } => Some("code"),
            VillageRefusal::NameTaken { .. } => Some("name"),
            VillageRefusal::AgreementBackwards { .. } => Some("valid_to"),
            VillageRefusal::BadPolicy { .. } => Some("value"),
            VillageRefusal::NoDays | VillageRefusal::TooManyDays { .. } | VillageRefusal::DayTwice { .. } => {
                Some("file")
            }
            VillageRefusal::AlreadyFounded { .. }
            | VillageRefusal::NotFounded
            | VillageRefusal::NoSuchDay { .. }
            | VillageRefusal::NoSuchBook { .. }
            | VillageRefusal::NoSuchBankAccount { .. } => None,
        }
    }
}
