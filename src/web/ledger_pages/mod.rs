//! 账簿 of one book, on the screen and in every other form: `.pdf`, `.xlsx`, `.csv`, `.json` behind each address.
//!
//! 科目余额表, 明细账, 往来明细 and 序时账 have addresses of their own; `/books/{code}/ledgers` lists every book, and
//! the bound ones stand below it.

mod index;
mod span;
mod trial_balance;
mod account_ledger;
mod book;
mod multi_column;
mod voucher_summary;
mod party_overview;
mod party_balances;
mod journal;
mod drill;

use axum::Router;
use axum::extract::State;
use axum::middleware;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;

use super::error::WebRefusal;
use super::extract::{Path, Query};
use super::page::Answer;
use super::permit::BookPath;
use super::reports::Asked;

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
        .route("/books/{code}/ledgers", get(index::page))
        .route("/books/{code}/ledgers/account", get(index::open))
        .route("/books/{code}/ledgers/general", get(book::general))
        .route("/books/{code}/ledgers/details", get(book::details))
        .route("/books/{code}/ledgers/cash-journal", get(book::cash))
        .route("/books/{code}/ledgers/bank-journal", get(book::bank))
        .route("/books/{code}/ledgers/multi-column", get(multi_column::page))
        .route("/books/{code}/ledgers/voucher-summary", get(voucher_summary::page))
        .route("/books/{code}/ledgers/party-balances", get(party_overview::page))
        .route("/books/{code}/ledgers/{file}", get(file))
        .layer(middleware::from_fn(span::remember))
}

/// `general.pdf`.
#[derive(Deserialize)]
struct File {
    file: String,
}

/// What each kind of book may be asked besides its months.
type Wishes = (Query<book::Wish>, Query<multi_column::Wish>, Query<voucher_summary::Wish>, Query<party_overview::Wish>);

/// A book with an ending: the same page, in that form.
async fn file(
    state: State<App>,
    here: BookPath,
    Path(file): Path<File>,
    asked: Asked,
    (account, columns, level, by): Wishes,
) -> Answer {
    match file.file.split_once('.').map_or("", |(book, _)| book) {
        "general" => book::general(state, here, asked, account).await,
        "details" => book::details(state, here, asked, account).await,
        "cash-journal" => book::cash(state, here, asked, account).await,
        "bank-journal" => book::bank(state, here, asked, account).await,
        "multi-column" => multi_column::page(state, here, asked, columns).await,
        "voucher-summary" => voucher_summary::page(state, here, asked, level).await,
        "party-balances" => party_overview::page(state, here, asked, by).await,
        _ => Err(WebRefusal::NoSuchPage.into()),
    }
}
