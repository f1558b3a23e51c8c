use crate::kernel::{Class, Date, Money, Refusal};

/// Why an act on bank lines, sheets or cash counts is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReconcileRefusal {
    /// Bank lines and entries of a pair that do not sum to the same.
    #[error("银行 {bank_count} 笔净额 {bank} 元，账上 {book_count} 笔净额 {book} 元，相差 {difference} 元，不能勾对")]
    PairUnequal {
        /// Bank lines chosen.
        bank_count: usize,
        /// Net of them.
        bank: Money,
        /// Entries chosen.
        book_count: usize,
        /// Net of them.
        book: Money,
        /// Bank less book.
        difference: Money,
    },
    /// Nothing chosen on one side.
    #[error("勾对要两边都有：选了银行 {bank_count} 笔、账上 {book_count} 笔")]
    PairEmpty {
        /// Bank lines chosen.
        bank_count: usize,
        /// Entries chosen.
        book_count: usize,
    },
    /// A count of notes that is none.
    #[error("{denomination}的张数 {count} 不对，张数应在 0 到 1,000,000 之间")]
    CountNegative {
        /// Which note or coin.
        denomination: &'static str,
        /// What was entered.
        count: i64,
    },
    /// The same note counted twice.
    #[error("{denomination}填了两次，请合在一行")]
    CountTwice {
        /// Which note or coin.
        denomination: &'static str,
    },
    /// A count nobody stood beside.
    #[error("盘点要有监盘人在场，请填监盘人姓名")]
    WitnessMissing,
    /// The cashier as his own witness.
    #[error("监盘人不能是盘点人{name}本人，请另请一人")]
    WitnessIsCounter {
        /// The cashier.
        name: String,
    },
    /// A surprise count by the one who keeps the money.
    #[error("突击盘点由不管钱的人来点，请专管员或总监督会计登录办；资金会计选「日常盘点」")]
    SurpriseByCashier,
    /// A surprise count of a day gone by.
    #[error("突击盘点点的是当场的钱，日期只能是今天 {today}，填的是 {day}")]
    SurpriseAnotherDay {
        /// Day entered.
        day: Date,
        /// Today.
        today: Date,
    },
    /// A difference without words.
    #[error("{sentence}，请写明原因")]
    DifferenceUnexplained {
        /// The count's sentence.
        sentence: String,
    },
    /// A reconciliation or a count of days to come.
    #[error("{until} 还没有到，今天是 {today}，请改日期")]
    DateAhead {
        /// Day asked for.
        until: Date,
        /// Today.
        today: Date,
    },
    /// Lines kept before that this file should show and does not.
    #[error(
        "已导入的 {date} 收入 {money_in} 元、支出 {money_out} 元、余额 {balance} 元这一笔，文件里没有。两份对账单有一份不完整，请核对后重新导出"
    )]
    OverlapDiffers {
        /// Its day.
        date: Date,
        /// 收入.
        money_in: Money,
        /// 支出.
        money_out: Money,
        /// Balance after it.
        balance: Money,
    },
    /// Days of a sheet that stands.
    #[error("{until} 以前已编余额调节表，不能再改。要改请先撤回该表并写明原因")]
    Locked {
        /// Last day of the sheet.
        until: Date,
    },
    /// No such bank line in this book.
    #[error("没有这笔银行流水，请刷新后再看")]
    NoSuchLine,
    /// No such entry on this account.
    #[error("没有这笔分录，或不在这个银行账户上，请刷新后再看")]
    NoSuchEntry,
    /// Stands in another pair.
    #[error("{what}已经勾对过，请刷新后再看")]
    AlreadyPaired {
        /// Which line or entry.
        what: String,
    },
    /// The books have it already.
    #[error("{voucher}已经记了这一笔，请把它和这行流水对上，不要再记")]
    BookedAlready {
        /// The voucher.
        voucher: String,
    },
    /// No such pair, or undone already.
    #[error("没有这个勾对，可能已被取消，请刷新后再看")]
    NoSuchPairing,
    /// An undoing without words.
    #[error("请写明原因")]
    ReasonMissing,
    /// Nothing imported for the account.
    #[error("这个账户还没有导入对账单，请先导入")]
    NoStatement,
    /// Statements that do not join.
    #[error("{from} 余额 {before} 元与 {to} 之前的余额 {after} 元接不上，中间缺对账单，请补导入")]
    StatementGap {
        /// Day before the gap.
        from: Date,
        /// Balance there.
        before: Money,
        /// Day after it.
        to: Date,
        /// Balance the bank went on from.
        after: Money,
    },
    /// Both sides do not meet.
    #[error(
        "调节后账面 {adjusted_book} 元，银行 {adjusted_bank} 元，还差 {difference} 元。请查对未勾对的各笔，补记或更正后再编表"
    )]
    SheetUnequal {
        /// Adjusted book balance.
        adjusted_book: Money,
        /// Adjusted bank balance.
        adjusted_bank: Money,
        /// What remains.
        difference: Money,
    },
    /// A sheet for this period stands.
    #[error("{period}的余额调节表已由{made}编制，要重编请先撤回")]
    AlreadyMade {
        /// The period.
        period: String,
        /// Who made it.
        made: String,
    },
    /// A later sheet stands on this one.
    #[error("{later}的余额调节表在这张之后，请先撤回{later}的")]
    LaterSheet {
        /// The later period.
        later: String,
    },
    /// No such sheet, or withdrawn.
    #[error("没有这张余额调节表，可能已被撤回，请刷新后再看")]
    NoSuchSheet,
    /// A count this book does not have.
    #[error("没有这次盘点")]
    NoSuchCount,
    /// One pair of hands.
    #[error("{name}编的表不能由自己复核，请另一名会计复核")]
    SamePerson {
        /// Who.
        name: String,
    },
    /// A reviewed sheet unlocked by the hand that made it.
    #[error("已复核的余额调节表，编制人{name}不能自己撤回，请复核人或总监督会计撤回")]
    UnlockByMaker {
        /// Who.
        name: String,
    },
    /// The sheet no longer says what the books say.
    #[error("编表后账面或勾对有变动，原表差额 {before} 元，现在 {after} 元。请撤回重编")]
    SheetChanged {
        /// Book balance less bank balance, as made.
        before: Money,
        /// The same now.
        after: Money,
    },
    /// The month is closed on this sheet.
    #[error("{period}已结账，余额调节表不能撤回")]
    PeriodClosed {
        /// The period.
        period: String,
    },
    /// A mapping by hand without a column that cannot be missed.
    #[error("对应还缺少{missing}列，请补上")]
    MappingIncomplete {
        /// The missing columns, in words.
        missing: String,
    },
}

impl Refusal for ReconcileRefusal {
    fn code(&self) -> &'static str {
        match self {
            ReconcileRefusal::PairUnequal { .. } => "reconcile.pair_unequal",
            ReconcileRefusal::PairEmpty { .. } => "reconcile.pair_empty",
            ReconcileRefusal::CountNegative { .. } => "reconcile.count_negative",
            ReconcileRefusal::CountTwice { .. } => "reconcile.count_twice",
            ReconcileRefusal::WitnessMissing => "reconcile.witness_missing",
            ReconcileRefusal::WitnessIsCounter { .. } => "reconcile.witness_is_counter",
            ReconcileRefusal::SurpriseByCashier => "reconcile.surprise_by_cashier",
            ReconcileRefusal::SurpriseAnotherDay { .. } => "reconcile.surprise_another_day",
            ReconcileRefusal::DifferenceUnexplained { .. } => "reconcile.difference_unexplained",
            ReconcileRefusal::DateAhead { .. } => "reconcile.date_ahead",
            ReconcileRefusal::OverlapDiffers { .. } => "reconcile.overlap_differs",
            ReconcileRefusal::Locked { .. } => "reconcile.locked",
            ReconcileRefusal::NoSuchLine => "reconcile.no_such_line",
            ReconcileRefusal::NoSuchEntry => "reconcile.no_such_entry",
            ReconcileRefusal::AlreadyPaired { .. } => "reconcile.already_paired",
            ReconcileRefusal::BookedAlready { .. } => "reconcile.booked_already",
            ReconcileRefusal::NoSuchPairing => "reconcile.no_such_pairing",
            ReconcileRefusal::ReasonMissing => "reconcile.reason_missing",
            ReconcileRefusal::NoStatement => "reconcile.no_statement",
            ReconcileRefusal::StatementGap { .. } => "reconcile.statement_gap",
            ReconcileRefusal::SheetUnequal { .. } => "reconcile.sheet_unequal",
            ReconcileRefusal::AlreadyMade { .. } => "reconcile.already_made",
            ReconcileRefusal::LaterSheet { .. } => "reconcile.later_sheet",
            ReconcileRefusal::NoSuchSheet => "reconcile.no_such_sheet",
            ReconcileRefusal::NoSuchCount => "reconcile.no_such_count",
            ReconcileRefusal::SamePerson { .. } => "reconcile.same_person",
            ReconcileRefusal::UnlockByMaker { .. } => "reconcile.unlock_by_maker",
            ReconcileRefusal::SheetChanged { .. } => "reconcile.sheet_changed",
            ReconcileRefusal::PeriodClosed { .. } => "reconcile.period_closed",
            ReconcileRefusal::MappingIncomplete { .. } => "reconcile.mapping_incomplete",
        }
    }

    fn class(&self) -> Class {
        match self {
            ReconcileRefusal::NoSuchLine
            | ReconcileRefusal::NoSuchEntry
            | ReconcileRefusal::NoSuchPairing
            | ReconcileRefusal::NoSuchCount
            | ReconcileRefusal::NoSuchSheet => Class::NotFound,
            ReconcileRefusal::Locked { .. }
            | ReconcileRefusal::AlreadyPaired { .. }
            | ReconcileRefusal::BookedAlready { .. }
            | ReconcileRefusal::AlreadyMade { .. }
            | ReconcileRefusal::LaterSheet { .. }
            | ReconcileRefusal::SheetChanged { .. }
            | ReconcileRefusal::PeriodClosed { .. } => Class::Conflict,
            ReconcileRefusal::SamePerson { .. }
            | ReconcileRefusal::UnlockByMaker { .. }
            | ReconcileRefusal::SurpriseByCashier => Class::Forbidden,
            _ => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            ReconcileRefusal::WitnessMissing | ReconcileRefusal::WitnessIsCounter { .. } => Some("witnessed"),
            ReconcileRefusal::DifferenceUnexplained { .. } | ReconcileRefusal::ReasonMissing => Some("reason"),
            ReconcileRefusal::SurpriseByCashier => Some("occasion"),
            ReconcileRefusal::DateAhead { .. } | ReconcileRefusal::SurpriseAnotherDay { .. } => Some("date"),
            _ => None,
        }
    }
}
