//! 时间: the working calendar the deadlines are counted by.

mod calendar;
mod reasons;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/return-reasons", get(reasons::index).post(reasons::add))
        .route("/settings/return-reasons/retire", post(reasons::retire))
        .route("/settings/calendar", get(calendar::index).post(calendar::set))
        .route("/settings/calendar/import", post(calendar::import).layer(DefaultBodyLimit::max(calendar::FILE)))
        .route("/settings/calendar/clear", post(calendar::clear))
}
