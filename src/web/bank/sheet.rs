//! 余额调节表 as rows of four cells: the village's side, the bank's side.

use crate::kernel::{Date, Money};
use crate::reconcile::{OutstandingItem, ReconciliationSheet, total_of};

/// One row of the sheet; a side without an amount is blank.
pub(super) struct SheetRow {
    pub(super) book: String,
    pub(super) book_amount: Option<Money>,
    pub(super) bank: String,
    pub(super) bank_amount: Option<Money>,
    /// A balance or a sum, not a single item.
    pub(super) head: bool,
}

fn head(book: &str, book_amount: Money, bank: &str, bank_amount: Money) -> SheetRow {
    SheetRow {
        book: book.to_owned(),
        book_amount: Some(book_amount),
        bank: bank.to_owned(),
        bank_amount: Some(bank_amount),
        head: true,
    }
}

fn items<'a>(
    book: &'a [OutstandingItem],
    bank: &'a [OutstandingItem],
    until: Date,
) -> impl Iterator<Item = SheetRow> + 'a {
    let text = move |i: &OutstandingItem| format!("{} {} {}　{}天", i.date, i.reference, i.text, i.days(until));
    (0..book.len().max(bank.len())).map(move |at| SheetRow {
        book: book.get(at).map(text).unwrap_or_default(),
        book_amount: book.get(at).map(|i| i.amount),
        bank: bank.get(at).map(text).unwrap_or_default(),
        bank_amount: bank.get(at).map(|i| i.amount),
        head: false,
    })
}

/// Every row but the last, which is the adjusted balance of both sides.
pub(super) fn rows(sheet: &ReconciliationSheet) -> Vec<SheetRow> {
    let (bank_received, bank_paid) = (&sheet.bank_received, &sheet.bank_paid);
    let (book_received, book_paid) = (&sheet.book_received, &sheet.book_paid);
    let mut rows = vec![head("账面存款余额", sheet.balance_book, "银行对账单余额", sheet.balance_bank)];
    let (book, bank) = (total_of(bank_received), total_of(book_received));
    rows.push(head("加：银行已收、村未收", book, "加：村已收、银行未收", bank));
    rows.extend(items(bank_received, book_received, sheet.until));
    let (book, bank) = (total_of(bank_paid), total_of(book_paid));
    rows.push(head("减：银行已付、村未付", book, "减：村已付、银行未付", bank));
    rows.extend(items(bank_paid, book_paid, sheet.until));
    rows
}
