//! 账簿: 科目余额表, 明细账, 往来明细, 序时账 of one book, on the screen and in every other form.

mod trial_balance;
mod account_ledger;
mod party_balances;
mod journal;
mod drill;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/ledger", get(trial_balance::page))
        .route("/books/{code}/ledger.pdf", get(trial_balance::page))
        .route("/books/{code}/ledger.xlsx", get(trial_balance::page))
        .route("/books/{code}/ledger.csv", get(trial_balance::page))
        .route("/books/{code}/ledger.json", get(trial_balance::page))
        .route("/books/{code}/ledger/{account}", get(account_ledger::page))
        .route("/books/{code}/journal", get(journal::page))
        .route("/books/{code}/journal.pdf", get(journal::page))
        .route("/books/{code}/journal.xlsx", get(journal::page))
        .route("/books/{code}/journal.csv", get(journal::page))
        .route("/books/{code}/journal.json", get(journal::page))
}
