//! 总账, 明细账, 现金日记账, 银行存款日记账: books of several accounts on one page.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Body, BookFront, Report, ReportCaption};
use crate::kernel::Period;
use crate::ledger::{self, Account, Chart};
use crate::statements::{self, AccountLedger, LedgerBook, LedgerBookKind, LedgerRow, LedgerRowKind};

use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Asked, Links, Start, caption, send};

use super::account_ledger::{Line, line_of};

/// Which account; all of them when empty.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    account: String,
    /// `yes` puts 启用表 and 目录 before the pages.
    bound: String,
}

/// One account of the book.
struct Part {
    code: String,
    title: String,
    href: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "ledger/book.html")]
struct BookPage {
    frame: Frame,
    caption: ReportCaption,
    title: &'static str,
    first: Period,
    last: Period,
    /// True for a journal: day, number and 对方科目 are said.
    journal: bool,
    account: String,
    accounts: Vec<(String, String)>,
    parts: Vec<Part>,
    links: Links,
    /// The paper with 启用表 and 目录.
    bound: String,
}

pub(super) async fn general(state: State<App>, here: BookPath, asked: Asked, wish: Query<Wish>) -> Answer {
    page(state, here, asked, wish, LedgerBookKind::General).await
}

pub(super) async fn details(state: State<App>, here: BookPath, asked: Asked, wish: Query<Wish>) -> Answer {
    page(state, here, asked, wish, LedgerBookKind::Detail).await
}

pub(super) async fn cash(state: State<App>, here: BookPath, asked: Asked, wish: Query<Wish>) -> Answer {
    page(state, here, asked, wish, LedgerBookKind::Cash).await
}

pub(super) async fn bank(state: State<App>, here: BookPath, asked: Asked, wish: Query<Wish>) -> Answer {
    page(state, here, asked, wish, LedgerBookKind::Bank).await
}

/// The last part of the address.
pub(super) const fn address(kind: LedgerBookKind) -> &'static str {
    match kind {
        LedgerBookKind::General => "general",
        LedgerBookKind::Detail => "details",
        LedgerBookKind::Cash => "cash-journal",
        LedgerBookKind::Bank => "bank-journal",
    }
}

async fn page(
    State(app): State<App>,
    here: BookPath,
    asked: Asked,
    Query(wish): Query<Wish>,
    kind: LedgerBookKind,
) -> Answer {
    let start = if kind == LedgerBookKind::General { Start::January } else { Start::ThisMonth };
    let (first, last) = asked.months(&here.book, app.now(), start);
    let account = Some(wish.account.trim()).filter(|code| !code.is_empty());
    let mut tx = app.db.read().await?;
    let book = match kind {
        LedgerBookKind::General => statements::general_ledger(&mut tx, here.book.id, account, (first, last)).await?,
        LedgerBookKind::Detail | LedgerBookKind::Cash | LedgerBookKind::Bank => {
            statements::ledger_of_lines(&mut tx, here.book.id, kind, account, (first, last)).await?
        }
    };
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    drop(tx);
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        let front = if wish.bound == "yes" { BookFront::Bound } else { BookFront::Loose };
        return send(&app, here.reader, Report { caption, body: Body::LedgerBook(book, front) }, format).await;
    }
    show(&set_out(&here, &book, &chart, caption, account.unwrap_or_default()))
}

fn set_out(here: &BookPath, book: &LedgerBook, chart: &Chart, caption: ReportCaption, account: &str) -> BookPage {
    let (first, last) = (caption.first, caption.last);
    let (months, own) = (format!("from={first}&to={last}"), format!("/books/{}", here.book.code));
    let title = book.kind.in_chinese();
    let chosen = if account.is_empty() { String::new() } else { format!("&account={account}") };
    let frame = Frame::in_book(&here.who, &here.book).under("账簿").crumb(title, "").period(last);
    let part = |ledger: &AccountLedger| Part {
        code: ledger.code.clone(),
        title: format!("{} {}", ledger.code, ledger.path.replace('/', " › ")),
        href: format!("{own}/ledger/{}?{months}&via={}", ledger.code, address(book.kind)),
        lines: ledger.rows.iter().map(|row| line(book, row, &caption, &own, &ledger.code)).collect(),
    };
    let links = Links::of(&format!("{own}/ledgers/{}", address(book.kind)), &format!("{months}{chosen}"));
    BookPage {
        frame,
        title,
        first,
        last,
        journal: book.kind != LedgerBookKind::General,
        account: account.to_owned(),
        accounts: accounts(chart, book.kind),
        parts: book.ledgers.iter().map(part).collect(),
        bound: format!("{}&bound=yes", links.pdf),
        links,
        caption,
    }
}

fn line(book: &LedgerBook, row: &LedgerRow, caption: &ReportCaption, own: &str, code: &str) -> Line {
    let mut line = line_of(row, caption, &format!("{own}/vouchers"));
    match &row.kind {
        LedgerRowKind::Entry(entry) => line.detail = book.other_side(entry).to_owned(),
        LedgerRowKind::MonthTotal(period) if book.kind == LedgerBookKind::General => {
            line.class = "";
            line.anchor = format!("m-{code}-{period}");
            line.href = format!("{own}/ledger/{code}?from={period}&to={period}&via=general");
        }
        LedgerRowKind::MonthTotal(_)
        | LedgerRowKind::Opening
        | LedgerRowKind::DayTotal(_)
        | LedgerRowKind::YearToDate(_) => {}
    }
    line
}

/// What may be chosen: first-level accounts for a 总账, leaves for a 明细账, those of money for a journal.
fn accounts(chart: &Chart, kind: LedgerBookKind) -> Vec<(String, String)> {
    let wanted = |a: &&Account| match kind {
        LedgerBookKind::General => a.code.level() == 1,
        LedgerBookKind::Detail => a.leaf,
        LedgerBookKind::Cash | LedgerBookKind::Bank => a.leaf && a.cash_kind == kind.cash_kind(),
    };
    let option = |a: &Account| (a.code.to_string(), format!("{} {}", a.code, chart.path_name(a.id)));
    let all = (String::new(), "全部".to_owned());
    std::iter::once(all).chain(chart.accounts().iter().filter(wanted).map(option)).collect()
}
