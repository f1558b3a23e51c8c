use askama::Template;

use crate::app::App;
use crate::export::{Body, Format, Report, ReportCaption};
use crate::kernel::{Money, Period};
use crate::ledger::Dimension;
use crate::statements::{self, PartyRow};

use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::reports::{Links, caption, send};

use super::drill::Drill;
use super::trial_balance::by_words;

struct Row {
    id: String,
    code: String,
    name: String,
    figures: [Money; 6],
    href: String,
}

#[derive(Template)]
#[template(path = "ledger/party_balances.html")]
struct PartiesPage {
    frame: Frame,
    caption: ReportCaption,
    title: String,
    by: Dimension,
    kept: Vec<(&'static str, String)>,
    first: Period,
    last: Period,
    rows: Vec<Row>,
    totals: [Money; 6],
    whole: String,
    links: Links,
}

/// One account by household, outsider or project; debit and credit balances stand apart.
pub(super) async fn page(
    app: &App,
    here: BookPath,
    code: &str,
    by: Dimension,
    (first, last): (Period, Period),
    format: Option<Format>,
    drill: &Drill,
) -> Answer {
    let mut tx = app.db.read().await?;
    let parties = statements::party_balances(&mut tx, here.book.id, code, by, (first, last)).await?;
    drop(tx);
    let caption = caption(app, &here, (first, last));
    if let Some(format) = format {
        return send(app, here.reader, Report { caption, body: Body::PartyBalances(parties) }, format).await;
    }
    let path = format!("/books/{}/ledger/{code}", here.book.code);
    let months = format!("from={first}&to={last}");
    let whole = format!("{path}?{months}{}", drill.in_address());
    let title = format!("{code} {}", parties.account_path.replace('/', " › "));
    let frame =
        drill.frame(&here, code, &months).crumb(title.clone(), whole.clone()).crumb(by_words(by), "").period(last);
    let row = |row: &PartyRow| Row {
        id: row.id.clone(),
        code: row.code.clone(),
        name: row.name.clone(),
        figures: row.columns(),
        href: if row.id.is_empty() { String::new() } else { format!("{whole}&{by}={}", row.id) },
    };
    let kept = drill.fields().into_iter().filter(|(_, value)| !value.is_empty());
    show(&PartiesPage {
        frame,
        title,
        by,
        kept: kept.chain([("by", by.to_string())]).collect(),
        first,
        last,
        rows: parties.rows.iter().map(row).collect(),
        totals: parties.totals(),
        links: Links::of(&path, &format!("{months}&by={by}")),
        whole,
        caption,
    })
}
