use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::budget::{self, Budget, BudgetReport, Direction, NewBudgetReport, PlanSource};
use crate::kernel::{FiscalYear, Period, Refused};
use crate::village;

use crate::web::error::refused;
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};

use super::year_of;

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct IndexForm {
    year: String,
    source: String,
    percent: String,
    reason: String,
    reported_on: String,
    meeting: String,
    words: String,
}

#[derive(Template)]
#[template(path = "budgets/index.html")]
struct IndexPage {
    frame: Frame,
    code: String,
    year: FiscalYear,
    chosen: String,
    years: Vec<(String, String)>,
    versions: Vec<Budget>,
    reports: Vec<BudgetReport>,
    /// 2月底前, with its light.
    report_due: (&'static str, String),
    may_make: bool,
    form: IndexForm,
    refused: Vec<Refused>,
}

impl IndexPage {
    fn has_draft(&self) -> bool {
        self.versions.iter().any(|b| b.adoption.is_none())
    }
}

async fn load(
    app: &App,
    here: &BookPath,
    form: IndexForm,
    refused: Vec<Refused>,
) -> Result<IndexPage, crate::kernel::Failure> {
    let today = app.now().date();
    let this_year = Period::of(today).year();
    let year = year_of(&form.year, this_year);
    let mut tx = app.db.read().await?;
    let versions = budget::versions(&mut tx, here.book.id, year).await?;
    let reports = budget::reports(&mut tx, here.book.id, year).await?;
    let month = village::policy(&mut tx, here.book.id, "budget_report_month", today).await?;
    drop(tx);
    let month: u32 = month.parse().ok().filter(|m| (1..=12).contains(m)).unwrap_or(2);
    let due = Period::new(year.next().number(), month).map(Period::last_day);
    let report_due = match (reports.first(), due) {
        (Some(told), _) => ("green", format!("已于{}报告", told.reported_on)),
        (None, Some(due)) if today > due => ("red", format!("应在{due}前报告")),
        (None, Some(due)) => ("grey", format!("{due}前报告")),
        (None, None) => ("grey", "没有报告".to_owned()),
    };
    let years = (here.book.enabled_from.year().number()..=this_year.number() + 1).rev();
    Ok(IndexPage {
        frame: Frame::in_book(&here.who, &here.book).under("报表").crumb(format!("{}年预算", year.number()), ""),
        code: here.book.code.clone(),
        years: years.map(|y| (y.to_string(), format!("{y}年"))).collect(),
        chosen: year.to_string(),
        year,
        versions,
        reports,
        report_due,
        may_make: here.who.standing.accountant(here.book.id).is_ok(),
        form,
        refused,
    })
}

pub(super) async fn page(State(app): State<App>, here: BookPath, Query(form): Query<IndexForm>) -> Answer {
    show(&load(&app, &here, form, Vec::new()).await?)
}

async fn again(app: &App, permit: Permit<Accountant>, form: IndexForm, refused: Vec<Refused>) -> Answer {
    let here = BookPath { reader: permit.who.standing.reader(permit.book.id)?, book: permit.book, who: permit.who };
    show_refused(&load(app, &here, form, refused.clone()).await?, &refused)
}

/// 编预算, or 办预算调整.
pub(super) async fn start(State(app): State<App>, permit: Permit<Accountant>, Form(form): Form<IndexForm>) -> Answer {
    let (by, now, typed) = (permit.by.clone(), app.now(), form.clone());
    let year = year_of(&form.year, Period::of(now.date()).year());
    let source = match form.source.as_str() {
        "last_year" => PlanSource::LastYear { percent: form.percent.trim().trim_end_matches('%').parse().unwrap_or(0) },
        _ => PlanSource::Empty,
    };
    let done = app
        .db
        .write(move |tx| Box::pin(async move { budget::start_draft(tx, &by, year, source, &typed.reason, now).await }));
    match done.await {
        Ok(id) => Ok(see_other(format!("/books/{}/budgets/{id}", permit.book.code))),
        Err(failure) => again(&app, permit, form, refused(failure)?).await,
    }
}

/// 登记执行情况报告.
pub(super) async fn report(State(app): State<App>, permit: Permit<Accountant>, Form(form): Form<IndexForm>) -> Answer {
    let (by, now) = (permit.by.clone(), app.now());
    let year = year_of(&form.year, Period::of(now.date()).year());
    let new = NewBudgetReport {
        reported_on: form.reported_on.trim().parse().ok(),
        meeting: form.meeting.clone(),
        words: form.words.clone(),
    };
    let done = app.db.write(move |tx| Box::pin(async move { budget::record_report(tx, &by, year, new, now).await }));
    match done.await {
        Ok(()) => Ok(see_other(format!("/books/{}/budgets?year={}", permit.book.code, year.number()))),
        Err(failure) => again(&app, permit, form, refused(failure)?).await,
    }
}
