use super::error::OpeningItemRefusal;
use super::sheet::{OutstandingItem, ReconciliationSheet};
use crate::kernel::{Date, Money, OpeningItemId, Timestamp, UserId};

/// Which side knows of an outstanding item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemSide {
    /// 村账已记、银行未记: a cheque on its way.
    Book,
    /// 银行已记、村账未记.
    Bank,
}

impl ItemSide {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            ItemSide::Book => "book",
            ItemSide::Bank => "bank",
        }
    }

    /// From the stored word.
    pub fn of(word: &str) -> Option<ItemSide> {
        [ItemSide::Book, ItemSide::Bank].into_iter().find(|side| side.word() == word)
    }

    /// `村账已记、银行未记`.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            ItemSide::Book => "村账已记、银行未记",
            ItemSide::Bank => "银行已记、村账未记",
        }
    }
}

/// 期初未达账项 to be entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewOpeningItem {
    /// Which side knows of it.
    pub side: ItemSide,
    /// The day of that side.
    pub date: Date,
    /// In is positive.
    pub net: Money,
    /// What it is.
    pub text: String,
    /// Cheque or bank number; may be empty.
    pub reference: String,
}

impl NewOpeningItem {
    /// Everything that keeps it from being taken, for a book enabled on a day.
    pub(super) fn faults(&self, enabled: Date) -> Vec<OpeningItemRefusal> {
        let mut faults = Vec::new();
        if self.date >= enabled {
            faults.push(OpeningItemRefusal::DateLate { enabled });
        }
        if self.net.is_zero() {
            faults.push(OpeningItemRefusal::AmountMissing);
        }
        if self.text.trim().is_empty() {
            faults.push(OpeningItemRefusal::TextMissing);
        }
        faults
    }
}

/// 期初未达账项 — an outstanding item from before the book was enabled, entered once and reviewed by another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpeningItem {
    /// Id.
    pub id: OpeningItemId,
    /// What was entered.
    pub item: NewOpeningItem,
    /// Who entered it.
    pub entered_by: UserId,
    /// His name.
    pub entered_name: String,
    /// Who reviewed it and when; `None` while it waits and does not count.
    pub reviewed: Option<(String, Timestamp)>,
}

/// Whether the items explain how book and bank stood on the evening before the book was enabled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpeningProof {
    /// The sheet of that evening; the bank's balance is the first statement's opening.
    pub sheet: ReconciliationSheet,
    /// False while no statement reaches back to the first month: the bank's side is not known yet.
    pub bank_known: bool,
}

impl OpeningProof {
    /// From both balances and every item that stands or waits.
    pub(super) fn of(
        until: Date,
        balance_book: Money,
        balance_bank: Option<Money>,
        items: &[OpeningItem],
    ) -> OpeningProof {
        let list = |side: ItemSide, received: bool| -> Vec<OutstandingItem> {
            let wanted = items.iter().filter(|i| i.item.side == side && i.item.net.is_positive() == received);
            let told = wanted.map(|i| OutstandingItem {
                date: i.item.date,
                text: i.item.text.clone(),
                reference: i.item.reference.clone(),
                amount: i.item.net.abs(),
            });
            told.collect()
        };
        let mut sheet = ReconciliationSheet::of(until, balance_book, balance_bank.unwrap_or(Money::ZERO), &[], &[]);
        sheet.bank_received = list(ItemSide::Bank, true);
        sheet.bank_paid = list(ItemSide::Bank, false);
        sheet.book_received = list(ItemSide::Book, true);
        sheet.book_paid = list(ItemSide::Book, false);
        OpeningProof { sheet, bank_known: balance_bank.is_some() }
    }

    /// Refuses a review while the items do not explain the difference. Refuses: `reconcile.opening_unequal`.
    pub(super) fn require_equal(&self) -> Result<(), OpeningItemRefusal> {
        if !self.bank_known || self.sheet.is_equal() {
            return Ok(());
        }
        Err(OpeningItemRefusal::Unequal {
            adjusted_book: self.sheet.adjusted_book(),
            adjusted_bank: self.sheet.adjusted_bank(),
            difference: self.sheet.difference(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(side: ItemSide, yuan: i64) -> OpeningItem {
        let (date, net) = ("2024-12-28".parse().unwrap(), Money::from_yuan(yuan));
        OpeningItem {
            id: OpeningItemId::new(),
            item: NewOpeningItem { side, date, net, text: "工程款支票".into(), reference: "1026".into() },
            entered_by: UserId::new(),
            entered_name: "专管员".into(),
            reviewed: None,
        }
    }

    #[test]
    fn the_items_lead_both_sides_of_the_enabling_day_to_one_figure() {
        let evening: Date = "2024-12-31".parse().unwrap();
        let items = [item(ItemSide::Book, -300), item(ItemSide::Bank, 40), item(ItemSide::Bank, -10)];
        let proof = OpeningProof::of(evening, Money::from_yuan(1_000), Some(Money::from_yuan(1_330)), &items);
        assert_eq!(proof.sheet.adjusted_book(), Money::from_yuan(1_030));
        assert!(proof.require_equal().is_ok());
        let short = OpeningProof::of(evening, Money::from_yuan(1_000), Some(Money::from_yuan(1_330)), &items[1..]);
        assert!(matches!(short.require_equal(), Err(OpeningItemRefusal::Unequal { .. })));
        assert!(OpeningProof::of(evening, Money::from_yuan(1_000), None, &items[1..]).require_equal().is_ok());
    }

    #[test]
    fn only_what_is_older_than_the_book_is_entered_here() {
        let enabled: Date = "2024-12-28".parse().unwrap();
        let mut new = item(ItemSide::Book, 1).item;
        assert_eq!(new.faults(enabled), [OpeningItemRefusal::DateLate { enabled }]);
        (new.net, new.text) = (Money::ZERO, " ".into());
        assert_eq!(new.faults("2025-01-01".parse().unwrap()).len(), 2);
    }
}
