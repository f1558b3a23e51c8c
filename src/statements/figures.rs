use std::collections::BTreeMap;

use crate::kernel::Money;
use crate::ledger::{BalanceRow, Chart};

use super::formula::Part;

/// What a form is filled from: one debit-positive figure per account and dimensions.
///
/// A column of a point statement is filled with balances, one of a period statement with turnovers.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// (account code, figure of one dimension).
    details: Vec<(String, Money)>,
}

impl Figures {
    /// 期末: closing balances.
    pub fn closing(chart: &Chart, rows: &[BalanceRow]) -> Figures {
        Figures::from(chart, rows, BalanceRow::closing)
    }

    /// 年初: opening balances of the span.
    pub fn opening(chart: &Chart, rows: &[BalanceRow]) -> Figures {
        Figures::from(chart, rows, |r| r.opening)
    }

    /// 发生额, carry-forward vouchers left out.
    pub fn turnover(chart: &Chart, rows: &[BalanceRow]) -> Figures {
        Figures::from(chart, rows, |r| (r.debit - r.debit_closing) - (r.credit - r.credit_closing))
    }

    fn from(chart: &Chart, rows: &[BalanceRow], figure: impl Fn(&BalanceRow) -> Money) -> Figures {
        // Summed per account and party: two projects of one household are still one household.
        let mut sums: BTreeMap<(String, String), Money> = BTreeMap::new();
        for row in rows {
            let Some(account) = chart.by_id(row.key.account) else { continue };
            let party = match (row.key.household, row.key.counterparty) {
                (Some(household), _) => household.text(),
                (None, Some(counterparty)) => counterparty.text(),
                (None, None) => String::new(),
            };
            *sums.entry((account.code.to_string(), party)).or_default() += figure(row);
        }
        Figures { details: sums.into_iter().map(|((code, _), figure)| (code, figure)).collect() }
    }

    /// Adds another book's figures, for a consolidation.
    pub fn add(&mut self, other: Figures) {
        self.details.extend(other.details);
    }

    /// The debit-positive figure of an account and everything below it.
    pub fn of(&self, code: &str, part: Part) -> Money {
        let below = self.details.iter().filter(|(c, _)| c.starts_with(code)).map(|(_, figure)| *figure);
        match part {
            Part::Whole => below.sum(),
            Part::DebitDetails => below.filter(|f| f.is_positive()).sum(),
            Part::CreditDetails => below.filter(|f| f.is_negative()).sum(),
        }
    }
}
