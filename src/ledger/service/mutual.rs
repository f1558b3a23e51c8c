use crate::audit::{self, Act};
use crate::auth::Chief;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Outcome, Period, Timestamp};

use crate::ledger::error::LedgerRefusal;
use crate::ledger::mutual::{MarkedAs, MutualParty, MutualSum};
use crate::ledger::store;

/// Marks that hold, then parties that bear the name of another book and are not marked.
pub async fn mutual_parties(tx: &mut ReadTx) -> Outcome<Vec<MutualParty>> {
    let mut parties = store::marked_parties(tx).await?;
    parties.extend(store::parties_named_like_books(tx).await?);
    Ok(parties)
}

/// Says that a party of `book` is `other`, a book of the township; `None` takes that back.
///
/// Refuses: `ledger.party_is_itself`, `ledger.dimension_foreign`.
pub async fn mark_party(
    tx: &mut WriteTx,
    by: &Chief,
    book: BookId,
    party: MarkedAs,
    other: Option<BookId>,
    now: Timestamp,
) -> Outcome<()> {
    if other == Some(book) {
        return Err(LedgerRefusal::PartyIsItself.into());
    }
    let name = store::party_name(tx, book, party).await?.ok_or(LedgerRefusal::PartyNotThere)?;
    store::mark_party(tx, (book, party), other, by.actor(), now).await?;
    let act = if other.is_some() { "party.mark_book" } else { "party.unmark_book" };
    let act = Act::on_book(book, act, name).detail(other.map(BookId::text).unwrap_or_default());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// What the books of a list stand at with each other over a span, by account.
pub async fn mutual_sums(tx: &mut ReadTx, books: &[BookId], first: Period, last: Period) -> Outcome<Vec<MutualSum>> {
    Ok(store::mutual_sums(tx, books, first, last).await?)
}
