use crate::auth::Clerk;
use crate::db::WriteTx;
use crate::kernel::{Failure, Outcome, Refused, Timestamp};
use crate::receipts::{self, NewUse};

use crate::workflow::card::{Card, PaidBy};
use crate::workflow::submission::Submission;

/// The receipt an income item names is used for it, in order and once; an item that names none any more lets its number
/// go. A village that never signed for a receipt book writes what it likes: its receipts are not kept here.
///
/// What the numbers have against it comes back with the other faults.
pub(super) async fn take_receipt(
    tx: &mut WriteTx,
    by: &Clerk,
    submission: &mut Submission,
    now: Timestamp,
) -> Outcome<Vec<Refused>> {
    let said_of = submission.label();
    let content = &submission.content;
    let kept_here = receipts::keeps_any(tx, by.book()).await?;
    if content.card != Card::Income || content.receipt_no.is_empty() || !kept_here {
        receipts::let_go(tx, by.actor(), submission.id, now).await?;
        if content.card != Card::Income {
            return Ok(Vec::new());
        }
        let in_cash = content.paid_by == PaidBy::Cash;
        let needed = match content.receipt_no.is_empty() {
            true => receipts::require_number(tx, by.book(), in_cash, now.date()).await,
            false => Ok(()),
        };
        return told(needed);
    }
    let amount = content.amount;
    let typed = content.receipt_no.clone();
    let new = NewUse { submission: submission.id, said_of: &said_of, typed: &typed, amount };
    match receipts::use_number(tx, by, new, now).await {
        Ok(printed) => {
            submission.content.receipt_no = printed;
            Ok(Vec::new())
        }
        refused => told(refused.map(drop)),
    }
}

fn told(done: Outcome<()>) -> Outcome<Vec<Refused>> {
    match done {
        Ok(()) => Ok(Vec::new()),
        Err(Failure::Refused(list)) => Ok(list),
        Err(fault) => Err(fault),
    }
}
