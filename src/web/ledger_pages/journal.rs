use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::{Money, Period};
use crate::ledger::VoucherKind;
use crate::statements::{self, Journal, JournalLine};

use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Asked, Links, Start, caption, send};

#[derive(Template)]
#[template(path = "ledger/journal.html")]
struct JournalPage {
    frame: Frame,
    caption: ReportCaption,
    first: Period,
    last: Period,
    code: String,
    journal: Journal,
    totals: (Money, Money),
    links: Links,
}

impl JournalPage {
    /// The lines of one voucher after the other.
    fn vouchers(&self) -> impl Iterator<Item = &[JournalLine]> {
        self.journal.lines.chunk_by(|a, b| a.voucher == b.voucher)
    }

    /// 结转 and 红字 are said beside the number.
    fn kind(&self, line: &JournalLine) -> &'static str {
        match line.kind {
            VoucherKind::Regular => "",
            kind @ (VoucherKind::Closing | VoucherKind::Reversal | VoucherKind::Correction) => kind.in_chinese(),
        }
    }

    fn account_href(&self, line: &JournalLine) -> String {
        format!("/books/{}/ledger/{}?from={}&to={}", self.code, line.code, self.first, self.last)
    }
}

pub(super) async fn page(State(app): State<App>, here: BookPath, asked: Asked) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::ThisMonth);
    let mut tx = app.db.read().await?;
    let journal = statements::journal(&mut tx, here.book.id, first, last).await?;
    drop(tx);
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        return send(&app, here.reader, Report { caption, body: Body::Journal(journal) }, format).await;
    }
    let links = Links::of(&format!("/books/{}/journal", here.book.code), &format!("from={first}&to={last}"));
    let frame = Frame::in_book(&here.who, &here.book).under("账簿").crumb("序时账", "").period(last);
    let (totals, code) = (journal.totals(), here.book.code);
    show(&JournalPage { frame, caption, first, last, code, journal, totals, links })
}
