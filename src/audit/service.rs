use crate::db::{ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Digest, Fault, Timestamp};

use super::event::{Act, Actor, Event, Scope, Search};
use super::store;

/// Adds one act to its chain, inside the transaction of the act itself: what did not happen is not recorded.
pub async fn record(tx: &mut WriteTx, by: &Actor, act: Act, now: Timestamp) -> Result<(), Fault> {
    record_with(tx, by, act, now).await?.run(tx, "recording an act").await
}

/// Holds a book's chain to the end of the transaction, before anything is read: acts that decide on rows nothing else
/// holds come one after the other.
pub async fn hold(tx: &mut WriteTx, book: BookId) -> Result<(), Fault> {
    store::hold(tx, &Scope::Book(book).to_string()).await
}

/// The same as a row, to be written in one trip with what it tells of. Its place in the chain is taken: a row that is
/// not written leaves the chain broken, and the transaction must fail.
pub async fn record_with(tx: &mut WriteTx, by: &Actor, act: Act, now: Timestamp) -> Result<RowsInto, Fault> {
    let scope = act.scope.to_string();
    let chain = format!("audit {scope}");
    let (seq, previous) = match tx.drawn(&chain) {
        Some((last, digest)) => (last + 1, digest),
        None => store::draw(tx, &scope).await?,
    };
    let mut event = Event {
        scope,
        seq,
        at: now,
        actor_id: by.stored_id(),
        actor_name: by.name.clone(),
        act: act.verb.to_owned(),
        subject: act.subject,
        subject_id: act.subject_id,
        detail: act.detail,
        address: by.address.clone(),
        previous,
        digest: Digest::GENESIS,
    };
    event.digest = event.digest_of_content();
    tx.remember_drawn(chain, event.seq, event.digest);
    store::inserted(&event)
}

/// Events of one chain, newest first. `before` pages on: only events with a smaller number.
pub async fn events(tx: &mut ReadTx, scope: &str, before: Option<i64>, limit: i64) -> Result<Vec<Event>, Fault> {
    store::events(tx, scope, before.unwrap_or(i64::MAX), limit).await
}

/// How many acts the township and one book have seen: moves with every act, and costs one look.
pub async fn lengths(tx: &mut ReadTx, book: BookId) -> Result<[i64; 2], Fault> {
    store::lengths(tx, [Scope::Township, Scope::Book(book)].map(|s| s.to_string())).await
}

/// Events that answer, newest first.
pub async fn search(tx: &mut ReadTx, search: &Search) -> Result<Vec<Event>, Fault> {
    store::search(tx, search).await
}

/// Where a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The chain.
    pub scope: String,
    /// The first event that does not hold.
    pub seq: i64,
    /// What is wrong with it.
    pub what: String,
}

/// Re-proves every chain; the first break of each.
pub async fn prove(tx: &mut ReadTx) -> Result<Vec<Break>, Fault> {
    let mut breaks = Vec::new();
    for (scope, last) in store::heads(tx).await? {
        if let Some(found) = prove_chain(tx, &scope, last).await? {
            breaks.push(found);
        }
    }
    Ok(breaks)
}

async fn prove_chain(tx: &mut ReadTx, scope: &str, last: i64) -> Result<Option<Break>, Fault> {
    let broken = |seq, what: &str| Some(Break { scope: scope.to_owned(), seq, what: what.to_owned() });
    let (mut seq, mut previous) = (0, Digest::GENESIS);
    loop {
        let page = store::events_after(tx, scope, seq, 2000).await?;
        if page.is_empty() {
            break;
        }
        for event in page {
            if event.seq != seq + 1 {
                return Ok(broken(seq + 1, "缺少这一条"));
            }
            if event.previous != previous {
                return Ok(broken(event.seq, "与前一条不相连"));
            }
            if event.digest != event.digest_of_content() {
                return Ok(broken(event.seq, "内容被改动"));
            }
            (seq, previous) = (event.seq, event.digest);
        }
    }
    Ok(if seq == last { None } else { broken(seq + 1, "末尾有缺失") })
}
