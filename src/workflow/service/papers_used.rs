//! 一票一用: one invoice, one file, is handed in once in the whole township.

use crate::db::WriteTx;
use crate::evidence::{self, SameSign, SeenBefore};
use crate::kernel::{DocumentId, Outcome, Refused};
use crate::ledger;

use crate::workflow::paper_error::PaperRefusal;
use crate::workflow::store::{self, Holder};
use crate::workflow::submission::Submission;

/// Where papers like those of this submission are in use already: the first place of each, anywhere in the township.
///
/// In use is a paper of another submission that [holds its papers](crate::workflow::State::holds_its_papers) — handed in,
/// returned, approved, accepted, booked — or of a posted voucher. A draft, an item taken back and one that was refused hold
/// nothing: their papers may be handed in again. The submission's own earlier versions are its own.
/// Refuses: `workflow.paper_used`. Source: workflow.md §13.
pub(super) async fn papers_used_elsewhere(tx: &mut WriteTx, submission: &Submission) -> Outcome<Vec<Refused>> {
    let own = &submission.content.documents;
    let same = evidence::same_papers(tx, own).await?;
    if same.is_empty() {
        return Ok(Vec::new());
    }
    let others: Vec<DocumentId> = same.iter().map(|s| s.earlier).collect();
    let mut holders: Vec<Holder> = store::holders_of(tx, submission.id, &others).await?;
    holders.retain(|h| h.state.is_none_or(|s| s.holds_its_papers()));
    let posted = ledger::vouchers_of_documents(tx, &others).await?;
    for (document, label, date) in posted {
        if !holders.iter().any(|h| h.document == document) {
            holders.push(Holder { document, state: None, what: format!("凭证 {label}"), date });
        }
    }
    Ok(first_places(&same, &holders))
}

/// One refusal for each sign, naming the first place.
fn first_places(same: &[SeenBefore], holders: &[Holder]) -> Vec<Refused> {
    let mut told: Vec<(&SameSign, DocumentId)> = Vec::new();
    let mut faults = Vec::new();
    for found in same {
        if told.contains(&(&found.sign, found.document)) {
            continue;
        }
        let alike = same.iter().filter(|s| s.sign == found.sign && s.document == found.document);
        let places = alike.flat_map(|s| holders.iter().filter(|h| h.document == s.earlier).map(move |h| (s, h)));
        let Some((seen, holder)) = places.min_by_key(|(_, h)| h.date) else { continue };
        told.push((&found.sign, found.document));
        let what = match &found.sign {
            SameSign::File => "同一个文件".to_owned(),
            SameSign::Invoice(number) => format!("发票 {number} "),
        };
        let (place, date) = (seen.book_name.clone(), holder.date.to_string());
        faults.push(PaperRefusal::PaperUsed { what, place, holder: holder.what.clone(), date }.into());
    }
    faults
}
