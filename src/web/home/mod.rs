//! 工作台: the first page of everybody — the centre's board and queue, the village's phone.

mod queue;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::checks::{self, Board, BoardRow, Cell, Pace, Stage};
use crate::kernel::{FiscalYear, Period};
use crate::village::Book;

use super::extract::Query;
use super::frame::Frame;
use super::light::{Light, tone_of};
use super::page::{Answer, show};
use super::permit::OfTownship;
use super::receipts::ReceiptDesk;
use super::submissions::todo;
use super::visit::LoggedIn;

pub(super) use queue::TERM_DAYS;
use queue::{Item, waiting_for};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/", get(home))
}

/// Another year's months.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Wish {
    year: String,
}

async fn home(State(app): State<App>, who: LoggedIn, Query(wish): Query<Wish>) -> Answer {
    if who.standing.is_of_the_village() { todo(&app, &who).await } else { desk(app, who, &wish.year).await }
}

#[derive(Template)]
#[template(path = "home/desk.html")]
struct DeskPage {
    frame: Frame,
    board: Board,
    /// The months the matrix shows: the present ones, or another year's.
    months: Vec<Period>,
    rows: Vec<ShownRow>,
    years: Vec<YearLink>,
    queue: Vec<Item>,
    whole_township: bool,
    receipts: bool,
}

/// One year to switch to.
struct YearLink {
    year: i32,
    href: String,
    current: bool,
}

/// One book of the board as it is drawn.
struct ShownRow {
    book: Book,
    accountants: String,
    /// Days since the last proven bank line.
    bank: String,
    bank_said: String,
    bank_late: bool,
    /// Days since the cash box was counted.
    cash: Light,
    cells: Vec<Option<ShownCell>>,
}

/// One cell as it is drawn: a light, a word, the whole sentence, and where it leads.
struct ShownCell {
    tone: &'static str,
    word: &'static str,
    sentence: String,
    href: String,
}

impl ShownRow {
    fn of(row: &BoardRow) -> ShownRow {
        let shown = |cell: &Cell| ShownCell {
            tone: tone_of(cell.pace),
            word: cell.stage.in_chinese(),
            sentence: sentence(row, cell),
            href: href(row, cell),
        };
        ShownRow {
            book: row.book.clone(),
            accountants: row.accountants.clone(),
            bank: Light::of_bank(row.bank).word,
            bank_said: bank_said(row),
            bank_late: row.bank.is_missing_a_file(),
            cash: Light::of_cash_in_short(row.cash),
            cells: row.cells.iter().map(|c| c.as_ref().map(shown)).collect(),
        }
    }
}

/// 流水到2026年10月31日，对账到2026年10月.
fn bank_said(row: &BoardRow) -> String {
    let lines = match row.proven_through.flatten() {
        Some(day) => format!("流水到{}", day.format("%Y年%-m月%-d日")),
        None => "还没有导入流水".to_owned(),
    };
    let reconciled =
        row.reconciled_through.map_or("还没有对账".to_owned(), |p| format!("对账到{}", p.in_chinese()));
    format!("{lines}，{reconciled}")
}

/// The most the queue shows; the number on top counts all.
const SHOWN: usize = 30;

impl DeskPage {
    /// The queue as far as it is shown.
    fn first(&self) -> &[Item] {
        &self.queue[..self.queue.len().min(SHOWN)]
    }

    /// The present month stands wider.
    fn is_now(&self, month: &Period) -> bool {
        self.board.months.last() == Some(month)
    }

    /// The first late month, for the number on top.
    fn first_late(&self) -> String {
        self.first_cell(|c| c.pace == Pace::Late)
    }

    /// The first sheet that is to be published.
    fn first_to_publish(&self) -> String {
        self.first_cell(|c| c.stage == Stage::Publishing)
    }

    fn first_cell(&self, wanted: impl Fn(&Cell) -> bool) -> String {
        let in_row = |r: &BoardRow| r.cells.iter().flatten().find(|c| wanted(c)).map(|c| href(r, c));
        self.board.rows.iter().find_map(in_row).unwrap_or_else(|| "#board".to_owned())
    }
}

/// Where a cell leads: to what blocks it.
fn href(row: &BoardRow, cell: &Cell) -> String {
    let (code, waiting) = (&row.book.code, &cell.waiting);
    let page = match cell.stage {
        Stage::Entering if waiting.returned > 0 => "submissions".to_owned(),
        Stage::Entering => "drafts".to_owned(),
        Stage::Consulting => "submissions".to_owned(),
        Stage::Reviewing if waiting.at_centre > 0 => "intake".to_owned(),
        Stage::Reviewing => "review".to_owned(),
        Stage::Posting => "posting".to_owned(),
        Stage::Reconciling => "bank".to_owned(),
        Stage::Closing | Stage::Reopened => format!("closing?period={}", cell.period),
        // The page knows whether this month is told by itself or by its quarter.
        Stage::Publishing => format!("disclosures/{}", cell.period),
        Stage::Done => format!("vouchers?period={}", cell.period),
    };
    format!("/books/{code}/{page}")
}

/// The whole sentence behind a light: 李家村 2025年8月 审核：待受理 2、待复核 1，逾期3天.
fn sentence(row: &BoardRow, cell: &Cell) -> String {
    let w = &cell.waiting;
    let kinds = [
        ("退回未补", w.returned),
        ("理财审批中", w.in_village),
        ("待受理", w.at_centre),
        ("暂存", w.parked),
        ("待复核", w.prepared),
        ("待记账", w.reviewed),
        ("已过期限", w.late),
    ];
    let said: Vec<String> = kinds
        .iter()
        .filter(|(_, n)| *n > 0 && cell.pace != Pace::Done)
        .map(|(word, n)| format!("{word} {n}"))
        .collect();
    let end = if cell.stage == Stage::Publishing { "公开" } else { "结账" };
    let days = match cell.pace {
        Pace::Done | Pace::Quiet => String::new(),
        Pace::Late => format!("，{end}逾期{}天", -cell.days_left),
        Pace::Near | Pace::InTime => format!("，离{end}还有{}天", cell.days_left),
    };
    let what = if said.is_empty() { String::new() } else { format!("：{}", said.join("、")) };
    format!("{} {} {}{what}{days}", row.book.village_name, cell.period.in_chinese(), cell.stage.in_chinese())
}

async fn desk(app: App, who: LoggedIn, year: &str) -> Answer {
    let (now, mut tx) = (app.now(), app.db.read().await?);
    let board = checks::board(&mut tx, &who.standing, now).await?;
    let queue = waiting_for(&mut tx, &who, &board, now).await?;
    let wanted = Period::of(now.date()).year();
    let first = board.rows.iter().map(|r| r.book.enabled_from.year()).min().unwrap_or(wanted);
    let asked = std::iter::successors(Some(first), |y| Some(y.next())).take_while(|y| *y < wanted);
    let asked = asked.into_iter().find(|y| y.to_string() == year);
    let past = match asked {
        Some(year) => Some(checks::board_of_year(&mut tx, &who.standing, year, now).await?),
        None => None,
    };
    drop(tx);
    let frame = Frame::of(&who).under("工作台").waiting(queue.len());
    let whole_township = who.standing.sees_every_book();
    let receipts = ReceiptDesk::of(&who.standing).is_ok();
    let shown = past.as_ref().unwrap_or(&board);
    let rows = shown.rows.iter().map(ShownRow::of).collect();
    let months = shown.months.clone();
    let years = years(first, wanted, asked);
    show(&DeskPage { frame, months, rows, years, queue, whole_township, receipts, board })
}

/// The years the books of this person go back to; nothing to switch where it is one.
fn years(first: FiscalYear, present: FiscalYear, asked: Option<FiscalYear>) -> Vec<YearLink> {
    let years = std::iter::successors(Some(first), |y| Some(y.next())).take_while(|y| *y <= present);
    let link = |year: FiscalYear| YearLink {
        year: year.number(),
        href: if year == present { "/".to_owned() } else { format!("/?year={year}") },
        current: year == asked.unwrap_or(present),
    };
    let links: Vec<YearLink> = years.map(link).collect();
    if links.len() > 1 { links } else { Vec::new() }
}
