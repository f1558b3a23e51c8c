//! 打印设置: how far this person's printer is off the form, with a page to lay on it.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Failure, Refused};
use crate::ledger::{self, PrintOffset};
use crate::pdf::voucher::trial_page;
use crate::web::download;
use crate::web::error::refused;
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::visit::LoggedIn;

use super::Wish;
use super::paper::placed;

#[derive(Template)]
#[template(path = "vouchers/printing.html")]
struct PrintingPage {
    frame: Frame,
    form: OffsetForm,
    refused: Vec<Refused>,
}

#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub(super) struct OffsetForm {
    x: String,
    y: String,
}

fn frame(who: &LoggedIn) -> Frame {
    Frame::of(who).under("设置").crumb("凭证打印", "")
}

pub(super) async fn page(State(app): State<App>, who: LoggedIn) -> Answer {
    let offset = ledger::print_offset(&mut app.db.read().await?, who.standing.id()).await?;
    let [x, y] = [offset.x_tenths, offset.y_tenths].map(PrintOffset::in_millimetres);
    show(&PrintingPage { frame: frame(&who), form: OffsetForm { x, y }, refused: Vec::new() })
}

pub(super) async fn set(State(app): State<App>, who: LoggedIn, Form(form): Form<OffsetForm>) -> Answer {
    let offset = match PrintOffset::read(&form.x, &form.y) {
        Ok(offset) => offset,
        Err(faults) => {
            let refused = refused(Failure::Refused(faults))?;
            return show_refused(&PrintingPage { frame: frame(&who), form, refused: refused.clone() }, &refused);
        }
    };
    let (by, now) = (who.standing, app.now());
    app.db.write(move |tx| Box::pin(async move { ledger::set_print_offset(tx, &by, offset, now).await })).await?;
    Ok(see_other("/me/printing"))
}

/// The page to lay on the form.
pub(super) async fn trial(State(app): State<App>, who: LoggedIn, Query(wish): Query<Wish>) -> Answer {
    let placed = placed(&mut app.db.read().await?, who.standing.id(), &wish.paper).await?;
    let now = app.now();
    download::pdf("凭证对版页", move |fonts| trial_page(placed, now, fonts)).await
}
