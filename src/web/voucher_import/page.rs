use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::Refused;
use crate::ledger;
use crate::village::Book;

use crate::web::frame::Frame;
use crate::web::opening::Sent;
use crate::web::page::{Answer, show};
use crate::web::permit::Permit;

#[derive(Template)]
#[template(path = "voucher_import/page.html")]
pub(super) struct ImportPage {
    frame: Frame,
    book: Book,
    /// An opening comes before vouchers.
    is_opened: bool,
    form: Sent,
    refused: Vec<Refused>,
}

pub(super) fn frame(permit: &Permit<Accountant>) -> Frame {
    let code = &permit.book.code;
    Frame::in_book(&permit.who, &permit.book).under("凭证").crumb("导入凭证", format!("/books/{code}/import"))
}

/// The form, with what was sent and what is wrong with it.
pub(super) async fn page_of(
    app: &App,
    permit: &Permit<Accountant>,
    form: Sent,
    refused: Vec<Refused>,
) -> Result<ImportPage, crate::web::error::WebError> {
    let is_opened = ledger::opening_confirmed(&mut app.db.read().await?, permit.book.id).await?;
    Ok(ImportPage { frame: frame(permit), book: permit.book.clone(), is_opened, form, refused })
}

/// 导入凭证.
pub(super) async fn page(State(app): State<App>, permit: Permit<Accountant>) -> Answer {
    show(&page_of(&app, &permit, Sent::default(), Vec::new()).await?)
}
