use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::{AccountId, Money};
use crate::ledger::{BalanceRow, Chart, Side};
use crate::village::Dimensions;

/// 债权 and 债务: amounts owed to the village or by it, wages and taxes due with them.
pub(super) const CLAIM_ACCOUNTS: [&str; 8] = ["112", "113", "201", "211", "212", "213", "214", "221"];
/// What the village has besides money and claims.
pub(super) const ASSET_ACCOUNTS: [&str; 15] =
    ["111", "121", "131", "132", "133", "134", "141", "151", "152", "153", "154", "161", "162", "171", "181"];
/// Money kept for a purpose: its kind in plain words.
const PURPOSE_ACCOUNTS: [(&str, &str); 3] = [("231", "一事一议"), ("241", "专项资金"), ("31102", "土地补偿")];

/// Which way a claim runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// 应收: owed to the village.
    Receivable,
    /// 应付: owed by the village.
    Payable,
}

impl Claim {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Claim::Receivable => "应收",
            Claim::Payable => "应付",
        }
    }

    /// A debit-positive figure, seen from this side.
    pub(super) fn seen(self, debit: Money) -> Money {
        match self {
            Claim::Receivable => debit,
            Claim::Payable => -debit,
        }
    }
}

/// One debtor or creditor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimLine {
    /// Which way it runs.
    pub claim: Claim,
    /// First-level code.
    pub account: String,
    /// `应收款`.
    pub account_name: String,
    /// Who, masked as the policy says; the account's own name where no one is named.
    pub party: String,
    /// 期初.
    pub opening: Money,
    /// 增加.
    pub increase: Money,
    /// 减少.
    pub decrease: Money,
    /// 期末.
    pub closing: Money,
}

/// One kind of asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetLine {
    /// Code of the account.
    pub account: String,
    /// `固定资产 房屋及建筑物`, with the project's name.
    pub name: String,
    /// 期初; negative for what is taken off, 累计折旧.
    pub opening: Money,
    /// 增加.
    pub increase: Money,
    /// 减少.
    pub decrease: Money,
    /// 期末.
    pub closing: Money,
}

/// Money for one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherLine {
    /// Code of the account.
    pub account: String,
    /// `一事一议`, `专项资金`, `土地补偿`.
    pub kind: String,
    /// The project.
    pub what: String,
    /// 期初.
    pub opening: Money,
    /// 本期收.
    pub received: Money,
    /// 本期用.
    pub spent: Money,
    /// 期末.
    pub left: Money,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    opening: Money,
    debit: Money,
    credit: Money,
}

impl Sum {
    fn closing(self) -> Money {
        self.opening + self.debit - self.credit
    }

    fn is_nothing(self) -> bool {
        self.opening.is_zero() && self.debit.is_zero() && self.credit.is_zero()
    }
}

/// `固定资产 房屋及建筑物`.
fn path(chart: &Chart, account: AccountId) -> String {
    chart.path_name(account).replace('/', " ")
}

/// What a sum is kept for, in the order the sheet shows it: code, then who or what, then a tie-breaker.
type Key = (String, String, String);

fn sums(rows: &[BalanceRow], key: impl Fn(&BalanceRow) -> Option<Key>) -> BTreeMap<Key, Sum> {
    let mut sums: BTreeMap<Key, Sum> = BTreeMap::new();
    for row in rows {
        let Some(key) = key(row) else { continue };
        let sum = sums.entry(key).or_default();
        sum.opening += row.opening;
        sum.debit += row.debit;
        sum.credit += row.credit;
    }
    sums.retain(|_, sum| !sum.is_nothing());
    sums
}

/// Every debtor and creditor with a balance or a movement; 内部往来 per household, never netted.
pub(super) fn claim_lines(chart: &Chart, rows: &[BalanceRow], dimensions: &Dimensions) -> Vec<ClaimLine> {
    let key = |row: &BalanceRow| -> Option<Key> {
        let account = chart.by_id(row.key.account)?;
        let first = account.code.first_level().to_owned();
        CLAIM_ACCOUNTS.contains(&first.as_str()).then_some(())?;
        let (who, id) = match (row.key.household, row.key.counterparty) {
            (Some(household), _) => (dimensions.household_name(household).to_owned(), household.text()),
            (None, Some(counterparty)) => (dimensions.counterparty_name(counterparty).to_owned(), counterparty.text()),
            (None, None) => (path(chart, account.id), String::new()),
        };
        Some((first, who, id))
    };
    let lines = sums(rows, key).into_iter().map(|((account, party, _), sum)| {
        let standing = if sum.closing().is_zero() { sum.opening } else { sum.closing() };
        let own_side = matches!(account.as_str(), "112" | "113") && !standing.is_negative();
        let claim =
            if standing.is_positive() || (standing.is_zero() && own_side) { Claim::Receivable } else { Claim::Payable };
        let (increase, decrease) = match claim {
            Claim::Receivable => (sum.debit, sum.credit),
            Claim::Payable => (sum.credit, sum.debit),
        };
        ClaimLine {
            claim,
            account_name: chart.by_code(&account).map(|a| a.name.clone()).unwrap_or_default(),
            account,
            party,
            opening: claim.seen(sum.opening),
            increase,
            decrease,
            closing: claim.seen(sum.closing()),
        }
    });
    let mut lines: Vec<ClaimLine> = lines.collect();
    lines.sort_by_key(|l| l.claim == Claim::Payable);
    lines
}

/// Every kind of asset with a balance or a movement.
pub(super) fn asset_lines(chart: &Chart, rows: &[BalanceRow], dimensions: &Dimensions) -> Vec<AssetLine> {
    let key = |row: &BalanceRow| -> Option<Key> {
        let account = chart.by_id(row.key.account)?;
        ASSET_ACCOUNTS.contains(&account.code.first_level()).then_some(())?;
        let project = row.key.project.map(|p| dimensions.project_name(p).to_owned()).unwrap_or_default();
        Some((account.code.to_string(), project, row.key.project.map(|p| p.text()).unwrap_or_default()))
    };
    let lines = sums(rows, key).into_iter().map(|((account, project, _), sum)| {
        let found = chart.by_code(&account);
        let path = found.map(|a| path(chart, a.id)).unwrap_or_default();
        // Of what is taken off an asset, more is written off: the credit is the increase, shown as a minus.
        let contra = found.is_some_and(|a| a.normal_side == Side::Credit);
        let (increase, decrease) = if contra { (-sum.credit, -sum.debit) } else { (sum.debit, sum.credit) };
        AssetLine {
            account,
            name: if project.is_empty() { path } else { format!("{path}（{project}）") },
            opening: sum.opening,
            increase,
            decrease,
            closing: sum.closing(),
        }
    });
    lines.collect()
}

/// Money kept for a purpose: per project, and the village's part of land compensation.
pub(super) fn other_lines(chart: &Chart, rows: &[BalanceRow], dimensions: &Dimensions) -> Vec<OtherLine> {
    let purpose = |code: &str| PURPOSE_ACCOUNTS.iter().find(|(prefix, _)| code.starts_with(prefix));
    let key = |row: &BalanceRow| -> Option<Key> {
        let account = chart.by_id(row.key.account)?;
        let (prefix, _) = purpose(account.code.as_str())?;
        let what = match row.key.project {
            Some(project) => dimensions.project_name(project).to_owned(),
            None => account.name.clone(),
        };
        Some(((*prefix).to_owned(), what, row.key.project.map(|p| p.text()).unwrap_or_default()))
    };
    let lines = sums(rows, key).into_iter().map(|((account, what, _), sum)| OtherLine {
        kind: purpose(&account).map(|(_, kind)| (*kind).to_owned()).unwrap_or_default(),
        account,
        what,
        opening: -sum.opening,
        received: sum.credit,
        spent: sum.debit,
        left: -sum.closing(),
    });
    lines.collect()
}
