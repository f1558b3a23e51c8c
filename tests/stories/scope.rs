//! Nobody sees another village, and nobody sees anything without a login: every route of the source is tried.

use std::path::Path;

use axum::body::Body;
use axum::http::{Request, header};
use mingzhang::auth::{self, Grant, Hashing, NewPerson, Password, Role};
use mingzhang::db::Db;
use mingzhang::kernel::UserId;
use mingzhang::village;

use super::doors::ADMIN;
use super::people::with_books;
use crate::support::browser::{Browser, Seen};
use crate::support::each_engine;

/// What anybody may open.
const OPEN: [&str; 5] = ["/login", "/setup", "/healthz", "/assets/", "/p/"];

/// One route as the source writes it.
#[derive(Debug)]
struct Route {
    path: String,
    reads: bool,
    acts: bool,
}

/// Every `.route("…", get(…).post(…))` below `src/web`.
fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut routes);
    assert!(routes.len() > 15, "only {} routes were found in the source", routes.len());
    routes
}

fn collect(folder: &Path, routes: &mut Vec<Route>) {
    for entry in std::fs::read_dir(folder).expect("a folder of pages") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, routes);
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable source file");
        let pages = text.split("#[cfg(test)]").next().unwrap_or("");
        routes.extend(pages.split(".route(").skip(1).map(route));
    }
}

fn route(after: &str) -> Route {
    let mut quoted = after.splitn(3, '"');
    let path = quoted.nth(1).expect("a path").to_owned();
    let mut depth = 1;
    let rest = quoted.next().expect("handlers");
    let end = rest.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    let handlers = &rest[..end.unwrap_or(rest.len())];
    Route { path, reads: handlers.contains("get("), acts: handlers.contains("post(") }
}

impl Route {
    /// The path with something in every place; `{code}` is the book.
    fn of_book(&self, code: &str) -> String {
        let mut filled = String::new();
        let mut rest = self.path.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a closed brace");
            filled.push_str(before);
            filled.push_str(&match name.trim_start_matches('*') {
                "code" => code.to_owned(),
                "quarter" => "2025Q3".to_owned(),
                "period" => "2025-09".to_owned(),
                "year" => "2025".to_owned(),
                "account" => "101".to_owned(),
                "number" | "no" | "version" | "line" => "1".to_owned(),
                _ => UserId::new().text(),
            });
            rest = after;
        }
        filled + rest
    }

    fn is_open(&self) -> bool {
        OPEN.iter().any(|open| self.path.starts_with(open))
    }
}

/// Adds somebody who has chosen their password already; their browser, logged in.
pub async fn joins(db: &Db, app: &mingzhang::app::App, role: Role) -> Browser {
    let login = role.word();
    let new = NewPerson::new(login, role.in_chinese()).expect("a person");
    let password = Password::new(login, "a-password-of-ours").expect("a password");
    let (sealed, now) = (Hashing::fast_for_tests().seal(&password).await.expect("a hash"), app.now());
    let joined = db.write(move |tx| {
        Box::pin(async move {
            let admin = auth::person_by_login(tx, ADMIN.0).await?.expect("the administrator");
            let by = auth::standing_of(tx, admin.id, "").await?.administrator()?;
            let id = auth::create_person_with_own_password(tx, &by, &new, &sealed, now).await?;
            let book = village::book_by_code(tx, "LJ").await?.filter(|_| role.is_per_book()).map(|b| b.id);
            auth::grant(tx, &by, id, Grant { role, book }, now).await
        })
    });
    joined.await.expect("a colleague");
    let mut browser = Browser::on(app);
    browser.logs_in(login, "a-password-of-ours").await;
    browser
}

/// What does not hold on this route, if anything.
fn unless(holds: bool, who: &str, method: &str, path: &str, seen: &Seen) -> Option<String> {
    (!holds).then(|| format!("{who} {method} {path}: {} {}", seen.status, seen.location))
}

#[tokio::test]
async fn 别村的账套_哪一页哪个角色都看不到() {
    each_engine(async |db: Db| {
        let (app, mut admin) = with_books(&db).await;
        let mut people = vec![("administrator", &mut admin)];
        let mut others = Vec::new();
        for role in Role::ALL.into_iter().filter(|r| r.is_per_book()) {
            others.push((role.word(), joins(&db, &app, role).await));
        }
        people.extend(others.iter_mut().map(|(name, browser)| (*name, browser)));
        let mut broken = Vec::new();
        for (who, browser) in people {
            let token = browser.get("/me").await.field("csrf").expect("a token");
            for route in routes().iter().filter(|r| r.path.contains("{code}") && !r.is_open()) {
                let path = route.of_book("WJ");
                let hidden = |seen: &Seen| seen.status == 404 && seen.body.contains("没有这个账套");
                if route.reads {
                    let seen = browser.get(&path).await;
                    broken.extend(unless(hidden(&seen), who, "GET", &path, &seen));
                }
                if route.acts {
                    let seen = browser.post(&path, &[("csrf", &token)]).await;
                    broken.extend(unless(hidden(&seen), who, "POST", &path, &seen));
                }
            }
        }
        assert!(broken.is_empty(), "another village can be seen:\n{}", broken.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn 不登录_除了登录页什么也打不开() {
    each_engine(async |db: Db| {
        let (app, _) = with_books(&db).await;
        let mut stranger = Browser::on(&app);
        let token = stranger.get("/login").await.field("csrf").expect("a token");
        let mut broken = Vec::new();
        for route in routes().iter().filter(|r| !r.is_open()) {
            let path = route.of_book("LJ");
            if route.reads {
                let seen = stranger.get(&path).await;
                let led = seen.status == 303 && seen.location.starts_with("/login");
                broken.extend(unless(led, "a stranger", "GET", &path, &seen));
            }
            if route.acts {
                let seen = stranger.post(&path, &[("csrf", &token)]).await;
                broken.extend(unless(seen.status == 401, "a stranger", "POST", &path, &seen));
            }
        }
        assert!(broken.is_empty(), "a page stands open:\n{}", broken.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn 每一个改动都要凭据() {
    each_engine(async |db: Db| {
        let (_, mut admin) = with_books(&db).await;
        let mut broken = Vec::new();
        for route in routes().iter().filter(|r| r.acts) {
            let path = route.of_book("LJ");
            let bare = Request::post(&path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let seen = admin.send(bare.body(Body::from("a=b")).expect("a request")).await;
            broken.extend(unless(seen.status == 403, "without a token", "POST", &path, &seen));
        }
        assert!(broken.is_empty(), "an act needs no token:\n{}", broken.join("\n"));
    })
    .await;
}
