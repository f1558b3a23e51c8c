//! What anybody may read, without a login, a frame or a script: the finder, a village, a sheet, a line of it.
//!
//! A sheet is proved again every few seconds, not for every reader ([`memory`]); every answer can be kept for a moment
//! and asked for again by its tag ([`answer`]); whoever asks far too often is asked to wait ([`limit`]).

mod answer;
mod finder;
mod limit;
mod line;
mod memory;
mod notice;
mod sheet;

use std::sync::Arc;

use axum::routing::get;
use axum::{Extension, Router, middleware};

use crate::app::App;

use limit::Limit;
use memory::Memory;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/v", get(finder::finder))
        .route("/v/{village}", get(finder::village))
        .route("/p/{token}", get(sheet::sheet))
        .route("/p/{token}/{line}", get(line::line))
        .route("/p/{token}/{line}/proof", get(line::proof))
        .route("/p/{token}/{line}/papers/{id}", get(line::picture))
        .route("/n/{token}", get(notice::notice))
        .layer(Extension(Arc::new(Memory::default())))
        .layer(middleware::from_fn_with_state(Arc::new(Limit::default()), limit::hold))
}
