//! 乡镇: the township's name, the centre, and the number villagers call with questions.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::kernel::Refused;
use crate::village::{self, Township, VillageRefusal};

use super::error::refused;
use super::extract::Form;
use super::frame::Frame;
use super::page::{Answer, see_other, show, show_refused};
use super::permit::Office;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/settings/township", get(show_township).post(set_phone))
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct PhoneForm {
    phone: String,
}

#[derive(Template)]
#[template(path = "settings/township.html")]
struct TownshipPage {
    frame: Frame,
    township: Township,
    form: PhoneForm,
    refused: Vec<Refused>,
}

fn frame(office: &Office<Chief>) -> Frame {
    Frame::of(&office.who).under("设置").crumb("乡镇", "/settings/township")
}

async fn township(app: &App) -> Result<Township, super::error::WebError> {
    let mut tx = app.db.read().await?;
    Ok(village::township(&mut tx).await?.ok_or(VillageRefusal::NotFounded)?)
}

async fn show_township(State(app): State<App>, office: Office<Chief>) -> Answer {
    let township = township(&app).await?;
    let form = PhoneForm { phone: township.phone.clone() };
    show(&TownshipPage { frame: frame(&office), township, form, refused: Vec::new() })
}

async fn set_phone(State(app): State<App>, office: Office<Chief>, Form(form): Form<PhoneForm>) -> Answer {
    let (by, now, phone) = (office.by.clone(), app.now(), form.phone.clone());
    match app.db.write(move |tx| Box::pin(async move { village::set_phone(tx, &by, &phone, now).await })).await {
        Ok(()) => Ok(see_other("/settings/township")),
        Err(failure) => {
            let refused = refused(failure)?;
            let township = township(&app).await?;
            let page = TownshipPage { frame: frame(&office), township, form, refused: refused.clone() };
            show_refused(&page, &refused)
        }
    }
}
