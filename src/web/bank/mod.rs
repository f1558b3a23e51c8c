//! 对账: bank files in, the two panes, the 余额调节表, and the count of the cash box.

mod accounts;
mod columns;
mod mapping;
mod import;
mod shown;
mod sheet;
mod bench;
mod opening;
mod acts;
mod paper;
mod cash;

pub(super) use accounts::Cash;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{AuthRefusal, Role, Standing};
use crate::kernel::BookId;
use crate::reconcile::BankHand;

use super::permit::OfBook;

/// A little more than a bank file may have, so that one too large is refused in words.
const FILE_LIMIT: usize = 8 * 1024 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/bank", get(accounts::index))
        .route("/books/{code}/bank/cash", get(cash::counts).post(cash::count))
        .route("/books/{code}/bank/cash/{id}/paper", get(cash::paper))
        .route("/books/{code}/bank/{account}", get(bench::panes))
        .route("/books/{code}/bank/{account}/import", get(import::choose).post(import::keep))
        .route("/books/{code}/bank/{account}/preview", get(import::choose).post(import::preview))
        .route("/books/{code}/bank/{account}/columns", get(columns::columns).post(columns::bring))
        .route("/books/{code}/bank/{account}/columns/profile.txt", get(columns::text))
        .route("/books/{code}/bank/{account}/mapping", get(mapping::map).post(mapping::told))
        .route("/books/{code}/bank/{account}/opening", get(opening::index).post(opening::enter))
        .route("/books/{code}/bank/{account}/opening/strike", post(opening::strike))
        .route("/books/{code}/bank/{account}/opening/review", post(opening::review))
        .route("/books/{code}/bank/{account}/pair", post(acts::pair))
        .route("/books/{code}/bank/{account}/unpair", post(acts::unpair))
        .route("/books/{code}/bank/{account}/draft", post(acts::draft))
        .route("/books/{code}/bank/{account}/sheet", post(acts::make))
        .route("/books/{code}/bank/{account}/review", post(acts::review))
        .route("/books/{code}/bank/{account}/withdraw", post(acts::withdraw))
        .route("/books/{code}/bank/{account}/{file}", get(paper::sheet))
        .layer(DefaultBodyLimit::max(FILE_LIMIT))
}

/// The bank account of the path, by its account code.
#[derive(Deserialize)]
struct At {
    account: String,
}

impl OfBook for BankHand {
    const ROLES: &'static [Role] = &[Role::Cashier, Role::Accountant, Role::Chief];

    fn of(standing: &Standing, book: BookId) -> Result<BankHand, AuthRefusal> {
        BankHand::of(standing, book)
    }
}
