//! 常用凭证与定期凭证: their shelf, what they are made of, and the months that are due.

mod recurring;
mod templates;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(super) use recurring::{DueNow, due_in};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/templates", get(templates::shelf).post(templates::keep))
        .route("/books/{code}/templates.json", get(templates::list))
        .route("/books/{code}/templates/{id}/rename", post(templates::rename))
        .route("/books/{code}/templates/{id}/delete", post(templates::delete))
        .route("/books/{code}/recurring", post(recurring::keep))
        .route("/books/{code}/recurring/make", post(recurring::make))
        .route("/books/{code}/recurring/{id}/end", post(recurring::end))
        .route("/recurring", get(recurring::everywhere).post(recurring::make_everywhere))
}
