//! 期初未达账项 of an account whose book started with its books already running: entered by one, reviewed by another.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::ReadTx;
use crate::kernel::{Failure, Money, OpeningItemId, Outcome, Refused};
use crate::reconcile::{self, ItemSide, NewOpeningItem, OpeningItem, OpeningProof};
use crate::village::{self, BankAccount, Book};
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use super::At;
use super::sheet::{self, SheetRow};

#[derive(Template)]
#[template(path = "bank/opening.html")]
struct OpeningPage {
    frame: Frame,
    code: String,
    account: BankAccount,
    items: Vec<OpeningItem>,
    proof: OpeningProof,
    rows: Vec<SheetRow>,
    form: ItemForm,
    /// May enter and review.
    books: bool,
    /// An item that waits was entered by the person who looks.
    own: bool,
    refused: Vec<Refused>,
}

impl OpeningPage {
    fn waiting(&self) -> usize {
        self.items.iter().filter(|i| i.reviewed.is_none()).count()
    }

    fn sides(&self) -> [(&'static str, &'static str); 2] {
        [ItemSide::Book, ItemSide::Bank].map(|side| (side.word(), side.in_chinese()))
    }

    fn ways(&self) -> [(&'static str, &'static str); 2] {
        [("out", "付出"), ("in", "收入")]
    }
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct ItemForm {
    side: String,
    way: String,
    date: String,
    amount: String,
    text: String,
    reference: String,
    /// Of an item to be struck.
    item: String,
}

impl ItemForm {
    fn parsed(&self) -> Outcome<NewOpeningItem> {
        let mut refused: Vec<Refused> = Vec::new();
        let date = self.date.trim().parse().map_err(|_| {
            refused.push(Refused::from(WebRefusal::NoSuchDate { typed: self.date.clone() }).at_field("date"));
        });
        let amount: Result<Money, ()> = match self.amount.trim() {
            "" => Ok(Money::ZERO),
            typed => typed.parse::<Money>().map_err(|why| {
                refused.push(Refused::from(WebRefusal::UnreadableAmount { why: why.to_string() }).at_field("amount"))
            }),
        };
        Failure::unless_none(refused)?;
        let net = amount.unwrap_or(Money::ZERO).abs();
        Ok(NewOpeningItem {
            side: ItemSide::of(&self.side).unwrap_or(ItemSide::Book),
            date: date.unwrap_or_default(),
            net: if self.way == "in" { net } else { -net },
            text: self.text.clone(),
            reference: self.reference.clone(),
        })
    }
}

async fn page(
    tx: &mut ReadTx,
    (who, book): (&LoggedIn, &Book),
    at: &At,
    form: ItemForm,
    refused: Vec<Refused>,
) -> Outcome<OpeningPage> {
    let account = village::bank_account(tx, book.id, &at.account).await?;
    let (items, proof) = reconcile::opening_items(tx, book.id, &at.account).await?;
    let frame = Frame::in_book(who, book)
        .under("对账")
        .crumb(account.masked(), format!("/books/{}/bank/{}", book.code, at.account))
        .crumb("期初未达账项", "");
    let me = who.standing.id();
    Ok(OpeningPage {
        frame,
        code: book.code.clone(),
        account,
        rows: sheet::rows(&proof.sheet),
        own: items.iter().any(|i| i.reviewed.is_none() && i.entered_by == me),
        items,
        proof,
        form,
        books: who.standing.accountant(book.id).is_ok(),
        refused,
    })
}

pub(super) async fn index(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    show(&page(&mut tx, (&here.who, &here.book), &at, ItemForm::default(), Vec::new()).await?)
}

/// Back to the page, or the page again with what was typed.
async fn finished<D>(app: &App, permit: &Permit<Accountant>, at: &At, form: ItemForm, done: Outcome<D>) -> Answer {
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/bank/{}/opening", permit.book.code, at.account))),
        Err(failure) => {
            let refused = refused(failure)?;
            let mut tx = app.db.read().await?;
            let page = page(&mut tx, (&permit.who, &permit.book), at, form, refused.clone()).await?;
            show_refused(&page, &refused)
        }
    }
}

pub(super) async fn enter(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ItemForm>,
) -> Answer {
    let (by, account, now) = (permit.by.clone(), at.account.clone(), app.now());
    let done = match form.parsed() {
        Ok(new) => {
            let entering = app.db.write(move |tx| {
                Box::pin(async move { reconcile::enter_opening_item(tx, &by, &account, &new, now).await })
            });
            entering.await
        }
        Err(failure) => Err(failure),
    };
    finished(&app, &permit, &at, form, done).await
}

pub(super) async fn strike(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ItemForm>,
) -> Answer {
    let id: OpeningItemId = form.item.parse().map_err(|_| WebRefusal::UnreadableForm)?;
    let (by, now) = (permit.by.clone(), app.now());
    let done =
        app.db.write(move |tx| Box::pin(async move { reconcile::strike_opening_item(tx, &by, id, now).await })).await;
    finished(&app, &permit, &at, ItemForm::default(), done).await
}

pub(super) async fn review(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    let (by, account, now) = (permit.by.clone(), at.account.clone(), app.now());
    let reviewing =
        app.db.write(move |tx| Box::pin(async move { reconcile::review_opening_items(tx, &by, &account, now).await }));
    finished(&app, &permit, &at, ItemForm::default(), reviewing.await).await
}
