use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::export::{Body, Report, project_list};
use crate::kernel::{Money, Period};
use crate::projects::{self, Burden, ProjectStanding};
use crate::village::ProjectKind;

use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Asked, Links, caption, send};

/// One project in one line.
pub(super) struct Line {
    pub(super) standing: ProjectStanding,
    pub(super) warnings: Vec<String>,
}

impl Line {
    /// Collected in tenths of the approved, for the bar; nothing without an approved amount.
    fn bar(&self) -> Option<(Money, Money)> {
        let s = &self.standing;
        match s.project.kind {
            ProjectKind::OneProject => Some((s.collected, s.approved)).filter(|(_, a)| a.is_positive()),
            ProjectKind::Special | ProjectKind::Construction => {
                let funds = s.works.sums.funds();
                Some((s.spent, funds)).filter(|(_, f)| f.is_positive())
            }
        }
    }
}

#[derive(Template)]
#[template(path = "projects/index.html")]
struct IndexPage {
    frame: Frame,
    code: String,
    book_name: String,
    day: String,
    lines: Vec<Line>,
    burden: Burden,
    burden_warnings: Vec<String>,
    links: Links,
}

pub(super) async fn page(State(app): State<App>, here: BookPath, asked: Asked) -> Answer {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let standings = projects::standings(&mut tx, here.book.id, today).await?;
    let burden = projects::burden(&mut tx, here.book.id, today).await?;
    drop(tx);
    let month = Period::of(today);
    let caption = caption(&app, &here, (month, month));
    if let Some(format) = asked.format {
        let body = Body::Plain(Box::new(project_list(&caption, &standings)));
        return send(&app, here.reader, Report { caption, body }, format).await;
    }
    let code = here.book.code.clone();
    let mut frame = Frame::in_book(&here.who, &here.book).under("账簿").crumb("项目", "");
    if here.who.standing.accountant(here.book.id).is_ok() {
        frame = frame.main_act("增加项目", format!("/books/{code}/parties#project"));
    }
    show(&IndexPage {
        frame,
        book_name: here.book.name.clone(),
        day: today.to_string(),
        lines: standings.into_iter().map(|s| Line { warnings: s.warnings(), standing: s }).collect(),
        burden_warnings: burden.warnings(),
        burden,
        links: Links::of(&format!("/books/{code}/projects"), ""),
        code,
    })
}
