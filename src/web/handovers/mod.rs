//! 移交: the papers of a reporting day, signed for by both sides; a clerk or an accountant handing a book over.

mod papers;
mod posts;
mod one_post;
mod paper;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{PaperHandoverId, PostHandoverId};

use super::papers::SENT_LIMIT;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/handovers", get(papers::index).post(papers::hand_over))
        .route("/books/{code}/handovers/papers/{id}", get(papers::page))
        .route("/books/{code}/handovers/papers/{id}/receive", post(papers::receive))
        .route("/books/{code}/handovers/papers/{id}/withdraw", post(papers::withdraw))
        .route("/books/{code}/handovers/papers/{id}/paper", get(paper::papers))
        .route("/books/{code}/handovers/post", get(posts::new).post(posts::make))
        .route("/handovers", get(posts::mine))
        .route("/handovers/{id}", get(one_post::page))
        .route("/handovers/{id}/confirm", post(one_post::confirm))
        .route("/handovers/{id}/signed", post(one_post::signed).layer(DefaultBodyLimit::max(SENT_LIMIT)))
        .route("/handovers/{id}/cancel", post(one_post::cancel))
        .route("/handovers/{id}/paper", get(paper::post))
}

/// A list of papers in the path.
#[derive(Deserialize)]
struct AtPapers {
    id: PaperHandoverId,
}

/// A handover of a post in the path.
#[derive(Deserialize)]
struct AtPost {
    id: PostHandoverId,
}
