//! 工作台: the first page of everybody.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::app::App;
use crate::village::Book;

use super::books::books_of;
use super::frame::Frame;
use super::page::{Answer, show};
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/", get(home))
}

#[derive(Template)]
#[template(path = "home/desk.html")]
struct DeskPage {
    frame: Frame,
    books: Vec<Book>,
}

#[derive(Template)]
#[template(path = "home/phone.html")]
struct PhonePage {
    frame: Frame,
    books: Vec<Book>,
}

async fn home(State(app): State<App>, who: LoggedIn) -> Answer {
    let books = books_of(&app, &who).await?;
    if who.standing.is_of_the_village() {
        let frame = Frame::of(&who).under("待办");
        return show(&PhonePage { frame, books });
    }
    show(&DeskPage { frame: Frame::of(&who).under("工作台"), books })
}
