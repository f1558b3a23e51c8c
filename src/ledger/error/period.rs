use crate::kernel::{Class, Money, Refusal};

/// Why a month or a year stays as it is: 重开, 年终结转, 封存. Listed in the order in which one outranks another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodRefusal {
    /// The month was opened once more, and its last day has passed.
    #[error("{period}重开到{until}为止，期限已过，不再记账，请重新结账")]
    ReopeningExpired {
        /// The month.
        period: String,
        /// Its last day.
        until: String,
    },
    /// The year is sealed.
    #[error("{year}年已封存，不再记账，也不再重开；差错在以后的期间更正")]
    YearSealed {
        /// The year.
        year: String,
    },
    /// A month that is not closed needs no reopening.
    #[error("{period}还没有结账，不用重开")]
    NotClosed {
        /// The month.
        period: String,
    },
    /// Only the last closed month may be opened once more.
    #[error("只有最近结账的{last}可以重开；{period}的差错在现在的期间用红字冲销更正")]
    NotLastClosed {
        /// The one asked for.
        period: String,
        /// The last closed one.
        last: String,
    },
    /// A reopening that would end before it begins.
    #[error("重开期限{until}已经过去，请填今天或以后的日期")]
    ReopeningInThePast {
        /// The day asked for.
        until: String,
    },
    /// Somebody has asked already.
    #[error("{period}的重开申请已由{who}提出，等中心主任答复")]
    ReopeningWaiting {
        /// The month.
        period: String,
        /// Who asked.
        who: String,
    },
    /// A month stands reopened; it is closed again first.
    #[error("{period}正在重开，重新结账以后再办")]
    ReopeningStands {
        /// The month.
        period: String,
    },
    /// No such request.
    #[error("没有这份重开申请，请从列表重新进入")]
    NoSuchReopening,
    /// The request was answered before.
    #[error("这份重开申请已有答复，请刷新后再看")]
    ReopeningAnswered,
    /// Nobody answers his own request.
    #[error("申请人{who}不能答复自己的重开申请，请由另一位主任办理")]
    OwnReopening {
        /// Who.
        who: String,
    },
    /// The year's other months are not closed yet.
    #[error("先结完{year}年11月再做年终结转，现在该结{first}")]
    YearNotReached {
        /// The year.
        year: String,
        /// The first open month.
        first: String,
    },
    /// Carry-forward drafts of the year wait.
    #[error("还有{count}张结转凭证没有记账，复核记账以后再做下一步")]
    ClosingDraftsWaiting {
        /// How many.
        count: usize,
    },
    /// Another step comes first.
    #[error("先{before}，再{step}")]
    StepBefore {
        /// The step asked for.
        step: &'static str,
        /// The one before it.
        before: &'static str,
    },
    /// Nothing stands on the accounts of the step.
    #[error("没有要结转的余额，{step}不用做")]
    NothingToCarry {
        /// The step.
        step: &'static str,
    },
    /// An account the year ends through is not in the chart, has details or is closed.
    #[error("科目表里没有可用的末级科目「{name}」，年终结转要用，由中心在统一科目表里增设")]
    YearAccountMissing {
        /// Its name.
        name: String,
    },
    /// A share below nothing.
    #[error("分配金额{amount}元是负数，分配只能往外分")]
    NegativeShare {
        /// The amount.
        amount: Money,
    },
    /// More loss covered than there is.
    #[error("弥补亏损{cover}元，超过还没有弥补的亏损{loss}元")]
    CoverOverLoss {
        /// What was to be covered.
        cover: Money,
        /// The loss.
        loss: Money,
    },
    /// More covered than the fund has.
    #[error("弥补亏损{cover}元，计提公积公益金只有{fund}元")]
    CoverOverFund {
        /// What was to be covered.
        cover: Money,
        /// What the fund stands at.
        fund: Money,
    },
    /// More distributed than there is.
    #[error("可分配收益{available}元，各项分配合计{planned}元，多分了{over}元")]
    OverDistributed {
        /// What there is.
        available: Money,
        /// What was planned.
        planned: Money,
        /// The difference.
        over: Money,
    },
    /// A name in a list that is not in the book.
    #[error("名单第{line}行的「{name}」不在本账套的{kind}里，先到往来里登记")]
    UnknownPayee {
        /// Line of the list.
        line: usize,
        /// The name.
        name: String,
        /// 农户 or 往来单位.
        kind: &'static str,
    },
    /// A share or an amount that cannot be read.
    #[error("名单第{line}行的「{typed}」不是数，请写份数或金额")]
    ShareUnreadable {
        /// Line of the list.
        line: usize,
        /// What was typed.
        typed: String,
    },
    /// The list does not come to the total.
    #[error("向成员分配{total}元，名单合计{sum}元，两个数要一样")]
    SharesDoNotSum {
        /// The total.
        total: Money,
        /// What the list comes to.
        sum: Money,
    },
    /// A plan without an amount.
    #[error("分配方案里没有金额；今年不分配的，跳过这一步")]
    NothingDistributed,
    /// The year's last month is not closed.
    #[error("先结完{year}年12月再封存，现在该结{first}")]
    YearNotClosed {
        /// The year.
        year: String,
        /// The first open month.
        first: String,
    },
    /// An earlier year is not sealed.
    #[error("年度按先后封存，先封存{earlier}年，再封存{year}年")]
    EarlierYearOpen {
        /// The year asked for.
        year: String,
        /// The one that comes first.
        earlier: String,
    },
    /// An account that has to be empty is not.
    #[error("「{account}」年终应没有余额，现有{balance}元，没有结转完不能封存")]
    NotCarried {
        /// Code and name.
        account: String,
        /// What stands on it, debit positive.
        balance: Money,
    },
}

impl Refusal for PeriodRefusal {
    fn code(&self) -> &'static str {
        use PeriodRefusal::*;
        match self {
            ReopeningExpired { .. } => "ledger.reopening_expired",
            YearSealed { .. } => "ledger.year_sealed",
            NotClosed { .. } => "ledger.not_closed",
            NotLastClosed { .. } => "ledger.not_last_closed",
            ReopeningInThePast { .. } => "ledger.reopening_in_the_past",
            ReopeningWaiting { .. } => "ledger.reopening_waiting",
            ReopeningStands { .. } => "ledger.reopening_stands",
            NoSuchReopening => "ledger.no_such_reopening",
            ReopeningAnswered => "ledger.reopening_answered",
            OwnReopening { .. } => "ledger.own_reopening",
            YearNotReached { .. } => "ledger.year_not_reached",
            ClosingDraftsWaiting { .. } => "ledger.closing_drafts_waiting",
            StepBefore { .. } => "ledger.step_before",
            NothingToCarry { .. } => "ledger.nothing_to_carry",
            YearAccountMissing { .. } => "ledger.year_account_missing",
            NegativeShare { .. } => "ledger.negative_share",
            CoverOverLoss { .. } => "ledger.cover_over_loss",
            CoverOverFund { .. } => "ledger.cover_over_fund",
            OverDistributed { .. } => "ledger.over_distributed",
            UnknownPayee { .. } => "ledger.unknown_payee",
            ShareUnreadable { .. } => "ledger.share_unreadable",
            SharesDoNotSum { .. } => "ledger.shares_do_not_sum",
            NothingDistributed => "ledger.nothing_distributed",
            YearNotClosed { .. } => "ledger.year_not_closed",
            EarlierYearOpen { .. } => "ledger.earlier_year_open",
            NotCarried { .. } => "ledger.not_carried",
        }
    }

    fn class(&self) -> Class {
        use PeriodRefusal::*;
        match self {
            NoSuchReopening => Class::NotFound,
            ReopeningWaiting { .. } | ReopeningStands { .. } | ReopeningAnswered | ClosingDraftsWaiting { .. } => {
                Class::Conflict
            }
            OwnReopening { .. } => Class::Forbidden,
            ReopeningExpired { .. }
            | YearSealed { .. }
            | NotClosed { .. }
            | NotLastClosed { .. }
            | ReopeningInThePast { .. }
            | YearNotReached { .. }
            | StepBefore { .. }
            | NothingToCarry { .. }
            | YearAccountMissing { .. }
            | NegativeShare { .. }
            | CoverOverLoss { .. }
            | CoverOverFund { .. }
            | OverDistributed { .. }
            | UnknownPayee { .. }
            | ShareUnreadable { .. }
            | SharesDoNotSum { .. }
            | NothingDistributed
            | YearNotClosed { .. }
            | EarlierYearOpen { .. }
            | NotCarried { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use PeriodRefusal::*;
        match self {
            ReopeningExpired { .. } => Some("date"),
            ReopeningInThePast { .. } => Some("until"),
            SharesDoNotSum { .. } => Some("members_total"),
            CoverOverLoss { .. } | CoverOverFund { .. } => Some("loss_cover"),
            _ => None,
        }
    }
}
