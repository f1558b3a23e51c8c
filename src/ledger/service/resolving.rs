use std::collections::BTreeMap;

use crate::auth::Accountant;
use crate::db::WriteTx;
use crate::kernel::{AccountId, CounterpartyId, Failure, HouseholdId, Outcome, ProjectId, Refused, Timestamp};
use crate::ledger::account::{Account, CashKind, Dimension};
use crate::ledger::chart::Chart;
use crate::ledger::intake::IntakeRefusal;
use crate::village::{self, CounterpartyKind, Dimensions, HouseholdKind, Party, ProjectKind};

use super::charting::{Adding, NewAccount, add_account, chart};

/// What to do about a detail a file names and the book does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingDetails {
    /// Refuse the row.
    Refuse,
    /// Add the account, household, counterparty or project.
    Create,
}

/// Where an amount goes when the file gives an account that has details and says none of them.
const UNSPECIFIED: &str = "未分明细";

/// The leaf account and the party a file's row means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) account: AccountId,
    pub(super) household: Option<HouseholdId>,
    pub(super) counterparty: Option<CounterpartyId>,
    pub(super) project: Option<ProjectId>,
}

/// Turns what a file says (`内部往来`, `村民甲`) into accounts and parties of one book, and keeps what it
/// found, so that each name is looked up once.
pub(super) struct Resolver<'a> {
    by: &'a Accountant,
    missing: MissingDetails,
    now: Timestamp,
    chart: Chart,
    dimensions: Dimensions,
    found: BTreeMap<(String, Vec<String>), Result<Place, Vec<Refused>>>,
    notices: Vec<String>,
}

impl<'a> Resolver<'a> {
    pub(super) async fn new(
        tx: &mut WriteTx,
        by: &'a Accountant,
        missing: MissingDetails,
        now: Timestamp,
    ) -> Outcome<Resolver<'a>> {
        let chart = chart(tx, by.book()).await?;
        let dimensions = village::dimensions(tx, by.book()).await?;
        Ok(Resolver { by, missing, now, chart, dimensions, found: BTreeMap::new(), notices: Vec::new() })
    }

    pub(super) const fn chart(&self) -> &Chart {
        &self.chart
    }

    pub(super) const fn dimensions(&self) -> &Dimensions {
        &self.dimensions
    }

    /// What was created or chosen on the file's behalf, for the person who imports.
    pub(super) fn into_notices(self) -> Vec<String> {
        self.notices
    }

    /// The place of one row; refusals carry no row yet.
    pub(super) async fn place(
        &mut self,
        tx: &mut WriteTx,
        account: &str,
        detail: &[String],
    ) -> Outcome<Result<Place, Vec<Refused>>> {
        let key = (account.to_owned(), detail.to_vec());
        if let Some(found) = self.found.get(&key) {
            return Ok(found.clone());
        }
        let answer = match self.look_up(tx, account, detail).await {
            Ok(place) => Ok(place),
            Err(Failure::Refused(list)) => Err(list),
            Err(fault) => return Err(fault),
        };
        self.found.insert(key, answer.clone());
        Ok(answer)
    }

    async fn look_up(&mut self, tx: &mut WriteTx, account: &str, detail: &[String]) -> Outcome<Place> {
        let unknown = || IntakeRefusal::UnknownAccount { account: account.to_owned() };
        let mut at = self.chart.by_code_or_name(account).ok_or_else(unknown)?.clone();
        let mut rest = detail;
        while let Some((name, deeper)) = rest.split_first() {
            if let Some(child) = self.chart.child_named(at.code.as_str(), name) {
                at = child.clone();
            } else if at.dimension.is_some() {
                break;
            } else {
                at = self.new_detail(tx, &at, name).await?;
            }
            rest = deeper;
        }
        if !at.leaf {
            at = self.unspecified_leaf(tx, &at).await?;
        }
        self.with_party(tx, &at, rest).await
    }

    /// A detail the file names and the chart lacks.
    async fn new_detail(&mut self, tx: &mut WriteTx, above: &Account, name: &str) -> Outcome<Account> {
        if self.missing == MissingDetails::Refuse {
            return Err(IntakeRefusal::UnknownDetail { account: above.label(), detail: name.to_owned() }.into());
        }
        let new = NewAccount { parent: above.code.to_string(), name: name.to_owned(), mnemonic: String::new() };
        let id = add_account(tx, Adding::ForImport(self.by), &new, self.now).await?;
        self.chart = chart(tx, self.by.book()).await?;
        self.found.retain(|_, place| place.as_ref().is_ok_and(|p| p.account != above.id));
        let Some(account) = self.chart.by_id(id) else { unreachable!("the account was just added") };
        self.notices.push(format!("增设科目 {}", account.label()));
        Ok(account.clone())
    }

    /// The leaf for an account given without detail: the one bank account, or a detail kept for the purpose.
    async fn unspecified_leaf(&mut self, tx: &mut WriteTx, above: &Account) -> Outcome<Account> {
        let choices: Vec<&Account> = self.chart.children(above.code.as_str()).collect();
        let needed = || {
            let choices = choices.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("、");
            IntakeRefusal::DetailNeeded { account: above.label(), choices }
        };
        // 收益分配: whether money was distributed or is left is not for a program to guess.
        if above.code.first_level() == "322" {
            return Err(needed().into());
        }
        if above.cash_kind == Some(CashKind::Bank) {
            let registered = village::bank_accounts(tx, self.by.book()).await?;
            let only = match registered.as_slice() {
                [] => choices.first().map(|a| a.code.to_string()),
                [one] => Some(one.account_code.clone()),
                _ => None,
            };
            if let Some(account) = only.and_then(|code| self.chart.by_code(&code)) {
                self.notices.push(format!("{} 未写明细,记入 {}", above.label(), account.label()));
                return Ok(account.clone());
            }
            return Err(needed().into());
        }
        if let Some(there) = self.chart.child_named(above.code.as_str(), UNSPECIFIED) {
            return Ok(there.clone());
        }
        if self.missing == MissingDetails::Refuse {
            return Err(needed().into());
        }
        self.new_detail(tx, above, UNSPECIFIED).await
    }

    async fn with_party(&mut self, tx: &mut WriteTx, at: &Account, rest: &[String]) -> Outcome<Place> {
        let mut place = Place { account: at.id, household: None, counterparty: None, project: None };
        let Some(dimension) = at.dimension else { return Ok(place) };
        let name = if rest.is_empty() { UNSPECIFIED.to_owned() } else { rest.join("/") };
        let refused = || {
            if rest.is_empty() {
                let choices = dimension.in_chinese().to_owned();
                return IntakeRefusal::DetailNeeded { account: at.label(), choices };
            }
            IntakeRefusal::UnknownDetail { account: at.label(), detail: name.clone() }
        };
        let may_create = self.missing == MissingDetails::Create;
        match dimension {
            Dimension::Household => {
                let there = self.dimensions.households.iter().find(|h| h.name == name).map(|h| h.id);
                place.household = Some(match there {
                    Some(id) => id,
                    None if may_create => self.new_household(tx, &name).await?,
                    None => return Err(refused().into()),
                });
            }
            Dimension::Counterparty => {
                let there = self.dimensions.counterparties.iter().find(|c| c.name == name).map(|c| c.id);
                place.counterparty = Some(match there {
                    Some(id) => id,
                    None if may_create => self.new_counterparty(tx, &name).await?,
                    None => return Err(refused().into()),
                });
            }
            Dimension::Project => {
                let there = self.dimensions.projects.iter().find(|p| p.name == name).map(|p| p.id);
                place.project = Some(match there {
                    Some(id) => id,
                    None if may_create => self.new_project(tx, at, &name).await?,
                    None => return Err(refused().into()),
                });
            }
        }
        Ok(place)
    }

    async fn new_household(&mut self, tx: &mut WriteTx, name: &str) -> Outcome<HouseholdId> {
        let id = village::add_household(tx, self.by, Party::named(name, HouseholdKind::Member), self.now).await?;
        self.added(tx, "农户", name).await?;
        Ok(id)
    }

    async fn new_counterparty(&mut self, tx: &mut WriteTx, name: &str) -> Outcome<CounterpartyId> {
        let id = village::add_counterparty(tx, self.by, Party::named(name, CounterpartyKind::Unit), self.now).await?;
        self.added(tx, "往来单位", name).await?;
        Ok(id)
    }

    async fn new_project(&mut self, tx: &mut WriteTx, at: &Account, name: &str) -> Outcome<ProjectId> {
        let kind = match at.code.first_level() {
            "231" => ProjectKind::OneProject,
            "241" => ProjectKind::Special,
            _ => ProjectKind::Construction,
        };
        let id = village::add_project(tx, self.by, Party::named(name, kind), self.now).await?;
        self.added(tx, "项目", name).await?;
        Ok(id)
    }

    async fn added(&mut self, tx: &mut WriteTx, what: &str, name: &str) -> Outcome<()> {
        self.dimensions = village::dimensions(tx, self.by.book()).await?;
        self.notices.push(format!("增设{what} {name}"));
        Ok(())
    }
}
