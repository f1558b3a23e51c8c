use crate::audit::{self, Act};
use crate::auth::Supervisor;
use crate::db::WriteTx;
use crate::kernel::{Failure, Outcome, Refused, SubmissionId, Timestamp};

use crate::workflow::error::WorkflowRefusal as W;
use crate::workflow::state::Action;
use crate::workflow::store;
use crate::workflow::thread::NewThreadEntry;

use super::moving::words_fit;

/// 督办 — urges the one an item waits for, in words that stay in its thread. The item itself does not change.
///
/// `seen` is how many lines the thread had when it was shown: a second click finds one more.
/// Refuses: `workflow.words_missing`, `workflow.words_too_long`, `workflow.no_such_submission`, `workflow.wrong_state`,
/// `workflow.stale`.
pub async fn remind(
    tx: &mut WriteTx,
    by: &Supervisor,
    id: SubmissionId,
    seen: usize,
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let mut faults: Vec<Refused> = words_fit(words).err().map(Refused::from).into_iter().collect();
    if words.trim().is_empty() {
        faults.push(W::WordsMissing { act: Action::Remind.in_chinese() }.into());
    }
    Failure::unless_none(faults)?;
    let submission = store::keep_still(tx, by.book(), id).await?.ok_or(W::NoSuchSubmission)?;
    let state = submission.state.next(Action::Remind)?;
    let mut entries = store::entries(tx, id).await?;
    if entries.len() != seen {
        let who = entries.pop().map_or("别人".to_owned(), |e| e.by);
        return Err(W::Stale { who }.into());
    }
    let words = words.trim().to_owned();
    let entry =
        NewThreadEntry { action: Action::Remind, from: state, to: state, reasons: Vec::new(), words: words.clone() };
    store::add_entry(tx, id, by.actor(), &entry, now).await?;
    let act = Act::on_book(by.book(), Action::Remind.word(), submission.label()).id(id);
    audit::record(tx, by.actor(), act.detail(words), now).await?;
    Ok(())
}
