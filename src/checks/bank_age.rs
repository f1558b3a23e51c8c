use crate::kernel::{BookId, Date};
use crate::village::Policies;

use super::board_cell::Pace;

/// 银行流水: how long ago the last bank line was that proves itself. Lines come once a month: older, and a file is missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BankAge {
    /// The book has no bank account.
    NoAccount,
    /// No bank line has come.
    NoLines,
    /// So many days, in time or not.
    Days(i64, Pace),
}

impl BankAge {
    /// From the day the bank lines prove themselves to; the outer `None` where there is no account.
    pub(super) fn of(proven_through: Option<Option<Date>>, policies: &Policies, book: BookId, today: Date) -> BankAge {
        let day = match proven_through {
            None => return BankAge::NoAccount,
            Some(None) => return BankAge::NoLines,
            Some(Some(day)) => day,
        };
        let days = (today - day).num_days().max(0);
        let pace = match days {
            _ if days > policies.days("bank_late_days", book, today) => Pace::Late,
            _ if days > policies.days("bank_days", book, today) => Pace::Near,
            _ => Pace::InTime,
        };
        BankAge::Days(days, pace)
    }

    /// True when a file should have come.
    pub const fn is_missing_a_file(self) -> bool {
        match self {
            BankAge::NoAccount | BankAge::Days(_, Pace::Done | Pace::Quiet | Pace::InTime) => false,
            BankAge::NoLines | BankAge::Days(_, Pace::Near | Pace::Late) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_and_a_half_is_in_order_two_months_are_not() {
        let (policies, book) = (Policies::default(), BookId::new());
        let day = |d: &str| d.parse::<Date>().unwrap();
        let age = |day| BankAge::of(Some(Some(day)), &policies, book, "2025-10-31".parse().unwrap());
        assert_eq!(age(day("2025-09-16")), BankAge::Days(45, Pace::InTime));
        assert_eq!(age(day("2025-09-15")), BankAge::Days(46, Pace::Near));
        assert_eq!(age(day("2025-09-01")), BankAge::Days(60, Pace::Near));
        assert_eq!(age(day("2025-08-31")), BankAge::Days(61, Pace::Late));
        assert_eq!(BankAge::of(None, &policies, book, day("2025-10-31")), BankAge::NoAccount);
        assert!(BankAge::NoLines.is_missing_a_file() && !age(day("2025-10-31")).is_missing_a_file());
    }
}
