//! Nobody sees anything without a login, and no act is done without its token: every route of the source is tried.

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
use crate::support::routes::{Method, Route, routes};

/// Adds somebody who has chosen their password already; their browser, logged in.
pub async fn joins(db: &Db, app: &mingzhang::app::App, role: Role) -> Browser {
    let login = role.word();
    let new = NewPerson::new(login, role.in_chinese()).expect("a person");
    let password = Password::new(login, "a-password-of-ours").expect("a password");
    let (sealed, now) = (Hashing::fast_for_tests().seal(&password).await.expect("a hash"), app.now());
    let joined = db.write(move |tx| {
        Box::pin(async move {
            let admin = auth::person_by_login(tx, ADMIN.0).await?.expect("the administrator");
            let by = auth::standing_of(tx, admin.id, "", now).await?.administrator()?;
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
fn unless(holds: bool, who: &str, route: &Route, path: &str, seen: &Seen) -> Option<String> {
    (!holds).then(|| format!("{who} {} {path}: {} {}", route.method.word(), seen.status, seen.location))
}

/// Something in every place of the address, of the book LJ.
fn somewhere(route: &Route) -> String {
    route.at("LJ", |_| UserId::new().text())
}

#[tokio::test]
async fn 不登录_除了登录页什么也打不开() {
    each_engine(async |db: Db| {
        let (app, _) = with_books(&db).await;
        let mut stranger = Browser::on(&app);
        let token = stranger.get("/login").await.field("csrf").expect("a token");
        let mut broken = Vec::new();
        for route in routes().iter().filter(|r| !r.is_open()) {
            let path = somewhere(route);
            let (seen, holds) = match route.method {
                Method::Get => {
                    let seen = stranger.get(&path).await;
                    let led = seen.status == 303 && seen.location.starts_with("/login");
                    (seen, led)
                }
                Method::Post => {
                    let seen = stranger.post(&path, &[("csrf", &token)]).await;
                    let refused = seen.status == 401;
                    (seen, refused)
                }
            };
            broken.extend(unless(holds, "a stranger", route, &path, &seen));
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
        for route in routes().iter().filter(|r| r.method == Method::Post) {
            let path = somewhere(route);
            let bare = Request::post(&path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let seen = admin.send(bare.body(Body::from("a=b")).expect("a request")).await;
            broken.extend(unless(seen.status == 403, "without a token", route, &path, &seen));
        }
        assert!(broken.is_empty(), "an act needs no token:\n{}", broken.join("\n"));
    })
    .await;
}
