use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};

use crate::app::App;
use crate::auth::Accountant;
use crate::budget::{self, Budget};
use crate::export::{Format, Table, csv as csv_text, plan_table, xlsx as workbook};
use crate::kernel::{Failure, Outcome};
use crate::ledger;
use crate::village;

use crate::web::download;
use crate::web::error::{WebError, WebRefusal, refused};
use crate::web::extract::Path;
use crate::web::page::{Answer, see_other, show_refused};
use crate::web::permit::Permit;

use super::At;
use super::edit;

async fn table(app: &App, permit: &Permit<Accountant>, at: &At) -> Outcome<(Budget, Table)> {
    let book = permit.book.id;
    let mut tx = app.db.read().await?;
    let budget = budget::draft(&mut tx, book, at.id).await?;
    let chart = ledger::chart(&mut tx, book).await?;
    let dimensions = village::dimensions(&mut tx, book).await?;
    let table = plan_table(&permit.book.name, &budget, &chart, &dimensions);
    Ok((budget, table))
}

/// The draft as a workbook that can be filled in and taken in again.
pub(super) async fn xlsx(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    let (budget, table) = table(&app, &permit, &at).await?;
    let name = format!("{} {}.xlsx", permit.book.name, budget.title());
    Ok(download::kept(&name, Format::Xlsx.media_type(), workbook::write(&table)?))
}

/// The same as text.
pub(super) async fn csv(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    let (budget, table) = table(&app, &permit, &at).await?;
    let name = format!("{} {}.csv", permit.book.name, budget.title());
    Ok(download::kept(&name, Format::Csv.media_type(), csv_text::write(&table)?))
}

/// Takes a file in as the lines of the draft, all of them or none.
pub(super) async fn take_in(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer {
    let (revision, bytes) = received(parts).await?;
    let (by, now, id) = (permit.by.clone(), app.now(), at.id);
    let done = match budget::read_plan(&bytes) {
        Ok(lines) => {
            let keeping = app.db.write(move |tx| {
                Box::pin(async move { budget::keep_draft(tx, &by, (id, revision), &lines, now).await })
            });
            keeping.await
        }
        Err(refusal) => Err(Failure::from(refusal)),
    };
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/budgets/{id}", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&edit::load(&app, &permit, &at, (None, refused.clone())).await?, &refused)
        }
    }
}

async fn received(parts: Result<Multipart, MultipartRejection>) -> Result<(i64, Vec<u8>), WebError> {
    let mut parts = parts.map_err(|_| WebRefusal::UnreadableForm)?;
    let (mut revision, mut file) = (0, Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|e| WebError::of_upload(&e))? {
        let field = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|e| WebError::of_upload(&e))?;
        match field.as_str() {
            "revision" => revision = String::from_utf8_lossy(&bytes).trim().parse().unwrap_or_default(),
            "file" => file = bytes.to_vec(),
            _ => {}
        }
    }
    Ok((revision, file))
}
