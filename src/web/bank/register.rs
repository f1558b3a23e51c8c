//! 登记银行账户: which ledger account is which account at which bank.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{Date, Outcome, Refused};
use crate::ledger;
use crate::village::{self, NewBankAccount};
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Permit;

/// 银行存款.
const BANK: &str = "102";

#[derive(Template)]
#[template(path = "bank/new.html")]
struct NewPage {
    frame: Frame,
    code: String,
    form: AccountForm,
    /// Ledger accounts that are nobody's account at a bank yet.
    free: Vec<(String, String)>,
    refused: Vec<Refused>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct AccountForm {
    account_code: String,
    bank: String,
    holder: String,
    number: String,
    date: String,
}

async fn page(tx: &mut ReadTx, permit: &Permit<Accountant>, form: AccountForm) -> Outcome<NewPage> {
    let code = permit.book.code.clone();
    let frame = Frame::in_book(&permit.who, &permit.book).under("对账").crumb("登记银行账户", "");
    Ok(NewPage { frame, code, form, free: free(tx, permit).await?, refused: Vec::new() })
}

async fn free(tx: &mut ReadTx, permit: &Permit<Accountant>) -> Outcome<Vec<(String, String)>> {
    let chart = ledger::chart(tx, permit.book.id).await?;
    let taken = village::bank_accounts(tx, permit.book.id).await?;
    let leaves = chart.subtree(BANK).filter(|a| a.leaf && !a.closed);
    let free = leaves.filter(|a| taken.iter().all(|t| t.account_code != a.code.as_str()));
    Ok(free.map(|a| (a.code.to_string(), a.label())).collect())
}

pub(super) async fn new(State(app): State<App>, permit: Permit<Accountant>) -> Answer {
    let form = AccountForm {
        holder: permit.book.printed_name().to_owned(),
        date: permit.book.enabled_from.first_day().to_string(),
        ..AccountForm::default()
    };
    let mut tx = app.db.read().await?;
    show(&page(&mut tx, &permit, form).await?)
}

pub(super) async fn create(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(form): Form<AccountForm>,
) -> Answer {
    match register(&app, &permit, &form).await {
        Ok(()) => Ok(see_other(format!("/books/{}/bank", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut tx = app.db.read().await?;
            let page = page(&mut tx, &permit, form).await?;
            show_refused(&NewPage { refused: refused.clone(), ..page }, &refused)
        }
    }
}

async fn register(app: &App, permit: &Permit<Accountant>, form: &AccountForm) -> Outcome<()> {
    let free = free(&mut app.db.read().await?, permit).await?;
    if free.iter().all(|(code, _)| *code != form.account_code) {
        return Err(WebRefusal::UnreadableForm.into());
    }
    let opened_on: Date = form.date.trim().parse().map_err(|_| WebRefusal::NoSuchDate { typed: form.date.clone() })?;
    let new = NewBankAccount {
        account_code: form.account_code.clone(),
        bank: form.bank.trim().to_owned(),
        holder: form.holder.trim().to_owned(),
        number: form.number.chars().filter(|c| !c.is_whitespace()).collect(),
        opened_on,
    };
    let (by, now) = (permit.by.clone(), app.now());
    let adding = app.db.write(move |tx| Box::pin(async move { village::add_bank_account(tx, &by, new, now).await }));
    adding.await.map(drop)
}
