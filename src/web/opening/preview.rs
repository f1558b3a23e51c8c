use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::{Failure, Money, Outcome};
use crate::ledger::{self, Becomes, FILE_AT_DESK, OpeningFile, OpeningPreview};
use crate::village;

use crate::web::books_settings::below;
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};

use super::Sent;
use super::page::page_of;

#[derive(Template)]
#[template(path = "opening/preview.html")]
struct PreviewPage {
    frame: Frame,
    book: village::Book,
    period: String,
    form: Sent,
    found: OpeningPreview,
    notices: Vec<String>,
}

impl PreviewPage {
    fn difference(&self) -> Money {
        self.found.totals.0 - self.found.totals.1
    }

    /// Nothing is wrong, and what is missing is to be made.
    fn is_ready(&self) -> bool {
        self.found.refused.is_empty() && (self.found.missing.is_empty() || self.creates())
    }

    fn creates(&self) -> bool {
        !self.form.create.is_empty()
    }
}

fn read(bytes: &[u8]) -> Outcome<OpeningFile> {
    if bytes.is_empty() {
        return Err(WebRefusal::NoFile.into());
    }
    ledger::read_opening_file(bytes, &FILE_AT_DESK).map_err(Failure::Refused)
}

/// 核对: what was sent, row by row, before anything stands.
pub(super) async fn look_over(
    State(app): State<App>,
    here: BookPath,
    permit: Permit<Accountant>,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer {
    let (form, bytes) = Sent::receive(&app, permit.by.id(), parts).await?;
    let file = match read(&bytes) {
        Ok(file) => file,
        Err(failure) => {
            let refused = refused(failure)?;
            return show_refused(&page_of(&app, &here, form, refused.clone()).await?, &refused);
        }
    };
    let found = ledger::preview_opening(&mut app.db.read().await?, here.book.id, &file.rows).await?;
    show(&PreviewPage {
        frame: below(&here).crumb("期初余额", format!("/books/{}/opening", here.book.code)).crumb("核对", ""),
        period: here.book.enabled_from.in_chinese(),
        book: here.book,
        form,
        found,
        notices: file.notices,
    })
}

/// 建账: from here on the opening balances stand.
pub(super) async fn confirm(
    State(app): State<App>,
    here: BookPath,
    permit: Permit<Accountant>,
    Form(form): Form<Sent>,
) -> Answer {
    let who = permit.by.id();
    match take(&app, permit.by, &form).await {
        Ok(()) => {
            form.forget(&app, who).await?;
            Ok(see_other(format!("/books/{}/opening", here.book.code)))
        }
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page_of(&app, &here, form, refused.clone()).await?, &refused)
        }
    }
}

async fn take(app: &App, by: Accountant, form: &Sent) -> Outcome<()> {
    let rows = read(&form.bytes(app, by.id()).await?)?.rows;
    let (missing, now) = (form.missing(), app.now());
    let taking =
        app.db.write(move |tx| Box::pin(async move { ledger::import_opening(tx, &by, &rows, missing, now).await }));
    taking.await.map(drop)
}
