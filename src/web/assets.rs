//! One style sheet, the scripts and the icon, from inside the binary, with an entity tag each.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

use crate::app::App;
use crate::kernel::Digest;

use super::error::{WebError, WebRefusal};
use super::extract::Path;

/// 明, as on a seal: what a browser shows beside the title.
const ICON: &[u8] = include_bytes!("../../assets/icon.svg");

#[derive(RustEmbed)]
#[folder = "assets/css/"]
struct Sheets;

#[derive(RustEmbed)]
#[folder = "assets/js/"]
struct Scripts;

/// One sheet of the many, in the order of the cascade.
struct Sheet {
    css: String,
    tag: String,
}

static SHEET: LazyLock<Sheet> = LazyLock::new(|| {
    let css = concatenated();
    let tag = tag_of(css.as_bytes());
    Sheet { css, tag }
});

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/assets/app.css", get(sheet))
        .route("/assets/css/main.css", get(sheet))
        .route("/assets/js/{*path}", get(script))
        .route("/assets/icon.svg", get(icon))
}

async fn icon(headers: HeaderMap) -> Response {
    answered(&headers, &tag_of(ICON), "image/svg+xml", || ICON.to_vec())
}

fn concatenated() -> String {
    let mut components: Vec<Cow<'static, str>> = Sheets::iter().filter(|f| f.starts_with("components/")).collect();
    components.sort_unstable();
    let first = ["main.css", "tokens.css", "reset.css", "base.css"].map(Cow::Borrowed);
    let order = first.into_iter().chain(components).chain([Cow::Borrowed("print.css")]);
    let files = order.filter_map(|name| Sheets::get(&name));
    files.map(|f| String::from_utf8_lossy(&f.data).into_owned()).collect::<Vec<_>>().join("\n")
}

fn tag_of(bytes: &[u8]) -> String {
    format!("\"{}\"", &Digest::of(bytes).hex()[..32])
}

async fn sheet(headers: HeaderMap) -> Response {
    answered(&headers, &SHEET.tag, "text/css; charset=utf-8", || SHEET.css.clone().into_bytes())
}

async fn script(Path(path): Path<String>, headers: HeaderMap) -> Result<Response, WebError> {
    let file = Scripts::get(&path).filter(|_| path.ends_with(".js")).ok_or(WebRefusal::NoSuchPage)?;
    let tag = tag_of(&file.data);
    Ok(answered(&headers, &tag, "text/javascript; charset=utf-8", || file.data.into_owned()))
}

/// Kept by the browser for five minutes, then asked for by its tag: a new version arrives the same day.
fn answered(headers: &HeaderMap, tag: &str, kind: &'static str, bytes: impl FnOnce() -> Vec<u8>) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains(tag));
    let tag = HeaderValue::from_str(tag).unwrap_or(HeaderValue::from_static("\"\""));
    let kept = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300, stale-while-revalidate=86400")),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, [(header::CONTENT_TYPE, kind)], bytes()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_opens_with_the_cascade() {
        assert!(SHEET.css.contains("@layer reset, base, components, pages, utilities;"));
        assert!(SHEET.css.find("@layer reset").unwrap() < SHEET.css.find(".button").unwrap());
    }
}
