//! 结账: the checklist of a month, every line a link, and the act; and 重开 of the last closed month.

mod reopening;
mod three_way;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::checks::{self, ChecklistItem, ItemState};
use crate::db::ReadTx;
use crate::kernel::{Date, Outcome, Period, Refused};
use crate::ledger::{self, Closure, MonthState};
use crate::village::Book;

use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/closing", get(checklist).post(close))
        .route("/books/{code}/three-way", get(three_way::page))
        .route("/books/{code}/three-way/paper", get(three_way::paper))
        .route("/books/{code}/closing/reopenings", post(reopening::ask))
        .route("/books/{code}/closing/reopenings/{id}/approve", post(reopening::approve))
        .route("/books/{code}/closing/reopenings/{id}/decline", post(reopening::decline))
}

#[derive(Template)]
#[template(path = "closing/index.html")]
struct ClosingPage {
    frame: Frame,
    code: String,
    period: Period,
    open: Period,
    months: Vec<(String, String)>,
    lines: Vec<Line>,
    vouchers: usize,
    papers: i64,
    closure: Option<Closure>,
    /// Why the month cannot be closed here and now; empty when it can.
    hindrance: String,
    /// Every time the month was asked to be opened once more.
    reopenings: Vec<reopening::Shown>,
    /// What is typed to ask for it; shown where the month may be asked for.
    asked: reopening::AskForm,
    may_ask: bool,
    refused: Vec<Refused>,
}

/// One line of the checklist as it is drawn.
struct Line {
    tone: &'static str,
    word: &'static str,
    title: &'static str,
    says: String,
    href: String,
}

impl Line {
    fn of(item: ChecklistItem, code: &str) -> Line {
        let (tone, word) = match item.state {
            ItemState::Done => ("green", "已完成"),
            ItemState::Look => ("amber", "看一看"),
            ItemState::Blocking => ("red", "未完成"),
        };
        Line { tone, word, title: item.title, says: item.says, href: format!("/books/{code}/{}", item.link) }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wish {
    period: String,
}

async fn checklist(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let mut tx = app.db.read().await?;
    let period = match wish.period.parse() {
        Ok(period) => period,
        Err(_) => ledger::first_open(&mut tx, here.book.id).await?,
    };
    show(&page(&mut tx, &here.who, &here.book, period, app.now().date()).await?)
}

async fn page(tx: &mut ReadTx, who: &LoggedIn, book: &Book, period: Period, today: Date) -> Outcome<ClosingPage> {
    let open = ledger::first_open(tx, book.id).await?;
    let items = checks::closing_checklist(tx, book.id, period, today).await?;
    let blocking = items.iter().filter(|i| i.state == ItemState::Blocking).count();
    let closure = match ledger::month_state(tx, book.id, period).await? {
        MonthState::Closed(closure) => Some(closure),
        MonthState::Open => None,
    };
    let vouchers = ledger::vouchers(tx, book.id, period).await?;
    let hindrance = match who.standing.accountant(book.id) {
        _ if closure.is_some() => String::new(),
        Err(refusal) => refusal.to_string(),
        Ok(_) if period > open => format!("先结{}，再结{}。", open.in_chinese(), period.in_chinese()),
        Ok(_) if period.last_day() > today => format!("{}还没有过完。", period.in_chinese()),
        Ok(_) if blocking > 0 => format!("还有 {blocking} 项没有完成。"),
        Ok(_) => String::new(),
    };
    let of_month = ledger::reopenings(tx, book.id).await?.into_iter().filter(|r| r.period == period);
    let reopenings: Vec<_> = of_month.map(|r| reopening::Shown::of(r, who, today)).collect();
    let may_ask = closure.is_some() && period.next() == open && who.standing.accountant(book.id).is_ok();
    let last = Period::of(today).max(period);
    let mut months: Vec<_> =
        book.enabled_from.min(period).through(last).map(|p| (p.to_string(), p.in_chinese())).collect();
    months.reverse();
    Ok(ClosingPage {
        frame: Frame::in_book(who, book).under("账簿").crumb("结账", "").period(period),
        code: book.code.clone(),
        period,
        open,
        months,
        lines: items.into_iter().map(|i| Line::of(i, &book.code)).collect(),
        vouchers: vouchers.len(),
        papers: vouchers.iter().map(|v| v.document_count).sum(),
        closure,
        hindrance,
        may_ask: may_ask && !reopenings.iter().any(|r| r.answered.is_empty()),
        reopenings,
        asked: reopening::AskForm { until: (today + chrono::Days::new(7)).to_string(), ..Default::default() },
        refused: Vec::new(),
    })
}

async fn close(State(app): State<App>, permit: Permit<Accountant>, Form(wish): Form<Wish>) -> Answer {
    let period: Period = wish.period.parse().map_err(|_| WebRefusal::UnreadableForm)?;
    let (by, now) = (permit.by.clone(), app.now());
    let done = app.db.write(move |tx| Box::pin(async move { checks::close_period(tx, &by, period, now).await })).await;
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/closing?period={period}", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut tx = app.db.read().await?;
            let page = page(&mut tx, &permit.who, &permit.book, period, now.date()).await?;
            show_refused(&ClosingPage { refused: refused.clone(), ..page }, &refused)
        }
    }
}
