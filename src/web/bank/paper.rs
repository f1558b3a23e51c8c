//! 余额调节表 on paper: the one that was made, with both hands.

use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::kernel::Period;
use crate::{pdf, reconcile, village};

use crate::web::download;
use crate::web::error::WebRefusal;
use crate::web::extract::Path;
use crate::web::page::Answer;
use crate::web::permit::BookPath;

/// `2025-09.pdf`.
#[derive(Deserialize)]
pub(super) struct File {
    account: String,
    file: String,
}

pub(super) async fn sheet(State(app): State<App>, here: BookPath, Path(asked): Path<File>) -> Answer {
    let period = asked.file.strip_suffix(".pdf").and_then(|p| p.parse::<Period>().ok());
    let period = period.ok_or(WebRefusal::NoSuchPage)?;
    let mut tx = app.db.read().await?;
    let account = village::bank_account(&mut tx, here.book.id, &asked.account).await?;
    let standing = reconcile::reconciliations(&mut tx, here.book.id, &asked.account).await?;
    drop(tx);
    let made = standing.into_iter().find(|r| r.period == period).ok_or(WebRefusal::NoSuchPage)?;
    let name = format!("{} {} 余额调节表", here.book.name, period.in_chinese());
    let (book, now) = (here.book, app.now());
    let sheet = pdf::bank::reconciliation(book.printed_name(), &account.masked(), &made, now);
    download::pdf(&name, move |fonts| pdf::reconciliation_sheet::lay_out(&sheet, fonts)).await
}
