use crate::auth::Clerk;
use crate::db::WriteTx;
use crate::evidence;
use crate::kernel::{Failure, FileId, Outcome, Refused, SubmissionId, Timestamp};
use crate::ledger;
use crate::village;

use crate::workflow::business_item::business_item;
use crate::workflow::error::WorkflowRefusal;
use crate::workflow::progress::{Progress, progress};
use crate::workflow::state::{Action, State};
use crate::workflow::store;
use crate::workflow::submission::{Facts, Submission, SubmissionContent};

use super::controlling::{found_at_submission, keep_findings};
use super::drafting::{create_draft, own_documents, save_draft};
use super::moving::{Move, act_of, go, group_of, held, require_version, steps_of, wait_at};
use super::papers_used::papers_used_elsewhere;
use super::receipt_numbers::take_receipt;
use super::required::paper_rules;

/// One hand-in at a time in the township, held to the end of the transaction: taken before anything else is written,
/// so that nobody waits in a ring.
pub async fn stand_in_line(tx: &mut WriteTx) -> Outcome<()> {
    Ok(store::stand_in_line(tx).await?)
}

/// 交单 in one act: keeps what the form says and hands it in. A double click is one submission.
///
/// Refuses, all at once: everything `submit` refuses.
pub async fn hand_in(
    tx: &mut WriteTx,
    by: &Clerk,
    once_key: &str,
    content: SubmissionContent,
    now: Timestamp,
) -> Outcome<SubmissionId> {
    if let Some(id) = store::by_once_key(tx, by.book(), once_key).await? {
        let there = store::submission(tx, by.book(), id).await?.ok_or(WorkflowRefusal::NoSuchSubmission)?;
        if there.state != State::Draft {
            return Ok(id);
        }
        save_draft(tx, by, id, there.version, content, now).await?;
        return submit(tx, by, id, there.version + 1, now).await;
    }
    let id = create_draft(tx, by, once_key, content, now).await?;
    submit(tx, by, id, 1, now).await
}

/// 交单 — hands in a draft, or an item that was mended; marks on what it said before are void.
///
/// Handing in what is handed in already changes nothing. Refuses, all at once: `workflow.amount_missing` …
/// `workflow.resolution_missing`, every `workflow.*` about papers, the ledger's period refusals, `controls.blocked`,
/// `controls.unexplained`; and `workflow.stale`, `workflow.wrong_state`.
pub async fn submit(
    tx: &mut WriteTx,
    by: &Clerk,
    id: SubmissionId,
    version: i64,
    now: Timestamp,
) -> Outcome<SubmissionId> {
    // One at a time in the township, so that a paper is not handed in from two forms side by side.
    store::stand_in_line(tx).await?;
    let mut submission = held(tx, by.book(), id).await?;
    if submission.state == State::Submitted {
        return Ok(id);
    }
    submission.state.next(Action::Submit)?;
    require_version(tx, &submission, version).await?;
    let documents = own_documents(tx, by.book(), &submission.content).await?;
    let steps = steps_of(tx, &submission, now.date()).await?;
    let mut faults = {
        let dimensions = village::dimensions(tx, by.book()).await?;
        let item = business_item(&submission.content.item);
        let rules = paper_rules(tx, now.date()).await?;
        let files: Vec<FileId> = documents.iter().flat_map(|d| d.files.iter().map(|f| f.id)).collect();
        let invoices = evidence::invoices(tx, by.book(), &files).await?;
        let book = village::book(tx, by.book()).await?;
        let facts = Facts {
            item,
            today: now.date(),
            documents: &documents,
            dimensions: &dimensions,
            steps: &steps,
            rules: &rules,
            invoices: &invoices,
            legal_name: book.printed_name(),
        };
        submission.content.faults(&facts)
    };
    faults.extend(looked_up_faults(tx, &submission, now).await?);
    let found = found_at_submission(tx, &submission, &documents, now).await?;
    let explained = !submission.content.explanation.is_empty();
    faults.extend(found.iter().filter_map(|f| f.holds_up(explained)));
    faults.extend(take_receipt(tx, by, &mut submission, now).await?);
    Failure::unless_none(faults)?;

    submission.digest = Some(submission.digest_of_content(&documents));
    submission.submitted_at = Some(now);
    climb_again(tx, by, &mut submission, &steps, now).await?;
    keep_findings(tx, by.actor(), &submission, &found, now).await?;
    Ok(id)
}

/// A closed month, a paper in use: what only the rest of the book can tell.
async fn looked_up_faults(tx: &mut WriteTx, submission: &Submission, now: Timestamp) -> Outcome<Vec<Refused>> {
    let mut faults = Vec::new();
    if let Some(date) = submission.content.date.filter(|d| *d <= now.date()) {
        match ledger::require_open(tx, submission.book, date, now).await {
            Ok(()) => {}
            Err(Failure::Refused(list)) => faults.extend(list.into_iter().map(|r| r.at_field("date"))),
            Err(fault) => return Err(fault),
        }
    }
    if let Some(serial) = store::document_in_use(tx, submission).await? {
        faults.push(WorkflowRefusal::DocumentUsed { serial }.into());
    }
    faults.extend(papers_used_elsewhere(tx, submission).await?);
    Ok(faults)
}

/// Starts at the foot of the ladder, or, when nothing was changed since it came back, where the marks still carry it.
async fn climb_again(
    tx: &mut WriteTx,
    by: &Clerk,
    submission: &mut Submission,
    steps: &[crate::workflow::ladder::Step],
    now: Timestamp,
) -> Outcome<()> {
    let marks = store::marks(tx, submission.id).await?;
    let group = group_of(tx, submission.book, now.date()).await?;
    let digest = submission.digest.unwrap_or(crate::kernel::Digest::GENESIS);
    let stands = progress(steps, &marks, digest, group);
    submission.step = 0;
    let place = match stands {
        Progress::WaitsAt(place) => place,
        Progress::Passed | Progress::Refused => 1,
    };
    wait_at(submission, steps, place, now);
    go(tx, by.actor(), submission, Move::of(Action::Submit), now).await?;
    match stands {
        Progress::WaitsAt(_) => Ok(()),
        Progress::Passed | Progress::Refused => go(tx, by.actor(), submission, Move::of(act_of(stands)), now).await,
    }
}
