use std::collections::BTreeMap;

use crate::db::ReadTx;
use crate::kernel::{BookId, Outcome, SubmissionId};

use crate::workflow::store;

/// From or to whom, as the clerk wrote it, for these submissions of a book.
pub async fn other_parties(
    tx: &mut ReadTx,
    book: BookId,
    ids: &[SubmissionId],
) -> Outcome<BTreeMap<SubmissionId, String>> {
    Ok(store::other_parties(tx, book, ids).await?)
}
