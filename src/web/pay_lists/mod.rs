//! 发放表: entered person by person or read from a file, printed to be signed, its signed photograph bound to it.

mod form;
mod edit;
mod show;
mod paper;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::kernel::PayListId;

use super::papers::SENT_LIMIT;

/// A form with two thousand people and a file in it.
const FORM_LIMIT: usize = 16 * 1024 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/pay-lists", get(show::index).post(edit::keep).layer(DefaultBodyLimit::max(FORM_LIMIT)))
        .route("/books/{code}/pay-lists/new", get(edit::new))
        .route("/books/{code}/pay-lists/template/{file}", get(paper::template))
        .route("/books/{code}/pay-lists/{id}", get(show::page))
        .route("/books/{code}/pay-lists/{id}/paper", get(paper::signatures))
        .route("/books/{code}/pay-lists/{id}/signed", post(show::signed).layer(DefaultBodyLimit::max(SENT_LIMIT)))
}

/// A list in the path.
#[derive(Deserialize)]
struct At {
    id: PayListId,
}
