use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::kernel::{HouseholdId, Refused};
use crate::projects::{self, HouseholdShare, MemoKind, Papers, ProjectStanding, Reading, Step, Unread};
use crate::village::{self, Dimensions, ProjectKind};

use crate::web::extract::Path;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

use super::{At, in_book};

#[derive(Template)]
#[template(path = "projects/show.html")]
pub(super) struct ShowPage {
    pub(super) frame: Frame,
    pub(super) code: String,
    pub(super) standing: ProjectStanding,
    pub(super) papers: Papers,
    pub(super) warnings: Vec<String>,
    pub(super) unread: Vec<Unread>,
    pub(super) dimensions: Dimensions,
    /// True for whoever keeps the book.
    pub(super) may_record: bool,
    pub(super) refused: Vec<Refused>,
}

impl ShowPage {
    pub(super) fn is_one_project(&self) -> bool {
        self.standing.project.kind == ProjectKind::OneProject
    }

    pub(super) fn household(&self, id: &HouseholdId) -> &str {
        self.dimensions.household_name(*id)
    }

    fn steps(&self) -> Vec<(Step, String)> {
        let told = |t: &projects::StepTaken| {
            let until = t.until.map(|day| format!("至{day}")).unwrap_or_default();
            format!("{}{until} {} {}", t.day, t.document, t.recorded_name)
        };
        let said = |step: Step| self.papers.steps.iter().find(|t| t.step == step).map(told).unwrap_or_default();
        Step::of_kind(self.standing.project.kind).map(|step| (step, said(step))).collect()
    }

    fn memo_totals(&self) -> Vec<(&'static str, String, crate::kernel::Money)> {
        let told = |kind: &MemoKind| {
            let (days, worth) = self.papers.memo_total(*kind);
            let said = if days == 0 { String::new() } else { format!("{}个工日", projects::days_in_words(days)) };
            (kind.in_chinese(), said, worth)
        };
        MemoKind::ALL.iter().map(told).filter(|(_, days, worth)| !days.is_empty() || !worth.is_zero()).collect()
    }

    fn owing(&self) -> Vec<HouseholdShare> {
        self.standing.households()
    }
}

pub(super) async fn page(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    show(&load(&app, &here, &at, Vec::new()).await?)
}

pub(super) async fn load(
    app: &App,
    here: &BookPath,
    at: &At,
    refused: Vec<Refused>,
) -> Result<ShowPage, crate::kernel::Failure> {
    let today = app.now().date();
    let book = here.book.id;
    let mut tx = app.db.read().await?;
    let standing =
        projects::standing(&mut tx, book, at.id, today).await?.ok_or(projects::ProjectRefusal::NoSuchProject)?;
    let papers = projects::papers(&mut tx, book, at.id).await?;
    let unread = projects::unread(&mut tx, book, at.id, today).await?;
    let dimensions = village::dimensions(&mut tx, book).await?;
    drop(tx);
    Ok(ShowPage {
        frame: in_book(here).crumb(standing.project.name.clone(), ""),
        code: here.book.code.clone(),
        warnings: standing.warnings(),
        standing,
        papers,
        unread,
        dimensions,
        may_record: here.who.standing.accountant(book).is_ok(),
        refused,
    })
}
