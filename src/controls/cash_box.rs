use std::collections::BTreeMap;

use crate::kernel::{Date, Money};

/// What moved through the cash box on one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CashDay {
    /// Came in from somebody.
    pub earned: Money,
    /// Fetched from the bank.
    pub fetched: Money,
    /// Brought to the bank.
    pub banked: Money,
    /// Paid to somebody.
    pub paid: Money,
}

impl CashDay {
    fn net(&self) -> Money {
        self.earned + self.fetched - self.banked - self.paid
    }
}

/// 库存现金 by day: what was there before the first day, and what moved since.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CashBox {
    before: Money,
    days: BTreeMap<Date, CashDay>,
}

impl CashBox {
    /// Begins with this.
    pub fn beginning(before: Money) -> CashBox {
        CashBox { before, days: BTreeMap::new() }
    }

    /// The movements of a day, to be added to.
    pub fn day_mut(&mut self, day: Date) -> &mut CashDay {
        self.days.entry(day).or_default()
    }

    /// One more movement on a day; negative takes out.
    pub fn moves(&mut self, day: Date, amount: Money) {
        if amount.is_negative() {
            self.day_mut(day).paid -= amount;
        } else if amount.is_positive() {
            self.day_mut(day).earned += amount;
        }
    }

    /// What is there at the end of a day.
    pub fn at_end_of(&self, day: Date) -> Money {
        self.before + self.days.range(..=day).map(|(_, moved)| moved.net()).sum::<Money>()
    }

    /// The end of every day with a movement.
    pub fn ends(&self) -> impl Iterator<Item = (Date, Money)> {
        let mut balance = self.before;
        self.days.iter().map(move |(day, moved)| {
            balance += moved.net();
            (*day, balance)
        })
    }

    /// The days at whose end less than nothing is there.
    pub fn negative_days(&self) -> Vec<(Date, Money)> {
        self.ends().filter(|(_, balance)| balance.is_negative()).collect()
    }

    /// The least that is there at the end of this day or any later one, and on which day.
    pub fn least_from(&self, day: Date) -> (Date, Money) {
        let later = self.ends().filter(|(d, _)| *d > day);
        later.fold((day, self.at_end_of(day)), |least, end| if end.1 < least.1 { end } else { least })
    }

    /// What was brought to the bank in a span of days, both ends included.
    pub fn banked_between(&self, first: Date, last: Date) -> Money {
        if first > last {
            return Money::ZERO;
        }
        self.days.range(first..=last).map(|(_, moved)| moved.banked).sum()
    }

    /// Cash that came in and was not brought to the bank within so many days, oldest first: the day, what of it is
    /// left. What goes to the bank is taken off the oldest.
    pub fn unbanked(&self, within: i64, on: Date) -> Vec<(Date, Money)> {
        let mut waiting: Vec<(Date, Money)> = Vec::new();
        let mut late: Vec<(Date, Money)> = Vec::new();
        let is_late = |came: Date, day: Date| (day - came).num_days() > within;
        for (day, moved) in self.days.range(..=on) {
            waiting.retain(|(came, left)| {
                let over = is_late(*came, *day);
                if over {
                    late.push((*came, *left));
                }
                !over
            });
            if moved.earned.is_positive() {
                waiting.push((*day, moved.earned));
            }
            let mut banked = moved.banked;
            for (_, left) in &mut waiting {
                let taken = (*left).min(banked);
                *left -= taken;
                banked -= taken;
            }
            waiting.retain(|(_, left)| left.is_positive());
        }
        late.extend(waiting.into_iter().filter(|(came, _)| is_late(*came, on)));
        late
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> Date {
        Date::from_ymd_opt(2025, 9, n).unwrap()
    }

    fn box_of(days: &[(u32, i64, i64)]) -> CashBox {
        let mut cash = CashBox::beginning(Money::from_yuan(100));
        for (n, earned, banked) in days {
            cash.moves(day(*n), Money::from_yuan(*earned));
            cash.day_mut(day(*n)).banked += Money::from_yuan(*banked);
        }
        cash
    }

    #[test]
    fn the_worst_day_is_found_and_never_an_earlier_one() {
        let cash = box_of(&[(2, -90, 0), (5, 500, 0), (9, -505, 0)]);
        assert_eq!(cash.least_from(day(1)), (day(9), Money::from_yuan(5)));
        assert_eq!(cash.least_from(day(3)), (day(9), Money::from_yuan(5)));
        assert!(cash.negative_days().is_empty());
        let mut worse = cash;
        worse.moves(day(4), -Money::from_fen(501));
        assert_eq!(worse.negative_days(), [(day(9), -Money::from_fen(1))]);
    }

    #[test]
    fn income_is_banked_oldest_first_and_late_after_the_days() {
        let cash = box_of(&[(1, 300, 0), (3, 200, 0), (6, 0, 400)]);
        assert_eq!(cash.unbanked(5, day(8)), [], "the fifth day is in time");
        assert_eq!(cash.unbanked(5, day(9)), [(day(3), Money::from_yuan(100))]);
        let late = box_of(&[(1, 300, 0), (7, 0, 300)]);
        assert_eq!(late.unbanked(5, day(7)), [(day(1), Money::from_yuan(300))], "brought on the sixth day");
        assert_eq!(late.unbanked(6, day(9)), []);
    }
}
