use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::{Money, Period};
use crate::ledger::{self, Chart, Dimension};
use crate::statements::{self, RowsWanted, TrialBalance, TrialRow};

use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Asked, Links, Start, caption, send};

/// Which rows: what the form above the table says.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    level: String,
    zero: String,
    idle: String,
    year: String,
}

impl Wish {
    fn rows(&self) -> RowsWanted {
        RowsWanted {
            level: self.level.parse().ok().filter(|level| (1..=4).contains(level)).unwrap_or(RowsWanted::ALL.level),
            without_zero: self.zero == "no",
            without_idle: self.idle == "no",
            with_year: self.year == "yes",
        }
    }
}

struct Row {
    code: String,
    name: String,
    level: usize,
    figures: Vec<Money>,
    href: String,
    /// 按农户: the word and where it leads.
    parties: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "ledger/trial_balance.html")]
struct TrialBalancePage {
    frame: Frame,
    caption: ReportCaption,
    first: Period,
    last: Period,
    wanted: RowsWanted,
    rows: Vec<Row>,
    totals: Vec<Money>,
    foots: bool,
    links: Links,
}

pub(super) async fn page(State(app): State<App>, here: BookPath, asked: Asked, Query(wish): Query<Wish>) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::ThisMonth);
    let mut tx = app.db.read().await?;
    let wanted = wish.rows();
    let balance = statements::trial_balance_of_books(&mut tx, &[here.book.id], (first, last), wanted).await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    drop(tx);
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        return send(&app, here.reader, Report { caption, body: Body::TrialBalance(balance, wanted) }, format).await;
    }
    let path = format!("/books/{}/ledger", here.book.code);
    let months = format!("from={first}&to={last}");
    let frame = Frame::in_book(&here.who, &here.book).under("账簿").crumb("科目余额表", "").period(last);
    show(&TrialBalancePage {
        rows: rows(&balance, wanted, &chart, &path, &months),
        totals: figures(balance.totals(), balance.year_totals(), wanted),
        foots: balance.foots(),
        links: Links::of(&path, &format!("{months}&{}", in_address(wanted))),
        frame,
        caption,
        first,
        last,
        wanted,
    })
}

fn in_address(wanted: RowsWanted) -> String {
    let said = |field: &str, holds: bool| if holds { format!("&{field}") } else { String::new() };
    let (zero, idle) = (said("zero=no", wanted.without_zero), said("idle=no", wanted.without_idle));
    format!("level={}{zero}{idle}{}", wanted.level, said("year=yes", wanted.with_year))
}

fn rows(balance: &TrialBalance, wanted: RowsWanted, chart: &Chart, path: &str, months: &str) -> Vec<Row> {
    let row = |row: &TrialRow| {
        let href = format!("{path}/{}?{months}", row.code);
        let dimension = chart.by_code(row.code.as_str()).and_then(|account| account.dimension);
        Row {
            code: row.code.to_string(),
            name: row.name.clone(),
            level: row.level,
            figures: figures(row.columns(), row.year, wanted),
            parties: dimension.map(|by| (by_words(by), format!("{href}&by={by}"))),
            href,
        }
    };
    balance.wanted(wanted).map(row).collect()
}

/// Opening, movement, the year's movement where it is wanted, closing.
fn figures(six: [Money; 6], year: (Money, Money), wanted: RowsWanted) -> Vec<Money> {
    let year = if wanted.with_year { vec![year.0, year.1] } else { Vec::new() };
    six[..4].iter().copied().chain(year).chain(six[4..].iter().copied()).collect()
}

/// 按农户.
pub(super) const fn by_words(by: Dimension) -> &'static str {
    match by {
        Dimension::Household => "按农户",
        Dimension::Counterparty => "按单位",
        Dimension::Project => "按项目",
    }
}
