use crate::kernel::{Class, Refusal};

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
        }
    }

    fn class(&self) -> Class {
        use PeriodRefusal::*;
        match self {
            NoSuchReopening => Class::NotFound,
            ReopeningWaiting { .. } | ReopeningStands { .. } | ReopeningAnswered => Class::Conflict,
            OwnReopening { .. } => Class::Forbidden,
            ReopeningExpired { .. }
            | YearSealed { .. }
            | NotClosed { .. }
            | NotLastClosed { .. }
            | ReopeningInThePast { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use PeriodRefusal::*;
        match self {
            ReopeningExpired { .. } => Some("date"),
            ReopeningInThePast { .. } => Some("until"),
            _ => None,
        }
    }
}
