use std::collections::BTreeMap;

use crate::kernel::Money;
use crate::ledger::{AccountSum, BalanceRow, Chart};

use super::formula::Part;

/// What a form is filled from: per account the debit-positive figures of its details, those in debit and those in
/// credit apart.
///
/// A column of a point statement is filled with balances, one of a period statement with turnovers.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Account code → what stands in debit, and (negative) what stands in credit, party by party.
    by_code: BTreeMap<String, [Money; 2]>,
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
        let mut sums: BTreeMap<(&str, String), Money> = BTreeMap::new();
        for row in rows {
            let Some(account) = chart.by_id(row.key.account) else { continue };
            let party = match (row.key.household, row.key.counterparty) {
                (Some(household), _) => household.text(),
                (None, Some(counterparty)) => counterparty.text(),
                (None, None) => String::new(),
            };
            *sums.entry((account.code.as_str(), party)).or_default() += figure(row);
        }
        let mut figures = Figures::default();
        for ((code, _), figure) in sums {
            figures.put(code, sides(figure));
        }
        figures
    }

    /// From the sums the ledger made itself.
    pub fn of_sums<'s>(
        sums: impl Iterator<Item = &'s AccountSum>,
        pick: impl Fn(&AccountSum) -> [Money; 2],
    ) -> Figures {
        let mut figures = Figures::default();
        for sum in sums {
            figures.put(&sum.code, pick(sum));
        }
        figures
    }

    /// Adds to an account what stands in debit and (negative) in credit.
    pub fn put(&mut self, code: &str, [debit, credit]: [Money; 2]) {
        match self.by_code.get_mut(code) {
            Some(sum) => *sum = [sum[0] + debit, sum[1] + credit],
            None => drop(self.by_code.insert(code.to_owned(), [debit, credit])),
        }
    }

    /// Adds other figures, account by account.
    pub fn add(&mut self, other: &Figures) {
        for (code, sides) in &other.by_code {
            self.put(code, *sides);
        }
    }

    /// The debit-positive figure of an account and everything below it.
    pub fn of(&self, code: &str, part: Part) -> Money {
        let below = self.by_code.range(code.to_owned()..).take_while(|(c, _)| c.starts_with(code));
        let figure = |[debit, credit]: &[Money; 2]| match part {
            Part::Whole => *debit + *credit,
            Part::DebitDetails => *debit,
            Part::CreditDetails => *credit,
        };
        below.map(|(_, sides)| figure(sides)).sum()
    }
}

/// One detail's figure, put on the side it stands on.
pub(super) fn sides(figure: Money) -> [Money; 2] {
    if figure.is_negative() { [Money::ZERO, figure] } else { [figure, Money::ZERO] }
}
