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
mod line;

pub(super) use asked::{Asked, Start};
pub(super) use file::{Links, caption, send};

use axum::Router;
use axum::handler::Handler;
use axum::routing::get;

use crate::app::App;
use crate::export::Format;

pub(super) fn routes() -> Router<App> {
    let router = Router::new()
        .route("/books/{code}/statements", get(index::of_book))
        .route("/books/{code}/statements/balance-sheet/{no}", get(line::of_balance_sheet))
        .route("/books/{code}/statements/surplus-statement/{no}", get(line::of_surplus_statement));
    let router = in_every_form(router, "/books/{code}/statements/balance-sheet", balance_sheet::of_book);
    let router = in_every_form(router, "/books/{code}/statements/surplus-statement", surplus::of_book);
    in_every_form(router, "/books/{code}/statements/receipts-payments", receipts::of_book)
}

/// The address itself for the screen, and with each ending for the files.
pub(super) fn in_every_form<H, T>(router: Router<App>, path: &str, handler: H) -> Router<App>
where
    H: Handler<T, App> + Clone,
    T: 'static,
{
    let on_screen = router.route(path, get(handler.clone()));
    Format::ALL
        .into_iter()
        .fold(on_screen, |router, format| router.route(&format!("{path}.{}", format.ending()), get(handler.clone())))
}
