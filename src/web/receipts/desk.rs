//! 收据登记簿: what was bought, what is on the shelf, who has what, what is late.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::ReceiptKeeper;
use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Failure, Outcome, ReceiptBookId, Refused};
use crate::receipts::{self, IssueAct, NewStock, ReceiptKind, RegisterLine, Standing, StockLine};
use crate::village;
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Office;
use crate::web::visit::LoggedIn;

use super::{ReceiptDesk, tone};

#[derive(Template)]
#[template(path = "receipts/index.html")]
struct IndexPage {
    frame: Frame,
    keeps: bool,
    all: bool,
    lines: Vec<Line>,
    /// Kind, how many books on the shelf, the first of them.
    shelf: Vec<(&'static str, usize, String)>,
    /// What may be given out next, in order of number.
    next: Vec<(String, String)>,
    books: Vec<(String, String)>,
    kinds: Vec<(&'static str, &'static str)>,
    bought: BoughtForm,
    issued: IssuedForm,
    refused: Vec<Refused>,
}

/// One line of the register, with its light.
struct Line {
    line: RegisterLine,
    stands: Standing,
}

impl Line {
    fn tone(&self) -> &'static str {
        if self.line.days_late.is_some() || self.line.counts.let_go > 0 { "red" } else { tone(self.stands) }
    }

    fn word(&self) -> String {
        let gap = self.line.gap();
        if gap.is_empty() { self.stands.in_chinese().to_owned() } else { gap }
    }

    fn signed(&self) -> String {
        self.line.day(IssueAct::Sign)
    }

    fn verified(&self) -> String {
        self.line.day(IssueAct::Verify)
    }
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct BoughtForm {
    kind: String,
    series: String,
    first: String,
    last: String,
    leaves: String,
    day: String,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct IssuedForm {
    receipts: String,
    book: String,
    issued_on: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    show: String,
}

pub(super) async fn index(State(app): State<App>, office: Office<ReceiptDesk>, Query(wish): Query<Wish>) -> Answer {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let page = page(&mut tx, &office.who, today, wish.show == "all").await?;
    show(&page)
}

async fn page(tx: &mut ReadTx, who: &LoggedIn, today: Date, all: bool) -> Outcome<IndexPage> {
    let lines = receipts::register(tx, today).await?;
    let stock = receipts::stock(tx).await?;
    let books = village::books(tx).await?;
    let mut lines: Vec<Line> = lines.into_iter().map(|line| Line { stands: line.issue.standing(), line }).collect();
    lines.retain(|l| all || l.stands.is_out());
    lines.reverse();
    let on_shelf: Vec<&StockLine> = stock.iter().filter(|s| s.on_shelf()).collect();
    let shelf = ReceiptKind::ALL.into_iter().filter_map(|kind| {
        let of_kind: Vec<_> = on_shelf.iter().filter(|s| s.receipts.kind == kind).collect();
        of_kind.first().map(|first| (kind.in_chinese(), of_kind.len(), first.receipts.span()))
    });
    Ok(IndexPage {
        frame: Frame::of(who).under("工作台").crumb("收据", "/receipts"),
        keeps: who.standing.receipt_keeper().is_ok(),
        all,

        lines,
        shelf: shelf.collect(),
        next: on_shelf.iter().map(|s| (s.receipts.id.text(), s.receipts.label())).collect(),
        books: books.into_iter().map(|b| (b.id.text(), format!("{} {}", b.code, b.name))).collect(),
        kinds: ReceiptKind::ALL.iter().map(|k| (k.word(), k.in_chinese())).collect(),
        bought: BoughtForm { day: today.to_string(), leaves: "50".to_owned(), ..BoughtForm::default() },
        issued: IssuedForm { issued_on: today.to_string(), ..IssuedForm::default() },
        refused: Vec::new(),
    })
}

fn day(typed: &str) -> Result<Option<Date>, WebRefusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    typed.parse().map(Some).map_err(|_| WebRefusal::NoSuchDate { typed: typed.to_owned() })
}

pub(super) async fn buy(State(app): State<App>, office: Office<ReceiptKeeper>, Form(form): Form<BoughtForm>) -> Answer {
    let (by, now) = (office.by.clone(), app.now());
    let (bought_on, unread) = match day(&form.day) {
        Ok(day) => (day, None),
        Err(refusal) => (Some(now.date()), Some(Refused::from(refusal).at_field("day"))),
    };
    let new = NewStock {
        kind: form.kind.parse().ok(),
        series: form.series.clone(),
        first: form.first.clone(),
        last: form.last.clone(),
        leaves: form.leaves.clone(),
        bought_on,
    };
    let done = app.db.write(move |tx| {
        Box::pin(async move {
            match (receipts::buy(tx, &by, &new, now).await, unread) {
                (Err(Failure::Refused(mut list)), Some(unread)) => {
                    list.insert(0, unread);
                    Err(Failure::Refused(list))
                }
                (Ok(_), Some(unread)) => Err(unread.into()),
                (done, _) => done.map(drop),
            }
        })
    });
    match done.await {
        Ok(()) => Ok(see_other("/receipts")),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut tx = app.db.read().await?;
            let page = page(&mut tx, &office.who, now.date(), false).await?;
            show_refused(&IndexPage { bought: form, refused: refused.clone(), ..page }, &refused)
        }
    }
}

pub(super) async fn issue(
    State(app): State<App>,
    office: Office<ReceiptKeeper>,
    Form(form): Form<IssuedForm>,
) -> Answer {
    let (by, now) = (office.by.clone(), app.now());
    let done = match form.read(now.date()) {
        Ok((receipts, book, issued_on)) => {
            let write = app.db.write(move |tx| {
                Box::pin(async move { receipts::issue(tx, &by, receipts, book, issued_on, now).await })
            });
            write.await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => Ok(see_other("/receipts")),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut tx = app.db.read().await?;
            let page = page(&mut tx, &office.who, now.date(), false).await?;
            show_refused(&IndexPage { issued: form, refused: refused.clone(), ..page }, &refused)
        }
    }
}

impl IssuedForm {
    fn read(&self, today: Date) -> Outcome<(ReceiptBookId, BookId, Date)> {
        let mut faults: Vec<Refused> = Vec::new();
        let nothing = |field: &str| Refused::from(WebRefusal::NothingChosen).at_field(field);
        let receipts = self.receipts.parse().map_err(|_| faults.push(nothing("receipts"))).ok();
        let book = self.book.parse().map_err(|_| faults.push(nothing("book"))).ok();
        let on = match day(&self.issued_on) {
            Ok(on) => Some(on.unwrap_or(today)),
            Err(refusal) => {
                faults.push(Refused::from(refusal).at_field("issued_on"));
                None
            }
        };
        match (receipts, book, on) {
            (Some(receipts), Some(book), Some(on)) => Ok((receipts, book, on)),
            _ => Err(Failure::Refused(faults)),
        }
    }
}
