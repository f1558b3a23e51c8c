//! 往来对账单 on paper, a page a party with the slip to be signed; that they left the house is recorded.

use axum::extract::State;

use crate::app::App;
use crate::audit::{self, Act};
use crate::kernel::Outcome;
use crate::pdf;
use crate::reconcile::{self, PartyRefusal, PartyStatement};
use crate::web::download;
use crate::web::extract::{Path, Query};
use crate::web::page::Answer;
use crate::web::permit::BookPath;

use super::{At, Wish};

/// Every party of a kind in one file.
pub(super) async fn all(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let (kind, span) = (wish.kind(), wish.span(app.now().date()));
    let statements = reconcile::party_statements(&mut app.db.read().await?, here.book.id, kind, span).await?;
    if statements.is_empty() {
        return Err(PartyRefusal::NothingToSend.into());
    }
    let name = format!("往来对账单 {} {}至{}", kind.in_chinese(), span.0, span.1);
    sent(&app, here, name, statements).await
}

/// One that was sent.
pub(super) async fn one(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let (sent_one, statement) = reconcile::sent_statement(&mut app.db.read().await?, here.book.id, at.id).await?;
    let statement = statement.ok_or(PartyRefusal::NoSuchStatement)?;
    let name = format!("往来对账单 {} {}至{}", sent_one.name, sent_one.first, sent_one.last);
    sent(&app, here, name, vec![statement]).await
}

async fn sent(app: &App, here: BookPath, name: String, statements: Vec<PartyStatement>) -> Answer {
    noted(app, &here, &name).await?;
    let (book, now) = (here.book, app.now());
    let title = format!("{} {name}", book.name);
    download::pdf(&title, move |fonts| pdf::party_statement::lay_out(book.printed_name(), &statements, now, fonts))
        .await
}

async fn noted(app: &App, here: &BookPath, name: &str) -> Outcome<()> {
    let act = Act::on_book(here.book.id, "report.export", name.to_owned()).detail("pdf");
    let (by, now) = (here.reader.clone(), app.now());
    let recording = app.db.write(move |tx| {
        Box::pin(async move {
            audit::record(tx, by.actor(), act, now).await?;
            Ok(())
        })
    });
    recording.await
}
