use std::collections::HashMap;

use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Outcome, ReceiptIssueId};
use crate::village;

use crate::receipts::error::ReceiptsRefusal as R;
use crate::receipts::held::HeldBook;
use crate::receipts::issue::Standing;
use crate::receipts::leaf::{LeafEvent, Leaves};
use crate::receipts::register::{RegisterLine, StockLine, days_late, stock_of};
use crate::receipts::store;

/// Every receipt book of the township, with where it is.
pub async fn stock(tx: &mut ReadTx) -> Outcome<Vec<StockLine>> {
    let issues = store::issues(tx).await?;
    Ok(stock_of(store::books(tx).await?, &issues))
}

/// 收据领用登记簿, in the order of giving out: numbers, quantity, receiver, dates, what came of them, what is late.
pub async fn register(tx: &mut ReadTx, today: Date) -> Outcome<Vec<RegisterLine>> {
    let counts = store::counts(tx).await?;
    let books: HashMap<_, _> = village::books(tx).await?.into_iter().map(|b| (b.id, b)).collect();
    let days = village::policies(tx).await?;
    let line = |issue: crate::receipts::issue::Issue| RegisterLine {
        book_name: books.get(&issue.book).map(|b| b.name.clone()).unwrap_or_default(),
        book_code: books.get(&issue.book).map(|b| b.code.clone()).unwrap_or_default(),
        counts: counts.get(&issue.id).copied().unwrap_or_default(),
        days_late: days_late(&issue, days.value("receipt_return_days", issue.book, today), today),
        issue,
    };
    Ok(store::issues(tx).await?.into_iter().map(line).collect())
}

/// One issue with its numbers, for the one who settles it. Refuses: `receipts.no_such_receipt_book`.
pub async fn issue_page(tx: &mut ReadTx, id: ReceiptIssueId) -> Outcome<HeldBook> {
    let issue = store::issue(tx, id).await?.ok_or(R::NoSuchReceiptBook)?;
    Ok(HeldBook { issue, leaves: Leaves::of(store::events_of_issue(tx, id).await?) })
}

/// Every receipt book a village book ever had, the latest first, with its numbers.
pub async fn of_book(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<HeldBook>> {
    let mut events: HashMap<ReceiptIssueId, Vec<LeafEvent>> = HashMap::new();
    for event in store::events_of_book(tx, book).await? {
        events.entry(event.issue).or_default().push(event);
    }
    let mut issues = store::issues_of_book(tx, book).await?;
    issues.reverse();
    let held = |issue: crate::receipts::issue::Issue| {
        let leaves = Leaves::of(events.remove(&issue.id).unwrap_or_default());
        HeldBook { issue, leaves }
    };
    Ok(issues.into_iter().map(held).collect())
}

/// The receipt books in a village's hands that are not settled.
pub async fn in_hand(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<HeldBook>> {
    let mut held = of_book(tx, book).await?;
    held.retain(|h| h.issue.standing().is_out());
    Ok(held)
}

/// The numbers whose turn it is, one for each receipt book in use.
pub async fn next_numbers(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<String>> {
    let held = of_book(tx, book).await?;
    let in_use = held.iter().rev().filter(|h| h.issue.standing() == Standing::Held);
    Ok(in_use.filter_map(HeldBook::next).collect())
}
