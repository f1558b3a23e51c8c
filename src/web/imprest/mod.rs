//! 备用金: the holder's own list, written on the phone; the book, the list and the notes held against each other.

mod page;
mod acts;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{AuthRefusal, Role, Standing};
use crate::kernel::{BookId, ImprestCheckId, ImprestLineId};
use crate::reconcile::ImprestHand;

use super::permit::OfBook;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/imprest", get(page::index).post(acts::write))
        .route("/books/{code}/imprest/check", get(page::index).post(acts::check))
        .route("/books/{code}/imprest/lines/{id}/strike", post(acts::strike))
        .route("/books/{code}/imprest/checks/{id}/sign", post(acts::sign))
        .route("/books/{code}/imprest/checks/{id}/paper", get(acts::paper))
}

/// A line in the path.
#[derive(Deserialize)]
struct AtLine {
    id: ImprestLineId,
}

/// A check in the path.
#[derive(Deserialize)]
struct AtCheck {
    id: ImprestCheckId,
}

impl OfBook for ImprestHand {
    const ROLES: &'static [Role] = &[Role::Clerk, Role::Cashier, Role::Accountant, Role::Chief];

    fn of(standing: &Standing, book: BookId) -> Result<ImprestHand, AuthRefusal> {
        ImprestHand::of(standing, book)
    }
}
