//! 规则和破例: what the rules find in the books as they stand, and every warning somebody gave a reason for.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::controls::{self, CONTROLS, Filter, KeptFinding, Severity, Standing, Subject, control};
use crate::export::{Format, csv, overrides, xlsx};
use crate::kernel::{Outcome, Timestamp};
use crate::village::{self, Book};
use crate::web::download;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, in_query, show};
use crate::web::permit::Office;

use super::Overseer;

/// Longest list of overrides on the page, and in a file.
const ON_PAGE: i64 = 200;
const IN_FILE: i64 = 20_000;

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Looking {
    book: String,
    control: String,
    from: String,
    to: String,
}

impl Looking {
    /// The same question, for a file.
    fn query(&self) -> String {
        let fields = [("book", &self.book), ("control", &self.control), ("from", &self.from), ("to", &self.to)];
        fields.iter().map(|(name, value)| format!("{name}={}", in_query(value))).collect::<Vec<_>>().join("&")
    }

    fn filter(&self, books: &[Book], limit: i64) -> Filter {
        let one = books.iter().find(|b| b.code == self.book).map(|b| vec![b.id]);
        // Instants are kept in UTC; a day in China begins eight hours before it.
        let begins = |day: &str, days: i64| {
            let day = day.parse::<crate::kernel::Date>().ok()? + chrono::Duration::days(days);
            Some(Timestamp::start_of(day).stored())
        };
        Filter {
            books: one,
            control: self.control.clone(),
            overrides: true,
            from: begins(&self.from, 0).unwrap_or_default(),
            to: begins(&self.to, 1).unwrap_or_default(),
            limit,
        }
    }
}

/// What one book does not keep.
struct Village {
    book: Book,
    found: Vec<Standing>,
}

/// One override as it is listed.
struct Override {
    kept: KeptFinding,
    title: &'static str,
    book: String,
    /// Where it stands; empty for a voucher that has gone on.
    href: String,
}

#[derive(Template)]
#[template(path = "oversight/controls.html")]
struct ControlsPage {
    frame: Frame,
    looking: Looking,
    query: String,
    books: Vec<(String, String)>,
    rules: Vec<(&'static str, &'static str)>,
    villages: Vec<Village>,
    overrides: Vec<Override>,
}

impl ControlsPage {
    fn standing(&self) -> usize {
        self.villages.iter().map(|v| v.found.len()).sum()
    }

    /// The class of a line.
    const fn class(found: &Standing) -> &'static str {
        match found.setting.severity {
            Severity::Block => "is-block",
            Severity::Warn => "",
            Severity::Note | Severity::Off => "is-note",
        }
    }
}

/// What the rules find, by village, and what was done all the same.
pub(super) async fn page(State(app): State<App>, office: Office<Overseer>, Query(looking): Query<Looking>) -> Answer {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let mut villages = Vec::new();
    for book in books.iter().filter(|b| looking.book.is_empty() || b.code == looking.book) {
        let mut found = controls::standing(&mut tx, book, today).await?;
        found.retain(|s| looking.control.is_empty() || s.setting.control.name == looking.control);
        if !found.is_empty() {
            villages.push(Village { book: book.clone(), found });
        }
    }
    let kept = controls::kept(&mut tx, &looking.filter(&books, ON_PAGE)).await?;
    drop(tx);
    let overrides = kept.into_iter().filter_map(|k| shown(k, &books)).collect();
    let names = books.iter().map(|b| (b.code.clone(), format!("{} {}", b.code, b.name)));
    let frame = Frame::of(&office.who).under("监督").crumb("规则和破例", "");
    show(&ControlsPage {
        frame,
        query: looking.query(),
        looking,
        books: std::iter::once((String::new(), "全部".to_owned())).chain(names).collect(),
        rules: CONTROLS.iter().map(|c| (c.name, c.title)).collect(),
        villages,
        overrides,
    })
}

fn shown(kept: KeptFinding, books: &[Book]) -> Option<Override> {
    let book = books.iter().find(|b| b.id == kept.book)?;
    let href = match kept.subject {
        Subject::Submission(id) => format!("/books/{}/submissions/{id}", book.code),
        Subject::Draft(_) => String::new(),
    };
    Some(Override { title: control(&kept.control).map_or("", |c| c.title), book: book.name.clone(), href, kept })
}

pub(super) async fn overrides_csv(
    State(app): State<App>,
    _office: Office<Overseer>,
    Query(looking): Query<Looking>,
) -> Answer {
    file(&app, &looking, Format::Csv).await
}

pub(super) async fn overrides_xlsx(
    State(app): State<App>,
    _office: Office<Overseer>,
    Query(looking): Query<Looking>,
) -> Answer {
    file(&app, &looking, Format::Xlsx).await
}

async fn file(app: &App, looking: &Looking, format: Format) -> Answer {
    let (kept, books) = listed(app, looking).await?;
    let whose = |k: &KeptFinding| books.iter().find(|b| b.id == k.book).map(|b| b.name.clone()).unwrap_or_default();
    let table = overrides::table(&kept, whose, app.now());
    let bytes = if format == Format::Xlsx { xlsx::write(&table)? } else { csv::write(&table)? };
    let name = format!("破例登记表 {}.{}", app.now().date(), format.ending());
    Ok(download::kept(&name, format.media_type(), bytes))
}

async fn listed(app: &App, looking: &Looking) -> Outcome<(Vec<KeptFinding>, Vec<Book>)> {
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let kept = controls::kept(&mut tx, &looking.filter(&books, IN_FILE)).await?;
    Ok((kept, books))
}
