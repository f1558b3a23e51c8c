//! 人员: who may log in, and what they hold. The administrator's page; no village business on it.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{self, Administrator, AuthRefusal, Grant, NewPerson, Password, Person, Role, Staff};
use crate::kernel::{Outcome, Refused, UserId, initials, matches_typed};
use crate::village::{self, Book};

use super::error::{WebError, WebRefusal, refused};
use super::extract::{Form, Path, Query};
use super::frame::Frame;
use super::page::{Answer, see_other, show, show_as, show_refused};
use super::permit::Office;

type Admin = Office<Administrator>;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/people", get(index).post(add))
        .route("/settings/people/new", get(blank))
        .route("/settings/people/{person}", get(show_one))
        .route("/settings/people/{person}/roles", post(grant))
        .route("/settings/people/{person}/roles/revoke", post(revoke))
        .route("/settings/people/{person}/password", post(reset_password))
        .route("/settings/people/{person}/disable", post(disable))
        .route("/settings/people/{person}/enable", post(enable))
        .route("/settings/people/{person}/sessions/end", post(end_sessions))
}

fn frame(admin: &Admin) -> Frame {
    Frame::of(&admin.who).under("设置").crumb("人员", "/settings/people")
}

/// One role in words: 报账员 李家村.
struct Held {
    word: &'static str,
    book: String,
    role: &'static str,
    code: String,
}

impl Held {
    fn of(grant: &Grant, books: &[Book]) -> Held {
        let book = grant.book.and_then(|id| books.iter().find(|b| b.id == id));
        Held {
            word: grant.role.in_chinese(),
            book: book.map(|b| b.name.clone()).unwrap_or_default(),
            role: grant.role.word(),
            code: book.map(|b| b.code.clone()).unwrap_or_default(),
        }
    }
}

/// A person as the list and the page show them.
struct Row {
    person: Person,
    held: Vec<Held>,
}

impl Row {
    fn of(staff: Staff, books: &[Book]) -> Row {
        Row { held: staff.grants.iter().map(|g| Held::of(g, books)).collect(), person: staff.person }
    }
}

#[derive(Template)]
#[template(path = "people/index.html")]
struct IndexPage {
    frame: Frame,
    rows: Vec<Row>,
    typed: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Looking {
    typed: String,
}

/// Found by login, name, pinyin initials, or what they hold.
fn answers(row: &Row, typed: &str) -> bool {
    let name = &row.person.name;
    let held = row.held.iter().any(|h| h.word.contains(typed.trim()) || h.book.contains(typed.trim()));
    held || matches_typed(typed, &row.person.login, name, &initials(name))
}

async fn index(State(app): State<App>, admin: Admin, Query(looking): Query<Looking>) -> Answer {
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let staff = auth::staff(&mut tx, &admin.by).await?;
    drop(tx);
    let mut rows: Vec<Row> = staff.into_iter().map(|s| Row::of(s, &books)).collect();
    rows.retain(|row| answers(row, &looking.typed));
    let frame = frame(&admin).main_act("增加人员", "/settings/people/new");
    show(&IndexPage { frame, rows, typed: looking.typed })
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NewForm {
    login: String,
    name: String,
}

#[derive(Template)]
#[template(path = "people/new.html")]
struct NewPage {
    frame: Frame,
    form: NewForm,
    refused: Vec<Refused>,
}

async fn blank(admin: Admin) -> Answer {
    show(&NewPage { frame: frame(&admin).crumb("增加人员", ""), form: NewForm::default(), refused: Vec::new() })
}

/// The password to be handed over: shown once, kept nowhere.
#[derive(Template)]
#[template(path = "people/handover.html")]
struct HandoverPage {
    frame: Frame,
    person: UserId,
    login: String,
    password: String,
}

async fn add(State(app): State<App>, admin: Admin, Form(form): Form<NewForm>) -> Answer {
    let password = Password::random();
    match added(&app, &admin.by, &form, &password).await {
        Ok((person, login)) => {
            let frame = frame(&admin).crumb("交给本人", "");
            show(&HandoverPage { frame, person, login, password: password.reveal().to_owned() })
        }
        Err(failure) => {
            let refused = refused(failure)?;
            let frame = frame(&admin).crumb("增加人员", "");
            show_refused(&NewPage { frame, form, refused: refused.clone() }, &refused)
        }
    }
}

async fn added(app: &App, by: &Administrator, form: &NewForm, password: &Password) -> Outcome<(UserId, String)> {
    let new = NewPerson::new(&form.login, &form.name)?;
    let sealed = app.hashing.seal(password).await?;
    let (by, now, login) = (by.clone(), app.now(), new.login().to_owned());
    let person =
        app.db.write(move |tx| Box::pin(async move { auth::create_person(tx, &by, &new, &sealed, now).await })).await?;
    Ok((person, login))
}

#[derive(Template)]
#[template(path = "people/show.html")]
struct ShowPage {
    frame: Frame,
    row: Row,
    roles: Vec<(&'static str, String)>,
    books: Vec<(String, String)>,
    form: RoleForm,
    refused: Vec<Refused>,
}

async fn show_one(State(app): State<App>, admin: Admin, Path(person): Path<UserId>) -> Answer {
    page(&app, &admin, person, RoleForm::default(), Vec::new()).await
}

async fn page(app: &App, admin: &Admin, person: UserId, form: RoleForm, refused: Vec<Refused>) -> Answer {
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let staff = auth::staff(&mut tx, &admin.by).await?.into_iter().find(|s| s.person.id == person);
    drop(tx);
    let row = Row::of(staff.ok_or(AuthRefusal::NoSuchPerson)?, &books);
    let whole = [(String::new(), "全乡镇".to_owned())];
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = ShowPage {
        frame: frame(admin).crumb(row.person.name.clone(), ""),
        row,
        roles: Role::ALL.iter().map(|r| (r.word(), role_in_words(*r))).collect(),
        books: whole.into_iter().chain(books.into_iter().map(|b| (b.code, b.name))).collect(),
        form,
        refused,
    };
    show_as(status, &shown)
}

fn role_in_words(role: Role) -> String {
    let whole = if role.is_per_book() { "" } else { "（全乡镇）" };
    format!("{}{whole}", role.in_chinese())
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RoleForm {
    role: String,
    book: String,
    /// Why a clerk or an accountant leaves without a handover.
    reason: String,
}

impl RoleForm {
    async fn grant(&self, app: &App) -> Result<Grant, WebError> {
        let role = self.role.parse().map_err(|_| WebRefusal::UnreadableForm)?;
        if self.book.is_empty() {
            return Ok(Grant { role, book: None });
        }
        let book = village::book_by_code(&mut app.db.read().await?, &self.book).await?;
        Ok(Grant { role, book: Some(book.ok_or(AuthRefusal::NoSuchBook)?.id) })
    }
}

async fn grant(State(app): State<App>, admin: Admin, Path(person): Path<UserId>, Form(form): Form<RoleForm>) -> Answer {
    let (grant, by, now) = (form.grant(&app).await?, admin.by.clone(), app.now());
    let done = app.db.write(move |tx| Box::pin(async move { auth::grant(tx, &by, person, grant, now).await })).await;
    match done {
        Ok(()) => Ok(see_other(format!("/settings/people/{person}"))),
        Err(failure) => page(&app, &admin, person, form, refused(failure)?).await,
    }
}

async fn revoke(
    State(app): State<App>,
    admin: Admin,
    Path(person): Path<UserId>,
    Form(form): Form<RoleForm>,
) -> Answer {
    let (grant, by, now, reason) = (form.grant(&app).await?, admin.by.clone(), app.now(), form.reason.clone());
    let done =
        app.db.write(move |tx| Box::pin(async move { auth::revoke(tx, &by, person, grant, &reason, now).await })).await;
    match done {
        Ok(()) => Ok(see_other(format!("/settings/people/{person}"))),
        Err(failure) => page(&app, &admin, person, form, refused(failure)?).await,
    }
}

async fn reset_password(State(app): State<App>, admin: Admin, Path(person): Path<UserId>) -> Answer {
    let password = Password::random();
    let sealed = app.hashing.seal(&password).await?;
    let (by, now) = (admin.by.clone(), app.now());
    app.db.write(move |tx| Box::pin(async move { auth::set_password(tx, &by, person, &sealed, now).await })).await?;
    let known = auth::person(&mut app.db.read().await?, person).await?.ok_or(AuthRefusal::NoSuchPerson)?;
    let frame = frame(&admin).crumb("交给本人", "");
    show(&HandoverPage { frame, person, login: known.login, password: password.reveal().to_owned() })
}

async fn disable(State(app): State<App>, admin: Admin, Path(person): Path<UserId>) -> Answer {
    let now = app.now();
    app.db.write(move |tx| Box::pin(async move { auth::disable(tx, &admin.by, person, now).await })).await?;
    Ok(see_other(format!("/settings/people/{person}")))
}

async fn enable(State(app): State<App>, admin: Admin, Path(person): Path<UserId>) -> Answer {
    let now = app.now();
    app.db.write(move |tx| Box::pin(async move { auth::enable(tx, &admin.by, person, now).await })).await?;
    Ok(see_other(format!("/settings/people/{person}")))
}

async fn end_sessions(State(app): State<App>, admin: Admin, Path(person): Path<UserId>) -> Answer {
    let now = app.now();
    app.db.write(move |tx| Box::pin(async move { auth::revoke_sessions(tx, &admin.by, person, now).await })).await?;
    Ok(see_other(format!("/settings/people/{person}")))
}
