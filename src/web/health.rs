use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::app::App;
use crate::auth;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/healthz", get(health))
}

/// For whoever watches the machine: does it answer, and does its database?
async fn health(State(app): State<App>) -> Response {
    let answers = match app.db.read().await {
        Ok(mut tx) => auth::anybody(&mut tx).await.is_ok(),
        Err(_) => false,
    };
    let (status, word) = if answers { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "down") };
    let body = json!({"status": word, "engine": app.db.engine_name(), "database": answers});
    (status, Json(body)).into_response()
}
