//! 余额调节表 as a file: the one that was made, with both hands; on paper, as a table, as JSON.

use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Format, csv, json, reconciliation, xlsx};
use crate::kernel::Period;
use crate::{pdf, reconcile, village};

use crate::web::download;
use crate::web::error::WebRefusal;
use crate::web::extract::Path;
use crate::web::page::Answer;
use crate::web::permit::BookPath;

/// `2025-09.pdf`, `.xlsx`, `.csv`, `.json`.
#[derive(Deserialize)]
pub(super) struct File {
    account: String,
    file: String,
}

pub(super) async fn sheet(State(app): State<App>, here: BookPath, Path(asked): Path<File>) -> Answer {
    let asked_for = asked.file.split_once('.').and_then(|(p, f)| Some((p.parse::<Period>().ok()?, f.parse().ok()?)));
    let (period, format): (Period, Format) = asked_for.ok_or(WebRefusal::NoSuchPage)?;
    let mut tx = app.db.read().await?;
    let account = village::bank_account(&mut tx, here.book.id, &asked.account).await?;
    let standing = reconcile::reconciliations(&mut tx, here.book.id, &asked.account).await?;
    drop(tx);
    let made = standing.into_iter().find(|r| r.period == period).ok_or(WebRefusal::NoSuchPage)?;
    let name = format!("{} {} 余额调节表", here.book.name, period.in_chinese());
    let (book, now) = (here.book, app.now());
    let table = || reconciliation::table(book.printed_name(), &account.masked(), &made.sheet);
    let bytes = match format {
        Format::Pdf => {
            let sheet = pdf::bank::reconciliation(book.printed_name(), &account.masked(), &made, now);
            return download::pdf(&name, move |fonts| pdf::reconciliation_sheet::lay_out(&sheet, fonts)).await;
        }
        Format::Xlsx => xlsx::write(&table())?,
        Format::Csv => csv::write(&table())?,
        Format::Json => json::write(&reconciliation::json(&made.sheet))?,
    };
    Ok(download::kept(&format!("{name}.{format}"), format.media_type(), bytes))
}
