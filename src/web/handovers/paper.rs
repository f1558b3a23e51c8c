//! 移交清单 on paper.

use axum::extract::State;

use crate::app::App;
use crate::export::Format;
use crate::{handover, pdf, village};

use crate::web::download;
use crate::web::extract::Path;
use crate::web::page::Answer;
use crate::web::permit::BookPath;
use crate::web::reports::note_export;
use crate::web::visit::LoggedIn;

use super::{AtPapers, AtPost};

pub(super) async fn papers(State(app): State<App>, here: BookPath, Path(at): Path<AtPapers>) -> Answer {
    let list = handover::paper_handover(&mut app.db.read().await?, here.book.id, at.id).await?;
    let name = format!("{} 原始凭证{}", here.book.name, list.label());
    note_export(&app, (here.reader.actor().clone(), here.book.id), list.label(), Format::Pdf).await?;
    let (book_name, now) = (here.book.printed_name().to_owned(), app.now());
    download::pdf(&name, move |fonts| pdf::handover::papers(&book_name, &list, now, fonts)).await
}

pub(super) async fn post(State(app): State<App>, who: LoggedIn, Path(at): Path<AtPost>) -> Answer {
    let mut tx = app.db.read().await?;
    let handover = handover::post_handover(&mut tx, &who.standing, at.id).await?;
    let book = village::book(&mut tx, handover.book).await?;
    drop(tx);
    note_export(&app, (who.standing.actor().clone(), book.id), handover.label(), Format::Pdf).await?;
    let name = format!("{} {}", book.name, handover.label());
    let (book_name, now) = (book.printed_name().to_owned(), app.now());
    download::pdf(&name, move |fonts| pdf::handover::post(&book_name, &handover, now, fonts)).await
}
