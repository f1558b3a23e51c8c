//! 建账: opening balances from a file or a pasted table, looked over row by row before they stand; and 新旧衔接, from the
//! balances of the 2004 chart, with its working paper.

mod sent;
mod page;
mod preview;
mod template;
mod conversion;
mod working_paper;

pub(super) use sent::Sent;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::app::App;
use crate::ledger::FILE_AT_DESK;

/// A form with one file of the desk's size in it.
pub(super) fn one_file() -> DefaultBodyLimit {
    DefaultBodyLimit::max(FILE_AT_DESK.bytes + 1024 * 1024)
}

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/opening", get(page::page).post(preview::look_over).layer(one_file()))
        .route("/books/{code}/opening/confirm", post(preview::confirm))
        .route("/books/{code}/opening/template", get(template::download))
        .route("/books/{code}/opening/conversion", get(conversion::page).post(conversion::receive).layer(one_file()))
        .route("/books/{code}/opening/conversion/sheet", post(conversion::save))
        .route("/books/{code}/opening/conversion/confirm", post(conversion::confirm))
        .route("/books/{code}/opening/working-paper", get(working_paper::page))
        .route("/books/{code}/opening/paper/{file}", get(working_paper::file))
}
