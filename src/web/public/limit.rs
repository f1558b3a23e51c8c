//! How often one address may ask. In memory, for a minute, and for nothing else: nobody is followed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::page::show_as;
use super::super::visit::Visit;

/// Pages a minute from one address. A whole village may stand behind one gateway, and reads its sheet on one evening.
const PER_MINUTE: u32 = 3_000;
const MINUTE: Duration = Duration::from_secs(60);
/// Addresses remembered at once; beyond it everything is forgotten, and nobody is held up.
const ADDRESSES: usize = 20_000;

/// Who asked how often in the minute that runs.
pub(super) struct Limit {
    counted: Mutex<(Instant, HashMap<String, u32>)>,
}

impl Default for Limit {
    fn default() -> Limit {
        Limit { counted: Mutex::new((Instant::now(), HashMap::new())) }
    }
}

impl Limit {
    /// Counts one page for an address; false when it has had its share of this minute.
    fn takes(&self, address: &str, now: Instant) -> bool {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let (began, pages) = &mut *counted;
        if now.duration_since(*began) >= MINUTE || pages.len() >= ADDRESSES {
            *began = now;
            pages.clear();
        }
        let count = pages.entry(address.to_owned()).or_default();
        *count = count.saturating_add(1);
        *count <= PER_MINUTE
    }
}

#[derive(Template)]
#[template(path = "public/busy.html")]
struct BusyPage;

pub(super) async fn hold(State(limit): State<Arc<Limit>>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<Visit>().map(|v| v.address().to_owned()).unwrap_or_default();
    if limit.takes(&address, Instant::now()) {
        return next.run(request).await;
    }
    let mut response = show_as(StatusCode::TOO_MANY_REQUESTS, &BusyPage).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_its_share_a_minute_and_others_theirs() {
        let (limit, began) = (Limit::default(), Instant::now());
        assert!((0..PER_MINUTE).all(|_| limit.takes("10.0.0.1", began)));
        assert!(!limit.takes("10.0.0.1", began));
        assert!(limit.takes("10.0.0.2", began));
        assert!(limit.takes("10.0.0.1", began + MINUTE));
    }
}
