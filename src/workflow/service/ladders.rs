use crate::audit::{self, Act};
use crate::auth::Chief;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Failure, Money, Outcome, Timestamp};

use crate::workflow::card::Card;
use crate::workflow::error::WorkflowRefusal;
use crate::workflow::ladder::{Ladder, LadderRow, Step};
use crate::workflow::store;

use super::moving::ladder_on;

/// 审批权限 — writes down what a village resolved, from a day on; one set for the same day is replaced.
///
/// Refuses, all at once: `workflow.ladder_in_past`, `workflow.ladder_empty`, `workflow.ladder_quorum`,
/// `workflow.ladder_gap`, `workflow.ladder_overlap`, `workflow.ladder_position`, `workflow.ladder_ends`.
pub async fn set_ladder(
    tx: &mut WriteTx,
    by: &Chief,
    book: BookId,
    from: Date,
    rows: Vec<LadderRow>,
    now: Timestamp,
) -> Outcome<()> {
    let ladder = Ladder { valid_from: Some(from), rows };
    let mut faults = ladder.faults();
    if from < now.date() {
        faults.push(WorkflowRefusal::LadderInPast { from: from.to_string(), today: now.date().to_string() }.into());
    }
    Failure::unless_none(faults)?;
    store::put_ladder(tx, book, from, &ladder).await?;
    let act = Act::on_book(book, "ladder.set", format!("审批权限 自{from}起")).detail(ladder.in_words());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// The steps an item of this card and amount handed in on this day has to pass.
pub async fn ladder_for(tx: &mut ReadTx, book: BookId, card: Card, amount: Money, on: Date) -> Outcome<Vec<Step>> {
    Ok(ladder_on(tx, book, on).await?.steps(card, amount))
}

/// Every ladder of a book, newest first; last the default, while nothing the book resolved holds yet.
pub async fn ladders(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Vec<Ladder>> {
    let mut ladders = store::ladders(tx, book).await?;
    if !ladders.iter().any(|l| l.valid_from.is_some_and(|from| from <= on)) {
        ladders.push(ladder_on(tx, book, on).await?);
    }
    Ok(ladders)
}

/// The ladder of a book that holds on a day: its own, or the default.
pub async fn ladder_in_force(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Ladder> {
    ladder_on(tx, book, on).await
}

/// The days from which books resolved a ladder of their own, newest first; the caller shows only what is within sight.
pub async fn ladder_days(tx: &mut ReadTx) -> Outcome<Vec<(BookId, Date)>> {
    Ok(store::ladder_days(tx).await?)
}
