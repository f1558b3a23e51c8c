//! How a public page goes out: packed once, with a tag, to be kept for a moment.

use std::io::Write;

use askama::Template;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::kernel::{Digest, Fault};

use super::super::page::{Answer, show_as};

/// The page may be kept this long: the proof on it says its own time, and a village looks at it all at once.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=10");
/// Found by whoever has the address, not by looking for a name.
const UNLISTED: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));

/// A page as it goes out, plain and packed.
#[derive(Clone, Debug)]
pub(super) struct Written {
    plain: Bytes,
    packed: Bytes,
    tag: HeaderValue,
}

impl Written {
    /// Writes a page.
    pub(super) fn of(template: &impl Template) -> Result<Written, Fault> {
        let doing = "writing a public page";
        let plain = template.render().map_err(Fault::while_(doing))?.into_bytes();
        let mut packing = GzEncoder::new(Vec::new(), Compression::default());
        packing.write_all(&plain).map_err(Fault::while_(doing))?;
        let packed = packing.finish().map_err(Fault::while_(doing))?;
        let tag = format!("\"{}\"", &Digest::of(&plain).hex()[..32]);
        let tag = HeaderValue::from_str(&tag).map_err(Fault::while_(doing))?;
        Ok(Written { plain: plain.into(), packed: packed.into(), tag })
    }

    /// The answer to a request with these headers.
    pub(super) fn answer(&self, asked: &HeaderMap) -> Response {
        let kept = [(header::ETAG, self.tag.clone()), (header::CACHE_CONTROL, KEPT), UNLISTED];
        let says = |name: HeaderName, word: &str| {
            asked.get(name).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains(word))
        };
        if says(header::IF_NONE_MATCH, self.tag.to_str().unwrap_or("*")) {
            return (StatusCode::NOT_MODIFIED, kept).into_response();
        }
        let html = (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        let varies = (header::VARY, HeaderValue::from_static("accept-encoding"));
        if says(header::ACCEPT_ENCODING, "gzip") {
            let packed = (header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            return (kept, [html, varies, packed], self.packed.clone()).into_response();
        }
        (kept, [html, varies], self.plain.clone()).into_response()
    }
}

#[derive(Template)]
#[template(path = "public/missing.html")]
struct MissingPage {
    what: &'static str,
    next: &'static str,
}

/// A sheet's address that leads nowhere.
pub(super) fn no_sheet() -> Answer {
    let next = "请再扫一次公开栏上的二维码。还是打不开，就打公开表上印的咨询电话。";
    show_as(StatusCode::NOT_FOUND, &MissingPage { what: "没有这张公开表", next })
}

/// A village's address that leads nowhere.
pub(super) fn no_village() -> Answer {
    let next = "到下面的「找村」里找；找不到，就是村里还没有公布过，可以打村里或镇里的电话问。";
    show_as(StatusCode::NOT_FOUND, &MissingPage { what: "没有这个村的公开页", next })
}

/// A line that its sheet does not have.
pub(super) fn no_line() -> Answer {
    let next = "回到公开表，从那一笔进来。";
    show_as(StatusCode::NOT_FOUND, &MissingPage { what: "公开表上没有这一笔", next })
}
