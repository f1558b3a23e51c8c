//! HTTP in, HTML out: one file a page area, each with its `routes()`.
//!
//! A request passes, outermost first: request id, log, compression, security headers, who is asking
//! (`visit`), refusals into words (`dress`), the guard of every change (`csrf`), time limit, panics.
//! What a handler may do it holds as an extractor: [`LoggedIn`], [`BookPath`], [`Permit`], [`Office`].
//!
//! Never: SQL, a sum, an `if` on a role, a sentence of refusal that is not in an `error.rs`.

mod error;
mod dress;
mod page;
mod frame;
mod light;
mod visit;
mod csrf;
mod held;
mod extract;
mod permit;
mod headers;
mod assets;
mod health;
mod serve;
mod session;
mod setup;
mod home;
mod books;
mod me;
mod settings;
mod clock;
mod township;
mod download;
mod incoming;
mod drafts;
mod repeats;
mod required_papers;
mod vouchers;
mod reports;
mod ledger_pages;
mod projects;
mod budgets;
mod bank;
mod books_settings;
mod opening;
mod voucher_import;
mod chart;
mod controls;
mod forms;
mod mutual;
mod disclosures;
mod notices;
mod public;
mod questions;
mod closing;
mod confirmations;
mod imprest;
mod years;
mod oversight;
mod package;
mod people;
mod offices;
mod log;
mod papers;
mod submissions;
mod approvals;
mod meetings;
mod intake;
mod ladder;
mod receipts;
mod pay_lists;
mod handovers;

pub use csrf::FORM_LIMIT;
pub use error::{WebError, WebRefusal, refused};
pub use extract::{Form, Fragment, Path, Query};
pub use frame::{Act, BookLabel, Crumb, Frame, RailLink};
pub use page::{Answer, in_query, see_other, show, show_refused};
pub use permit::{BookPath, OfBook, OfTownship, Office, Permit, permits};
pub use serve::{serve, serve_on, start_log};
pub use visit::{LoggedIn, Visit};

use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::{Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;
use uuid::Uuid;

use crate::app::App;

/// Every page, behind its guards. A page area adds one line.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .merge(home::routes())
        .merge(session::routes())
        .merge(setup::routes())
        .merge(me::routes())
        .merge(books::routes())
        .merge(settings::routes())
        .merge(clock::routes())
        .merge(township::routes())
        .merge(drafts::routes())
        .merge(repeats::routes())
        .merge(required_papers::routes())
        .merge(vouchers::routes())
        .merge(reports::routes())
        .merge(ledger_pages::routes())
        .merge(projects::routes())
        .merge(budgets::routes())
        .merge(bank::routes())
        .merge(confirmations::routes())
        .merge(imprest::routes())
        .merge(books_settings::routes())
        .merge(opening::routes())
        .merge(voucher_import::routes())
        .merge(chart::routes())
        .merge(controls::routes())
        .merge(forms::routes())
        .merge(mutual::routes())
        .merge(disclosures::routes())
        .merge(notices::routes())
        .merge(oversight::routes())
        .merge(package::routes())
        .merge(public::routes())
        .merge(questions::routes())
        .merge(closing::routes())
        .merge(years::routes())
        .merge(people::routes())
        .merge(offices::routes())
        .merge(log::routes())
        .merge(papers::routes())
        .merge(submissions::routes())
        .merge(approvals::routes())
        .merge(meetings::routes())
        .merge(intake::routes())
        .merge(ladder::routes())
        .merge(receipts::routes())
        .merge(pay_lists::routes())
        .merge(handovers::routes())
        .merge(assets::routes())
        .merge(health::routes())
        .fallback(|| async { WebError::from(WebRefusal::NoSuchPage) });
    guarded(pages, &app).with_state(app)
}

/// An answer that takes longer than this is given up; an upload may pause for half a minute.
const ANSWER: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_secs(30);

/// The layers, innermost first.
fn guarded(pages: Router<App>, app: &App) -> Router<App> {
    let id = HeaderName::from_static("x-request-id");
    pages
        .layer(CatchPanicLayer::custom(error::of_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER))
        .layer(RequestBodyTimeoutLayer::new(PAUSE))
        .layer(middleware::from_fn_with_state(app.clone(), csrf::guard))
        .layer(middleware::from_fn(dress::dress))
        .layer(middleware::from_fn_with_state(app.clone(), visit::look))
        .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
        .layer(CompressionLayer::new())
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span_of)
                .on_response(DefaultOnResponse::new().level(Level::INFO))
                .on_failure(()),
        )
        .layer(PropagateRequestIdLayer::new(id.clone()))
        .layer(SetRequestIdLayer::new(id, OwnId))
}

/// Only the path is logged: a query may hold what somebody looked for.
fn span_of(request: &Request) -> tracing::Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or("");
    let path = request.uri().path();
    // A ticket is its asker's: it is not written down.
    let path = if path.starts_with("/q/") { "/q/…" } else { path };
    tracing::info_span!("request", id, method = %request.method(), path)
}

#[derive(Clone, Copy)]
struct OwnId;

impl MakeRequestId for OwnId {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        HeaderValue::from_str(&Uuid::new_v4().simple().to_string()).ok().map(RequestId::new)
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::response::Response;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;
    use crate::auth::Hashing;
    use crate::config::Config;
    use crate::db::{Db, Durability};
    use crate::kernel::{Clock, Fault};

    async fn asked(path: &str) -> (Response<()>, String) {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::sqlite(&folder.path().join("t.db"), Durability::Fleeting).await.unwrap();
        let app = App::new(db, Clock::System, Config::default(), Hashing::fast_for_tests());
        let fault = || async { WebError::from(Fault::new("loading balances", "the disk is gone")) };
        let panic = || async { assert_eq!(1, 2, "an invariant") };
        let pages = Router::new().route("/assets/fault", get(fault)).route("/assets/panic", get(panic));
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = guarded(pages, &app).with_state(app).oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        (Response::from_parts(parts, ()), String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_failure_of_ours_is_told_calmly_with_a_number() {
        for path in ["/assets/fault", "/assets/panic"] {
            let (answer, page) = asked(path).await;
            assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
            let id = answer.headers()["x-request-id"].to_str().unwrap();
            assert!(page.contains("系统出了问题") && page.contains(&id[..8]), "{page}");
            assert!(!page.contains("disk") && !page.contains("invariant"), "{page}");
        }
    }

    #[tokio::test]
    async fn every_answer_carries_the_policy() {
        let (answer, _) = asked("/assets/fault").await;
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{policy}");
        assert_eq!(answer.headers()["x-frame-options"], "DENY");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    }
}
