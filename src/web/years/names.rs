use crate::kernel::{AccountId, CounterpartyId, HouseholdId, Money};
use crate::ledger::{Chart, DraftLine, PeriodRefusal, Proposed};
use crate::village::{Dimensions, HouseholdKind};

use super::voucher::{Line, Shown};

/// What accounts and parties are called, for the page; and back, for what was typed.
pub(super) struct Names {
    chart: Chart,
    dimensions: Dimensions,
}

impl Names {
    pub(super) fn of(chart: Chart, dimensions: Dimensions) -> Names {
        Names { chart, dimensions }
    }

    /// A proposed voucher in words.
    pub(super) fn shown(&self, proposed: &Proposed) -> Shown {
        let lines = proposed.lines.iter().map(|line| Line {
            account: line.account.map(|id| self.account(id)).unwrap_or_default(),
            party: self.party(line),
            debit: line.debit,
            credit: line.credit,
        });
        Shown { title: proposed.title.clone(), lines: lines.collect(), total: proposed.total() }
    }

    fn account(&self, id: AccountId) -> String {
        let code = self.chart.by_id(id).map_or("", |a| a.code.as_str());
        format!("{code} {}", self.chart.path_name(id))
    }

    fn party(&self, line: &DraftLine) -> String {
        let household = line.household.map(|id| self.dimensions.household_name(id).to_owned());
        let counterparty = line.counterparty.map(|id| self.dimensions.counterparty_name(id).to_owned());
        let project = line.project.map(|id| self.dimensions.project_name(id).to_owned());
        household.or(counterparty).or(project).unwrap_or_default()
    }

    /// Every member household.
    pub(super) fn members(&self) -> Vec<HouseholdId> {
        let members = self.dimensions.households.iter().filter(|h| h.kind == HouseholdKind::Member);
        members.map(|h| h.id).collect()
    }

    /// The household of a line of a list.
    pub(super) fn household(&self, line: usize, name: &str) -> Result<HouseholdId, PeriodRefusal> {
        let found = self.dimensions.households.iter().find(|h| h.name == name || h.code == name);
        found.map(|h| h.id).ok_or_else(|| unknown(line, name, "农户"))
    }

    /// The outsider of a line of a list.
    pub(super) fn counterparty(&self, line: usize, name: &str) -> Result<CounterpartyId, PeriodRefusal> {
        let found = self.dimensions.counterparties.iter().find(|c| c.name == name || c.code == name);
        found.map(|c| c.id).ok_or_else(|| unknown(line, name, "往来单位"))
    }
}

fn unknown(line: usize, name: &str, kind: &'static str) -> PeriodRefusal {
    PeriodRefusal::UnknownPayee { line, name: name.to_owned(), kind }
}

/// `村民甲 1,200.00` → the name and what stands after it.
pub(super) fn name_and_number(line: &str) -> (&str, &str) {
    let line = line.trim();
    match line.rsplit_once(|c: char| c.is_whitespace() || c == '，') {
        Some((name, number)) => (name.trim_end_matches(|c: char| c.is_whitespace() || c == '，'), number.trim()),
        None => (line, ""),
    }
}

/// An amount as it was typed.
pub(super) fn amount(line: usize, typed: &str) -> Result<Money, PeriodRefusal> {
    typed.parse().map_err(|_| PeriodRefusal::ShareUnreadable { line, typed: typed.to_owned() })
}
