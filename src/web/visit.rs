//! Who is asking: the session behind the cookie, or a visitor with a token of their own.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;

use crate::app::App;
use crate::auth::{self, Session, Standing, Token, form_token};
use crate::config::Config;
use crate::kernel::{Outcome, Timestamp};

use super::dress;
use super::error::WebError;
use super::page::see_other;

/// A person with a session that holds. As an extractor: no session, no page — a reader is led to
/// the login page, a writer gets it at once with everything typed kept.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// What they may do.
    pub standing: Standing,
    /// How they came in.
    pub session: Session,
}

/// Whoever asks, logged in or not.
#[derive(Clone)]
pub struct Visit(Arc<Facts>);

struct Facts {
    who: Option<LoggedIn>,
    had_session: bool,
    visitor_token: String,
    token_shown: AtomicBool,
    address: String,
}

impl Visit {
    /// The person, when there is one.
    pub fn who(&self) -> Option<&LoggedIn> {
        self.0.who.as_ref()
    }

    /// Where the request comes from.
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// What a form on this page must carry. A visitor's browser is given the matching cookie.
    pub fn csrf(&self) -> String {
        match &self.0.who {
            Some(who) => who.session.csrf.clone(),
            None => {
                self.0.token_shown.store(true, Ordering::Relaxed);
                self.0.visitor_token.clone()
            }
        }
    }

    /// What an act must carry.
    pub(super) fn expected_csrf(&self) -> &str {
        match &self.0.who {
            Some(who) => &who.session.csrf,
            None => &self.0.visitor_token,
        }
    }

    /// True when the browser holds the cookie of a session that no longer holds.
    pub(super) fn session_has_ended(&self) -> bool {
        self.0.had_session && self.0.who.is_none()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visit, WebError> {
        parts.extensions.get::<Visit>().cloned().ok_or(WebError::LogIn)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for LoggedIn {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<LoggedIn, WebError> {
        let visit = Visit::from_request_parts(parts, state).await?;
        visit.who().cloned().ok_or(WebError::LogIn)
    }
}

/// The cookie of a session. `__Host-` binds it to this host and to HTTPS.
fn session_cookie(config: &Config) -> &'static str {
    if config.secure_cookies { "__Host-mingzhang" } else { "mingzhang" }
}

fn visitor_cookie(config: &Config) -> &'static str {
    if config.secure_cookies { "__Host-mingzhang-visitor" } else { "mingzhang-visitor" }
}

fn cookie(config: &Config, name: &str, value: &str, age: &str) -> HeaderValue {
    let secure = if config.secure_cookies { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
}

/// Hands the browser its session.
pub(super) fn hand_over(config: &Config, token: &Token, response: &mut Response) {
    let cookie = cookie(config, session_cookie(config), token.reveal(), "");
    response.headers_mut().append(header::SET_COOKIE, cookie);
}

/// Takes the session's cookie back.
pub(super) fn take_back(config: &Config, response: &mut Response) {
    let cookie = cookie(config, session_cookie(config), "", "; Max-Age=0");
    response.headers_mut().append(header::SET_COOKIE, cookie);
}

/// Looks once who is asking; everything further in reads the answer.
pub(super) async fn look(State(app): State<App>, jar: CookieJar, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if path.starts_with("/assets/") || path == "/healthz" {
        return next.run(request).await;
    }
    let visit = match recognise(&app, &jar, address_of(&app.config, &request)).await {
        Ok(visit) => visit,
        Err(failure) => return dress::at_once(failure.into(), &request),
    };
    match elsewhere_first(&app, &visit, &path).await {
        Ok(None) => {}
        Ok(Some(first)) => return see_other(first),
        Err(failure) => return dress::at_once(failure.into(), &request),
    }
    request.extensions_mut().insert(visit.clone());
    let mut response = next.run(request).await;
    if visit.0.token_shown.load(Ordering::Relaxed) {
        let cookie = cookie(&app.config, visitor_cookie(&app.config), &visit.0.visitor_token, "");
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if visit.who().is_some() || visit.0.token_shown.load(Ordering::Relaxed) {
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

async fn recognise(app: &App, jar: &CookieJar, address: String) -> Outcome<Visit> {
    let now = app.now();
    let token = jar.get(session_cookie(&app.config)).map(|c| c.value().to_owned()).filter(|t| !t.is_empty());
    let found = match &token {
        Some(token) => auth::standing(&mut app.db.read().await?, token, &address, app.config.idle_hours, now).await?,
        None => None,
    };
    if let Some((_, session)) = &found {
        note_seen(app, session, now).await?;
    }
    let visitor = jar.get(visitor_cookie(&app.config)).map(|c| c.value().to_owned());
    let is_token = |t: &String| t.len() == 32 && t.bytes().all(|b| b.is_ascii_hexdigit());
    Ok(Visit(Arc::new(Facts {
        who: found.map(|(standing, session)| LoggedIn { standing, session }),
        had_session: token.is_some(),
        visitor_token: visitor.filter(is_token).unwrap_or_else(form_token),
        token_shown: AtomicBool::new(false),
        address,
    })))
}

async fn note_seen(app: &App, session: &Session, now: Timestamp) -> Outcome<()> {
    if !session.is_stale(now) {
        return Ok(());
    }
    let id = session.id;
    app.db.write(move |tx| Box::pin(async move { auth::touch(tx, id, now).await })).await
}

/// Before the first start nothing but `/setup`; before one's own password is chosen nothing but `/me`.
async fn elsewhere_first(app: &App, visit: &Visit, path: &str) -> Outcome<Option<&'static str>> {
    if path != "/setup" && !app.is_set_up().await? {
        return Ok(Some("/setup"));
    }
    let must_change = visit.who().is_some_and(|who| who.session.must_change);
    let allowed = ["/me", "/me/password", "/logout"].contains(&path) || path.starts_with("/public/");
    Ok((must_change && !allowed).then_some("/me"))
}

/// The asker's address. A proxy is believed only when the settings name it.
fn address_of(config: &Config, request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip().to_canonical());
    let trusted = |address: &IpAddr| config.trusted_proxies.iter().any(|p| p.parse() == Ok(*address));
    match peer {
        Some(peer) if trusted(&peer) => forwarded(request.headers(), trusted).unwrap_or(peer).to_string(),
        Some(peer) => peer.to_string(),
        None => String::new(),
    }
}

/// The last address of `X-Forwarded-For` that is not one of our own proxies.
fn forwarded(headers: &HeaderMap, trusted: impl Fn(&IpAddr) -> bool) -> Option<IpAddr> {
    let all = headers.get_all("x-forwarded-for");
    let line: Vec<&str> = all.iter().filter_map(|v| v.to_str().ok()).collect();
    let addresses = line.join(",");
    addresses.rsplit(',').filter_map(|a| a.trim().parse().ok()).find(|a| !trusted(a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forged_address_is_not_believed() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 2.2.2.2, 10.0.0.9"));
        let own = |a: &IpAddr| a.to_string() == "10.0.0.9";
        assert_eq!(forwarded(&headers, own).map(|a| a.to_string()).as_deref(), Some("2.2.2.2"));
    }
}
