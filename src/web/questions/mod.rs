//! 村民质询: asked without a login, followed by a ticket; taken in, explained, answered and overseen at the centre.

mod acts;
mod ask;
mod beside;
mod list;
mod one;
mod ticket;
mod tries;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Outcome, QuestionId};
use crate::questions::{self, Due, FormKey, Question, State};
use crate::workflow::Urgency;

use super::light::Light;
use tries::Tries;

pub(super) use beside::{Beside, beside};

/// What a villager types fits in this many bytes.
const TYPED: usize = 16 * 1024;

pub(super) fn routes() -> Router<App> {
    let public = Router::new()
        .route("/p/{token}/ask", get(ask::form).post(ask::send))
        .route("/q/find", get(ticket::find))
        .route("/q/{ticket}", get(ticket::page))
        .route("/q/{ticket}/rate", post(ticket::rate))
        .layer(DefaultBodyLimit::max(TYPED))
        .layer(Extension(Arc::new(Tries::default())));
    let centre = Router::new()
        .route("/questions", get(list::township))
        .route("/questions.csv", get(list::township_csv))
        .route("/books/{code}/questions", get(list::of_book))
        .route("/books/{code}/questions.csv", get(list::of_book_csv))
        .route("/books/{code}/questions/{id}", get(one::page))
        .route("/books/{code}/questions/{id}/contact", post(one::contact))
        .route("/books/{code}/questions/{id}/accept", post(acts::accept))
        .route("/books/{code}/questions/{id}/reject", post(acts::reject))
        .route("/books/{code}/questions/{id}/sort", post(acts::sort))
        .route("/books/{code}/questions/{id}/merge", post(acts::merge))
        .route("/books/{code}/questions/{id}/assign", post(acts::assign))
        .route("/books/{code}/questions/{id}/explain", post(acts::explain))
        .route("/books/{code}/questions/{id}/answer", post(acts::answer))
        .route("/books/{code}/questions/{id}/approve", post(acts::approve))
        .route("/books/{code}/questions/{id}/hand-back", post(acts::hand_back))
        .route("/books/{code}/questions/{id}/urge", post(acts::urge))
        .route("/books/{code}/questions/{id}/call", post(acts::call))
        .route("/books/{code}/questions/{id}/redo", post(acts::redo))
        .route("/books/{code}/questions/{id}/archive", post(acts::archive));
    public.merge(centre)
}

/// One question of one book.
#[derive(Deserialize)]
struct At {
    id: QuestionId,
}

/// The light of a question: by its clock while it is open, by its end afterwards.
pub(super) fn light_of(question: &Question, due: &Due) -> Light {
    match question.state {
        state if state.is_open() => {
            let tone = match due.urgency {
                Urgency::InTime => "green",
                Urgency::Near => "amber",
                Urgency::Late => "red",
            };
            Light::new(tone, due.words())
        }
        State::Rejected | State::Merged => Light::new("grey", question.state.in_chinese()),
        _ => Light::new("green", question.state.in_chinese()),
    }
}

/// The key that signs public forms.
async fn form_key(app: &App) -> Outcome<FormKey> {
    let now = app.now();
    if let Some(key) = app.form_key() {
        return Ok(key);
    }
    let key = app.db.write(move |tx| Box::pin(async move { questions::form_key(tx, now).await })).await?;
    app.keep_form_key(key.clone());
    Ok(key)
}
