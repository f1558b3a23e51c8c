//! What the grid asks for while a voucher is being filled in.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::{AccountId, Money, Period, initials};
use crate::ledger::{self, Account, Chart, Class, Side};
use crate::village::{self, CounterpartyKind, Dimensions, HouseholdKind, Party, ProjectKind};
use crate::web::extract::Form;
use crate::web::page::Answer;
use crate::web::permit::{BookPath, Permit};

/// One choice of a pick list, in the grid's own words.
#[derive(Serialize)]
struct Choice {
    id: String,
    code: String,
    name: String,
    initials: String,
}

/// The accounts of the book with today's balances; those with details below are marked.
pub(super) async fn chart(State(app): State<App>, here: BookPath) -> Answer {
    let mut tx = app.db.read().await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    let today = Period::of(app.now().date());
    let rows = ledger::balances(&mut tx, here.book.id, here.book.enabled_from.min(today), today).await?;
    drop(tx);
    let mut standing: HashMap<AccountId, Money> = HashMap::new();
    for row in rows {
        *standing.entry(row.key.account).or_default() += row.closing();
    }
    let shown = chart.accounts().iter().filter(|a| !a.closed).map(|a| {
        let path = chart.path_name(a.id);
        json!({
            "id": a.id, "code": a.code.as_str(), "name": a.name, "path": path, "leaf": a.leaf,
            "initials": letters(&chart, a), "mnemonic": a.mnemonic,
            "dimension": a.dimension.map(|d| d.to_string()),
            "usual": usual_side(a),
            "balance": standing.get(&a.id).map_or(String::new(), |m| in_words(*m)),
            "fen": standing.get(&a.id).map_or(0, |m| m.fen()).to_string(),
        })
    });
    Ok(Json(shown.collect::<Vec<_>>()).into_response())
}

/// The initials of the name, and of the whole path: 管理费用/办公费 answers to bgf and to glfybgf.
fn letters(chart: &Chart, account: &Account) -> String {
    if account.code.parent().is_none() {
        return account.initials.clone();
    }
    format!("{} {}", account.initials, initials(&chart.path_name(account.id).replace('/', "")))
}

/// Costs, expenses and income grow on one side; anything else may be entered on either.
fn usual_side(account: &Account) -> String {
    match account.class {
        Class::Cost | Class::ProfitAndLoss => account.normal_side.to_string(),
        Class::Asset | Class::Liability | Class::Equity => String::new(),
    }
}

/// `借 1,200.00`; 平 for nothing.
fn in_words(balance: Money) -> String {
    if balance.is_zero() {
        return "平".to_owned();
    }
    let side = if balance.is_negative() { Side::Credit } else { Side::Debit };
    format!("{} {}", side.in_chinese(), balance.abs())
}

/// The summaries this book has used most in a year.
pub(super) async fn summaries(State(app): State<App>, here: BookPath) -> Answer {
    let since = Period::of(app.now().date()).year().previous().first_period();
    let words = ledger::frequent_summaries(&mut app.db.read().await?, here.book.id, since).await?;
    let shown = words.into_iter().map(|name| json!({"id": name, "initials": initials(&name), "name": name}));
    Ok(Json(shown.collect::<Vec<_>>()).into_response())
}

async fn dimensions_of(app: &App, here: &BookPath) -> Result<Dimensions, crate::web::error::WebError> {
    Ok(village::dimensions(&mut app.db.read().await?, here.book.id).await?)
}

fn household_choices(all: &Dimensions) -> Vec<Choice> {
    let of = |h: &village::Household| Choice {
        id: h.id.text(),
        code: h.code.clone(),
        name: h.name.clone(),
        initials: h.initials.clone(),
    };
    all.households.iter().map(of).collect()
}

fn counterparty_choices(all: &Dimensions) -> Vec<Choice> {
    let of = |c: &village::Counterparty| Choice {
        id: c.id.text(),
        code: c.code.clone(),
        name: c.name.clone(),
        initials: c.initials.clone(),
    };
    all.counterparties.iter().map(of).collect()
}

fn project_choices(all: &Dimensions) -> Vec<Choice> {
    let of = |p: &village::Project| Choice {
        id: p.id.text(),
        code: p.code.clone(),
        name: p.name.clone(),
        initials: p.initials.clone(),
    };
    all.projects.iter().map(of).collect()
}

/// All three lists at once.
pub(super) async fn dimensions(State(app): State<App>, here: BookPath) -> Answer {
    let all = dimensions_of(&app, &here).await?;
    let answer = json!({
        "household": household_choices(&all),
        "counterparty": counterparty_choices(&all),
        "project": project_choices(&all),
    });
    Ok(Json(answer).into_response())
}

pub(super) async fn households(State(app): State<App>, here: BookPath) -> Answer {
    Ok(Json(household_choices(&dimensions_of(&app, &here).await?)).into_response())
}

pub(super) async fn counterparties(State(app): State<App>, here: BookPath) -> Answer {
    Ok(Json(counterparty_choices(&dimensions_of(&app, &here).await?)).into_response())
}

pub(super) async fn projects(State(app): State<App>, here: BookPath) -> Answer {
    Ok(Json(project_choices(&dimensions_of(&app, &here).await?)).into_response())
}

/// A name typed into a pick list that did not hold it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Named {
    name: String,
}

fn added(id: String, name: &str) -> Answer {
    let name = name.trim().to_owned();
    Ok(Json(Choice { id, code: String::new(), initials: initials(&name), name }).into_response())
}

pub(super) async fn add_household(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(typed): Form<Named>,
) -> Answer {
    let (by, now, new) = (permit.by, app.now(), Party::named(&typed.name, HouseholdKind::Member));
    let id = app.db.write(move |tx| Box::pin(async move { village::add_household(tx, &by, new, now).await })).await?;
    added(id.text(), &typed.name)
}

pub(super) async fn add_counterparty(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(typed): Form<Named>,
) -> Answer {
    let (by, now, new) = (permit.by, app.now(), Party::named(&typed.name, CounterpartyKind::Unit));
    let id =
        app.db.write(move |tx| Box::pin(async move { village::add_counterparty(tx, &by, new, now).await })).await?;
    added(id.text(), &typed.name)
}

pub(super) async fn add_project(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(typed): Form<Named>,
) -> Answer {
    let (by, now, new) = (permit.by, app.now(), Party::named(&typed.name, ProjectKind::Special));
    let id = app.db.write(move |tx| Box::pin(async move { village::add_project(tx, &by, new, now).await })).await?;
    added(id.text(), &typed.name)
}
