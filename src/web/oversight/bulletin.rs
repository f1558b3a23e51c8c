//! 通报: every village in one table over some months; each on a sheet of its own.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Cell, Column, Format, Row, RowWeight, Table, csv, xlsx};
use crate::kernel::{Outcome, Period};
use crate::oversight::{self, Bulletin, MonthFigures, Step};
use crate::pdf::bulletin::{BulletinPage, lay_out};
use crate::village;
use crate::web::download;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::{BookPath, Office};

use super::Overseer;

/// Which months; the last one that is over unless others are asked for.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Wish {
    from: String,
    to: String,
}

/// Longest span of one bulletin.
const MONTHS: usize = 24;

impl Wish {
    fn span(&self, app: &App) -> (Period, Period) {
        let over = Period::of(app.now().date()).previous();
        let from: Period = self.from.parse().unwrap_or(over);
        let to: Period = self.to.parse().unwrap_or(from).max(from);
        let last = from.through(to).take(MONTHS).last().unwrap_or(from);
        (from, last)
    }
}

fn query((from, to): (Period, Period)) -> String {
    format!("from={from}&to={to}")
}

#[derive(Template)]
#[template(path = "oversight/bulletin.html")]
struct TownshipPage {
    frame: Frame,
    span: (Period, Period),
    query: String,
    rows: Vec<(Bulletin, MonthFigures)>,
    total: MonthFigures,
}

pub(super) async fn township(State(app): State<App>, office: Office<Overseer>, Query(wish): Query<Wish>) -> Answer {
    let span = wish.span(&app);
    let all = all_of(&app, &office, span).await?;
    let rows: Vec<(Bulletin, MonthFigures)> = all.into_iter().map(|b| (b.clone(), b.total())).collect();
    let total = rows.iter().fold(MonthFigures::default(), |sum, (_, own)| sum.plus(own));
    let frame = Frame::of(&office.who).under("监督").crumb("通报", "");
    show(&TownshipPage { frame, query: query(span), span, rows, total })
}

async fn all_of(app: &App, office: &Office<Overseer>, span: (Period, Period)) -> Outcome<Vec<Bulletin>> {
    let mut tx = app.db.read().await?;
    oversight::bulletins(&mut tx, &office.by.0, span, app.now()).await
}

/// Every village's sheet, one after the other.
pub(super) async fn township_pdf(State(app): State<App>, office: Office<Overseer>, Query(wish): Query<Wish>) -> Answer {
    let span = wish.span(&app);
    let all = all_of(&app, &office, span).await?;
    paper(&app, all, "各村报账情况通报", span).await
}

pub(super) async fn township_xlsx(
    State(app): State<App>,
    office: Office<Overseer>,
    Query(wish): Query<Wish>,
) -> Answer {
    table_as(&app, &office, wish.span(&app), Format::Xlsx).await
}

pub(super) async fn township_csv(State(app): State<App>, office: Office<Overseer>, Query(wish): Query<Wish>) -> Answer {
    table_as(&app, &office, wish.span(&app), Format::Csv).await
}

async fn table_as(app: &App, office: &Office<Overseer>, span: (Period, Period), format: Format) -> Answer {
    let table = table(&all_of(app, office, span).await?, span);
    let bytes = if format == Format::Xlsx { xlsx::write(&table)? } else { csv::write(&table)? };
    Ok(download::kept(&format!("各村报账情况通报 {}.{format}", said(span)), format.media_type(), bytes))
}

fn said((from, to): (Period, Period)) -> String {
    if from == to { from.in_chinese() } else { format!("{}至{}", from.in_chinese(), to.in_chinese()) }
}

async fn paper(app: &App, all: Vec<Bulletin>, name: &str, span: (Period, Period)) -> Answer {
    let township = village::township(&mut app.db.read().await?).await?;
    let (centre, printed_at) = (township.map(|t| t.centre_name).unwrap_or_default(), app.now());
    download::pdf(&format!("{name} {}", said(span)), move |fonts| {
        let pages: Vec<BulletinPage<'_>> =
            all.iter().map(|bulletin| BulletinPage { bulletin, centre: &centre, printed_at }).collect();
        lay_out(&pages, fonts)
    })
    .await
}

/// One row a village and month, a total under each village, one under all.
fn table(all: &[Bulletin], span: (Period, Period)) -> Table {
    let mut columns = vec![Column::new("村", 12), Column::new("账套", 24), Column::new("月份", 12)];
    let counts = ["交单", "补正再交", "受理", "退回", "上次能说没说", "不同意", "撤回", "记账", "督办"];
    columns.extend(counts.map(|title| Column::new(title, 10)));
    for step in Step::ALL {
        columns.extend(["办完", "平均工作日", "最长", "逾期"].map(|t| Column::new(t, 10).under(step.in_chinese())));
    }
    columns.extend(["报账日按时", "报账日没交", "过期才交"].map(|title| Column::new(title, 10)));
    columns.push(Column::new("退回原因", 40));
    let mut rows = Vec::new();
    for bulletin in all {
        let lines = bulletin.months.iter().map(|(period, m)| row(bulletin, &period.to_string(), m, RowWeight::Plain));
        rows.extend(lines);
        rows.push(row(bulletin, "合计", &bulletin.total(), RowWeight::Total));
    }
    Table { title: "各村报账情况通报".to_owned(), captions: vec![said(span)], columns, rows }
}

fn row(bulletin: &Bulletin, month: &str, m: &MonthFigures, weight: RowWeight) -> Row {
    let mut cells = vec![Cell::text(&bulletin.book.village_name), Cell::text(&bulletin.book.name), Cell::text(month)];
    let counts =
        [m.handed_in, m.again, m.accepted, m.returned, m.told_late, m.refused, m.withdrawn, m.booked, m.reminded];
    cells.extend(counts.map(Cell::Number));
    for step in &m.steps {
        cells.extend([
            Cell::Number(step.ended),
            Cell::text(step.average()),
            Cell::Number(step.longest),
            Cell::Number(step.late),
        ]);
    }
    cells.extend([m.days_kept, m.days_missed, m.items_late].map(Cell::Number));
    let reasons = m.reasons_by_use().into_iter().map(|(text, many)| format!("{text} {many}"));
    cells.push(Cell::text(reasons.collect::<Vec<_>>().join("；")));
    Row { cells, weight }
}

#[derive(Template)]
#[template(path = "oversight/bulletin_desk.html")]
struct DeskPage {
    frame: Frame,
    bulletin: Bulletin,
    total: MonthFigures,
    span: (Period, Period),
    query: String,
}

#[derive(Template)]
#[template(path = "oversight/bulletin_phone.html")]
struct PhonePage {
    frame: Frame,
    bulletin: Bulletin,
    total: MonthFigures,
    span: (Period, Period),
    query: String,
}

/// 通报 of one book, for everybody who may read it.
pub(super) async fn of_book(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let span = wish.span(&app);
    let bulletin = one(&app, &here, span).await?;
    let (total, query) = (bulletin.total(), query(span));
    let frame = Frame::in_book(&here.who, &here.book);
    if here.who.standing.is_of_the_village() {
        let frame = frame.under("进度").crumb("通报", "");
        return show(&PhonePage { frame, bulletin, total, span, query });
    }
    show(&DeskPage { frame: frame.under("报账").crumb("通报", ""), bulletin, total, span, query })
}

pub(super) async fn of_book_pdf(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let span = wish.span(&app);
    let bulletin = one(&app, &here, span).await?;
    let name = format!("{}报账情况通报", here.book.village_name);
    paper(&app, vec![bulletin], &name, span).await
}

async fn one(app: &App, here: &BookPath, span: (Period, Period)) -> Outcome<Bulletin> {
    oversight::bulletin_of(&mut app.db.read().await?, &here.reader, span, app.now()).await
}
