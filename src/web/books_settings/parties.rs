use std::str::FromStr;

use askama::Template;
use axum::extract::State;
use futures_util::future::BoxFuture;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::db::WriteTx;
use crate::kernel::{Failure, Outcome, Refused, Timestamp};
use crate::ledger::Dimension;
use crate::village::{self, CounterpartyKind, Dimensions, HouseholdKind, Party, ProjectKind};

use crate::web::error::refused;
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};

use super::book::below;
use super::typed::Faults;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct PartyForm {
    number: String,
    name: String,
    kind: String,
    note: String,
}

impl PartyForm {
    fn parsed<K: FromStr>(&self) -> Outcome<Party<K>> {
        let mut faults = Faults::default();
        let kind: Option<K> = faults.choice("kind", &self.kind);
        let read = kind.map(|kind| Party {
            code: self.number.trim().to_owned(),
            name: self.name.trim().to_owned(),
            kind,
            note: self.note.trim().to_owned(),
        });
        faults.unless_any(read)
    }
}

#[derive(Template)]
#[template(path = "settings-books/parties.html")]
struct PartiesPage {
    frame: Frame,
    code: String,
    all: Dimensions,
    may_add: bool,
    /// Which of the three forms was sent.
    sent: Option<Dimension>,
    form: PartyForm,
    refused: Vec<Refused>,
}

impl PartiesPage {
    /// What was typed, in the form it was typed into.
    fn typed(&self, of: Dimension) -> &PartyForm {
        const NOTHING: &PartyForm =
            &PartyForm { number: String::new(), name: String::new(), kind: String::new(), note: String::new() };
        if self.sent == Some(of) { &self.form } else { NOTHING }
    }

    fn faults(&self, of: Dimension) -> &[Refused] {
        if self.sent == Some(of) { &self.refused } else { &[] }
    }

    fn household_kinds(&self) -> Vec<(String, &'static str)> {
        let all = [HouseholdKind::Member, HouseholdKind::SubUnit, HouseholdKind::Imprest];
        all.map(|kind| (kind.to_string(), kind.in_chinese())).to_vec()
    }

    fn counterparty_kinds(&self) -> Vec<(String, &'static str)> {
        let all = [CounterpartyKind::Unit, CounterpartyKind::Person];
        all.map(|kind| (kind.to_string(), kind.in_chinese())).to_vec()
    }

    fn project_kinds(&self) -> Vec<(String, &'static str)> {
        let all = [ProjectKind::OneProject, ProjectKind::Special, ProjectKind::Construction];
        all.map(|kind| (kind.to_string(), kind.in_chinese())).to_vec()
    }
}

async fn page(app: &App, here: &BookPath) -> Outcome<PartiesPage> {
    let all = village::dimensions(&mut app.db.read().await?, here.book.id).await?;
    Ok(PartiesPage {
        frame: below(here).crumb("往来和项目", ""),
        code: here.book.code.clone(),
        all,
        may_add: here.who.standing.accountant(here.book.id).is_ok(),
        sent: None,
        form: PartyForm::default(),
        refused: Vec::new(),
    })
}

/// 农户、往来单位、项目 of a book.
pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    show(&page(&app, &here).await?)
}

/// 增加农户或内设机构.
pub(super) async fn add_household(
    app: State<App>,
    here: BookPath,
    by: Permit<Accountant>,
    form: Form<PartyForm>,
) -> Answer {
    added(app, here, by, form, Dimension::Household, |tx, by, new, now| {
        Box::pin(async move { village::add_household(tx, &by, new, now).await.map(drop) })
    })
    .await
}

/// 增加往来单位.
pub(super) async fn add_counterparty(
    app: State<App>,
    here: BookPath,
    by: Permit<Accountant>,
    form: Form<PartyForm>,
) -> Answer {
    added(app, here, by, form, Dimension::Counterparty, |tx, by, new, now| {
        Box::pin(async move { village::add_counterparty(tx, &by, new, now).await.map(drop) })
    })
    .await
}

/// 增加项目.
pub(super) async fn add_project(
    app: State<App>,
    here: BookPath,
    by: Permit<Accountant>,
    form: Form<PartyForm>,
) -> Answer {
    added(app, here, by, form, Dimension::Project, |tx, by, new, now| {
        Box::pin(async move { village::add_project(tx, &by, new, now).await.map(drop) })
    })
    .await
}

/// The use-case that adds one kind of party.
type Adding<K> = for<'t> fn(&'t mut WriteTx, Accountant, Party<K>, Timestamp) -> BoxFuture<'t, Outcome<()>>;

async fn added<K: FromStr + Send + 'static>(
    State(app): State<App>,
    here: BookPath,
    permit: Permit<Accountant>,
    Form(form): Form<PartyForm>,
    of: Dimension,
    add: Adding<K>,
) -> Answer {
    let (by, now) = (permit.by, app.now());
    let done = match form.parsed() {
        Ok(new) => app.db.write(move |tx| add(tx, by, new, now)).await,
        Err(failure) => Err(failure),
    };
    answer(&app, &here, of, form, done).await
}

async fn answer(app: &App, here: &BookPath, of: Dimension, form: PartyForm, done: Result<(), Failure>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/parties#{of}", here.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            let kept = PartiesPage { sent: Some(of), form, refused: refused.clone(), ..page(app, here).await? };
            show_refused(&kept, &refused)
        }
    }
}
