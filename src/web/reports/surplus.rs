use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::Period;
use crate::statements::{self, Statement};

use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

use super::asked::{Asked, Start};
use super::balance_sheet::{Line, Way};
use super::file::{Links, caption, send};

#[derive(Template)]
#[template(path = "reports/surplus.html")]
struct SurplusPage {
    frame: Frame,
    caption: ReportCaption,
    statement: Statement,
    first: Period,
    last: Period,
    lines: Vec<Line>,
    links: Links,
}

pub(super) async fn of_book(State(app): State<App>, here: BookPath, asked: Asked) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::January);
    let mut tx = app.db.read().await?;
    let statement = statements::surplus_statement(&mut tx, &[here.book.id], first, last).await?;
    drop(tx);
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        return send(&app, here.reader, Report { caption, body: Body::SurplusStatement(statement) }, format).await;
    }
    let months = format!("from={first}&to={last}");
    let book = format!("/books/{}", here.book.code);
    let links = Links::of(&format!("{book}/statements/surplus-statement"), &months);
    let way = Way { book, statement: "surplus-statement", months };
    let frame = Frame::in_book(&here.who, &here.book).under("报表").crumb(statement.name.clone(), "").period(last);
    let lines = statement.lines.iter().map(|line| Line::of(line, &way)).collect();
    show(&SurplusPage { frame, caption, statement, first, last, lines, links })
}
