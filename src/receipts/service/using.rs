use crate::audit::{self, Act, Actor};
use crate::auth::Clerk;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Money, Outcome, SubmissionId, Timestamp};
use crate::village;

use crate::receipts::error::ReceiptsRefusal as R;
use crate::receipts::held::named;
use crate::receipts::issue::{Issue, IssueAct, Standing};
use crate::receipts::leaf::{Fate, LeafEvent, Leaves, Use, may_use};
use crate::receipts::store;

use super::reading::next_numbers;

/// An income item that names the receipt its payer got.
#[derive(Clone, Copy, Debug)]
pub struct NewUse<'a> {
    /// The item.
    pub submission: SubmissionId,
    /// The item in words: 报账单 第12号.
    pub said_of: &'a str,
    /// The number as the clerk wrote it.
    pub typed: &'a str,
    /// What was received.
    pub amount: Money,
}

/// True when an income item of this book has to name its receipt: the policy `receipt_number_required`, as soon as the
/// village has signed for any receipt book.
pub async fn number_needed(tx: &mut ReadTx, book: BookId, in_cash: bool, on: Date) -> Outcome<bool> {
    let wanted = match village::policy(tx, book, "receipt_number_required", on).await?.as_str() {
        "不要求" => false,
        "全部收入" => true,
        _ => in_cash,
    };
    Ok(wanted && keeps_any(tx, book).await?)
}

/// True once the village has signed for any receipt book: its receipts are kept here, number by number.
pub async fn keeps_any(tx: &mut ReadTx, book: BookId) -> Outcome<bool> {
    let issues = store::issues_of_book(tx, book).await?;
    Ok(issues.iter().any(|i| i.done(IssueAct::Sign).is_some()))
}

/// Refuses an income item without a number where one is needed. Refuses: `receipts.number_missing`, `receipts.none_held`.
pub async fn require_number(tx: &mut ReadTx, book: BookId, in_cash: bool, on: Date) -> Outcome<()> {
    if !number_needed(tx, book, in_cash, on).await? {
        return Ok(());
    }
    match next_numbers(tx, book).await?.into_iter().next() {
        Some(next) => Err(R::NumberMissing { next }.into()),
        None => Err(R::NoneHeld.into()),
    }
}

/// An income item takes the number of the receipt its payer got; the number as printed.
///
/// Handing the same item in again with the same number and amount changes nothing; with another number, the one it had
/// is let go and has to be voided. Refuses: `receipts.number_unreadable`, `receipts.none_held`, `receipts.not_yours`,
/// `receipts.ambiguous`, `receipts.skips`, `receipts.number_used`, `receipts.number_void`, `receipts.amount_differs`,
/// `receipts.book_full`. Source: domain/workflow.md §6 — used in order, no skipping.
pub async fn use_number(tx: &mut WriteTx, by: &Clerk, new: NewUse<'_>, now: Timestamp) -> Outcome<String> {
    // Two clerks with one number come one after the other, and a book being handed back is in use or is not.
    audit::hold(tx, by.book()).await?;
    let in_use = in_use(tx, by.book()).await?;
    let (issue, number) = named(&in_use, new.typed)?;
    let printed = issue.receipts.number(number);
    let act = Act::on_book(by.book(), "receipts.use", format!("收据 {printed}")).id(issue.id);
    audit::record(tx, by.actor(), act.detail(format!("{} {} 元", new.said_of, new.amount)), now).await?;
    let leaves = Leaves::of(store::events_of_issue(tx, issue.id).await?);
    let seq = match may_use(issue, &leaves, number, new.submission, new.amount)? {
        Use::AsBefore => return Ok(printed),
        Use::Now(seq) => seq,
    };
    let_go(tx, by.actor(), new.submission, now).await?;
    let event = LeafEvent {
        receipts: issue.receipts.id,
        number,
        seq,
        issue: issue.id,
        fate: Fate::Used,
        submission: Some(new.submission),
        said_of: new.said_of.to_owned(),
        amount: new.amount,
        reason: String::new(),
        file: None,
        by_name: by.actor().name.clone(),
        at: now,
    };
    match store::insert_event(tx, by.actor(), &event).await? {
        true => Ok(printed),
        false => Err(R::NumberUsed { number: printed, by: "另一笔收入".to_owned(), amount: new.amount }.into()),
    }
}

/// The item came to nothing, or names another receipt: its number hangs until it is voided or carried on. The receipt
/// is in the payer's hand, so nobody else may use its number.
pub async fn let_go(tx: &mut WriteTx, by: &Actor, submission: SubmissionId, now: Timestamp) -> Outcome<()> {
    for used in store::used_by(tx, submission).await? {
        let event =
            LeafEvent { seq: used.seq + 1, fate: Fate::LetGo, by_name: by.name.clone(), at: now, ..used.clone() };
        if !store::insert_event(tx, by, &event).await? {
            return Err(R::NumberMoved { number: used.number }.into());
        }
        let issue = store::issue(tx, used.issue).await?;
        if let Some(issue) = issue {
            let printed = issue.receipts.number(used.number);
            let act = Act::on_book(issue.book, "receipts.let_go", format!("收据 {printed}")).id(issue.id);
            audit::record(tx, by, act.detail(used.said_of), now).await?;
        }
    }
    Ok(())
}

async fn in_use(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Issue>> {
    let mut issues = store::issues_of_book(tx, book).await?;
    issues.retain(|i| i.standing() == Standing::Held);
    Ok(issues)
}
