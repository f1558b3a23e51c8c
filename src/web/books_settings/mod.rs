//! 账套的设置: the books of the township, and of each book its agreement, people, parties and bank accounts.

mod typed;
mod list;
mod book;
mod agreement;
mod parties;
mod bank_accounts;
mod policies;

pub(super) use book::below;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::app::App;

use super::papers::SENT_LIMIT;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/books", get(list::index).post(list::add))
        .route("/settings/books/new", get(list::blank))
        .route("/settings/policies", get(policies::index).post(policies::set))
        .route("/books/{code}/settings", get(book::page))
        .route(
            "/books/{code}/settings/agreement",
            get(agreement::blank).post(agreement::record).layer(DefaultBodyLimit::max(SENT_LIMIT)),
        )
        .route("/books/{code}/parties", get(parties::index))
        .route("/books/{code}/parties/households", post(parties::add_household))
        .route("/books/{code}/parties/counterparties", post(parties::add_counterparty))
        .route("/books/{code}/parties/projects", post(parties::add_project))
        .route("/books/{code}/bank-accounts", get(bank_accounts::index).post(bank_accounts::add))
}
