use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::kernel::{Outcome, Refused};
use crate::village::{self, NewAgreement};

use crate::web::error::refused;
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Office};

use super::book::below;
use super::typed::Faults;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct AgreementForm {
    number: String,
    village_party: String,
    centre_party: String,
    valid_from: String,
    valid_to: String,
    resolution: String,
}

impl AgreementForm {
    fn parsed(&self) -> Outcome<NewAgreement> {
        let mut faults = Faults::default();
        let valid_from = faults.day("valid_from", &self.valid_from);
        let valid_to = faults.day("valid_to", &self.valid_to);
        faults.unless_any(Some(NewAgreement {
            number: self.number.trim().to_owned(),
            village_party: self.village_party.trim().to_owned(),
            centre_party: self.centre_party.trim().to_owned(),
            valid_from,
            valid_to,
            resolution: self.resolution.trim().to_owned(),
            scan_file: String::new(),
            resolution_file: String::new(),
        }))
    }
}

#[derive(Template)]
#[template(path = "settings-books/agreement.html")]
struct AgreementPage {
    frame: Frame,
    code: String,
    form: AgreementForm,
    refused: Vec<Refused>,
}

fn page(here: &BookPath, form: AgreementForm, refused: Vec<Refused>) -> AgreementPage {
    AgreementPage { frame: below(here).crumb("登记委托协议", ""), code: here.book.code.clone(), form, refused }
}

/// The form, with the two parties already named.
pub(super) async fn blank(State(app): State<App>, here: BookPath, _: Office<Chief>) -> Answer {
    let township = village::township(&mut app.db.read().await?).await?;
    let form = AgreementForm {
        village_party: here.book.name.clone(),
        centre_party: township.map(|t| t.centre_name).unwrap_or_default(),
        ..AgreementForm::default()
    };
    show(&page(&here, form, Vec::new()))
}

/// 登记 the agreement a book is kept under.
pub(super) async fn record(
    State(app): State<App>,
    here: BookPath,
    office: Office<Chief>,
    Form(form): Form<AgreementForm>,
) -> Answer {
    let (by, book, now) = (office.by, here.book.id, app.now());
    let done = match form.parsed() {
        Ok(new) => {
            let recording = app
                .db
                .write(move |tx| Box::pin(async move { village::record_agreement(tx, &by, book, new, now).await }));
            recording.await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/settings", here.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page(&here, form, refused.clone()), &refused)
        }
    }
}
