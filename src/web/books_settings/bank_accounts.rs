use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::{Outcome, Refused};
use crate::ledger::{self, CashKind};
use crate::village::{self, BankAccount, NewBankAccount};

use crate::web::error::refused;
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};

use super::book::below;
use super::typed::Faults;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct BankAccountForm {
    account_code: String,
    bank: String,
    holder: String,
    number: String,
    opened_on: String,
}

impl BankAccountForm {
    fn parsed(&self) -> Outcome<NewBankAccount> {
        let mut faults = Faults::default();
        let opened_on = faults.day("opened_on", &self.opened_on);
        faults.unless_any(Some(NewBankAccount {
            account_code: self.account_code.trim().to_owned(),
            bank: self.bank.trim().to_owned(),
            holder: self.holder.trim().to_owned(),
            number: self.number.split_whitespace().collect(),
            opened_on,
        }))
    }
}

#[derive(Template)]
#[template(path = "settings-books/bank_accounts.html")]
struct BankAccountsPage {
    frame: Frame,
    code: String,
    accounts: Vec<(BankAccount, String)>,
    /// Leaf accounts of 银行存款 that are not registered yet.
    free: Vec<(String, String)>,
    may_add: bool,
    form: BankAccountForm,
    refused: Vec<Refused>,
}

async fn page(app: &App, here: &BookPath, form: BankAccountForm, refused: Vec<Refused>) -> Outcome<BankAccountsPage> {
    let mut tx = app.db.read().await?;
    let accounts = village::bank_accounts(&mut tx, here.book.id).await?;
    let chart = ledger::chart(&mut tx, here.book.id).await?;
    drop(tx);
    let taken = |code: &str| accounts.iter().any(|a| a.account_code == code);
    let leaves = chart.accounts().iter().filter(|a| a.leaf && !a.closed && a.cash_kind == Some(CashKind::Bank));
    let free = leaves.filter(|a| !taken(a.code.as_str())).map(|a| (a.code.to_string(), a.label())).collect();
    let named = |account: BankAccount| {
        let name = chart.by_code(&account.account_code).map(|a| a.label()).unwrap_or_default();
        (account, name)
    };
    Ok(BankAccountsPage {
        frame: below(here).crumb("银行账户", ""),
        code: here.book.code.clone(),
        free,
        may_add: here.who.standing.accountant(here.book.id).is_ok(),
        form,
        refused,
        accounts: accounts.into_iter().map(named).collect(),
    })
}

/// 银行账户 of a book.
pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    let form = BankAccountForm { holder: here.book.legal_name.clone(), ..BankAccountForm::default() };
    show(&page(&app, &here, form, Vec::new()).await?)
}

/// 登记银行账户.
pub(super) async fn add(
    State(app): State<App>,
    here: BookPath,
    permit: Permit<Accountant>,
    Form(form): Form<BankAccountForm>,
) -> Answer {
    let (by, now) = (permit.by, app.now());
    let done = match form.parsed() {
        Ok(new) => {
            let adding =
                app.db.write(move |tx| Box::pin(async move { village::add_bank_account(tx, &by, new, now).await }));
            adding.await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/bank-accounts", here.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page(&app, &here, form, refused.clone()).await?, &refused)
        }
    }
}
