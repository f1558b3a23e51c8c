//! The meetings of a book, and opening one.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Convener, form_token};
use crate::kernel::{Date, Failure, Outcome, Refused, UserId};
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::workflow::{self, Meeting, NewMeeting};

use super::{frame_of, href};

#[derive(Template)]
#[template(path = "meetings/index.html")]
struct ListPage {
    frame: Frame,
    code: String,
    meetings: Vec<(Meeting, i64)>,
    waiting: usize,
}

#[derive(Template)]
#[template(path = "meetings/index_desk.html")]
struct DeskListPage {
    frame: Frame,
    code: String,
    meetings: Vec<(Meeting, i64)>,
    waiting: usize,
}

pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    let mut tx = app.db.read().await?;
    let meetings = workflow::meetings(&mut tx, &here.reader).await?;
    let waiting = workflow::can_meet(&mut tx, &here.reader).await?;
    drop(tx);
    let mut frame = frame_of(&here.who, &here.book);
    if waiting > 0 && here.who.standing.convener(here.book.id).is_ok() {
        frame = frame.main_act("开理财会议", format!("/books/{}/meetings/new", here.book.code));
    }
    let code = here.book.code.clone();
    if here.who.standing.is_of_the_village() {
        return show(&ListPage { frame, code, meetings, waiting });
    }
    show(&DeskListPage { frame, code, meetings, waiting })
}

/// What is typed to open a meeting.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct OpenForm {
    held_on: String,
    place: String,
    convener: String,
    present: Vec<String>,
    once: String,
}

impl OpenForm {
    fn is_present(&self, person: &UserId) -> bool {
        self.present.contains(&person.text())
    }

    fn parsed(&self) -> Outcome<NewMeeting> {
        let typed = self.held_on.trim();
        let held_on = typed.parse::<Date>().map_err(|_| {
            let refusal = WebRefusal::NoSuchDate { typed: typed.to_owned() };
            Failure::from(Refused::from(refusal).at_field("held_on"))
        })?;
        Ok(NewMeeting {
            held_on,
            place: self.place.clone(),
            convener: self.convener.clone(),
            present: self.present.iter().filter_map(|p| p.parse().ok()).collect(),
        })
    }
}

#[derive(Template)]
#[template(path = "meetings/new.html")]
struct NewPage {
    frame: Frame,
    code: String,
    form: OpenForm,
    group: Vec<(UserId, String)>,
    waiting: usize,
    refused: Vec<Refused>,
}

/// Another day's group.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Day {
    on: String,
}

pub(super) async fn new(State(app): State<App>, permit: Permit<Convener>, Query(day): Query<Day>) -> Answer {
    let today = app.now().date();
    let held_on = day.on.parse::<Date>().unwrap_or(today);
    let form = OpenForm {
        held_on: held_on.to_string(),
        place: format!("{}村部", permit.book.village_name.trim_end_matches('村')),
        convener: permit.by.actor().name.clone(),
        once: form_token(),
        ..OpenForm::default()
    };
    show(&page(&app, &permit, form, Vec::new()).await?)
}

async fn page(app: &App, permit: &Permit<Convener>, form: OpenForm, refused: Vec<Refused>) -> Outcome<NewPage> {
    let on = form.held_on.trim().parse::<Date>().unwrap_or(app.now().date());
    let mut tx = app.db.read().await?;
    let group = workflow::group_on(&mut tx, permit.book.id, on).await?;
    let reader = permit.who.standing.reader(permit.book.id)?;
    let waiting = workflow::can_meet(&mut tx, &reader).await?;
    let frame = frame_of(&permit.who, &permit.book).crumb("开理财会议", "");
    Ok(NewPage { frame, code: permit.book.code.clone(), form, group, waiting, refused })
}

pub(super) async fn create(State(app): State<App>, permit: Permit<Convener>, Form(form): Form<OpenForm>) -> Answer {
    let (by, now, once) = (permit.by.clone(), app.now(), form.once.clone());
    let done = match form.parsed() {
        Ok(new) => {
            app.db
                .write(move |tx| Box::pin(async move { workflow::open_meeting(tx, &by, &once, new, now).await }))
                .await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(id) => Ok(see_other(href(&permit.book, id))),
        Err(failure) => {
            let list = refused(failure)?;
            show_refused(&page(&app, &permit, form, list.clone()).await?, &list)
        }
    }
}
