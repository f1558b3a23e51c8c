//! 各村比较: one account over every book within a person's sight.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::{Money, Period};
use crate::ledger::{self, Chart};
use crate::statements::{self, AccountComparison, ComparisonRow, MonthColumns};

use crate::web::extract::{Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, in_query, see_other, show};
use crate::web::visit::LoggedIn;

use super::asked::Asked;
use super::file::{Links, send_of_township};
use super::township::Together;

#[derive(Deserialize)]
pub(super) struct At {
    account: String,
}

/// Whether the months stand in columns.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    months: String,
}

struct Row {
    anchor: String,
    code: String,
    name: String,
    href: String,
    figures: Vec<Money>,
}

#[derive(Template)]
#[template(path = "reports/comparison.html")]
struct ComparisonPage {
    frame: Frame,
    caption: ReportCaption,
    title: String,
    account: String,
    accounts: Vec<(String, String)>,
    side: &'static str,
    months: Vec<Period>,
    rows: Vec<Row>,
    totals: Vec<Money>,
    links: Links,
}

/// What the form that names an account sends.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Chosen {
    account: String,
    from: String,
    to: String,
    months: String,
}

/// The form leads to the page of its account.
pub(super) async fn open(_: LoggedIn, Query(chosen): Query<Chosen>) -> Answer {
    let fields = [chosen.account, chosen.from, chosen.to, chosen.months];
    let [account, from, to, months] = fields.map(|typed| in_query(typed.trim()));
    let months = if months.is_empty() { String::new() } else { format!("&months={months}") };
    Ok(see_other(format!("/ledger/{account}?from={from}&to={to}{months}")))
}

pub(super) async fn page(
    State(app): State<App>,
    who: LoggedIn,
    Path(at): Path<At>,
    asked: Asked,
    Query(wish): Query<Wish>,
) -> Answer {
    let code = at.account.split_once('.').map_or(at.account.as_str(), |(code, _)| code);
    let together = Together::seen_by(&app, &who, asked).await?;
    let (first, last) = (together.caption.first, together.caption.last);
    let columns = if wish.months == "yes" { MonthColumns::Wanted } else { MonthColumns::Left };
    let mut tx = app.db.read().await?;
    let comparison = statements::account_comparison(&mut tx, &together.books, code, (first, last), columns).await?;
    let chart = ledger::unified_chart(&mut tx).await?;
    drop(tx);
    if let Some(format) = asked.format {
        let report = Report { caption: together.caption, body: Body::AccountComparison(comparison) };
        return send_of_township(report, format).await;
    }
    show(&set_out(&who, together, &comparison, &chart))
}

fn set_out(who: &LoggedIn, together: Together, comparison: &AccountComparison, chart: &Chart) -> ComparisonPage {
    let (query, code) = (together.months(), comparison.code.as_str());
    let row = |row: &ComparisonRow| Row {
        anchor: format!("b-{}", row.code),
        code: row.code.clone(),
        name: row.name.clone(),
        href: format!("/books/{}/ledger/{code}?{query}&via=comparison&line={}", row.code, row.code),
        figures: row.columns().into_iter().chain(row.months.iter().copied()).collect(),
    };
    let more = if comparison.months.is_empty() { "" } else { "&months=yes" };
    let title = format!("{code} {}", comparison.path.replace('/', " › "));
    ComparisonPage {
        frame: together.frame(who).crumb(format!("各村比较 {title}"), ""),
        title,
        account: code.to_owned(),
        accounts: accounts(chart),
        side: comparison.side.in_chinese(),
        months: comparison.months.clone(),
        rows: comparison.rows.iter().map(row).collect(),
        totals: comparison.totals().into_iter().chain(comparison.month_totals()).collect(),
        links: Links::of(&format!("/ledger/{code}"), &format!("{query}{more}")),
        caption: together.caption,
    }
}

/// Every account of the unified chart, to choose from.
pub(super) fn accounts(chart: &Chart) -> Vec<(String, String)> {
    chart.accounts().iter().map(|a| (a.code.to_string(), format!("{} {}", a.code, chart.path_name(a.id)))).collect()
}
