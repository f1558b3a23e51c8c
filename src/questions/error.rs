use crate::kernel::{Class, Refusal};

/// Why a question is not asked, answered or shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionRefusal {
    /// A form we did not hand out.
    #[error("这一页不是从公开页打开的，内容都还在，请再按一次")]
    FormForged,
    /// A form that lay open too long.
    #[error("这一页打开超过{hours}小时，内容都还在，请再按一次")]
    FormTooOld {
        /// Hours it may lie open.
        hours: i64,
    },
    /// Not twelve digits.
    #[error("查询码是12位数字，您写了{digits}位，请对一对")]
    TicketLength {
        /// How many there are.
        digits: usize,
    },
    /// Twelve digits no ticket has.
    #[error("查询码有一位不对，或两位写反了，请对一对")]
    TicketCheck,
    /// Nobody was given this ticket.
    #[error("没有这个查询码的提问，请对一对；还是查不到，请打公开栏上的电话")]
    NoSuchTicket,
    /// Not of this book, or not to be seen.
    #[error("没有这件质询，或不在您的管理范围内")]
    NoSuchQuestion,
    /// A line the sheet does not have.
    #[error("这张公开表上没有这一笔，请从公开页重新点“问一句”")]
    NoSuchLine,
    /// The same form pressed twice at once.
    #[error("这件提问已经收到")]
    AskedAlready,
    /// Too few words to be a question.
    #[error("写了{length}个字，至少写{limit}个字，说清问哪件事")]
    TooShort {
        /// How many.
        length: usize,
        /// How many at least.
        limit: usize,
    },
    /// Too many words.
    #[error("写了{length}个字，最多{limit}个字，请缩短")]
    TooLong {
        /// How many.
        length: usize,
        /// How many at most.
        limit: usize,
        /// The form field.
        field: &'static str,
    },
    /// Something has to be said.
    #[error("请写明{what}")]
    WordsMissing {
        /// What.
        what: &'static str,
        /// The form field.
        field: &'static str,
    },
    /// Not a telephone number.
    #[error("「{typed}」不像电话号码，请只写数字；不想留可以空着")]
    BadPhone {
        /// As typed.
        typed: String,
    },
    /// The small sum is wrong.
    #[error("这道题没有算对，请再算一次")]
    WrongSum,
    /// The sheet was asked about too often within the hour.
    #[error("这张表一小时内已收到{count}件提问，请过一小时再提；急事请打公开栏上的电话")]
    TooManyHere {
        /// How many.
        count: i64,
    },
    /// Too many tries from one place.
    #[error("按得太勤了，请过{minutes}分钟再来；急事请打公开栏上的电话")]
    TooManyTries {
        /// Minutes to wait.
        minutes: i64,
    },
    /// The state does not allow it.
    #[error("这件质询{stands}，现在不能{act}，请刷新后再看")]
    NotNow {
        /// What was to be done.
        act: &'static str,
        /// Where it stands.
        stands: &'static str,
    },
    /// Somebody acted in the meantime.
    #[error("这件质询刚刚有人办过，请刷新后按最新情况再办")]
    Stale,
    /// No kind chosen.
    #[error("请选质询属于哪一类")]
    KindMissing,
    /// Nobody chosen, or somebody who does not work on the book.
    #[error("请选交给谁；只能交给这个账套的报账员、村负责人或专管员")]
    NobodyToAssign,
    /// Another is to explain.
    #[error("这件质询交{name}说明，请由他办理")]
    NotHolder {
        /// Who.
        name: String,
    },
    /// An answer the director has to see first.
    #[error("本镇的答复要中心主任审定，请用“报主任审定”")]
    ReviewNeeded,
    /// Not an earlier, public question of the same book.
    #[error("并不进第{serial}号：只能并入同一账套更早、已受理的质询")]
    NotMergeable {
        /// As typed.
        serial: String,
    },
    /// The asker has rated the answer.
    #[error("您已经评价过，每件质询评价一次")]
    RatedAlready,
    /// No word on the answer chosen.
    #[error("请选满意、基本满意或不满意")]
    NoScore,
    /// Nothing was left, or it was taken away.
    #[error("没有留联系方式，或归档后已经删去")]
    NoContact,
    /// Only the one who has it in hand.
    #[error("联系方式只有承办人能看，请由承办人联系")]
    NotHandler,
}

impl Refusal for QuestionRefusal {
    fn code(&self) -> &'static str {
        use QuestionRefusal as Q;
        match self {
            Q::FormForged => "questions.form_forged",
            Q::FormTooOld { .. } => "questions.form_too_old",
            Q::TicketLength { .. } => "questions.ticket_length",
            Q::TicketCheck => "questions.ticket_check",
            Q::NoSuchTicket => "questions.no_such_ticket",
            Q::NoSuchQuestion => "questions.no_such_question",
            Q::NoSuchLine => "questions.no_such_line",
            Q::AskedAlready => "questions.asked_already",
            Q::TooShort { .. } => "questions.too_short",
            Q::TooLong { .. } => "questions.too_long",
            Q::WordsMissing { .. } => "questions.words_missing",
            Q::BadPhone { .. } => "questions.bad_phone",
            Q::WrongSum => "questions.wrong_sum",
            Q::TooManyHere { .. } => "questions.too_many_here",
            Q::TooManyTries { .. } => "questions.too_many_tries",
            Q::NotNow { .. } => "questions.not_now",
            Q::Stale => "questions.stale",
            Q::KindMissing => "questions.kind_missing",
            Q::NobodyToAssign => "questions.nobody_to_assign",
            Q::NotHolder { .. } => "questions.not_holder",
            Q::ReviewNeeded => "questions.review_needed",
            Q::NotMergeable { .. } => "questions.not_mergeable",
            Q::RatedAlready => "questions.rated_already",
            Q::NoScore => "questions.no_score",
            Q::NoContact => "questions.no_contact",
            Q::NotHandler => "questions.not_handler",
        }
    }

    fn class(&self) -> Class {
        use QuestionRefusal as Q;
        match self {
            Q::NoSuchTicket | Q::NoSuchQuestion | Q::NoSuchLine | Q::NoContact => Class::NotFound,
            Q::FormForged | Q::FormTooOld { .. } | Q::NotHolder { .. } | Q::NotHandler => Class::Forbidden,
            Q::AskedAlready
            | Q::TooManyHere { .. }
            | Q::TooManyTries { .. }
            | Q::NotNow { .. }
            | Q::Stale
            | Q::ReviewNeeded
            | Q::RatedAlready => Class::Conflict,
            Q::TicketLength { .. }
            | Q::TicketCheck
            | Q::TooShort { .. }
            | Q::TooLong { .. }
            | Q::WordsMissing { .. }
            | Q::BadPhone { .. }
            | Q::WrongSum
            | Q::KindMissing
            | Q::NobodyToAssign
            | Q::NotMergeable { .. }
            | Q::NoScore => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use QuestionRefusal as Q;
        match self {
            Q::TooShort { .. } => Some("words"),
            Q::TooLong { field, .. } | Q::WordsMissing { field, .. } => Some(field),
            Q::BadPhone { .. } => Some("phone"),
            Q::WrongSum => Some("sum"),
            Q::TicketLength { .. } | Q::TicketCheck | Q::NoSuchTicket => Some("ticket"),
            Q::KindMissing => Some("kind"),
            Q::NobodyToAssign => Some("to"),
            Q::NotMergeable { .. } => Some("into"),
            Q::NoScore => Some("score"),
            Q::ReviewNeeded => Some("answer"),
            Q::FormForged
            | Q::FormTooOld { .. }
            | Q::NoSuchQuestion
            | Q::NoSuchLine
            | Q::AskedAlready
            | Q::TooManyHere { .. }
            | Q::TooManyTries { .. }
            | Q::NotNow { .. }
            | Q::Stale
            | Q::NotHolder { .. }
            | Q::RatedAlready
            | Q::NoContact
            | Q::NotHandler => None,
        }
    }
}
