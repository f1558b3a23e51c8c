//! The sheet as PDF: for the board, for the file, and the 明白纸.

use serde::Deserialize;

use crate::app::App;
use crate::disclosure::{self, Printed, SheetSpan};
use crate::kernel::Timestamp;
use crate::pdf::{self, Document, Fonts, board_sheet::Edition};
use crate::village::Book;

use super::super::download;
use super::super::error::WebRefusal;
use super::super::page::Answer;

/// `?paper=a3|a4|file|summary`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PaperQuery {
    pub(super) paper: String,
    pub(super) quarter: String,
}

/// Which paper, with the word its file is called by.
#[derive(Clone, Copy)]
pub(super) enum Sort {
    Board(Edition, &'static str),
    Summary,
}

impl PaperQuery {
    pub(super) fn sort(&self) -> Sort {
        match self.paper.as_str() {
            "a4" => Sort::Board(Edition::BoardA4, "公开表A4"),
            "file" => Sort::Board(Edition::FileCopy, "公开表存档"),
            "summary" => Sort::Summary,
            _ => Sort::Board(Edition::BoardA3, "公开表A3"),
        }
    }
}

impl Sort {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Sort::Board(_, word) => word,
            Sort::Summary => "明白纸",
        }
    }

    pub(super) fn lay_out(self, printed: &Printed, base: &str, now: Timestamp, fonts: &Fonts) -> Document {
        match self {
            Sort::Board(edition, _) => {
                pdf::board_sheet::lay_out(&pdf::disclosure::board_sheet(printed, base, now), edition, fonts)
            }
            Sort::Summary => pdf::plain_summary::lay_out(&pdf::disclosure::plain_summary(printed, base, now), fonts),
        }
    }
}

pub(super) async fn paper(app: &App, book: &Book, span: SheetSpan, query: &PaperQuery) -> Answer {
    let mut tx = app.db.read().await?;
    let printed = disclosure::sheet_for_print(&mut tx, book.id, span).await?;
    drop(tx);
    let name = format!("{} {} {}", book.village_name, span.in_chinese(), query.sort().word());
    answer(app, name, query.sort(), vec![printed]).await
}

/// One file of all these sheets.
pub(super) async fn answer(app: &App, name: String, sort: Sort, mut sheets: Vec<Printed>) -> Answer {
    let (base, now) = (app.config.public_base(), app.now());
    if sheets.is_empty() {
        return Err(WebRefusal::NoSuchPage.into());
    }
    download::pdf(&name, move |fonts| {
        let rest = sheets.split_off(1);
        let mut document = sort.lay_out(&sheets[0], &base, now, fonts);
        for printed in &rest {
            document.append(sort.lay_out(printed, &base, now, fonts));
        }
        document
    })
    .await
}
