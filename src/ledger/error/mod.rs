mod period;

pub use period::PeriodRefusal;

use crate::kernel::{Class, Money, Refusal};

/// Why the ledger says no. Listed in the order in which one outranks another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerRefusal {
    /// No such voucher or draft in this book.
    #[error("没有这张凭证,可能已被删除或记账")]
    NoSuchVoucher,
    /// Somebody else changed it in between.
    #[error("这张凭证刚被{who}改过,请看新内容后再办")]
    Stale {
        /// Who changed it last.
        who: String,
    },
    /// The draft a page was filling in is no longer a draft.
    #[error("这张凭证已在别处记账或删除，刚才填的还在这一页，需要时另存为新凭证")]
    DraftGone,
    /// The date lies before the book was enabled.
    #[error("日期{date}早于启用期间{enabled},只能记{enabled}及以后")]
    BeforeEnabled {
        /// The date.
        date: String,
        /// The first period.
        enabled: String,
    },
    /// The date lies beyond the present month.
    #[error("日期{date}还没有到,最晚可记到{last}")]
    InTheFuture {
        /// The date.
        date: String,
        /// The last day allowed.
        last: String,
    },
    /// The period is closed.
    #[error("{period}已结账,请改记到{open}或以后")]
    PeriodClosed {
        /// The closed period.
        period: String,
        /// The first open one.
        open: String,
    },
    /// Fewer than two lines.
    #[error("凭证至少要有两行分录,现在有{lines}行")]
    TooFewLines {
        /// Lines there are.
        lines: usize,
    },
    /// More lines than one voucher may have.
    #[error("凭证有{lines}行分录,最多{limit}行,请分成几张")]
    TooManyLines {
        /// Lines there are.
        lines: usize,
        /// The most there may be.
        limit: usize,
    },
    /// A line without a summary.
    #[error("第{line}行没有摘要")]
    SummaryEmpty {
        /// Line, 1-based.
        line: usize,
    },
    /// A summary too long to print.
    #[error("第{line}行摘要有{length}个字,最多{limit}个")]
    SummaryTooLong {
        /// Line.
        line: usize,
        /// What was typed.
        length: usize,
        /// What fits.
        limit: usize,
    },
    /// An account that is not in this book's chart.
    #[error("第{line}行科目「{typed}」不在本账套的科目表里")]
    UnknownAccount {
        /// Line.
        line: usize,
        /// What was typed.
        typed: String,
    },
    /// An account with details below it.
    #[error("第{line}行「{account}」还有下级科目,请选到末级")]
    NotLeaf {
        /// Line.
        line: usize,
        /// Code and name.
        account: String,
    },
    /// An account closed to new entries.
    #[error("第{line}行「{account}」已停用,请换一个科目")]
    AccountClosed {
        /// Line.
        line: usize,
        /// Code and name.
        account: String,
    },
    /// A dimension the account needs is missing.
    #[error("第{line}行「{account}」要写明{dimension}")]
    DimensionMissing {
        /// Line.
        line: usize,
        /// Code and name.
        account: String,
        /// 农户, 往来单位, 项目.
        dimension: &'static str,
    },
    /// A household, counterparty or project that is not of this book.
    #[error("第{line}行的{dimension}不在本账套里")]
    DimensionForeign {
        /// Line.
        line: usize,
        /// 农户, 往来单位, 项目.
        dimension: &'static str,
    },
    /// Neither debit nor credit.
    #[error("第{line}行没有金额")]
    AmountMissing {
        /// Line.
        line: usize,
    },
    /// Both debit and credit.
    #[error("第{line}行借方{debit}元、贷方{credit}元都有数,一行只能写一方")]
    BothSides {
        /// Line.
        line: usize,
        /// Debit.
        debit: Money,
        /// Credit.
        credit: Money,
    },
    /// A negative amount outside a red-letter voucher.
    #[error("第{line}行金额{amount}元是负数,只有红字冲销才用负数")]
    Negative {
        /// Line.
        line: usize,
        /// The amount.
        amount: Money,
    },
    /// An amount beyond the columns.
    #[error("第{line}行金额{amount}元超过上限{limit}元")]
    TooLarge {
        /// Line.
        line: usize,
        /// The amount.
        amount: Money,
        /// The most.
        limit: Money,
    },
    /// Debit and credit differ.
    #[error("借方合计{debit}元,贷方合计{credit}元,相差{difference}元,请核对分录金额")]
    Unbalanced {
        /// Debit total.
        debit: Money,
        /// Credit total.
        credit: Money,
        /// The difference, without sign.
        difference: Money,
    },
    /// Preparer and reviewer are one person.
    #[error("{who}是制单人,不能复核自己的凭证,请换一人复核")]
    SamePerson {
        /// Who.
        who: String,
    },
    /// Not in the state the act needs.
    #[error("凭证现在是「{state}」,不能{act}")]
    WrongState {
        /// The state's word.
        state: &'static str,
        /// What was asked.
        act: &'static str,
    },
    /// The voucher was reversed before.
    #[error("{voucher}已被{by}冲销,不能再冲一次")]
    AlreadyReversed {
        /// The voucher.
        voucher: String,
        /// The red-letter voucher or its draft.
        by: String,
    },
    /// A reversal cannot be reversed.
    #[error("{voucher}本身是红字冲销凭证,请直接补记正确的凭证")]
    IsReversal {
        /// The voucher.
        voucher: String,
    },
    /// A reason is needed.
    #[error("请写明{what}的原因")]
    ReasonMissing {
        /// 冲销, 退回, 重开.
        what: &'static str,
    },
    /// Closing out of order.
    #[error("先结{first},再结{period}")]
    ClosedOutOfOrder {
        /// The period that comes first.
        first: String,
        /// The one asked for.
        period: String,
    },
    /// Drafts stand in the period.
    #[error("{period}还有{count}张凭证没有记账,记完再结账")]
    DraftsWaiting {
        /// The period.
        period: String,
        /// How many.
        count: i64,
    },
    /// Opening balances that do not balance.
    #[error("期初借方合计{debit}元,贷方合计{credit}元,相差{difference}元,期初不平不能建账")]
    OpeningUnbalanced {
        /// Debit total.
        debit: Money,
        /// Credit total.
        credit: Money,
        /// The difference, without sign.
        difference: Money,
    },
    /// Opening balances after the book has begun.
    #[error("账套已确认期初,不能再改;差错用凭证更正")]
    OpeningConfirmed,
    /// Opening on a profit-and-loss account at the start of a year.
    #[error("第{line}行「{account}」是损益科目,年初不能有余额")]
    OpeningOnProfitAndLoss {
        /// Line.
        line: usize,
        /// Code and name.
        account: String,
    },
    /// A detail account under a parent that does not take one.
    #[error("「{parent}」下不能由本账套增设明细,请中心统一增设")]
    ParentNotOpen {
        /// The parent.
        parent: String,
    },
    /// A first detail under an account that already has entries.
    #[error("「{parent}」已有发生额,不能再设下级,可新设同级科目")]
    AccountInUse {
        /// The parent.
        parent: String,
    },
    /// No free code, or too deep.
    #[error("「{parent}」下的编码已用完或级次已到底(3-2-2-2)")]
    NoCodeLeft {
        /// The parent.
        parent: String,
    },
    /// A name that is taken among its siblings.
    #[error("「{parent}」下已有「{name}」")]
    AccountNameTaken {
        /// The parent.
        parent: String,
        /// The name.
        name: String,
    },
    /// A book marked as a party of itself.
    #[error("往来方不能是本账套自己，请选另一个账套")]
    PartyIsItself,
    /// A party that is not in this book.
    #[error("本账套没有这个往来方")]
    PartyNotThere,
    /// A form that would begin before the version it follows.
    #[error("第{version}版从{from}起用，新的一版不能更早")]
    FormEarlierThanLast {
        /// The version before.
        version: i64,
        /// Its first month.
        from: String,
    },
    /// A form that would change the statements of a closed year.
    #[error("{year}年已有账套结完全年，报表样式要从{}年起用", year + 1)]
    FormYearClosed {
        /// The year.
        year: i32,
    },
}

impl Refusal for LedgerRefusal {
    fn code(&self) -> &'static str {
        use LedgerRefusal::*;
        match self {
            NoSuchVoucher => "ledger.no_such_voucher",
            Stale { .. } => "ledger.stale",
            DraftGone => "ledger.draft_gone",
            BeforeEnabled { .. } => "ledger.before_enabled",
            InTheFuture { .. } => "ledger.in_the_future",
            PeriodClosed { .. } => "ledger.period_closed",
            TooFewLines { .. } => "ledger.too_few_lines",
            TooManyLines { .. } => "ledger.too_many_lines",
            SummaryEmpty { .. } => "ledger.summary_empty",
            SummaryTooLong { .. } => "ledger.summary_too_long",
            UnknownAccount { .. } => "ledger.unknown_account",
            NotLeaf { .. } => "ledger.not_leaf",
            AccountClosed { .. } => "ledger.account_closed",
            DimensionMissing { .. } => "ledger.dimension_missing",
            DimensionForeign { .. } => "ledger.dimension_foreign",
            AmountMissing { .. } => "ledger.amount_missing",
            BothSides { .. } => "ledger.both_sides",
            Negative { .. } => "ledger.negative",
            TooLarge { .. } => "ledger.too_large",
            Unbalanced { .. } => "ledger.unbalanced",
            SamePerson { .. } => "ledger.same_person",
            WrongState { .. } => "ledger.wrong_state",
            AlreadyReversed { .. } => "ledger.already_reversed",
            IsReversal { .. } => "ledger.is_reversal",
            ReasonMissing { .. } => "ledger.reason_missing",
            ClosedOutOfOrder { .. } => "ledger.closed_out_of_order",
            DraftsWaiting { .. } => "ledger.drafts_waiting",
            OpeningUnbalanced { .. } => "ledger.opening_unbalanced",
            OpeningConfirmed => "ledger.opening_confirmed",
            OpeningOnProfitAndLoss { .. } => "ledger.opening_on_profit_and_loss",
            ParentNotOpen { .. } => "ledger.parent_not_open",
            AccountInUse { .. } => "ledger.account_in_use",
            NoCodeLeft { .. } => "ledger.no_code_left",
            AccountNameTaken { .. } => "ledger.account_name_taken",
            PartyIsItself => "ledger.party_is_itself",
            PartyNotThere => "ledger.party_not_there",
            FormEarlierThanLast { .. } => "ledger.form_earlier_than_last",
            FormYearClosed { .. } => "ledger.form_year_closed",
        }
    }

    fn class(&self) -> Class {
        use LedgerRefusal::*;
        match self {
            NoSuchVoucher | PartyNotThere => Class::NotFound,
            Stale { .. } | DraftGone | WrongState { .. } | AlreadyReversed { .. } | OpeningConfirmed => Class::Conflict,
            SamePerson { .. } => Class::Forbidden,
            BeforeEnabled { .. }
            | InTheFuture { .. }
            | PeriodClosed { .. }
            | TooFewLines { .. }
            | TooManyLines { .. }
            | SummaryEmpty { .. }
            | SummaryTooLong { .. }
            | UnknownAccount { .. }
            | NotLeaf { .. }
            | AccountClosed { .. }
            | DimensionMissing { .. }
            | DimensionForeign { .. }
            | AmountMissing { .. }
            | BothSides { .. }
            | Negative { .. }
            | TooLarge { .. }
            | Unbalanced { .. }
            | IsReversal { .. }
            | ReasonMissing { .. }
            | ClosedOutOfOrder { .. }
            | DraftsWaiting { .. }
            | OpeningUnbalanced { .. }
            | OpeningOnProfitAndLoss { .. }
            | ParentNotOpen { .. }
            | AccountInUse { .. }
            | NoCodeLeft { .. }
            | AccountNameTaken { .. }
            | PartyIsItself
            | FormEarlierThanLast { .. }
            | FormYearClosed { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use LedgerRefusal::*;
        match self {
            BeforeEnabled { .. } | InTheFuture { .. } | PeriodClosed { .. } => Some("date"),
            ReasonMissing { .. } => Some("reason"),
            _ => None,
        }
    }
}
