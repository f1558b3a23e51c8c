//! 村干部和近亲属: recorded by the administrator, book by book; and the terms of office that come to their end.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{
    self, Administrator, AuthRefusal, Cadre, ClerkRule, Kin, Kinship, Role, Sealer, Term, TermShown, office_name,
    offices, relation_name, relations,
};
use crate::kernel::{CadreId, Date, KinId, Outcome, Refused};
use crate::village::{self, Book};

use super::error::{WebError, WebRefusal, refused};
use super::extract::{Form, Query};
use super::frame::Frame;
use super::home::TERM_DAYS;
use super::page::{Answer, see_other, show, show_refused};
use super::permit::Office;

type Admin = Office<Administrator>;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/people/offices", get(index))
        .route("/settings/people/offices/cadres", post(record_cadre))
        .route("/settings/people/offices/cadres/end", post(end_office))
        .route("/settings/people/offices/kin", post(record_kin))
        .route("/settings/people/offices/kin/end", post(take_back_kin))
        .route("/oversight/terms", get(terms))
}

/// Which book's, and everything any of the forms sends.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct OfficesForm {
    book: String,
    id: String,
    name: String,
    office: String,
    term_from: String,
    term_to: String,
    kin_name: String,
    relation: String,
    other: String,
}

#[derive(Template)]
#[template(path = "people/offices.html")]
struct OfficesPage {
    frame: Frame,
    books: Vec<(String, String)>,
    known: Kinship,
    /// Members who could not be given their seat today, and why.
    conflicts: Vec<String>,
    today: Date,
    form: OfficesForm,
    refused: Vec<Refused>,
}

impl OfficesPage {
    fn offices(&self) -> Vec<(&'static str, &'static str)> {
        offices().iter().map(|o| (o.code.as_str(), o.name.as_str())).collect()
    }

    fn relations(&self) -> Vec<(&'static str, &'static str)> {
        relations().iter().map(|r| (r.code.as_str(), r.name.as_str())).collect()
    }

    fn office(&self, cadre: &Cadre) -> &'static str {
        office_name(&cadre.office)
    }

    fn relation(&self, kin: &Kin) -> &'static str {
        relation_name(&kin.relation)
    }
}

async fn index(State(app): State<App>, admin: Admin, Query(form): Query<OfficesForm>) -> Answer {
    show(&page(&app, &admin, form, Vec::new()).await?)
}

async fn page(app: &App, admin: &Admin, form: OfficesForm, refused: Vec<Refused>) -> Result<OfficesPage, WebError> {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let form = OfficesForm { book: chosen(&form, &books), ..form };
    let (mut known, mut conflicts) = (Kinship::default(), Vec::new());
    if let Some(book) = books.iter().find(|b| b.code == form.book) {
        known = auth::kinship(&mut tx, book.id).await?;
        let members = auth::holders(&mut tx, book.id, today).await?;
        for (_, person) in members.into_iter().filter(|(role, _)| *role == Role::GroupMember) {
            let term = Term { from: Some(today), to: Some(today), ..Term::default() };
            if let Err(why) = known.may_take(&person.name, Role::GroupMember, &term, ClerkRule::Free) {
                conflicts.push(why.to_string());
            }
        }
    }
    drop(tx);
    let frame = Frame::of(&admin.who).under("设置").crumb("人员", "/settings/people").crumb("村干部和近亲属", "");
    let books = books.into_iter().map(|b| (b.code, b.name)).collect();
    Ok(OfficesPage { frame, books, known, conflicts, today, form, refused })
}

fn chosen(form: &OfficesForm, books: &[Book]) -> String {
    let asked = books.iter().find(|b| b.code == form.book);
    asked.or_else(|| books.first()).map(|b| b.code.clone()).unwrap_or_default()
}

async fn book_of(app: &App, form: &OfficesForm) -> Result<Book, WebError> {
    let found = village::book_by_code(&mut app.db.read().await?, &form.book).await?;
    Ok(found.ok_or(AuthRefusal::NoSuchBook)?)
}

/// Back to the list; or the form again with everything typed.
async fn back(app: &App, admin: &Admin, form: OfficesForm, done: Outcome<()>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(format!("/settings/people/offices?book={}", super::page::in_query(&form.book)))),
        Err(failure) => {
            let list = refused(failure)?;
            show_refused(&page(app, admin, form, list.clone()).await?, &list)
        }
    }
}

/// A day in a field of a form; refuses what is no day.
pub(super) fn day(typed: &str, field: &'static str) -> Result<Option<Date>, Refused> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let refusal = || Refused::from(WebRefusal::NoSuchDate { typed: typed.to_owned() }).at_field(field);
    typed.parse().map(Some).map_err(|_| refusal())
}

async fn record_cadre(State(app): State<App>, admin: Admin, Form(form): Form<OfficesForm>) -> Answer {
    let book = book_of(&app, &form).await?.id;
    let (from, to) = (day(&form.term_from, "term_from"), day(&form.term_to, "term_to"));
    let (now, by) = (app.now(), admin.by.clone());
    let done = match (from, to) {
        (Ok(from), Ok(to)) => {
            let cadre = Cadre {
                id: CadreId::new(),
                name: form.name.clone(),
                office: form.office.clone(),
                from: from.unwrap_or(now.date()),
                to,
            };
            app.db.write(move |tx| Box::pin(async move { auth::record_cadre(tx, &by, book, cadre, now).await })).await
        }
        (Err(refusal), _) | (_, Err(refusal)) => Err(refusal.into()),
    };
    back(&app, &admin, form, done).await
}

async fn end_office(State(app): State<App>, admin: Admin, Form(form): Form<OfficesForm>) -> Answer {
    let book = book_of(&app, &form).await?.id;
    let id: CadreId = form.id.parse().map_err(|_| WebRefusal::UnreadableForm)?;
    let (now, by) = (app.now(), admin.by.clone());
    let done = match day(&form.term_to, "term_to") {
        Ok(to) => {
            let to = to.unwrap_or(now.date());
            app.db.write(move |tx| Box::pin(async move { auth::end_office(tx, &by, book, id, to, now).await })).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    back(&app, &admin, form, done).await
}

async fn record_kin(State(app): State<App>, admin: Admin, Form(form): Form<OfficesForm>) -> Answer {
    let book = book_of(&app, &form).await?.id;
    let (now, by) = (app.now(), admin.by.clone());
    let kin = Kin {
        id: KinId::new(),
        name: form.kin_name.clone(),
        relation: form.relation.clone(),
        other: form.other.clone(),
    };
    let done = app.db.write(move |tx| Box::pin(async move { auth::record_kin(tx, &by, book, kin, now).await })).await;
    back(&app, &admin, form, done).await
}

async fn take_back_kin(State(app): State<App>, admin: Admin, Form(form): Form<OfficesForm>) -> Answer {
    let book = book_of(&app, &form).await?.id;
    let id: KinId = form.id.parse().map_err(|_| WebRefusal::UnreadableForm)?;
    let (now, by) = (app.now(), admin.by.clone());
    let done = app.db.write(move |tx| Box::pin(async move { auth::take_back_kin(tx, &by, book, id, now).await })).await;
    back(&app, &admin, form, done).await
}

/// A term as it is shown: whose, where, how long still.
struct Ending {
    term: TermShown,
    book: String,
    tone: &'static str,
    word: String,
}

#[derive(Template)]
#[template(path = "people/terms.html")]
struct TermsPage {
    frame: Frame,
    rows: Vec<Ending>,
    days: i64,
}

async fn terms(State(app): State<App>, office: Office<Sealer>) -> Answer {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let ending = auth::terms_ending(&mut tx, &office.by, TERM_DAYS, today).await?;
    drop(tx);
    let row = |term: TermShown| {
        let left = term.held.term.days_left(today).unwrap_or(0);
        let (tone, word) = match left {
            ..0 => ("red", format!("已过{}天", -left)),
            0 => ("red", "今天到期".to_owned()),
            _ => ("amber", format!("还有{left}天")),
        };
        let book = books.iter().find(|b| Some(b.id) == term.held.grant.book);
        Ending { book: book.map(|b| b.village_name.clone()).unwrap_or_default(), tone, word, term }
    };
    let rows = ending.into_iter().map(row).collect();
    let frame = Frame::of(&office.who).under("监督").crumb("任期", "");
    show(&TermsPage { frame, rows, days: TERM_DAYS })
}
