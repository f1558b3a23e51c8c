//! What the tests stand on: a fresh database on each engine, the reader of the case files, and the stories.
//!
//! A test of a room takes [`each_engine`]; a test of the whole house takes a story.

#![allow(dead_code, reason = "each test program uses its part")]

pub mod bank_acts;
pub mod bank_world;
pub mod browser;
pub mod cases;
pub mod chromium;
pub mod desk;
pub mod html;
pub mod invoices;
pub mod line;
pub mod liuxi;
pub mod package;
pub mod postgres;
pub mod program;
pub mod routes;
pub mod sheets;
pub mod story;
pub mod township;
pub mod village_acts;
pub mod visitor;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;

use futures_util::FutureExt;
use mingzhang::checks;
use mingzhang::db::{Db, Durability};

/// Where a test's database is, for a test that opens it again or from another process.
#[derive(Clone, Debug)]
pub enum Place {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL address.
    Url(String),
}

impl Place {
    /// Opens it; `Durable` decides how hard SQLite presses a commit to the disk.
    pub async fn open(&self, durability: Durability) -> Db {
        let opened = match self {
            Place::File(file) => Db::sqlite(file, durability).await,
            Place::Url(url) => Db::postgres(url).await,
        };
        opened.expect("the database opens")
    }

    /// As one line, and back.
    pub fn line(&self) -> String {
        match self {
            Place::File(file) => format!("file:{}", file.display()),
            Place::Url(url) => url.clone(),
        }
    }

    /// The place a line names.
    pub fn of_line(line: &str) -> Place {
        match line.strip_prefix("file:") {
            Some(file) => Place::File(file.into()),
            None => Place::Url(line.to_owned()),
        }
    }
}

/// Runs the body on a fresh, migrated SQLite database, and then on a fresh PostgreSQL one where there is PostgreSQL.
///
/// Where there is none it says so on standard error, once, whatever the test runner captures;
/// `MINGZHANG_REQUIRE_POSTGRES=1` turns that into a failure.
pub async fn each_engine(body: impl AsyncFn(Db)) {
    each_place(async |place| {
        let db = place.open(Durability::Fleeting).await;
        let ended = AssertUnwindSafe(async {
            body(db.clone()).await;
            audited(&db).await;
        });
        let ended = ended.catch_unwind().await;
        db.close().await;
        if let Err(panic) = ended {
            std::panic::resume_unwind(panic);
        }
    })
    .await;
}

/// Published exercises begin without opening balances: they spend cash and write off what nobody brought in.
const WITHOUT_OPENING: [&str; 2] = ["cash.not_negative", "sheet.net_values"];

/// Every test ends with an audit: whatever it did, every named check holds.
pub async fn audited(db: &Db) {
    let Ok(mut view) = db.read().await else {
        return; // The test itself closed it.
    };
    let findings = checks::all(&mut view, None, None).await.expect("the checks run");
    let broken: Vec<_> = findings.iter().filter(|f| !f.holds() && !WITHOUT_OPENING.contains(&f.id)).collect();
    assert!(broken.is_empty(), "稽核不过:{broken:#?}");
}

/// The same, for a test that opens the database itself.
pub async fn each_place(body: impl AsyncFn(Place)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    on("SQLite", &body, Place::File(folder.path().join("book.db"))).await;
    let Some(fresh) = postgres::fresh_database().await else {
        return;
    };
    on("PostgreSQL", &body, Place::Url(fresh.url.clone())).await;
    fresh.drop_it().await;
}

/// The body, with the engine's name after whatever it panics with.
async fn on(engine: &str, body: &impl AsyncFn(Place), place: Place) {
    if let Err(panic) = AssertUnwindSafe(body(place)).catch_unwind().await {
        eprintln!("这个测试败在 {engine} 上");
        std::panic::resume_unwind(panic);
    }
}
