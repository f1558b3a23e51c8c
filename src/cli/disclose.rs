use std::path::Path;

use serde_json::json;

use crate::app::App;
use crate::disclosure::{self, Printed};
use crate::kernel::{Failure, Fault, Outcome, Refused};
use crate::pdf::board_sheet::Edition;
use crate::pdf::{self, Document, Fonts};
use crate::village;

use super::answer::Answer;
use super::args::{Disclose, SheetPaper};
use super::book_named;

/// Writes the sheets of a quarter, one file a book: the published sheet where there is one, otherwise a
/// preview that says so on every page. A book that cannot give one is listed with its reasons.
pub(super) async fn run(app: &App, wanted: Disclose) -> Outcome<Answer> {
    let books = if wanted.book.eq_ignore_ascii_case("ALL") {
        village::books(&mut app.db.read().await?).await?
    } else {
        vec![book_named(app, &wanted.book).await?]
    };
    tokio::fs::create_dir_all(&wanted.out)
        .await
        .map_err(|e| Fault::new("making the directory", format!("{}: {e}", wanted.out.display())))?;
    let (mut written, mut refused) = (Vec::new(), Vec::<(String, Vec<Refused>)>::new());
    for book in books {
        let printed = disclosure::sheet_for_print(&mut app.db.read().await?, book.id, wanted.quarter).await;
        match printed {
            Ok(printed) => {
                let name = format!("{} {} {}.pdf", book.code, wanted.quarter, word(wanted.paper));
                let published = printed.head.as_ref().is_some_and(|h| h.state.is_frozen());
                write(app, printed, wanted.paper, &wanted.out.join(&name)).await?;
                written.push(json!({ "book": book.code, "file": name, "published": published }));
            }
            Err(Failure::Refused(list)) => refused.push((book.code, list)),
            Err(fault) => return Err(fault),
        }
    }
    if written.is_empty() && !refused.is_empty() {
        return Err(Failure::Refused(refused.into_iter().flat_map(|(_, list)| list).collect()));
    }
    let mut text = format!("已写出 {} 份到 {}", written.len(), wanted.out.display());
    for (code, list) in &refused {
        for reason in list {
            text.push_str(&format!("\n  {code} 没有出:{}", reason.message));
        }
    }
    let refused: Vec<_> = refused.into_iter().map(|(code, list)| json!({ "book": code, "reasons": list })).collect();
    Ok(Answer::said(text, json!({ "files": written, "refused": refused })))
}

async fn write(app: &App, printed: Printed, paper: SheetPaper, file: &Path) -> Outcome<()> {
    let (base, now) = (app.config.public_base(), app.now());
    let bytes = tokio::task::spawn_blocking(move || {
        let fonts = Fonts::embedded();
        pdf::render(&laid_out(&printed, paper, &base, now, fonts), fonts)
    })
    .await
    .map_err(Fault::while_("laying out a sheet"))?;
    let written = tokio::fs::write(file, bytes).await;
    Ok(written.map_err(|e| Fault::new("writing the sheet", format!("{}: {e}", file.display())))?)
}

fn laid_out(
    printed: &Printed,
    paper: SheetPaper,
    base: &str,
    now: crate::kernel::Timestamp,
    fonts: &Fonts,
) -> Document {
    let board = |edition| pdf::board_sheet::lay_out(&pdf::disclosure::board_sheet(printed, base, now), edition, fonts);
    match paper {
        SheetPaper::A3 => board(Edition::BoardA3),
        SheetPaper::A4 => board(Edition::BoardA4),
        SheetPaper::File => board(Edition::FileCopy),
        SheetPaper::Summary => pdf::plain_summary::lay_out(&pdf::disclosure::plain_summary(printed, base, now), fonts),
    }
}

const fn word(paper: SheetPaper) -> &'static str {
    match paper {
        SheetPaper::A3 => "a3",
        SheetPaper::A4 => "a4",
        SheetPaper::File => "file",
        SheetPaper::Summary => "summary",
    }
}
