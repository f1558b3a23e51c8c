//! One receipt book in a village's hands, number by number; settling it.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::ReceiptKeeper;
use crate::kernel::{ReceiptIssueId, Refused};
use crate::receipts::{self, Fate, HeldBook, Standing};
use crate::village::{self, Book};
use crate::web::error::refused;
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Office;
use crate::web::visit::LoggedIn;

use super::{At, ReceiptDesk, tone};

#[derive(Template)]
#[template(path = "receipts/issue.html")]
struct IssuePage {
    frame: Frame,
    book: Book,
    held: HeldBook,
    stands: Standing,
    keeps: bool,
    form: VerifyForm,
    refused: Vec<Refused>,
}

impl IssuePage {
    fn tone(&self) -> &'static str {
        tone(self.stands)
    }

    fn count(&self, fate: Fate) -> i64 {
        self.held.leaves.count(fate)
    }
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct VerifyForm {
    reason: String,
}

pub(super) async fn page(State(app): State<App>, office: Office<ReceiptDesk>, Path(at): Path<At>) -> Answer {
    show(&built(&app, &office.who, at.id).await?)
}

async fn built(app: &App, who: &LoggedIn, id: ReceiptIssueId) -> Result<IssuePage, crate::kernel::Failure> {
    let mut tx = app.db.read().await?;
    let held = receipts::issue_page(&mut tx, id).await?;
    let book = village::book(&mut tx, held.issue.book).await?;
    let frame = Frame::of(who).under("工作台").crumb("收据", "/receipts");
    Ok(IssuePage {
        frame: frame.crumb(held.issue.receipts.span(), ""),
        stands: held.issue.standing(),
        keeps: who.standing.receipt_keeper().is_ok(),
        book,
        held,
        form: VerifyForm::default(),
        refused: Vec::new(),
    })
}

pub(super) async fn recall(State(app): State<App>, office: Office<ReceiptKeeper>, Path(at): Path<At>) -> Answer {
    let (by, now) = (office.by, app.now());
    app.db.write(move |tx| Box::pin(async move { receipts::recall(tx, &by, at.id, now).await })).await?;
    Ok(see_other("/receipts"))
}

pub(super) async fn verify(
    State(app): State<App>,
    office: Office<ReceiptKeeper>,
    Path(at): Path<At>,
    Form(form): Form<VerifyForm>,
) -> Answer {
    let (by, now, words) = (office.by.clone(), app.now(), form.reason.clone());
    let done = app.db.write(move |tx| Box::pin(async move { receipts::verify(tx, &by, at.id, &words, now).await }));
    match done.await {
        Ok(()) => Ok(see_other(format!("/receipts/{}", at.id))),
        Err(failure) => {
            let refused = refused(failure)?;
            let page = built(&app, &office.who, at.id).await?;
            show_refused(&IssuePage { form, refused: refused.clone(), ..page }, &refused)
        }
    }
}
