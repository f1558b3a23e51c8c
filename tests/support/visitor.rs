//! A person at a browser without JavaScript: follows `303`, reads forms, fills them in, sends them.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use mingzhang::app::App;

use super::browser::{Browser, Seen};
use super::html::{self, Button, Form};

const BOUNDARY: &str = "----mingzhang-test-boundary";

/// Someone at a browser.
pub struct Visitor {
    browser: Browser,
}

/// A page as it came.
#[derive(Clone, Debug)]
pub struct Page {
    /// The address after every redirect.
    pub path: String,
    /// The status.
    pub status: StatusCode,
    /// What it is.
    pub kind: String,
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
    pub fn at(app: &App) -> Visitor {
        Visitor { browser: Browser::on(app) }
    }

    /// Goes to an address.
    pub async fn goes(&mut self, path: &str) -> Page {
        let seen = self.browser.get(path).await;
        self.follows(path, seen).await
    }

    /// Sends a form as it was filled in, with the button pressed.
    pub async fn sends(&mut self, filled: &Filled) -> Page {
        let (kind, body) = filled.body();
        if !filled.form.posts {
            let query = String::from_utf8(body).expect("a query is text");
            return self.goes(&format!("{}?{query}", filled.to())).await;
        }
        let request = Request::post(filled.to())
            .header(header::CONTENT_TYPE, kind)
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body));
        let seen = self.browser.send(request.expect("a request")).await;
        self.follows(&filled.to(), seen).await
    }

    /// Sends fields to an address, as a button with an address of its own does.
    pub async fn posts(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let seen = self.browser.post(path, fields).await;
        self.follows(path, seen).await
    }

    /// Logs in through the page.
    pub async fn logs_in(&mut self, login: &str, password: &str) -> Page {
        let door = self.goes("/login").await.ok();
        self.sends(&door.form("登录").with("login", login).with("password", password)).await.ok()
    }

    async fn follows(&mut self, path: &str, first: Seen) -> Page {
        let (mut path, mut seen) = (path.to_owned(), first);
        for _ in 0..8 {
            if seen.status != StatusCode::SEE_OTHER {
                break;
            }
            path = seen.location.clone();
            seen = self.browser.get(&path).await;
        }
        let kind = seen.headers.get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or("").to_owned();
        Page { path, status: seen.status, kind, bytes: seen.bytes }
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
            let all: Vec<Vec<Button>> = html::forms(&self.html()).into_iter().map(|f| f.buttons).collect();
            panic!("{} ({}) 上没有「{button}」这个按钮,只有 {all:?}\n{}", self.path, self.status, self.words())
        })
    }

    /// The same, where it may be absent.
    pub fn try_form(&self, button: &str) -> Option<Filled> {
        html::forms(&self.html()).into_iter().find_map(|form| {
            let exact = form.buttons.iter().find(|b| b.words == button);
            let pressed = exact.or_else(|| form.buttons.iter().find(|b| b.words.contains(button)))?.clone();
            Some(Filled { page: self.path.clone(), form, pressed, files: Vec::new() })
        })
    }
}

/// A form with what was typed into it.
#[derive(Clone, Debug)]
pub struct Filled {
    page: String,
    form: Form,
    pressed: Button,
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

    /// Ticks one box of several that bear one name, by the value it sends.
    #[track_caller]
    pub fn ticking(mut self, field: &str, value: &str) -> Filled {
        assert!(self.form.names.iter().any(|n| n == field), "{} 的表单没有「{field}」", self.page);
        self.form.fields.push((field.to_owned(), value.to_owned()));
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

    /// Presses another button of the same form, found by what it sends.
    #[track_caller]
    pub fn pressing(mut self, name: &str, value: &str) -> Filled {
        let button = self.form.buttons.iter().find(|b| b.name == name && b.value == value);
        self.pressed = button.unwrap_or_else(|| panic!("{} 上没有按钮 {name}={value}", self.page)).clone();
        self
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
        let places = [&self.pressed.action, &self.form.action, &self.page];
        places.into_iter().find(|p| !p.is_empty()).cloned().unwrap_or_default()
    }

    fn body(&self) -> (String, Vec<u8>) {
        let mut fields = self.form.fields.clone();
        if !self.pressed.name.is_empty() {
            fields.push((self.pressed.name.clone(), self.pressed.value.clone()));
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
