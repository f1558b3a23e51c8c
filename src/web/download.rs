//! Files that leave the house: the right kind, a name in Chinese, never kept by a cache.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::kernel::Fault;
use crate::pdf::{Document, Fonts, render};

use super::page::{Answer, in_query};

/// A document as PDF, set on a thread of its own: drawing does not hold up other requests.
pub(super) async fn pdf(name: &str, lay_out: impl FnOnce(&Fonts) -> Document + Send + 'static) -> Answer {
    let drawn = tokio::task::spawn_blocking(move || {
        let fonts = Fonts::embedded();
        render(&lay_out(fonts), fonts)
    });
    let bytes = drawn.await.map_err(Fault::while_("drawing a document"))?;
    Ok(shown(&format!("{name}.pdf"), "application/pdf", bytes))
}

/// A file the browser shows when it can, and saves under its name.
pub(super) fn shown(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    file("inline", name, kind, bytes)
}

/// A file the browser saves under its name.
pub(super) fn kept(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    file("attachment", name, kind, bytes)
}

/// A file the browser saves while it is still being made.
pub(super) fn kept_while_made(name: &str, kind: &'static str, body: Body) -> Response {
    file("attachment", name, kind, body)
}

fn file(way: &str, name: &str, kind: &'static str, bytes: impl Into<Body>) -> Response {
    let disposition = format!("{way}; filename*=UTF-8''{}", in_query(name).replace('/', "%2F"));
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes.into())
        .into_response()
}
