use crate::audit::{self, Act, Actor};
use crate::auth::ReceiptKeeper;
use crate::db::WriteTx;
use crate::kernel::{BookId, Date, Failure, Outcome, ReceiptBookId, ReceiptIssueId, Timestamp};
use crate::village;

use crate::receipts::book::{NewStock, ReceiptBook};
use crate::receipts::error::ReceiptsRefusal as R;
use crate::receipts::issue::{Issue, IssueAct};
use crate::receipts::leaf::Leaves;
use crate::receipts::register::stock_of;
use crate::receipts::store;

/// 购入 — writes down a lot of receipts, cut into receipt books.
///
/// Refuses, all at once: `receipts.kind_missing`, `receipts.day_missing`, `receipts.day_ahead`, `receipts.series`,
/// `receipts.number_unreadable`, `receipts.leaves`, `receipts.digits_differ`, `receipts.ends_before`,
/// `receipts.books_uneven`, `receipts.too_many_books`; then `receipts.overlaps`. Source: domain/workflow.md §6.
pub async fn buy(tx: &mut WriteTx, by: &ReceiptKeeper, new: &NewStock, now: Timestamp) -> Outcome<usize> {
    let lot = new.lot(now.date()).map_err(Failure::Refused)?;
    let made = |(first, last): &(i64, i64)| ReceiptBook {
        id: ReceiptBookId::new(),
        kind: lot.kind,
        series: lot.series.clone(),
        digits: lot.digits,
        first: *first,
        last: *last,
        bought_on: lot.bought_on,
        bought_name: by.actor().name.clone(),
        bought_at: now,
    };
    let books: Vec<ReceiptBook> = lot.books.iter().map(made).collect();
    let (Some(first), Some(last)) = (books.first(), books.last()) else { return Ok(0) };
    let span = format!("{}—{}", first.number(first.first), last.number(last.last));
    // The chain's head is held from here to the commit, so of two who write down the same numbers one comes second.
    let act = Act::on_township("receipts.buy", format!("{} {span}", lot.kind.in_chinese()));
    audit::record(tx, by.actor(), act.detail(format!("{} 本", books.len())), now).await?;
    if let Some(there) = store::overlapping(tx, lot.kind, &lot.series, (first.first, last.last)).await? {
        return Err(R::Overlaps { span, there: there.span() }.into());
    }
    store::insert_books(tx, by.actor(), &books).await?;
    Ok(books.len())
}

/// 发放 — gives a receipt book to a village book; its clerk signs for it.
///
/// Refuses: `receipts.no_such_receipt_book`, `receipts.no_such_book`, `receipts.day_ahead`, `receipts.issued_already`,
/// and `receipts.not_verified` while as many are out as the policy `receipt_books_out` allows (核销 before a new issue).
pub async fn issue(
    tx: &mut WriteTx,
    by: &ReceiptKeeper,
    receipts: ReceiptBookId,
    book: BookId,
    issued_on: Date,
    now: Timestamp,
) -> Outcome<ReceiptIssueId> {
    if issued_on > now.date() {
        return Err(R::DayAhead { day: issued_on.to_string(), today: now.date().to_string() }.into());
    }
    let to = village::books(tx).await?.into_iter().find(|b| b.id == book).ok_or(R::NoSuchBook)?;
    // Both heads are held: two keepers cannot give out one receipt book, or two books to one village, side by side.
    record_on_shelf(tx, by.actor(), receipts, &to.name, now).await?;
    let every = store::issues(tx).await?;
    let line = stock_of(store::books(tx).await?, &every).into_iter().find(|l| l.receipts.id == receipts);
    let line = line.ok_or(R::NoSuchReceiptBook)?;
    let span = line.receipts.span();
    let turn = every.iter().filter(|i| i.receipts.id == receipts).count() as i64 + 1;
    if !line.on_shelf() {
        let holder = line.issue.map(|(_, holder, _)| holder);
        let name = village::books(tx).await?.into_iter().find(|b| Some(b.id) == holder).map(|b| b.name);
        return Err(R::IssuedAlready { span, to: name.unwrap_or_default() }.into());
    }
    let limit = village::policy(tx, book, "receipt_books_out", now.date()).await?.parse().unwrap_or(1);
    let out: Vec<&Issue> = every.iter().filter(|i| i.book == book && i.standing().is_out()).collect();
    if out.len() >= limit {
        let spans = out.iter().map(|i| i.receipts.span()).collect::<Vec<_>>().join("、");
        return Err(R::NotVerified { to: to.name, out: out.len(), spans, limit }.into());
    }
    let issue = Issue {
        id: ReceiptIssueId::new(),
        receipts: line.receipts,
        book,
        turn,
        issued_on,
        issued_name: by.actor().name.clone(),
        issued_at: now,
        acts: Vec::new(),
    };
    if !store::insert_issue(tx, by.actor(), &issue).await? {
        return Err(R::IssuedAlready { span, to: to.name }.into());
    }
    let act = Act::on_book(book, "receipts.issue", issue.receipts.label()).id(issue.id);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(issue.id)
}

async fn record_on_shelf(
    tx: &mut WriteTx,
    by: &Actor,
    receipts: ReceiptBookId,
    to: &str,
    now: Timestamp,
) -> Outcome<()> {
    let act = Act::on_township("receipts.issue", format!("收据本发给{to}")).id(receipts);
    Ok(audit::record(tx, by, act, now).await?)
}

/// 收回 — takes a receipt book back onto the shelf before its clerk has signed for it.
///
/// Refuses: `receipts.no_such_receipt_book`, `receipts.wrong_standing`.
pub async fn recall(tx: &mut WriteTx, by: &ReceiptKeeper, id: ReceiptIssueId, now: Timestamp) -> Outcome<()> {
    done(tx, by, id, IssueAct::Recall, "", now).await
}

/// 核销 — settles a receipt book that came back, or was reported lost: every number is accounted for, what is left is
/// cancelled.
///
/// Refuses: `receipts.no_such_receipt_book`, `receipts.wrong_standing`, `receipts.unsettled`, `receipts.reason_too_long`.
pub async fn verify(
    tx: &mut WriteTx,
    by: &ReceiptKeeper,
    id: ReceiptIssueId,
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    done(tx, by, id, IssueAct::Verify, words, now).await
}

async fn done(
    tx: &mut WriteTx,
    by: &ReceiptKeeper,
    id: ReceiptIssueId,
    act: IssueAct,
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let there = store::issue(tx, id).await?.ok_or(R::NoSuchReceiptBook)?;
    super::holding::record_act(tx, by.actor(), &there, act, words, now).await?;
    // Looked at again under the held chain: nothing was used or settled in between.
    let there = store::issue(tx, id).await?.ok_or(R::NoSuchReceiptBook)?;
    there.standing().next(act)?;
    if act == IssueAct::Verify {
        let leaves = Leaves::of(store::events_of_issue(tx, id).await?);
        let hanging = leaves.let_go(&there.receipts);
        if !hanging.is_empty() {
            let (span, count, numbers) = (there.receipts.span(), hanging.len(), hanging.join("、"));
            return Err(R::Unsettled { span, count, numbers }.into());
        }
    }
    super::holding::insert_act(tx, by.actor(), &there, act, words, None, now).await
}
