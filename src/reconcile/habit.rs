use std::collections::BTreeMap;

use super::evidence::weight;
use super::line::{BankLine, BookLine};
use crate::kernel::{Date, Money};

/// Where a span of days ends, and what pairs stand in it before anything is known of an account: bank on the day of
/// the books or after it, and bank before it, in tenths.
const SPANS: [(i64, [usize; 2]); 9] = [
    (0, [100, 0]),
    (1, [63, 50]),
    (2, [32, 25]),
    (3, [20, 16]),
    (5, [20, 16]),
    (10, [25, 20]),
    (20, [25, 20]),
    (31, [14, 11]),
    (60, [12, 1]),
];
/// A pair seen weighs as much as these tenths: twenty of them weigh as much as what is assumed.
const SEEN: usize = 23;
/// The days a pair may be apart, all together: what a coincidence spreads over.
const DAYS: usize = 91;
/// Days are told by people; not everything their nearness says is believed.
const DOUBT: i32 = 3;
/// Amounts on whole tens of yuan are met too often to learn from.
const ROUND: i64 = 1_000;

/// The days between books and bank this account is used to, money in and money out apart.
///
/// A clerk who hands in every month books weeks after the bank; one who pays by cheque, days before it. What the account
/// shows is told by amounts that stand once on either side: their pairs are beyond doubt, whatever the days.
pub(super) struct Habit {
    points: [[[i32; 2]; SPANS.len()]; 2],
}

impl Habit {
    /// The habit of an account.
    pub fn of(bank: &[BankLine], book: &[BookLine]) -> Habit {
        let mut once: BTreeMap<Money, [Vec<Date>; 2]> = BTreeMap::new();
        for line in bank {
            once.entry(line.net).or_default()[0].push(line.date);
        }
        for line in book {
            once.entry(line.net).or_default()[1].push(line.date);
        }
        let mut seen = [[[0; 2]; SPANS.len()]; 2];
        for (net, days) in once {
            let ([at_bank], [in_books]) = (&days[0][..], &days[1][..]) else { continue };
            let apart = (*at_bank - *in_books).num_days();
            if net.fen() % ROUND != 0 && apart.unsigned_abs() <= 60 {
                seen[way(net)][span(apart)][before(apart)] += 1;
            }
        }
        Habit { points: seen.map(|seen| points(&seen)) }
    }

    /// Weight of evidence in a line being at the bank so many days after the books.
    pub fn nearness(&self, net: Money, days: i64) -> i32 {
        self.points[way(net)][span(days)][before(days)]
    }
}

fn points(seen: &[[usize; 2]; SPANS.len()]) -> [[i32; 2]; SPANS.len()] {
    let tenths = |at: usize, side: usize| SPANS[at].1[side] + SEEN * seen[at][side];
    let all: usize = (0..SPANS.len()).flat_map(|at| [tenths(at, 0), tenths(at, 1)]).sum();
    let mut points = [[0; 2]; SPANS.len()];
    for (at, here) in points.iter_mut().enumerate() {
        let from = if at == 0 { -1 } else { SPANS[at - 1].0 };
        let width = usize::try_from(SPANS[at].0 - from).unwrap_or(1);
        for (side, points) in here.iter_mut().enumerate() {
            *points = weight(DAYS * tenths(at, side)) - weight(width * all) - DOUBT;
        }
    }
    points
}

/// Money in or money out.
fn way(net: Money) -> usize {
    usize::from(net.is_negative())
}

fn before(days: i64) -> usize {
    usize::from(days < 0)
}

fn span(days: i64) -> usize {
    SPANS.iter().position(|(end, _)| days.abs() <= *end).unwrap_or(SPANS.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn habit(days_late: i64, many: i64) -> Habit {
        let day: Date = "2025-03-01".parse().unwrap();
        let at = |n: i64| Money::from_fen(12_345 + 701 * n);
        let line = |n| BankLine {
            date: day,
            net: at(n),
            counterparty: String::new(),
            summary: String::new(),
            purpose: String::new(),
            reference: String::new(),
        };
        let entry = |n| BookLine {
            date: day + chrono::Duration::days(days_late),
            net: at(n),
            counterparty: String::new(),
            summary: String::new(),
            voucher: String::new(),
            line: 1,
        };
        Habit::of(&(0..many).map(line).collect::<Vec<_>>(), &(0..many).map(entry).collect::<Vec<_>>())
    }

    #[test]
    fn an_account_booked_a_week_late_is_believed_a_week_late() {
        let income = Money::from_yuan(300);
        let (fresh, used) = (habit(0, 0), habit(7, 60));
        assert!(fresh.nearness(income, 0) > fresh.nearness(income, -7), "at first nearer days are likelier");
        assert!(used.nearness(income, -7) > used.nearness(income, 0));
        assert!(used.nearness(income, -7) >= fresh.nearness(income, -7) + 8);
        let paid = -income;
        assert_eq!(used.nearness(paid, 3), fresh.nearness(paid, 3), "money out has a habit of its own");
    }
}
