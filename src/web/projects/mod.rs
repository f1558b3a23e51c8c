//! 项目 of a book: 一事一议, 专项, 工程 — approved, collected, granted, spent, left, each drilled to its vouchers.

mod index;
mod show;
mod typed;
mod acts;
mod papers;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::kernel::ProjectId;

use super::frame::Frame;
use super::permit::{BookPath, Permit};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/projects", get(index::page))
        .route("/books/{code}/projects.pdf", get(index::page))
        .route("/books/{code}/projects.xlsx", get(index::page))
        .route("/books/{code}/projects.csv", get(index::page))
        .route("/books/{code}/projects/{id}", get(show::page))
        .route("/books/{code}/projects/{id}/resolutions", get(acts::resolutions).post(acts::add_resolution))
        .route("/books/{code}/projects/{id}/exemptions", get(acts::exemptions).post(acts::add_exemption))
        .route("/books/{code}/projects/{id}/grants", get(acts::grants).post(acts::add_grant))
        .route("/books/{code}/projects/{id}/purposes", get(acts::purposes).post(acts::set_purpose))
        .route("/books/{code}/projects/{id}/steps", get(acts::steps).post(acts::take_step))
        .route("/books/{code}/projects/{id}/memo", get(acts::memos).post(acts::add_memo))
        .route("/books/{code}/projects/{id}/memo.pdf", get(papers::memo))
        .route("/books/{code}/projects/{id}/memo.xlsx", get(papers::memo))
        .route("/books/{code}/projects/{id}/memo.csv", get(papers::memo))
        .route("/books/{code}/projects/{id}/notice.pdf", get(papers::notice))
        .route("/books/{code}/projects/{id}/readings", post(acts::read_lines))
}

#[derive(Deserialize)]
struct At {
    id: ProjectId,
}

fn in_book(here: &BookPath) -> Frame {
    Frame::in_book(&here.who, &here.book).under("账簿").crumb("项目", format!("/books/{}/projects", here.book.code))
}

fn of_permit<T>(permit: &Permit<T>) -> Frame {
    Frame::in_book(&permit.who, &permit.book)
        .under("账簿")
        .crumb("项目", format!("/books/{}/projects", permit.book.code))
}
