//! The months somebody looked at last in a book's ledgers, kept by their browser.

use axum::extract::{FromRequestParts, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;

use crate::app::App;
use crate::kernel::Period;

use crate::web::error::WebError;
use crate::web::reports::month;

const COOKIE: &str = "mingzhang-months";

/// From which month to which; nothing was looked at when both are empty.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LastLooked {
    pub(super) months: Option<(Period, Period)>,
}

impl FromRequestParts<App> for LastLooked {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<LastLooked, WebError> {
        let jar = CookieJar::from_headers(&parts.headers);
        let kept = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        Ok(LastLooked { months: kept.split_once('_').and_then(|(from, to)| Some((read(from)?, read(to)?))) })
    }
}

fn read(typed: &str) -> Option<Period> {
    month(typed).ok().flatten()
}

/// A page of months that were asked for leaves them with the browser, for this book only.
pub(super) async fn remember(request: Request, next: Next) -> Response {
    let asked = asked_of(request.uri().query().unwrap_or_default());
    let book = request.uri().path().split('/').nth(2).unwrap_or_default().to_owned();
    let mut response = next.run(request).await;
    if let (Some((from, to)), true) = (asked, response.status().is_success()) {
        let line = format!("{COOKIE}={from}_{to}; Path=/books/{book}; Max-Age=15552000; HttpOnly; SameSite=Lax");
        if let Ok(cookie) = line.parse() {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

fn asked_of(query: &str) -> Option<(Period, Period)> {
    let field = |name: &str| query.split('&').filter_map(|pair| pair.split_once('=')).find(|(n, _)| *n == name);
    let (from, to) = (read(field("from")?.1)?, read(field("to")?.1)?);
    Some((from.min(to), from.max(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 看过的月份_从地址里读() {
        let period = |month| Period::new(2025, month).unwrap();
        assert_eq!(asked_of("from=2025-01&to=2025-09&level=1"), Some((period(1), period(9))));
        assert_eq!(asked_of("to=2025-01&from=2025-09"), Some((period(1), period(9))));
        for nothing in ["", "from=2025-01", "from=x&to=2025-09"] {
            assert_eq!(asked_of(nothing), None, "{nothing}");
        }
    }
}
