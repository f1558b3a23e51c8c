//! One line a village, and the same lines as a table to take away.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use serde_json::json;

use crate::app::App;
use crate::checks::{Board, BoardRow, Cell, Pace};
use crate::disclosure::{self, PublicationHead, SheetSpan};
use crate::export::{self, Column, Format, Table, csv, json as stable_json, xlsx};
use crate::kernel::{BookId, Date, Outcome, Period, Quarter, Timestamp};
use crate::village::{self, Book, Policies};
use crate::web::disclosures::{last_ended, light};
use crate::web::download;
use crate::web::frame::Frame;
use crate::web::light::{Light, tone_of};
use crate::web::page::{Answer, show};
use crate::web::permit::Office;
use crate::workflow::{self, State as Step};

use super::Overseer;

#[derive(Template)]
#[template(path = "oversight/index.html")]
struct VillagesPage {
    frame: Frame,
    quarter: Quarter,
    rows: Vec<Row>,
    late: usize,
}

/// One village as it is drawn: lights with their words.
struct Row {
    book: Book,
    accountants: String,
    period: Period,
    month: Light,
    bank: Light,
    submissions: Light,
    /// Items past their day.
    overdue: i64,
    escalated: i64,
    drafts: Light,
    disclosure: Light,
}

impl Row {
    fn overdue_light(&self) -> Light {
        match (self.overdue, self.escalated) {
            (0, _) => Light::new("green", "没有"),
            (many, 0) => Light::new("amber", format!("{many} 件")),
            (many, listed) => Light::new("red", format!("{many} 件，督办 {listed} 件")),
        }
    }
}

/// What waits in one book: how much, and since when the oldest.
#[derive(Clone, Copy, Default)]
struct Waiting {
    many: i64,
    since: Option<Timestamp>,
}

impl Waiting {
    fn add(&mut self, many: i64, since: Option<Timestamp>) {
        self.many += many;
        self.since = [self.since, since].into_iter().flatten().min();
    }

    fn light(self, measure: &str, now: Timestamp) -> Light {
        Light::of_many(self.many, measure, self.since.map_or(0, |since| now.days_since(since)))
    }
}

pub(super) async fn page(State(app): State<App>, office: Office<Overseer>) -> Answer {
    let (quarter, rows, late) = rows(&app, &office).await?;
    show(&VillagesPage { frame: Frame::of(&office.who).under("监督"), quarter, rows, late })
}

async fn rows(app: &App, office: &Office<Overseer>) -> Outcome<(Quarter, Vec<Row>, usize)> {
    let now = app.now();
    let today = now.date();
    let quarter = last_ended(today);
    let mut tx = app.db.read().await?;
    let board = crate::checks::board(&mut tx, &office.by.0, now).await?;
    let heads = disclosure::heads_of_quarter(&mut tx, quarter).await?;
    let policies = village::policies(&mut tx).await?;
    let mut submissions: HashMap<BookId, Waiting> = HashMap::new();
    for count in workflow::counts(&mut tx, &office.by.0).await? {
        if matches!(count.state, Step::Submitted | Step::Approved | Step::Returned) {
            submissions.entry(count.book).or_default().add(count.many, count.since);
        }
    }
    let mut overdue: HashMap<BookId, (i64, i64)> = HashMap::new();
    for wait in workflow::waits(&mut tx, &office.by.0, now).await?.iter().filter(|w| w.deadline.late > 0) {
        let own = overdue.entry(wait.submission.book).or_default();
        own.0 += 1;
        own.1 += i64::from(wait.escalated);
    }
    let mut drafts: HashMap<BookId, Waiting> = HashMap::new();
    for count in crate::ledger::draft_counts(&mut tx).await? {
        drafts.entry(count.book).or_default().add(count.count, Some(count.oldest));
    }
    drop(tx);
    let waiting = |all: &HashMap<BookId, Waiting>, book| all.get(&book).copied().unwrap_or_default();
    let row = |row: &BoardRow| {
        let (period, month) = month_of(row, &board);
        let (overdue, escalated) = overdue.get(&row.book.id).copied().unwrap_or_default();
        Row {
            accountants: row.accountants.clone(),
            period,
            month,
            bank: Light::of_bank(row.bank),
            submissions: waiting(&submissions, row.book.id).light("件", now),
            overdue,
            escalated,
            drafts: waiting(&drafts, row.book.id).light("张", now),
            disclosure: disclosure_of(&row.book, (quarter, &policies), &heads, today),
            book: row.book.clone(),
        }
    };
    Ok((quarter, board.rows.iter().map(row).collect(), board.late()))
}

/// The oldest month that is not done; the present one when all are.
fn month_of(row: &BoardRow, board: &Board) -> (Period, Light) {
    let cells: Vec<&Cell> = row.cells.iter().flatten().collect();
    let Some(cell) = cells.iter().find(|c| c.pace != Pace::Done).or(cells.last()) else {
        let period = board.months.last().copied().unwrap_or(row.book.enabled_from);
        return (period, Light::new("grey", "还没有启用"));
    };
    let stage = cell.stage.in_chinese();
    let word = match cell.pace {
        Pace::Done | Pace::Quiet | Pace::InTime => stage.to_owned(),
        Pace::Near if cell.days_left < 0 || cell.waiting.late > 0 => format!("{stage} 有{}件逾期", cell.waiting.late),
        Pace::Near => format!("{stage} 还剩{}天", cell.days_left),
        Pace::Late => format!("{stage} 逾期{}天", -cell.days_left),
    };
    (cell.period, Light::new(tone_of(cell.pace), word))
}

/// The last sheet of the quarter: its own, or that of its last month.
fn disclosure_of(
    book: &Book,
    (quarter, policies): (Quarter, &Policies),
    heads: &[PublicationHead],
    today: Date,
) -> Light {
    if book.enabled_from > quarter.last_period() {
        return Light::new("grey", "还没有启用");
    }
    let span = SheetSpan::of(policies, book.id, quarter.last_period());
    let due = disclosure::due_day(policies, book.id, span);
    let head = heads.iter().find(|h| h.book == book.id && h.span == span);
    let published = head.and_then(|h| h.published.as_ref()).map(|h| h.at.date());
    let told = light(published, due, today);
    match (published, head) {
        (Some(_), _) => told,
        (None, Some(head)) => Light { word: format!("{} {}", head.state.waits_for(), told.word), ..told },
        (None, None) => Light { word: format!("没有编制 {}", told.word), ..told },
    }
}

pub(super) async fn as_xlsx(State(app): State<App>, office: Office<Overseer>) -> Answer {
    let bytes = xlsx::write(&table(&app, &office).await?)?;
    Ok(download::kept(&file_name(&app, Format::Xlsx), Format::Xlsx.media_type(), bytes))
}

pub(super) async fn as_csv(State(app): State<App>, office: Office<Overseer>) -> Answer {
    let bytes = csv::write(&table(&app, &office).await?)?;
    Ok(download::kept(&file_name(&app, Format::Csv), Format::Csv.media_type(), bytes))
}

pub(super) async fn as_json(State(app): State<App>, office: Office<Overseer>) -> Answer {
    let (quarter, rows, _) = rows(&app, &office).await?;
    let row = |row: &Row| {
        json!({
            "code": row.book.code, "village": row.book.village_name, "book": row.book.name,
            "accountants": row.accountants, "period": row.period.to_string(), "month": row.month.word,
            "bank": row.bank.word, "submissions": row.submissions.word, "overdue": row.overdue,
            "escalated": row.escalated, "drafts": row.drafts.word, "disclosure": row.disclosure.word,
        })
    };
    let all = json!({"quarter": quarter.to_string(), "villages": rows.iter().map(row).collect::<Vec<_>>()});
    let bytes = stable_json::write(&all)?;
    Ok(download::shown(&file_name(&app, Format::Json), Format::Json.media_type(), bytes))
}

fn file_name(app: &App, format: Format) -> String {
    format!("各村快慢 {}.{format}", app.now().date())
}

async fn table(app: &App, office: &Office<Overseer>) -> Outcome<Table> {
    let (quarter, rows, _) = rows(app, office).await?;
    let titles =
        ["编号", "村", "账套", "专管员", "在办的月份", "走到", "银行流水", "报账在办", "逾期", "督办", "凭证未记账"];
    let mut columns: Vec<Column> = titles.into_iter().map(|title| Column::new(title, 16)).collect();
    columns.push(Column::new(format!("{}公开", quarter.in_chinese()), 20));
    let row = |row: &Row| {
        let words = [
            &row.book.code,
            &row.book.village_name,
            &row.book.name,
            &row.accountants,
            &row.period.in_chinese(),
            &row.month.word,
            &row.bank.word,
            &row.submissions.word,
        ];
        let mut cells: Vec<export::Cell> = words.into_iter().map(export::Cell::text).collect();
        cells.extend([row.overdue, row.escalated].map(export::Cell::Number));
        cells.extend([&row.drafts.word, &row.disclosure.word].map(export::Cell::text));
        export::Row::plain(cells)
    };
    let rows = rows.iter().map(row).collect();
    Ok(Table { title: "各村快慢".to_owned(), captions: vec![app.now().date().to_string()], columns, rows })
}
