//! Who gets in, who does not, and what is not lost on the way.

use axum::body::Body;
use axum::http::{Request, header};
use mingzhang::app::App;
use mingzhang::db::Db;

use crate::support::browser::{Browser, MORNING, app_at};
use crate::support::each_engine;

/// Login and password of the administrator.
pub const ADMIN: (&str, &str) = ("guanli", "guanli-2025-09");
/// Login and password of the chief accountant.
pub const CHIEF: (&str, &str) = ("zongkuai", "zongkuai-2025-09");

/// A township just founded through its own first page.
pub async fn founded(db: &Db) -> App {
    let app = app_at(db, MORNING);
    Browser::on(&app).fill("/setup", "/setup", &SETUP).await.is(303);
    app
}

const SETUP: [(&str, &str); 10] = [
    ("township", "青溪镇"),
    ("centre", ""),
    ("admin_login", ADMIN.0),
    ("admin_name", "系统管理员"),
    ("admin_password", ADMIN.1),
    ("admin_repeated", ADMIN.1),
    ("chief_login", CHIEF.0),
    ("chief_name", "总监督会计"),
    ("chief_password", CHIEF.1),
    ("chief_repeated", CHIEF.1),
];

#[tokio::test]
async fn 首次使用只有一次_之前每一页都到那里() {
    each_engine(async |db: Db| {
        let app = app_at(&db, MORNING);
        let mut browser = Browser::on(&app);
        assert_eq!(browser.get("/").await.is(303).location, "/setup");
        assert_eq!(browser.get("/login").await.is(303).location, "/setup");
        let wrong = [("township", ""), ("admin_login", "a b"), ("admin_password", "short"), ("chief_login", "zk")];
        let refused = browser.fill("/setup", "/setup", &wrong).await.is(422);
        refused
            .says("用户名「a b」不能用")
            .says("密码只有5位")
            .says("请填写姓名")
            .says("value=\"zk\"")
            .says_not("short");
        browser.fill("/setup", "/setup", &SETUP).await.is(303);
        assert_eq!(browser.get("/setup").await.is(303).location, "/login");
        browser.logs_in(ADMIN.0, ADMIN.1).await.get("/").await.is(200).says("系统管理员").says("设置");
        assert_eq!(browser.fill("/", "/setup", &SETUP).await.is(303).location, "/login");
        Browser::on(&app).logs_in(CHIEF.0, CHIEF.1).await.get("/").await.is(200).says("凭证");
    })
    .await;
}

#[tokio::test]
async fn 不登录看不到_登录后回到要去的地方() {
    each_engine(async |db: Db| {
        let app = founded(&db).await;
        let mut browser = Browser::on(&app);
        assert_eq!(browser.get("/books?to=ledger").await.is(303).location, "/login?next=/books%3Fto%3Dledger");
        let page = browser.get("/login?next=/books%3Fto%3Dledger").await.is(200);
        assert_eq!(page.field("next").as_deref(), Some("/books?to=ledger"));
        let foreign = browser.get("/login?next=//elsewhere.example").await.is(200);
        assert_eq!(foreign.field("next").as_deref(), Some(""));
        let form = [("login", CHIEF.0), ("password", CHIEF.1), ("next", "/books?to=ledger")];
        assert_eq!(browser.fill("/login", "/login", &form).await.is(303).location, "/books?to=ledger");
        browser.get("/books?to=ledger").await.is(200).says("选账套");
    })
    .await;
}

#[tokio::test]
async fn 连错五次要等一刻钟_时间到了又能登录() {
    each_engine(async |db: Db| {
        let app = founded(&db).await;
        let mut browser = Browser::on(&app);
        let wrong = [("login", CHIEF.0), ("password", "not the password")];
        for left in (1..=4).rev() {
            browser.fill("/login", "/login", &wrong).await.is(403).says(&format!("再错{left}次"));
        }
        browser.fill("/login", "/login", &wrong).await.is(403).says("15分钟后再试");
        let right = [("login", CHIEF.0), ("password", CHIEF.1)];
        browser.fill("/login", "/login", &right).await.is(403).says("15分钟后再试");
        Browser::on(&app).logs_in(ADMIN.0, ADMIN.1).await;
        browser.moves_to(&app_at(&db, "2025-09-12T01:15:00Z"));
        browser.logs_in(CHIEF.0, CHIEF.1).await;
    })
    .await;
}

#[tokio::test]
async fn 没有凭据的改动不办_已填内容不丢() {
    each_engine(async |db: Db| {
        let app = founded(&db).await;
        let mut browser = Browser::on(&app);
        browser.logs_in(CHIEF.0, CHIEF.1).await;
        let without = browser.post("/me/password", &[("current", CHIEF.1)]).await.is(403);
        without.says("接着办").says("/me/password");
        let foreign = Request::post("/logout").header("sec-fetch-site", "cross-site").body(Body::empty());
        browser.send(foreign.expect("a request")).await.is(403).says("不是从本系统的页面发出的");
        let bare = Request::post("/logout").body(Body::empty());
        browser.send(bare.expect("a request")).await.is(403).says("没有办理");
        browser.get("/me").await.is(200);
    })
    .await;
}

#[tokio::test]
async fn 登录过期时填的内容_登录后还在() {
    each_engine(async |db: Db| {
        let app = founded(&db).await;
        let mut browser = Browser::on(&app);
        browser.logs_in(CHIEF.0, CHIEF.1).await;
        let token = browser.get("/me").await.field("csrf").expect("a token");
        browser.moves_to(&app_at(&db, "2025-09-12T14:00:00Z"));
        let typed = [("csrf", token.as_str()), ("current", "甲 & 乙")];
        let page = browser.post("/me/password", &typed).await.is(401).says("刚才填的内容还在");
        let (csrf, held) = (page.field("csrf").expect("a token"), page.field("held").expect("the form"));
        let held = held.replace("&#38;", "&").replace("&amp;", "&");
        let next = page.field("next").expect("a way");
        let back =
            [("csrf", csrf.as_str()), ("held", &held), ("next", &next), ("login", CHIEF.0), ("password", CHIEF.1)];
        browser.post("/login", &back).await.is(200).says("接着办").says("甲 &#38; 乙");
    })
    .await;
}

#[tokio::test]
async fn 退出后旧的登录不能再用() {
    each_engine(async |db: Db| {
        let app = founded(&db).await;
        let (mut desk, mut phone) = (Browser::on(&app), Browser::on(&app));
        desk.logs_in(CHIEF.0, CHIEF.1).await;
        phone.logs_in(CHIEF.0, CHIEF.1).await;
        let changed = [("current", CHIEF.1), ("password", "another-one-2025"), ("repeated", "another-one-2025")];
        desk.fill("/me", "/me/password", &changed).await.is(303);
        assert_eq!(phone.get("/me").await.is(303).location, "/login?next=/me");
        desk.get("/me").await.is(200);
        desk.fill("/me", "/logout", &[]).await.is(303);
        assert_eq!(desk.get("/").await.is(303).location, "/login");
    })
    .await;
}

#[tokio::test]
async fn 每一页都带着安全的规矩() {
    each_engine(async |db: Db| {
        let app = founded(&db).await;
        let mut browser = Browser::on(&app);
        browser.get("/healthz").await.is(200).says("\"status\":\"ok\"").says(db.engine_name());
        browser.get("/assets/app.css").await.is(200).says("@layer reset");
        browser.get("/assets/js/app.js").await.is(200);
        browser.get("/assets/icon.svg").await.is(200).says("<svg");
        browser.get("/assets/js/../../Cargo.toml").await.is(404);
        browser.logs_in(CHIEF.0, CHIEF.1).await;
        browser.get("/nowhere").await.is(404).says("没有这一页");
        let json = Request::get("/nowhere").header(header::ACCEPT, "application/json").body(Body::empty());
        browser.send(json.expect("a request")).await.is(404).says("\"code\":\"web.no_such_page\"");
    })
    .await;
}

#[tokio::test]
async fn 叫停以后_先办完手上的再停() {
    each_engine(async |db: Db| {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let end = async move { drop(stopped.await) };
        let serving = tokio::spawn(mingzhang::web::serve_on(listener, app_at(&db, MORNING), end));
        let mut line = tokio::net::TcpStream::connect(address).await.expect("it listens");
        let asked = b"GET /healthz HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n";
        tokio::io::AsyncWriteExt::write_all(&mut line, asked).await.expect("it hears");
        let mut said = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut line, &mut said).await.expect("it answers");
        assert!(said.starts_with("HTTP/1.1 200") && said.contains("\"database\":true"), "{said}");
        stop.send(()).expect("it waits for the word");
        serving.await.expect("no panic").expect("a calm end");
        assert!(db.read().await.is_err(), "the database is closed");
    })
    .await;
}
