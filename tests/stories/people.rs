//! Who is added, what they may hold, what they see.

use axum::body::Body;
use axum::http::{Request, header};
use mingzhang::app::App;
use mingzhang::auth;
use mingzhang::db::Db;
use mingzhang::village::{self, BookKind, NewBook};

use super::doors::{ADMIN, CHIEF, founded};
use crate::support::browser::{Browser, Seen, app_at};
use crate::support::each_engine;

/// A founded township with two books, and the administrator's browser.
pub async fn with_books(db: &Db) -> (App, Browser) {
    let app = founded(db).await;
    for (code, village) in [("LJ", "李家村"), ("WJ", "王家村")] {
        let new = NewBook {
            code: code.into(),
            name: format!("{village}股份经济合作社"),
            village: village.into(),
            legal_name: String::new(),
            kind: BookKind::Collective,
            enabled_from: "2025-01".parse().expect("a period"),
        };
        let now = app.now();
        let opened = db.write(move |tx| {
            Box::pin(async move {
                let chief = auth::person_by_login(tx, CHIEF.0).await?.expect("the chief");
                let by = auth::standing_of(tx, chief.id, "", now).await?.chief()?;
                village::add_book(tx, &by, new, now).await
            })
        });
        opened.await.expect("a book");
    }
    let mut admin = Browser::on(&app);
    admin.logs_in(ADMIN.0, ADMIN.1).await;
    (app, admin)
}

/// Adds a person through the page; their own page's address and the password to hand over.
async fn adds(admin: &mut Browser, login: &str, name: &str) -> (String, String) {
    let new = "/settings/people/new";
    let handed = admin.fill(new, "/settings/people", &[("login", login), ("name", name)]).await.is(200);
    (between(&handed, "class=\"button button--main\" href=\"", "\""), between(&handed, "<strong>", "</strong>"))
}

fn between(seen: &Seen, before: &str, after: &str) -> String {
    let start = seen.body.find(before).expect("what stands before") + before.len();
    seen.body[start..].split(after).next().expect("what stands between").to_owned()
}

#[tokio::test]
async fn 新人先换密码_只看得到自己的账套() {
    each_engine(async |db: Db| {
        let (app, mut admin) = with_books(&db).await;
        let (page, password) = adds(&mut admin, "baozhang", "报账员甲").await;
        let role = [("role", "clerk"), ("book", "LJ")];
        admin.fill(&page, &format!("{page}/roles"), &role).await.is(303);
        let mut clerk = Browser::on(&app);
        clerk.logs_in("baozhang", &password).await;
        assert_eq!(clerk.get("/").await.is(303).location, "/me");
        let short = [("current", password.as_str()), ("password", "short"), ("repeated", "short")];
        clerk.fill("/me", "/me/password", &short).await.is(422).says("密码只有5位，至少要10位");
        let own = [("current", password.as_str()), ("password", "baozhang-2025"), ("repeated", "baozhang-2025")];
        assert_eq!(clerk.fill("/me", "/me/password", &own).await.is(303).location, "/");
        clerk.get("/").await.is(200).says("李家村").says_not("王家村").says("进度");
        assert_eq!(clerk.get("/books/LJ").await.is(303).location, "/books/LJ/submissions");
        clerk.get("/books/WJ").await.is(404).says("没有这个账套");
        clerk.get("/settings/people").await.is(403).says("系统管理员");
        clerk.get("/settings/audit").await.is(403);
    })
    .await;
}

#[tokio::test]
async fn 理财小组成员不兼会计_最后一名管理员不能停() {
    each_engine(async |db: Db| {
        let (_, mut admin) = with_books(&db).await;
        let (page, _) = adds(&mut admin, "licai", "村民甲").await;
        let roles = format!("{page}/roles");
        admin.fill(&page, &roles, &[("role", "group_member"), ("book", "LJ")]).await.is(303);
        for (role, book, why) in [
            ("accountant", "WJ", "理财小组成员不能兼任专管员"),
            ("clerk", "LJ", "理财小组成员不能兼任报账员"),
            ("clerk", "", "报账员要指定账套"),
            ("observer", "LJ", "监督员管理全乡镇"),
            ("group_member", "LJ", "已经是理财小组成员"),
        ] {
            admin.fill(&page, &roles, &[("role", role), ("book", book)]).await.is(422).says(why);
        }
        admin.fill(&page, &roles, &[("role", "clerk"), ("book", "WJ")]).await.is(303);
        let taken = [("login", "LiCai"), ("name", "")];
        admin.fill("/settings/people/new", "/settings/people", &taken).await.is(422).says("请填写姓名");
        let taken = [("login", "LiCai"), ("name", "村民乙")];
        admin.fill("/settings/people/new", "/settings/people", &taken).await.is(422).says("已有人用");
        let list = admin.get("/settings/people").await.is(200);
        let own = list.body.split("<tr>").find(|row| row.contains(ADMIN.0)).expect("the administrator's row");
        let own = own.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an address").to_owned();
        admin.fill(&own, &format!("{own}/disable"), &[]).await.is(409).says("至少要有一名在用的系统管理员");
    })
    .await;
}

#[tokio::test]
async fn 停用的人马上退出_不能再登录() {
    each_engine(async |db: Db| {
        let (app, mut admin) = with_books(&db).await;
        let (page, password) = adds(&mut admin, "jiandu", "监督员").await;
        admin.fill(&page, &format!("{page}/roles"), &[("role", "observer"), ("book", "")]).await.is(303);
        let mut observer = Browser::on(&app);
        observer.logs_in("jiandu", &password).await;
        admin.fill(&page, &format!("{page}/disable"), &[]).await.is(303);
        assert!(observer.get("/").await.is(303).location.starts_with("/login"));
        let again = [("login", "jiandu"), ("password", password.as_str())];
        observer.fill("/login", "/login", &again).await.is(403).says("用户名或密码不对");
        admin.fill(&page, &format!("{page}/enable"), &[]).await.is(303);
        let reset = admin.fill(&page, &format!("{page}/password"), &[]).await.is(200);
        observer.logs_in("jiandu", &between(&reset, "<strong>", "</strong>")).await;
    })
    .await;
}

#[tokio::test]
async fn 操作日志按人按时间按内容查() {
    each_engine(async |db: Db| {
        let (app, mut admin) = with_books(&db).await;
        let (page, password) = adds(&mut admin, "jiandu", "监督员").await;
        admin.fill(&page, &format!("{page}/roles"), &[("role", "observer"), ("book", "")]).await.is(303);
        let log = admin.get("/settings/audit").await.is(200).says("建立系统管理员").says("指定角色").says("登录");
        log.says_not("value=\"LJ\"");
        admin.get("/settings/audit?chain=LJ").await.is(404);
        admin.get("/settings/audit?words=role.grant").await.is(200).says("指定角色").says_not("建立系统管理员");
        admin.get("/settings/audit?words=100%25").await.is(200).says("没有符合的记录");
        admin.get("/settings/audit?to=2025-09-11").await.is(200).says("没有符合的记录");
        let mut observer = Browser::on(&app);
        observer.logs_in("jiandu", &password).await;
        let own = [("current", password.as_str()), ("password", "jiandu-2025-9"), ("repeated", "jiandu-2025-9")];
        observer.fill("/me", "/me/password", &own).await.is(303);
        observer.get("/settings/audit").await.is(200).says("value=\"LJ\"").says("换密码");
        observer.get("/settings/audit?chain=LJ").await.is(200).says("没有符合的记录");
    })
    .await;
}

#[tokio::test]
async fn 上传时凭据要在第一格() {
    each_engine(async |db: Db| {
        let app = founded(&db).await;
        let mut chief = Browser::on(&app);
        chief.logs_in(CHIEF.0, CHIEF.1).await;
        let token = chief.get("/me").await.field("csrf").expect("a token");
        let part = |name: &str, value: &str| {
            format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let upload = |parts: String| {
            Request::post("/nowhere")
                .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
                .body(Body::from(format!("{parts}--line--\r\n")))
                .expect("a request")
        };
        let (csrf, file) = (part("csrf", &token), part("file", "bytes"));
        chief.send(upload(format!("{csrf}{file}"))).await.is(404).says("没有这一页");
        chief.send(upload(format!("{file}{csrf}"))).await.is(403).says("打开得太久");
        chief.send(upload(part("csrf", "0000"))).await.is(403);
    })
    .await;
}

#[tokio::test]
async fn 闲置半天要重新登录() {
    each_engine(async |db: Db| {
        let app = founded(&db).await;
        let mut chief = Browser::on(&app);
        chief.logs_in(CHIEF.0, CHIEF.1).await;
        chief.moves_to(&app_at(&db, "2025-09-12T12:59:00Z"));
        chief.get("/me").await.is(200);
        chief.moves_to(&app_at(&db, "2025-09-13T00:58:00Z"));
        chief.get("/me").await.is(200);
        chief.moves_to(&app_at(&db, "2025-09-13T12:58:00Z"));
        chief.get("/me").await.is(303);
    })
    .await;
}
