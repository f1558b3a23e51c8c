use std::collections::BTreeMap;

use crate::kernel::Money;
use crate::ledger::{BalanceKey, BalanceRow, Chart, Dimension, RecentMovement};
use crate::village::Dimensions;

use super::party_balances::party;

/// Whether 账龄 are worked out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ageing {
    /// They are.
    Wanted,
    /// They are not.
    Left,
}

/// One account of a party.
#[derive(Clone, Debug)]
pub struct PartyAccount {
    /// Code.
    pub code: String,
    /// `内部往来`.
    pub path: String,
    /// 期初, debit positive.
    pub opening: Money,
    /// 借方发生额.
    pub debit: Money,
    /// 贷方发生额.
    pub credit: Money,
    /// 账龄 of the closing balance: within a year, one to two, two to three, earlier. Without sign.
    pub ages: [Money; 4],
}

impl PartyAccount {
    /// 期末, debit positive.
    pub fn closing(&self) -> Money {
        self.opening + self.debit - self.credit
    }

    /// Opening, movement and closing, debit and credit each.
    pub fn columns(&self) -> [Money; 6] {
        let (opening, closing) = (self.opening, self.closing());
        [
            opening.positive_part(),
            (-opening).positive_part(),
            self.debit,
            self.credit,
            closing.positive_part(),
            (-closing).positive_part(),
        ]
    }
}

/// One household, outsider or project with every account it stands on.
#[derive(Clone, Debug)]
pub struct PartyGroup {
    /// Its id as text.
    pub id: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// By code.
    pub accounts: Vec<PartyAccount>,
}

impl PartyGroup {
    /// 小计: each side summed apart.
    pub fn totals(&self) -> [Money; 6] {
        summed(self.accounts.iter().map(PartyAccount::columns))
    }
}

/// 往来余额表 — every party across all accounts. What it owes and what it is owed stand apart, never netted.
#[derive(Clone, Debug)]
pub struct PartyOverview {
    /// By what it is set out.
    pub by: Dimension,
    /// By code of the party.
    pub groups: Vec<PartyGroup>,
    /// True when 账龄 are worked out.
    pub aged: bool,
}

impl PartyOverview {
    /// What the buckets of 账龄 are called.
    pub const AGES: [&'static str; 4] = ["一年以内", "一至二年", "二至三年", "更早"];

    /// `往来余额表（按农户）`, `项目余额表`.
    pub fn title(&self) -> String {
        let what = if self.aged { "账龄表" } else { "余额表" };
        match self.by {
            Dimension::Project => format!("项目{what}"),
            Dimension::Household | Dimension::Counterparty => format!("往来{what}（按{}）", self.by.in_chinese()),
        }
    }

    /// The figures of one account as the report sets them out: the six columns, or closing balance and ages.
    pub fn figures_of(&self, account: &PartyAccount) -> Vec<Money> {
        let six = account.columns();
        if self.aged { six[4..].iter().copied().chain(account.ages).collect() } else { six.to_vec() }
    }

    /// The same summed over all: one line, or debit balances and credit balances apart where they are aged.
    pub fn total_lines(&self) -> Vec<(&'static str, Vec<Money>)> {
        let six = self.totals();
        if !self.aged {
            return vec![("合计", six.to_vec())];
        }
        let ([debit, credit], none) = (self.ages(), Money::ZERO);
        let line = |standing: [Money; 2], ages: [Money; 4]| standing.into_iter().chain(ages).collect();
        vec![("借方余额合计", line([six[4], none], debit)), ("贷方余额合计", line([none, six[5]], credit))]
    }

    /// Sets out the balances that name a party.
    ///
    /// With `recent` the closing balances are aged: the latest movement on the side of the balance is what is left of it.
    pub fn of(
        chart: &Chart,
        dimensions: &Dimensions,
        balances: &[BalanceRow],
        by: Dimension,
        recent: Option<&[RecentMovement]>,
    ) -> PartyOverview {
        type Key = (String, String, String);
        let mut groups: BTreeMap<Key, BTreeMap<String, PartyAccount>> = BTreeMap::new();
        for row in balances.iter().filter(|r| has_party(&r.key, by)) {
            let Some(account) = chart.by_id(row.key.account) else { continue };
            let accounts = groups.entry(party(&row.key, dimensions, by)).or_default();
            let sum = accounts.entry(account.code.to_string()).or_insert_with(|| PartyAccount {
                code: account.code.to_string(),
                path: chart.path_name(account.id),
                opening: Money::ZERO,
                debit: Money::ZERO,
                credit: Money::ZERO,
                ages: [Money::ZERO; 4],
            });
            sum.opening += row.opening;
            sum.debit += row.debit;
            sum.credit += row.credit;
        }
        let mut moved: BTreeMap<(String, String), Vec<&RecentMovement>> = BTreeMap::new();
        for row in recent.unwrap_or_default().iter().filter(|r| has_party(&r.key, by)) {
            let Some(account) = chart.by_id(row.key.account) else { continue };
            let (_, _, id) = party(&row.key, dimensions, by);
            moved.entry((id, account.code.to_string())).or_default().push(row);
        }
        let groups = groups.into_iter().map(|((code, name, id), accounts)| {
            let standing = accounts.into_values().filter(|a| a.columns() != [Money::ZERO; 6]);
            let aged = standing.map(|account| {
                let recent = moved.get(&(id.clone(), account.code.clone())).map(Vec::as_slice).unwrap_or_default();
                PartyAccount { ages: ages(account.closing(), recent), ..account }
            });
            PartyGroup { accounts: aged.collect(), id: id.clone(), code, name }
        });
        let groups = groups.filter(|group| !group.accounts.is_empty()).collect();
        PartyOverview { by, groups, aged: recent.is_some() }
    }

    /// Opening debit and credit, movements, closing debit and credit: each side summed apart.
    pub fn totals(&self) -> [Money; 6] {
        summed(self.groups.iter().map(PartyGroup::totals))
    }

    /// 账龄 of debit balances and of credit balances, each bucket summed.
    pub fn ages(&self) -> [[Money; 4]; 2] {
        let mut sums = [[Money::ZERO; 4]; 2];
        for account in self.groups.iter().flat_map(|group| &group.accounts) {
            let side = usize::from(account.closing().is_negative());
            for (sum, age) in sums[side].iter_mut().zip(account.ages) {
                *sum += age;
            }
        }
        sums
    }
}

fn has_party(key: &BalanceKey, by: Dimension) -> bool {
    match by {
        Dimension::Household => key.household.is_some(),
        Dimension::Counterparty => key.counterparty.is_some(),
        Dimension::Project => key.project.is_some(),
    }
}

fn summed(rows: impl Iterator<Item = [Money; 6]>) -> [Money; 6] {
    let mut totals = [Money::ZERO; 6];
    for row in rows {
        for (total, amount) in totals.iter_mut().zip(row) {
            *total += amount;
        }
    }
    totals
}

/// What is left of a balance is what came last; what the last three years do not explain is older.
fn ages(closing: Money, recent: &[&RecentMovement]) -> [Money; 4] {
    let mut left = closing.abs();
    let [first, second, third] = [0, 1, 2].map(|year| {
        let moved: Money =
            recent.iter().map(|r| if closing.is_negative() { r.credit[year] } else { r.debit[year] }).sum();
        let of_the_year = moved.positive_part().min(left);
        left -= of_the_year;
        of_the_year
    });
    [first, second, third, left]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 账龄_从最近的往回数_数不到的算更早() {
        let account = crate::kernel::AccountId::new();
        let key = BalanceKey { account, household: None, counterparty: None, project: None };
        let yuan = Money::from_yuan;
        let recent =
            RecentMovement { key, debit: [yuan(300), yuan(200), yuan(0)], credit: [yuan(50), yuan(0), yuan(9)] };
        for (closing, expected) in [
            (250, [250, 0, 0, 0]),
            (450, [300, 150, 0, 0]),
            (900, [300, 200, 0, 400]),
            (-40, [40, 0, 0, 0]),
            (-70, [50, 0, 9, 11]),
            (0, [0, 0, 0, 0]),
        ] {
            assert_eq!(ages(yuan(closing), &[&recent]), expected.map(yuan), "{closing}");
        }
    }
}
