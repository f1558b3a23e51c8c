//! What the tests stand on: a fresh database on each engine, the reader of the case files, and the stories.
//!
//! A test of a room takes [`each_engine`]; a test of the whole house takes a story.

#![allow(dead_code, reason = "each test program uses its part")]

pub mod bank_world;
pub mod browser;
pub mod html;
pub mod postgres;
pub mod story;
pub mod township;
pub mod visitor;

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use mingzhang::db::{Db, Durability};

/// Runs the body on a fresh, migrated SQLite database, and then on a fresh PostgreSQL one where there is PostgreSQL.
///
/// Where there is none it says so on standard error, once, whatever the test runner captures;
/// `MINGZHANG_REQUIRE_POSTGRES=1` turns that into a failure.
pub async fn each_engine(body: impl AsyncFn(Db)) {
    on_sqlite(&body).await;
    on_postgres(&body).await;
}

async fn on_sqlite(body: &impl AsyncFn(Db)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Db::sqlite(&folder.path().join("book.db"), Durability::Fleeting).await.expect("a fresh SQLite file");
    on("SQLite", &db, body).await;
}

async fn on_postgres(body: &impl AsyncFn(Db)) {
    let Some(fresh) = postgres::fresh_database().await else {
        return;
    };
    let db = Db::postgres(&fresh.url).await.expect("a fresh PostgreSQL database");
    on("PostgreSQL", &db, body).await;
    fresh.drop_it().await;
}

/// The body, with the engine's name before whatever it panics with.
async fn on(engine: &str, db: &Db, body: &impl AsyncFn(Db)) {
    let ended = AssertUnwindSafe(body(db.clone())).catch_unwind().await;
    db.close().await;
    if let Err(panic) = ended {
        eprintln!("这个测试败在 {engine} 上");
        std::panic::resume_unwind(panic);
    }
}
