//! 手工对应各列: which header word is which column, told once and remembered for the account.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::db::ReadTx;
use crate::kernel::{Outcome, Refused};
use crate::reconcile::{self, BankHand, ColumnMap, Role};
use crate::village::{self, BankAccount};
use crate::web::error::refused;
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Permit;

use super::At;

/// The columns a person can tell apart, those that must be there first.
const ROLES: [Role; 11] = [
    Role::Date,
    Role::In,
    Role::Out,
    Role::Balance,
    Role::Amount,
    Role::Direction,
    Role::Time,
    Role::Counterparty,
    Role::Summary,
    Role::Purpose,
    Role::Reference,
];

#[derive(Template)]
#[template(path = "bank/columns.html")]
struct ColumnsPage {
    frame: Frame,
    code: String,
    account: BankAccount,
    /// The column and the word typed for it.
    rows: Vec<(&'static str, String)>,
    refused: Vec<Refused>,
}

/// The words of the header, in the order of the form.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct ColumnsForm {
    word: Vec<String>,
}

impl ColumnsForm {
    fn of(map: &ColumnMap) -> ColumnsForm {
        let word = |role: &Role| map.columns.iter().find(|(r, _)| r == role).map_or(String::new(), |(_, w)| w.clone());
        ColumnsForm { word: ROLES.iter().map(word).collect() }
    }

    fn map(&self) -> ColumnMap {
        let typed = ROLES.into_iter().zip(&self.word).map(|(role, word)| (role, word.trim().to_owned()));
        ColumnMap { columns: typed.filter(|(_, word)| !word.is_empty()).collect() }
    }
}

async fn page(tx: &mut ReadTx, permit: &Permit<BankHand>, at: &At, form: Option<ColumnsForm>) -> Outcome<ColumnsPage> {
    let account = village::bank_account(tx, permit.book.id, &at.account).await?;
    let kept = reconcile::column_map(tx, permit.book.id, &at.account).await?.unwrap_or_default();
    let form = form.unwrap_or_else(|| ColumnsForm::of(&kept));
    let word = |at: usize| form.word.get(at).cloned().unwrap_or_default();
    let code = permit.book.code.clone();
    let frame = Frame::in_book(&permit.who, &permit.book)
        .under("对账")
        .crumb("导入流水", format!("/books/{code}/bank/{}/import", at.account))
        .crumb("手工对应各列", "");
    let rows = ROLES.iter().enumerate().map(|(at, role)| (role.in_chinese(), word(at))).collect();
    Ok(ColumnsPage { frame, code, account, rows, refused: Vec::new() })
}

pub(super) async fn columns(State(app): State<App>, permit: Permit<BankHand>, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    show(&page(&mut tx, &permit, &at, None).await?)
}

pub(super) async fn keep(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    Form(form): Form<ColumnsForm>,
) -> Answer {
    let (by, account, map, now) = (permit.by.clone(), at.account.clone(), form.map(), app.now());
    let mapping =
        app.db.write(move |tx| Box::pin(async move { reconcile::map_columns(tx, &by, &account, &map, now).await }));
    match mapping.await {
        Ok(()) => Ok(see_other(format!("/books/{}/bank/{}/import", permit.book.code, at.account))),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut tx = app.db.read().await?;
            let page = page(&mut tx, &permit, &at, Some(form)).await?;
            show_refused(&ColumnsPage { refused: refused.clone(), ..page }, &refused)
        }
    }
}
