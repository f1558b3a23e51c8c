use std::collections::BTreeMap;

use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Failure, Outcome, Refused, Timestamp};
use crate::ledger::chart::Chart;
use crate::ledger::intake::{Found, IntakeRefusal, MissingDetail, PartyKind, Place, Wanted, find};
use crate::village::{self, BankAccount, CounterpartyKind, Dimensions, HouseholdKind, Party, ProjectKind};

use super::charting::{Adding, NewAccount, add_account, chart};

/// What to do about a detail a file names and the book does not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingDetails {
    /// Refuse the row.
    Refuse,
    /// Add the account, household, counterparty or project.
    Create,
}

/// What a book has to find the places of a file's rows in.
pub(super) struct Lists {
    pub(super) chart: Chart,
    pub(super) dimensions: Dimensions,
    banks: Vec<BankAccount>,
}

impl Lists {
    pub(super) async fn of(tx: &mut ReadTx, book: BookId) -> Outcome<Lists> {
        let chart = chart(tx, book).await?;
        let dimensions = village::dimensions(tx, book).await?;
        Ok(Lists { chart, dimensions, banks: village::bank_accounts(tx, book).await? })
    }

    pub(super) fn find(&self, wanted: &Wanted) -> Result<Found, IntakeRefusal> {
        find(&self.chart, &self.dimensions, &self.banks, wanted)
    }
}

/// Turns what a file says (`内部往来`, `村民甲`) into accounts and parties of one book, and keeps what it
/// found, so that each name is looked up once.
pub(super) struct Resolver<'a> {
    by: &'a Accountant,
    missing: MissingDetails,
    now: Timestamp,
    lists: Lists,
    found: BTreeMap<Wanted, Result<Place, Vec<Refused>>>,
    notices: Vec<String>,
}

impl<'a> Resolver<'a> {
    pub(super) async fn new(
        tx: &mut WriteTx,
        by: &'a Accountant,
        missing: MissingDetails,
        now: Timestamp,
    ) -> Outcome<Resolver<'a>> {
        let lists = Lists::of(tx, by.book()).await?;
        Ok(Resolver { by, missing, now, lists, found: BTreeMap::new(), notices: Vec::new() })
    }

    pub(super) const fn chart(&self) -> &Chart {
        &self.lists.chart
    }

    pub(super) const fn dimensions(&self) -> &Dimensions {
        &self.lists.dimensions
    }

    /// What was created or chosen on the file's behalf, for the person who imports.
    pub(super) fn into_notices(self) -> Vec<String> {
        self.notices
    }

    /// The place of one row; refusals carry no row yet.
    pub(super) async fn place(&mut self, tx: &mut WriteTx, wanted: Wanted) -> Outcome<Result<Place, Vec<Refused>>> {
        if let Some(found) = self.found.get(&wanted) {
            return Ok(found.clone());
        }
        let answer = match self.look_up(tx, &wanted).await {
            Ok(place) => Ok(place),
            Err(Failure::Refused(list)) => Err(list),
            Err(fault) => return Err(fault),
        };
        self.found.insert(wanted, answer.clone());
        Ok(answer)
    }

    async fn look_up(&mut self, tx: &mut WriteTx, wanted: &Wanted) -> Outcome<Place> {
        loop {
            match self.lists.find(wanted)? {
                Found::Place(place, chosen) => {
                    self.notices.extend(chosen.filter(|notice| !self.notices.contains(notice)));
                    return Ok(place);
                }
                Found::Missing(missing) if self.missing == MissingDetails::Refuse => {
                    return Err(missing.refusal().into());
                }
                Found::Missing(missing) => self.make(tx, &missing).await?,
            }
        }
    }

    /// Makes what the file names and the book lacks.
    async fn make(&mut self, tx: &mut WriteTx, missing: &MissingDetail) -> Outcome<()> {
        let (by, name, now) = (self.by, &missing.name, self.now);
        match missing.party {
            None => {
                let parent = missing.above_code.clone();
                let new = NewAccount { parent, name: name.clone(), mnemonic: String::new() };
                let id = add_account(tx, Adding::ForImport(by), &new, now).await?;
                self.lists.chart = chart(tx, by.book()).await?;
                // What stood on the account itself has to be looked up again: it is no leaf any more.
                self.found.clear();
                let added = self.lists.chart.by_id(id).map(|a| a.label()).unwrap_or_default();
                self.notices.push(format!("增设科目 {added}"));
                return Ok(());
            }
            Some(PartyKind::Household) => {
                village::add_household(tx, by, Party::named(name, HouseholdKind::Member), now).await?;
            }
            Some(PartyKind::Counterparty) => {
                village::add_counterparty(tx, by, Party::named(name, CounterpartyKind::Unit), now).await?;
            }
            Some(PartyKind::Project) => {
                village::add_project(tx, by, Party::named(name, kind_of_project(&missing.above_code)), now).await?;
            }
        }
        self.lists.dimensions = village::dimensions(tx, by.book()).await?;
        self.notices.push(format!("增设{} {name}", missing.what()));
        Ok(())
    }
}

fn kind_of_project(account: &str) -> ProjectKind {
    match account.get(..3) {
        Some("231") => ProjectKind::OneProject,
        Some("241") => ProjectKind::Special,
        _ => ProjectKind::Construction,
    }
}
