//! The permission table, driven: every address of the router, as every role, on the own book and on a foreign one.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, header};
use mingzhang::auth::Role;
use mingzhang::db::Db;
use mingzhang::kernel::UserId;
use mingzhang::web::permits;

use super::people::with_books;
use super::scope::joins;
use crate::support::browser::{Browser, Seen};
use crate::support::each_engine;
use crate::support::routes::{Method, Route, routes};

/// What a request came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Came {
    /// The handler ran: a page, an act, or a refusal of its own.
    In,
    /// The act is another role's.
    NotTheirs,
    /// There is no such book for this person.
    NoSuchBook,
    /// Something no table foresees.
    Astray,
}

/// Who is let in where, as the handlers' permits say.
struct Table(BTreeMap<&'static str, &'static [Role]>);

impl Table {
    fn expects(&self, route: &Route, role: Role, sees: bool) -> Came {
        if route.is_of_book() && !sees {
            return Came::NoSuchBook;
        }
        match route.permit.as_str() {
            "LoggedIn" | "Visit" => Came::In,
            permit => {
                let roles = self.0.get(permit).unwrap_or_else(|| panic!("{} asks for {permit:?}", route.path));
                if roles.contains(&role) { Came::In } else { Came::NotTheirs }
            }
        }
    }
}

async fn asks(browser: &mut Browser, route: &Route, path: &str, token: &str) -> Seen {
    let request = match route.method {
        Method::Get => Request::get(path).header(header::ACCEPT, "application/json"),
        Method::Post => Request::post(path)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf", token),
    };
    browser.send(request.body(Body::empty()).expect("a request")).await
}

fn came(route: &Route, seen: &Seen) -> Came {
    let says = |code: &str| seen.body.contains(&format!("\"{code}\""));
    match seen.status.as_u16() {
        403 if says("auth.role_needed") => Came::NotTheirs,
        404 if route.is_of_book() && says("auth.no_such_book") => Came::NoSuchBook,
        200..=399 | 400 | 403 | 404 | 409 | 413 | 415 | 422 => Came::In,
        _ => Came::Astray,
    }
}

/// Addresses that end the session they are asked with.
const ENDS_THE_SESSION: [&str; 2] = ["/logout", "/me/password"];

#[tokio::test]
async fn 每个地址_每个角色_自己的账套和别村的_都照权限表() {
    each_engine(async |db: Db| {
        let (app, _) = with_books(&db).await;
        let table = Table(permits().into_iter().collect());
        let all = routes();
        let mut wrong = Vec::new();
        for role in Role::ALL {
            let mut browser = joins(&db, &app, role).await;
            let token = browser.get("/me").await.field("csrf").expect("a token");
            for code in ["LJ", "WJ"] {
                let sees = role != Role::Administrator && (code == "LJ" || !role.is_per_book());
                for route in all.iter().filter(|r| !r.is_open() && !ENDS_THE_SESSION.contains(&r.path.as_str())) {
                    if code == "WJ" && !route.is_of_book() {
                        continue;
                    }
                    let path = route.at(code, |_| UserId::new().text());
                    let seen = asks(&mut browser, route, &path, &token).await;
                    let (is, should) = (came(route, &seen), table.expects(route, role, sees));
                    if is != should {
                        let said: String = seen.body.chars().take(90).collect();
                        let what =
                            format!("{} {path}: {should:?}, but {is:?} ({} {said})", route.method.word(), seen.status);
                        wrong.push(format!("{} {what}", role.word()));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} answers are not the table's:\n{}", wrong.len(), wrong.join("\n"));
    })
    .await;
}
