//! From files to source documents: what the clerk says once on the form is said of its papers too.

use crate::auth::Clerk;
use crate::db::WriteTx;
use crate::evidence::{self, Document, DocumentKind, NewDocument};
use crate::kernel::{DocumentId, FileId, Money, Outcome, Timestamp};
use crate::workflow::SubmissionContent;

use super::form::TypedDocument;

/// The documents of a bundle. Those that are there already stay; when it is handed in, those whose
/// words have changed since are replaced, so that what the village signs is what the form says.
pub(super) async fn documents(
    tx: &mut WriteTx,
    by: &Clerk,
    bundle: &[TypedDocument],
    content: &SubmissionContent,
    there: &[Document],
    handed_in: bool,
    now: Timestamp,
) -> Outcome<Vec<DocumentId>> {
    let files: Vec<FileId> = bundle.iter().flat_map(|d| d.files.clone()).collect();
    let invoices = evidence::invoices(tx, by.book(), &files).await?;
    let money_papers = bundle.iter().filter(|d| carries_amount(d.kind)).count();
    let mut ids = Vec::with_capacity(bundle.len());
    for typed in bundle {
        let alone = money_papers == 1 && carries_amount(typed.kind);
        let mut new = said(typed, content, alone, now).taken_from(&invoices)?;
        let old = there.iter().rev().find(|d| shows(d, &typed.files));
        if let Some(signed) = old.filter(|d| d.pay_list.is_some()) {
            // The signed paper of a pay list says what the list says; the form does not say it again.
            ids.push(signed.id);
            continue;
        }
        let alike = |d: &&Document| d.kind == new.kind && d.invoice_no == new.invoice_no.to_uppercase();
        if let Some(kept) = old.filter(alike).filter(|d| !handed_in || says(d, &new)) {
            ids.push(kept.id);
            continue;
        }
        new.replaces = old.map(|d| d.id);
        ids.push(evidence::add_document(tx, by, new, now).await?);
    }
    Ok(ids)
}

fn said(typed: &TypedDocument, content: &SubmissionContent, alone: bool, now: Timestamp) -> NewDocument {
    let (kind, today) = (typed.kind, now.date());
    let fits = !content.amount.is_negative() && content.amount <= Money::LIMIT;
    let party: String = content.other_party.trim().chars().take(60).collect();
    let (issuer, payee) = match kind {
        DocumentKind::PayList => (String::new(), party),
        DocumentKind::Resolution | DocumentKind::Acceptance | DocumentKind::Other => (String::new(), String::new()),
        DocumentKind::Invoice | DocumentKind::Receipt | DocumentKind::Contract | DocumentKind::BankSlip => {
            (party, String::new())
        }
    };
    NewDocument {
        kind,
        date: content.date.filter(|d| *d <= today).unwrap_or(today),
        issuer,
        payee,
        amount: if alone && fits { content.amount } else { Money::ZERO },
        invoice_no: typed.number.clone(),
        files: typed.files.clone(),
        replaces: None,
    }
}

/// Papers that say how much.
const fn carries_amount(kind: DocumentKind) -> bool {
    match kind {
        DocumentKind::Invoice | DocumentKind::Receipt | DocumentKind::PayList | DocumentKind::BankSlip => true,
        DocumentKind::Contract | DocumentKind::Acceptance | DocumentKind::Resolution | DocumentKind::Other => false,
    }
}

fn shows(document: &Document, files: &[FileId]) -> bool {
    document.files.iter().map(|f| f.id).eq(files.iter().copied())
}

fn says(document: &Document, new: &NewDocument) -> bool {
    document.date == new.date
        && document.issuer == new.issuer
        && document.payee == new.payee
        && document.amount == new.amount
}
