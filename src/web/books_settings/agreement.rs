use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::auth::Chief;
use crate::evidence::{self, EvidenceRefusal};
use crate::kernel::{Failure, Outcome, Refused};
use crate::village::{self, NewAgreement};

use crate::web::error::refused;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::papers::{Sent, written_down};
use crate::web::permit::{BookPath, Office};

use super::book::below;
use super::typed::Faults;

#[derive(Default)]
struct AgreementForm {
    number: String,
    village_party: String,
    centre_party: String,
    valid_from: String,
    valid_to: String,
    resolution: String,
    /// The scan by id, once it is stored.
    scan: String,
}

impl AgreementForm {
    fn sent(sent: &Sent) -> AgreementForm {
        AgreementForm {
            number: sent.value("number"),
            village_party: sent.value("village_party"),
            centre_party: sent.value("centre_party"),
            valid_from: sent.value("valid_from"),
            valid_to: sent.value("valid_to"),
            resolution: sent.value("resolution"),
            scan: sent.value("scan"),
        }
    }

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
            scan_file: self.scan.clone(),
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

/// 登记 the agreement a book is kept under. A scan is stored before anything else is looked at.
pub(super) async fn record(State(app): State<App>, here: BookPath, office: Office<Chief>, sent: Sent) -> Answer {
    let mut form = AgreementForm::sent(&sent);
    match recorded(&app, &here, office.by, &mut form, sent).await {
        Ok(()) => Ok(see_other(format!("/books/{}/settings", here.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page(&here, form, refused.clone()), &refused)
        }
    }
}

async fn recorded(app: &App, here: &BookPath, by: Chief, form: &mut AgreementForm, sent: Sent) -> Outcome<()> {
    let bringer = here.who.standing.accountant(here.book.id)?;
    if let Some(id) = written_down(app, &bringer, sent.files).await?.first() {
        form.scan = id.text();
    }
    if !form.scan.is_empty() {
        let id = form.scan.parse().map_err(|_| EvidenceRefusal::NoSuchFile)?;
        evidence::file(&mut app.db.read().await?, &here.reader, id).await?;
    }
    Failure::unless_none(sent.refused.into_iter().map(|r| r.at_field("scan_file")).collect())?;
    let (new, book, now) = (form.parsed()?, here.book.id, app.now());
    let recording =
        app.db.write(move |tx| Box::pin(async move { village::record_agreement(tx, &by, book, new, now).await }));
    recording.await.map(drop)
}
