//! 全镇公开: one quarter over all books — compose, see who is missing and why, print in one file.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::disclosure::{self, PublicationHead, SheetSpan};
use crate::kernel::{BookId, Period, Quarter, Refused};
use crate::ledger;
use crate::pdf::PrintFile;
use crate::village::{self, Book};

use super::super::download;
use super::super::error::WebRefusal;
use super::super::extract::{Form, Query};
use super::super::frame::Frame;
use super::super::oversight::Overseer;
use super::super::page::{Answer, show};
use super::super::permit::Office;
use super::super::visit::LoggedIn;
use super::paper::{PaperQuery, together};
use super::{last_ended, light};
use crate::web::light::Light;

/// One sheet of the quarter.
struct Row {
    book: Book,
    span: SheetSpan,
    head: Option<PublicationHead>,
    light: Light,
    /// Where it stands, or why there is no sheet.
    standing: String,
    refused: bool,
}

#[derive(Template)]
#[template(path = "disclosures/batch.html")]
struct BatchPage {
    frame: Frame,
    quarter: Quarter,
    quarters: Vec<(String, String)>,
    rows: Vec<Row>,
    /// How many may be printed: composed ones.
    composed: usize,
    published: usize,
    may_compose: bool,
}

/// What a merged print file leaves out, before it is printed.
#[derive(Template)]
#[template(path = "disclosures/left_out.html")]
struct LeftOutPage {
    frame: Frame,
    quarter: Quarter,
    paper: String,
    title: &'static str,
    file: PrintFile,
}

fn asked(quarter: &str, app: &App) -> Quarter {
    quarter.parse().unwrap_or_else(|_| last_ended(app.now().date()))
}

pub(super) async fn show_batch(
    State(app): State<App>,
    office: Office<Overseer>,
    Query(query): Query<PaperQuery>,
) -> Answer {
    page(&app, &office.who, asked(&query.quarter, &app), BTreeMap::new()).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct QuarterForm {
    quarter: String,
}

/// Composes all; the answer is the list itself, with the reasons of the refused.
pub(super) async fn compose(State(app): State<App>, office: Office<Chief>, Form(form): Form<QuarterForm>) -> Answer {
    let (by, quarter, now) = (office.by.clone(), asked(&form.quarter, &app), app.now());
    let composing =
        app.db.write(move |tx| Box::pin(async move { disclosure::compose_all(tx, &by, quarter, now).await }));
    let batch = composing.await?;
    let refused = batch.refused.into_iter().map(|(book, reasons)| (book.id, reasons)).collect();
    page(&app, &office.who, quarter, refused).await
}

async fn page(app: &App, who: &LoggedIn, quarter: Quarter, refused: BTreeMap<BookId, Vec<Refused>>) -> Answer {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let heads = disclosure::heads_of_quarter(&mut tx, quarter).await?;
    let closed = ledger::month_states(&mut tx).await?;
    let mut rows = Vec::new();
    let policies = village::policies(&mut tx).await?;
    let kept = books.into_iter().filter(|b| b.enabled_from <= quarter.last_period());
    for (book, span) in
        kept.flat_map(|b| disclosure::spans_of(&policies, b.id, quarter).into_iter().map(move |s| (b.clone(), s)))
    {
        let due = disclosure::due_day(&policies, book.id, span);
        let head = heads.iter().find(|h| h.book == book.id && h.span == span).cloned();
        let published = head.as_ref().and_then(|h| h.published.as_ref()).map(|h| h.at.date());
        let why = refused.get(&book.id).filter(|_| head.as_ref().is_none_or(|h| !h.state.is_frozen()));
        let standing = match (why, &head) {
            (Some(reasons), _) => reasons.iter().map(|r| r.message.clone()).collect::<Vec<_>>().join("；"),
            (None, Some(head)) => head.state.waits_for().to_owned(),
            (None, None) => not_composed(&book, span, closed.get(&book.id).copied()),
        };
        let light = light(published, due, today);
        rows.push(Row { book, span, light, standing, refused: why.is_some(), head });
    }
    drop(tx);
    let composed = rows.iter().filter(|r| r.head.is_some()).count();
    let published = rows.iter().filter(|r| r.head.as_ref().is_some_and(|h| h.state.is_frozen())).count();
    let quarters = std::iter::successors(Some(Period::of(today).quarter()), |q| Some(q.previous()));
    show(&BatchPage {
        frame: Frame::of(who).under("公开").crumb("全镇公开", ""),
        quarter,
        quarters: quarters.take(8).map(|q| (q.to_string(), q.in_chinese())).collect(),
        rows,
        composed,
        published,
        may_compose: who.standing.chief().is_ok(),
    })
}

fn not_composed(book: &Book, span: SheetSpan, closed: Option<Period>) -> String {
    let mut months = span.first_period().max(book.enabled_from).through(span.last_period());
    match months.find(|p| closed < Some(*p)) {
        Some(open) => format!("{}还没有结账", open.in_chinese()),
        None => "已结账，还没有编制".to_owned(),
    }
}

/// One merged print file of every sheet there is, in order of the books' codes. Where sheets are left out
/// because of a character no font can draw, the list of them comes first.
pub(super) async fn paper(State(app): State<App>, office: Office<Overseer>, Query(query): Query<PaperQuery>) -> Answer {
    let quarter = asked(&query.quarter, &app);
    let mut tx = app.db.read().await?;
    let heads = disclosure::heads_of_quarter(&mut tx, quarter).await?;
    let mut sheets = Vec::new();
    for book in village::books(&mut tx).await? {
        for head in heads.iter().filter(|h| h.book == book.id) {
            sheets.push(disclosure::sheet_for_print(&mut tx, book.id, head.span).await?);
        }
    }
    drop(tx);
    let paper = query.paper();
    let name = format!("全镇 {} {}", quarter.in_chinese(), paper.in_chinese());
    let file = together(&app, name.clone(), paper, sheets).await?;
    match file.bytes.clone() {
        Some(bytes) if file.left_out.is_empty() || query.knows_what_is_left_out() => {
            Ok(download::shown(&format!("{name}.pdf"), "application/pdf", bytes))
        }
        None if file.left_out.is_empty() => Err(WebRefusal::NoSuchPage.into()),
        _ => show(&LeftOutPage {
            frame: Frame::of(&office.who)
                .under("公开")
                .crumb("全镇公开", format!("/disclosures?quarter={quarter}"))
                .crumb("没有合印的", ""),
            quarter,
            paper: query.paper.clone(),
            title: paper.in_chinese(),
            file,
        }),
    }
}
