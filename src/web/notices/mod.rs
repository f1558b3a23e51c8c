//! 专项公开, 年度材料 and 更正公告: what waits to be published by itself, one notice with its road.

mod acts;
mod index;
mod page;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::app::App;

use super::papers::SENT_LIMIT;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/notices", get(index::index))
        .route("/books/{code}/notices/special", post(acts::compose_special))
        .route("/books/{code}/notices/declined", post(acts::decline))
        .route("/books/{code}/notices/corrections", post(acts::correct))
        .route("/books/{code}/notices/meetings", post(acts::enter_meeting))
        .route("/books/{code}/notices/annual", post(acts::compose_annual))
        .route("/books/{code}/notices/{id}", get(page::show_notice))
        .route("/books/{code}/notices/{id}/paper", get(page::paper))
        .route("/books/{code}/notices/{id}/check", post(acts::check))
        .route("/books/{code}/notices/{id}/opinions", post(acts::say))
        .route("/books/{code}/notices/{id}/sign", post(acts::sign))
        .route("/books/{code}/notices/{id}/publish", get(page::before_publishing).post(acts::publish))
        .route("/books/{code}/notices/{id}/posted", post(acts::posted).layer(DefaultBodyLimit::max(SENT_LIMIT)))
}
