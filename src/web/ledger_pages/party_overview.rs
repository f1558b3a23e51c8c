use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::export::{Body, Report, ReportCaption};
use crate::kernel::{Money, Period};
use crate::ledger::Dimension;
use crate::statements::{self, Ageing, PartyGroup, PartyOverview};

use crate::web::error::WebRefusal;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Asked, Links, Start, caption, send};

/// By what, and with 账龄 or without.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    by: String,
    ages: String,
}

/// One account of one party; the party is named on its first row.
struct Row {
    anchor: String,
    code: String,
    name: String,
    account: String,
    href: String,
    figures: Vec<Money>,
}

#[derive(Template)]
#[template(path = "ledger/party_overview.html")]
struct OverviewPage {
    frame: Frame,
    caption: ReportCaption,
    title: String,
    first: Period,
    last: Period,
    by: Dimension,
    ways: [(Dimension, &'static str); 3],
    aged: bool,
    rows: Vec<Row>,
    totals: Vec<(&'static str, Vec<Money>)>,
    links: Links,
}

pub(super) async fn page(State(app): State<App>, here: BookPath, asked: Asked, Query(wish): Query<Wish>) -> Answer {
    let (first, last) = asked.months(&here.book, app.now(), Start::January);
    let by: Dimension = match wish.by.as_str() {
        "" => Dimension::Household,
        word => word.parse().map_err(|_| WebRefusal::NoSuchPage)?,
    };
    let ageing = if wish.ages == "yes" { Ageing::Wanted } else { Ageing::Left };
    let mut tx = app.db.read().await?;
    let overview = statements::party_overview(&mut tx, here.book.id, by, (first, last), ageing).await?;
    drop(tx);
    let caption = caption(&app, &here, (first, last));
    if let Some(format) = asked.format {
        return send(&app, here.reader, Report { caption, body: Body::PartyOverview(overview) }, format).await;
    }
    let (own, months) = (format!("/books/{}", here.book.code), format!("from={first}&to={last}"));
    let ages = if overview.aged { "&ages=yes" } else { "" };
    show(&OverviewPage {
        frame: Frame::in_book(&here.who, &here.book).under("账簿").crumb("往来余额表", "").period(last),
        title: overview.title(),
        first,
        last,
        by,
        ways: [Dimension::Household, Dimension::Counterparty, Dimension::Project].map(|by| (by, by.in_chinese())),
        aged: overview.aged,
        rows: overview.groups.iter().flat_map(|group| rows(&overview, group, &own, &months)).collect(),
        totals: overview.total_lines(),
        links: Links::of(&format!("{own}/ledgers/party-balances"), &format!("{months}&by={by}{ages}")),
        caption,
    })
}

fn rows(overview: &PartyOverview, group: &PartyGroup, own: &str, months: &str) -> Vec<Row> {
    let by = overview.by;
    let row = |(i, account): (usize, &statements::PartyAccount)| {
        let named = |word: &str| if i == 0 { word.to_owned() } else { String::new() };
        Row {
            anchor: if i == 0 { format!("p-{}", group.id) } else { format!("p-{}-{}", group.id, account.code) },
            code: named(&group.code),
            name: named(&group.name),
            account: format!("{} {}", account.code, account.path.replace('/', " › ")),
            href: format!("{own}/ledger/{}?{months}&{by}={}&via=party-{by}&line={}", account.code, group.id, group.id),
            figures: overview.figures_of(account),
        }
    };
    group.accounts.iter().enumerate().map(row).collect()
}
