//! 签领表 on paper, and an empty table to fill in.

use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Column, Format, Row, Table, csv, xlsx};
use crate::{evidence, pdf};

use crate::web::download;
use crate::web::error::WebRefusal;
use crate::web::extract::Path;
use crate::web::page::Answer;
use crate::web::permit::BookPath;
use crate::web::reports::note_export;

use super::At;

pub(super) async fn signatures(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let list = evidence::pay_list(&mut app.db.read().await?, here.book.id, at.id).await?;
    let name = format!("{} {} 签领表", here.book.name, list.title);
    let by = (here.reader.actor().clone(), here.book.id);
    note_export(&app, by, format!("签领表 {}", list.title), Format::Pdf).await?;
    let page =
        pdf::pay_list::SignaturesPage { book_name: here.book.printed_name().to_owned(), list, printed_at: app.now() };
    download::pdf(&name, move |fonts| pdf::pay_list::lay_out(&page, fonts)).await
}

/// `xlsx`, `csv`.
#[derive(Deserialize)]
pub(super) struct Asked {
    file: String,
}

pub(super) async fn template(here: BookPath, Path(asked): Path<Asked>) -> Answer {
    let columns = [("姓名", 14), ("户", 14), ("身份证号", 22), ("账号", 24), ("金额", 14), ("备注", 24)];
    let table = Table {
        title: "发放表".to_owned(),
        captions: Vec::new(),
        columns: columns.into_iter().map(|(title, width)| Column::new(title, width)).collect(),
        rows: Vec::<Row>::new(),
    };
    let (format, bytes) = match asked.file.as_str() {
        "xlsx" => (Format::Xlsx, xlsx::write(&table)?),
        "csv" => (Format::Csv, csv::write(&table)?),
        _ => return Err(WebRefusal::NoSuchPage.into()),
    };
    Ok(download::kept(&format!("{} 发放表空表.{format}", here.book.village_name), format.media_type(), bytes))
}
