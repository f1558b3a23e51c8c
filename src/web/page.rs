use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::kernel::{Fault, Refused};

use super::error::{WebError, status_of_all};

/// What a handler gives back.
pub type Answer = Result<Response, WebError>;

/// Shows a page, or one block of it (`page.as_rows()`).
pub fn show(template: &impl Template) -> Answer {
    show_as(StatusCode::OK, template)
}

/// Shows a form again with everything typed still in it; the status says why.
pub fn show_refused(template: &impl Template, refused: &[Refused]) -> Answer {
    show_as(status_of_all(refused), template)
}

pub(super) fn show_as(status: StatusCode, template: &impl Template) -> Answer {
    let html = template.render().map_err(Fault::while_("writing a page"))?;
    Ok((status, Html(html)).into_response())
}

/// After an act: look there. `to` is a path of ours.
pub fn see_other(to: impl AsRef<str>) -> Response {
    let to = HeaderValue::from_str(&encoded(to.as_ref())).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// A path as a header carries it: anything beyond ASCII as %XX.
fn encoded(path: &str) -> String {
    path.bytes().map(|b| if b.is_ascii_graphic() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// One word or value as it stands inside a query: `?next=` and the like.
pub fn in_query(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~/".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
