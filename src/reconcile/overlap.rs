use std::collections::{BTreeMap, BTreeSet};

use super::bank_statement::{BankStatement, StatementRow};
use super::error::ReconcileRefusal;
use crate::kernel::{Date, Money, StatementLineId};

/// A bank line that was kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementLine {
    /// Id.
    pub id: StatementLineId,
    /// What makes it itself.
    pub identity: String,
    /// Order in time within the account.
    pub seq: i64,
    /// What the bank wrote.
    pub row: StatementRow,
    /// From before the book was enabled, entered by hand: no statement shows it, and it has no balance.
    pub opening: bool,
}

/// Which rows of a file are there already, in chronological order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overlap {
    /// One for each chronological row of the file: true when it was imported before.
    pub known: Vec<bool>,
}

impl Overlap {
    /// Holds a file against the lines kept from its first to its last day.
    ///
    /// A row is known by its identity, or, where the bank changed its numbers between two exports, by day, amounts
    /// and the balance after it. A kept line that the file should show and does not makes the file a stranger: one of
    /// the two exports is not whole. Refuses: `reconcile.overlap_differs`.
    pub fn of(statement: &BankStatement, kept: &[StatementLine]) -> Result<Overlap, ReconcileRefusal> {
        let rows = statement.chronological();
        let mut by_identity: BTreeMap<&str, usize> = BTreeMap::new();
        let mut by_balance: BTreeMap<(Date, Money, Money, Money), Vec<usize>> = BTreeMap::new();
        for (at, line) in kept.iter().enumerate() {
            by_identity.insert(&line.identity, at);
            by_balance.entry(face(&line.row)).or_default().push(at);
        }
        let mut met: BTreeSet<usize> = BTreeSet::new();
        let known = rows
            .iter()
            .zip(statement.identities())
            .map(|(row, identity)| {
                let same_balance = |at: &usize| kept[*at].row.balance == row.balance && !met.contains(at);
                let found = by_identity.get(identity.as_str()).copied().filter(same_balance).or_else(|| {
                    by_balance.get(&face(row)).and_then(|likes| likes.iter().copied().find(|at| !met.contains(at)))
                });
                found.is_some_and(|at| met.insert(at))
            })
            .collect();
        let days = statement.days();
        let missing = kept
            .iter()
            .enumerate()
            .find(|(at, line)| !met.contains(at) && line.row.date >= days.from && line.row.date < days.to);
        match missing {
            Some((_, line)) => Err(ReconcileRefusal::OverlapDiffers {
                date: line.row.date,
                money_in: line.row.money_in,
                money_out: line.row.money_out,
                balance: line.row.balance,
            }),
            None => Ok(Overlap { known }),
        }
    }

    /// Rows that were not there before.
    pub fn new_count(&self) -> usize {
        self.known.iter().filter(|k| !**k).count()
    }

    /// Rows that were.
    pub fn known_count(&self) -> usize {
        self.known.len() - self.new_count()
    }
}

fn face(row: &StatementRow) -> (Date, Money, Money, Money) {
    (row.date, row.money_in, row.money_out, row.balance)
}

/// The place in time of each chronological row: the day, then its place in the day as the bank tells it.
pub(super) fn places_in_time(rows: &[&StatementRow]) -> Vec<i64> {
    let mut in_day: BTreeMap<Date, i64> = BTreeMap::new();
    rows.iter()
        .map(|row| {
            let place = in_day.entry(row.date).and_modify(|n| *n += 1).or_insert(1);
            (row.date - Date::default()).num_days() * 100_000 + *place
        })
        .collect()
}

/// Days between two statements that no statement shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatementGap {
    /// Day of the last line before the gap.
    pub from: Date,
    /// Balance there.
    pub balance_before: Money,
    /// Day of the first line after it.
    pub to: Date,
    /// Balance the bank went on from.
    pub balance_after: Money,
}

impl StatementGap {
    /// The gap between two neighbouring lines, if there is one.
    pub fn between(before: &StatementRow, after: &StatementRow) -> Option<StatementGap> {
        let went_on = after.balance - after.net();
        (before.balance != went_on).then_some(StatementGap {
            from: before.date,
            balance_before: before.balance,
            to: after.date,
            balance_after: went_on,
        })
    }

    /// `2025-01-31 余额 1,000.00 元与 2025-03-02 之前的余额 1,200.00 元接不上，中间缺对账单`.
    pub fn sentence(&self) -> String {
        format!(
            "{} 余额 {} 元与 {} 之前的余额 {} 元接不上，中间缺对账单",
            self.from, self.balance_before, self.to, self.balance_after
        )
    }
}
