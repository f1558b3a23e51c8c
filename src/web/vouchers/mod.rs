//! 已记账凭证: the journal by number, one voucher as it is printed, its red-letter reversal, its paper.

mod paper;
mod printing;
mod show;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Money, Period};
use crate::ledger::{self, MonthState, PostedVoucher};

use super::extract::Query;
use super::frame::Frame;
use super::page::{Answer, show};
use super::permit::BookPath;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/vouchers", get(index))
        .route("/books/{code}/vouchers.pdf", get(paper::month))
        .route("/books/{code}/vouchers/cover.pdf", get(paper::cover))
        .route("/books/{code}/vouchers/{id}", get(show::voucher))
        .route("/books/{code}/vouchers/{id}/reverse", post(show::reverse))
        .route("/me/printing", get(printing::page).post(printing::set))
        .route("/me/printing/trial.pdf", get(printing::trial))
}

#[derive(Template)]
#[template(path = "vouchers/index.html")]
struct IndexPage {
    frame: Frame,
    code: String,
    book_name: String,
    period: Period,
    months: Vec<(String, String)>,
    vouchers: Vec<PostedVoucher>,
    total: Money,
    root: String,
}

impl IndexPage {
    /// 本期 1–87 号连续，共 87 张.
    fn numbers(&self) -> String {
        paper::numbers(&self.vouchers)
    }

    fn papers(&self) -> i64 {
        self.vouchers.iter().map(|v| v.document_count).sum()
    }

    fn summary<'a>(&self, voucher: &'a PostedVoucher) -> &'a str {
        voucher.entries.first().map_or("", |e| &e.summary)
    }
}

/// A month asked for; the first open one otherwise.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    period: String,
    paper: String,
    /// First and last number of what is printed.
    from: String,
    to: String,
}

async fn index(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let mut tx = app.db.read().await?;
    let period = match wish.period.parse() {
        Ok(period) => period,
        Err(_) => ledger::first_open(&mut tx, here.book.id).await?,
    };
    let vouchers = ledger::vouchers(&mut tx, here.book.id, period).await?;
    let root = match ledger::month_state(&mut tx, here.book.id, period).await? {
        MonthState::Closed(closure) => closure.root.hex(),
        MonthState::Open => String::new(),
    };
    drop(tx);
    let code = here.book.code.clone();
    let frame = Frame::in_book(&here.who, &here.book).under("凭证").crumb("已记账凭证", "").period(period);
    let last = Period::of(app.now().date()).max(period);
    let first = here.book.enabled_from.min(period);
    let mut months: Vec<_> = first.through(last).map(|p| (p.to_string(), p.in_chinese())).collect();
    months.reverse();
    let total = vouchers.iter().map(PostedVoucher::total).sum();
    show(&IndexPage { frame, code, book_name: here.book.name, period, months, vouchers, total, root })
}
