//! From a 余额调节表 that was made to what the sheet of paper shows.

use super::reconciliation_sheet::{Outstanding, ReconciliationSheet, ReconciliationSide};
use crate::kernel::{Date, Money, Timestamp};
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
        book: side(sheet.balance_book, [&sheet.bank_received, &sheet.bank_paid], sheet.adjusted_book(), sheet.until),
        bank: side(sheet.balance_bank, [&sheet.book_received, &sheet.book_paid], sheet.adjusted_bank(), sheet.until),
        signers: vec![("制表".to_owned(), hand(&made.made_name, made.made_at)), ("复核".to_owned(), reviewed)],
        binding: BINDING,
        printed_at,
    }
}

fn side(balance: Money, [received, paid]: [&[OutstandingItem]; 2], adjusted: Money, until: Date) -> ReconciliationSide {
    let told = |items: &[OutstandingItem]| items.iter().map(|i| outstanding(i, until)).collect();
    ReconciliationSide {
        balance,
        received: told(received),
        received_total: total_of(received),
        paid: told(paid),
        paid_total: total_of(paid),
        adjusted,
    }
}

fn outstanding(item: &OutstandingItem, until: Date) -> Outstanding {
    let (reference, summary) = (item.reference.clone(), item.text.clone());
    Outstanding { date: item.date, reference, summary, amount: item.amount, days: item.days(until) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{BankAccountId, Digest, Period, ReconciliationId, UserId};
    use crate::pdf::proof::{day, printed_at, yuan};
    use crate::reconcile::{BankLine, ReconciliationSheet as Sheet};

    #[test]
    fn what_the_bank_alone_received_is_added_on_the_books_side_and_a_missing_review_stays_blank() {
        let interest = BankLine {
            date: day("2026-09-21"),
            net: yuan("37.46"),
            counterparty: String::new(),
            summary: "存款利息".into(),
            purpose: String::new(),
            reference: "0001".into(),
        };
        let made = Reconciliation {
            id: ReconciliationId::new(),
            account: BankAccountId::new(),
            period: Period::of(day("2026-09-30")),
            sheet: Sheet::of(day("2026-09-30"), yuan("100.00"), yuan("137.46"), &[interest], &[]),
            digest: Digest::of(b"a sheet"),
            made_by: UserId::new(),
            made_name: "资金会计".into(),
            made_at: printed_at(),
            reviewed: None,
        };
        let paper = reconciliation("李家村股份经济合作社", "农商银行(尾号0023)", &made, printed_at());
        assert_eq!((paper.book.received.len(), paper.book.received_total), (1, yuan("37.46")));
        assert_eq!((paper.book.adjusted, paper.bank.adjusted), (yuan("137.46"), yuan("137.46")));
        assert_eq!((paper.as_of.as_str(), paper.signers[1].1.as_str()), ("截至2026年9月30日", ""));
    }
}
