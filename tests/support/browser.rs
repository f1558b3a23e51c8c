//! A browser over the real router, without a socket: keeps cookies, finds the form's token, posts forms.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use mingzhang::app::App;
use mingzhang::auth::Hashing;
use mingzhang::config::Config;
use mingzhang::db::Db;
use mingzhang::kernel::{Clock, Timestamp};
use tower::ServiceExt;

/// A Friday morning in China: every story begins here.
pub const MORNING: &str = "2025-09-12T01:00:00Z";

/// The house over a database, at a fixed time, with cheap passwords.
pub fn app_at(db: &Db, instant: &str) -> App {
    let now = Timestamp::parse(instant).expect("an instant");
    App::new(db.clone(), Clock::Fixed(now), Config::default(), Hashing::fast_for_tests())
}

/// What came back.
pub struct Seen {
    /// Status.
    pub status: StatusCode,
    /// Where it leads, empty when nowhere.
    pub location: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The page as text.
    pub body: String,
    /// The bytes as they came: a file, a sheet.
    pub bytes: Vec<u8>,
}

impl Seen {
    /// The value of the first form field of this name on the page.
    pub fn field(&self, name: &str) -> Option<String> {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = &self.body[self.body.find(&mark)? + mark.len()..];
        rest.split('"').next().map(str::to_owned)
    }

    /// Asserts the status, and shows the page when it is another.
    pub fn is(self, status: u16) -> Seen {
        assert_eq!(self.status.as_u16(), status, "{} {}", self.location, self.body);
        self
    }

    /// Asserts that the page says this.
    pub fn says(self, words: &str) -> Seen {
        assert!(self.body.contains(words), "「{words}」 is not on the page:\n{}", self.body);
        self
    }

    /// Asserts that the page says no such thing.
    pub fn says_not(self, words: &str) -> Seen {
        assert!(!self.body.contains(words), "「{words}」 is on the page:\n{}", self.body);
        self
    }
}

/// One person's browser.
pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
}

impl Browser {
    /// A new one, without cookies.
    pub fn on(app: &App) -> Browser {
        Browser { router: mingzhang::web::router(app.clone()), cookies: Vec::new() }
    }

    /// The same cookies at a later time of the house.
    pub fn moves_to(&mut self, app: &App) {
        self.router = mingzhang::web::router(app.clone());
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Seen {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    /// Sends the form of a page: opens `page` for its token, posts the fields to `to`.
    pub async fn fill(&mut self, page: &str, to: &str, fields: &[(&str, &str)]) -> Seen {
        let csrf = self.get(page).await.field("csrf").expect("a form with a token");
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post(to, &all).await
    }

    /// Sends fields as they are, from a page of our own.
    pub async fn post(&mut self, to: &str, fields: &[(&str, &str)]) -> Seen {
        let request = Request::post(to)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(encoded(fields)));
        self.send(request.expect("a request")).await
    }

    /// Sends any request with this browser's cookies.
    pub async fn send(&mut self, mut request: Request<Body>) -> Seen {
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !jar.is_empty() {
            request.headers_mut().insert(header::COOKIE, jar.join("; ").parse().expect("a header"));
        }
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        for line in response.headers().get_all(header::SET_COOKIE) {
            self.keep(line.to_str().expect("text"));
        }
        let location = response.headers().get(header::LOCATION).map(|v| v.to_str().expect("text").to_owned());
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Seen { status, location: location.unwrap_or_default(), headers, body, bytes }
    }

    /// Logs in; asserts that it was let in.
    pub async fn logs_in(&mut self, login: &str, password: &str) -> &mut Browser {
        self.fill("/login", "/login", &[("login", login), ("password", password)]).await.is(303);
        self
    }

    fn keep(&mut self, line: &str) {
        let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
        self.cookies.retain(|(n, _)| n != name);
        if !value.is_empty() {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let one = |text: &str| -> String { text.bytes().map(|b| format!("%{b:02X}")).collect() };
    fields.iter().map(|(name, value)| format!("{}={}", one(name), one(value))).collect::<Vec<_>>().join("&")
}
