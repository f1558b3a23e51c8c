//! 会计科目: the unified chart of the township, and the chart of one book with its own details.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Accountant, Chief};
use crate::kernel::Refused;
use crate::ledger::{self, Account, Adding, Chart, Class, NewAccount};

use super::books_settings::below;
use super::error::refused;
use super::extract::Form;
use super::frame::Frame;
use super::page::{Answer, see_other, show, show_refused};
use super::permit::{BookPath, Office, Permit};
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/chart", get(unified).post(add_for_all))
        .route("/books/{code}/chart", get(of_book).post(add_for_book))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct AccountForm {
    parent: String,
    name: String,
    mnemonic: String,
}

impl AccountForm {
    fn new_account(&self) -> NewAccount {
        NewAccount {
            parent: self.parent.trim().to_owned(),
            name: self.name.trim().to_owned(),
            mnemonic: self.mnemonic.trim().to_owned(),
        }
    }
}

/// The chart with a form for one more detail.
#[derive(Template)]
#[template(path = "chart/index.html")]
struct ChartPage {
    frame: Frame,
    chart: Chart,
    /// Where the form is sent; empty when the person may not add.
    action: String,
    /// `/books/LX/ledger`; empty for the unified chart.
    ledger: String,
    form: AccountForm,
    refused: Vec<Refused>,
}

impl ChartPage {
    fn classes(&self) -> [(Class, Vec<&Account>); 5] {
        [Class::Asset, Class::Liability, Class::Equity, Class::Cost, Class::ProfitAndLoss]
            .map(|class| (class, self.chart.accounts().iter().filter(|a| a.class == class).collect()))
    }

    /// What an account may get details below it: in a book only those that stand open.
    fn parents(&self) -> Vec<(String, String)> {
        let may = |a: &&Account| a.code.level() < 4 && (self.ledger.is_empty() || a.open_to_books);
        let option = |a: &Account| (a.code.to_string(), format!("{} {}", a.code, self.chart.path_name(a.id)));
        self.chart.accounts().iter().filter(may).map(option).collect()
    }

    /// One reading of the initials is enough to learn them by; every reading is found.
    fn letters<'a>(&self, account: &'a Account) -> &'a str {
        account.initials.split_whitespace().next().unwrap_or_default()
    }

    /// Cash or bank, and what every entry must name.
    fn marks(&self, account: &Account) -> String {
        let cash = account.cash_kind.map(|kind| kind.in_chinese().to_owned());
        let dimension = account.dimension.map(|by| format!("按{}", by.in_chinese()));
        cash.into_iter().chain(dimension).collect::<Vec<_>>().join("、")
    }
}

fn unified_page(who: &LoggedIn, chart: Chart, form: AccountForm, refused: Vec<Refused>) -> ChartPage {
    let action = if who.standing.chief().is_ok() { "/settings/chart".to_owned() } else { String::new() };
    let frame = Frame::of(who).under("设置").crumb("统一会计科目", "");
    ChartPage { frame, chart, action, ledger: String::new(), form, refused }
}

async fn unified(State(app): State<App>, who: LoggedIn) -> Answer {
    let chart = ledger::unified_chart(&mut app.db.read().await?).await?;
    show(&unified_page(&who, chart, AccountForm::default(), Vec::new()))
}

/// A detail for every village.
async fn add_for_all(State(app): State<App>, office: Office<Chief>, Form(form): Form<AccountForm>) -> Answer {
    let (by, new, now) = (office.by.clone(), form.new_account(), app.now());
    let adding =
        app.db.write(move |tx| Box::pin(async move { ledger::add_account(tx, Adding::ForAll(&by), &new, now).await }));
    match adding.await {
        Ok(_) => Ok(see_other(format!("/settings/chart#a-{}", form.parent.trim()))),
        Err(failure) => {
            let refused = at_fields(refused(failure)?);
            let chart = ledger::unified_chart(&mut app.db.read().await?).await?;
            show_refused(&unified_page(&office.who, chart, form, refused.clone()), &refused)
        }
    }
}

fn book_page(here: &BookPath, chart: Chart, form: AccountForm, refused: Vec<Refused>) -> ChartPage {
    let book = format!("/books/{}", here.book.code);
    let may_add = here.who.standing.accountant(here.book.id).is_ok();
    ChartPage {
        frame: below(here).crumb("会计科目", ""),
        chart,
        action: if may_add { format!("{book}/chart") } else { String::new() },
        ledger: format!("{book}/ledger"),
        form,
        refused,
    }
}

async fn of_book(State(app): State<App>, here: BookPath) -> Answer {
    let chart = ledger::chart(&mut app.db.read().await?, here.book.id).await?;
    show(&book_page(&here, chart, AccountForm::default(), Vec::new()))
}

/// A detail of one book, below an account that stands open.
async fn add_for_book(
    State(app): State<App>,
    here: BookPath,
    permit: Permit<Accountant>,
    Form(form): Form<AccountForm>,
) -> Answer {
    let (by, new, now) = (permit.by, form.new_account(), app.now());
    let adding =
        app.db.write(move |tx| Box::pin(async move { ledger::add_account(tx, Adding::ForBook(&by), &new, now).await }));
    match adding.await {
        Ok(_) => Ok(see_other(format!("/books/{}/chart#a-{}", here.book.code, form.parent.trim()))),
        Err(failure) => {
            let refused = at_fields(refused(failure)?);
            let chart = ledger::chart(&mut app.db.read().await?, here.book.id).await?;
            show_refused(&book_page(&here, chart, form, refused.clone()), &refused)
        }
    }
}

/// The name is what is wrong with a name; anything else is wrong with the account above.
fn at_fields(refused: Vec<Refused>) -> Vec<Refused> {
    let field = |r: &Refused| if r.code.contains("name") { "name" } else { "parent" };
    refused
        .into_iter()
        .map(|r| {
            let field = field(&r);
            r.at_field(field)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::LedgerRefusal;

    #[test]
    fn 拒绝写在该改的那一格下面() {
        let taken = LedgerRefusal::AccountNameTaken { parent: "513 管理费用".into(), name: "办公费".into() };
        let full = LedgerRefusal::NoCodeLeft { parent: "513 管理费用".into() };
        let fields: Vec<_> = at_fields(vec![taken.into(), full.into()]).into_iter().map(|r| r.field).collect();
        assert_eq!(fields, [Some("name".to_owned()), Some("parent".to_owned())]);
    }
}
