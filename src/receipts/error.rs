use crate::kernel::{Class, Money, Refusal};

/// Why something is not done with a receipt book or one of its numbers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptsRefusal {
    /// No kind chosen.
    #[error("请选收据种类")]
    KindMissing,
    /// No day given.
    #[error("请填日期")]
    DayMissing,
    /// A day that has not come.
    #[error("{day} 还没有到，今天是 {today}，请改日期")]
    DayAhead {
        /// As given.
        day: String,
        /// Today.
        today: String,
    },
    /// 字轨 too long, or with digits in it.
    #[error("字轨「{series}」不对，最多 {limit} 个字，不含数字，没有就不填")]
    Series {
        /// As typed.
        series: String,
        /// How many at most.
        limit: usize,
    },
    /// Not a number of a receipt.
    #[error("号码「{typed}」看不懂，请照收据上印的数字填，最多12位")]
    NumberUnreadable {
        /// As typed.
        typed: String,
    },
    /// First and last number are not printed alike.
    #[error("起号 {first} 和止号 {last} 位数不同，请连前面的0一起照抄")]
    DigitsDiffer {
        /// First.
        first: String,
        /// Last.
        last: String,
    },
    /// The last comes before the first.
    #[error("止号 {last} 小于起号 {first}，请核对")]
    EndsBefore {
        /// First.
        first: String,
        /// Last.
        last: String,
    },
    /// Not a number of leaves.
    #[error("每本份数「{typed}」不对，应在 1 到 {limit} 之间")]
    Leaves {
        /// As typed.
        typed: String,
        /// How many at most.
        limit: i64,
    },
    /// The lot does not come out in whole books.
    #[error("共 {count} 份，每本 {leaves} 份，多出 {over} 份，请核对起止号")]
    BooksUneven {
        /// Leaves of the lot.
        count: i64,
        /// Leaves of one book.
        leaves: i64,
        /// What is over.
        over: i64,
    },
    /// More books than one purchase takes.
    #[error("一次登记 {books} 本，最多 {limit} 本，请分几次登记")]
    TooManyBooks {
        /// Books of the lot.
        books: i64,
        /// How many at most.
        limit: i64,
    },
    /// Numbers that are there already.
    #[error("{span} 与已登记的 {there} 号码重复，请核对")]
    Overlaps {
        /// The new ones.
        span: String,
        /// Those there.
        there: String,
    },
    /// No such receipt book, or out of sight.
    #[error("没有这本收据，或不在您的管理范围内")]
    NoSuchReceiptBook,
    /// No such village book.
    #[error("没有这个账套，请从列表里选")]
    NoSuchBook,
    /// It is in somebody's hands, or settled.
    #[error("{span} 已经发给{to}，不能再发")]
    IssuedAlready {
        /// Its numbers.
        span: String,
        /// Whose.
        to: String,
    },
    /// As many books out as the policy lets out.
    #[error("{to}还有 {out} 本没有核销（{spans}），按规定最多 {limit} 本，请先交回核销")]
    NotVerified {
        /// Whose.
        to: String,
        /// How many are out.
        out: usize,
        /// Which.
        spans: String,
        /// How many may be.
        limit: usize,
    },
    /// The act does not follow from where it stands.
    #[error("这本收据{stands}，不能{act}")]
    WrongStanding {
        /// Where it stands.
        stands: &'static str,
        /// The act.
        act: &'static str,
    },
    /// Words are needed.
    #[error("{act}要写明原因")]
    ReasonMissing {
        /// The act.
        act: &'static str,
    },
    /// Too many words.
    #[error("写了 {length} 个字，最多 {limit} 个字，请缩短")]
    ReasonTooLong {
        /// How many.
        length: usize,
        /// How many at most.
        limit: usize,
    },
    /// A void without its photograph.
    #[error("作废 {number} 要拍下全部联次，各联盖作废章留存")]
    PhotoMissing {
        /// The number.
        number: String,
    },
    /// Numbers whose receipt hangs in the air.
    #[error("{span} 还有 {count} 个号码没有着落（{numbers}），请先作废，或写到更正后的报账单上")]
    Unsettled {
        /// The receipt book.
        span: String,
        /// How many.
        count: usize,
        /// Which.
        numbers: String,
    },
    /// The clerk has no receipt book to write from.
    #[error("本村手里没有在用的收据本，请到中心领用并签领")]
    NoneHeld,
    /// A number of no receipt book this village has.
    #[error("收据号 {number} 不在本村在用的收据里（{held}），请照收据上印的填")]
    NotYours {
        /// As typed.
        number: String,
        /// What the village has.
        held: String,
    },
    /// A number several receipt books have.
    #[error("收据号 {number} 在两本收据里都有，请连字轨一起填（{held}）")]
    Ambiguous {
        /// As typed.
        number: String,
        /// What the village has.
        held: String,
    },
    /// A lower number is unused.
    #[error("收据要按号顺序用，{next} 还没有用，不能先用 {number}；写坏了请先登记作废")]
    Skips {
        /// The number.
        number: String,
        /// The one whose turn it is.
        next: String,
    },
    /// Used for something else.
    #[error("收据号 {number} 已用于{by}（{amount} 元），一个号只能用一次")]
    NumberUsed {
        /// The number.
        number: String,
        /// For what.
        by: String,
        /// The amount on it.
        amount: Money,
    },
    /// Somebody else moved it in the same moment.
    #[error("收据号 {number} 刚刚被别人办过，请再看一次")]
    NumberMoved {
        /// The number.
        number: i64,
    },
    /// Voided or lost.
    #[error("收据号 {number} 已登记{fate}，不能再用")]
    NumberVoid {
        /// The number.
        number: String,
        /// What became of it.
        fate: &'static str,
    },
    /// The receipt says another amount than the item.
    #[error("收据号 {number} 上是 {on_it} 元，报账单是 {amount} 元；金额不同请作废原收据，另开一张")]
    AmountDiffers {
        /// The number.
        number: String,
        /// On the receipt.
        on_it: Money,
        /// On the item.
        amount: Money,
    },
    /// Nothing left in it.
    #[error("收据 {span} 已经用完，请交回核销后领新的")]
    BookFull {
        /// Its numbers.
        span: String,
    },
    /// An income item without its receipt's number.
    #[error("这笔收入要填收据号，下一个号是 {next}")]
    NumberMissing {
        /// The next number.
        next: String,
    },
}

impl Refusal for ReceiptsRefusal {
    fn code(&self) -> &'static str {
        use ReceiptsRefusal as R;
        match self {
            R::KindMissing => "receipts.kind_missing",
            R::DayMissing => "receipts.day_missing",
            R::DayAhead { .. } => "receipts.day_ahead",
            R::Series { .. } => "receipts.series",
            R::NumberUnreadable { .. } => "receipts.number_unreadable",
            R::DigitsDiffer { .. } => "receipts.digits_differ",
            R::EndsBefore { .. } => "receipts.ends_before",
            R::Leaves { .. } => "receipts.leaves",
            R::BooksUneven { .. } => "receipts.books_uneven",
            R::TooManyBooks { .. } => "receipts.too_many_books",
            R::Overlaps { .. } => "receipts.overlaps",
            R::NoSuchReceiptBook => "receipts.no_such_receipt_book",
            R::NoSuchBook => "receipts.no_such_book",
            R::IssuedAlready { .. } => "receipts.issued_already",
            R::NotVerified { .. } => "receipts.not_verified",
            R::WrongStanding { .. } => "receipts.wrong_standing",
            R::ReasonMissing { .. } => "receipts.reason_missing",
            R::ReasonTooLong { .. } => "receipts.reason_too_long",
            R::PhotoMissing { .. } => "receipts.photo_missing",
            R::Unsettled { .. } => "receipts.unsettled",
            R::NoneHeld => "receipts.none_held",
            R::NotYours { .. } => "receipts.not_yours",
            R::Ambiguous { .. } => "receipts.ambiguous",
            R::Skips { .. } => "receipts.skips",
            R::NumberUsed { .. } => "receipts.number_used",
            R::NumberMoved { .. } => "receipts.number_moved",
            R::NumberVoid { .. } => "receipts.number_void",
            R::AmountDiffers { .. } => "receipts.amount_differs",
            R::BookFull { .. } => "receipts.book_full",
            R::NumberMissing { .. } => "receipts.number_missing",
        }
    }

    fn class(&self) -> Class {
        use ReceiptsRefusal as R;
        match self {
            R::NoSuchReceiptBook => Class::NotFound,
            R::IssuedAlready { .. } | R::WrongStanding { .. } => Class::Conflict,
            R::KindMissing
            | R::DayMissing
            | R::DayAhead { .. }
            | R::Series { .. }
            | R::NumberUnreadable { .. }
            | R::DigitsDiffer { .. }
            | R::EndsBefore { .. }
            | R::Leaves { .. }
            | R::BooksUneven { .. }
            | R::TooManyBooks { .. }
            | R::Overlaps { .. }
            | R::NoSuchBook
            | R::NotVerified { .. }
            | R::ReasonMissing { .. }
            | R::ReasonTooLong { .. }
            | R::PhotoMissing { .. }
            | R::Unsettled { .. }
            | R::NoneHeld
            | R::NotYours { .. }
            | R::Ambiguous { .. }
            | R::Skips { .. }
            | R::NumberUsed { .. }
            | R::NumberMoved { .. }
            | R::NumberVoid { .. }
            | R::AmountDiffers { .. }
            | R::BookFull { .. }
            | R::NumberMissing { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use ReceiptsRefusal as R;
        match self {
            R::KindMissing => Some("kind"),
            R::DayMissing | R::DayAhead { .. } => Some("day"),
            R::Series { .. } => Some("series"),
            R::DigitsDiffer { .. } | R::EndsBefore { .. } | R::BooksUneven { .. } => Some("last"),
            R::Overlaps { .. } | R::TooManyBooks { .. } => Some("first"),
            R::Leaves { .. } => Some("leaves"),
            R::NoSuchBook | R::NotVerified { .. } => Some("book"),
            R::IssuedAlready { .. } => Some("receipts"),
            R::ReasonMissing { .. } | R::ReasonTooLong { .. } => Some("reason"),
            R::PhotoMissing { .. } => Some("file"),
            R::NumberUnreadable { .. }
            | R::NoneHeld
            | R::NotYours { .. }
            | R::Ambiguous { .. }
            | R::Skips { .. }
            | R::NumberUsed { .. }
            | R::NumberMoved { .. }
            | R::NumberVoid { .. }
            | R::AmountDiffers { .. }
            | R::BookFull { .. }
            | R::NumberMissing { .. } => Some("receipt_no"),
            R::NoSuchReceiptBook | R::WrongStanding { .. } | R::Unsettled { .. } => None,
        }
    }
}
