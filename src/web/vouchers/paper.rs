use axum::extract::State;

use crate::app::App;
use crate::audit::{self, Act};
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

/// Vouchers name people: that they left on paper is recorded first.
async fn record(app: &App, here: &BookPath, subject: String) -> Outcome<()> {
    let (by, now) = (here.reader.clone(), app.now());
    let recording = app.db.write(move |tx| {
        Box::pin(async move {
            audit::record(tx, by.actor(), Act::on_book(by.book(), "voucher.print", subject), now).await?;
            Ok(())
        })
    });
    recording.await
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
    record(&app, &here, format!("{} 共{}张凭证", period.in_chinese(), printed.len())).await?;
    let name = format!("{} {} 记账凭证", here.book.name, period.in_chinese());
    let (paper, now) = (paper_named(&wish.paper), app.now());
    download::pdf(&name, move |fonts| lay_out(&printed, paper, now, fonts)).await
}

/// One voucher.
pub(super) async fn one(app: &App, here: &BookPath, voucher: PostedVoucher, paper: &str) -> Answer {
    let mut tx = app.db.read().await?;
    let printed = as_printed(&mut tx, &here.book, std::slice::from_ref(&voucher)).await?;
    drop(tx);
    record(app, here, voucher.label()).await?;
    let name = format!("{} {}", here.book.name, voucher.label());
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
