use askama::Template;
use axum::extract::State;
use serde::Deserialize;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::export::{Format, working_paper as tables};
use crate::kernel::{Fault, Money};
use crate::ledger::{self, NewBalance, WorkingPaper};
use crate::pdf::working_paper::{WorkingPaperPage, lay_out};
use crate::village::Book;

use crate::web::download;
use crate::web::error::WebRefusal;
use crate::web::extract::Path;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

use super::conversion::frame;

#[derive(Template)]
#[template(path = "opening/working_paper.html")]
struct PaperPage {
    frame: Frame,
    book: Book,
    paper: WorkingPaper,
    balances: Vec<NewBalance>,
    totals: [[Money; 2]; 3],
    totals_new: [[Money; 2]; 3],
    code: String,
}

/// 新旧衔接工作底稿 as it was kept.
pub(super) async fn page(State(app): State<App>, here: BookPath) -> Answer {
    let paper = ledger::working_paper(&mut app.db.read().await?, here.book.id).await?;
    show(&PaperPage {
        frame: frame(&here).crumb("工作底稿", ""),
        balances: paper.balances(),
        totals: paper.totals(),
        totals_new: paper.totals_new(),
        code: paper.digest.hex()[..12].to_owned(),
        paper,
        book: here.book,
    })
}

/// `working-paper.pdf`.
#[derive(Deserialize)]
pub(super) struct File {
    file: String,
}

/// The same as a file.
pub(super) async fn file(State(app): State<App>, here: BookPath, Path(file): Path<File>) -> Answer {
    let Some(Ok(format)) = file.file.strip_prefix("working-paper.").map(str::parse::<Format>) else {
        return Err(WebRefusal::NoSuchPage.into());
    };
    let paper = ledger::working_paper(&mut app.db.read().await?, here.book.id).await?;
    let whose = if here.book.legal_name.is_empty() { here.book.name.clone() } else { here.book.legal_name.clone() };
    let name = format!("{} 新旧衔接工作底稿 {}", here.book.name, paper.as_of);
    let printed_at = app.now();
    if format == Format::Pdf {
        let signers = [("单位负责人", ""), ("会计主管", ""), ("复核", ""), ("编制", paper.made_name.as_str())];
        let signers = signers.map(|(role, name)| (role.to_owned(), name.to_owned())).to_vec();
        return download::pdf(&name, move |fonts| {
            lay_out(&WorkingPaperPage { book_name: whose, paper: &paper, signers, printed_at }, fonts)
        })
        .await;
    }
    let made = spawn_blocking(move || match format {
        Format::Xlsx => tables::workbook(&whose, &paper).map(Some),
        Format::Csv => tables::text(&whose, &paper).map(Some),
        Format::Pdf | Format::Json => Ok(None),
    });
    let bytes = made.await.map_err(Fault::while_("making a file"))??.ok_or(WebRefusal::NoSuchPage)?;
    Ok(download::kept(&format!("{name}.{format}"), format.media_type(), bytes))
}
