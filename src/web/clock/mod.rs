//! 时间: the working calendar deadlines are counted by, reporting days, and the reasons the centre gives back for.

mod calendar;
mod reasons;
pub(super) mod reporting;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/reporting-days", get(reporting::month))
        .route("/books/{code}/reporting-days", get(reporting::of_book).post(reporting::set))
        .route("/settings/return-reasons", get(reasons::index).post(reasons::add))
        .route("/settings/return-reasons/retire", post(reasons::retire))
        .route("/settings/calendar", get(calendar::index).post(calendar::set))
        .route("/settings/calendar/import", post(calendar::import).layer(DefaultBodyLimit::max(calendar::FILE)))
        .route("/settings/calendar/clear", post(calendar::clear))
}
