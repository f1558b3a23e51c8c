use crate::kernel::{Class, Money, Refusal};

/// Why a pay list is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayListRefusal {
    /// No kind chosen.
    #[error("请选发放的是什么：工资、补偿、分红、补助或其他")]
    KindMissing,
    /// No title.
    #[error("请写标题，如「2025年8月保洁员工资」")]
    TitleMissing,
    /// Too many characters.
    #[error("标题有 {length} 个字，最多 {limit} 个字，请缩短")]
    TitleTooLong {
        /// How many.
        length: usize,
        /// How many at most.
        limit: usize,
    },
    /// No day.
    #[error("请填日期")]
    DateMissing,
    /// A day that has not come.
    #[error("{day} 还没有到，今天是 {today}，请改日期")]
    DateAhead {
        /// As given.
        day: String,
        /// Today.
        today: String,
    },
    /// A list of nobody.
    #[error("表上还没有人，至少要有一个人的姓名和金额")]
    NobodyOnIt,
    /// More people than one list takes.
    #[error("表上有 {people} 行，一张表最多 {limit} 人，请分成几张")]
    TooManyPeople {
        /// How many.
        people: usize,
        /// How many at most.
        limit: usize,
    },
    /// A row without a name.
    #[error("没有姓名")]
    NameMissing,
    /// Too many characters.
    #[error("{what}有 {length} 个字，最多 {limit} 个字，请缩短")]
    TooLong {
        /// Which.
        what: &'static str,
        /// How many.
        length: usize,
        /// How many at most.
        limit: usize,
    },
    /// What a spreadsheet would take for a formula.
    #[error("{what}「{text}」像是公式，请改成文字")]
    Formula {
        /// Which.
        what: &'static str,
        /// As written.
        text: String,
    },
    /// A number the spreadsheet has rounded away.
    #[error("{what}看不懂，表格软件可能把长号码变成了小数，请把这一列设成文本，或只填后四位")]
    NumberSpoilt {
        /// Which.
        what: &'static str,
    },
    /// Nothing, or less than nothing.
    #[error("{name}的金额 {amount} 元不对，应大于零")]
    AmountNotPositive {
        /// Whose.
        name: String,
        /// As given.
        amount: Money,
    },
    /// Not an amount.
    #[error("{name}：{why}")]
    AmountUnreadable {
        /// Whose.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// The same person on two rows.
    #[error("{name}和第 {first} 行是同一个人，请合成一行；同名的两个人，请填身份证后四位分开")]
    Twice {
        /// Who.
        name: String,
        /// The row they stand on first.
        first: usize,
    },
    /// Beyond what an entry holds.
    #[error("合计 {total} 元超过单笔上限 {limit} 元，请核对")]
    TotalTooLarge {
        /// The sum.
        total: Money,
        /// The limit.
        limit: Money,
    },
    /// A file that is no table.
    #[error("文件{what}")]
    File {
        /// What is wrong with it.
        what: String,
    },
    /// A table without the columns a list needs.
    #[error("表头认不出来，至少要有「姓名」和「金额」两列，可以下载空表照着填")]
    Headings,
    /// A subtotal among the people.
    #[error("有小计行，请删去小计，只留一行合计")]
    Subtotal,
    /// The total row says another sum.
    #[error("合计写的是 {said} 元，各行相加是 {sum} 元，相差 {difference} 元，请核对")]
    SumDiffers {
        /// As written.
        said: Money,
        /// As added up.
        sum: Money,
        /// One less the other.
        difference: Money,
    },
    /// The list is not of this book, or not there.
    #[error("没有这张发放表，或不在您的管理范围内")]
    NoSuchList,
    /// It was mended already.
    #[error("这张发放表已经更正过，请用新的一张")]
    ReplacedAlready,
    /// It has its signed paper already.
    #[error("这张发放表的签领单已经交过，要换请先做一张更正的表")]
    SignedAlready,
    /// A list paid out and booked under its paper.
    #[error("发放表合计 {total} 元，报账金额 {amount} 元，相差 {difference} 元，请核对")]
    AmountDiffers {
        /// Sum of the lists.
        total: Money,
        /// What the item says.
        amount: Money,
        /// One less the other.
        difference: Money,
    },
}

impl Refusal for PayListRefusal {
    fn code(&self) -> &'static str {
        use PayListRefusal as P;
        match self {
            P::KindMissing => "evidence.pay_kind_missing",
            P::TitleMissing => "evidence.pay_title_missing",
            P::TitleTooLong { .. } => "evidence.pay_title_too_long",
            P::DateMissing => "evidence.pay_date_missing",
            P::DateAhead { .. } => "evidence.pay_date_ahead",
            P::NobodyOnIt => "evidence.pay_nobody",
            P::TooManyPeople { .. } => "evidence.pay_too_many",
            P::NameMissing => "evidence.pay_name_missing",
            P::TooLong { .. } => "evidence.pay_too_long",
            P::Formula { .. } => "evidence.pay_formula",
            P::NumberSpoilt { .. } => "evidence.pay_number_spoilt",
            P::AmountNotPositive { .. } => "evidence.pay_amount_not_positive",
            P::AmountUnreadable { .. } => "evidence.pay_amount_unreadable",
            P::Twice { .. } => "evidence.pay_twice",
            P::TotalTooLarge { .. } => "evidence.pay_total_too_large",
            P::File { .. } => "evidence.pay_file",
            P::Headings => "evidence.pay_headings",
            P::Subtotal => "evidence.pay_subtotal",
            P::SumDiffers { .. } => "evidence.pay_sum_differs",
            P::NoSuchList => "evidence.pay_no_such_list",
            P::ReplacedAlready => "evidence.pay_replaced",
            P::SignedAlready => "evidence.pay_signed",
            P::AmountDiffers { .. } => "evidence.pay_amount_differs",
        }
    }

    fn class(&self) -> Class {
        use PayListRefusal as P;
        match self {
            P::NoSuchList => Class::NotFound,
            P::ReplacedAlready | P::SignedAlready => Class::Conflict,
            P::KindMissing
            | P::TitleMissing
            | P::TitleTooLong { .. }
            | P::DateMissing
            | P::DateAhead { .. }
            | P::NobodyOnIt
            | P::TooManyPeople { .. }
            | P::NameMissing
            | P::TooLong { .. }
            | P::Formula { .. }
            | P::NumberSpoilt { .. }
            | P::AmountNotPositive { .. }
            | P::AmountUnreadable { .. }
            | P::Twice { .. }
            | P::TotalTooLarge { .. }
            | P::File { .. }
            | P::Headings
            | P::Subtotal
            | P::SumDiffers { .. }
            | P::AmountDiffers { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use PayListRefusal as P;
        match self {
            P::KindMissing => Some("kind"),
            P::TitleMissing | P::TitleTooLong { .. } => Some("title"),
            P::DateMissing | P::DateAhead { .. } => Some("date"),
            P::File { .. } | P::Headings => Some("file"),
            P::AmountDiffers { .. } => Some("amount"),
            P::NobodyOnIt
            | P::TooManyPeople { .. }
            | P::NameMissing
            | P::TooLong { .. }
            | P::Formula { .. }
            | P::NumberSpoilt { .. }
            | P::AmountNotPositive { .. }
            | P::AmountUnreadable { .. }
            | P::Twice { .. }
            | P::TotalTooLarge { .. }
            | P::Subtotal
            | P::SumDiffers { .. }
            | P::NoSuchList
            | P::ReplacedAlready
            | P::SignedAlready => None,
        }
    }
}
