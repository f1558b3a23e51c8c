//! What handlers take out of a request. Ours, because a refusal of these must be Chinese too.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::error::{WebError, WebRefusal};

/// A path's parts, as one struct a page area (or a tuple). What cannot be read does not exist: 404.
#[derive(Clone, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Path<T>, WebError> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|p| Path(p.0)).map_err(|_| WebRefusal::NoSuchPage.into())
    }
}

/// What stands behind the question mark. Repeated names become a `Vec`.
#[derive(Clone, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Query<T>, WebError> {
        let read = axum_extra::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|q| Query(q.0)).map_err(|_| WebRefusal::UnreadableAddress.into())
    }
}

/// A posted form. Let every field be a `String` (or `Vec<String>`) with `#[serde(default)]`: then the
/// struct is what was typed, and a refused form shows it again as it was. Repeated names become a `Vec`.
#[derive(Clone, Debug)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = WebError;
    async fn from_request(request: Request, state: &S) -> Result<Form<T>, WebError> {
        let read = axum_extra::extract::Form::<T>::from_request(request, state).await;
        read.map(|f| Form(f.0)).map_err(|_| WebRefusal::UnreadableForm.into())
    }
}

/// The block the page asks to be replaced (`X-Fragment: rows`); a whole page will do as well.
#[derive(Clone, Debug, Default)]
pub struct Fragment(Option<String>);

impl Fragment {
    /// Its name; empty when the whole page is asked for.
    pub fn name(&self) -> &str {
        self.0.as_deref().unwrap_or("")
    }

    pub(super) fn of(headers: &HeaderMap) -> Option<String> {
        headers.get("x-fragment").and_then(|v| v.to_str().ok()).map(str::to_owned)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Fragment {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Fragment, WebError> {
        Ok(Fragment(Fragment::of(&parts.headers)))
    }
}
