use crate::audit::{self, Act};
use crate::auth::Clerk;
use crate::db::{ReadTx, WriteTx};
use crate::evidence::{self, Document};
use crate::kernel::{BookId, Failure, Outcome, SubmissionId, Timestamp};
use crate::village;

use crate::workflow::card::WaitsFor;
use crate::workflow::error::WorkflowRefusal;
use crate::workflow::state::{Action, State};
use crate::workflow::store;
use crate::workflow::submission::{Submission, SubmissionContent};

use super::moving::{Move, go, held, require_version};

/// Keeps what the clerk has said so far. The form's own key makes a double click one draft with one number.
///
/// Refuses: what even a draft may not hold — `workflow.too_long`, `workflow.amount_negative`,
/// `workflow.foreign_party`, `workflow.document_foreign`.
pub async fn create_draft(
    tx: &mut WriteTx,
    by: &Clerk,
    once_key: &str,
    content: SubmissionContent,
    now: Timestamp,
) -> Outcome<SubmissionId> {
    let content = content.trimmed();
    require_keepable(tx, by.book(), &content).await?;
    let serial = store::draw_serial(tx, by.book()).await?;
    if let Some(there) = store::by_once_key(tx, by.book(), once_key).await? {
        return give_back(tx, by.book(), serial, there).await;
    }
    let submission = Submission {
        id: SubmissionId::new(),
        book: by.book(),
        serial,
        state: State::Draft,
        content,
        step: 0,
        waits_for: WaitsFor::Clerk,
        waiting_since: Some(now),
        digest: None,
        made_by: by.id(),
        made_name: by.actor().name.clone(),
        made_at: now,
        submitted_at: None,
        draft: None,
        version: 1,
    };
    store::insert(tx, &submission, once_key).await?;
    let act = Act::on_book(by.book(), "submission.draft", submission.label()).id(submission.id);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(submission.id)
}

/// A number drawn for a form that was there already goes back, so that people see no hole.
async fn give_back(tx: &mut WriteTx, book: BookId, serial: i64, there: SubmissionId) -> Outcome<SubmissionId> {
    store::undraw_serial(tx, book, serial).await?;
    Ok(there)
}

/// Saves a draft, or an item that came back, as it is now.
///
/// Refuses: `workflow.no_such_submission`, `workflow.stale`, `workflow.wrong_state`, and what even a draft may not hold.
pub async fn save_draft(
    tx: &mut WriteTx,
    by: &Clerk,
    id: SubmissionId,
    version: i64,
    content: SubmissionContent,
    now: Timestamp,
) -> Outcome<()> {
    let mut submission = held(tx, by.book(), id).await?;
    submission.state.next(Action::Save)?;
    require_version(tx, &submission, version).await?;
    let content = content.trimmed();
    require_keepable(tx, by.book(), &content).await?;
    submission.content = content;
    store::save(tx, &submission).await?;
    store::replace_documents(tx, &submission).await?;
    let act = Act::on_book(by.book(), Action::Save.word(), submission.label()).id(id);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// The clerk takes it back, before anybody has signed what it says now.
///
/// Refuses: `workflow.no_such_submission`, `workflow.stale`, `workflow.wrong_state`, `workflow.already_marked`.
pub async fn withdraw(tx: &mut WriteTx, by: &Clerk, id: SubmissionId, version: i64, now: Timestamp) -> Outcome<()> {
    let mut submission = held(tx, by.book(), id).await?;
    submission.state.next(Action::Withdraw)?;
    require_version(tx, &submission, version).await?;
    let marks = store::marks(tx, id).await?;
    let standing = marks.iter().filter(|m| Some(m.digest) == submission.digest).count();
    if submission.state == State::Submitted && standing > 0 {
        return Err(WorkflowRefusal::AlreadyMarked { marks: standing }.into());
    }
    go(tx, by.actor(), &mut submission, Move::of(Action::Withdraw), now).await
}

async fn require_keepable(tx: &mut ReadTx, book: BookId, content: &SubmissionContent) -> Outcome<()> {
    let documents = own_documents(tx, book, content).await?;
    let dimensions = village::dimensions(tx, book).await?;
    Failure::unless_none(content.faults_of_draft(&documents, &dimensions))
}

/// The documents a content names, those of its book only.
pub(super) async fn own_documents(
    tx: &mut ReadTx,
    book: BookId,
    content: &SubmissionContent,
) -> Outcome<Vec<Document>> {
    let mut documents = evidence::documents(tx, &content.documents).await?;
    documents.retain(|d| d.book == book);
    Ok(documents)
}
