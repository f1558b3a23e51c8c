//! The story of a quarter once more, by a real browser with its scripts: what a person clicks and types.
//!
//! Needs `chromedriver` and Chromium. Where they are missing it says loudly that it did not run;
//! `MINGZHANG_REQUIRE_BROWSER=1` turns that into a failure.

#[path = "support/mod.rs"]
mod support;

use std::io::Write;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use mingzhang::db::Durability;
use support::Place;
use support::chromium::Chromium;
use support::story::{DIRECTOR, Story};
use tokio::net::TcpListener;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 一个季度_在真的浏览器里走一遍() {
    let Some(mut browser) = Chromium::started().await else {
        return absent();
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Place::File(folder.path().join("book.db")).open(Durability::Fleeting).await;
    let mut story = Story::begun(&db).await;
    story.village("LJ", "李家村").await;
    story.it_is("2025-10-02");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    browser.visits(&format!("http://{}", listener.local_addr().expect("an address")));
    let serving = tokio::spawn(mingzhang::web::serve_on(listener, story.app.clone(), std::future::pending()));
    let told = AssertUnwindSafe(a_quarter(&browser)).catch_unwind().await;
    if told.is_err() {
        browser.keeps_a_picture().await;
    }
    browser.ends().await;
    serving.abort();
    if let Err(panic) = told {
        std::panic::resume_unwind(panic);
    }
    support::audited(&db).await;
}

fn absent() {
    let required = std::env::var("MINGZHANG_REQUIRE_BROWSER").is_ok_and(|v| v == "1");
    assert!(!required, "MINGZHANG_REQUIRE_BROWSER=1,但没有 chromedriver 或 chromium");
    let said = "\n*** chromedriver 或 chromium 未找到:浏览器里的故事没有跑\n\n";
    std::io::stderr().write_all(said.as_bytes()).expect("standard error is there");
}

async fn a_quarter(b: &Chromium) {
    b.logs_in("accountant-lj").await;
    b.goes("/books/LJ/drafts/new").await;
    b.types("date", "2025-07-05").await;
    for (field, words) in [
        ("lines[0][summary]", "修桥石料"),
        ("lines[0][account]", "51302"),
        ("lines[0][debit]", "1200"),
        ("lines[1][summary]", "修桥石料"),
        ("lines[1][account]", "10201"),
        ("lines[1][credit]", "1200"),
    ] {
        b.types(field, words).await;
    }
    b.presses("保存").await;
    b.sees("已保存").await;
    b.logs_out().await;

    b.logs_in("colleague-lj").await;
    b.goes("/books/LJ/review").await;
    b.sees("修桥石料").await;
    b.presses("复核").await;
    b.sees("没有等复核的凭证").await;
    b.goes("/books/LJ/posting").await;
    b.presses("记账 1 张").await;
    b.sees("记-0001").await;
    for month in ["2025-07", "2025-08", "2025-09"] {
        b.goes(&format!("/books/LJ/closing?period={month}")).await;
        b.presses("的账").await;
        b.sees("封存码").await;
    }
    b.goes(SHEET).await;
    b.presses("核对无误").await;
    b.sees("等理财小组签意见").await;
    b.logs_out().await;

    for member in ["group1-lj", "group2-lj", "group3-lj"] {
        b.logs_in(member).await;
        b.goes(SHEET).await;
        b.presses("同意公开").await;
        b.sees_no("同意公开").await;
        b.logs_out().await;
    }
    b.logs_in(DIRECTOR).await;
    b.goes(SHEET).await;
    b.presses("签发").await;
    b.sees("等公布").await;
    b.logs_out().await;

    b.logs_in("accountant-lj").await;
    b.goes(&format!("{SHEET}/publish")).await;
    b.presses("公布").await;
    b.sees("看公开页").await;
    let code = b.code().await;
    b.follows("看公开页").await;
    for words in ["修桥石料", "1,200.00", "两个码一样", &code] {
        b.sees(words).await;
    }
}

const SHEET: &str = "/books/LJ/disclosures/2025Q3";
