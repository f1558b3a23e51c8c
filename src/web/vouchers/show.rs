use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{Outcome, Refused, VoucherId};
use crate::ledger::{self, Correction, CorrectionStage, PostedVoucher, VoucherKind};
use crate::village::{self, Book};
use crate::web::drafts::{Face, Papers, papers_of_voucher};
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use super::{Wish, paper};

/// A posted voucher in the path; `.pdf` asks for its paper.
#[derive(Deserialize)]
pub(super) struct At {
    id: String,
}

#[derive(Template)]
#[template(path = "vouchers/show.html")]
struct VoucherPage {
    frame: Frame,
    code: String,
    book_name: String,
    voucher: PostedVoucher,
    face: Face,
    papers: Papers,
    corrected: Option<PostedVoucher>,
    corrections: Vec<Link>,
    previous: String,
    next: String,
    may_reverse: bool,
    /// Those who make vouchers may begin one with its lines, or keep them as a template.
    may_copy: bool,
    for_all: bool,
    printed: i64,
    reason: String,
    refused: Vec<Refused>,
}

/// A red or blue voucher, or its draft.
struct Link {
    words: String,
    href: String,
}

impl Link {
    fn of(correction: Correction, code: &str) -> Link {
        let kind = correction.kind.in_chinese();
        match correction.stage {
            CorrectionStage::Draft(id) => {
                Link { words: format!("{kind}（草稿）"), href: format!("/books/{code}/drafts/{id}") }
            }
            CorrectionStage::Posted { voucher, period, number } => {
                Link { words: format!("{kind} {period} {number}"), href: format!("/books/{code}/vouchers/{voucher}") }
            }
        }
    }
}

pub(super) async fn voucher(
    State(app): State<App>,
    here: BookPath,
    Path(at): Path<At>,
    Query(wish): Query<Wish>,
) -> Answer {
    let (id, as_paper) = match at.id.strip_suffix(".pdf") {
        Some(id) => (id, true),
        None => (at.id.as_str(), false),
    };
    let id: VoucherId = id.parse().map_err(|_| WebRefusal::NoSuchPage)?;
    let mut tx = app.db.read().await?;
    let voucher = ledger::voucher(&mut tx, here.book.id, id).await?;
    if as_paper {
        drop(tx);
        return paper::one(&app, &here, voucher, &wish.paper).await;
    }
    show(&page(&mut tx, &here.who, &here.book, voucher).await?)
}

async fn page(tx: &mut ReadTx, who: &LoggedIn, book: &Book, voucher: PostedVoucher) -> Outcome<VoucherPage> {
    let code = book.code.clone();
    let chart = ledger::chart(tx, book.id).await?;
    let dimensions = village::dimensions(tx, book.id).await?;
    let ids: Vec<_> = voucher.documents.iter().map(|d| d.0).collect();
    let papers = papers_of_voucher(tx, book, &ids, voucher.submission).await?;
    let corrections = ledger::corrections_of(tx, book.id, voucher.id).await?;
    let reversed = corrections.iter().any(|c| c.kind == VoucherKind::Reversal);
    let corrected = match voucher.corrects {
        Some(id) => Some(ledger::voucher(tx, book.id, id).await?),
        None => None,
    };
    let month = ledger::vouchers(tx, book.id, voucher.period).await?;
    let place = month.iter().position(|v| v.id == voucher.id);
    let href = |at: Option<usize>| {
        at.and_then(|i| month.get(i)).map_or(String::new(), |v| format!("/books/{code}/vouchers/{}", v.id))
    };
    let frame = Frame::in_book(who, book)
        .under("凭证")
        .crumb("已记账凭证", format!("/books/{code}/vouchers?period={}", voucher.period))
        .crumb(voucher.number.to_string(), "")
        .period(voucher.period);
    Ok(VoucherPage {
        frame,
        book_name: book.printed_name().to_owned(),
        face: Face::of_posted(&voucher, &chart, &dimensions),
        papers,
        corrected,
        corrections: corrections.into_iter().map(|c| Link::of(c, &code)).collect(),
        previous: href(place.and_then(|i| i.checked_sub(1))),
        next: href(place.map(|i| i + 1)),
        may_reverse: who.standing.accountant(book.id).is_ok() && voucher.kind != VoucherKind::Reversal && !reversed,
        may_copy: who.standing.accountant(book.id).is_ok(),
        for_all: who.standing.chief().is_ok(),
        printed: ledger::prints_of(tx, book.id, voucher.id).await?,
        voucher,
        code,
        reason: PLAIN_REASON.to_owned(),
        refused: Vec::new(),
    })
}

/// The reason that stands in the form already, so that one key is enough; the person may say more.
const PLAIN_REASON: &str = "原凭证记错";

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ReasonForm {
    reason: String,
}

/// 冲销: the red draft is made, and the blue one is opened in the grid.
pub(super) async fn reverse(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ReasonForm>,
) -> Answer {
    let id: VoucherId = at.id.parse().map_err(|_| WebRefusal::NoSuchPage)?;
    let (by, now, reason) = (permit.by.clone(), app.now(), form.reason.clone());
    let done = app.db.write(move |tx| Box::pin(async move { ledger::reverse(tx, &by, id, &reason, now).await })).await;
    match done {
        Ok((_, blue)) => Ok(see_other(format!("/books/{}/drafts/{blue}", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut tx = app.db.read().await?;
            let voucher = ledger::voucher(&mut tx, permit.book.id, id).await?;
            let page = page(&mut tx, &permit.who, &permit.book, voucher).await?;
            show_refused(&VoucherPage { reason: form.reason, refused: refused.clone(), ..page }, &refused)
        }
    }
}
