//! A real browser: a chromedriver of our own on a free port, one headless window, and a person's few verbs.

pub mod axe;
pub mod cdp;
pub mod keys;

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

use super::story::PASSWORD;

/// The cookie a session is known by.
const SESSION: &str = "mingzhang";
/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser window.
pub struct Chromium {
    window: Client,
    driver: Child,
    port: u16,
    base: String,
    folder: TempDir,
}

fn found(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

impl Chromium {
    /// Opens a window; `None` where there is no chromedriver or no browser.
    pub async fn started() -> Option<Chromium> {
        let driver = found("chromedriver")?;
        let browser = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(found)?;
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        #[allow(
            clippy::zombie_processes,
            reason = "the guard this goes into ends it and waits for it when it is dropped"
        )]
        let driver = Command::new(driver)
            .arg(format!("--port={port}"))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--window-size=1440,900",
            "--lang=zh-CN",
        ];
        let mut arguments: Vec<String> = arguments.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", folder.path().join("profile").display()));
        let wishes = json!({ "goog:chromeOptions": { "binary": browser, "args": arguments } });
        let wishes = wishes.as_object().expect("an object").clone();
        let address = format!("http://127.0.0.1:{port}");
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let mut builder = ClientBuilder::new(HttpConnector::new());
            if let Ok(window) = builder.capabilities(wishes.clone()).connect(&address).await {
                return Some(Chromium { window, driver, port, base: String::new(), folder });
            }
        }
        panic!("chromedriver is here but opens no window");
    }

    /// The house this window looks at.
    pub fn visits(&mut self, base: &str) {
        base.clone_into(&mut self.base);
    }

    /// Goes to an address.
    pub async fn goes(&self, path: &str) {
        self.window.goto(&format!("{}{path}", self.base)).await.expect("the page opens");
    }

    /// Types into a field, in place of what stands there.
    pub async fn types(&self, field: &str, words: &str) {
        // A script may stand between the field in sight and the one that is sent: the one in sight keeps the id.
        let place = format!("[id=\"f-{field}\"]");
        let wait = self.window.wait().at_most(PATIENCE);
        let field = wait.for_element(Locator::Css(&place)).await.unwrap_or_else(|e| panic!("{place}: {e}"));
        if field.attr("type").await.expect("a field").as_deref() == Some("date") {
            return self.dates(&place, words).await;
        }
        self.comes_into_sight(&field).await;
        field.click().await.expect("it takes the cursor");
        let all = format!("{}a{}{words}{}", char::from(Key::Control), char::from(Key::Null), char::from(Key::Tab));
        field.send_keys(&all).await.expect("it takes the words");
    }

    /// A day field takes keys in the order of the machine's country; the calendar behind it sets the day whole.
    async fn dates(&self, place: &str, day: &str) {
        let script = "const f = document.querySelector(arguments[0]); f.value = arguments[1];
            for (const e of ['input', 'change']) f.dispatchEvent(new Event(e, { bubbles: true }));";
        self.window.execute(script, vec![place.into(), day.into()]).await.expect("it takes the day");
    }

    /// Presses the first button in sight with these words on it.
    pub async fn presses(&self, words: &str) {
        let any = format!("//button[contains(normalize-space(.), '{words}') and not(@disabled)]");
        let exact = format!("//button[text()[normalize-space(.) = '{words}'] and not(@disabled)]");
        let wait = self.window.wait().at_most(PATIENCE);
        wait.for_element(Locator::XPath(&any)).await.unwrap_or_else(|e| panic!("没有「{words}」:{e}"));
        for place in [exact, any] {
            for button in self.window.find_all(Locator::XPath(&place)).await.expect("buttons") {
                if button.is_displayed().await.unwrap_or(false) {
                    self.comes_into_sight(&button).await;
                    return button.click().await.expect("the button gives");
                }
            }
        }
        panic!("「{words}」看不见");
    }

    /// Moves the page until this stands in the middle, clear of the bars that stay in place.
    async fn comes_into_sight(&self, element: &Element) {
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        let there = serde_json::to_value(element).expect("an element");
        self.window.execute(middle, vec![there]).await.expect("it comes into sight");
    }

    /// Chooses in a list.
    pub async fn chooses(&self, field: &str, words: &str) {
        let list =
            self.window.find(Locator::Id(&format!("f-{field}"))).await.unwrap_or_else(|e| panic!("{field}: {e}"));
        list.select_by_label(words).await.unwrap_or_else(|e| panic!("{field} 里没有「{words}」:{e}"));
    }

    /// Ticks one of several choices.
    pub async fn ticks(&self, field: &str, value: &str) {
        let place = format!("[name=\"{field}\"][value=\"{value}\"]");
        let choice = self.window.find(Locator::Css(&place)).await.unwrap_or_else(|e| panic!("{place}: {e}"));
        self.comes_into_sight(&choice).await;
        choice.click().await.expect("it is ticked");
    }

    /// Takes a file into the hand for the page's file field.
    pub async fn attaches(&self, name: &str, bytes: &[u8]) {
        let file = self.folder.path().join(name);
        std::fs::write(&file, bytes).expect("a file");
        let field = self.window.find(Locator::Css("input[type=file]")).await.expect("a file field");
        field.send_keys(&file.to_string_lossy()).await.expect("it takes the file");
    }

    /// Follows a link.
    pub async fn follows(&self, words: &str) {
        let place = format!("//a[contains(normalize-space(.), '{words}')]");
        let link = self.window.find(Locator::XPath(&place)).await.unwrap_or_else(|e| panic!("没有「{words}」:{e}"));
        let to = link.attr("href").await.expect("an address").expect("an address");
        self.goes(&to).await;
    }

    /// Waits until the page says this.
    pub async fn sees(&self, words: &str) {
        self.waits(words, true).await;
    }

    /// Waits until the page says it no longer.
    pub async fn sees_no(&self, words: &str) {
        self.waits(words, false).await;
    }

    async fn waits(&self, words: &str, wanted: bool) {
        let began = std::time::Instant::now();
        while self.words().await.contains(words) != wanted {
            assert!(began.elapsed() < PATIENCE, "等不到「{words}」({wanted}):\n{}", self.words().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What a person reads.
    async fn words(&self) -> String {
        let said = self.window.execute("return document.body ? document.body.innerText : ''", Vec::new()).await;
        // Between two pages there is nothing to read.
        said.ok().and_then(|words| words.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The short code after 校验码.
    pub async fn code(&self) -> String {
        let words = self.words().await;
        let after = words.split("校验码").nth(1).unwrap_or_else(|| panic!("没有校验码:{words}"));
        after.split_whitespace().next().expect("a code").to_owned()
    }

    /// Logs in through the page.
    pub async fn logs_in(&self, login: &str) {
        self.goes("/login").await;
        self.types("login", login).await;
        self.types("password", PASSWORD).await;
        self.presses("登录").await;
        self.sees_no("忘记密码").await;
    }

    /// The session ends behind the person's back.
    pub async fn forgets_the_login(&self) {
        self.window.delete_cookie(SESSION).await.expect("a cookie");
    }

    /// Logs out through the page.
    pub async fn logs_out(&self) {
        self.goes("/me").await;
        self.presses("退出").await;
        self.sees("忘记密码").await;
    }

    /// The window as it was when something went wrong.
    pub async fn keeps_a_picture(&self) {
        if let Ok(picture) = self.window.screenshot().await {
            let file = std::env::temp_dir().join("mingzhang-browser.png");
            if std::fs::write(&file, picture).is_ok() {
                eprintln!("{}", file.display());
            }
        }
    }

    /// Closes the window and ends the driver.
    pub async fn ends(mut self) {
        // A window that is already gone needs no closing.
        let _ = self.window.clone().close().await;
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
