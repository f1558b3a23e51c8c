//! The list to be signed by hand, and the minutes.

use axum::extract::State;

use crate::app::App;
use crate::web::download;
use crate::web::extract::Path;
use crate::web::page::Answer;
use crate::web::permit::BookPath;
use crate::{pdf, workflow};

use super::{At, href};

pub(super) async fn list(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let sheet = workflow::meeting_sheet(&mut app.db.read().await?, &here.reader, at.id).await?;
    let name = format!("{} {}清单", here.book.village_name, sheet.meeting.label());
    let address = format!("{}{}", app.config.public_base(), href(&here.book, at.id));
    let (legal_name, now) = (here.book.legal_name, app.now());
    download::pdf(&name, move |fonts| pdf::meeting::batch_list(&sheet, &legal_name, &address, now, fonts)).await
}

pub(super) async fn minutes(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let sheet = workflow::meeting_sheet(&mut app.db.read().await?, &here.reader, at.id).await?;
    let name = format!("{} {}记录", here.book.village_name, sheet.meeting.label());
    let (legal_name, now) = (here.book.legal_name, app.now());
    download::pdf(&name, move |fonts| pdf::meeting::minutes(&sheet, &legal_name, now, fonts)).await
}
