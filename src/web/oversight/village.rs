//! One village: its trends as charts, and what is open in it.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::kernel::{Outcome, Period};
use crate::oversight::{self, Trend};
use crate::reconcile;
use crate::village::Book;
use crate::web::bank::Cash;
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, show};
use crate::web::permit::Permit;
use crate::workflow;

use super::Overseer;
use super::chart::{Chart, Drawn, Series, Unit};

/// One item that waits.
struct Open {
    what: String,
    href: String,
    station: &'static str,
    whom: String,
    due: String,
    light: Light,
}

#[derive(Template)]
#[template(path = "oversight/village.html")]
struct VillagePage {
    frame: Frame,
    book: Book,
    charts: Vec<Chart>,
    open: Vec<Open>,
    accounts: Vec<(String, String, Light)>,
    cash: Cash,
}

pub(super) async fn index(State(app): State<App>, permit: Permit<Overseer>) -> Answer {
    let book = permit.book.clone();
    let reader = permit.who.standing.reader(book.id)?;
    let last = Period::of(app.now().date());
    let first = (1..12).fold(last, |month, _| month.previous()).max(book.enabled_from.min(last));
    let mut tx = app.db.read().await?;
    let trend = oversight::trend(&mut tx, &reader, (first, last)).await?;
    let open = open(&mut tx, &book, &app).await?;
    let today = app.now().date();
    let standings = reconcile::account_standings(&mut tx, book.id, today).await?;
    let cash = Cash::of(&mut tx, book.id, today).await?;
    drop(tx);
    let shown = |s: reconcile::AccountStanding| {
        let light = Light::of_dot(s.dot, today);
        (s.account.masked(), format!("/books/{}/bank/{}", book.code, s.account.account_code), light)
    };
    let accounts = standings.into_iter().map(shown).collect();
    let frame = Frame::of(&permit.who).under("监督").crumb(book.village_name.clone(), "");
    show(&VillagePage { frame, charts: charts(&trend), book, open, accounts, cash })
}

async fn open(tx: &mut crate::db::ReadTx, book: &Book, app: &App) -> Outcome<Vec<Open>> {
    let waits = workflow::waits_in_book(tx, book.id, app.now()).await?;
    let shown = waits.iter().map(|wait| Open {
        what: format!(
            "第{}号　{}　{}元",
            wait.submission.serial, wait.submission.content.reason, wait.submission.content.amount
        ),
        href: format!("/books/{}/submissions/{}", book.code, wait.submission.id),
        station: wait.deadline.station.in_chinese(),
        whom: wait.whom_in_chinese(),
        due: wait.deadline.due.to_string(),
        light: Light::of_deadline(&wait.deadline),
    });
    Ok(shown.collect())
}

fn charts(trend: &Trend) -> Vec<Chart> {
    let months: Vec<String> = trend.months.iter().map(|m| format!("{}月", m.period.month())).collect();
    let row = |name, drawn, value: &dyn Fn(&oversight::TrendMonth) -> Option<i64>| Series {
        name,
        drawn,
        values: trend.months.iter().map(value).collect(),
    };
    vec![
        Chart::of(
            "money",
            "收入和支出（元）",
            Unit::Money,
            &months,
            &[
                row("收入", Drawn::Filled, &|m| Some(m.income.fen())),
                row("支出", Drawn::Hatched, &|m| Some(m.expense.fen())),
            ],
        ),
        Chart::of(
            "cash",
            "月末的钱（元）",
            Unit::Money,
            &months,
            &[
                row("银行存款", Drawn::Whole, &|m| Some(m.bank.fen())),
                row("库存现金", Drawn::Dashed, &|m| Some(m.cash.fen())),
            ],
        ),
        Chart::of(
            "items",
            "交单和记账（件）",
            Unit::Count,
            &months,
            &[row("交单", Drawn::Filled, &|m| Some(m.handed_in)), row("记账", Drawn::Hatched, &|m| Some(m.booked))],
        ),
        Chart::of(
            "days",
            "从交单到记账平均几个工作日",
            Unit::Tenths,
            &months,
            &[row("工作日", Drawn::Whole, &|m| m.days_to_book_tenths())],
        ),
    ]
}
