//! What was typed is not lost when the session ended meanwhile: it is kept in the page that says so.

use askama::Template;
use axum::Form;
use axum::body::Body;
use axum::extract::FromRequest;
use axum::http::{Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use super::page::{Answer, show_as};
use super::session::LoginPage;
use super::visit::Visit;

/// A form that waits to be sent again, by the person's own hand.
#[derive(Template)]
#[template(path = "session/held.html")]
pub(super) struct HeldPage {
    pub csrf: String,
    pub action: String,
    pub fields: Vec<(String, String)>,
}

/// The fields of a form as they were sent, in their order.
pub(super) async fn fields(body: &[u8]) -> Option<Vec<(String, String)>> {
    let request = Request::post("/")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body.to_vec()))
        .ok()?;
    Form::<Vec<(String, String)>>::from_request(request, &()).await.ok().map(|Form(fields)| fields)
}

/// Answers an act that came from our own page with a token that no longer fits: nothing is done, nothing is lost.
pub(super) fn kept(visit: &Visit, uri: &Uri, body: &[u8], fields: Vec<(String, String)>) -> Response {
    let action = uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let answer = match visit.who() {
        Some(_) => again(StatusCode::FORBIDDEN, visit.csrf(), action, fields),
        None if action.starts_with("/login") || action == "/setup" || action == "/logout" => {
            show_as(StatusCode::FORBIDDEN, &LoginPage::fresh(visit))
        }
        None => {
            let held = String::from_utf8_lossy(body).into_owned();
            show_as(StatusCode::UNAUTHORIZED, &LoginPage::holding(visit, action, held))
        }
    };
    answer.into_response()
}

/// The page that sends a held form again when its button is pressed.
pub(super) fn again(status: StatusCode, csrf: String, action: String, fields: Vec<(String, String)>) -> Answer {
    let fields = fields.into_iter().filter(|(name, _)| name != "csrf").collect();
    show_as(status, &HeldPage { csrf, action, fields })
}

/// Is this an address of ours, to be led to after the login?
pub(super) fn is_our_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.contains(char::is_control)
}
