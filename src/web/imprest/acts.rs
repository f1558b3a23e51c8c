use axum::extract::State;

use crate::app::App;
use crate::kernel::Outcome;
use crate::reconcile::{self, ImprestHand};
use crate::web::download;
use crate::web::error::refused;
use crate::web::extract::{Form, Path};
use crate::web::page::{Answer, see_other};
use crate::web::permit::{BookPath, Permit};
use crate::{pdf, village};

use super::page::{ImprestForm, built};
use super::{AtCheck, AtLine};

/// Back to the list, or the page again with what was typed.
async fn finished<D>(app: &App, permit: &Permit<ImprestHand>, form: ImprestForm, done: Outcome<D>) -> Answer {
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/imprest?holder={}", permit.book.code, form.holder))),
        Err(failure) => built(app, (&permit.who, &permit.book), form, refused(failure)?).await,
    }
}

pub(super) async fn write(
    State(app): State<App>,
    permit: Permit<ImprestHand>,
    Form(form): Form<ImprestForm>,
) -> Answer {
    let (by, key, now) = (permit.by.clone(), form.once_key.clone(), app.now());
    let done = match (form.holder(), form.line()) {
        (Ok(holder), Ok(line)) => {
            let writing = app.db.write(move |tx| {
                Box::pin(async move { reconcile::write_imprest_line(tx, &by, (holder, &key), &line, now).await })
            });
            writing.await
        }
        (Err(failure), _) | (_, Err(failure)) => Err(failure),
    };
    finished(&app, &permit, form, done).await
}

pub(super) async fn strike(
    State(app): State<App>,
    permit: Permit<ImprestHand>,
    Path(at): Path<AtLine>,
    Form(form): Form<ImprestForm>,
) -> Answer {
    let (by, reason, now) = (permit.by.clone(), form.reason.clone(), app.now());
    let striking = app
        .db
        .write(move |tx| Box::pin(async move { reconcile::strike_imprest_line(tx, &by, at.id, &reason, now).await }));
    finished(&app, &permit, form, striking.await).await
}

pub(super) async fn check(
    State(app): State<App>,
    permit: Permit<ImprestHand>,
    Form(form): Form<ImprestForm>,
) -> Answer {
    let (by, reason, now) = (permit.by.clone(), form.reason.clone(), app.now());
    let done = match (form.holder(), form.counted(), form.ticked()) {
        (Ok(holder), Ok(pieces), Ok(ticked)) => {
            let checking = app.db.write(move |tx| {
                Box::pin(async move {
                    reconcile::make_imprest_check(tx, &by, holder, (&pieces, &ticked), &reason, now).await
                })
            });
            checking.await.map(drop)
        }
        (Err(failure), ..) | (_, Err(failure), _) | (.., Err(failure)) => Err(failure),
    };
    finished(&app, &permit, form, done).await
}

pub(super) async fn sign(
    State(app): State<App>,
    permit: Permit<ImprestHand>,
    Path(at): Path<AtCheck>,
    Form(form): Form<ImprestForm>,
) -> Answer {
    let (by, now) = (permit.by.clone(), app.now());
    let signing =
        app.db.write(move |tx| Box::pin(async move { reconcile::sign_imprest_check(tx, &by, at.id, now).await }));
    finished(&app, &permit, form, signing.await).await
}

pub(super) async fn paper(State(app): State<App>, here: BookPath, Path(at): Path<AtCheck>) -> Answer {
    let mut tx = app.db.read().await?;
    let check = reconcile::imprest_check(&mut tx, here.book.id, at.id).await?;
    let households = village::dimensions(&mut tx, here.book.id).await?.households;
    drop(tx);
    let holder = households.into_iter().find(|h| h.id == check.holder).map(|h| h.name).unwrap_or_default();
    let (book, now) = (here.book, app.now());
    let name = format!("{} 备用金核对 {holder} {}", book.name, check.date);
    download::pdf(&name, move |fonts| pdf::imprest::lay_out(book.printed_name(), &holder, &check, now, fonts)).await
}
