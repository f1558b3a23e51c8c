//! The lists of a book, and one list with its way: printed, signed, photographed, handed in.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::auth::Standing;
use crate::db::ReadTx;
use crate::evidence::{self, PayList, PayListLine};
use crate::kernel::{BookId, Failure, Outcome, PayListId, Refused};
use crate::village::Book;
use crate::web::error::refused;
use crate::web::extract::Path;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_as};
use crate::web::papers::{Bringer, Sent, href_of, written_down};
use crate::web::permit::{BookPath, OfBook, Permit};
use crate::web::visit::LoggedIn;

use super::At;

#[derive(Template)]
#[template(path = "pay_lists/index_phone.html")]
struct PhoneIndex {
    frame: Frame,
    code: String,
    lines: Vec<PayListLine>,
}

#[derive(Template)]
#[template(path = "pay_lists/index_desk.html")]
struct DeskIndex {
    frame: Frame,
    code: String,
    lines: Vec<PayListLine>,
}

/// One list, and what this person may do about it.
struct Shown {
    code: String,
    list: PayList,
    files: Vec<String>,
    replaced: bool,
    brings: bool,
    clerk: bool,
}

#[derive(Template)]
#[template(path = "pay_lists/phone.html")]
struct PhonePage {
    frame: Frame,
    shown: Shown,
    list: PayList,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "pay_lists/desk.html")]
struct DeskPage {
    frame: Frame,
    shown: Shown,
    list: PayList,
    refused: Vec<Refused>,
}

pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    let lines = evidence::pay_lists(&mut app.db.read().await?, here.book.id).await?;
    let code = here.book.code.clone();
    let mut frame = Frame::in_book(&here.who, &here.book);
    if brings(&here.who.standing, here.book.id) {
        frame = frame.main_act("新发放表", format!("/books/{code}/pay-lists/new"));
    }
    if here.who.standing.is_of_the_village() {
        let frame = frame.under("待办").crumb("发放表", "");
        return show(&PhoneIndex { frame, code, lines });
    }
    let frame = frame.under("报账").crumb("发放表", "");
    show(&DeskIndex { frame, code, lines })
}

fn brings(standing: &Standing, book: BookId) -> bool {
    Bringer::of(standing, book).is_ok()
}

pub(super) async fn page(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    built(&app, (&here.who, &here.book), at.id, Vec::new()).await
}

async fn shown(tx: &mut ReadTx, (who, book): (&LoggedIn, &Book), id: PayListId) -> Outcome<Shown> {
    let list = evidence::pay_list(tx, book.id, id).await?;
    let paper = evidence::paper_of_pay_list(tx, &list).await?;
    let files = paper.iter().flat_map(|p| &p.files).map(|f| href_of(&book.code, f.id)).collect();
    Ok(Shown {
        code: book.code.clone(),
        replaced: evidence::is_replaced(tx, id).await?,
        list,
        files,
        brings: brings(&who.standing, book.id),
        clerk: who.standing.clerk(book.id).is_ok(),
    })
}

async fn built(app: &App, (who, book): (&LoggedIn, &Book), id: PayListId, refused: Vec<Refused>) -> Answer {
    let shown = shown(&mut app.db.read().await?, (who, book), id).await?;
    let status =
        if refused.is_empty() { axum::http::StatusCode::OK } else { crate::web::error::status_of_all(&refused) };
    let lists = format!("/books/{}/pay-lists", book.code);
    let (frame, list) = (Frame::in_book(who, book), shown.list.clone());
    let word = list.title.clone();
    if who.standing.is_of_the_village() {
        let frame = frame.under("待办").crumb("发放表", lists).crumb(word, "");
        return show_as(status, &PhonePage { frame, shown, list, refused });
    }
    let frame = frame.under("报账").crumb("发放表", lists).crumb(word, "");
    show_as(status, &DeskPage { frame, shown, list, refused })
}

pub(super) async fn signed(State(app): State<App>, permit: Permit<Bringer>, Path(at): Path<At>, sent: Sent) -> Answer {
    let unfit: Vec<Refused> = sent.refused.iter().cloned().map(|r| r.at_field("files")).collect();
    let files = written_down(&app, &permit.by, sent.files).await?;
    let done = if unfit.is_empty() {
        let (by, now) = (permit.by.clone(), app.now());
        let write =
            app.db.write(move |tx| Box::pin(async move { evidence::sign_pay_list(tx, &by, at.id, files, now).await }));
        write.await
    } else {
        Err(Failure::Refused(unfit))
    };
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/pay-lists/{}", permit.book.code, at.id))),
        Err(failure) => built(&app, (&permit.who, &permit.book), at.id, refused(failure)?).await,
    }
}
