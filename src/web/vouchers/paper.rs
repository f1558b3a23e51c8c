use axum::extract::State;

use crate::app::App;
use crate::db::ReadTx;
use crate::kernel::{Outcome, Period, UserId};
use crate::ledger::{self, MonthState, PostedVoucher, VoucherKind};
use crate::pdf::voucher::{Cover, Placed, Voucher, VoucherPaper, lay_out, sheets_needed};
use crate::village::{self, Book};
use crate::web::download;
use crate::web::error::WebRefusal;
use crate::web::extract::Query;
use crate::web::page::Answer;
use crate::web::permit::BookPath;

use super::Wish;

/// `form` is the 240 × 140 mm form, anything else A4 with two on a page; moved as this person's printer wants it.
pub(super) async fn placed(tx: &mut ReadTx, user: UserId, word: &str) -> Outcome<Placed> {
    let offset = ledger::print_offset(tx, user).await?;
    // At most 20 mm in tenths: exact in any float.
    let [right, down] = [offset.x_tenths, offset.y_tenths].map(|tenths| tenths as f32 / 10.0);
    let paper = if word == "form" { VoucherPaper::Form } else { VoucherPaper::A4TwoUp };
    Ok(Placed { paper, right, down })
}

/// The vouchers of a month from one number to another; all of them where no number is named.
pub(super) async fn month(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let period: Period = wish.period.parse().map_err(|_| WebRefusal::UnreadableAddress)?;
    let (first, last) = (wish.from.trim().parse().unwrap_or(1), wish.to.trim().parse().unwrap_or(i64::MAX));
    let mut tx = app.db.read().await?;
    let mut vouchers = ledger::vouchers(&mut tx, here.book.id, period).await?;
    drop(tx);
    vouchers.retain(|v| (first..=last).contains(&v.number.no));
    printed(&app, &here, &vouchers, &wish.paper).await
}

/// One voucher.
pub(super) async fn one(app: &App, here: &BookPath, voucher: PostedVoucher, paper: &str) -> Answer {
    printed(app, here, &[voucher], paper).await
}

/// Vouchers name people: that they left on paper, and for which time, is recorded first.
async fn printed(app: &App, here: &BookPath, vouchers: &[PostedVoucher], paper: &str) -> Answer {
    let (Some(first), Some(last)) = (vouchers.first(), vouchers.last()) else {
        return Err(WebRefusal::NoSuchPage.into());
    };
    let (by, now) = (here.reader.clone(), app.now());
    let span = (first.period, first.number.no, last.number.no);
    let noting = app.db.write(move |tx| Box::pin(async move { ledger::note_prints(tx, &by, span, now).await }));
    let prints = noting.await?;
    let mut tx = app.db.read().await?;
    let mut on_paper = as_printed(&mut tx, &here.book, vouchers).await?;
    let placed = placed(&mut tx, here.who.standing.id(), paper).await?;
    drop(tx);
    for (sheet, voucher) in on_paper.iter_mut().zip(vouchers) {
        sheet.print_no = prints.get(&voucher.id).and_then(|no| u32::try_from(*no).ok()).unwrap_or(1);
    }
    let name = match vouchers {
        [one] => format!("{} {}", here.book.name, one.label()),
        _ => format!("{} {} 记账凭证", here.book.name, first.period.in_chinese()),
    };
    download::pdf(&name, move |fonts| lay_out(&on_paper, placed, now, fonts)).await
}

/// 凭证封面 of a month.
pub(super) async fn cover(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let period: Period = wish.period.parse().map_err(|_| WebRefusal::UnreadableAddress)?;
    let mut tx = app.db.read().await?;
    let vouchers = ledger::vouchers(&mut tx, here.book.id, period).await?;
    let sheets = sheets_needed(&as_printed(&mut tx, &here.book, &vouchers).await?);
    let code = match ledger::month_state(&mut tx, here.book.id, period).await? {
        MonthState::Closed(closure) => closure.root.short_code(),
        MonthState::Open => String::new(),
    };
    let placed = placed(&mut tx, here.who.standing.id(), &wish.paper).await?;
    drop(tx);
    let cover = Cover {
        book_name: here.book.printed_name().to_owned(),
        period: period.in_chinese(),
        word: vouchers.first().map_or("记".to_owned(), |v| v.number.word.clone()),
        numbers: vouchers.first().zip(vouchers.last()).map(|(a, b)| (a.number.no, b.number.no)),
        vouchers: i64::try_from(vouchers.len()).unwrap_or(i64::MAX),
        sheets,
        documents: vouchers.iter().map(|v| v.document_count).sum(),
        unbroken: numbers(&vouchers),
        code,
    };
    let (name, now) = (format!("{} {} 凭证封面", here.book.name, period.in_chinese()), app.now());
    download::pdf(&name, move |fonts| cover.lay_out(placed, now, fonts)).await
}

/// 本期1–87号连续，共87张; the ledger gives numbers without holes, this counts them once more.
pub(super) fn numbers(vouchers: &[PostedVoucher]) -> String {
    let count = vouchers.len();
    let unbroken = vouchers.iter().enumerate().all(|(i, v)| usize::try_from(v.number.no) == Ok(i + 1));
    match (count, unbroken) {
        (0, _) => "本期没有凭证".to_owned(),
        (1, true) => "本期 1 号，共 1 张".to_owned(),
        (_, true) => format!("本期 1–{count} 号连续，共 {count} 张"),
        (_, false) => format!("本期共 {count} 张，号不连续"),
    }
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
