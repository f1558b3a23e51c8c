use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::budget::{self, Budget, Direction, Execution, ExecutionRow};
use crate::export::{Body, Report, ReportCaption, budget_execution};
use crate::kernel::{Money, Period};
use crate::ledger::{self, Chart};
use crate::village::{self, Dimensions};

use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

use super::asked::{Asked, Start};
use super::file::{Links, caption, send};

#[derive(Template)]
#[template(path = "reports/budget.html")]
struct BudgetPage {
    frame: Frame,
    caption: ReportCaption,
    first: Period,
    last: Period,
    in_force: Option<Budget>,
    execution: Execution,
    chart: Chart,
    dimensions: Dimensions,
    book: String,
    links: Links,
}

impl BudgetPage {
    fn halves(&self) -> Vec<(Direction, Vec<&ExecutionRow>, (Money, Money))> {
        let of = |direction| {
            let rows: Vec<&ExecutionRow> = self.execution.rows().filter(|r| r.direction == direction).collect();
            (direction, rows, self.execution.total(direction))
        };
        [Direction::In, Direction::Out].map(of).into_iter().filter(|(_, rows, _)| !rows.is_empty()).collect()
    }

    fn name(&self, row: &ExecutionRow) -> String {
        let path = self.chart.by_code(&row.account).map(|a| self.chart.path_name(a.id)).unwrap_or_default();
        match row.project {
            Some(id) => format!("{path}（{}）", self.dimensions.project_name(id)),
            None => path,
        }
    }

    fn href(&self, row: &ExecutionRow) -> String {
        format!("{}/ledger/{}?from={}&to={}&via=budget", self.book, row.account, self.first, self.last)
    }
}

pub(super) async fn of_book(State(app): State<App>, here: BookPath, asked: Asked) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::January);
    let first = first.max(last.year().first_period());
    let book = here.book.id;
    let mut tx = app.db.read().await?;
    let in_force = budget::adopted_on(&mut tx, book, last.year(), last.last_day()).await?;
    let lines = in_force.as_ref().map(|b| b.lines.as_slice()).unwrap_or_default();
    let execution = budget::execution(&mut tx, book, lines, (first, last)).await?;
    let chart = ledger::chart(&mut tx, book).await?;
    let dimensions = village::dimensions(&mut tx, book).await?;
    drop(tx);
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        let body = Body::Plain(Box::new(budget_execution(&caption, &execution, &chart, &dimensions)));
        return send(&app, here.reader, Report { caption, body }, format).await;
    }
    let book = format!("/books/{}", here.book.code);
    let links = Links::of(&format!("{book}/statements/budget"), &format!("from={first}&to={last}"));
    let frame = Frame::in_book(&here.who, &here.book).under("报表").crumb("预算执行情况表", "").period(last);
    show(&BudgetPage { frame, caption, first, last, in_force, execution, chart, dimensions, book, links })
}
