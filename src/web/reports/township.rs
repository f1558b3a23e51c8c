//! 汇总: the statements of every book within a person's sight, summed and beside each other.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::{BookId, Money, Outcome, Period};
use crate::ledger;
use crate::statements::{self, Consolidation, ReceiptsAndPayments, StatementLine};
use crate::village::{self, Book};

use crate::web::books::books_of;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::visit::LoggedIn;

use super::asked::{Asked, Start};
use super::comparison::accounts;
use super::file::{Links, send_of_township};
use super::index::{Entry, span};

/// The books in sight, and what their sum is called.
pub(super) struct Together {
    pub(super) books: Vec<Book>,
    pub(super) caption: ReportCaption,
}

impl Together {
    pub(super) async fn seen_by(app: &App, who: &LoggedIn, asked: Asked) -> Outcome<Together> {
        let books = books_of(app, who).await?;
        let township = village::township(&mut app.db.read().await?).await?;
        let name = match (who.standing.sees_every_book(), township) {
            (true, Some(township)) => format!("{}（{}个账套汇总）", township.name, books.len()),
            _ => format!("{}个账套汇总", books.len()),
        };
        let now = app.now();
        let kept_from = books.iter().map(|b| b.enabled_from).min().unwrap_or(Period::of(now.date()));
        let (first, last) = asked.months_of(kept_from, now, Start::January);
        let prepared_by = who.standing.actor().name.clone();
        let caption = ReportCaption { book_name: name, first, last, prepared_by, printed_at: now };
        Ok(Together { books, caption })
    }

    pub(super) fn months(&self) -> String {
        format!("from={}&to={}", self.caption.first, self.caption.last)
    }

    pub(super) fn frame(&self, who: &LoggedIn) -> Frame {
        Frame::of(who).under("报表").period(self.caption.last)
    }
}

#[derive(Template)]
#[template(path = "reports/township.html")]
struct TownshipPage {
    frame: Frame,
    caption: ReportCaption,
    books: Vec<Book>,
    entries: Vec<Entry>,
    months: String,
    accounts: Vec<(String, String)>,
}

pub(super) async fn index(State(app): State<App>, who: LoggedIn, asked: Asked) -> Answer {
    let together = Together::seen_by(&app, &who, asked).await?;
    let months = together.months();
    let (first, last) = (together.caption.first, together.caption.last);
    let entry = |name, form, page: &str, time| Entry::at(name, form, format!("/statements/{page}"), &months, time);
    let entries = vec![
        entry("资产负债表", "会村01表", "balance-sheet", last.last_day().to_string()),
        entry("收益及收益分配表", "会村02表", "surplus-statement", span(first, last)),
        entry("收支明细表", "", "receipts-payments", span(first, last)),
    ];
    let frame = together.frame(&who);
    let accounts = accounts(&ledger::unified_chart(&mut app.db.read().await?).await?);
    show(&TownshipPage { frame, entries, months, accounts, caption: together.caption, books: together.books })
}

/// A line of the form with what came off it, what is left, an amount a book, and where that book's own figure is.
struct Line<'a> {
    line: &'a StatementLine,
    off: Money,
    whole: [Money; 2],
    own: Vec<(Money, String)>,
}

#[derive(Template)]
#[template(path = "reports/by_book.html")]
struct ByBookPage<'a> {
    frame: Frame,
    caption: ReportCaption,
    by: &'a Consolidation,
    time: String,
    /// True for a statement of one day: only the last month is asked for.
    of_a_day: bool,
    /// True for those who say which party is which book.
    may_mark: bool,
    lines: Vec<Line<'a>>,
    links: Links,
}

pub(super) async fn balance_sheet(State(app): State<App>, who: LoggedIn, asked: Asked) -> Answer {
    let together = Together::seen_by(&app, &who, asked).await?;
    let last = together.caption.last;
    let january = last.year().first_period();
    let by = statements::consolidated_balance_sheet(&mut app.db.read().await?, &together.books, january, last).await?;
    if let Some(format) = asked.format {
        let report = Report { caption: together.caption, body: Body::ConsolidatedBalanceSheet(by) };
        return send_of_township(report, format).await;
    }
    let time = together.caption.day();
    by_book(&who, &together, &by, ("balance-sheet", time, format!("to={last}")))
}

pub(super) async fn surplus_statement(State(app): State<App>, who: LoggedIn, asked: Asked) -> Answer {
    let together = Together::seen_by(&app, &who, asked).await?;
    let (first, last) = (together.caption.first, together.caption.last);
    let by = statements::consolidated_surplus(&mut app.db.read().await?, &together.books, first, last).await?;
    if let Some(format) = asked.format {
        let report = Report { caption: together.caption, body: Body::ConsolidatedSurplus(by) };
        return send_of_township(report, format).await;
    }
    let time = together.caption.span();
    by_book(&who, &together, &by, ("surplus-statement", time, together.months()))
}

fn by_book(
    who: &LoggedIn,
    together: &Together,
    by: &Consolidation,
    (page, time, months): (&str, String, String),
) -> Answer {
    let own = |i: usize, line: &StatementLine| -> Vec<(Money, String)> {
        let Some(no) = line.no else { return Vec::new() };
        let books = by.books.iter().zip(&together.books);
        let place = |code: &str| format!("/books/{code}/statements/{page}?{months}#l-{no}");
        books.map(|((_, statement), book)| (statement.lines[i].first, place(&book.code))).collect()
    };
    let lines = by.total.lines.iter().enumerate().map(|(i, line)| {
        let whole = &by.consolidated.lines[i];
        Line { line, off: by.eliminated.lines[i].first, whole: [whole.first, whole.second], own: own(i, line) }
    });
    show(&ByBookPage {
        frame: together.frame(who).crumb(format!("{}合并", by.total.name), ""),
        caption: together.caption.clone(),
        by,
        time,
        of_a_day: page == "balance-sheet",
        may_mark: who.standing.chief().is_ok(),
        lines: lines.collect(),
        links: Links::of(&format!("/statements/{page}"), &months),
    })
}

#[derive(Template)]
#[template(path = "reports/receipts.html")]
struct ReceiptsPage {
    frame: Frame,
    caption: ReportCaption,
    report: ReceiptsAndPayments,
    first: Period,
    last: Period,
    links: Links,
}

impl ReceiptsPage {
    /// A sum over books leads nowhere by itself.
    fn href(&self, _code: &str) -> String {
        String::new()
    }
}

pub(super) async fn receipts_payments(State(app): State<App>, who: LoggedIn, asked: Asked) -> Answer {
    let together = Together::seen_by(&app, &who, asked).await?;
    let (first, last) = (together.caption.first, together.caption.last);
    let mut tx = app.db.read().await?;
    let books: Vec<BookId> = together.books.iter().map(|b| b.id).collect();
    let report = statements::receipts_of_books(&mut tx, &books, first, last).await?;
    drop(tx);
    let links = Links::of("/statements/receipts-payments", &together.months());
    let frame = together.frame(&who).crumb("收支明细表汇总", "");
    if let Some(format) = asked.format {
        let report = Report { caption: together.caption, body: Body::ReceiptsAndPayments(report) };
        return send_of_township(report, format).await;
    }
    show(&ReceiptsPage { frame, caption: together.caption, report, first, last, links })
}
