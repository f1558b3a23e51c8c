use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::{Money, Period};
use crate::statements::{self, Half, Statement, StatementLine};

use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

use super::asked::{Asked, Start};
use super::file::{Links, caption, send};
use super::index::Proof;

/// One printed line with the place its figures lead to.
pub(super) struct Line {
    pub(super) no: Option<u32>,
    pub(super) label: String,
    pub(super) first: Money,
    pub(super) second: Money,
    pub(super) total: bool,
    pub(super) href: String,
}

impl Line {
    pub(super) fn of(line: &StatementLine, drill: &Way) -> Line {
        Line {
            no: line.no,
            label: line.label.clone(),
            first: line.first,
            second: line.second,
            total: line.total,
            href: line.no.map(|no| drill.of_line(line, no)).unwrap_or_default(),
        }
    }
}

/// Where the lines of one statement lead: `/books/LJ`, `balance-sheet`, `from=…&to=…`.
pub(super) struct Way {
    pub(super) book: String,
    pub(super) statement: &'static str,
    pub(super) months: String,
}

impl Way {
    /// A line that is one whole account opens its ledger, any other shows what it is made of.
    fn of_line(&self, line: &StatementLine, no: u32) -> String {
        let Way { book, statement, months } = self;
        match line.only_account() {
            Some(code) => self.of_account(code, no, ""),
            None => format!("{book}/statements/{statement}/{no}?{months}"),
        }
    }

    /// The ledger of an account below line `no`.
    pub(super) fn of_account(&self, code: &str, no: u32, more: &str) -> String {
        let Way { book, statement, months } = self;
        format!("{book}/ledger/{code}?{months}{more}&via={statement}&line={no}")
    }
}

#[derive(Template)]
#[template(path = "reports/balance_sheet.html")]
struct BalanceSheetPage {
    frame: Frame,
    caption: ReportCaption,
    statement: Statement,
    last: Period,
    rows: Vec<(Option<Line>, Option<Line>)>,
    proof: Proof,
    links: Links,
}

pub(super) async fn of_book(State(app): State<App>, here: BookPath, asked: Asked) -> Answer {
    let (_, last) = asked.months(&here.book, app.now(), Start::January);
    let months = (last.year().first_period(), last);
    let mut tx = app.db.read().await?;
    let statement = statements::balance_sheet(&mut tx, &[here.book.id], last).await?;
    drop(tx);
    let caption = caption(&app, &here, months);
    if let Some(format) = asked.format {
        return send(&app, here.reader, Report { caption, body: Body::BalanceSheet(statement) }, format).await;
    }
    let book = format!("/books/{}", here.book.code);
    let path = format!("{book}/statements/balance-sheet");
    let way = Way { book, statement: "balance-sheet", months: format!("from={}&to={last}", months.0) };
    let frame = Frame::in_book(&here.who, &here.book).under("报表").crumb(statement.name.clone(), "").period(last);
    show(&BalanceSheetPage {
        frame,
        rows: side_by_side(&statement, &way),
        proof: proof(&statement),
        links: Links::of(&path, &format!("to={last}")),
        caption,
        last,
        statement,
    })
}

fn proof(statement: &Statement) -> Proof {
    let total = |name: &str| statement.line(name).map_or(Money::ZERO, |line| line.first);
    Proof::of("资产总计 = 负债和所有者权益总计", total("资产总计"), total("负债和所有者权益总计"))
}

/// Both halves, the shorter one filled up above its grand total.
fn side_by_side(statement: &Statement, way: &Way) -> Vec<(Option<Line>, Option<Line>)> {
    let longest = statement.half(Half::Left).count().max(statement.half(Half::Right).count());
    let half = |half: Half| -> Vec<Option<Line>> {
        let mut lines: Vec<Option<Line>> = statement.half(half).map(|line| Some(Line::of(line, way))).collect();
        let gap = longest - lines.len();
        let at = lines.len().saturating_sub(1);
        lines.splice(at..at, std::iter::repeat_with(|| None).take(gap));
        lines
    };
    half(Half::Left).into_iter().zip(half(Half::Right)).collect()
}
