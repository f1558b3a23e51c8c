use crate::kernel::{Class, Money, Refusal};

/// Why the old balances cannot be carried over yet. Each names its row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConversionRefusal {
    /// Not an account of the old chart.
    #[error("「{account}」不是2004年会计制度的科目，请核对编码")]
    UnknownOldAccount {
        /// What the file says.
        account: String,
    },
    /// An old code under a name of another account.
    #[error("旧科目{code}是「{official}」，文件写的是「{said}」，请核对是不是旧制度的余额表")]
    OldNameDiffers {
        /// Code.
        code: String,
        /// The official name.
        official: String,
        /// What the file says.
        said: String,
    },
    /// The account is gone and must have no balance.
    #[error("「{account}」在新制度里取消，年终应无余额，现有{amount}元，请先在旧账里结转")]
    ClosedAccount {
        /// Code and name.
        account: String,
        /// What stands on it.
        amount: Money,
    },
    /// A person has to decide.
    #[error("「{account}」{amount}元要分清转入哪里：{choices}，请填各自金额")]
    ChoiceNeeded {
        /// Code and name.
        account: String,
        /// What has to be shared out.
        amount: Money,
        /// Where it may go.
        choices: String,
    },
    /// The parts are not the whole.
    #[error("「{account}」余额{amount}元，分出去的合计{sum}元，相差{difference}元")]
    PartsDiffer {
        /// Code and name.
        account: String,
        /// The whole.
        amount: Money,
        /// What was shared out.
        sum: Money,
        /// Without sign.
        difference: Money,
    },
    /// Something out of the ordinary without a word why.
    #[error("「{account}」转入「{target}」不在对照表里，请写明事由")]
    ReasonNeeded {
        /// The old account.
        account: String,
        /// The new one.
        target: String,
    },
    /// An adjustment without a word why.
    #[error("调整{amount}元没有写事由")]
    AdjustmentReason {
        /// How much.
        amount: Money,
    },
    /// Nothing to convert.
    #[error("没有旧科目余额，请先录入")]
    NoBalances,
    /// The old balances do not balance.
    #[error("旧账借方合计{debit}元，贷方合计{credit}元，相差{difference}元，请先核对旧账")]
    OldUnbalanced {
        /// Debit.
        debit: Money,
        /// Credit.
        credit: Money,
        /// Without sign.
        difference: Money,
    },
    /// The adjustments do not balance.
    #[error("调整事项借方合计{debit}元，贷方合计{credit}元，相差{difference}元，有借必有贷")]
    AdjustmentsUnbalanced {
        /// Debit.
        debit: Money,
        /// Credit.
        credit: Money,
        /// Without sign.
        difference: Money,
    },
    /// The book does not begin with a year.
    #[error("账套从{enabled}启用，新旧衔接要从1月1日起")]
    NotFromJanuary {
        /// The enabling month.
        enabled: String,
    },
    /// Somebody else saved in between.
    #[error("这份底稿刚被{who}改过，请看新内容后再办")]
    SheetStale {
        /// Who.
        who: String,
    },
    /// There is no such paper.
    #[error("本账套没有新旧衔接工作底稿")]
    NoPaper,
}

impl Refusal for ConversionRefusal {
    fn code(&self) -> &'static str {
        match self {
            ConversionRefusal::UnknownOldAccount { .. } => "conversion.unknown_old_account",
            ConversionRefusal::OldNameDiffers { .. } => "conversion.old_name_differs",
            ConversionRefusal::ClosedAccount { .. } => "conversion.closed_account",
            ConversionRefusal::ChoiceNeeded { .. } => "conversion.choice_needed",
            ConversionRefusal::PartsDiffer { .. } => "conversion.parts_differ",
            ConversionRefusal::ReasonNeeded { .. } => "conversion.reason_needed",
            ConversionRefusal::AdjustmentReason { .. } => "conversion.adjustment_reason",
            ConversionRefusal::NoBalances => "conversion.no_balances",
            ConversionRefusal::OldUnbalanced { .. } => "conversion.old_unbalanced",
            ConversionRefusal::AdjustmentsUnbalanced { .. } => "conversion.adjustments_unbalanced",
            ConversionRefusal::NotFromJanuary { .. } => "conversion.not_from_january",
            ConversionRefusal::SheetStale { .. } => "conversion.sheet_stale",
            ConversionRefusal::NoPaper => "conversion.no_paper",
        }
    }

    fn class(&self) -> Class {
        match self {
            ConversionRefusal::SheetStale { .. } => Class::Conflict,
            ConversionRefusal::NoPaper => Class::NotFound,
            ConversionRefusal::UnknownOldAccount { .. }
            | ConversionRefusal::OldNameDiffers { .. }
            | ConversionRefusal::ClosedAccount { .. }
            | ConversionRefusal::ChoiceNeeded { .. }
            | ConversionRefusal::PartsDiffer { .. }
            | ConversionRefusal::ReasonNeeded { .. }
            | ConversionRefusal::AdjustmentReason { .. }
            | ConversionRefusal::NoBalances
            | ConversionRefusal::OldUnbalanced { .. }
            | ConversionRefusal::AdjustmentsUnbalanced { .. }
            | ConversionRefusal::NotFromJanuary { .. } => Class::Invalid,
        }
    }
}
