//! What is done about a notice: every act names the content it was shown.

use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Accountant, Director, GroupMember};
use crate::disclosure::{self, DisclosureRefusal, Topic, Verdict};
use crate::kernel::{Date, Digest, FiscalYear, NoticeId, Outcome, VoucherId};
use crate::village::Book;

use super::super::disclosures::photo;
use super::super::error::refused;
use super::super::extract::{Form, Path};
use super::super::page::{Answer, see_other};
use super::super::papers::{Bringer, Sent};
use super::super::permit::Permit;
use super::super::visit::LoggedIn;
use super::index;
use super::page::{At, Typed, page};

/// Which group of events.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct GroupForm {
    topic: String,
    subject: String,
}

/// Why a group of events needs no sheet.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DeclineForm {
    pub(super) topic: String,
    pub(super) subject: String,
    pub(super) reason: String,
}

/// What is said of a corrected voucher: a notice, or why none is needed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct CorrectionForm {
    pub(super) voucher: String,
    pub(super) reason: String,
    act: String,
}

/// When a year's meeting meets.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct MeetingForm {
    pub(super) year: String,
    pub(super) meeting: String,
    pub(super) meets_on: String,
}

/// The digest of what was on the screen.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct SeenForm {
    seen: String,
}

/// What a member says.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct OpinionForm {
    pub(super) seen: String,
    pub(super) verdict: String,
    pub(super) words: String,
}

/// Where and when it was put up.
#[derive(Clone, Default)]
pub(super) struct PostedForm {
    pub(super) on: String,
    pub(super) place: String,
}

fn digest(seen: &str) -> Result<Digest, DisclosureRefusal> {
    seen.parse().map_err(|_| DisclosureRefusal::Stale)
}

fn topic(word: &str) -> Result<Topic, DisclosureRefusal> {
    word.parse().map_err(|_| DisclosureRefusal::NothingToTell { topic: "专项" })
}

/// To the notice; or the list again with the reasons on it.
async fn to_notice(app: &App, (who, book): (&LoggedIn, &Book), done: Outcome<NoticeId>, typed: index::Typed) -> Answer {
    match done {
        Ok(id) => Ok(see_other(format!("/books/{}/notices/{id}", book.code))),
        Err(failure) => index::page(app, who, book, index::Typed { refused: refused(failure)?, ..typed }).await,
    }
}

pub(super) async fn compose_special(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(form): Form<GroupForm>,
) -> Answer {
    let (by, now, topic) = (permit.by.clone(), app.now(), topic(&form.topic)?);
    let done = app.db.write(move |tx| {
        Box::pin(async move { disclosure::compose_special(tx, &by, topic, &form.subject, now).await })
    });
    to_notice(&app, (&permit.who, &permit.book), done.await, index::Typed::default()).await
}

pub(super) async fn decline(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(form): Form<DeclineForm>,
) -> Answer {
    let (by, now, topic, kept) = (permit.by.clone(), app.now(), topic(&form.topic)?, form.clone());
    let done = app.db.write(move |tx| {
        Box::pin(async move { disclosure::decline_special(tx, &by, (topic, &form.subject), &form.reason, now).await })
    });
    to_list(&app, (&permit.who, &permit.book), done.await, index::Typed { declined: kept, ..index::Typed::default() })
        .await
}

/// 更正公告, or that none is needed; both with the reason.
pub(super) async fn correct(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(form): Form<CorrectionForm>,
) -> Answer {
    let (by, now, kept) = (permit.by.clone(), app.now(), form.clone());
    let voucher: VoucherId = form.voucher.parse().map_err(|_| DisclosureRefusal::NothingToCorrect)?;
    let typed = index::Typed { corrected: kept, ..index::Typed::default() };
    if form.act == "decline" {
        let done = app.db.write(move |tx| {
            Box::pin(async move { disclosure::decline_correction(tx, &by, voucher, &form.reason, now).await })
        });
        return to_list(&app, (&permit.who, &permit.book), done.await, typed).await;
    }
    let done = app.db.write(move |tx| {
        Box::pin(async move { disclosure::compose_correction(tx, &by, voucher, &form.reason, now).await })
    });
    to_notice(&app, (&permit.who, &permit.book), done.await, typed).await
}

/// Back to the list; or the same list with the reasons on it.
async fn to_list(app: &App, (who, book): (&LoggedIn, &Book), done: Outcome<()>, typed: index::Typed) -> Answer {
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/notices", book.code))),
        Err(failure) => index::page(app, who, book, index::Typed { refused: refused(failure)?, ..typed }).await,
    }
}

pub(super) async fn enter_meeting(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(form): Form<MeetingForm>,
) -> Answer {
    let (by, now, kept) = (permit.by.clone(), app.now(), form.clone());
    let done = match year(&form.year) {
        Ok(year) => {
            let entering = app.db.write(move |tx| {
                Box::pin(async move {
                    let meets_on = form.meets_on.parse::<Date>().ok();
                    disclosure::enter_meeting(tx, &by, year, (&form.meeting, meets_on), now).await
                })
            });
            entering.await
        }
        Err(refusal) => Err(refusal.into()),
    };
    to_list(&app, (&permit.who, &permit.book), done, index::Typed { meeting: kept, ..index::Typed::default() }).await
}

fn year(typed: &str) -> Result<FiscalYear, DisclosureRefusal> {
    typed.trim().parse().map_err(|_| DisclosureRefusal::MeetingMissing)
}

pub(super) async fn compose_annual(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(form): Form<MeetingForm>,
) -> Answer {
    let (by, now, year) = (permit.by.clone(), app.now(), year(&form.year)?);
    let done =
        app.db.write(move |tx| Box::pin(async move { disclosure::compose_annual(tx, &by, year, now).await })).await;
    to_notice(&app, (&permit.who, &permit.book), done, index::Typed::default()).await
}

/// Back to the notice; or the same page with the reasons on it.
async fn back(app: &App, (who, book): (&LoggedIn, &Book), id: NoticeId, done: Outcome<()>, typed: Typed) -> Answer {
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/notices/{id}", book.code))),
        Err(failure) => page(app, who, book, id, Typed { refused: refused(failure)?, ..typed }).await,
    }
}

pub(super) async fn check(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<SeenForm>,
) -> Answer {
    let (by, now, what) = (permit.by.clone(), app.now(), (at.id, digest(&form.seen)?));
    let done =
        app.db.write(move |tx| Box::pin(async move { disclosure::check_notice(tx, &by, what, now).await })).await;
    back(&app, (&permit.who, &permit.book), at.id, done, Typed::default()).await
}

pub(super) async fn say(
    State(app): State<App>,
    permit: Permit<GroupMember>,
    Path(at): Path<At>,
    Form(form): Form<OpinionForm>,
) -> Answer {
    let (by, now, what) = (permit.by.clone(), app.now(), (at.id, digest(&form.seen)?));
    let verdict: Verdict = form.verdict.parse().unwrap_or(Verdict::Object);
    let words = form.words.clone();
    let saying = app.db.write(move |tx| {
        Box::pin(async move { disclosure::say_of_notice(tx, &by, what, (verdict, &words), now).await })
    });
    let done = saying.await;
    back(&app, (&permit.who, &permit.book), at.id, done, Typed { opinion: form, ..Typed::default() }).await
}

pub(super) async fn sign(
    State(app): State<App>,
    permit: Permit<Director>,
    Path(at): Path<At>,
    Form(form): Form<SeenForm>,
) -> Answer {
    let (by, book, now) = (permit.by.clone(), permit.book.id, app.now());
    let what = (at.id, digest(&form.seen)?);
    let done =
        app.db.write(move |tx| Box::pin(async move { disclosure::sign_notice(tx, &by, book, what, now).await })).await;
    back(&app, (&permit.who, &permit.book), at.id, done, Typed::default()).await
}

pub(super) async fn publish(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<SeenForm>,
) -> Answer {
    let (by, now, what) = (permit.by.clone(), app.now(), (at.id, digest(&form.seen)?));
    let done =
        app.db.write(move |tx| Box::pin(async move { disclosure::publish_notice(tx, &by, what, now).await })).await;
    back(&app, (&permit.who, &permit.book), at.id, done, Typed::default()).await
}

/// 张贴: the photo of the notice on the board, its day and place.
pub(super) async fn posted(State(app): State<App>, permit: Permit<Bringer>, Path(at): Path<At>, sent: Sent) -> Answer {
    let (by, now) = (permit.by.clone(), app.now());
    let form = PostedForm { on: sent.value("on"), place: sent.value("place") };
    let (on, place) = (form.on.parse::<Date>().ok(), form.place.clone());
    let done = match photo(&app, &permit.by, sent).await {
        Ok(photo) => {
            let posting = app.db.write(move |tx| {
                Box::pin(async move { disclosure::notice_posted(tx, &by, at.id, (photo, on, &place), now).await })
            });
            posting.await
        }
        Err(failure) => Err(failure),
    };
    back(&app, (&permit.who, &permit.book), at.id, done, Typed { posted: form, ..Typed::default() }).await
}
