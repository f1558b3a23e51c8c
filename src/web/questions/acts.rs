//! What is done with a question: each act takes its own part of the page's form; a refusal shows the page again with
//! everything that was typed.

use axum::extract::State;

use crate::app::App;
use crate::auth::{Accountant, Director, QuestionWatcher};
use crate::kernel::{Outcome, QuestionId};
use crate::questions::{self, Act, Taken};
use crate::village::Book;
use crate::web::error::refused;
use crate::web::extract::{Form, Path};
use crate::web::page::{Answer, see_other};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use super::At;
use super::one::{ActForm, shown};

type Handling = Permit<Accountant>;
type Directing = Permit<Director>;
type Watching = Permit<QuestionWatcher>;

/// The acts the page showed; a page that was not ours has seen none.
fn seen(at: &At, form: &ActForm) -> (QuestionId, i64) {
    (at.id, form.seen.parse().unwrap_or(-1))
}

async fn then(app: &App, (who, book): (&LoggedIn, &Book), at: &At, form: ActForm, done: Outcome<()>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/questions/{}", book.code, at.id))),
        Err(failure) => shown(app, (who, book), at.id, form, refused(failure)?).await,
    }
}

pub(super) async fn accept(
    State(app): State<App>,
    permit: Handling,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen) = (permit.by.clone(), app.now(), seen(&at, &form));
    let taken = Taken { kind: form.kind.parse().ok(), public_words: form.public_words.clone() };
    let done = app.db.write(move |tx| Box::pin(async move { questions::accept(tx, &by, seen, taken, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn reject(
    State(app): State<App>,
    permit: Handling,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen, words) = (permit.by.clone(), app.now(), seen(&at, &form), form.reason.clone());
    let done = app.db.write(move |tx| Box::pin(async move { questions::reject(tx, &by, seen, &words, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn sort(
    State(app): State<App>,
    permit: Handling,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen, kind) = (permit.by.clone(), app.now(), seen(&at, &form), form.kind.parse().ok());
    let done = app.db.write(move |tx| Box::pin(async move { questions::sort(tx, &by, seen, kind, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn merge(
    State(app): State<App>,
    permit: Handling,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen, words) = (permit.by.clone(), app.now(), seen(&at, &form), form.into.clone());
    let done = app.db.write(move |tx| Box::pin(async move { questions::merge(tx, &by, seen, &words, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn assign(
    State(app): State<App>,
    permit: Handling,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen, words) = (permit.by.clone(), app.now(), seen(&at, &form), form.assign_words.clone());
    let to = form.to.parse().ok();
    let done =
        app.db.write(move |tx| Box::pin(async move { questions::assign(tx, &by, seen, (to, &words), now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn answer(
    State(app): State<App>,
    permit: Handling,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen, words) = (permit.by.clone(), app.now(), seen(&at, &form), form.answer.clone());
    let way = if form.way == Act::Propose.word() { Act::Propose } else { Act::Answer };
    let done =
        app.db.write(move |tx| Box::pin(async move { questions::answer(tx, &by, seen, (&words, way), now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn call(
    State(app): State<App>,
    permit: Handling,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen, words) = (permit.by.clone(), app.now(), seen(&at, &form), form.call_words.clone());
    let done = app.db.write(move |tx| Box::pin(async move { questions::call(tx, &by, seen, &words, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn archive(
    State(app): State<App>,
    permit: Handling,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen) = (permit.by.clone(), app.now(), seen(&at, &form));
    let done = app.db.write(move |tx| Box::pin(async move { questions::archive(tx, &by, seen, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn explain(
    State(app): State<App>,
    here: BookPath,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen, words) = (here.reader.clone(), app.now(), seen(&at, &form), form.explanation.clone());
    let done = app.db.write(move |tx| Box::pin(async move { questions::explain(tx, &by, seen, &words, now).await }));
    then(&app, (&here.who, &here.book), &at, form, done.await).await
}

pub(super) async fn approve(
    State(app): State<App>,
    permit: Directing,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, book, now, seen, words) =
        (permit.by.clone(), permit.book.id, app.now(), seen(&at, &form), form.answer.clone());
    let done =
        app.db.write(move |tx| Box::pin(async move { questions::approve(tx, (&by, book), seen, &words, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn hand_back(
    State(app): State<App>,
    permit: Directing,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, book, now, seen, words) =
        (permit.by.clone(), permit.book.id, app.now(), seen(&at, &form), form.reason.clone());
    let done =
        app.db.write(move |tx| Box::pin(async move { questions::hand_back(tx, (&by, book), seen, &words, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn redo(
    State(app): State<App>,
    permit: Directing,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, book, now, seen, words) =
        (permit.by.clone(), permit.book.id, app.now(), seen(&at, &form), form.reason.clone());
    let done =
        app.db.write(move |tx| Box::pin(async move { questions::redo(tx, (&by, book), seen, &words, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}

pub(super) async fn urge(
    State(app): State<App>,
    permit: Watching,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, seen, words) = (permit.by.clone(), app.now(), seen(&at, &form), form.urge_words.clone());
    let done = app.db.write(move |tx| Box::pin(async move { questions::urge(tx, &by, seen, &words, now).await }));
    then(&app, (&permit.who, &permit.book), &at, form, done.await).await
}
