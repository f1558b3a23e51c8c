//! One handover of a post: its list, the three who confirm, and what follows from the last confirmation.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Sealer;
use crate::handover::{self, Party, PostHandover};
use crate::kernel::{Failure, FileId, Outcome, PostHandoverId, Refused};
use crate::village::{self, Book};
use crate::web::error::{WebError, refused, status_of_all};
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show_as};
use crate::web::papers::{Bringer, Sent, written_down};
use crate::web::permit::{OfBook, Office};
use crate::web::visit::LoggedIn;

use super::AtPost;

/// What the page shows.
struct One {
    handover: PostHandover,
    book: Book,
    /// The party this person is, while it is their turn.
    turn: Option<Party>,
    /// The party the supervisor may bring a signed paper for.
    on_paper: Option<Party>,
    cancels: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "handovers/post_phone.html")]
struct PhonePage {
    frame: Frame,
    one: One,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "handovers/post_desk.html")]
struct DeskPage {
    frame: Frame,
    one: One,
    refused: Vec<Refused>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct WordsForm {
    words: String,
}

pub(super) async fn page(State(app): State<App>, who: LoggedIn, Path(at): Path<AtPost>) -> Answer {
    built(&app, &who, at.id, String::new(), Vec::new()).await
}

async fn built(app: &App, who: &LoggedIn, id: PostHandoverId, words: String, refused: Vec<Refused>) -> Answer {
    let mut tx = app.db.read().await?;
    let handover = handover::post_handover(&mut tx, &who.standing, id).await?;
    let book = village::book(&mut tx, handover.book).await?;
    drop(tx);
    let (mine, turn) = (handover.party_of(who.standing.id()), handover.turn());
    let supervises = mine == Some(Party::Supervisor);
    let one = One {
        turn: turn.filter(|t| Some(*t) == mine),
        on_paper: turn.filter(|t| supervises && *t != Party::Supervisor && Bringer::of(&who.standing, book.id).is_ok()),
        cancels: turn.is_some() && who.standing.sealer().is_ok(),
        handover,
        book,
        words,
    };
    let status = if refused.is_empty() { StatusCode::OK } else { status_of_all(&refused) };
    let label = one.handover.label();
    if who.standing.is_of_the_village() {
        let frame = Frame::of(who).under("我的").crumb("交接", "/handovers").crumb(label, "");
        return show_as(status, &PhonePage { frame, one, refused });
    }
    let frame = Frame::of(who).under("工作台").crumb("交接", "/handovers").crumb(label, "");
    show_as(status, &DeskPage { frame, one, refused })
}

pub(super) async fn confirm(
    State(app): State<App>,
    who: LoggedIn,
    Path(at): Path<AtPost>,
    Form(form): Form<WordsForm>,
) -> Answer {
    let (by, now, words) = (who.standing.clone(), app.now(), form.words.clone());
    let done =
        app.db.write(move |tx| Box::pin(async move { handover::confirm(tx, &by, at.id, &words, now).await })).await;
    answered(&app, &who, at.id, form.words, done).await
}

pub(super) async fn cancel(
    State(app): State<App>,
    office: Office<Sealer>,
    Path(at): Path<AtPost>,
    Form(form): Form<WordsForm>,
) -> Answer {
    let Office { by, who } = office;
    let (now, words) = (app.now(), form.words.clone());
    let done =
        app.db.write(move |tx| Box::pin(async move { handover::call_off(tx, &by, at.id, &words, now).await })).await;
    answered(&app, &who, at.id, form.words, done).await
}

pub(super) async fn signed(
    State(app): State<App>,
    office: Office<Sealer>,
    Path(at): Path<AtPost>,
    sent: Sent,
) -> Answer {
    let Office { by, who } = office;
    let words = sent.value("words");
    let done = on_paper(&app, by, &who, at.id, sent).await;
    match done {
        Ok(()) => Ok(see_other(format!("/handovers/{}", at.id))),
        Err(WebError::Failed(failure)) => answered(&app, &who, at.id, words, Err(failure)).await,
        Err(other) => Err(other),
    }
}

async fn on_paper(app: &App, by: Sealer, who: &LoggedIn, id: PostHandoverId, sent: Sent) -> Result<(), WebError> {
    let handover = handover::post_handover(&mut app.db.read().await?, &who.standing, id).await?;
    let party = sent.value("party").parse().unwrap_or(Party::Out);
    let words = sent.value("words");
    let unfit: Vec<Refused> = sent.refused.iter().cloned().map(|r| r.at_field("file")).collect();
    Failure::unless_none(unfit)?;
    let bringer = Bringer::of(&who.standing, handover.book)?;
    let files: Vec<FileId> = written_down(app, &bringer, sent.files).await?;
    let (now, photo) = (app.now(), files.first().copied());
    let write = app.db.write(move |tx| {
        Box::pin(async move { handover::confirm_on_paper(tx, &by, (id, party), photo, &words, now).await })
    });
    Ok(write.await?)
}

async fn answered(app: &App, who: &LoggedIn, id: PostHandoverId, words: String, done: Outcome<()>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(format!("/handovers/{id}"))),
        Err(failure) => built(app, who, id, words, refused(failure)?).await,
    }
}
