use serde::{Deserialize, Serialize};

use super::line::{BankLine, BookLine};
use crate::kernel::{Date, Money};

/// 未达账项 — one line that stands on one side only.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OutstandingItem {
    /// The day of the side that has it.
    pub date: Date,
    /// What it was for and with whom.
    pub text: String,
    /// Voucher number or bank number.
    pub reference: String,
    /// Always as a positive receipt or payment; negative only for a reversal on the same side.
    pub amount: Money,
}

impl OutstandingItem {
    /// How many days it has been outstanding on a day.
    pub fn days(&self, until: Date) -> i64 {
        (until - self.date).num_days()
    }
}

/// 银行存款余额调节表 — both balances led to one figure through the lines that only one side has.
///
/// Never a booking document: nothing is posted from it. Amounts in yuan; all four lists are of positive amounts.
/// Source: 会计基础工作规范 art. 62.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReconciliationSheet {
    /// The day both balances are taken, inclusive.
    pub until: Date,
    /// 账面存款余额.
    pub balance_book: Money,
    /// 银行对账单余额.
    pub balance_bank: Money,
    /// 加：银行已收、村未收.
    pub bank_received: Vec<OutstandingItem>,
    /// 减：银行已付、村未付.
    pub bank_paid: Vec<OutstandingItem>,
    /// 加：村已收、银行未收.
    pub book_received: Vec<OutstandingItem>,
    /// 减：村已付、银行未付.
    pub book_paid: Vec<OutstandingItem>,
    /// 账面错账更正, signed.
    pub correction_book: Money,
    /// 银行错账更正, signed.
    pub correction_bank: Money,
}

impl ReconciliationSheet {
    /// Sorts the unpaired lines of both sides into the four lists, each by date.
    pub fn of(
        until: Date,
        balance_book: Money,
        balance_bank: Money,
        bank: &[BankLine],
        book: &[BookLine],
    ) -> ReconciliationSheet {
        let from_bank = |l: &BankLine| OutstandingItem {
            date: l.date,
            text: l.text(),
            reference: l.reference.clone(),
            amount: l.net.abs(),
        };
        let from_book = |l: &BookLine| OutstandingItem {
            date: l.date,
            text: l.text(),
            reference: l.voucher.clone(),
            amount: l.net.abs(),
        };
        ReconciliationSheet {
            until,
            balance_book,
            balance_bank,
            bank_received: by_date(bank.iter().filter(|l| l.net.is_positive()).map(from_bank).collect()),
            bank_paid: by_date(bank.iter().filter(|l| l.net.is_negative()).map(from_bank).collect()),
            book_received: by_date(book.iter().filter(|l| l.net.is_positive()).map(from_book).collect()),
            book_paid: by_date(book.iter().filter(|l| l.net.is_negative()).map(from_book).collect()),
            correction_book: Money::ZERO,
            correction_bank: Money::ZERO,
        }
    }

    /// 调节后余额, from the books: A + a − b.
    pub fn adjusted_book(&self) -> Money {
        self.balance_book + total(&self.bank_received) - total(&self.bank_paid) + self.correction_book
    }

    /// 调节后余额, from the bank: B + c − d.
    pub fn adjusted_bank(&self) -> Money {
        self.balance_bank + total(&self.book_received) - total(&self.book_paid) + self.correction_bank
    }

    /// What remains unexplained: book less bank, after adjustment. Nothing when the sheet is right.
    pub fn difference(&self) -> Money {
        self.adjusted_book() - self.adjusted_bank()
    }

    /// True when both sides meet.
    pub fn is_equal(&self) -> bool {
        self.difference().is_zero()
    }

    /// How many lines stand on one side only.
    pub fn outstanding(&self) -> usize {
        self.bank_received.len() + self.bank_paid.len() + self.book_received.len() + self.book_paid.len()
    }

    /// Days the oldest outstanding line has waited; `None` when there is none.
    pub fn oldest(&self) -> Option<i64> {
        let lists = [&self.bank_received, &self.bank_paid, &self.book_received, &self.book_paid];
        lists.into_iter().flatten().map(|i| i.days(self.until)).max()
    }

    /// The one sentence on top of the two panes.
    pub fn sentence(&self) -> String {
        let gap = self.balance_book - self.balance_bank;
        let end = match (self.is_equal(), self.outstanding()) {
            (true, 0) => "两边一致".to_owned(),
            (true, n) => format!("{n} 笔未达账项已说明全部差额"),
            (false, _) => format!("调节后仍差 {} 元", self.difference()),
        };
        format!("账面 {} 元，银行 {} 元，差 {} 元，{end}", self.balance_book, self.balance_bank, gap)
    }
}

/// The sum of a list of outstanding items.
pub fn total(items: &[OutstandingItem]) -> Money {
    items.iter().map(|i| i.amount).sum()
}

fn by_date(mut items: Vec<OutstandingItem>) -> Vec<OutstandingItem> {
    items.sort_by_key(|i| i.date);
    items
}
