use crate::audit::{self, Act, Actor};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Outcome, SubmissionId, Timestamp};

use crate::controls::finding::{Filter, Given, KeptFinding};
use crate::controls::store;

/// Keeps what was found and shown, and the reason given for going on all the same. What blocks or has no reason is refused.
///
/// Refuses: `controls.blocked`, `controls.unexplained`.
pub async fn record(tx: &mut WriteTx, by: &Actor, given: &Given<'_>, now: Timestamp) -> Outcome<()> {
    given.holds_up()?;
    Ok(store::insert_findings(tx, by, given, now).await?)
}

/// As `record`, and written in the log as an act of its own.
///
/// Refuses: `controls.blocked`, `controls.unexplained`.
pub async fn explain(tx: &mut WriteTx, by: &Actor, given: &Given<'_>, now: Timestamp) -> Outcome<()> {
    record(tx, by, given, now).await?;
    if given.found.is_empty() {
        return Ok(());
    }
    let titles: Vec<&str> = given.found.iter().map(|f| f.control.title).collect();
    let act = Act::on_book(given.book, "control.explain", given.label.clone());
    audit::record(tx, by, act.detail(format!("{}：{}", titles.join("、"), given.reason.trim())), now).await?;
    Ok(())
}

/// What was found at these submissions of these books, oldest first.
pub async fn kept_for(tx: &mut ReadTx, books: &[BookId], submissions: &[SubmissionId]) -> Outcome<Vec<KeptFinding>> {
    Ok(store::findings_of(tx, books, submissions).await?)
}

/// What was found and gone on with all the same, the latest first.
pub async fn kept(tx: &mut ReadTx, filter: &Filter) -> Outcome<Vec<KeptFinding>> {
    Ok(store::findings(tx, filter).await?)
}
