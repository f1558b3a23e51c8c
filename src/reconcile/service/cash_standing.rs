use std::collections::BTreeMap;

use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Money, Outcome};

use crate::reconcile::cash_count::LastCount;
use crate::reconcile::store;

use super::counting::cash_balance;

/// How the cash box of a book stands: what the book says today, and what the last count found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CashStanding {
    /// 现金日记账余额 today.
    pub balance: Money,
    /// The last count; `None` when nobody has counted.
    pub counted: Option<LastCount>,
}

/// How the cash box of one book stands.
pub async fn cash_standing(tx: &mut ReadTx, book: BookId, today: Date) -> Outcome<CashStanding> {
    let balance = cash_balance(tx, book, today).await?;
    let counted = store::last_counts(tx, Some(book)).await?.remove(&book);
    Ok(CashStanding { balance, counted })
}

/// The last count of every cash box, book by book, in one question.
pub async fn last_cash_counts(tx: &mut ReadTx) -> Outcome<BTreeMap<BookId, LastCount>> {
    Ok(store::last_counts(tx, None).await?)
}
