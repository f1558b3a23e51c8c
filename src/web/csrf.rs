//! Nothing is changed unless the form came from our own page, in the hands of the same person.
//!
//! One guard before every route: a handler cannot forget it. An unsafe method needs the session's
//! (or visitor's) token in the header `X-CSRF`, in the form field `csrf`, or — multipart — in the
//! **first** part, named `csrf`; and must not come from another site.

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};

use crate::app::App;
use crate::kernel::Digest;

use super::error::{WebError, WebRefusal};
use super::held;
use super::visit::Visit;

/// Largest form that is not an upload.
pub const FORM_LIMIT: usize = 2 * 1024 * 1024;
/// The first part of an upload ends within this many bytes.
const FIRST_PART: usize = 4 * 1024;

pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    match checked(request, &app.config.public_base()).await {
        Ok(request) => next.run(request).await,
        Err(refused) => refused,
    }
}

/// Where the browser says the request was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Site {
    Own,
    Foreign,
    Unsaid,
}

async fn checked(request: Request, own_base: &str) -> Result<Request, Response> {
    let site = site_of(request.headers(), own_base);
    if site == Site::Foreign {
        return Err(refusal(WebRefusal::ForeignSite));
    }
    if carries_its_own_signature(request.uri().path()) {
        return Ok(request);
    }
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        return Err(refusal(WebRefusal::NoSuchPage));
    };
    let expected = Digest::of(visit.expected_csrf().as_bytes());
    let is_expected = |token: &str| Digest::of(token.as_bytes()) == expected;
    if let Some(token) = request.headers().get("x-csrf") {
        let fine = token.to_str().is_ok_and(is_expected);
        return if fine { Ok(request) } else { Err(out_of_date(&visit)) };
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    if let Some(boundary) = boundary_of(&kind) {
        let (token, request) = first_part(request, &boundary).await?;
        return if token.as_deref().is_some_and(is_expected) { Ok(request) } else { Err(out_of_date(&visit)) };
    }
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(out_of_date(&visit));
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, FORM_LIMIT).await.map_err(|_| refusal(WebRefusal::TooLarge))?;
    let fields = held::fields(&body).await.ok_or_else(|| refusal(WebRefusal::UnreadableForm))?;
    if fields.iter().any(|(name, value)| name == "csrf" && is_expected(value)) {
        return Ok(Request::from_parts(parts, Body::from(body)));
    }
    match site {
        Site::Own => Err(held::kept(&visit, &parts.uri, &body, fields)),
        Site::Foreign | Site::Unsaid => Err(out_of_date(&visit)),
    }
}

/// The forms anybody may fill in, without a session and without a cookie: each is signed, and its handler refuses it
/// unless the signature is ours (`questions::FormKey`).
fn carries_its_own_signature(path: &str) -> bool {
    path.starts_with("/p/") && path.ends_with("/ask") || path.starts_with("/q/") && path.ends_with("/rate")
}

fn refusal(refusal: WebRefusal) -> Response {
    WebError::from(refusal).into_response()
}

fn out_of_date(visit: &Visit) -> Response {
    if visit.session_has_ended() { WebError::LogIn.into_response() } else { refusal(WebRefusal::StaleForm) }
}

/// Behind a proxy the host may be another than the browser's: then `public_url` says what is ours.
fn site_of(headers: &HeaderMap, own_base: &str) -> Site {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some("same-origin"), _) => Site::Own,
        (Some(_), _) => Site::Foreign,
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            let own = host.is_some() && host == text("host") || origin == own_base;
            if own { Site::Own } else { Site::Foreign }
        }
        (None, None) => Site::Unsaid,
    }
}

fn boundary_of(content_type: &str) -> Option<String> {
    let rest = content_type.strip_prefix("multipart/form-data")?;
    let boundary = rest.split(';').find_map(|p| p.trim().strip_prefix("boundary="))?;
    Some(boundary.trim_matches('"').to_owned())
}

/// Reads the first part of an upload and puts back what was read; the rest is not touched.
async fn first_part(request: Request, boundary: &str) -> Result<(Option<String>, Request), Response> {
    let (parts, body) = request.into_parts();
    let ended = body.is_end_stream();
    let mut rest = body.into_data_stream();
    let mut read: Vec<u8> = Vec::new();
    let mut token = None;
    while !ended && read.len() < FIRST_PART && token.is_none() {
        match rest.next().await {
            Some(Ok(chunk)) => read.extend_from_slice(&chunk),
            Some(Err(_)) => return Err(refusal(WebRefusal::UnreadableForm)),
            None => break,
        }
        token = token_of(&read, boundary);
    }
    let again = stream::iter([Ok::<Bytes, axum::Error>(Bytes::from(read))]).chain(rest);
    Ok((token, Request::from_parts(parts, Body::from_stream(again))))
}

/// The value of the part `csrf`, when it stands first and is complete.
fn token_of(read: &[u8], boundary: &str) -> Option<String> {
    let text = String::from_utf8_lossy(&read[..read.len().min(FIRST_PART)]).into_owned();
    let text = text.strip_prefix("--")?.strip_prefix(boundary)?.strip_prefix("\r\n")?;
    let (head, value) = text.split_once("\r\n\r\n")?;
    let (value, _) = value.split_once(&format!("\r\n--{boundary}"))?;
    head.contains("name=\"csrf\"").then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_is_the_token() {
        let upload = b"--xx\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--xx\r\nContent-Dis";
        assert_eq!(token_of(upload, "xx").as_deref(), Some("abc"));
        assert_eq!(token_of(&upload[..60], "xx"), None);
        let other = b"--xx\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc\r\n--xx\r\n";
        assert_eq!(token_of(other, "xx"), None);
    }

    #[test]
    fn where_a_request_was_made() {
        let of = |lines: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.insert(*name, header::HeaderValue::from_static(value));
            }
            site_of(&headers, "https://zhang.example")
        };
        assert_eq!(of(&[("sec-fetch-site", "same-origin")]), Site::Own);
        assert_eq!(of(&[("sec-fetch-site", "cross-site")]), Site::Foreign);
        assert_eq!(of(&[("origin", "http://a:1"), ("host", "a:1")]), Site::Own);
        assert_eq!(of(&[("origin", "https://zhang.example"), ("host", "inner:8080")]), Site::Own);
        assert_eq!(of(&[("origin", "null"), ("host", "a:1")]), Site::Foreign);
        assert_eq!(of(&[]), Site::Unsaid);
    }
}
