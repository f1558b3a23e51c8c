//! 账套: the list to choose from, for the page and for the switcher of the top line.

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::kernel::{Outcome, initials};
use crate::village::{self, Book};

use super::extract::Query;
use super::frame::Frame;
use super::page::{Answer, see_other, show};
use super::permit::BookPath;
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books", get(list))
        .route("/books.json", get(list_for_switcher))
        .route("/books/{code}", get(open))
}

/// The books within a person's sight, by code.
pub(super) async fn books_of(app: &App, who: &LoggedIn) -> Outcome<Vec<Book>> {
    let mut books = village::books(&mut app.db.read().await?).await?;
    books.retain(|b| who.standing.sees(b.id));
    Ok(books)
}

#[derive(Template)]
#[template(path = "books/index.html")]
struct BooksPage {
    frame: Frame,
    books: Vec<Book>,
    to: String,
}

#[derive(Deserialize)]
struct To {
    #[serde(default)]
    to: String,
}

/// Where one book's pages begin when nothing else was asked for.
fn first_page(who: &LoggedIn) -> &'static str {
    if who.standing.is_of_the_village() { "submissions" } else { "drafts" }
}

async fn list(State(app): State<App>, who: LoggedIn, Query(wish): Query<To>) -> Answer {
    let books = books_of(&app, &who).await?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '/' || c == '-';
    let known = !wish.to.is_empty() && wish.to.chars().all(plain);
    let to = if known { wish.to } else { first_page(&who).to_owned() };
    match books.as_slice() {
        [only] if known => Ok(see_other(format!("/books/{}/{to}", only.code))),
        _ => show(&BooksPage { frame: Frame::of(&who).crumb("选账套", ""), books, to }),
    }
}

async fn open(here: BookPath) -> Answer {
    Ok(see_other(format!("/books/{}/{}", here.book.code, first_page(&here.who))))
}

async fn list_for_switcher(State(app): State<App>, who: LoggedIn) -> Answer {
    let page = first_page(&who);
    let options: Vec<_> = books_of(&app, &who)
        .await?
        .into_iter()
        .map(|b| {
            let letters = initials(&format!("{}{}", b.village_name, b.name));
            json!({
                "id": b.id, "code": b.code, "name": b.name, "path": b.village_name, "initials": letters,
                "href": format!("/books/{}/{page}", b.code),
            })
        })
        .collect();
    Ok(Json(options).into_response())
}
