use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::auth::{self, Role};
use crate::ledger::{self, Opening};
use crate::village::{self, Agreement};

use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;

/// A role and who holds it.
struct Held {
    role: &'static str,
    names: String,
}

#[derive(Template)]
#[template(path = "settings-books/book.html")]
struct BookPage {
    frame: Frame,
    book: village::Book,
    agreement: Option<Agreement>,
    may_record: bool,
    people: Vec<Held>,
    parties: usize,
    bank_accounts: usize,
    opening: Option<Opening>,
}

/// One book: what it is, under which agreement, by whom.
pub(super) async fn page(State(app): State<App>, here: BookPath) -> Answer {
    let id = here.book.id;
    let mut tx = app.db.read().await?;
    let agreement = village::agreement_of(&mut tx, id).await?;
    let holders = auth::holders(&mut tx, id, app.now().date()).await?;
    let dimensions = village::dimensions(&mut tx, id).await?;
    let bank_accounts = village::bank_accounts(&mut tx, id).await?.len();
    let opening = ledger::opening(&mut tx, id).await?;
    drop(tx);
    let of_role = |role: Role| {
        let names: Vec<&str> = holders.iter().filter(|(r, _)| *r == role).map(|(_, p)| p.name.as_str()).collect();
        Held { role: role.in_chinese(), names: names.join("、") }
    };
    let people = Role::ALL.into_iter().filter(|r| *r != Role::Administrator).map(of_role).collect();
    show(&BookPage {
        frame: frame(&here).crumb(here.book.name.clone(), ""),
        agreement,
        may_record: here.who.standing.chief().is_ok(),
        people,
        parties: dimensions.households.len() + dimensions.counterparties.len() + dimensions.projects.len(),
        bank_accounts,
        opening,
        book: here.book,
    })
}

/// The steps above the page of a book: the first leads to what the township has to set.
pub(super) fn frame(here: &BookPath) -> Frame {
    let mut frame = Frame::in_book(&here.who, &here.book).under("设置");
    if let Some(first) = frame.trail.first_mut() {
        first.href = "/settings".to_owned();
    }
    frame
}

/// The steps above a page of a book's settings.
pub(in crate::web) fn below(here: &BookPath) -> Frame {
    frame(here).crumb(here.book.name.clone(), format!("/books/{}/settings", here.book.code))
}
