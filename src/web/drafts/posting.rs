//! 记账: what will get which number, the act, and what came of it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{BookId, DraftId, Failure, Money, Outcome, Period, Refused, Timestamp};
use crate::ledger::{self, Draft, DraftState, LedgerRefusal, PostedVoucher, VoucherNo};
use crate::web::error::WebRefusal;
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::workflow;

#[derive(Template)]
#[template(path = "drafts/posting.html")]
struct PreviewPage {
    frame: Frame,
    code: String,
    rows: Vec<Row>,
    held: Vec<Held>,
    total: Money,
}

/// A voucher and the number it will get.
struct Row {
    draft: Draft,
    number: VoucherNo,
}

/// A voucher that cannot be posted, and why.
struct Held {
    words: String,
    href: String,
    reasons: Vec<Refused>,
}

impl Held {
    fn of(draft: &Draft, code: &str, reasons: Vec<Refused>) -> Held {
        let words = format!("{} {} {}元", draft.date, draft.summary(), draft.total());
        Held { words, href: format!("/books/{code}/drafts/{}", draft.id), reasons }
    }
}

/// In the order the binder is read: by date, then as they came.
async fn reviewed(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<Draft>> {
    let mut drafts = ledger::drafts(tx, book, None).await?;
    drafts.retain(|d| d.state == DraftState::Reviewed);
    drafts.sort_by_key(|d| (d.date, d.prepared_at, d.id));
    Ok(drafts)
}

/// Exactly what will stand afterwards.
pub(super) async fn preview(State(app): State<App>, here: Permit<Accountant>) -> Answer {
    let mut tx = app.db.read().await?;
    let (book, code) = (here.book.id, here.book.code.clone());
    let open = ledger::first_open(&mut tx, book).await?;
    let (mut next, mut rows, mut held) = (BTreeMap::<Period, VoucherNo>::new(), Vec::new(), Vec::new());
    for draft in reviewed(&mut tx, book).await? {
        if draft.period < open {
            let closed = LedgerRefusal::PeriodClosed { period: draft.period.in_chinese(), open: open.in_chinese() };
            held.push(Held::of(&draft, &code, vec![closed.into()]));
            continue;
        }
        let number = match next.get(&draft.period) {
            Some(last) => VoucherNo { no: last.no + 1, ..last.clone() },
            None => ledger::next_number(&mut tx, book, draft.period).await?,
        };
        next.insert(draft.period, number.clone());
        rows.push(Row { draft, number });
    }
    let frame = Frame::in_book(&here.who, &here.book)
        .under("凭证")
        .crumb("未记账凭证", format!("/books/{code}/drafts"))
        .crumb("记账", "");
    show(&PreviewPage { frame, code, total: rows.iter().map(|r| r.draft.total()).sum(), rows, held })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Shown {
    draft: Vec<String>,
}

#[derive(Template)]
#[template(path = "drafts/posted.html")]
struct DonePage {
    frame: Frame,
    code: String,
    posted: Vec<PostedVoucher>,
    held: Vec<Held>,
}

impl DonePage {
    fn summary<'a>(&self, voucher: &'a PostedVoucher) -> &'a str {
        voucher.entries.first().map_or("", |e| &e.summary)
    }
}

/// 记账 of the vouchers that were shown, one by one and in the order shown: one that is refused
/// keeps its place as a draft and takes no number.
pub(super) async fn post(State(app): State<App>, permit: Permit<Accountant>, Form(shown): Form<Shown>) -> Answer {
    let (now, code) = (app.now(), permit.book.code.clone());
    let asked: Vec<DraftId> = shown.draft.iter().filter_map(|id| id.parse().ok()).collect();
    let mut drafts = reviewed(&mut app.db.read().await?, permit.book.id).await?;
    drafts.retain(|d| asked.contains(&d.id));
    let (mut posted, mut held) = (Vec::new(), Vec::new());
    for draft in &drafts {
        match post_one(&app, &permit.by, draft.id, now).await {
            Ok(voucher) => posted.push(voucher),
            Err(Failure::Refused(reasons)) => held.push(Held::of(draft, &code, reasons)),
            Err(fault) => return Err(fault.into()),
        }
    }
    if asked.len() > drafts.len() {
        let words = format!("{}张凭证", asked.len() - drafts.len());
        let gone = Refused::from(LedgerRefusal::DraftGone);
        held.push(Held { words, href: format!("/books/{code}/vouchers"), reasons: vec![gone] });
    }
    if held.is_empty() {
        return Ok(see_other(done_href(&code, &posted, now)));
    }
    let reasons: Vec<Refused> = held.iter().flat_map(|h| h.reasons.clone()).collect();
    let frame = done_frame(Frame::in_book(&permit.who, &permit.book), &code);
    show_refused(&DonePage { frame, code, posted, held }, &reasons)
}

/// One draft, in a transaction of its own; the item it came from is booked with it.
async fn post_one(app: &App, by: &Accountant, id: DraftId, now: Timestamp) -> Outcome<PostedVoucher> {
    let by = by.clone();
    let posted = app.db.write(move |tx| Box::pin(async move { workflow::post(tx, &by, &[id], now).await })).await?;
    posted.into_iter().next().ok_or_else(|| LedgerRefusal::NoSuchVoucher.into())
}

fn done_href(code: &str, posted: &[PostedVoucher], now: Timestamp) -> String {
    let periods = posted.iter().map(|v| v.period);
    match (periods.clone().min(), periods.max()) {
        (Some(from), Some(to)) => format!("/books/{code}/posting/done?at={}&from={from}&to={to}", now.stored()),
        _ => format!("/books/{code}/drafts"),
    }
}

fn done_frame(frame: Frame, code: &str) -> Frame {
    frame.under("凭证").crumb("已记账凭证", format!("/books/{code}/vouchers")).crumb("记账结果", "")
}

#[derive(Deserialize)]
pub(super) struct Batch {
    at: String,
    from: Period,
    to: Period,
}

/// What one batch became: everything this book posted at that instant.
pub(super) async fn done(State(app): State<App>, here: BookPath, Query(batch): Query<Batch>) -> Answer {
    let at = Timestamp::parse(&batch.at).ok_or(WebRefusal::UnreadableAddress)?;
    let mut tx = app.db.read().await?;
    let mut posted = ledger::vouchers_between(&mut tx, here.book.id, batch.from, batch.to).await?;
    drop(tx);
    posted.retain(|v| v.posted_at == at);
    let code = here.book.code.clone();
    let frame = done_frame(Frame::in_book(&here.who, &here.book), &code);
    show(&DonePage { frame, code, posted, held: Vec::new() })
}
