//! 收据领用登记簿 on paper and as a table.

use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Format, csv, receipt_register, xlsx};
use crate::{pdf, receipts, village};

use crate::web::download;
use crate::web::error::WebRefusal;
use crate::web::extract::Path;
use crate::web::page::Answer;
use crate::web::permit::Office;

use super::ReceiptDesk;

/// `pdf`, `xlsx`, `csv`.
#[derive(Deserialize)]
pub(super) struct Asked {
    file: String,
}

pub(super) async fn register(State(app): State<App>, office: Office<ReceiptDesk>, Path(asked): Path<Asked>) -> Answer {
    let format: Format = asked.file.parse().map_err(|_| WebRefusal::NoSuchPage)?;
    let now = app.now();
    let mut tx = app.db.read().await?;
    let lines = receipts::register(&mut tx, now.date()).await?;
    let township = village::township(&mut tx).await?.ok_or(WebRefusal::NoSuchPage)?;
    drop(tx);
    let name = format!("{} 收据领用登记簿", township.name);
    let by = office.who.standing.actor().name.clone();
    match format {
        Format::Pdf => {
            let set = move |fonts: &pdf::Fonts| {
                pdf::sheet::lay_out(&pdf::receipt_register::sheet(&township.name, &lines, &by, now), fonts)
            };
            download::pdf(&name, set).await
        }
        Format::Xlsx | Format::Csv => {
            let table = receipt_register::table(&township.name, &lines, now);
            let bytes = if format == Format::Xlsx { xlsx::write(&table)? } else { csv::write(&table)? };
            Ok(download::kept(&format!("{name}.{format}"), format.media_type(), bytes))
        }
        Format::Json => Err(WebRefusal::NoSuchPage.into()),
    }
}
