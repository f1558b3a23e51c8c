//! 已记账凭证: the journal by number, one voucher as it is printed, its red-letter reversal, its paper.

mod paper;
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
        .route("/books/{code}/vouchers/{id}", get(show::voucher))
        .route("/books/{code}/vouchers/{id}/reverse", post(show::reverse))
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
    /// 本期 1–87 号连续，共 87 张; the ledger gives numbers without holes, this counts them once more.
    fn numbers(&self) -> String {
        let count = self.vouchers.len();
        let unbroken = self.vouchers.iter().enumerate().all(|(i, v)| usize::try_from(v.number.no) == Ok(i + 1));
        match (count, unbroken) {
            (0, _) => "本期没有凭证".to_owned(),
            (1, true) => "本期 1 号，共 1 张".to_owned(),
            (_, true) => format!("本期 1–{count} 号连续，共 {count} 张"),
            (_, false) => format!("本期共 {count} 张，号不连续"),
        }
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
