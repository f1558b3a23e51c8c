use serde::{Deserialize, Serialize};

use super::cash_count::CashCount;
use super::error::ImprestRefusal;
use super::hand::BankHand;
use crate::audit::Actor;
use crate::auth::{AuthRefusal, Clerk, Standing};
use crate::kernel::{BookId, Date, HouseholdId, ImprestCheckId, ImprestLineId, Money, Timestamp, UserId};
use crate::village::Household;

/// Whose hands keep the list of the imprest: the clerk's on the village's side, the accountant's or cashier's on the centre's.
#[derive(Clone, Debug)]
pub enum ImprestHand {
    /// 报账员.
    Village(Clerk),
    /// 专管员 or 资金会计.
    Centre(BankHand),
}

impl ImprestHand {
    /// The hand a person has in a book.
    ///
    /// Refuses: `auth.no_such_book`, `auth.role_needed`.
    pub fn of(standing: &Standing, book: BookId) -> Result<ImprestHand, AuthRefusal> {
        match standing.clerk(book) {
            Ok(clerk) => Ok(ImprestHand::Village(clerk)),
            Err(_) => BankHand::of(standing, book).map(ImprestHand::Centre),
        }
    }

    /// Who.
    pub const fn actor(&self) -> &Actor {
        match self {
            ImprestHand::Village(by) => by.actor(),
            ImprestHand::Centre(by) => by.actor(),
        }
    }

    /// The person.
    pub const fn id(&self) -> UserId {
        match self {
            ImprestHand::Village(by) => by.id(),
            ImprestHand::Centre(by) => by.id(),
        }
    }

    /// The one book.
    pub const fn book(&self) -> BookId {
        match self {
            ImprestHand::Village(by) => by.book(),
            ImprestHand::Centre(by) => by.book(),
        }
    }

    /// Which side.
    pub const fn side(&self) -> CheckSide {
        match self {
            ImprestHand::Village(_) => CheckSide::Village,
            ImprestHand::Centre(_) => CheckSide::Centre,
        }
    }
}

/// One of the two sides that sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckSide {
    /// 村里.
    Village,
    /// 中心.
    Centre,
}

impl CheckSide {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            CheckSide::Village => "village",
            CheckSide::Centre => "centre",
        }
    }

    /// From the stored word.
    pub fn of(word: &str) -> Option<CheckSide> {
        [CheckSide::Village, CheckSide::Centre].into_iter().find(|side| side.word() == word)
    }

    /// `村里`, `中心`.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            CheckSide::Village => "村里",
            CheckSide::Centre => "中心",
        }
    }
}

/// A line to be written on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewImprestLine {
    /// Its day.
    pub date: Date,
    /// Received is positive, paid negative.
    pub net: Money,
    /// What for.
    pub text: String,
}

impl NewImprestLine {
    /// Everything that keeps it from being written.
    pub(super) fn faults(&self, today: Date) -> Vec<ImprestRefusal> {
        let mut faults = Vec::new();
        if self.net.is_zero() {
            faults.push(ImprestRefusal::AmountMissing);
        }
        if self.text.trim().is_empty() {
            faults.push(ImprestRefusal::TextMissing);
        }
        if self.date > today {
            faults.push(ImprestRefusal::DateAhead { date: self.date, today });
        }
        faults
    }
}

/// One line of the holder's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImprestLine {
    /// Id.
    pub id: ImprestLineId,
    /// Whose.
    pub holder: HouseholdId,
    /// What was written.
    pub line: NewImprestLine,
    /// Who wrote it.
    pub written_name: String,
    /// Why it was struck; `None` while it stands.
    pub struck: Option<String>,
}

/// A payment on the list whose papers are not in the books yet, as a check keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UnbookedLine {
    /// Its day.
    pub date: Date,
    /// What for.
    pub text: String,
    /// Paid, without sign.
    pub amount: Money,
}

/// The three figures of a check.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImprestFigures {
    /// 账面: what the books say the holder has.
    pub book: Money,
    /// Paid and not booked yet.
    pub unbooked: Vec<UnbookedLine>,
    /// 清单: received less paid on the holder's own list.
    pub list: Money,
    /// 实点.
    pub cash: CashCount,
}

impl ImprestFigures {
    /// Their sum.
    pub fn unbooked_total(&self) -> Money {
        self.unbooked.iter().map(|l| l.amount).sum()
    }

    /// 账面减未入账: what should be in hand.
    pub fn expected(&self) -> Money {
        self.book - self.unbooked_total()
    }

    /// True when book, list and notes say the same.
    pub fn agree(&self) -> bool {
        self.expected() == self.list && self.list == self.cash.total()
    }

    /// `账面 1,000.00 元，未入账 200.00 元，应有 800.00 元，清单 800.00 元，实点 800.00 元`.
    pub fn sentence(&self) -> String {
        format!(
            "账面 {} 元，未入账 {} 元，应有 {} 元，清单 {} 元，实点 {} 元",
            self.book,
            self.unbooked_total(),
            self.expected(),
            self.list,
            self.cash.total()
        )
    }

    /// A difference needs words. Refuses: `reconcile.imprest_unexplained`.
    pub(super) fn require_explained(&self, reason: &str) -> Result<(), ImprestRefusal> {
        if self.agree() || !reason.trim().is_empty() {
            return Ok(());
        }
        let (expected, list, cash) = (self.expected(), self.list, self.cash.total());
        Err(ImprestRefusal::DifferenceUnexplained { expected, list, cash })
    }
}

/// 备用金核对 — book, list and notes of one holder on one day, signed by the village's side and the centre's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImprestCheck {
    /// Id.
    pub id: ImprestCheckId,
    /// Whose.
    pub holder: HouseholdId,
    /// The day.
    pub date: Date,
    /// The figures.
    pub figures: ImprestFigures,
    /// Of a difference.
    pub reason: String,
    /// The side that made it.
    pub made_side: CheckSide,
    /// Who made it.
    pub made_name: String,
    /// When.
    pub made_at: Timestamp,
    /// Who signed for the other side, and when; `None` while it waits.
    pub signed: Option<(String, Timestamp)>,
}

/// A holder: what the books say he has, his list, his checks.
#[derive(Clone, Debug)]
pub struct ImprestHolder {
    /// Who.
    pub household: Household,
    /// 账面 today.
    pub book: Money,
    /// His list, by day.
    pub lines: Vec<ImprestLine>,
    /// His checks, the latest first.
    pub checks: Vec<ImprestCheck>,
}

impl ImprestHolder {
    /// The lines that stand.
    pub fn standing(&self) -> impl Iterator<Item = &ImprestLine> {
        self.lines.iter().filter(|l| l.struck.is_none())
    }

    /// 清单结存.
    pub fn list(&self) -> Money {
        self.standing().map(|l| l.line.net).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::Denomination;

    #[test]
    fn what_is_paid_and_not_booked_stands_between_the_book_and_the_list() {
        let day: Date = "2025-09-30".parse().unwrap();
        let figures = |notes: i64| ImprestFigures {
            book: Money::from_yuan(1_000),
            unbooked: vec![UnbookedLine { date: day, text: "办公用品".into(), amount: Money::from_yuan(200) }],
            list: Money::from_yuan(800),
            cash: CashCount::new(&[(Denomination::Yuan100, notes)], Money::from_yuan(800)).unwrap(),
        };
        assert!(figures(8).agree() && figures(8).require_explained("").is_ok());
        assert!(matches!(figures(7).require_explained(" "), Err(ImprestRefusal::DifferenceUnexplained { .. })));
        assert!(figures(7).require_explained("垫付一张未记").is_ok());
    }

    #[test]
    fn a_line_says_when_what_and_how_much() {
        let today: Date = "2025-09-30".parse().unwrap();
        let line = |net, text: &str, date: &str| NewImprestLine { date: date.parse().unwrap(), net, text: text.into() };
        assert!(line(Money::from_yuan(-20), "邮寄费", "2025-09-30").faults(today).is_empty());
        assert_eq!(line(Money::ZERO, " ", "2025-10-01").faults(today).len(), 3);
    }
}
