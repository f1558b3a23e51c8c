use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::kernel::{Money, Outcome, Refused};
use crate::ledger::{self, Chart, Side};
use crate::village::{self, Dimensions};

use crate::web::books_settings::below;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

use super::Sent;

/// A balance as the page shows it.
struct Row {
    account: String,
    detail: String,
    debit: Money,
    credit: Money,
}

#[derive(Template)]
#[template(path = "opening/page.html")]
pub(super) struct OpeningPage {
    frame: Frame,
    book: village::Book,
    period: String,
    /// The balances that stand; none while nothing was confirmed.
    standing: Option<Vec<Row>>,
    totals: (Money, Money),
    may_open: bool,
    /// The balances came over from the 2004 chart, with a working paper.
    has_paper: bool,
    form: Sent,
    refused: Vec<Refused>,
}

/// The balances that stand, or the form for them with what was sent and what is wrong with it.
pub(super) async fn page_of(app: &App, here: &BookPath, form: Sent, refused: Vec<Refused>) -> Outcome<OpeningPage> {
    let mut tx = app.db.read().await?;
    let opening = ledger::opening(&mut tx, here.book.id).await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    let dimensions = village::dimensions(&mut tx, here.book.id).await?;
    let has_paper = ledger::has_working_paper(&mut tx, here.book.id).await?;
    drop(tx);
    let standing: Option<Vec<Row>> = opening.map(|opening| {
        let balances = opening.balances.iter().filter(|(_, balance)| !balance.is_zero());
        let mut rows: Vec<Row> =
            balances.map(|(key, balance)| standing_row(key, *balance, &chart, &dimensions)).collect();
        rows.sort_by(|a, b| a.account.cmp(&b.account));
        rows
    });
    let rows = standing.as_deref().unwrap_or_default();
    Ok(OpeningPage {
        frame: below(here).crumb("期初余额", ""),
        totals: (rows.iter().map(|r| r.debit).sum(), rows.iter().map(|r| r.credit).sum()),
        standing,
        has_paper,
        may_open: here.who.standing.accountant(here.book.id).is_ok(),
        period: here.book.enabled_from.in_chinese(),
        book: here.book.clone(),
        form,
        refused,
    })
}

fn standing_row(key: &ledger::BalanceKey, balance: Money, chart: &Chart, dimensions: &Dimensions) -> Row {
    let code = chart.by_id(key.account).map(|a| a.code.to_string()).unwrap_or_default();
    let parties = [
        key.household.map(|id| dimensions.household_name(id)),
        key.counterparty.map(|id| dimensions.counterparty_name(id)),
        key.project.map(|id| dimensions.project_name(id)),
    ];
    let detail = parties.into_iter().flatten().collect::<Vec<_>>().join("　");
    let side = if balance.is_negative() { Side::Credit } else { Side::Debit };
    let (debit, credit) = match side {
        Side::Debit => (balance, Money::ZERO),
        Side::Credit => (Money::ZERO, -balance),
    };
    Row { account: format!("{code} {}", chart.path_name(key.account).replace('/', "／")), detail, debit, credit }
}

/// 期初余额.
pub(super) async fn page(State(app): State<App>, here: BookPath) -> Answer {
    show(&page_of(&app, &here, Sent::default(), Vec::new()).await?)
}
