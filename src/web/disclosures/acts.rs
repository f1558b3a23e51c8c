//! What is done to a sheet: every act names the content it was shown.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Accountant, Director, GroupMember};
use crate::disclosure::{self, DisclosureRefusal, SheetSpan, Turn};
use crate::kernel::{Digest, Failure, FileId, Outcome};
use crate::village::Book;

use super::super::error::refused;
use super::super::extract::{Form, Path};
use super::super::frame::Frame;
use super::super::page::{Answer, see_other, show};
use super::super::papers::{Bringer, Sent, written_down};
use super::super::permit::Permit;
use super::super::visit::LoggedIn;
use super::sheet::{At, OpinionForm, View, page, view};

/// The digest of what was on the screen.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SeenForm {
    seen: String,
}

fn digest(seen: &str) -> Result<Digest, DisclosureRefusal> {
    seen.parse().map_err(|_| DisclosureRefusal::Stale)
}

/// Back to the sheet; or the same page with the reasons on it.
async fn back(app: &App, who: &LoggedIn, book: &Book, span: SheetSpan, form: OpinionForm, done: Outcome<()>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/disclosures/{span}", book.code))),
        Err(failure) => page(app, who, book, span, form, refused(failure)?).await,
    }
}

pub(super) async fn compose(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<At>) -> Answer {
    let (by, span, now) = (permit.by.clone(), at.span()?, app.now());
    let done = app.db.write(move |tx| {
        Box::pin(async move { disclosure::compose(tx, by.actor(), by.book(), span, now).await.map(drop) })
    });
    let done = done.await;
    back(&app, &permit.who, &permit.book, span, OpinionForm::default(), done).await
}

pub(super) async fn check(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<SeenForm>,
) -> Answer {
    let (by, span, now, seen) = (permit.by.clone(), at.span()?, app.now(), digest(&form.seen)?);
    let done = app.db.write(move |tx| Box::pin(async move { disclosure::check(tx, &by, span, seen, now).await }));
    let done = done.await;
    back(&app, &permit.who, &permit.book, span, OpinionForm::default(), done).await
}

pub(super) async fn say(
    State(app): State<App>,
    permit: Permit<GroupMember>,
    Path(at): Path<At>,
    Form(form): Form<OpinionForm>,
) -> Answer {
    let (by, span, now, seen) = (permit.by.clone(), at.span()?, app.now(), digest(&form.seen)?);
    let (verdict, words) = (form.verdict(), form.words.clone());
    let done = app
        .db
        .write(move |tx| Box::pin(async move { disclosure::say(tx, &by, span, seen, (verdict, &words), now).await }));
    let done = done.await;
    back(&app, &permit.who, &permit.book, span, form, done).await
}

pub(super) async fn sign(
    State(app): State<App>,
    permit: Permit<Director>,
    Path(at): Path<At>,
    Form(form): Form<SeenForm>,
) -> Answer {
    let by = permit.by.clone();
    let (span, now, seen) = (at.span()?, app.now(), digest(&form.seen)?);
    let book = permit.book.id;
    let done = app.db.write(move |tx| Box::pin(async move { disclosure::sign(tx, &by, book, span, seen, now).await }));
    let done = done.await;
    back(&app, &permit.who, &permit.book, span, OpinionForm::default(), done).await
}

#[derive(Template)]
#[template(path = "disclosures/publish.html")]
struct PublishPage {
    frame: Frame,
    view: View,
    address: String,
    past: usize,
}

/// The page before the act that cannot be taken back: exactly what will stand.
pub(super) async fn before_publishing(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
) -> Answer {
    let span = at.span()?;
    let view = view(&app, &permit.who.standing, &permit.book, span).await?;
    let head = view.printed.head.as_ref();
    let path = head.map(|h| h.public_path());
    let Some(path) = path else {
        return Err(DisclosureRefusal::NotComposed { span: span.in_chinese() }.into());
    };
    let past = disclosure::past_sheets(&mut app.db.read().await?, permit.book.id).await?.len();
    let address = format!("{}{path}", app.config.public_base());
    let frame = Frame::in_book(&permit.who, &permit.book).under("公开").crumb(span.in_chinese(), view.at());
    show(&PublishPage { frame: frame.crumb("公布", ""), view, address, past })
}

pub(super) async fn publish(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<SeenForm>,
) -> Answer {
    let (by, span, now, seen) = (permit.by.clone(), at.span()?, app.now(), digest(&form.seen)?);
    let done = app.db.write(move |tx| Box::pin(async move { disclosure::publish(tx, &by, span, seen, now).await }));
    let done = done.await;
    back(&app, &permit.who, &permit.book, span, OpinionForm::default(), done).await
}

/// 张贴: the photo of the sheet on the board.
pub(super) async fn posted(State(app): State<App>, permit: Permit<Bringer>, Path(at): Path<At>, sent: Sent) -> Answer {
    let (by, span, now) = (permit.by.clone(), at.span()?, app.now());
    let done = match photo(&app, &permit.by, sent).await {
        Ok(photo) => {
            let posting = app
                .db
                .write(move |tx| Box::pin(async move { disclosure::photo_posted(tx, &by, span, photo, now).await }));
            posting.await
        }
        Err(failure) => Err(failure),
    };
    back(&app, &permit.who, &permit.book, span, OpinionForm::default(), done).await
}

/// The first file that came; every other is kept beside it.
pub(in crate::web) async fn photo(app: &App, by: &Bringer, sent: Sent) -> Outcome<FileId> {
    let refused = sent.refused.into_iter().map(|r| r.at_field("photo")).collect();
    Failure::unless_none(refused)?;
    let files = written_down(app, by, sent.files).await?;
    files.first().copied().ok_or_else(|| DisclosureRefusal::PhotoMissing.into())
}
