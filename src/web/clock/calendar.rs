//! 工作日历: days off and days worked in exchange, filled in by the page or from a table.

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use chrono::Datelike;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::evidence::{TableFile, TableLimits, TableRow, cut, open_table};
use crate::kernel::{Date, DateRange, Failure, FiscalYear, Outcome, Period, Refused};
use crate::village::{self, DayKind, SpecialDay, WorkingDays};
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::opening::Sent;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Office;
use crate::web::visit::LoggedIn;

/// A year of days is a small table.
pub(super) const FILE: usize = 512 * 1024;
const LIMITS: TableLimits = TableLimits { bytes: FILE, unpacked: 4 * 1024 * 1024, rows: 400 };

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    year: String,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct DayForm {
    date: String,
    kind: String,
    name: String,
}

/// One day of a month as it is drawn; `None` before its first.
struct DayShown {
    number: u32,
    /// 休, 班, or nothing.
    mark: &'static str,
    name: String,
    works: bool,
}

struct MonthShown {
    word: String,
    /// How many days are worked.
    working: usize,
    weeks: Vec<Vec<Option<DayShown>>>,
}

#[derive(Template)]
#[template(path = "clock/calendar.html")]
struct CalendarPage {
    frame: Frame,
    year: i32,
    years: Vec<i32>,
    days: Vec<SpecialDay>,
    months: Vec<MonthShown>,
    may_set: bool,
    form: DayForm,
    refused: Vec<Refused>,
}

/// The calendar of one year: this one unless another is asked for.
pub(super) async fn index(State(app): State<App>, who: LoggedIn, Query(wish): Query<Wish>) -> Answer {
    let year = wish.year.parse().ok().and_then(FiscalYear::new);
    show(&page(&app, &who, year, DayForm::default(), Vec::new()).await?)
}

async fn page(
    app: &App,
    who: &LoggedIn,
    year: Option<FiscalYear>,
    form: DayForm,
    refused: Vec<Refused>,
) -> Outcome<CalendarPage> {
    let present = Period::of(app.now().date()).year();
    let year = year.unwrap_or(present);
    let mut tx = app.db.read().await?;
    let working = village::working_days(&mut tx).await?;
    let within = DateRange { from: year.first_period().first_day(), to: year.last_period().last_day() };
    let days = village::special_days(&mut tx, within).await?;
    drop(tx);
    let mut frame = Frame::of(who).under("设置").crumb("工作日历", "");
    for empty in [present, present.next()].into_iter().filter(|y| working.is_empty_for(*y)) {
        frame = frame.notice(empty_words(empty));
    }
    Ok(CalendarPage {
        frame,
        year: year.number(),
        years: [present.previous(), present, present.next()].map(FiscalYear::number).to_vec(),
        months: year.first_period().through(year.last_period()).map(|p| month(p, &days, &working)).collect(),
        days,
        may_set: who.standing.chief().is_ok(),
        form,
        refused,
    })
}

/// What is said of a year nobody has filled in.
pub(in crate::web) fn empty_words(year: FiscalYear) -> String {
    format!("{}年的放假和调休还没有填，现在只把周六周日当休息日，期限会算早。", year.number())
}

fn month(period: Period, days: &[SpecialDay], working: &WorkingDays) -> MonthShown {
    let first = period.first_day();
    let mut cells: Vec<Option<DayShown>> = (0..first.weekday().num_days_from_monday()).map(|_| None).collect();
    for date in first.iter_days().take_while(|d| period.contains(*d)) {
        let special = days.iter().find(|d| d.date == date);
        cells.push(Some(DayShown {
            number: date.day(),
            mark: special.map_or("", |d| d.kind.in_chinese()),
            name: special.map(|d| d.name.clone()).unwrap_or_default(),
            works: working.is_working(date),
        }));
    }
    let count = cells.iter().flatten().filter(|d| d.works).count();
    let mut weeks = Vec::with_capacity(6);
    while !cells.is_empty() {
        let mut week: Vec<Option<DayShown>> = cells.drain(..cells.len().min(7)).collect();
        week.resize_with(7, || None);
        weeks.push(week);
    }
    MonthShown { word: format!("{}月", period.month()), working: count, weeks }
}

/// Fills in one day.
pub(super) async fn set(State(app): State<App>, office: Office<Chief>, Form(form): Form<DayForm>) -> Answer {
    let row = [form.date.as_str(), form.kind.as_str(), form.name.as_str()];
    let day = match read_day(row, "date") {
        Ok(day) => vec![day],
        Err(fault) => return again(&app, &office, form, vec![fault]).await,
    };
    let year = Period::of(day[0].date).year().number();
    match fill_in(&app, &office, day).await {
        Ok(()) => Ok(see_other(format!("/settings/calendar?year={year}"))),
        Err(failure) => again(&app, &office, form, refused(failure)?).await,
    }
}

/// Fills in what a table says, all or nothing.
pub(super) async fn import(
    State(app): State<App>,
    office: Office<Chief>,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer {
    let (sent, bytes) = Sent::receive(&app, office.by.id(), parts).await?;
    sent.forget(&app, office.by.id()).await?;
    let done = match read_days(&bytes) {
        Ok(days) => {
            let year = days.first().map(|d| Period::of(d.date).year().number());
            fill_in(&app, &office, days).await.map(|()| year)
        }
        Err(faults) => Err(Failure::Refused(faults)),
    };
    match done {
        Ok(year) => Ok(see_other(format!("/settings/calendar?year={}", year.unwrap_or_default()))),
        Err(failure) => again(&app, &office, DayForm::default(), refused(failure)?).await,
    }
}

/// Takes a day out again.
pub(super) async fn clear(State(app): State<App>, office: Office<Chief>, Form(form): Form<DayForm>) -> Answer {
    let date: Date = form.date.parse().map_err(|_| WebRefusal::NoSuchDate { typed: form.date.clone() })?;
    let (by, now) = (office.by.clone(), app.now());
    app.db.write(move |tx| Box::pin(async move { village::clear_day(tx, &by, date, now).await })).await?;
    Ok(see_other(format!("/settings/calendar?year={}", Period::of(date).year().number())))
}

async fn fill_in(app: &App, office: &Office<Chief>, days: Vec<SpecialDay>) -> Outcome<()> {
    let (by, now) = (office.by.clone(), app.now());
    app.db.write(move |tx| Box::pin(async move { village::set_days(tx, &by, days, now).await })).await
}

async fn again(app: &App, office: &Office<Chief>, form: DayForm, refused: Vec<Refused>) -> Answer {
    show_refused(&page(app, &office.who, None, form, refused.clone()).await?, &refused)
}

/// Every row of a table, or everything that is wrong with it. A first line that is no day is a heading.
fn read_days(bytes: &[u8]) -> Result<Vec<SpecialDay>, Vec<Refused>> {
    let table = match open_table(bytes, &LIMITS) {
        Ok(TableFile::Sheets(_, sheets)) => sheets.into_iter().next(),
        Ok(TableFile::Text(_, text)) => cut(&text, if text.contains('\t') { b'\t' } else { b',' }, &LIMITS).ok(),
        Err(_) => None,
    };
    let rows: Vec<TableRow> = table.map(|t| t.rows).unwrap_or_default();
    let (mut days, mut faults) = (Vec::new(), Vec::new());
    for (place, row) in rows.iter().filter(|r| !r.is_blank()).enumerate() {
        match read_day([row.cell(0), row.cell(1), row.cell(2)], "file") {
            Ok(day) => days.push(day),
            Err(_) if place == 0 && !row.cell(0).contains(|c: char| c.is_ascii_digit()) => {}
            Err(fault) => faults.push(fault.at_row(row.row)),
        }
    }
    if faults.is_empty() { Ok(days) } else { Err(faults) }
}

fn read_day([date, kind, name]: [&str; 3], field: &'static str) -> Result<SpecialDay, Refused> {
    let typed = date.trim();
    let date = typed.replace(['/', '.'], "-").parse();
    let date = date.map_err(|_| Refused::from(WebRefusal::NoSuchDate { typed: typed.to_owned() }).at_field(field))?;
    let kind: Result<DayKind, _> = kind.trim().parse();
    let kind_field = if field == "date" { "kind" } else { field };
    let kind = kind.map_err(|_| Refused::from(WebRefusal::NothingChosen).at_field(kind_field))?;
    Ok(SpecialDay { date, kind, name: name.trim().to_owned() })
}
