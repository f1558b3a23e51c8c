use serde::{Deserialize, Serialize};

use crate::kernel::{AccountId, CounterpartyId, HouseholdId, Money, ProjectId, Refused};
use crate::village::Dimensions;

use super::account::{Account, Dimension, Side};
use super::chart::Chart;
use super::error::LedgerRefusal;
use super::voucher::VoucherKind;

/// Summaries longer than this do not fit the voucher form.
pub(super) const SUMMARY_LIMIT: usize = 60;
/// More lines than this belong in several vouchers.
pub(super) const LINE_LIMIT: usize = 200;

/// One line as it was typed: anything may be missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// 摘要.
    pub summary: String,
    /// 科目; `None` while nothing was chosen.
    pub account: Option<AccountId>,
    /// 农户.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// 往来单位.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterparty: Option<CounterpartyId>,
    /// 项目.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// 借方.
    pub debit: Money,
    /// 贷方.
    pub credit: Money,
}

impl DraftLine {
    /// A line without dimensions.
    pub fn plain(summary: impl Into<String>, account: AccountId, side: Side, amount: Money) -> DraftLine {
        let (debit, credit) = match side {
            Side::Debit => (amount, Money::ZERO),
            Side::Credit => (Money::ZERO, amount),
        };
        DraftLine {
            summary: summary.into(),
            account: Some(account),
            household: None,
            counterparty: None,
            project: None,
            debit,
            credit,
        }
    }
}

/// 分录 — one sound line: a leaf account, its dimension, one side, an amount that is not nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// 摘要.
    pub summary: String,
    /// 末级科目.
    pub account: AccountId,
    /// 农户.
    pub household: Option<HouseholdId>,
    /// 往来单位.
    pub counterparty: Option<CounterpartyId>,
    /// 项目.
    pub project: Option<ProjectId>,
    /// 借 or 贷.
    pub side: Side,
    /// Never nothing; negative only as 红字.
    pub amount: Money,
}

impl Entry {
    /// The debit amount, nothing on the credit side.
    pub fn debit(&self) -> Money {
        if self.side == Side::Debit { self.amount } else { Money::ZERO }
    }
    /// The credit amount, nothing on the debit side.
    pub fn credit(&self) -> Money {
        if self.side == Side::Credit { self.amount } else { Money::ZERO }
    }
    /// As it would be typed again.
    pub fn to_line(&self) -> DraftLine {
        DraftLine {
            summary: self.summary.clone(),
            account: Some(self.account),
            household: self.household,
            counterparty: self.counterparty,
            project: self.project,
            debit: self.debit(),
            credit: self.credit(),
        }
    }
}

/// Everything wrong with one line, or the sound entry.
pub type LineFault = Vec<Refused>;

/// Makes a sound entry of one typed line, or says everything that is wrong with it.
pub(super) fn sound_entry(
    line: usize,
    typed: &DraftLine,
    kind: VoucherKind,
    chart: &Chart,
    dimensions: &Dimensions,
) -> Result<Entry, LineFault> {
    let mut faults: Vec<LedgerRefusal> = Vec::new();
    let summary = typed.summary.trim();
    let length = summary.chars().count();
    if summary.is_empty() {
        faults.push(LedgerRefusal::SummaryEmpty { line });
    } else if length > SUMMARY_LIMIT {
        faults.push(LedgerRefusal::SummaryTooLong { line, length, limit: SUMMARY_LIMIT });
    }
    let account = match typed.account.map(|id| (id, chart.by_id(id))) {
        None => {
            faults.push(LedgerRefusal::UnknownAccount { line, typed: "(未选)".to_owned() });
            None
        }
        Some((_, None)) => {
            faults.push(LedgerRefusal::UnknownAccount { line, typed: "(外账套科目)".to_owned() });
            None
        }
        Some((_, Some(account))) => {
            faults.extend(account_faults(line, account, typed, dimensions));
            Some(account)
        }
    };
    let (side, amount) = one_side(line, typed, kind, &mut faults);
    match (account, faults.is_empty()) {
        (Some(account), true) => Ok(Entry {
            summary: summary.to_owned(),
            account: account.id,
            household: typed.household.filter(|_| account.dimension == Some(Dimension::Household)),
            counterparty: typed.counterparty.filter(|_| account.dimension == Some(Dimension::Counterparty)),
            project: typed.project.filter(|_| account.dimension == Some(Dimension::Project)),
            side,
            amount,
        }),
        _ => Err(faults.into_iter().map(Refused::from).map(|r| r.at_row(line)).collect()),
    }
}

fn account_faults(line: usize, account: &Account, typed: &DraftLine, dimensions: &Dimensions) -> Vec<LedgerRefusal> {
    let mut faults = Vec::new();
    if !account.leaf {
        faults.push(LedgerRefusal::NotLeaf { line, account: account.label() });
        return faults;
    }
    if account.closed {
        faults.push(LedgerRefusal::AccountClosed { line, account: account.label() });
    }
    if let Some(dimension) = account.dimension {
        let known = match dimension {
            Dimension::Household => typed.household.map(|id| dimensions.households.iter().any(|h| h.id == id)),
            Dimension::Counterparty => {
                typed.counterparty.map(|id| dimensions.counterparties.iter().any(|c| c.id == id))
            }
            Dimension::Project => typed.project.map(|id| dimensions.projects.iter().any(|p| p.id == id)),
        };
        match known {
            None => faults.push(LedgerRefusal::DimensionMissing {
                line,
                account: account.label(),
                dimension: dimension.in_chinese(),
            }),
            Some(false) => faults.push(LedgerRefusal::DimensionForeign { line, dimension: dimension.in_chinese() }),
            Some(true) => {}
        }
    }
    faults
}

fn one_side(line: usize, typed: &DraftLine, kind: VoucherKind, faults: &mut Vec<LedgerRefusal>) -> (Side, Money) {
    let (side, amount) = match (typed.debit.is_zero(), typed.credit.is_zero()) {
        (true, true) => {
            faults.push(LedgerRefusal::AmountMissing { line });
            return (Side::Debit, Money::ZERO);
        }
        (false, false) => {
            faults.push(LedgerRefusal::BothSides { line, debit: typed.debit, credit: typed.credit });
            return (Side::Debit, Money::ZERO);
        }
        (false, true) => (Side::Debit, typed.debit),
        (true, false) => (Side::Credit, typed.credit),
    };
    if amount.is_negative() && !kind.may_be_red() {
        faults.push(LedgerRefusal::Negative { line, amount });
    }
    if amount.abs() > Money::LIMIT {
        faults.push(LedgerRefusal::TooLarge { line, amount, limit: Money::LIMIT });
    }
    (side, amount)
}
