//! 报表: one address serves the screen, the paper and the files of the same report.
//!
//! `/books/{code}/statements/…` for one book, `/statements/…` for every book in sight. Each page answers
//! with `.pdf`, `.xlsx`, `.csv`, `.json` behind its address, or `?format=`, from the figures it shows.

mod asked;
mod file;
mod index;
mod balance_sheet;
mod surplus;
mod receipts;
mod budget;
mod line;
mod township;
mod comparison;

pub(super) use asked::{Asked, Start, month};
pub(super) use file::{Links, caption, note_export, send};

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;

use super::error::WebRefusal;
use super::extract::Path;
use super::page::Answer;
use super::permit::BookPath;
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/statements", get(index::of_book))
        .route("/books/{code}/statements/balance-sheet", get(balance_sheet::of_book))
        .route("/books/{code}/statements/balance-sheet/{no}", get(line::of_balance_sheet))
        .route("/books/{code}/statements/surplus-statement", get(surplus::of_book))
        .route("/books/{code}/statements/surplus-statement/{no}", get(line::of_surplus_statement))
        .route("/books/{code}/statements/receipts-payments", get(receipts::of_book))
        .route("/books/{code}/statements/budget", get(budget::of_book))
        .route("/books/{code}/statements/{file}", get(file_of_book))
        .route("/ledger", get(comparison::open))
        .route("/ledger/{account}", get(comparison::page))
        .route("/statements", get(township::index))
        .route("/statements/balance-sheet", get(township::balance_sheet))
        .route("/statements/surplus-statement", get(township::surplus_statement))
        .route("/statements/receipts-payments", get(township::receipts_payments))
        .route("/statements/{file}", get(file_of_township))
}

/// `balance-sheet.pdf`.
#[derive(Deserialize)]
struct File {
    file: String,
}

impl File {
    fn report(&self) -> &str {
        self.file.split_once('.').map_or("", |(report, _)| report)
    }
}

/// A statement with an ending: the same page, in that form.
async fn file_of_book(state: State<App>, here: BookPath, Path(file): Path<File>, asked: Asked) -> Answer {
    match file.report() {
        "balance-sheet" => balance_sheet::of_book(state, here, asked).await,
        "surplus-statement" => surplus::of_book(state, here, asked).await,
        "receipts-payments" => receipts::of_book(state, here, asked).await,
        "budget" => budget::of_book(state, here, asked).await,
        _ => Err(WebRefusal::NoSuchPage.into()),
    }
}

/// The same of all books together.
async fn file_of_township(state: State<App>, who: LoggedIn, Path(file): Path<File>, asked: Asked) -> Answer {
    match file.report() {
        "balance-sheet" => township::balance_sheet(state, who, asked).await,
        "surplus-statement" => township::surplus_statement(state, who, asked).await,
        "receipts-payments" => township::receipts_payments(state, who, asked).await,
        _ => Err(WebRefusal::NoSuchPage.into()),
    }
}
