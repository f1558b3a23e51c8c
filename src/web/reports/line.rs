use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Money, Period};
use crate::ledger::{self, Chart};
use crate::statements::{self, LinePart, Part, Special, Statement, StatementLine, Term};

use crate::web::error::WebRefusal;
use crate::web::extract::Path;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

use super::asked::{Asked, Start};
use super::balance_sheet::Way;
use super::file::caption;

#[derive(Deserialize)]
pub(super) struct At {
    no: u32,
}

/// One thing a line is made of.
struct Made {
    sign: &'static str,
    what: String,
    note: &'static str,
    href: String,
    first: Money,
    second: Money,
}

#[derive(Template)]
#[template(path = "reports/line.html")]
struct LinePage {
    frame: Frame,
    statement: Statement,
    line: StatementLine,
    book_name: String,
    time: String,
    made: Vec<Made>,
}

/// What a line of the 资产负债表 is made of.
pub(super) async fn of_balance_sheet(
    State(app): State<App>,
    here: BookPath,
    Path(at): Path<At>,
    asked: Asked,
) -> Answer {
    let (_, last) = asked.months(&here.book, app.now(), Start::January);
    let first = last.year().first_period();
    let mut tx = app.db.read().await?;
    let statement = statements::balance_sheet(&mut tx, &[here.book.id], last).await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    drop(tx);
    let time = caption(&app, &here, (first, last)).day();
    page(&here, &chart, statement, at.no, ("balance-sheet", (first, last), time))
}

/// What a line of the 收益及收益分配表 is made of.
pub(super) async fn of_surplus_statement(
    State(app): State<App>,
    here: BookPath,
    Path(at): Path<At>,
    asked: Asked,
) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::January);
    let mut tx = app.db.read().await?;
    let statement = statements::surplus_statement(&mut tx, &[here.book.id], first, last).await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    drop(tx);
    let time = caption(&app, &here, (first, last)).span();
    page(&here, &chart, statement, at.no, ("surplus-statement", (first, last), time))
}

fn page(
    here: &BookPath,
    chart: &Chart,
    statement: Statement,
    no: u32,
    (name, (first, last), time): (&'static str, (Period, Period), String),
) -> Answer {
    let line = statement.lines.iter().find(|line| line.no == Some(no)).cloned().ok_or(WebRefusal::NoSuchPage)?;
    let way =
        Way { book: format!("/books/{}", here.book.code), statement: name, months: format!("from={first}&to={last}") };
    let made = line.parts.iter().map(|part| made(part, chart, &statement, &way, no)).collect();
    let statement_href = format!("{}/statements/{name}?{}#l-{no}", way.book, way.months);
    let frame = Frame::in_book(&here.who, &here.book)
        .under("报表")
        .crumb(statement.name.clone(), statement_href)
        .crumb(line.name.clone(), "")
        .period(last);
    show(&LinePage { frame, statement, line, book_name: here.book.name.clone(), time, made })
}

fn made(part: &LinePart, chart: &Chart, statement: &Statement, way: &Way, no: u32) -> Made {
    let (what, note, href) = match &part.term {
        Term::Account(code, of) => {
            let name = chart.by_code(code).map_or_else(|| code.clone(), |account| account.label());
            let (note, more) = match of {
                Part::Whole => ("", ""),
                Part::DebitDetails => ("只取借方余额", "&by=household"),
                Part::CreditDetails => ("只取贷方余额", "&by=household"),
            };
            (name, note, way.of_account(code, no, more))
        }
        Term::Line(line) => {
            let name = statement.lines.iter().find(|l| l.no == Some(*line)).map_or("", |l| l.name.as_str());
            let href = format!("{}/statements/{}/{line}?{}", way.book, way.statement, way.months);
            (format!("{line} {name}"), "", href)
        }
        Term::Special(special) => (special_words(*special).to_owned(), "", way.of_account("322", no, "")),
    };
    Made { sign: if part.added { "加" } else { "减" }, what, note, href, first: part.first, second: part.second }
}

const fn special_words(special: Special) -> &'static str {
    match special {
        Special::UndistributedOpening => "年初的本年收益和收益分配",
        Special::UndistributedClosing => "年末的本年收益和收益分配",
        Special::TransferredIn => "转入收益分配",
        Special::ToReserve => "从收益分配提取公积公益金",
        Special::ToMembers => "从收益分配分给成员",
        Special::ToOthers => "收益分配的其他去向",
    }
}
