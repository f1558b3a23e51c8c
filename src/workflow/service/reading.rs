use crate::auth::{self, Clerk, Reader, Role, Standing};
use crate::db::ReadTx;
use crate::evidence;
use crate::kernel::{BookId, Outcome, Period, SubmissionId, Timestamp};

use crate::workflow::business_item::business_item;
use crate::workflow::card::{Card, WaitsFor};
use crate::workflow::error::WorkflowRefusal;
use crate::workflow::receipt_item::ReceiptItem;
use crate::workflow::state::State;
use crate::workflow::store::{self, Books, Wanted};
use crate::workflow::submission::Submission;
use crate::workflow::thread::{Behind, Count, Habits, Thread};

use super::controlling::warnings_of;
use super::moving::{group_of, ladder_on};
use super::reasons::reasons_ever;
use super::required::paper_rules;

/// Longest list a page asks for.
const LIMIT: i64 = 500;

/// Everything about one submission of the reader's book.
///
/// Refuses: `workflow.no_such_submission`.
pub async fn thread(tx: &mut ReadTx, reader: &Reader, id: SubmissionId, now: Timestamp) -> Outcome<Thread> {
    let submission = store::submission(tx, reader.book(), id).await?.ok_or(WorkflowRefusal::NoSuchSubmission)?;
    let on = submission.submitted_at.unwrap_or(now).date();
    let ladder = ladder_on(tx, submission.book, on).await?;
    let documents = evidence::documents(tx, &submission.content.documents).await?;
    let (item, rules) = (business_item(&submission.content.item), paper_rules(tx, on).await?);
    let behind = Behind {
        papers: submission.content.papers(item, &rules, &documents),
        documents,
        steps: ladder.steps(submission.content.card, submission.content.amount),
        marks: store::marks(tx, id).await?,
        group: group_of(tx, submission.book, now.date()).await?,
        entries: store::entries(tx, id).await?,
        warnings: warnings_of(tx, std::slice::from_ref(&submission)).await?.remove(&id).unwrap_or_default(),
        waits_for_names: names_waited_for(tx, &submission, now).await?,
        reason_fields: reason_fields(tx, &submission).await?,
    };
    Ok(Thread::of(submission, behind))
}

/// The list is asked only while there is something to mend.
async fn reason_fields(tx: &mut ReadTx, submission: &Submission) -> Outcome<Vec<(String, String)>> {
    if submission.state != State::Returned {
        return Ok(Vec::new());
    }
    Ok(reasons_ever(tx).await?.into_iter().map(|l| (l.reason.text, l.reason.field)).collect())
}

async fn names_waited_for(tx: &mut ReadTx, submission: &Submission, now: Timestamp) -> Outcome<Vec<String>> {
    let role = match submission.waits_for {
        WaitsFor::Nobody => return Ok(Vec::new()),
        WaitsFor::Clerk => return Ok(vec![submission.made_name.clone()]),
        WaitsFor::FinanceGroup => Role::GroupMember,
        WaitsFor::VillageHead => Role::VillageHead,
        WaitsFor::Township => Role::Director,
        WaitsFor::Centre => Role::Accountant,
    };
    let holders = auth::holders(tx, submission.book, now.date()).await?;
    Ok(holders.into_iter().filter(|(held, _)| *held == role).map(|(_, person)| person.name).collect())
}

/// Submissions of the reader's book in these states (any when empty), the longest waiting first.
pub async fn of_book(tx: &mut ReadTx, reader: &Reader, states: &[State]) -> Outcome<Vec<Submission>> {
    let books = Books::These(vec![reader.book()]);
    Ok(store::submissions(tx, Wanted { books: &books, states, waits_for: None, limit: LIMIT }).await?)
}

/// Submissions of the reader's book whose papers may still lie in the village, by number: approved, accepted, or booked
/// since a moment; and any of these that were booked before.
pub async fn with_papers(
    tx: &mut ReadTx,
    reader: &Reader,
    booked_since: Timestamp,
    also: &[SubmissionId],
) -> Outcome<Vec<Submission>> {
    Ok(store::with_papers(tx, reader.book(), booked_since, also).await?)
}

/// What waits for one kind of person, in every book this person sees, the longest waiting first.
pub async fn waiting_for(tx: &mut ReadTx, by: &Standing, who: WaitsFor) -> Outcome<Vec<Submission>> {
    let books = books_of(by);
    Ok(store::submissions(tx, Wanted { books: &books, states: &[], waits_for: Some(who), limit: LIMIT }).await?)
}

/// What waits for this person's own mark: as `waiting_for`, without what they have signed as it stands.
pub async fn to_sign(tx: &mut ReadTx, by: &Standing, who: WaitsFor) -> Outcome<Vec<Submission>> {
    let mut waiting = waiting_for(tx, by, who).await?;
    let ids: Vec<SubmissionId> = waiting.iter().map(|s| s.id).collect();
    let signed = store::signed_by(tx, by.id(), &ids).await?;
    waiting.retain(|s| s.digest.is_none_or(|digest| !signed.contains(&(s.id, digest))));
    Ok(waiting)
}

/// The submission a form was kept as, by the form's own key.
pub async fn kept_as(tx: &mut ReadTx, by: &Clerk, once_key: &str) -> Outcome<Option<SubmissionId>> {
    Ok(store::by_once_key(tx, by.book(), once_key).await?)
}

/// One submission of the clerk's book as it stands.
pub async fn of_clerk(tx: &mut ReadTx, by: &Clerk, id: SubmissionId) -> Outcome<Option<Submission>> {
    Ok(store::submission(tx, by.book(), id).await?)
}

/// The submission a voucher of a book came from.
pub async fn submission_behind(tx: &mut ReadTx, book: BookId, id: SubmissionId) -> Outcome<Option<Submission>> {
    Ok(store::submission(tx, book, id).await?)
}

/// The items of a book that name a receipt.
pub async fn receipt_items(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<ReceiptItem>> {
    Ok(store::receipt_items(tx, book).await?)
}

/// What the reader's book usually says on a card.
pub async fn habits(tx: &mut ReadTx, reader: &Reader, card: Card) -> Outcome<Habits> {
    Ok(Habits {
        items: store::items_by_use(tx, reader.book(), card).await?,
        reasons: store::reasons_by_use(tx, reader.book(), card).await?,
        parties: store::parties_by_use(tx, reader.book()).await?,
    })
}

/// How many submissions stand where, by month, in every book this person sees, in one question.
pub async fn counts(tx: &mut ReadTx, by: &Standing) -> Outcome<Vec<Count>> {
    Ok(store::counts(tx, &books_of(by)).await?)
}

/// How many submissions of a month have not come to an end: handed in, approved, accepted or returned.
pub async fn waiting_in(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<i64> {
    Ok(store::waiting_in(tx, book, period).await?)
}

pub(super) fn books_of(by: &Standing) -> Books {
    if by.sees_every_book() { Books::All } else { Books::These(by.books()) }
}
