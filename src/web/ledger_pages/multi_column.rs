use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::{Money, Period};
use crate::ledger::{self, Chart};
use crate::statements::{self, ColumnHead, ColumnsBy, ColumnsRow, MultiColumn};

use crate::web::error::WebRefusal;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Asked, Links, Start, caption, send};

use super::account_ledger::{Line, line_of};

/// Which account, and what its columns are.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    account: String,
    by: String,
}

/// The account a 多栏账 shows first: where a village's money goes.
const FIRST: &str = "513";

struct Head {
    name: String,
    href: String,
}

struct Row {
    line: Line,
    cells: Vec<Money>,
}

#[derive(Template)]
#[template(path = "ledger/multi_column.html")]
struct MultiColumnPage {
    frame: Frame,
    caption: ReportCaption,
    title: String,
    first: Period,
    last: Period,
    account: String,
    accounts: Vec<(String, String)>,
    by: String,
    ways: Vec<(String, &'static str)>,
    group: String,
    heads: Vec<Head>,
    rows: Vec<Row>,
    links: Links,
}

pub(super) async fn page(State(app): State<App>, here: BookPath, asked: Asked, Query(wish): Query<Wish>) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::January);
    let code = if wish.account.trim().is_empty() { FIRST } else { wish.account.trim() };
    let by: Option<ColumnsBy> = match wish.by.as_str() {
        "" => None,
        word => Some(word.parse().map_err(|_| WebRefusal::NoSuchPage)?),
    };
    let mut tx = app.db.read().await?;
    let book = statements::multi_column(&mut tx, here.book.id, code, by, (first, last)).await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    drop(tx);
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        return send(&app, here.reader, Report { caption, body: Body::MultiColumn(book) }, format).await;
    }
    show(&set_out(&here, &book, &chart, caption))
}

fn set_out(here: &BookPath, book: &MultiColumn, chart: &Chart, caption: ReportCaption) -> MultiColumnPage {
    let (first, last) = (caption.first, caption.last);
    let (months, own) = (format!("from={first}&to={last}"), format!("/books/{}", here.book.code));
    let vouchers = format!("{own}/vouchers");
    let href = |head: &ColumnHead| {
        let via = format!("{months}&via=multi-column&line={}", book.code);
        match book.by {
            ColumnsBy::Detail => format!("{own}/ledger/{}?{via}", head.code),
            ColumnsBy::Party(_) if head.id.is_empty() => String::new(),
            ColumnsBy::Party(by) => format!("{own}/ledger/{}?{via}&{by}={}", book.code, head.id),
        }
    };
    let row = |row: &ColumnsRow| Row { line: line_of(&row.row, &caption, &vouchers), cells: row.cells.clone() };
    let query = format!("{months}&account={}&by={}", book.code, book.by);
    MultiColumnPage {
        frame: Frame::in_book(&here.who, &here.book).under("账簿").crumb("多栏账", "").period(last),
        title: format!("{} {}", book.code, book.path.replace('/', " › ")),
        first,
        last,
        account: book.code.clone(),
        accounts: accounts(chart),
        by: book.by.to_string(),
        ways: ColumnsBy::ALL.map(|by| (by.to_string(), by.in_chinese())).to_vec(),
        group: format!("{}方金额分析", book.side.in_chinese()),
        heads: book.heads.iter().map(|head| Head { name: head.name.clone(), href: href(head) }).collect(),
        rows: book.rows.iter().map(row).collect(),
        links: Links::of(&format!("{own}/ledgers/multi-column"), &query),
        caption,
    }
}

/// Accounts with details, and those with a dimension.
fn accounts(chart: &Chart) -> Vec<(String, String)> {
    let wanted = chart.accounts().iter().filter(|a| !a.leaf || a.dimension.is_some());
    wanted.map(|a| (a.code.to_string(), format!("{} {}", a.code, chart.path_name(a.id)))).collect()
}
