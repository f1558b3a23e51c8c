//! The page behind the QR code: no login, no frame, no script; the sheet, its code, its proof.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::routing::get;

use crate::app::App;
use crate::disclosure::{self, Block, Claim, ClaimLine, DisclosureSheet, Proof, PublicationHead, Verification};
use crate::kernel::Failure;

use super::extract::Path;
use super::page::{Answer, show_as};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/p/{token}", get(sheet))
}

/// The page may be kept this long: a proof is of now, but a village looks at it all at once.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=60");

#[derive(Template)]
#[template(path = "public/sheet.html")]
struct SheetPage {
    sheet: DisclosureSheet,
    head: PublicationHead,
    code_now: String,
    proof: Proof,
    past: Vec<PublicationHead>,
}

impl SheetPage {
    fn blocks(&self) -> [(&'static str, &Block); 2] {
        [("收进的每一笔", &self.sheet.income), ("花掉的每一笔", &self.sheet.expense)]
    }

    /// Those who owe the village, and those it owes, with something still standing.
    fn claims(&self) -> [(&'static str, Vec<&ClaimLine>); 2] {
        let standing =
            |wanted| self.sheet.claims.iter().filter(|c| c.claim == wanted && !c.closing.is_zero()).collect::<Vec<_>>();
        [("别人欠村里的", standing(Claim::Receivable)), ("村里欠别人的", standing(Claim::Payable))]
    }

    fn published_on(&self) -> String {
        self.head.published.as_ref().map(|h| h.at.date().format("%Y年%-m月%-d日").to_string()).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "public/missing.html")]
struct MissingPage;

async fn sheet(State(app): State<App>, Path(token): Path<String>) -> Answer {
    let mut tx = app.db.read().await?;
    let Verification { sheet, head, code_now, proof } = match disclosure::verify(&mut tx, &token).await {
        Ok(found) => found,
        Err(failure @ Failure::Refused(_)) if failure.is("disclosure.no_such_sheet") => {
            return show_as(StatusCode::NOT_FOUND, &MissingPage);
        }
        Err(failure) => return Err(failure.into()),
    };
    let past = disclosure::past_sheets(&mut tx, head.book).await?;
    drop(tx);
    let mut response = show_as(StatusCode::OK, &SheetPage { sheet, head, code_now, proof, past })?;
    response.headers_mut().insert(header::CACHE_CONTROL, KEPT);
    Ok(response)
}
