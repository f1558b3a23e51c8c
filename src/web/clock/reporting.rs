//! 报账日: the next one for the village, in large letters; the month of every village for the centre.

use askama::Template;
use axum::extract::State;
use chrono::{Datelike, Weekday};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::{Date, Outcome, Period, Refused};
use crate::oversight::{self, DayKept};
use crate::village::Book;
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;
use crate::workflow::{self, ReportingKind};

/// One reporting day as it is drawn.
struct DayShown {
    day: Date,
    weekday: &'static str,
    light: Light,
}

impl DayShown {
    fn of(kept: &DayKept, today: Date) -> DayShown {
        let light = match kept {
            _ if kept.is_kept() => Light::new("green", format!("交了 {} 件", kept.handed_in)),
            _ if kept.is_missed() => Light::new("red", "没有交单"),
            _ if kept.day == today => Light::new("amber", "就是今天"),
            _ => Light::new("grey", "还没到"),
        };
        DayShown { day: kept.day, weekday: weekday(kept.day), light }
    }
}

/// 周一.
pub(in crate::web) const fn weekday_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

fn weekday(day: Date) -> &'static str {
    weekday_word(day.weekday())
}

/// The next reporting day of a book, and how many working days are left.
pub(in crate::web) struct Next {
    pub(in crate::web) day: Date,
    pub(in crate::web) left: i64,
}

impl Next {
    /// 10月20日（周一）.
    pub(in crate::web) fn word(&self) -> String {
        format!("{}（{}）", self.day.format("%-m月%-d日"), weekday(self.day))
    }

    pub(in crate::web) fn light(&self) -> Light {
        match self.left {
            0 => Light::new("amber", "就是今天"),
            left @ 1..=3 => Light::new("amber", format!("还有{left}个工作日")),
            left => Light::new("green", format!("还有{left}个工作日")),
        }
    }
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct RuleForm {
    kind: String,
    days: String,
    from: String,
}

struct Shown {
    code: String,
    rule: String,
    next: Option<Next>,
    days: Vec<DayShown>,
    kept: usize,
    missed: usize,
    may_set: bool,
    form: RuleForm,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "clock/reporting_desk.html")]
struct DeskPage {
    frame: Frame,
    shown: Shown,
}

#[derive(Template)]
#[template(path = "clock/reporting_phone.html")]
struct PhonePage {
    frame: Frame,
    shown: Shown,
}

/// The reporting days of one book, this year's.
pub(super) async fn of_book(State(app): State<App>, here: BookPath) -> Answer {
    let form = RuleForm { from: app.now().date().to_string(), ..RuleForm::default() };
    let shown = shown(&app, &here, form, Vec::new()).await?;
    let frame = Frame::in_book(&here.who, &here.book);
    if here.who.standing.is_of_the_village() {
        return show(&PhonePage { frame: frame.under("待办").crumb("报账日", ""), shown });
    }
    show(&DeskPage { frame: frame.under("报账").crumb("报账日", ""), shown })
}

async fn shown(app: &App, here: &BookPath, form: RuleForm, refused: Vec<Refused>) -> Outcome<Shown> {
    let today = app.now().date();
    let year = Period::of(today).year();
    let to = Period::of(today).next().last_day();
    let mut tx = app.db.read().await?;
    let rules = workflow::reporting_rules(&mut tx).await?;
    let calendar = crate::village::working_days(&mut tx).await?;
    let span = (year.first_period().first_day(), to);
    let kept = oversight::days_of_book(&mut tx, &here.reader, span, app.now()).await?;
    drop(tx);
    let next = rules.next(here.book.id, today, &calendar);
    Ok(Shown {
        code: here.book.code.clone(),
        rule: rules.rule(here.book.id, today).map_or_else(|| "没有定".to_owned(), |r| r.in_chinese()),
        next: next.map(|day| Next { day, left: calendar.between(today, day) }),
        kept: kept.iter().filter(|d| d.is_kept()).count(),
        missed: kept.iter().filter(|d| d.is_missed()).count(),
        days: kept.iter().rev().map(|d| DayShown::of(d, today)).collect(),
        may_set: here.who.standing.accountant(here.book.id).is_ok(),
        form,
        refused,
    })
}

/// Fixes the reporting days from a day on.
pub(super) async fn set(State(app): State<App>, permit: Permit<Accountant>, Form(form): Form<RuleForm>) -> Answer {
    let done = match read(&form) {
        Ok((kind, days, from)) => {
            let (by, now) = (permit.by.clone(), app.now());
            let setting = app.db.write(move |tx| {
                Box::pin(async move { workflow::set_reporting_days(tx, &by, kind, days, from, now).await })
            });
            setting.await
        }
        Err(faults) => Err(crate::kernel::Failure::Refused(faults)),
    };
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/reporting-days", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            let reader = permit.who.standing.reader(permit.book.id)?;
            let here = BookPath { book: permit.book, reader, who: permit.who };
            let shown = shown(&app, &here, form, refused.clone()).await?;
            let frame = Frame::in_book(&here.who, &here.book).under("报账").crumb("报账日", "");
            show_refused(&DeskPage { frame, shown }, &refused)
        }
    }
}

/// `5，20` as numbers; everything that cannot be read at once.
fn read(form: &RuleForm) -> Result<(ReportingKind, Vec<i64>, Date), Vec<Refused>> {
    let mut faults = Vec::new();
    let kind: ReportingKind = form.kind.parse().unwrap_or_else(|_| {
        faults.push(Refused::from(WebRefusal::NothingChosen).at_field("kind"));
        ReportingKind::MonthDay
    });
    let parts = form.days.split([',', '，', '、', ' ', '日']).map(str::trim).filter(|p| !p.is_empty());
    // What is no number is no day of any month.
    let days = parts.map(|p| p.parse().unwrap_or(0)).collect();
    let from = form.from.trim().parse().unwrap_or_else(|_| {
        faults.push(Refused::from(WebRefusal::NoSuchDate { typed: form.from.clone() }).at_field("from"));
        Date::default()
    });
    if faults.is_empty() { Ok((kind, days, from)) } else { Err(faults) }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    month: String,
}

/// One day of a village's row; nothing where it is no reporting day.
struct Cell {
    mark: &'static str,
    word: String,
    off: bool,
}

struct RowShown {
    book: Book,
    rule: String,
    cells: Vec<Cell>,
    kept: usize,
    missed: usize,
}

#[derive(Template)]
#[template(path = "clock/reporting_month.html")]
struct MonthPage {
    frame: Frame,
    period: Period,
    earlier: Period,
    later: Period,
    /// Number and weekday.
    heads: Vec<(u32, &'static str)>,
    rows: Vec<RowShown>,
}

/// The month of every village: who reports when, who came, who did not.
pub(super) async fn month(State(app): State<App>, who: LoggedIn, Query(wish): Query<Wish>) -> Answer {
    let today = app.now().date();
    let period = wish.month.parse().unwrap_or(Period::of(today));
    let mut tx = app.db.read().await?;
    let span = (period.first_day(), period.last_day());
    let all = oversight::days_of_books(&mut tx, &who.standing, span, app.now()).await?;
    let rules = workflow::reporting_rules(&mut tx).await?;
    let calendar = crate::village::working_days(&mut tx).await?;
    drop(tx);
    let days: Vec<Date> = period.first_day().iter_days().take_while(|d| period.contains(*d)).collect();
    let row = |(book, kept): (Book, Vec<DayKept>)| RowShown {
        rule: rules.rule(book.id, period.last_day()).map_or_else(|| "没有定".to_owned(), |r| r.in_chinese()),
        cells: days
            .iter()
            .map(|day| cell(kept.iter().find(|k| k.day == *day), today, !calendar.is_working(*day)))
            .collect(),
        kept: kept.iter().filter(|k| k.is_kept()).count(),
        missed: kept.iter().filter(|k| k.is_missed()).count(),
        book,
    };
    show(&MonthPage {
        frame: Frame::of(&who).under("报账").crumb("报账日", "").period(period),
        period,
        earlier: period.previous(),
        later: period.next(),
        heads: days.iter().map(|d| (d.day(), weekday(*d))).collect(),
        rows: all.into_iter().map(row).collect(),
    })
}

fn cell(kept: Option<&DayKept>, today: Date, off: bool) -> Cell {
    let Some(kept) = kept else { return Cell { mark: "", word: String::new(), off } };
    let (mark, word) = match kept {
        _ if kept.is_kept() => ("●", format!("交了{}件", kept.handed_in)),
        _ if kept.is_missed() => ("▲", "没有交单".to_owned()),
        _ if kept.day == today => ("◐", "就是今天".to_owned()),
        _ => ("○", "还没到".to_owned()),
    };
    Cell { mark, word, off }
}
