use serde::{Deserialize, Serialize};

use super::error::ReconcileRefusal;
use super::hand::BankHand;
use crate::kernel::{CashCountId, Date, Money, Timestamp, stored_words};

/// A note or coin of the yuan.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Denomination {
    /// 100 元.
    Yuan100,
    /// 50 元.
    Yuan50,
    /// 20 元.
    Yuan20,
    /// 10 元.
    Yuan10,
    /// 5 元.
    Yuan5,
    /// 2 元.
    Yuan2,
    /// 1 元.
    Yuan1,
    /// 5 角.
    Jiao5,
    /// 2 角.
    Jiao2,
    /// 1 角.
    Jiao1,
    /// 5 分.
    Fen5,
    /// 2 分.
    Fen2,
    /// 1 分.
    Fen1,
}

impl Denomination {
    /// All of them, the largest first, as the form lists them.
    pub const ALL: [Denomination; 13] = [
        Denomination::Yuan100,
        Denomination::Yuan50,
        Denomination::Yuan20,
        Denomination::Yuan10,
        Denomination::Yuan5,
        Denomination::Yuan2,
        Denomination::Yuan1,
        Denomination::Jiao5,
        Denomination::Jiao2,
        Denomination::Jiao1,
        Denomination::Fen5,
        Denomination::Fen2,
        Denomination::Fen1,
    ];

    /// What one of them is worth.
    pub const fn worth(self) -> Money {
        Money::from_fen(match self {
            Denomination::Yuan100 => 10_000,
            Denomination::Yuan50 => 5_000,
            Denomination::Yuan20 => 2_000,
            Denomination::Yuan10 => 1_000,
            Denomination::Yuan5 => 500,
            Denomination::Yuan2 => 200,
            Denomination::Yuan1 => 100,
            Denomination::Jiao5 => 50,
            Denomination::Jiao2 => 20,
            Denomination::Jiao1 => 10,
            Denomination::Fen5 => 5,
            Denomination::Fen2 => 2,
            Denomination::Fen1 => 1,
        })
    }

    /// `100元`.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Denomination::Yuan100 => "100元",
            Denomination::Yuan50 => "50元",
            Denomination::Yuan20 => "20元",
            Denomination::Yuan10 => "10元",
            Denomination::Yuan5 => "5元",
            Denomination::Yuan2 => "2元",
            Denomination::Yuan1 => "1元",
            Denomination::Jiao5 => "5角",
            Denomination::Jiao2 => "2角",
            Denomination::Jiao1 => "1角",
            Denomination::Fen5 => "5分",
            Denomination::Fen2 => "2分",
            Denomination::Fen1 => "1分",
        }
    }
}

/// What a count says against the book.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CashFinding {
    /// 账实相符.
    Agrees,
    /// 长款: more in the box than in the book.
    Over(Money),
    /// 短款: less in the box than in the book.
    Short(Money),
}

/// 现金盘点 — the notes in the box by denomination, against the cash account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CashCount {
    /// Pieces of each denomination that was there, the largest first.
    pub pieces: Vec<(Denomination, i64)>,
    /// 现金日记账余额 at the moment of the count.
    pub balance_book: Money,
}

impl CashCount {
    /// A count as entered; denominations left out or at zero count as none.
    ///
    /// Refuses: `reconcile.count_negative`, `reconcile.count_twice`.
    pub fn new(pieces: &[(Denomination, i64)], balance_book: Money) -> Result<CashCount, ReconcileRefusal> {
        let mut sorted: Vec<(Denomination, i64)> = Vec::with_capacity(pieces.len());
        for &(denomination, count) in pieces {
            let name = denomination.in_chinese();
            if !(0..=1_000_000).contains(&count) {
                return Err(ReconcileRefusal::CountNegative { denomination: name, count });
            }
            if sorted.iter().any(|(seen, _)| *seen == denomination) {
                return Err(ReconcileRefusal::CountTwice { denomination: name });
            }
            sorted.push((denomination, count));
        }
        sorted.retain(|(_, count)| *count > 0);
        sorted.sort();
        Ok(CashCount { pieces: sorted, balance_book })
    }

    /// 实点金额.
    pub fn total(&self) -> Money {
        self.pieces.iter().map(|(d, count)| Money::from_fen(d.worth().fen() * count)).sum()
    }

    /// Counted less book.
    pub fn difference(&self) -> Money {
        self.total() - self.balance_book
    }

    /// 相符, 长款 or 短款.
    pub fn finding(&self) -> CashFinding {
        let difference = self.difference();
        if difference.is_zero() {
            CashFinding::Agrees
        } else if difference.is_positive() {
            CashFinding::Over(difference)
        } else {
            CashFinding::Short(difference.abs())
        }
    }

    /// `实点 1,234.50 元，账面 1,200.00 元，长款 34.50 元`.
    pub fn sentence(&self) -> String {
        let end = match self.finding() {
            CashFinding::Agrees => "账实相符".to_owned(),
            CashFinding::Over(more) => format!("长款 {more} 元"),
            CashFinding::Short(less) => format!("短款 {less} 元"),
        };
        format!("实点 {} 元，账面 {} 元，{end}", self.total(), self.balance_book)
    }
}

stored_words! {
    /// Why a count was made.
    Occasion "盘点" {
        /// 日常盘点: the cashier's own, at the end of a day or a month.
        Regular "regular" "日常盘点",
        /// 突击盘点: unannounced, made by somebody who does not keep the money.
        Surprise "surprise" "突击盘点",
    }
}

/// A count as it is brought in.
#[derive(Clone, Debug)]
pub struct NewCashCount {
    /// The day.
    pub date: Date,
    /// Why it was made.
    pub occasion: Occasion,
    /// Pieces of each denomination.
    pub pieces: Vec<(Denomination, i64)>,
    /// 监盘人.
    pub witnessed_name: String,
    /// Of a difference; empty when there is none.
    pub reason: String,
}

/// A cash count that was kept: who counted, who stood beside, why it differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CountedCash {
    /// Id.
    pub id: CashCountId,
    /// The day.
    pub date: Date,
    /// Why it was made.
    pub occasion: Occasion,
    /// The notes and the book.
    pub count: CashCount,
    /// Of a difference; empty when there is none.
    pub reason: String,
    /// 盘点人: the cashier, and whoever came unannounced at a surprise count.
    pub counted_name: String,
    /// 监盘人.
    pub witnessed_name: String,
    /// When.
    pub counted_at: Timestamp,
}

/// 突击盘点 of a quarter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SurpriseCounts {
    /// How many there were.
    pub made: i64,
    /// How many the township wants; 0 when it says nothing.
    pub wanted: i64,
}

/// The last count of a cash box.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LastCount {
    /// Its day.
    pub date: Date,
    /// Counted less book.
    pub difference: Money,
}

impl LastCount {
    /// Days since.
    pub fn days(&self, today: Date) -> i64 {
        (today - self.date).num_days().max(0)
    }
}

impl CountedCash {
    /// Holds a count to what a count needs: a witness who is not the counter, words for a difference, not of a day to
    /// come; and nobody takes himself by surprise, nor on another day.
    ///
    /// Refuses: `reconcile.witness_missing`, `reconcile.witness_is_counter`, `reconcile.difference_unexplained`,
    /// `reconcile.date_ahead`, `reconcile.surprise_by_cashier`, `reconcile.surprise_another_day`.
    pub(super) fn faults(&self, by: &BankHand) -> Vec<ReconcileRefusal> {
        let mut faults = Vec::new();
        let today = self.counted_at.date();
        if self.occasion == Occasion::Surprise {
            if matches!(by, BankHand::Cashier(_)) {
                faults.push(ReconcileRefusal::SurpriseByCashier);
            }
            if self.date < today {
                faults.push(ReconcileRefusal::SurpriseAnotherDay { day: self.date, today });
            }
        }
        if self.date > today {
            faults.push(ReconcileRefusal::DateAhead { until: self.date, today });
        }
        if self.witnessed_name.is_empty() {
            faults.push(ReconcileRefusal::WitnessMissing);
        } else if self.witnessed_name == self.counted_name {
            faults.push(ReconcileRefusal::WitnessIsCounter { name: self.counted_name.clone() });
        }
        if self.count.finding() != CashFinding::Agrees && self.reason.is_empty() {
            faults.push(ReconcileRefusal::DifferenceUnexplained { sentence: self.count.sentence() });
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_notes_are_held_against_the_book() {
        let count = |book: &str| {
            let pieces = [(Denomination::Jiao5, 3), (Denomination::Yuan100, 12), (Denomination::Yuan1, 0)];
            CashCount::new(&pieces, book.parse().unwrap()).unwrap()
        };
        for (book, sentence) in [
            ("1201.50", "实点 1,201.50 元，账面 1,201.50 元，账实相符"),
            ("1200.00", "实点 1,201.50 元，账面 1,200.00 元，长款 1.50 元"),
            ("1300.00", "实点 1,201.50 元，账面 1,300.00 元，短款 98.50 元"),
        ] {
            assert_eq!(count(book).sentence(), sentence);
        }
        assert_eq!(count("0").pieces, [(Denomination::Yuan100, 12), (Denomination::Jiao5, 3)]);
    }

    #[test]
    fn no_negative_and_no_double_counts() {
        let refused = |pieces: &[(Denomination, i64)]| CashCount::new(pieces, Money::ZERO).unwrap_err();
        let ten = Denomination::Yuan10;
        assert_eq!(refused(&[(ten, -1)]), ReconcileRefusal::CountNegative { denomination: "10元", count: -1 });
        assert_eq!(refused(&[(ten, 1), (ten, 2)]), ReconcileRefusal::CountTwice { denomination: "10元" });
    }
}
