//! Where a row of a file belongs in one book: the leaf account and the party it means, or what is missing for that.

use crate::kernel::{AccountId, CounterpartyId, HouseholdId, ProjectId};
use crate::ledger::account::{Account, CashKind, Dimension};
use crate::ledger::chart::Chart;
use crate::village::{BankAccount, Dimensions};

use super::error::IntakeRefusal;
use super::opening_file::OpeningRow;
use super::voucher_file::VoucherRow;

/// Where an amount goes when the file gives an account that has details and says none of them.
const UNSPECIFIED: &str = "未分明细";

/// What a row says of its place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Wanted {
    /// Code or official name.
    pub account: String,
    /// What the file calls the code; may be empty.
    pub name: String,
    /// Codes the file names above and at this one.
    pub chain: Vec<(String, String)>,
    /// Names below the account.
    pub detail: Vec<String>,
}

impl Wanted {
    /// An account and a detail path, and nothing else.
    pub fn plain(account: impl Into<String>, detail: Vec<String>) -> Wanted {
        Wanted { account: account.into(), name: String::new(), chain: Vec::new(), detail }
    }
}

impl From<&OpeningRow> for Wanted {
    fn from(row: &OpeningRow) -> Wanted {
        let (account, name) = (row.account.clone(), row.name.clone());
        Wanted { account, name, chain: row.chain.clone(), detail: row.detail.clone() }
    }
}

impl From<&VoucherRow> for Wanted {
    fn from(row: &VoucherRow) -> Wanted {
        Wanted::plain(row.account.clone(), row.detail.clone())
    }
}

/// The leaf account and the party a file's row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// 末级科目.
    pub account: AccountId,
    /// 农户.
    pub household: Option<HouseholdId>,
    /// 往来单位.
    pub counterparty: Option<CounterpartyId>,
    /// 项目.
    pub project: Option<ProjectId>,
}

/// Something a file names and the book does not have. It can be made.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct MissingDetail {
    /// The account above it, `113 内部往来`.
    pub above: String,
    /// Its code.
    pub above_code: String,
    /// The household, counterparty or project; `None` for a detail account.
    pub party: Option<PartyKind>,
    /// Its name.
    pub name: String,
    /// Names below it, missing with it.
    pub deeper: Vec<String>,
    /// What there is instead, when the file names nothing.
    pub choices: Option<String>,
}

/// Which list a missing party belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PartyKind {
    /// 农户.
    Household,
    /// 往来单位.
    Counterparty,
    /// 项目.
    Project,
}

impl PartyKind {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            PartyKind::Household => "农户",
            PartyKind::Counterparty => "往来单位",
            PartyKind::Project => "项目",
        }
    }

    const fn of(dimension: Dimension) -> PartyKind {
        match dimension {
            Dimension::Household => PartyKind::Household,
            Dimension::Counterparty => PartyKind::Counterparty,
            Dimension::Project => PartyKind::Project,
        }
    }
}

impl MissingDetail {
    /// What it is: 明细科目, 农户, 往来单位, 项目.
    pub fn what(&self) -> &'static str {
        self.party.map_or("明细科目", PartyKind::in_chinese)
    }

    /// Its name and what is missing below it, `文化设施/舞台`.
    pub fn path(&self) -> String {
        std::iter::once(&self.name).chain(&self.deeper).map(String::as_str).collect::<Vec<_>>().join("/")
    }

    /// The refusal when it may not be made.
    pub(in crate::ledger) fn refusal(&self) -> IntakeRefusal {
        match &self.choices {
            Some(choices) => IntakeRefusal::DetailNeeded { account: self.above.clone(), choices: choices.clone() },
            None => IntakeRefusal::UnknownDetail { account: self.above.clone(), detail: self.name.clone() },
        }
    }
}

/// What was found for a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::ledger) enum Found {
    /// Its place, and the choice that was made for it.
    Place(Place, Option<String>),
    /// What has to be made first.
    Missing(MissingDetail),
}

/// Looks a row up in the chart and the lists of a book.
///
/// Refuses: `intake.unknown_account`, `intake.name_differs`, `intake.detail_needed`, `intake.detail_too_deep`.
pub(in crate::ledger) fn find(
    chart: &Chart,
    dimensions: &Dimensions,
    banks: &[BankAccount],
    wanted: &Wanted,
) -> Result<Found, IntakeRefusal> {
    let (mut at, path) = account_and_path(chart, wanted)?;
    let mut rest = path.as_slice();
    while let Some((name, deeper)) = rest.split_first() {
        if let Some(child) = chart.child_named(at.code.as_str(), name) {
            at = child;
        } else if at.dimension.is_some() {
            break;
        } else if at.code.level() >= 4 {
            return Err(IntakeRefusal::DetailTooDeep { account: at.label(), detail: rest.join("/") });
        } else {
            return Ok(Found::Missing(missing_account(at, name, deeper.to_vec(), None)));
        }
        rest = deeper;
    }
    let mut chosen = None;
    if !at.leaf {
        match unspecified_leaf(chart, banks, at)? {
            Leaf::There(leaf, notice) => (at, chosen) = (leaf, notice),
            Leaf::Missing(missing) => return Ok(Found::Missing(missing)),
        }
    }
    Ok(with_party(dimensions, at, rest, chosen))
}

/// The account the row's code or name means, and the names below it. A code the chart does not have stands below the
/// nearest code it has, under the names the file gives.
fn account_and_path<'c>(chart: &'c Chart, wanted: &Wanted) -> Result<(&'c Account, Vec<String>), IntakeRefusal> {
    if let Some(account) = chart.by_code_or_name(&wanted.account) {
        let same = |name: &str| name.contains(&account.name) || account.name.contains(name);
        let plain = |name: &str| name.replace('（', "(").replace('）', ")");
        if !wanted.name.is_empty() && !same(&wanted.name) && !same(&plain(&wanted.name)) {
            let (code, ours, theirs) = (account.code.to_string(), account.name.clone(), wanted.name.clone());
            return Err(IntakeRefusal::NameDiffers { code, ours, theirs });
        }
        return Ok((account, wanted.detail.clone()));
    }
    let unknown = || IntakeRefusal::UnknownAccount { account: wanted.account.clone() };
    let code = &wanted.account;
    if code.len() <= 3 || wanted.name.is_empty() || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(unknown());
    }
    let known = (3..code.len()).rev().find_map(|length| chart.by_code(&code[..length])).ok_or_else(unknown)?;
    let below = wanted.chain.iter().filter(|(c, _)| c.len() > known.code.as_str().len() && c != code);
    let mut path: Vec<String> = below.map(|(_, name)| name.clone()).collect();
    path.push(wanted.name.clone());
    path.extend(wanted.detail.iter().cloned());
    Ok((known, path))
}

fn missing_account(above: &Account, name: &str, deeper: Vec<String>, choices: Option<String>) -> MissingDetail {
    MissingDetail {
        above: above.label(),
        above_code: above.code.to_string(),
        party: None,
        name: name.to_owned(),
        deeper,
        choices,
    }
}

enum Leaf<'c> {
    There(&'c Account, Option<String>),
    Missing(MissingDetail),
}

/// The leaf for an account given without detail: the one bank account, or a detail kept for the purpose.
fn unspecified_leaf<'c>(
    chart: &'c Chart,
    banks: &[BankAccount],
    above: &'c Account,
) -> Result<Leaf<'c>, IntakeRefusal> {
    let choices: Vec<&Account> = chart.children(above.code.as_str()).collect();
    let named = choices.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("、");
    let needed = || IntakeRefusal::DetailNeeded { account: above.label(), choices: named.clone() };
    // 收益分配: whether money was distributed or is left is not for a program to guess.
    if above.code.first_level() == "322" {
        return Err(needed());
    }
    if above.cash_kind == Some(CashKind::Bank) {
        let only = match banks {
            [] => choices.first().map(|a| a.code.to_string()),
            [one] => Some(one.account_code.clone()),
            _ => None,
        };
        let account = only.and_then(|code| chart.by_code(&code)).ok_or_else(needed)?;
        return Ok(Leaf::There(account, Some(format!("{} 未写明细,记入 {}", above.label(), account.label()))));
    }
    Ok(match chart.child_named(above.code.as_str(), UNSPECIFIED) {
        Some(there) => Leaf::There(there, None),
        None => Leaf::Missing(missing_account(above, UNSPECIFIED, Vec::new(), Some(named))),
    })
}

fn with_party(dimensions: &Dimensions, at: &Account, rest: &[String], chosen: Option<String>) -> Found {
    let mut place = Place { account: at.id, household: None, counterparty: None, project: None };
    let Some(dimension) = at.dimension else { return Found::Place(place, chosen) };
    let name = if rest.is_empty() { UNSPECIFIED.to_owned() } else { rest.join("/") };
    let there = match dimension {
        Dimension::Household => {
            place.household = dimensions.households.iter().find(|h| h.name == name).map(|h| h.id);
            place.household.is_some()
        }
        Dimension::Counterparty => {
            place.counterparty = dimensions.counterparties.iter().find(|c| c.name == name).map(|c| c.id);
            place.counterparty.is_some()
        }
        Dimension::Project => {
            place.project = dimensions.projects.iter().find(|p| p.name == name).map(|p| p.id);
            place.project.is_some()
        }
    };
    if there {
        return Found::Place(place, chosen);
    }
    Found::Missing(MissingDetail {
        above: at.label(),
        above_code: at.code.to_string(),
        party: Some(PartyKind::of(dimension)),
        name,
        deeper: Vec::new(),
        choices: rest.is_empty().then(|| dimension.in_chinese().to_owned()),
    })
}
