//! What only a real browser shows: the pages with their scripts, clicked and typed by a person.
//!
//! Needs `chromedriver` and Chromium. Where they are missing it says loudly that it did not run;
//! `MINGZHANG_REQUIRE_BROWSER=1` turns that into a failure.

#[path = "support/mod.rs"]
mod support;

#[path = "browser/bank.rs"]
mod bank;
#[path = "browser/desk.rs"]
mod desk;
#[path = "browser/grid.rs"]
mod grid;
#[path = "browser/phone.rs"]
mod phone;
#[path = "browser/quarter.rs"]
mod quarter;

use std::io::Write;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use mingzhang::db::Durability;
use support::Place;
use support::chromium::Chromium;
use support::line::Line;
use support::story::Story;
use tokio::net::TcpListener;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 一个季度_在真的浏览器里走一遍() {
    at_the_desk(async |b| quarter::a_quarter(b).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 填制凭证_不用鼠标_五行四十五键以内() {
    at_the_desk(async |b| {
        grid::five_lines_within_forty_five_keys(b).await;
        b.logs_out().await;
        grid::every_key_does_what_the_legend_says(b).await;
        grid::the_login_comes_back_over_the_form(b).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 复核冲销和工作台_全用键盘() {
    at_the_desk(async |b| {
        desk::the_review_desk(b).await;
        desk::red_letter_in_one_key(b).await;
        desk::the_board(b).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 一个季度的对账_全用键盘_三张调节表_灯变绿() {
    for size in [(1440, 900), (1024, 768)] {
        in_a_house(bank::the_books_of_a_quarter, async |b, _| bank::a_quarter_is_reconciled_by_keys(b, size).await)
            .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 手机上交单_传到一半断网_关掉再开接着传_只交一次() {
    over_a_line(async |b, line| {
        b.is_held_in_the_hand().await;
        phone::a_photo_survives_a_cut_line(b, line).await;
        phone::an_e_invoice_fills_the_form(b).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 村里人的每一页_手指按得到_字看得清() {
    at_the_desk(async |b| {
        b.is_held_in_the_hand().await;
        phone::every_page_fits_the_thumb(b).await;
    })
    .await;
}

/// A browser before a house of its own: 李家村 and its people, the second of October.
async fn at_the_desk(told: impl AsyncFnOnce(&Chromium)) {
    over_a_line(async |b, _| told(b).await).await;
}

/// The same, with a hand on the line between them.
async fn over_a_line(told: impl AsyncFnOnce(&Chromium, &Line)) {
    in_a_house(async |_| {}, told).await;
}

/// The same, in a house where something has happened before.
async fn in_a_house(before: impl AsyncFnOnce(&Story), told: impl AsyncFnOnce(&Chromium, &Line)) {
    let Some(mut browser) = Chromium::started().await else {
        return absent();
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Place::File(folder.path().join("book.db")).open(Durability::Fleeting).await;
    let mut story = Story::begun(&db).await;
    story.village("LJ", "李家村").await;
    before(&story).await;
    story.it_is("2025-10-02");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let line = Line::to(listener.local_addr().expect("an address")).await;
    browser.visits(&line.begins_at());
    let serving = tokio::spawn(mingzhang::web::serve_on(listener, story.app.clone(), std::future::pending()));
    let told = AssertUnwindSafe(told(&browser, &line)).catch_unwind().await;
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
