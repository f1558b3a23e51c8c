//! The sheet as PDF: for the board, for the file, and the 明白纸.

use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::disclosure::{self, Printed, SheetSpan};
use crate::kernel::Fault;
use crate::pdf::disclosure::DisclosurePaper;
use crate::pdf::poster::{Poster, PosterSize};
use crate::pdf::{self, Fonts, PrintFile, print_file};
use crate::village::{self, Book};

use super::super::download;
use super::super::extract::Query;
use super::super::page::Answer;
use super::super::permit::BookPath;

/// `?paper=a3|a4|file|summary`.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct PaperQuery {
    pub(super) paper: String,
    pub(super) quarter: String,
    /// What is left out of a merged file has been seen.
    pub(super) known: String,
}

impl PaperQuery {
    pub(super) fn knows_what_is_left_out(&self) -> bool {
        !self.known.is_empty()
    }

    /// The paper asked for; the one for the board unless another is named.
    pub(super) fn paper(&self) -> DisclosurePaper {
        DisclosurePaper::named(&self.paper).unwrap_or(DisclosurePaper::BoardA3)
    }
}

pub(super) async fn paper(app: &App, book: &Book, span: SheetSpan, query: &PaperQuery) -> Answer {
    let mut tx = app.db.read().await?;
    let printed = disclosure::sheet_for_print(&mut tx, book.id, span).await?;
    drop(tx);
    let paper = query.paper();
    let name = format!("{} {} {}", book.village_name, span.in_chinese(), paper.in_chinese());
    let (base, now) = (app.config.public_base(), app.now());
    download::pdf(&name, move |fonts| paper.lay_out(&printed, &base, now, fonts)).await
}

/// The poster with the village's permanent code; it needs no published sheet, and it does not change with one.
pub(super) async fn poster(State(app): State<App>, here: BookPath, Query(query): Query<PaperQuery>) -> Answer {
    let now = app.now();
    let mut tx = app.db.read().await?;
    let township = village::township(&mut tx).await?;
    let policies = village::policies(&mut tx).await?;
    drop(tx);
    let (centre, phone) = township.map(|t| (t.centre_name, t.phone)).unwrap_or_default();
    let poster = Poster {
        village: here.book.village_name.clone(),
        centre,
        phone,
        address: format!("{}{}", app.config.public_base(), disclosure::village_path(here.book.village)),
        answer_days: policies.days("answer_days", here.book.id, now.date()),
        printed_at: now,
    };
    let size = if query.paper == "a4" { PosterSize::A4 } else { PosterSize::A3 };
    let name = format!("{} 账目公开二维码", here.book.village_name);
    download::pdf(&name, move |fonts| pdf::poster::lay_out(&poster, size, fonts)).await
}

/// One file of all these sheets; those with a character no font can draw are left out and named.
pub(super) async fn together(
    app: &App,
    title: String,
    paper: DisclosurePaper,
    sheets: Vec<Printed>,
) -> Result<PrintFile, Fault> {
    let (base, now) = (app.config.public_base(), app.now());
    let drawn = tokio::task::spawn_blocking(move || {
        let fonts = Fonts::embedded();
        let papers = sheets.iter().map(|printed| {
            let heading = &printed.sheet.heading;
            (heading.book.clone(), paper.lay_out(printed, &base, now, fonts))
        });
        print_file(&title, now, papers, fonts)
    });
    drawn.await.map_err(Fault::while_("putting sheets together"))
}
