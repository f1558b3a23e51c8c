use crate::db::ReadTx;
use crate::kernel::{BookId, Outcome, Period, VoucherId};

use crate::ledger::store;
use crate::ledger::sums::{AccountSum, OppositeSum};

/// The sums of every account of several books over a span, from kept balances: one question however many books.
///
/// A book enabled after `last` has none.
pub async fn sums_of_books(tx: &mut ReadTx, books: &[BookId], first: Period, last: Period) -> Outcome<Vec<AccountSum>> {
    Ok(store::sums_of_books(tx, books, first, last).await?)
}

/// What stands in a book and belongs to another: the voucher (`None` for the opening) and what it is.
pub async fn entries_astray(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<(Option<VoucherId>, String)>> {
    Ok(store::entries_astray(tx, book).await?)
}

/// What stood in one voucher with an account (or anything below it) over a span, summed per book and account.
pub async fn opposite_sums(
    tx: &mut ReadTx,
    books: &[BookId],
    code: &str,
    first: Period,
    last: Period,
) -> Outcome<Vec<OppositeSum>> {
    Ok(store::opposite_sums(tx, books, code, first, last).await?)
}
