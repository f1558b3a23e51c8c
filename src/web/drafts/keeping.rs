//! What a page of the grid sends: saved, kept line by line, or deleted.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::evidence::{self, DocumentKind, NewDocument};
use crate::kernel::{Date, Digest, DocumentId, DraftId, Failure, FileId, Money, Outcome, Refused, Timestamp};
use crate::ledger::{self, Draft, DraftState, NewDraft, Sheet};
use crate::village;
use crate::web::error::refused;
use crate::web::extract::{Form, Path};
use crate::web::page::{Answer, see_other};
use crate::web::permit::Permit;
use crate::workflow;

use super::form::VoucherForm;
use super::sheet::{At, show_typed};

/// Finished (制单) or put aside (暂存), as the pressed button says.
pub(super) async fn save(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer {
    let form = VoucherForm::of(pairs);
    let finished = if form.then == "park" { DraftState::Parked } else { DraftState::Prepared };
    match keep(&app, &permit, &form, finished).await {
        Ok(_) => Ok(see_other(whereto(&permit.book.code, &form))),
        Err(failure) => {
            let refused = refused(failure)?;
            refused_page(&app, &permit, form, refused).await
        }
    }
}

fn whereto(code: &str, form: &VoucherForm) -> String {
    match form.then.as_str() {
        "new" => format!("/books/{code}/drafts/new?date={}&saved={}", form.date.trim(), form.id),
        _ => format!("/books/{code}/drafts#d-{}", form.id),
    }
}

/// Everything typed, and everything wrong with it. When somebody else was faster, saving once more
/// puts this page's content in the place of theirs; when the draft is gone, it becomes a new one.
async fn refused_page(app: &App, permit: &Permit<Accountant>, mut form: VoucherForm, refused: Vec<Refused>) -> Answer {
    let mut tx = app.db.read().await?;
    let there = standing_draft(&mut tx, permit, form.sheet()?).await?;
    let sheet = match &there {
        Some(draft) => Sheet { id: draft.id, version: draft.version },
        None => Sheet { id: DraftId::new(), version: 0 },
    };
    (form.id, form.version) = (sheet.id.text(), sheet.version.to_string());
    show_typed(&mut tx, permit, form, (there.as_ref(), app.now().date()), refused).await
}

async fn standing_draft(tx: &mut ReadTx, permit: &Permit<Accountant>, sheet: Sheet) -> Outcome<Option<Draft>> {
    match ledger::draft(tx, permit.book.id, sheet.id).await {
        Ok(draft) => Ok(Some(draft)),
        Err(failure) if failure.is("ledger.no_such_voucher") => Ok(None),
        Err(failure) => Err(failure),
    }
}

async fn keep(app: &App, permit: &Permit<Accountant>, form: &VoucherForm, finished: DraftState) -> Outcome<i64> {
    let (sheet, now) = (form.sheet()?, app.now());
    let (permit, typed) = (permit.clone(), form.clone());
    let kept = app.db.write(move |tx| {
        Box::pin(async move {
            let chart = ledger::chart(tx, permit.book.id).await?;
            let there = standing_draft(tx, &permit, sheet).await?;
            let base = there.map_or_else(|| NewDraft::regular(now.date(), Vec::new()), |d| d.to_new());
            match typed.read_into(base.clone(), &chart) {
                Ok(mut new) => {
                    new.documents = attached(tx, &permit.by, &typed, &new, now).await?;
                    ledger::keep(tx, &permit.by, sheet, new, finished, now).await
                }
                Err(Failure::Refused(unreadable)) => {
                    let dimensions = village::dimensions(tx, permit.book.id).await?;
                    Err(Failure::Refused(typed.all_faults(unreadable, &chart, &dimensions, &base)))
                }
                Err(fault) => Err(fault),
            }
        })
    });
    kept.await.map_err(|failure| match failure {
        Failure::Refused(list) => Failure::Refused(form.at_cells(list)),
        fault => fault,
    })
}

/// What lies behind the voucher as the page shows it: the documents still on it, and one new document a new file.
async fn attached(
    tx: &mut WriteTx,
    by: &Accountant,
    typed: &VoucherForm,
    new: &NewDraft,
    now: Timestamp,
) -> Outcome<Vec<(DocumentId, Digest)>> {
    if !typed.shows_papers {
        return Ok(new.documents.clone());
    }
    let ids: Vec<DocumentId> = new.documents.iter().map(|d| d.0).collect();
    let mut there = evidence::documents(tx, &ids).await?;
    let brought = |id: FileId| typed.files.iter().any(|(file, _)| *file == id);
    there.retain(|d| typed.documents.contains(&d.id) || d.files.iter().any(|f| brought(f.id)));
    let mut behind: Vec<(DocumentId, Digest)> = there.iter().map(|d| (d.id, d.digest)).collect();
    for (file, kind) in &typed.files {
        if there.iter().any(|d| d.files.iter().any(|f| f.id == *file)) {
            continue;
        }
        let id = evidence::add_document(tx, by, paper(*file, *kind, new.date.min(now.date())), now).await?;
        behind.extend(evidence::documents(tx, &[id]).await?.iter().map(|d| (d.id, d.digest)));
    }
    Ok(behind)
}

fn paper(file: FileId, kind: DocumentKind, date: Date) -> NewDocument {
    NewDocument {
        kind,
        date,
        issuer: String::new(),
        payee: String::new(),
        amount: Money::ZERO,
        invoice_no: String::new(),
        files: vec![file],
        replaces: None,
    }
}

/// After every line: kept as it is, without a rule and without a number.
pub(super) async fn autosave(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer {
    let form = VoucherForm::of(pairs);
    let version = if form.lines.is_empty() && form.files.is_empty() && form.version == "0" {
        0
    } else {
        keep(&app, &permit, &form, DraftState::Parked).await?
    };
    Ok(Json(json!({"id": form.id, "version": version, "fields": {"version": version.to_string()}})).into_response())
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct VersionForm {
    version: i64,
}

/// Deletes the draft; the log remembers what it said, and the item it came from is back with the centre.
pub(super) async fn delete(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<VersionForm>,
) -> Answer {
    let (by, now) = (permit.by, app.now());
    app.db
        .write(move |tx| Box::pin(async move { workflow::delete_draft(tx, &by, at.id, form.version, now).await }))
        .await?;
    Ok(see_other(format!("/books/{}/drafts", permit.book.code)))
}
