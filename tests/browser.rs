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
#[path = "browser/public.rs"]
mod public;
#[path = "browser/quarter.rs"]
mod quarter;

use std::io::Write;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use mingzhang::db::{Db, Durability};
use mingzhang::kernel::{BookId, Period, Quarter};
use mingzhang::ledger::{NewDraft, Side};
use support::Place;
use support::chromium::Chromium;
use support::chromium::axe::axe_core;
use support::line::Line;
use support::sheets::publishes;
use support::story::Story;
use support::township::{Kept, day};
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
        let prepared = async |story: &mut Story| {
            story.village("LJ", "李家村").await;
            bank::the_books_of_a_quarter(story).await;
            story.it_is("2025-10-02");
        };
        in_a_house(prepared, async |b, _| bank::a_quarter_is_reconciled_by_keys(b, size).await).await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn 村民看的每一页_不违反无障碍的规则() {
    let Some(axe) = axe_core() else {
        return absent("axe-core（在 tests/accessibility 里 npm ci）");
    };
    let prepared = async |story: &mut Story| {
        let book = story.keeps_book_of("LJ", "李家村").await;
        keeps_a_quarter(&story.app.db, book).await;
        story.it_is("2025-10-08");
        publishes(&story.app.db, book, Quarter::new(2025, 3).expect("a quarter"), story.app.now()).await;
    };
    in_a_house(prepared, async |b, _| {
        b.is_held_in_the_hand().await;
        public::every_public_page_breaks_no_rule(b, &axe).await;
    })
    .await;
}

/// Rent in, paper bought, three closings.
async fn keeps_a_quarter(db: &Db, book: BookId) {
    let kept = Kept::seen_again(db, book).await;
    let rent = |code, side| kept.line("仓库三季度租金", code, side, 600_000);
    let rent = vec![rent("10201", Side::Debit), rent("50103", Side::Credit)];
    for new in [NewDraft::regular(day("2025-07-05"), rent), kept.office_paid("2025-08-06", 12_050)] {
        let draft = kept.reviewed(new).await;
        kept.posts(draft).await.expect("posted");
    }
    for month in 7..=9 {
        kept.closes(Period::new(2025, month).expect("a period")).await.expect("closed");
    }
}

/// A browser before a house of its own: 李家村 and its people, the second of October.
async fn at_the_desk(told: impl AsyncFnOnce(&Chromium)) {
    over_a_line(async |b, _| told(b).await).await;
}

/// The same, with a hand on the line between them.
async fn over_a_line(told: impl AsyncFnOnce(&Chromium, &Line)) {
    let prepared = async |story: &mut Story| {
        story.village("LJ", "李家村").await;
        story.it_is("2025-10-02");
    };
    in_a_house(prepared, told).await;
}

/// A browser before a house that was prepared.
async fn in_a_house(prepared: impl AsyncFnOnce(&mut Story), told: impl AsyncFnOnce(&Chromium, &Line)) {
    let Some(mut browser) = Chromium::started().await else {
        return absent("chromedriver 或 chromium");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = Place::File(folder.path().join("book.db")).open(Durability::Fleeting).await;
    let mut story = Story::begun(&db).await;
    prepared(&mut story).await;
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

fn absent(what: &str) {
    let required = std::env::var("MINGZHANG_REQUIRE_BROWSER").is_ok_and(|v| v == "1");
    assert!(!required, "MINGZHANG_REQUIRE_BROWSER=1,但没有 {what}");
    let said = format!("\n*** {what} 未找到:浏览器里的故事没有跑\n\n");
    std::io::stderr().write_all(said.as_bytes()).expect("standard error is there");
}
