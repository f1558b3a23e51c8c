use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::{Money, Period};
use crate::statements::{self, VoucherSummary};

use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Asked, Links, Start, caption, send};

/// Down to which level.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    level: String,
}

#[derive(Template)]
#[template(path = "ledger/voucher_summary.html")]
struct SummaryPage {
    frame: Frame,
    caption: ReportCaption,
    first: Period,
    last: Period,
    summary: VoucherSummary,
    totals: (Money, Money),
    /// `/books/LX`.
    book: String,
    months: String,
    links: Links,
}

pub(super) async fn page(State(app): State<App>, here: BookPath, asked: Asked, Query(wish): Query<Wish>) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::ThisMonth);
    let level = wish.level.parse().ok().filter(|level| (1..=4).contains(level)).unwrap_or(1);
    let mut tx = app.db.read().await?;
    let summary = statements::voucher_summary(&mut tx, here.book.id, (first, last), level).await?;
    drop(tx);
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        return send(&app, here.reader, Report { caption, body: Body::VoucherSummary(summary) }, format).await;
    }
    let (book, months) = (format!("/books/{}", here.book.code), format!("from={first}&to={last}"));
    let links = Links::of(&format!("{book}/ledgers/voucher-summary"), &format!("{months}&level={level}"));
    let frame = Frame::in_book(&here.who, &here.book).under("账簿").crumb("凭证汇总表", "").period(last);
    show(&SummaryPage { frame, caption, first, last, totals: summary.totals(), summary, book, months, links })
}
