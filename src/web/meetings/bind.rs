//! The signed list comes back: photographed, bound by its code, what stands on it, and a second person's answer.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Accountant, Clerk};
use crate::kernel::{Failure, Outcome, Refused, SubmissionId, UserId};
use crate::web::error::{refused, status_of_all};
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, in_query, see_other, show_as};
use crate::web::papers::{Bringer, Sent, written_down};
use crate::web::permit::{BookPath, OfBook, Permit};
use crate::web::submissions::Row;
use crate::workflow::{self, MeetingSheet, NewBinding, Said, Seat, Verdict, Waits};

use super::show;
use super::{At, AtBinding, frame_of, href};

/// One line of the paper for one member.
struct OnPaper {
    id: SubmissionId,
    serial: i64,
    what: String,
    refuses: bool,
    words: String,
}

/// One member of the paper.
struct Hand {
    seat: Seat,
    signed: bool,
    lines: Vec<OnPaper>,
    any_no: bool,
}

#[derive(Template)]
#[template(path = "meetings/paper.html")]
struct PaperPage {
    frame: Frame,
    base: String,
    hands: Vec<Hand>,
    code: String,
    refused: Vec<Refused>,
}

pub(super) async fn form(State(app): State<App>, permit: Permit<Clerk>, Path(at): Path<At>) -> Answer {
    page(&app, &permit, &at, &Sent::default(), Vec::new()).await
}

async fn page(app: &App, permit: &Permit<Clerk>, at: &At, sent: &Sent, refused: Vec<Refused>) -> Answer {
    let reader = permit.who.standing.reader(permit.book.id)?;
    let sheet = workflow::meeting_sheet(&mut app.db.read().await?, &reader, at.id).await?;
    let hands = sheet.present().map(|seat| hand(&sheet, seat, sent, app)).collect();
    let base = href(&permit.book, at.id);
    let frame = frame_of(&permit.who, &permit.book).crumb(sheet.meeting.label(), base.clone());
    let frame = frame.crumb("登记纸质签字", "");
    let status = if refused.is_empty() { StatusCode::OK } else { status_of_all(&refused) };
    show_as(status, &PaperPage { frame, base, hands, code: sent.value("batch_code"), refused })
}

fn hand(sheet: &MeetingSheet, seat: &Seat, sent: &Sent, app: &App) -> Hand {
    let lines: Vec<OnPaper> = sheet
        .items
        .iter()
        .map(|item| OnPaper {
            id: item.submission.id,
            serial: item.submission.serial,
            what: Row::of(item.submission.clone(), &Waits::default(), app.now()).what(),
            refuses: sent.values("refuse").contains(&mark_name(seat.person, item.submission.id)),
            words: sent.value(&format!("words_{}", mark_name(seat.person, item.submission.id))),
        })
        .collect();
    Hand {
        signed: sent.values("signed").contains(&seat.person.text()),
        any_no: lines.iter().any(|l| l.refuses || !l.words.is_empty()),
        seat: seat.clone(),
        lines,
    }
}

fn mark_name(person: UserId, submission: SubmissionId) -> String {
    format!("{person}.{submission}")
}

/// Who signed agrees to the whole list, except where it says no.
fn said_of(sent: &Sent, sheet: &MeetingSheet) -> Vec<Said> {
    let signed = sent.values("signed");
    let mut all = Vec::new();
    for seat in sheet.present().filter(|s| signed.contains(&s.person.text())) {
        for item in &sheet.items {
            let name = mark_name(seat.person, item.submission.id);
            let words = sent.value(&format!("words_{name}")).trim().to_owned();
            let no = sent.values("refuse").contains(&name) || !words.is_empty();
            let verdict = if no { Verdict::Refuse } else { Verdict::Agree };
            all.push(Said { person: seat.person, submission: item.submission.id, verdict, words });
        }
    }
    all
}

pub(super) async fn record(
    State(app): State<App>,
    permit: Permit<Clerk>,
    Path(at): Path<At>,
    mut sent: Sent,
) -> Answer {
    let files = std::mem::take(&mut sent.files);
    let refusals: Vec<Refused> = sent.refused.drain(..).map(|r| r.at_field("scan")).collect();
    match recorded(&app, &permit, &at, &sent, files, refusals).await {
        Ok(()) => Ok(see_other(href(&permit.book, at.id))),
        Err(failure) => page(&app, &permit, &at, &sent, refused(failure)?).await,
    }
}

async fn recorded(
    app: &App,
    permit: &Permit<Clerk>,
    at: &At,
    sent: &Sent,
    files: Vec<crate::evidence::ReceivedFile>,
    refusals: Vec<Refused>,
) -> Outcome<()> {
    Failure::unless_none(refusals)?;
    let reader = permit.who.standing.reader(permit.book.id)?;
    let sheet = workflow::meeting_sheet(&mut app.db.read().await?, &reader, at.id).await?;
    let bringer = Bringer::of(&permit.who.standing, permit.book.id)?;
    let scan = written_down(app, &bringer, files).await?.first().copied();
    let new = NewBinding { code: sent.value("batch_code"), scan, said: said_of(sent, &sheet) };
    let (by, now, id) = (permit.by.clone(), app.now(), at.id);
    let recording =
        app.db.write(move |tx| Box::pin(async move { workflow::record_binding(tx, &by, id, new, now).await }));
    recording.await.map(drop)
}

pub(super) async fn confirm(State(app): State<App>, permit: Permit<Accountant>, Path(at): Path<AtBinding>) -> Answer {
    let meeting = workflow::meeting_of_binding(&mut app.db.read().await?, &permit.by, at.binding).await?;
    let (by, now) = (permit.by.clone(), app.now());
    let done =
        app.db.write(move |tx| Box::pin(async move { workflow::confirm_binding(tx, &by, at.binding, now).await }));
    match done.await {
        Ok(signed) => {
            let void: Vec<String> = signed.void.iter().map(i64::to_string).collect();
            let left: Vec<String> = signed.left_out.iter().map(|(serial, why)| format!("第{serial}号 {why}")).collect();
            let base = href(&permit.book, meeting.id);
            let (void, left) = (in_query(&void.join("、")), in_query(&left.join("；")));
            Ok(see_other(format!("{base}?done=bound&void={void}&left={left}")))
        }
        Err(failure) => again(&app, permit, meeting.id, String::new(), refused(failure)?).await,
    }
}

/// Why the paper was given back.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct DeclineForm {
    decline_words: String,
}

pub(super) async fn decline(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<AtBinding>,
    Form(form): Form<DeclineForm>,
) -> Answer {
    let meeting = workflow::meeting_of_binding(&mut app.db.read().await?, &permit.by, at.binding).await?;
    let (by, now, words) = (permit.by.clone(), app.now(), form.decline_words.clone());
    let done = app
        .db
        .write(move |tx| Box::pin(async move { workflow::decline_binding(tx, &by, at.binding, &words, now).await }));
    match done.await {
        Ok(()) => Ok(see_other(href(&permit.book, meeting.id))),
        Err(failure) => again(&app, permit, meeting.id, form.decline_words, refused(failure)?).await,
    }
}

async fn again(
    app: &App,
    permit: Permit<Accountant>,
    id: crate::kernel::MeetingId,
    words: String,
    refused: Vec<Refused>,
) -> Answer {
    let reader = permit.who.standing.reader(permit.book.id)?;
    let here = BookPath { book: permit.book, reader, who: permit.who };
    show::page(app, &here, id, Vec::new(), words, refused).await
}
