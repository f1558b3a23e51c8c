//! 收据: the centre's shelf and register; the receipt book in the clerk's hand.

mod desk;
mod one;
mod mine;
mod paper;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{AuthRefusal, Role, Standing};
use crate::kernel::ReceiptIssueId;

use super::papers::SENT_LIMIT;
use super::permit::OfTownship;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/receipts", get(desk::index))
        .route("/receipts/bought", post(desk::buy))
        .route("/receipts/issued", post(desk::issue))
        .route("/receipts/register/{file}", get(paper::register))
        .route("/receipts/{id}", get(one::page))
        .route("/receipts/{id}/recall", post(one::recall))
        .route("/receipts/{id}/verify", post(one::verify))
        .route("/books/{code}/receipts", get(mine::index))
        .route("/books/{code}/receipts/{id}/sign", post(mine::sign))
        .route("/books/{code}/receipts/{id}/back", post(mine::hand_back))
        .route("/books/{code}/receipts/{id}/lost", post(mine::lose))
        .route(
            "/books/{code}/receipts/{id}/void",
            get(mine::voiding).post(mine::void).layer(DefaultBodyLimit::max(SENT_LIMIT)),
        )
}

/// An issue in the path.
#[derive(Deserialize)]
struct At {
    id: ReceiptIssueId,
}

/// Who may read the shelf and the register: those who keep it, and those who watch over them.
#[derive(Clone, Debug)]
pub(super) struct ReceiptDesk;

impl OfTownship for ReceiptDesk {
    const ROLES: &'static [Role] = &[Role::Cashier, Role::Chief, Role::Director, Role::Observer];

    fn of(standing: &Standing) -> Result<ReceiptDesk, AuthRefusal> {
        let keeps = standing.grants().iter().any(|g| g.book.is_none() && ReceiptDesk::ROLES.contains(&g.role));
        if keeps { Ok(ReceiptDesk) } else { Err(AuthRefusal::role_needed(ReceiptDesk::ROLES)) }
    }
}

/// The light of a standing.
fn tone(stands: crate::receipts::Standing) -> &'static str {
    use crate::receipts::Standing as S;
    match stands {
        S::Issued | S::HandedBack => "amber",
        S::Held => "grey",
        S::Lost => "red",
        S::Verified => "green",
        S::Recalled => "grey",
    }
}
