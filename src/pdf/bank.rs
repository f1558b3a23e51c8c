//! From a 余额调节表 that was made to what the sheet of paper shows.

use super::reconciliation_sheet::{Outstanding, ReconciliationSheet, ReconciliationSide};
use crate::kernel::{Money, Timestamp};
use crate::reconcile::{OutstandingItem, Reconciliation, total_of};

/// White edge for the binding, in millimetres.
const BINDING: f32 = 25.0;

/// A sheet with the hands that made and reviewed it; a review still missing leaves its place blank for the pen.
pub fn reconciliation(
    book_name: &str,
    bank_account: &str,
    made: &Reconciliation,
    printed_at: Timestamp,
) -> ReconciliationSheet {
    let sheet = &made.sheet;
    let hand = |name: &str, at: Timestamp| format!("{name}　{}", at.date());
    let reviewed = made.reviewed.as_ref().map_or(String::new(), |(name, at)| hand(name, *at));
    ReconciliationSheet {
        book_name: book_name.to_owned(),
        bank_account: bank_account.to_owned(),
        as_of: sheet.until.format("截至%Y年%-m月%-d日").to_string(),
        book: side(sheet.balance_book, &sheet.bank_received, &sheet.bank_paid, sheet.adjusted_book()),
        bank: side(sheet.balance_bank, &sheet.book_received, &sheet.book_paid, sheet.adjusted_bank()),
        signers: vec![("制表".to_owned(), hand(&made.made_name, made.made_at)), ("复核".to_owned(), reviewed)],
        binding: BINDING,
        printed_at,
    }
}

fn side(balance: Money, received: &[OutstandingItem], paid: &[OutstandingItem], adjusted: Money) -> ReconciliationSide {
    ReconciliationSide {
        balance,
        received: received.iter().map(outstanding).collect(),
        received_total: total_of(received),
        paid: paid.iter().map(outstanding).collect(),
        paid_total: total_of(paid),
        adjusted,
    }
}

fn outstanding(item: &OutstandingItem) -> Outstanding {
    Outstanding { date: item.date, reference: item.reference.clone(), summary: item.text.clone(), amount: item.amount }
}
