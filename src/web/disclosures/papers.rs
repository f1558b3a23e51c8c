//! 公开的单据: which papers behind a sheet's lines anybody may look at, and their pictures, released one by one.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::disclosure::{self, DeskPaper, PaperShown, SheetSpan};
use crate::evidence::{self, EvidenceRefusal, Media};
use crate::kernel::{Digest, DocumentId, Failure, FileId, Outcome, Refused, ReleaseId};
use crate::village::Book;

use super::super::error::refused;
use super::super::extract::{Form, Path};
use super::super::frame::Frame;
use super::super::page::{Answer, see_other, show, show_refused};
use super::super::papers::Sent;
use super::super::permit::{BookPath, Permit};
use super::super::visit::LoggedIn;
use super::sheet::At;

#[derive(Template)]
#[template(path = "disclosures/papers.html")]
struct PapersPage {
    frame: Frame,
    code: String,
    span: SheetSpan,
    papers: Vec<DeskPaper>,
    may_release: bool,
    refused: Vec<Refused>,
}

impl PapersPage {
    fn at(&self) -> String {
        path(&self.code, self.span)
    }
}

fn path(code: &str, span: SheetSpan) -> String {
    format!("/books/{code}/disclosures/{span}/papers")
}

async fn page(app: &App, who: &LoggedIn, book: &Book, span: SheetSpan, refused: Vec<Refused>) -> Answer {
    let today = app.now().date();
    let papers = disclosure::desk_papers(&mut app.db.read().await?, book.id, span, today).await?;
    let sheet = format!("/books/{}/disclosures/{span}", book.code);
    let frame = Frame::in_book(who, book).under("公开").crumb(span.in_chinese(), sheet).crumb("公开的单据", "");
    let may_release = who.standing.accountant(book.id).is_ok();
    let page = PapersPage { frame, code: book.code.clone(), span, papers, may_release, refused };
    if page.refused.is_empty() { show(&page) } else { show_refused(&page, &page.refused) }
}

pub(super) async fn papers(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    page(&app, &here.who, &here.book, at.span()?, Vec::new()).await
}

/// Releases a page of a paper as it is, or the covered copy that came with the form.
pub(super) async fn release(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    sent: Sent,
) -> Answer {
    let span = at.span()?;
    let done = released(&app, &permit, sent).await;
    back(&app, &permit, span, done).await
}

async fn back(app: &App, permit: &Permit<Accountant>, span: SheetSpan, done: Outcome<()>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(path(&permit.book.code, span))),
        Err(failure) => page(app, &permit.who, &permit.book, span, refused(failure)?).await,
    }
}

async fn released(app: &App, permit: &Permit<Accountant>, sent: Sent) -> Outcome<()> {
    Failure::unless_none(sent.refused.clone())?;
    let document: DocumentId = sent.value("document").parse().map_err(|_| EvidenceRefusal::NoSuchDocument)?;
    let covered = sent.files.first().map(|f| (f.digest(), f.media()));
    let (digest, media) = match covered {
        Some(came) => came,
        None => original(app, permit, document, &sent.value("file")).await?,
    };
    let copy = app.files.shown_copy(digest, media).await?.ok_or(EvidenceRefusal::NoSuchFile)?;
    let kept = app.files.keep("公开图.jpg", &copy).await?;
    let (by, now, covered) = (permit.by.clone(), app.now(), covered.is_some());
    let releasing = app.db.write(move |tx| {
        Box::pin(async move {
            let file = evidence::store_file(tx, &by, kept, now).await?;
            disclosure::release(tx, &by, (document, file), covered, now).await.map(drop)
        })
    });
    releasing.await
}

/// A page of the paper itself, within the book.
async fn original(
    app: &App,
    permit: &Permit<Accountant>,
    document: DocumentId,
    file: &str,
) -> Outcome<(Digest, Media)> {
    let file: FileId = file.parse().map_err(|_| EvidenceRefusal::NoSuchFile)?;
    let found = evidence::documents(&mut app.db.read().await?, &[document]).await?.pop();
    let paper = found.filter(|d| d.book == permit.book.id).ok_or(EvidenceRefusal::NoSuchDocument)?;
    let page = paper.files.iter().find(|f| f.id == file).ok_or(EvidenceRefusal::NoSuchFile)?;
    Ok((page.digest, page.media))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct WithdrawForm {
    release: String,
}

/// Takes a released picture back.
pub(super) async fn withdraw(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<WithdrawForm>,
) -> Answer {
    let span = at.span()?;
    let id: ReleaseId = form.release.parse().map_err(|_| disclosure::DisclosureRefusal::NoSuchRelease)?;
    let (by, now) = (permit.by.clone(), app.now());
    let done = app.db.write(move |tx| Box::pin(async move { disclosure::withdraw(tx, &by, id, now).await })).await;
    back(&app, &permit, span, done).await
}
