//! One member's turn at the device: what he does not agree to, then his own PIN.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{self, Convener, FirstPin};
use crate::kernel::{Money, Outcome, Refused, SubmissionId, UserId};
use crate::web::error::{refused, status_of_all};
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show_as};
use crate::web::permit::Permit;
use crate::web::submissions::Row;
use crate::workflow::{self, MeetingRefusal, Said, Verdict, Waits};

use super::{AtSeat, frame_of, href};

/// One item as a member signs it.
struct Choice {
    id: SubmissionId,
    serial: i64,
    what: String,
    other_party: String,
    amount: Money,
    opened: bool,
    /// Why there is nothing to say; empty when there is.
    settled: String,
    refuses: bool,
    words: String,
}

#[derive(Template)]
#[template(path = "meetings/sign.html")]
struct SignPage {
    frame: Frame,
    base: String,
    person: UserId,
    name: String,
    has_pin: bool,
    choices: Vec<Choice>,
    refused: Vec<Refused>,
}

impl SignPage {
    fn to_sign(&self) -> usize {
        self.choices.iter().filter(|c| c.settled.is_empty()).count()
    }
}

pub(super) async fn form(State(app): State<App>, permit: Permit<Convener>, Path(at): Path<AtSeat>) -> Answer {
    page(&app, &permit, &at, &[], Vec::new()).await
}

async fn page(
    app: &App,
    permit: &Permit<Convener>,
    at: &AtSeat,
    typed: &[(String, String)],
    refused: Vec<Refused>,
) -> Answer {
    let shown = sign_page(app, permit, at, typed, refused.clone()).await?;
    let status = if refused.is_empty() { StatusCode::OK } else { status_of_all(&refused) };
    show_as(status, &shown)
}

async fn sign_page(
    app: &App,
    permit: &Permit<Convener>,
    at: &AtSeat,
    typed: &[(String, String)],
    refused: Vec<Refused>,
) -> Outcome<SignPage> {
    let (now, base) = (app.now(), href(&permit.book, at.id));
    let reader = permit.who.standing.reader(permit.book.id)?;
    let mut tx = app.db.read().await?;
    let sheet = workflow::meeting_sheet(&mut tx, &reader, at.id).await?;
    let name = sheet.seat(at.person).map(|s| s.name.clone()).ok_or(MeetingRefusal::NoSuchMeeting)?;
    let settled = workflow::hindrances_of(&mut tx, &reader, &sheet, at.person).await?;
    let has_pin = auth::with_pin(&mut tx, permit.book.id).await?.contains(&at.person);
    drop(tx);
    let choice = |item: &workflow::SheetItem| {
        let (id, row) = (item.submission.id, Row::of(item.submission.clone(), &Waits::default(), now));
        Choice {
            id,
            serial: item.submission.serial,
            what: row.what(),
            other_party: item.submission.content.other_party.clone(),
            amount: row.amount(),
            opened: item.opened,
            settled: settled.get(&id).cloned().unwrap_or_default(),
            refuses: typed.iter().any(|(n, v)| n == "refuse" && *v == id.text()),
            words: words_for(typed, id),
        }
    };
    let frame = frame_of(&permit.who, &permit.book).crumb(sheet.meeting.label(), base.clone());
    Ok(SignPage {
        frame: frame.crumb(format!("{name}签字"), ""),
        choices: sheet.items.iter().map(choice).collect(),
        base,
        person: at.person,
        name,
        has_pin,
        refused,
    })
}

fn words_for(typed: &[(String, String)], id: SubmissionId) -> String {
    let name = format!("words_{id}");
    typed.iter().find(|(n, _)| *n == name).map(|(_, v)| v.trim().to_owned()).unwrap_or_default()
}

/// What was said of every item that was shown: a reason written down is a refusal, ticked or not.
fn said_of(typed: &[(String, String)], person: UserId) -> Vec<Said> {
    let shown = typed.iter().filter(|(n, _)| n == "item").filter_map(|(_, v)| v.parse::<SubmissionId>().ok());
    let said = |submission: SubmissionId| {
        let words = words_for(typed, submission);
        let ticked = typed.iter().any(|(n, v)| n == "refuse" && *v == submission.text());
        let verdict = if ticked || !words.is_empty() { Verdict::Refuse } else { Verdict::Agree };
        Said { person, submission, verdict, words }
    };
    shown.map(said).collect()
}

pub(super) async fn sign(
    State(app): State<App>,
    permit: Permit<Convener>,
    Path(at): Path<AtSeat>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Answer {
    let pin = typed.iter().find(|(n, _)| n == "pin").map(|(_, v)| v.clone()).unwrap_or_default();
    match signed(&app, &permit, &at, pin, &typed).await {
        Ok(()) => Ok(see_other(format!("{}?done={}", href(&permit.book, at.id), at.person))),
        Err(failure) => page(&app, &permit, &at, &typed, refused(failure)?).await,
    }
}

async fn signed(
    app: &App,
    permit: &Permit<Convener>,
    at: &AtSeat,
    pin: String,
    typed: &[(String, String)],
) -> Outcome<()> {
    let (now, meeting) = (app.now(), at.id);
    let by = auth::member_by_pin(&app.db, &app.hashing, &permit.by, at.person, pin, now).await?;
    let said = said_of(typed, at.person);
    let signing =
        app.db.write(move |tx| Box::pin(async move { workflow::sign_by_pin(tx, &by, meeting, said, now).await }));
    signing.await.map(drop)
}

/// What is typed to set the first PIN.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct FirstPinForm {
    pin_code: String,
    pin: String,
    pin_repeated: String,
}

pub(super) async fn first_pin(
    State(app): State<App>,
    permit: Permit<Convener>,
    Path(at): Path<AtSeat>,
    Form(form): Form<FirstPinForm>,
) -> Answer {
    let typed = FirstPin { code: form.pin_code, pin: form.pin, repeated: form.pin_repeated };
    match auth::set_first_pin(&app.db, &app.hashing, &permit.by, at.person, typed, app.now()).await {
        Ok(()) => Ok(see_other(format!("{}/sign/{}", href(&permit.book, at.id), at.person))),
        Err(failure) => page(&app, &permit, &at, &[], refused(failure)?).await,
    }
}
