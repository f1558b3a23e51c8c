use crate::kernel::{BookId, Date, Money};
use crate::reconcile::LastCount;
use crate::village::Policies;

use super::board_cell::Pace;

/// 现金盘点: how long ago the cash box was last counted, and what that count found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CashAge {
    /// Nobody has counted.
    Never,
    /// Counted so many days ago and found as the book says, in time or not.
    Days(i64, Pace),
    /// The last count differs from the book.
    Apart {
        /// Counted less book.
        difference: Money,
        /// So many days ago.
        days: i64,
    },
}

impl CashAge {
    /// From the last count.
    pub fn of(counted: Option<LastCount>, policies: &Policies, book: BookId, today: Date) -> CashAge {
        let Some(counted) = counted else { return CashAge::Never };
        let days = counted.days(today);
        if !counted.difference.is_zero() {
            return CashAge::Apart { difference: counted.difference, days };
        }
        let in_time = days <= policies.days("cash_days", book, today);
        CashAge::Days(days, if in_time { Pace::InTime } else { Pace::Near })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_without_a_count_turns_the_light_and_a_difference_turns_it_red() {
        let (policies, book) = (Policies::default(), BookId::new());
        let today: Date = "2025-10-31".parse().unwrap();
        let age = |day: &str, fen| {
            let counted = LastCount { date: day.parse().unwrap(), difference: Money::from_fen(fen) };
            CashAge::of(Some(counted), &policies, book, today)
        };
        assert_eq!(age("2025-09-30", 0), CashAge::Days(31, Pace::InTime));
        assert_eq!(age("2025-09-29", 0), CashAge::Days(32, Pace::Near));
        assert_eq!(age("2025-10-30", -150), CashAge::Apart { difference: Money::from_fen(-150), days: 1 });
        assert_eq!(CashAge::of(None, &policies, book, today), CashAge::Never);
    }
}
