use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::budget::{self, Budget, Direction, NewAdoption, NewPlanLine, PlanLine};
use crate::kernel::{Failure, Money, Refused};
use crate::ledger::{self, Chart};
use crate::village::{self, Dimensions};

use crate::web::error::refused;
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Permit;

use super::At;

/// Blank lines under those that are filled.
const BLANKS: usize = 6;

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct PlanForm {
    revision: String,
    account: Vec<String>,
    direction: Vec<String>,
    project: Vec<String>,
    amount: Vec<String>,
    note: Vec<String>,
    meeting: String,
    resolved_on: String,
    resolution: String,
}

impl PlanForm {
    fn of(budget: &Budget) -> PlanForm {
        let column = |of: &dyn Fn(&PlanLine) -> String| budget.lines.iter().map(of).collect();
        PlanForm {
            revision: budget.revision.to_string(),
            account: column(&|l| l.account.clone()),
            direction: column(&|l| l.direction.to_string()),
            project: column(&|l| l.project.map(|p| p.text()).unwrap_or_default()),
            amount: column(&|l| l.amount.plain()),
            note: column(&|l| l.note.clone()),
            ..PlanForm::default()
        }
    }

    fn lines(&self) -> Vec<NewPlanLine> {
        let at = |column: &[String], n: usize| column.get(n).cloned().unwrap_or_default();
        (0..self.account.len())
            .map(|n| NewPlanLine {
                account: at(&self.account, n),
                direction: at(&self.direction, n),
                project: at(&self.project, n),
                amount: at(&self.amount, n),
                note: at(&self.note, n),
            })
            .map(|l| if l.is_blank() { NewPlanLine::default() } else { l })
            .collect()
    }
}

/// One line of the table as it is shown.
struct Line {
    typed: NewPlanLine,
    name: String,
    last_year: Option<Money>,
    faulty: bool,
}

#[derive(Template)]
#[template(path = "budgets/edit.html")]
pub(super) struct EditPage {
    frame: Frame,
    code: String,
    budget: Budget,
    lines: Vec<Line>,
    projects: Vec<(String, String)>,
    accounts: Vec<(String, String)>,
    form: PlanForm,
    refused: Vec<Refused>,
}

pub(super) async fn load(
    app: &App,
    permit: &Permit<Accountant>,
    at: &At,
    (form, refused): (Option<PlanForm>, Vec<Refused>),
) -> Result<EditPage, Failure> {
    let book = permit.book.id;
    let mut tx = app.db.read().await?;
    let budget = budget::draft(&mut tx, book, at.id).await?;
    let chart = ledger::chart(&mut tx, book).await?;
    let dimensions = village::dimensions(&mut tx, book).await?;
    let form = form.unwrap_or_else(|| PlanForm::of(&budget));
    let before = budget.year.previous();
    let asked = asked_lines(&form, &chart);
    let actual = budget::execution(&mut tx, book, &asked, (before.first_period(), before.last_period())).await?;
    drop(tx);
    let last_year: HashMap<(String, Direction), Money> =
        actual.planned.iter().map(|r| ((r.account.clone(), r.direction), r.actual())).collect();
    let code = permit.book.code.clone();
    let frame = Frame::in_book(&permit.who, &permit.book)
        .under("报表")
        .crumb("预算", format!("/books/{code}/budgets?year={}", budget.year.number()))
        .crumb(format!("{}（草案）", budget.title()), "");
    let lines = shown(&form, &chart, &last_year, &refused);
    let accounts = chart.accounts().iter().filter(|a| !a.closed).map(|a| (a.code.to_string(), chart.path_name(a.id)));
    Ok(EditPage {
        frame,
        code,
        budget,
        lines,
        projects: projects(&dimensions),
        accounts: accounts.collect(),
        form,
        refused,
    })
}

/// What was typed, as lines last year's figures are asked for: for all projects of an account.
fn asked_lines(form: &PlanForm, chart: &Chart) -> Vec<PlanLine> {
    let line = |typed: NewPlanLine| {
        let account = chart.by_code_or_name(&typed.account)?;
        let direction = typed.direction.parse().unwrap_or_else(|_| Direction::of_side(account.normal_side));
        let account = account.code.to_string();
        Some(PlanLine { account, direction, project: None, amount: Money::ZERO, note: String::new() })
    };
    form.lines().into_iter().filter_map(line).collect()
}

fn shown(
    form: &PlanForm,
    chart: &Chart,
    last_year: &HashMap<(String, Direction), Money>,
    refused: &[Refused],
) -> Vec<Line> {
    let mut typed = form.lines();
    typed.resize(typed.len().max(4) + BLANKS, NewPlanLine::default());
    let line = |(n, typed): (usize, NewPlanLine)| {
        let account = chart.by_code_or_name(&typed.account).filter(|_| !typed.account.trim().is_empty());
        let direction = typed.direction.parse::<Direction>();
        let key = account.map(|a| (a.code.to_string(), direction.unwrap_or(Direction::of_side(a.normal_side))));
        Line {
            name: account.map(|a| chart.path_name(a.id)).unwrap_or_default(),
            last_year: key.and_then(|key| last_year.get(&key).copied()),
            faulty: refused.iter().any(|r| r.row == Some(n + 1)),
            typed,
        }
    };
    typed.into_iter().enumerate().map(line).collect()
}

fn projects(dimensions: &Dimensions) -> Vec<(String, String)> {
    let all = dimensions.projects.iter().map(|p| (p.id.text(), p.name.clone()));
    std::iter::once((String::new(), "不分项目".to_owned())).chain(all).collect()
}

pub(super) async fn page(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    show(&load(&app, &permit, &at, (None, Vec::new())).await?)
}

/// Keeps the lines.
pub(super) async fn keep(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<PlanForm>,
) -> Answer {
    let (by, now, id, lines) = (permit.by.clone(), app.now(), at.id, form.lines());
    let revision = form.revision.parse().unwrap_or_default();
    let done =
        app.db.write(move |tx| Box::pin(async move { budget::keep_draft(tx, &by, (id, revision), &lines, now).await }));
    match done.await {
        Ok(_) => Ok(see_other(format!("/books/{}/budgets/{id}", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&load(&app, &permit, &at, (Some(form), refused.clone())).await?, &refused)
        }
    }
}

/// 通过: the lines as they were kept, by the resolution that was typed.
pub(super) async fn adopt(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<PlanForm>,
) -> Answer {
    let (by, now, id) = (permit.by.clone(), app.now(), at.id);
    let revision = form.revision.parse().unwrap_or_default();
    let new = NewAdoption {
        meeting: form.meeting.clone(),
        resolved_on: form.resolved_on.trim().parse().ok(),
        resolution: form.resolution.clone(),
        scan: None,
    };
    let done =
        app.db.write(move |tx| Box::pin(async move { budget::adopt(tx, &by, (id, revision), new, now).await })).await;
    match done {
        Ok(year) => Ok(see_other(format!("/books/{}/budgets?year={}", permit.book.code, year.number()))),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut page = load(&app, &permit, &at, (None, refused.clone())).await?;
            page.form = PlanForm {
                meeting: form.meeting,
                resolved_on: form.resolved_on,
                resolution: form.resolution,
                ..page.form
            };
            show_refused(&page, &refused)
        }
    }
}

pub(super) async fn delete(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    let (by, now) = (permit.by, app.now());
    let year = app.db.write(move |tx| Box::pin(async move { budget::delete_draft(tx, &by, at.id, now).await })).await?;
    Ok(see_other(format!("/books/{}/budgets?year={}", permit.book.code, year.number())))
}
