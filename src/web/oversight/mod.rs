//! 监督: every village in one line, for those who oversee and do not keep books. Nothing here changes anything.

mod checks;
mod overdue;

use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::app::App;
use crate::auth::{AuthRefusal, Role, Standing};
use crate::checks::{Board, BoardRow, Cell, Pace};
use crate::disclosure::{self, PublicationHead};
use crate::kernel::{BookId, Date, Period, Quarter, Timestamp};
use crate::village::{self, Book};
use crate::workflow::{self, State as Step};

use super::disclosures::{last_ended, light};
use super::frame::Frame;
use super::light::{Light, tone_of};
use super::page::{Answer, show};
use super::permit::{OfTownship, Office};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/oversight", get(villages))
        .route("/oversight/overdue", get(overdue::index))
        .route("/oversight/checks", get(checks::checks))
        .route("/oversight/checks/certificate.pdf", get(checks::certificate))
}

/// May look at every village: the chief accountant, the director, the observer.
#[derive(Clone, Debug)]
pub(super) struct Overseer(Standing);

impl OfTownship for Overseer {
    const ROLES: &'static [Role] = &[Role::Chief, Role::Director, Role::Observer];

    fn of(standing: &Standing) -> Result<Overseer, AuthRefusal> {
        if standing.sees_every_book() && Overseer::ROLES.iter().any(|r| standing.holds_anywhere(*r)) {
            return Ok(Overseer(standing.clone()));
        }
        Err(AuthRefusal::role_needed(Overseer::ROLES))
    }
}

#[derive(Template)]
#[template(path = "oversight/index.html")]
struct VillagesPage {
    frame: Frame,
    quarter: Quarter,
    rows: Vec<Row>,
    late: usize,
}

/// One village as it is drawn: five lights with their words.
struct Row {
    book: Book,
    accountants: String,
    period: Period,
    month: Light,
    bank: Light,
    submissions: Light,
    drafts: Light,
    disclosure: Light,
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

async fn villages(State(app): State<App>, office: Office<Overseer>) -> Answer {
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
    let mut drafts: HashMap<BookId, Waiting> = HashMap::new();
    for count in crate::ledger::draft_counts(&mut tx).await? {
        drafts.entry(count.book).or_default().add(count.count, Some(count.oldest));
    }
    drop(tx);
    let late = board.late();
    let waiting = |all: &HashMap<BookId, Waiting>, book| all.get(&book).copied().unwrap_or_default();
    let row = |row: &BoardRow| {
        let (period, month) = month_of(row, &board);
        Row {
            accountants: row.accountants.clone(),
            period,
            month,
            bank: Light::of_bank(row.bank),
            submissions: waiting(&submissions, row.book.id).light("件", now),
            drafts: waiting(&drafts, row.book.id).light("张", now),
            disclosure: disclosure_of(
                &row.book,
                quarter,
                &heads,
                disclosure::due_day(&policies, row.book.id, quarter),
                today,
            ),
            book: row.book.clone(),
        }
    };
    let rows = board.rows.iter().map(row).collect();
    show(&VillagesPage { frame: Frame::of(&office.who).under("监督"), quarter, rows, late })
}

/// The oldest month that is not done; the present one when all are.
fn month_of(row: &BoardRow, board: &Board) -> (Period, Light) {
    let cells: Vec<&Cell> = row.cells.iter().flatten().collect();
    let Some(cell) = cells.iter().find(|c| c.pace != Pace::Done).or(cells.last()) else {
        let period = board.months.last().copied().unwrap_or(row.book.enabled_from);
        return (period, Light { tone: "grey", word: "还没有启用".to_owned() });
    };
    let stage = cell.stage.in_chinese();
    let word = match cell.pace {
        Pace::Done | Pace::Quiet | Pace::InTime => stage.to_owned(),
        Pace::Near => format!("{stage} 还剩{}天", cell.days_left),
        Pace::Late => format!("{stage} 逾期{}天", -cell.days_left),
    };
    (cell.period, Light::new(tone_of(cell.pace), word))
}

fn disclosure_of(book: &Book, quarter: Quarter, heads: &[PublicationHead], due: Date, today: Date) -> Light {
    if book.enabled_from > quarter.last_period() {
        return Light { tone: "grey", word: "还没有启用".to_owned() };
    }
    let head = heads.iter().find(|h| h.book == book.id);
    let published = head.and_then(|h| h.published.as_ref()).map(|h| h.at.date());
    let told = light(published, due, today);
    match (published, head) {
        (Some(_), _) => told,
        (None, Some(head)) => Light { word: format!("{} {}", head.state.waits_for(), told.word), ..told },
        (None, None) => Light { word: format!("没有编制 {}", told.word), ..told },
    }
}
