//! 预算 of a book: the year's versions, the draft as a table, its adoption, and the note that its execution was told.

mod index;
mod edit;
mod file;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{BudgetId, FiscalYear};

/// A plan is a table of some hundred lines.
const FILE_LIMIT: usize = 3 * 1024 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/budgets", get(index::page).post(index::start))
        .route("/books/{code}/budgets/reports", post(index::report))
        .route("/books/{code}/budgets/{id}", get(edit::page).post(edit::keep))
        .route("/books/{code}/budgets/{id}/adopt", post(edit::adopt))
        .route("/books/{code}/budgets/{id}/delete", post(edit::delete))
        .route("/books/{code}/budgets/{id}/plan.xlsx", get(file::xlsx))
        .route("/books/{code}/budgets/{id}/plan.csv", get(file::csv))
        .route("/books/{code}/budgets/{id}/file", post(file::take_in).layer(DefaultBodyLimit::max(FILE_LIMIT)))
}

#[derive(Deserialize)]
struct At {
    id: BudgetId,
}

/// `2026`; the given year where nothing sensible was asked for.
fn year_of(typed: &str, otherwise: FiscalYear) -> FiscalYear {
    typed.trim().parse().ok().filter(|y| (1949..=9999).contains(y)).and_then(FiscalYear::new).unwrap_or(otherwise)
}
