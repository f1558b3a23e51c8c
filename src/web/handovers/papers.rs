//! 原始凭证移交清单: what lies in the envelope, ticked off by the accountant.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Accountant, Clerk};
use crate::handover::{self, Missing, PaperHandover, PaperItem, PostHandover};
use crate::kernel::{Failure, Money, Outcome, PaperHandoverId, Refused, SubmissionId};
use crate::village::Book;
use crate::web::error::{refused, status_of_all};
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show_as};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use super::AtPapers;

/// What the list page shows.
struct Index {
    code: String,
    clerk: bool,
    heads: bool,
    items: Vec<PaperItem>,
    chosen: Vec<String>,
    lists: Vec<PaperHandover>,
    posts: Vec<PostHandover>,
}

impl Index {
    fn is_chosen(&self, item: &PaperItem) -> bool {
        self.chosen.is_empty() || self.chosen.contains(&item.submission.text())
    }

    fn total(&self) -> Money {
        self.items.iter().map(|i| i.amount).sum()
    }

    fn pages(&self) -> i64 {
        self.items.iter().map(|i| i.pages).sum()
    }
}

#[derive(Template)]
#[template(path = "handovers/index_phone.html")]
struct PhoneIndex {
    frame: Frame,
    index: Index,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "handovers/index_desk.html")]
struct DeskIndex {
    frame: Frame,
    index: Index,
    refused: Vec<Refused>,
}

/// What one list's page shows.
struct One {
    code: String,
    list: PaperHandover,
    receives: bool,
    withdraws: bool,
    form: ReceiveForm,
}

impl One {
    fn is_missing(&self, item: &PaperItem) -> bool {
        self.form.missing.contains(&item.position.to_string())
    }

    fn words_of(&self, item: &PaperItem) -> &str {
        let at = usize::try_from(item.position - 1).unwrap_or(0);
        self.form.why.get(at).map_or("", String::as_str)
    }
}

#[derive(Template)]
#[template(path = "handovers/papers_phone.html")]
struct PhonePage {
    frame: Frame,
    one: One,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "handovers/papers_desk.html")]
struct DeskPage {
    frame: Frame,
    one: One,
    refused: Vec<Refused>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct ChosenForm {
    item: Vec<String>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct ReceiveForm {
    /// Positions that were not in the envelope.
    missing: Vec<String>,
    /// What is said of each item, in order.
    why: Vec<String>,
    words: String,
}

fn status(refused: &[Refused]) -> StatusCode {
    if refused.is_empty() { StatusCode::OK } else { status_of_all(refused) }
}

pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    list_page(&app, (&here.who, &here.book), Vec::new(), Vec::new()).await
}

async fn list_page(app: &App, (who, book): (&LoggedIn, &Book), chosen: Vec<String>, refused: Vec<Refused>) -> Answer {
    let reader = who.standing.reader(book.id)?;
    let mut tx = app.db.read().await?;
    let index = Index {
        code: book.code.clone(),
        clerk: who.standing.clerk(book.id).is_ok(),
        heads: who.standing.sealer().is_ok(),
        items: handover::papers_not_handed_over(&mut tx, &reader, app.now().date()).await?,
        chosen,
        lists: handover::paper_handovers(&mut tx, book.id).await?,
        posts: handover::post_handovers_of_book(&mut tx, book.id).await?,
    };
    drop(tx);
    let frame = Frame::in_book(who, book);
    if who.standing.is_of_the_village() {
        let frame = frame.under("待办").crumb("移交", "");
        return show_as(status(&refused), &PhoneIndex { frame, index, refused });
    }
    let frame = frame.under("报账").crumb("移交", "");
    show_as(status(&refused), &DeskIndex { frame, index, refused })
}

pub(super) async fn hand_over(State(app): State<App>, permit: Permit<Clerk>, Form(form): Form<ChosenForm>) -> Answer {
    let chosen: Vec<SubmissionId> = form.item.iter().filter_map(|id| id.parse().ok()).collect();
    let (by, now, reader) = (permit.by.clone(), app.now(), permit.who.standing.reader(permit.book.id)?);
    let done = app
        .db
        .write(move |tx| Box::pin(async move { handover::hand_over_papers(tx, &by, &reader, &chosen, now).await }));
    match done.await {
        Ok(id) => Ok(see_other(format!("/books/{}/handovers/papers/{id}", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            list_page(&app, (&permit.who, &permit.book), form.item, refused).await
        }
    }
}

pub(super) async fn page(State(app): State<App>, here: BookPath, Path(at): Path<AtPapers>) -> Answer {
    one_page(&app, (&here.who, &here.book), at.id, ReceiveForm::default(), Vec::new()).await
}

async fn one_page(
    app: &App,
    (who, book): (&LoggedIn, &Book),
    id: PaperHandoverId,
    form: ReceiveForm,
    refused: Vec<Refused>,
) -> Answer {
    let list = handover::paper_handover(&mut app.db.read().await?, book.id, id).await?;
    let waits = list.end.is_none();
    let label = list.label();
    let one = One {
        code: book.code.clone(),
        receives: waits && who.standing.accountant(book.id).is_ok() && list.made_by != who.standing.id(),
        withdraws: waits && who.standing.clerk(book.id).is_ok(),
        list,
        form,
    };
    let frame = Frame::in_book(who, book);
    let lists = format!("/books/{}/handovers", book.code);
    if who.standing.is_of_the_village() {
        let frame = frame.under("待办").crumb("移交", lists).crumb(label, "");
        return show_as(status(&refused), &PhonePage { frame, one, refused });
    }
    let frame = frame.under("报账").crumb("移交", lists).crumb(label, "");
    show_as(status(&refused), &DeskPage { frame, one, refused })
}

pub(super) async fn receive(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<AtPapers>,
    Form(form): Form<ReceiveForm>,
) -> Answer {
    let done = received(&app, &permit, at.id, &form).await;
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/handovers/papers/{}", permit.book.code, at.id))),
        Err(failure) => {
            let refused = refused(failure)?;
            one_page(&app, (&permit.who, &permit.book), at.id, form, refused).await
        }
    }
}

async fn received(app: &App, permit: &Permit<Accountant>, id: PaperHandoverId, form: &ReceiveForm) -> Outcome<()> {
    let mut ticked = Vec::new();
    for typed in &form.missing {
        ticked.push(typed.parse::<i64>().map_err(|_| Failure::from(crate::web::WebRefusal::UnreadableForm))?);
    }
    // A reason written beside an item says that it is missing, ticked or not.
    let written = (1i64..).zip(&form.why).filter(|(_, words)| !words.trim().is_empty()).map(|(position, _)| position);
    let positions: BTreeSet<i64> = ticked.into_iter().chain(written).collect();
    let why = |position: i64| usize::try_from(position - 1).ok().and_then(|at| form.why.get(at)).cloned();
    let missing: Vec<Missing> =
        positions.into_iter().map(|position| Missing { position, words: why(position).unwrap_or_default() }).collect();
    let (by, now, words) = (permit.by.clone(), app.now(), form.words.clone());
    let write = app
        .db
        .write(move |tx| Box::pin(async move { handover::receive_papers(tx, &by, id, &missing, &words, now).await }));
    write.await
}

pub(super) async fn withdraw(State(app): State<App>, permit: Permit<Clerk>, Path(at): Path<AtPapers>) -> Answer {
    let (by, now) = (permit.by.clone(), app.now());
    app.db.write(move |tx| Box::pin(async move { handover::withdraw_papers(tx, &by, at.id, now).await })).await?;
    Ok(see_other(format!("/books/{}/handovers", permit.book.code)))
}
