//! 我的收据本: the receipt book in the clerk's hand — the next number, what was used, one voided, the whole brought back.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Clerk;
use crate::evidence;
use crate::kernel::{Failure, FileId, Outcome, ReceiptIssueId, Refused};
use crate::receipts::{self, Fate, HeldBook, Standing};
use crate::village::Book;
use crate::web::error::refused;
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_as, show_refused};
use crate::web::papers::{Sent, written_down};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use super::{At, tone};

/// What the page shows, at the desk and in the hand.
struct Mine {
    code: String,
    clerk: bool,
    books: Vec<HeldBook>,
    form: WordsForm,
    at: Option<ReceiptIssueId>,
}

impl Mine {
    fn tone(&self, held: &HeldBook) -> &'static str {
        if held.leaves.count(Fate::LetGo) > 0 { "red" } else { tone(held.issue.standing()) }
    }

    fn typed(&self, held: &HeldBook) -> &str {
        if self.at == Some(held.issue.id) { &self.form.reason } else { "" }
    }

    fn signs(&self, held: &HeldBook) -> bool {
        self.clerk && held.issue.standing() == Standing::Issued
    }

    /// A number that hangs may be voided after the book was brought back or reported lost, too.
    fn voids(&self, held: &HeldBook) -> bool {
        self.uses(held) || self.clerk && held.leaves.count(Fate::LetGo) > 0
    }

    fn uses(&self, held: &HeldBook) -> bool {
        self.clerk && held.issue.standing() == Standing::Held
    }
}

#[derive(Template)]
#[template(path = "receipts/mine_phone.html")]
struct PhonePage {
    frame: Frame,
    mine: Mine,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "receipts/mine_desk.html")]
struct DeskPage {
    frame: Frame,
    mine: Mine,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "receipts/void.html")]
struct VoidPage {
    frame: Frame,
    code: String,
    held: HeldBook,
    form: VoidForm,
    refused: Vec<Refused>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct WordsForm {
    reason: String,
}

/// One number to be voided, as it was typed.
#[derive(Default, Clone)]
struct VoidForm {
    number: String,
    fate: String,
    reason: String,
    file: String,
}

pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    page(&app, (&here.who, &here.book), WordsForm::default(), None, Vec::new()).await
}

async fn page(
    app: &App,
    (who, book): (&LoggedIn, &Book),
    form: WordsForm,
    at: Option<ReceiptIssueId>,
    refused: Vec<Refused>,
) -> Answer {
    let books = receipts::of_book(&mut app.db.read().await?, book.id).await?;
    let clerk = who.standing.clerk(book.id).is_ok();
    let mine = Mine { code: book.code.clone(), clerk, books, form, at };
    let frame = Frame::in_book(who, book);
    let status =
        if refused.is_empty() { axum::http::StatusCode::OK } else { crate::web::error::status_of_all(&refused) };
    if who.standing.is_of_the_village() {
        let frame = frame.under("待办").crumb("收据本", "");
        return show_as(status, &PhonePage { frame, mine, refused });
    }
    let frame = frame.under("报账").crumb("收据本", "");
    show_as(status, &DeskPage { frame, mine, refused })
}

pub(super) async fn sign(State(app): State<App>, permit: Permit<Clerk>, Path(at): Path<At>) -> Answer {
    let (by, now) = (permit.by.clone(), app.now());
    app.db.write(move |tx| Box::pin(async move { receipts::sign(tx, &by, at.id, now).await })).await?;
    Ok(see_other(format!("/books/{}/receipts", permit.book.code)))
}

pub(super) async fn hand_back(
    State(app): State<App>,
    permit: Permit<Clerk>,
    Path(at): Path<At>,
    Form(form): Form<WordsForm>,
) -> Answer {
    let (by, now, words) = (permit.by.clone(), app.now(), form.reason.clone());
    let done = app.db.write(move |tx| Box::pin(async move { receipts::hand_back(tx, &by, at.id, &words, now).await }));
    answered(&app, &permit, done.await, at.id, form).await
}

pub(super) async fn lose(
    State(app): State<App>,
    permit: Permit<Clerk>,
    Path(at): Path<At>,
    Form(form): Form<WordsForm>,
) -> Answer {
    let (by, now, words) = (permit.by.clone(), app.now(), form.reason.clone());
    let done = app.db.write(move |tx| Box::pin(async move { receipts::lose_book(tx, &by, at.id, &words, now).await }));
    answered(&app, &permit, done.await, at.id, form).await
}

async fn answered(app: &App, permit: &Permit<Clerk>, done: Outcome<()>, at: ReceiptIssueId, form: WordsForm) -> Answer {
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/receipts", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            page(app, (&permit.who, &permit.book), form, Some(at), refused).await
        }
    }
}

pub(super) async fn voiding(State(app): State<App>, permit: Permit<Clerk>, Path(at): Path<At>) -> Answer {
    let held = own(&app, &permit, at.id).await?;
    let number = held.leaves.let_go(&held.issue.receipts).into_iter().next().or_else(|| held.next());
    let form =
        VoidForm { number: number.unwrap_or_default(), fate: Fate::Void.word().to_owned(), ..VoidForm::default() };
    show(&void_page(&permit, held, form, Vec::new()))
}

fn void_page(permit: &Permit<Clerk>, held: HeldBook, form: VoidForm, refused: Vec<Refused>) -> VoidPage {
    let code = permit.book.code.clone();
    let frame = Frame::in_book(&permit.who, &permit.book).under("待办");
    let frame = frame.crumb("收据本", format!("/books/{code}/receipts")).crumb("作废、遗失", "");
    VoidPage { frame, code, held, form, refused }
}

async fn own(app: &App, permit: &Permit<Clerk>, id: ReceiptIssueId) -> Outcome<HeldBook> {
    let mine = receipts::of_book(&mut app.db.read().await?, permit.book.id).await?;
    let found = mine.into_iter().find(|h| h.issue.id == id);
    found.ok_or_else(|| receipts::ReceiptsRefusal::NoSuchReceiptBook.into())
}

pub(super) async fn void(State(app): State<App>, permit: Permit<Clerk>, Path(at): Path<At>, sent: Sent) -> Answer {
    let mut form = VoidForm {
        number: sent.value("receipt_no"),
        fate: sent.value("fate"),
        reason: sent.value("reason"),
        file: sent.value("kept"),
    };
    let unfit: Vec<Refused> = sent.refused.iter().cloned().map(|r| r.at_field("file")).collect();
    let stored = written_down(&app, &permit.by, sent.files).await?;
    if let Some(new) = stored.first() {
        form.file = new.text();
    }
    let done = if unfit.is_empty() { keep(&app, &permit.by, at.id, &form).await } else { Err(Failure::Refused(unfit)) };
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/receipts", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            let held = own(&app, &permit, at.id).await?;
            show_refused(&void_page(&permit, held, form, refused.clone()), &refused)
        }
    }
}

async fn keep(app: &App, by: &Clerk, id: ReceiptIssueId, form: &VoidForm) -> Outcome<()> {
    let fate = if form.fate == Fate::Lost.word() { Fate::Lost } else { Fate::Void };
    let photo: Option<FileId> = form.file.parse().ok();
    let photo = match photo {
        Some(id) => evidence::files(&mut app.db.read().await?, by.book(), &[id]).await?.first().map(|f| f.id),
        None => None,
    };
    let (by, now, form) = (by.clone(), app.now(), form.clone());
    let write = app.db.write(move |tx| {
        Box::pin(async move { receipts::void(tx, &by, id, (&form.number, fate), &form.reason, photo, now).await })
    });
    write.await
}
