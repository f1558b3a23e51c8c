use axum::extract::State;

use crate::app::App;
use crate::db::ReadTx;
use crate::kernel::{Outcome, Period};
use crate::ledger::{self, PostedVoucher, VoucherKind};
use crate::pdf::voucher::{Voucher, VoucherPaper, lay_out};
use crate::village::{self, Book};
use crate::web::download;
use crate::web::error::WebRefusal;
use crate::web::extract::Query;
use crate::web::page::Answer;
use crate::web::permit::BookPath;

use super::Wish;

/// `form` is the 240 × 140 mm form, anything else A4 with two on a page.
fn paper_named(word: &str) -> VoucherPaper {
    if word == "form" { VoucherPaper::Form } else { VoucherPaper::A4TwoUp }
}

/// Every voucher of a month, by number: what goes into the binder.
pub(super) async fn month(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let period: Period = wish.period.parse().map_err(|_| WebRefusal::UnreadableAddress)?;
    let mut tx = app.db.read().await?;
    let vouchers = ledger::vouchers(&mut tx, here.book.id, period).await?;
    let printed = as_printed(&mut tx, &here.book, &vouchers).await?;
    drop(tx);
    if printed.is_empty() {
        return Err(WebRefusal::NoSuchPage.into());
    }
    let name = format!("{} {} 记账凭证", here.book.name, period.in_chinese());
    let (paper, now) = (paper_named(&wish.paper), app.now());
    download::pdf(&name, move |fonts| lay_out(&printed, paper, now, fonts)).await
}

/// One voucher.
pub(super) async fn one(app: &App, book: &Book, voucher: PostedVoucher, paper: &str) -> Answer {
    let mut tx = app.db.read().await?;
    let printed = as_printed(&mut tx, book, std::slice::from_ref(&voucher)).await?;
    drop(tx);
    let name = format!("{} {}", book.name, voucher.label());
    let (paper, now) = (paper_named(paper), app.now());
    download::pdf(&name, move |fonts| lay_out(&printed, paper, now, fonts)).await
}

async fn as_printed(tx: &mut ReadTx, book: &Book, vouchers: &[PostedVoucher]) -> Outcome<Vec<Voucher>> {
    let chart = ledger::chart(tx, book.id).await?;
    let dimensions = village::dimensions(tx, book.id).await?;
    let note = |voucher: &PostedVoucher| match voucher.kind {
        VoucherKind::Reversal | VoucherKind::Correction => voucher.kind.in_chinese().to_owned(),
        VoucherKind::Regular | VoucherKind::Closing => String::new(),
    };
    let printed = |v: &PostedVoucher| Voucher::of_posted(book.printed_name(), v, &chart, &dimensions, note(v));
    Ok(vouchers.iter().map(printed).collect())
}
