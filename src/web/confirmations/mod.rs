//! 往来对账: a statement of account for every household and outsider, sent, signed and returned.

mod index;
mod one;
mod paper;

use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Date, PartyStatementId, Period};
use crate::reconcile::PartyKind;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/confirmations", get(index::index).post(index::send))
        .route("/books/{code}/confirmations/all.pdf", get(paper::all))
        .route("/books/{code}/confirmations/{id}", get(one::page).post(one::answer))
        .route("/books/{code}/confirmations/{id}/paper", get(paper::one))
}

/// One that was sent, by its id.
#[derive(Deserialize)]
struct At {
    id: PartyStatementId,
}

/// Whose, and over which months.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Wish {
    kind: String,
    first: String,
    last: String,
    /// One party by its id; empty for all of them.
    party: String,
    /// How many were sent a moment ago.
    sent: String,
}

impl Wish {
    fn kind(&self) -> PartyKind {
        PartyKind::of(&self.kind).unwrap_or(PartyKind::Household)
    }

    /// The months asked for; else the year to the present month.
    fn span(&self, today: Date) -> (Period, Period) {
        let present = Period::of(today);
        let last = self.last.parse().unwrap_or(present);
        (self.first.parse().unwrap_or(last.year().first_period()), last)
    }

    /// The same in an address.
    fn query(&self, today: Date) -> String {
        let (first, last) = self.span(today);
        format!("kind={}&first={first}&last={last}", self.kind().word())
    }
}
