use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::kernel::{Money, Period};
use crate::statements::{self, Statement};

use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

use super::asked::{Asked, Start};
use super::file::Links;

/// One report to open, print or take away.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) form: &'static str,
    pub(super) time: String,
    pub(super) href: String,
    pub(super) links: Links,
}

impl Entry {
    pub(super) fn at(name: &'static str, form: &'static str, path: String, query: &str, time: String) -> Entry {
        Entry { name, form, time, href: format!("{path}?{query}"), links: Links::of(&path, query) }
    }
}

/// Two figures that must agree.
pub(super) struct Proof {
    pub(super) what: &'static str,
    pub(super) difference: Money,
}

impl Proof {
    pub(super) fn of(what: &'static str, one: Money, other: Money) -> Proof {
        Proof { what, difference: (one - other).abs() }
    }
}

#[derive(Template)]
#[template(path = "reports/index.html")]
struct IndexPage {
    frame: Frame,
    first: Period,
    last: Period,
    entries: Vec<Entry>,
    proofs: Vec<Proof>,
}

pub(super) async fn of_book(State(app): State<App>, here: BookPath, asked: Asked) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::January);
    let books = [here.book.id];
    let mut tx = app.db.read().await?;
    let trial = statements::trial_balance(&mut tx, here.book.id, first, last).await?;
    let sheet = statements::balance_sheet(&mut tx, &books, last).await?;
    let year = (last.year().first_period(), last);
    let surplus = statements::surplus_statement(&mut tx, &books, year.0, year.1).await?;
    drop(tx);
    let [_, _, debit, credit, ..] = trial.totals();
    let mut proofs = vec![Proof::of("本期借方发生额 = 贷方发生额", debit, credit)];
    proofs.extend(statement_proofs(&sheet, &surplus));
    let frame = Frame::in_book(&here.who, &here.book).under("报表").period(last);
    show(&IndexPage { frame, first, last, entries: entries(&here.book.code, first, last), proofs })
}

/// 勾稽: what must agree within and between the two statements.
pub(super) fn statement_proofs(sheet: &Statement, surplus: &Statement) -> [Proof; 2] {
    let closing = |statement: &Statement, name: &str| statement.line(name).map_or(Money::ZERO, |line| line.first);
    [
        Proof::of(
            "资产总计 = 负债和所有者权益总计",
            closing(sheet, "资产总计"),
            closing(sheet, "负债和所有者权益总计"),
        ),
        Proof::of(
            "资产负债表未分配收益 = 收益表年末未分配收益",
            closing(sheet, "未分配收益"),
            closing(surplus, "年末未分配收益"),
        ),
    ]
}

/// `2024年1月—2024年12月`.
pub(super) fn span(first: Period, last: Period) -> String {
    if first == last { first.in_chinese() } else { format!("{}—{}", first.in_chinese(), last.in_chinese()) }
}

fn entries(code: &str, first: Period, last: Period) -> Vec<Entry> {
    let months = format!("from={first}&to={last}");
    let span = span(first, last);
    let statement = |name, form, page: &str, time: &str| {
        Entry::at(name, form, format!("/books/{code}/statements/{page}"), &months, time.to_owned())
    };
    let day = last.last_day().to_string();
    vec![
        statement("资产负债表", "会村01表", "balance-sheet", &day),
        statement("收益及收益分配表", "会村02表", "surplus-statement", &span),
        statement("收支明细表", "", "receipts-payments", &span),
        statement("预算执行情况表", "", "budget", &span),
        Entry::at("科目余额表", "", format!("/books/{code}/ledger"), &months, span.clone()),
        Entry::at("序时账", "", format!("/books/{code}/journal"), &months, span.clone()),
    ]
}
