//! 账簿: 科目余额表, 明细账, 往来明细, 序时账 of one book, on the screen and in every other form.

mod trial_balance;
mod account_ledger;
mod party_balances;
mod journal;
mod drill;

use axum::Router;
use axum::routing::get;

use crate::app::App;

use super::reports::in_every_form;

pub(super) fn routes() -> Router<App> {
    let router = Router::new().route("/books/{code}/ledger/{account}", get(account_ledger::page));
    let router = in_every_form(router, "/books/{code}/ledger", trial_balance::page);
    in_every_form(router, "/books/{code}/journal", journal::page)
}
