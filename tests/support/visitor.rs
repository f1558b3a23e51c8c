//! A person at a browser without JavaScript: keeps cookies, follows `303`, reads forms, fills them in, sends them.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tower::ServiceExt;

use super::html::{self, Form};

const HOST: &str = "zhang.test";
const BOUNDARY: &str = "----mingzhang-test-boundary";

/// Someone with a cookie jar.
#[derive(Clone)]
pub struct Visitor {
    router: Router,
    cookies: BTreeMap<String, String>,
}

/// A page as it came.
#[derive(Clone, Debug)]
pub struct Page {
    /// The address after every redirect.
    pub path: String,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A file in the hand.
#[derive(Clone, Debug)]
pub struct Attached {
    /// The field it goes into.
    pub field: String,
    /// Its name.
    pub name: String,
    /// What it says it is.
    pub kind: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Visitor {
    /// Somebody who has never been here.
    pub fn at(router: Router) -> Visitor {
        Visitor { router, cookies: BTreeMap::new() }
    }

    /// Goes to an address.
    pub async fn goes(&mut self, path: &str) -> Page {
        self.follows(Method::GET, path, Vec::new(), "").await
    }

    /// Sends a form as it was filled in, with the words of the button pressed.
    pub async fn sends(&mut self, filled: &Filled) -> Page {
        let (kind, body) = filled.body();
        if filled.form.posts {
            return self.follows(Method::POST, &filled.to(), body, &kind).await;
        }
        let query = String::from_utf8(body).expect("a query is text");
        self.goes(&format!("{}?{query}", filled.to())).await
    }

    /// One request, without following.
    pub async fn asks(&mut self, method: Method, path: &str, body: Vec<u8>, kind: &str) -> Page {
        let mut request = Request::builder().method(&method).uri(path).header(header::HOST, HOST);
        if method == Method::POST {
            request = request.header(header::ORIGIN, format!("http://{HOST}")).header(header::CONTENT_TYPE, kind);
        }
        let jar: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        if !jar.is_empty() {
            request = request.header(header::COOKIE, jar.join("; "));
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all(header::SET_COOKIE).iter().filter_map(|c| c.to_str().ok()) {
            self.takes(cookie);
        }
        let bytes = to_bytes(response.into_body(), 64 << 20).await.expect("a body").to_vec();
        Page { path: path.to_owned(), status, headers, bytes }
    }

    async fn follows(&mut self, method: Method, path: &str, body: Vec<u8>, kind: &str) -> Page {
        let mut page = self.asks(method, path, body, kind).await;
        for _ in 0..8 {
            let Some(to) = page.headers.get(header::LOCATION).and_then(|l| l.to_str().ok()) else { break };
            let to = to.to_owned();
            page = self.asks(Method::GET, &to, Vec::new(), "").await;
        }
        page
    }

    fn takes(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or("");
        let Some((name, value)) = pair.split_once('=') else { return };
        if cookie.contains("Max-Age=0") || value.is_empty() {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Page {
    /// The page as text of HTML.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What a person reads.
    pub fn words(&self) -> String {
        html::words(&self.html())
    }

    /// Holds the page to be fine.
    #[track_caller]
    pub fn ok(self) -> Page {
        assert!(self.status.is_success(), "{} 答 {}:{}", self.path, self.status, self.words());
        self
    }

    /// Holds the page to show these words.
    #[track_caller]
    pub fn shows(&self, words: &str) -> &Page {
        let said = self.words();
        let squeezed = |t: &str| t.split_whitespace().collect::<String>();
        assert!(
            squeezed(&said).contains(&squeezed(words)),
            "{} ({}) 上没有「{words}」:\n{said}",
            self.path,
            self.status
        );
        self
    }

    /// Holds the page not to show these words.
    #[track_caller]
    pub fn hides(&self, words: &str) -> &Page {
        assert!(!self.words().contains(words), "{} 上不应有「{words}」", self.path);
        self
    }

    /// Where the link with these words leads.
    #[track_caller]
    pub fn link(&self, words: &str) -> String {
        let links = html::links(&self.html());
        let exact = links.iter().find(|l| l.words == words).or_else(|| links.iter().find(|l| l.words.contains(words)));
        let all: Vec<&str> = links.iter().map(|l| l.words.as_str()).collect();
        exact.unwrap_or_else(|| panic!("{} 上没有链接「{words}」,只有 {all:?}", self.path)).href.clone()
    }

    /// The form whose button says this, ready to be filled in.
    #[track_caller]
    pub fn form(&self, button: &str) -> Filled {
        self.try_form(button).unwrap_or_else(|| {
            let all: Vec<Vec<(String, String, String)>> =
                html::forms(&self.html()).into_iter().map(|f| f.buttons).collect();
            panic!("{} ({}) 上没有「{button}」这个按钮,只有 {all:?}\n{}", self.path, self.status, self.words())
        })
    }

    /// The same, where it may be absent.
    pub fn try_form(&self, button: &str) -> Option<Filled> {
        html::forms(&self.html()).into_iter().find_map(|form| {
            let pressed = form.buttons.iter().find(|(words, _, _)| words == button).cloned();
            let pressed =
                pressed.or_else(|| form.buttons.iter().find(|(words, _, _)| words.contains(button)).cloned())?;
            Some(Filled { page: self.path.clone(), form, pressed, files: Vec::new() })
        })
    }
}

/// A form with what was typed into it.
#[derive(Clone, Debug)]
pub struct Filled {
    page: String,
    form: Form,
    pressed: (String, String, String),
    files: Vec<Attached>,
}

impl Filled {
    /// Types into a field that stands on the page.
    #[track_caller]
    pub fn with(mut self, field: &str, value: &str) -> Filled {
        assert!(
            self.form.names.iter().any(|n| n == field),
            "{} 的表单没有「{field}」,只有 {:?}",
            self.page,
            self.form.names
        );
        match self.form.fields.iter_mut().find(|(name, _)| name == field) {
            Some((_, held)) => value.clone_into(held),
            None => self.form.fields.push((field.to_owned(), value.to_owned())),
        }
        self
    }

    /// Types into the n-th of several fields of one name, 0-based.
    #[track_caller]
    pub fn with_nth(mut self, field: &str, n: usize, value: &str) -> Filled {
        let page = self.page.clone();
        let held = self.form.fields.iter_mut().filter(|(name, _)| name == field).nth(n);
        value.clone_into(&mut held.unwrap_or_else(|| panic!("{page} 的表单没有第 {n} 个「{field}」")).1);
        self
    }

    /// Chooses in a list by its words.
    #[track_caller]
    pub fn choosing(self, field: &str, words: &str) -> Filled {
        let of_field: Vec<_> = self.form.options.iter().filter(|(name, _, _)| name == field).collect();
        let exact = of_field.iter().find(|(_, _, w)| w == words);
        let found = exact.or_else(|| of_field.iter().find(|(_, _, w)| w.contains(words)));
        let value = found.unwrap_or_else(|| panic!("「{field}」里没有「{words}」:{of_field:?}")).1.clone();
        self.with(field, &value)
    }

    /// Sends a field the page does not show: for forged and broken requests only.
    pub fn forged(mut self, field: &str, value: &str) -> Filled {
        self.form.fields.retain(|(name, _)| name != field);
        self.form.fields.push((field.to_owned(), value.to_owned()));
        self
    }

    /// Attaches a file.
    #[track_caller]
    pub fn attaching(mut self, file: Attached) -> Filled {
        assert!(
            self.form.names.contains(&file.field),
            "{} 的表单没有「{}」: {:?}",
            self.page,
            file.field,
            self.form.names
        );
        self.files.push(file);
        self
    }

    /// What stands in a field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.form.fields.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }

    fn to(&self) -> String {
        if self.form.action.is_empty() { self.page.clone() } else { self.form.action.clone() }
    }

    fn body(&self) -> (String, Vec<u8>) {
        let mut fields = self.form.fields.clone();
        if !self.pressed.1.is_empty() {
            fields.push((self.pressed.1.clone(), self.pressed.2.clone()));
        }
        if !self.form.multipart {
            let pairs: Vec<String> = fields.iter().map(|(n, v)| format!("{}={}", encoded(n), encoded(v))).collect();
            return ("application/x-www-form-urlencoded".into(), pairs.join("&").into_bytes());
        }
        let mut body = Vec::new();
        for (name, value) in &fields {
            let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for file in &self.files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
                file.field, file.name, file.kind
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&file.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={BOUNDARY}"), body)
    }
}

/// A word as a form sends it.
pub fn encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
