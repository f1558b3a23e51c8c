use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::Period;
use crate::statements::{self, ReceiptsAndPayments};

use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

use super::asked::{Asked, Start};
use super::file::{Links, caption, send};

#[derive(Template)]
#[template(path = "reports/receipts.html")]
struct ReceiptsPage {
    frame: Frame,
    caption: ReportCaption,
    report: ReceiptsAndPayments,
    first: Period,
    last: Period,
    /// `/books/LJ/ledger`.
    ledger: String,
    links: Links,
}

impl ReceiptsPage {
    fn href(&self, code: &str) -> String {
        if code.is_empty() {
            return String::new();
        }
        format!("{}/{code}?from={}&to={}&via=receipts-payments", self.ledger, self.first, self.last)
    }
}

pub(super) async fn of_book(State(app): State<App>, here: BookPath, asked: Asked) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::January);
    let mut tx = app.db.read().await?;
    let report = statements::receipts_between(&mut tx, here.book.id, first, last).await?;
    drop(tx);
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        return send(&app, here.reader, Report { caption, body: Body::ReceiptsAndPayments(report) }, format).await;
    }
    let book = format!("/books/{}", here.book.code);
    let links = Links::of(&format!("{book}/statements/receipts-payments"), &format!("from={first}&to={last}"));
    let frame = Frame::in_book(&here.who, &here.book).under("报表").crumb("收支明细表", "").period(last);
    show(&ReceiptsPage { frame, caption, report, first, last, ledger: format!("{book}/ledger"), links })
}
