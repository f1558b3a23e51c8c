//! 理财会议: one tablet, or the convener's phone, on the table — the list, the papers one after another, PINs in turn;
//! the list on paper and what comes back signed; the minutes, and the meetings before.
//!
//! Invariants: looking at an item's page here is opening its papers before the meeting, and nothing else is · a PIN is
//! typed into a form that is sent and never shown again, not even when it was wrong.

mod list;
mod show;
mod items;
mod sign;
mod bind;
mod print;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Convener;
use crate::kernel::{BindingId, MeetingId, SubmissionId, UserId};
use crate::village::Book;

use super::frame::Frame;
use super::papers::SENT_LIMIT;
use super::permit::{BookPath, Permit};
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    let large = DefaultBodyLimit::max(SENT_LIMIT);
    Router::new()
        .route("/books/{code}/meetings", get(list::index).post(list::create))
        .route("/books/{code}/meetings/new", get(list::new))
        .route("/books/{code}/meetings/{id}", get(show::show_one))
        .route("/books/{code}/meetings/{id}/present", post(show::come))
        .route("/books/{code}/meetings/{id}/close", post(show::close))
        .route("/books/{code}/meetings/{id}/items/{submission}", get(items::item))
        .route("/books/{code}/meetings/{id}/sign/{person}", get(sign::form).post(sign::sign))
        .route("/books/{code}/meetings/{id}/pin/{person}", post(sign::first_pin))
        .route("/books/{code}/meetings/{id}/paper", get(bind::form).post(bind::record).layer(large))
        .route("/books/{code}/meetings/{id}/list.pdf", get(print::list))
        .route("/books/{code}/meetings/{id}/minutes.pdf", get(print::minutes))
        .route("/books/{code}/bindings/{binding}/confirm", post(bind::confirm))
        .route("/books/{code}/bindings/{binding}/decline", post(bind::decline))
}

/// A meeting in the path.
#[derive(Deserialize)]
struct At {
    id: MeetingId,
}

/// An item of a meeting's list in the path.
#[derive(Deserialize)]
struct AtItem {
    id: MeetingId,
    submission: SubmissionId,
}

/// A member at a meeting in the path.
#[derive(Deserialize)]
struct AtSeat {
    id: MeetingId,
    person: UserId,
}

/// A signed list in the path.
#[derive(Deserialize)]
struct AtBinding {
    binding: BindingId,
}

fn frame_of(who: &LoggedIn, book: &Book) -> Frame {
    let word = if who.standing.is_of_the_village() { "待办" } else { "报账" };
    Frame::in_book(who, book).under(word).crumb("理财会议", format!("/books/{}/meetings", book.code))
}

fn href(book: &Book, id: MeetingId) -> String {
    format!("/books/{}/meetings/{id}", book.code)
}

/// The same person at the same book, as somebody who reads it.
fn reading(permit: Permit<Convener>) -> Result<BookPath, super::error::WebError> {
    let reader = permit.who.standing.reader(permit.book.id)?;
    Ok(BookPath { book: permit.book, reader, who: permit.who })
}
