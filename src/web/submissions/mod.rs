//! 报账: what the clerk hands in, where it is, and what the village has to do about it.

mod form;
mod bundle;
mod choices;
mod view;
mod edit;
mod show;
mod todo;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::kernel::SubmissionId;

use super::papers::SENT_LIMIT;

pub(super) use todo::todo;
pub(super) use view::{Row, Shown, WarningShown, warnings_shown};

pub(super) fn routes() -> Router<App> {
    let large = DefaultBodyLimit::max(SENT_LIMIT);
    Router::new()
        .route("/books/{code}/submissions", get(show::index).post(edit::create).layer(large))
        .route("/books/{code}/submissions/new", get(edit::new))
        .route("/books/{code}/submissions/{id}", get(show::show_one).post(edit::save).layer(large))
        .route("/books/{code}/submissions/{id}/edit", get(edit::edit))
        .route("/books/{code}/submissions/{id}/submit", post(show::submit))
        .route("/books/{code}/submissions/{id}/withdraw", post(show::withdraw))
        .route("/books/{code}/submissions/{id}/remind", post(show::remind))
}

/// A submission in the path.
#[derive(Deserialize)]
pub(super) struct At {
    pub(super) id: SubmissionId,
}
