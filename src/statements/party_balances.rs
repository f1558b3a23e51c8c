use std::collections::BTreeMap;

use crate::kernel::Money;
use crate::ledger::{BalanceKey, BalanceRow, Chart, Dimension};
use crate::village::Dimensions;

/// One household, counterparty or project under an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyRow {
    /// Its id as text; empty for what was booked without one.
    pub id: String,
    /// Its code within the book; empty for what was booked without one.
    pub code: String,
    /// Its name.
    pub name: String,
    /// 期初, debit positive.
    pub opening: Money,
    /// 借方发生额.
    pub debit: Money,
    /// 贷方发生额.
    pub credit: Money,
}

impl PartyRow {
    /// 期末, debit positive.
    pub fn closing(&self) -> Money {
        self.opening + self.debit - self.credit
    }

    /// The six columns: opening, movement and closing, debit and credit each.
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

/// 往来明细 — one account by household, counterparty or project.
///
/// Debit balances and credit balances are summed apart: what one household owes is never set off
/// against what another is owed. Source: domain/statements.md, 113 内部往来.
#[derive(Clone, Debug)]
pub struct PartyBalances {
    /// By what it is set out.
    pub by: Dimension,
    /// Account code.
    pub account_code: String,
    /// `内部往来`.
    pub account_path: String,
    /// By code of the party.
    pub rows: Vec<PartyRow>,
}

impl PartyBalances {
    /// Sets out the balances of an account and everything below it; `None` when there is no such account.
    pub fn of(
        chart: &Chart,
        dimensions: &Dimensions,
        balances: &[BalanceRow],
        code: &str,
        by: Dimension,
    ) -> Option<PartyBalances> {
        let account = chart.by_code(code)?;
        let below = |r: &&BalanceRow| chart.by_id(r.key.account).is_some_and(|a| a.code.as_str().starts_with(code));
        let mut sums: BTreeMap<(String, String, String), (Money, Money, Money)> = BTreeMap::new();
        for row in balances.iter().filter(below) {
            let sum = sums.entry(party(&row.key, dimensions, by)).or_default();
            sum.0 += row.opening;
            sum.1 += row.debit;
            sum.2 += row.credit;
        }
        let moved = sums.into_iter().filter(|(_, sum)| *sum != Default::default());
        let rows = moved.map(|((code, name, id), (opening, debit, credit))| PartyRow {
            id,
            code,
            name,
            opening,
            debit,
            credit,
        });
        let account_path = chart.path_name(account.id);
        Some(PartyBalances { by, account_code: code.to_owned(), account_path, rows: rows.collect() })
    }

    /// Opening debit and credit, movements, closing debit and credit: each side summed apart.
    pub fn totals(&self) -> [Money; 6] {
        let mut totals = [Money::ZERO; 6];
        for row in &self.rows {
            for (total, amount) in totals.iter_mut().zip(row.columns()) {
                *total += amount;
            }
        }
        totals
    }
}

/// Code, name and id of the party a balance is kept for.
pub(super) fn party(key: &BalanceKey, dimensions: &Dimensions, by: Dimension) -> (String, String, String) {
    let found = match by {
        Dimension::Household => key
            .household
            .and_then(|id| dimensions.households.iter().find(|h| h.id == id))
            .map(|h| (h.code.clone(), h.name.clone(), h.id.text())),
        Dimension::Counterparty => key
            .counterparty
            .and_then(|id| dimensions.counterparties.iter().find(|c| c.id == id))
            .map(|c| (c.code.clone(), c.name.clone(), c.id.text())),
        Dimension::Project => key
            .project
            .and_then(|id| dimensions.projects.iter().find(|p| p.id == id))
            .map(|p| (p.code.clone(), p.name.clone(), p.id.text())),
    };
    found.unwrap_or_else(|| (String::new(), format!("未分{}", by.in_chinese()), String::new()))
}
