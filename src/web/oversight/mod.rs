//! 监督: every village in one line, for those who oversee and do not keep books. Nothing here changes anything.

mod bulletin;
mod chart;
mod checks;
mod overdue;
mod village;
mod villages;
mod controls;

use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::auth::{AuthRefusal, Role, Standing};
use crate::kernel::BookId;

use super::permit::{OfBook, OfTownship};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/oversight", get(villages::page))
        .route("/oversight/villages.xlsx", get(villages::as_xlsx))
        .route("/oversight/villages.csv", get(villages::as_csv))
        .route("/oversight/villages.json", get(villages::as_json))
        .route("/oversight/villages/{code}", get(village::index))
        .route("/oversight/overdue", get(overdue::index))
        .route("/oversight/bulletin", get(bulletin::township))
        .route("/oversight/bulletin.pdf", get(bulletin::township_pdf))
        .route("/oversight/bulletin.xlsx", get(bulletin::township_xlsx))
        .route("/oversight/bulletin.csv", get(bulletin::township_csv))
        .route("/books/{code}/bulletin", get(bulletin::of_book))
        .route("/books/{code}/bulletin.pdf", get(bulletin::of_book_pdf))
        .route("/oversight/checks", get(checks::checks))
        .route("/oversight/controls", get(controls::page))
        .route("/oversight/controls/overrides.csv", get(controls::overrides_csv))
        .route("/oversight/controls/overrides.xlsx", get(controls::overrides_xlsx))
        .route("/oversight/checks/certificate.pdf", get(checks::certificate))
}

/// May look at every village: the chief accountant, the director, the observer.
#[derive(Clone, Debug)]
pub(super) struct Overseer(Standing);

impl OfTownship for Overseer {
    const ROLES: &'static [Role] = &[Role::Chief, Role::Director, Role::Observer];

    fn of(standing: &Standing) -> Result<Overseer, AuthRefusal> {
        if standing.sees_every_book() && <Overseer as OfTownship>::ROLES.iter().any(|r| standing.holds_anywhere(*r)) {
            return Ok(Overseer(standing.clone()));
        }
        Err(AuthRefusal::role_needed(<Overseer as OfTownship>::ROLES))
    }
}

impl OfBook for Overseer {
    const ROLES: &'static [Role] = <Overseer as OfTownship>::ROLES;

    fn of(standing: &Standing, _: BookId) -> Result<Overseer, AuthRefusal> {
        OfTownship::of(standing)
    }
}
