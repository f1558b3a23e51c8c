//! Under the address of one's own book, the ids of another village's rows lead nowhere: not to read, not to act on.
//!
//! A whole quarter of the other village stands in the database. Every address that holds an id is asked with the id of
//! every row of it, and every field of every form is filled with that id, by somebody of the own village and by the
//! township's people who may see both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use axum::body::Body;
use axum::http::{Request, header};
use mingzhang::db::Db;
use mingzhang::kernel::BookId;
use sqlx::{AssertSqlSafe, Row};

use crate::support::bank_acts::statement;
use crate::support::browser::Browser;
use crate::support::desk::voucher;
use crate::support::each_engine;
use crate::support::routes::{Method, Route, routes};
use crate::support::story::{PASSWORD, Story};
use crate::support::village_acts::{income, payment};

/// A word that stands in what the other village wrote, and nowhere else.
const SECRET: &str = "王家沟水泵房";

/// What stands of a book: every row of every table that names it, as text.
type Rows = BTreeMap<String, BTreeSet<String>>;

/// Tables that name a book, with the columns they have.
async fn tables(db: &Db) -> Vec<(String, bool)> {
    let ask = match db.engine_name() {
        "sqlite" => {
            "select m.name as name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and c.name = 'book_id'"
        }
        _ => {
            "select table_name::text as name from information_schema.columns where column_name = 'book_id' and table_schema = 'public'"
        }
    };
    let with_id = ask.replace("'book_id'", "'id'");
    let mut tx = db.read().await.expect("a view");
    let named = |rows: Vec<sqlx::any::AnyRow>| -> BTreeSet<String> { rows.iter().map(|r| r.get("name")).collect() };
    let of_book = named(sqlx::query(AssertSqlSafe(ask)).fetch_all(tx.conn()).await.expect("tables"));
    let with_id = named(sqlx::query(AssertSqlSafe(with_id)).fetch_all(tx.conn()).await.expect("tables"));
    of_book.into_iter().map(|name| (name.clone(), with_id.contains(&name))).collect()
}

async fn rows_of(db: &Db, book: BookId) -> (Rows, BTreeMap<String, String>) {
    let (mut all, mut ids) = (Rows::new(), BTreeMap::new());
    for (table, has_id) in tables(db).await {
        let mut tx = db.read().await.expect("a view");
        let ask = format!("select * from {table} where book_id = $1");
        let rows = sqlx::query(AssertSqlSafe(ask)).bind(book.text()).fetch_all(tx.conn()).await.expect("rows");
        let lines = rows.iter().map(|row| {
            let cells = (0..row.columns().len()).map(|i| {
                row.try_get::<String, _>(i)
                    .or_else(|_| row.try_get::<i64, _>(i).map(|n| n.to_string()))
                    .unwrap_or_default()
            });
            cells.collect::<Vec<_>>().join("|")
        });
        all.insert(table.clone(), lines.collect());
        if let (true, Some(row)) = (has_id, rows.first()) {
            ids.insert(table, row.get::<String, _>("id"));
        }
    }
    (all, ids)
}

/// A month of the other village: handed in, approved, booked, reconciled, closed; and something under way.
async fn lives(t: &mut Story, code: &str, reason: &'static str) {
    t.it_is("2025-07-08");
    // A paper of its own in each village: one file is handed in once in the township.
    let picture = code.as_bytes()[0];
    t.registers_bank_account(code).await;
    let rent = income("租金收入").of("10,000.00").with("某农机合作社").because(reason).dated("2025-07-03");
    t.clerk_hands_in(code, &rent.pictured(picture)).await.ok();
    t.village_agrees(code).await;
    t.centre_takes_in(code).await;
    t.colleague_reviews(code).await;
    t.colleague_posts(code).await;
    let desks = payment("办公用品").of("120.00").with("县石料厂").because(reason).dated("2025-07-05");
    t.clerk_hands_in(code, &desks.pictured(picture + 1)).await.ok();
    let typed = voucher("2025-07-06").debit(reason, "101", "50").credit(reason, "10201", "50.00");
    t.accountant_types(code, &typed).await.ok();
    t.it_is("2025-08-02");
    let july = statement(&[["2025-07-03", "10000.00", "", "10000.00", "某农机合作社", reason]]);
    t.cashier_imports(code, july).await;
}

/// Every name a form of ours gives to a field.
fn fields() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("templates") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a template");
            let named = text.split("name=\"").skip(1).filter_map(|after| after.split('"').next());
            names.extend(named.filter(|n| n.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')).map(str::to_owned));
        }
    }
    names.remove("csrf");
    names
}

async fn asks(browser: &mut Browser, route: &Route, path: &str, token: &str, filled: &str) -> String {
    let request = match route.method {
        Method::Get => Request::get(path).body(Body::empty()),
        Method::Post => Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("x-csrf", token)
            .body(Body::from(filled.to_owned())),
    };
    let seen = browser.send(request.expect("a request")).await;
    assert!(seen.status.as_u16() < 500, "{} {path}: {}", route.method.word(), seen.status);
    seen.body
}

/// Where the secret is told to somebody who asks every address of a book with these ids.
async fn told_to(
    t: &Story,
    who: &str,
    code: &str,
    ids: &BTreeMap<String, String>,
    names: &BTreeSet<String>,
) -> Vec<String> {
    let mut browser = Browser::on(&t.app);
    browser.logs_in(who, PASSWORD).await;
    let token = browser.get("/me").await.field("csrf").expect("a token");
    let mut told = Vec::new();
    for route in routes().iter().filter(|r| r.is_of_book() && r.path.matches('{').count() > 1) {
        for (table, id) in ids {
            let path = route.at(code, |_| id.clone());
            let filled = names.iter().map(|name| format!("{name}={id}")).collect::<Vec<_>>().join("&");
            if asks(&mut browser, route, &path, &token, &filled).await.contains(SECRET) {
                told.push(format!("{} {} with the id of {table}", route.method.word(), route.path));
            }
        }
    }
    told
}

#[tokio::test]
async fn 用自己账套的地址_拿别村的编号_什么也看不到_什么也改不了() {
    each_engine(async |db: Db| {
        let mut t = Story::begun(&db).await;
        t.village("LJ", "李家村").await;
        let foreign = t.village("WJ", "王家村").await;
        lives(&mut t, "LJ", "本村的房租").await;
        lives(&mut t, "WJ", SECRET).await;
        let (before, ids) = rows_of(&db, foreign).await;
        assert!(ids.len() >= 8, "the other village has rows of {:?}", ids.keys());
        assert!(before.values().flatten().any(|row| row.contains(SECRET)), "the secret is written down");
        let (names, mut told) = (fields(), Vec::new());
        for who in ["clerk-lj", "group1-lj", "head-lj", "accountant-lj", "zongkuai"] {
            let told_here = told_to(&t, who, "LJ", &ids, &names).await;
            told.extend(told_here.into_iter().map(|place| format!("{who} {place}")));
        }
        assert!(told.is_empty(), "another village's words are told:\n{}", told.join("\n"));
        let (after, _) = rows_of(&db, foreign).await;
        for (table, rows) in &before {
            assert_eq!(rows, &after[table], "{table} of the other village was changed");
        }
        let at_home = told_to(&t, "accountant-wj", "WJ", &ids, &BTreeSet::new()).await;
        assert!(at_home.len() >= 8, "at home the same ids open the pages: {at_home:?}");
    })
    .await;
}
