//! 退回原因: the list the centre reads from when it gives an item back, kept by the chief accountant.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::kernel::{Date, Outcome, Refused};
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Office;
use crate::web::visit::LoggedIn;
use crate::workflow::{self, ListedReason, NewReason, REASON_FIELDS};

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct ReasonForm {
    text: String,
    field: String,
    day: String,
    code: String,
}

impl ReasonForm {
    fn day(&self) -> Result<Date, Refused> {
        let typed = self.day.trim();
        typed.parse().map_err(|_| Refused::from(WebRefusal::NoSuchDate { typed: typed.to_owned() }).at_field("day"))
    }
}

#[derive(Template)]
#[template(path = "clock/reasons.html")]
struct ReasonsPage {
    frame: Frame,
    on_list: Vec<ListedReason>,
    off_list: Vec<ListedReason>,
    may_set: bool,
    form: ReasonForm,
    refused: Vec<Refused>,
}

impl ReasonsPage {
    /// The word of the field a reason is about.
    fn about(&self, listed: &ListedReason) -> &'static str {
        let known = REASON_FIELDS.iter().find(|(field, _)| *field == listed.reason.field);
        known.map_or("项目", |(_, word)| word)
    }

    fn fields(&self) -> &'static [(&'static str, &'static str)] {
        &REASON_FIELDS
    }
}

pub(super) async fn index(State(app): State<App>, who: LoggedIn) -> Answer {
    let form = ReasonForm { day: app.now().date().to_string(), ..ReasonForm::default() };
    show(&page(&app, &who, form, Vec::new()).await?)
}

async fn page(app: &App, who: &LoggedIn, form: ReasonForm, refused: Vec<Refused>) -> Outcome<ReasonsPage> {
    let today = app.now().date();
    let all = workflow::listed_reasons(&mut app.db.read().await?, app.now()).await?;
    let (on_list, off_list) = all.into_iter().partition(|l| l.to.is_none_or(|to| today <= to));
    Ok(ReasonsPage {
        frame: Frame::of(who).under("设置").crumb("退回原因", ""),
        on_list,
        off_list,
        may_set: who.standing.chief().is_ok(),
        form,
        refused,
    })
}

/// Puts a reason on the list.
pub(super) async fn add(State(app): State<App>, office: Office<Chief>, Form(form): Form<ReasonForm>) -> Answer {
    let from = match form.day() {
        Ok(day) => day,
        Err(fault) => return again(&app, &office, form, vec![fault]).await,
    };
    let new = NewReason { text: form.text.clone(), field: form.field.clone(), from };
    let (by, now) = (office.by.clone(), app.now());
    let done = app.db.write(move |tx| Box::pin(async move { workflow::add_reason(tx, &by, new, now).await })).await;
    match done {
        Ok(()) => Ok(see_other("/settings/return-reasons")),
        Err(failure) => again(&app, &office, form, refused(failure)?).await,
    }
}

/// Takes a reason off the list after today.
pub(super) async fn retire(State(app): State<App>, office: Office<Chief>, Form(form): Form<ReasonForm>) -> Answer {
    let (by, now, code) = (office.by.clone(), app.now(), form.code.clone());
    let to = now.date();
    let done =
        app.db.write(move |tx| Box::pin(async move { workflow::retire_reason(tx, &by, &code, to, now).await })).await;
    match done {
        Ok(()) => Ok(see_other("/settings/return-reasons")),
        Err(failure) => again(&app, &office, form, refused(failure)?).await,
    }
}

async fn again(app: &App, office: &Office<Chief>, form: ReasonForm, refused: Vec<Refused>) -> Answer {
    show_refused(&page(app, &office.who, form, refused.clone()).await?, &refused)
}
