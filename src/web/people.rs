//! 人员: who may log in, and what they hold. The administrator's page; no village business on it.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{
    self, Administrator, AuthRefusal, ClerkRule, Grant, HeldGrant, NewGrant, NewPerson, Password, Person, PinCode,
    Role, Staff, Term,
};
use crate::kernel::{Failure, Outcome, Refused, UserId, initials, matches_typed};
use crate::village::{self, Book};

use super::error::{WebError, WebRefusal, refused};
use super::extract::{Form, Path, Query};
use super::frame::Frame;
use super::offices::day;
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
        .route("/settings/people/{person}/pin-code", post(pin_code))
        .route("/settings/people/{person}/disable", post(disable))
        .route("/settings/people/{person}/enable", post(enable))
        .route("/settings/people/{person}/sessions/end", post(end_sessions))
}

fn frame(admin: &Admin) -> Frame {
    Frame::of(&admin.who).under("设置").crumb("人员", "/settings/people")
}

/// One role in words: 报账员 李家村, 2025-07-01 至 2030-06-30.
struct Held {
    word: &'static str,
    book: String,
    role: &'static str,
    code: String,
    /// From when to when, elected when and by whom, in whose place and why.
    said: String,
}

impl Held {
    fn of(held: &HeldGrant, books: &[Book], staff: &[Staff]) -> Held {
        let (grant, term) = (held.grant, &held.term);
        let book = grant.book.and_then(|id| books.iter().find(|b| b.id == id));
        let elected = term.elected_on.map(|day| format!("{day} {}选举", term.elected_by));
        let member = term.place_of.and_then(|id| staff.iter().find(|s| s.person.id == id));
        let place = member.map(|m| format!("替补{}，因{}", m.person.name, term.reason));
        let said = [Some(term.in_words()), elected, place];
        Held {
            word: grant.role.in_chinese(),
            book: book.map(|b| b.name.clone()).unwrap_or_default(),
            role: grant.role.word(),
            code: book.map(|b| b.code.clone()).unwrap_or_default(),
            said: said.into_iter().flatten().filter(|s| !s.is_empty()).collect::<Vec<_>>().join("，"),
        }
    }
}

/// A person as the list and the page show them.
struct Row {
    person: Person,
    held: Vec<Held>,
}

impl Row {
    fn of(one: &Staff, books: &[Book], staff: &[Staff]) -> Row {
        Row { held: one.grants.iter().map(|g| Held::of(g, books, staff)).collect(), person: one.person.clone() }
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
    let mut rows: Vec<Row> = staff.iter().map(|s| Row::of(s, &books, &staff)).collect();
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
    /// Whose place a substitute may take.
    members: Vec<(String, String)>,
    form: RoleForm,
    refused: Vec<Refused>,
}

impl ShowPage {
    /// A member of a finance group, who signs at meetings by PIN.
    fn signs(&self) -> bool {
        self.row.held.iter().any(|h| h.role == Role::GroupMember.word())
    }
}

async fn show_one(State(app): State<App>, admin: Admin, Path(person): Path<UserId>) -> Answer {
    page(&app, &admin, person, RoleForm::default(), Vec::new()).await
}

async fn page(app: &App, admin: &Admin, person: UserId, form: RoleForm, refused: Vec<Refused>) -> Answer {
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let staff = auth::staff(&mut tx, &admin.by).await?;
    drop(tx);
    let one = staff.iter().find(|s| s.person.id == person).ok_or(AuthRefusal::NoSuchPerson)?;
    let row = Row::of(one, &books, &staff);
    let whole = [(String::new(), "全乡镇".to_owned())];
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = ShowPage {
        frame: frame(admin).crumb(row.person.name.clone(), ""),
        row,
        roles: Role::ALL.iter().map(|r| (r.word(), role_in_words(*r))).collect(),
        members: members(&staff, &books, person),
        books: whole.into_iter().chain(books.into_iter().map(|b| (b.code, b.name))).collect(),
        form,
        refused,
    };
    show_as(status, &shown)
}

/// Members of finance groups in their own right: 理财甲（李家村）.
fn members(staff: &[Staff], books: &[Book], but: UserId) -> Vec<(String, String)> {
    let mut members = vec![(String::new(), "不是替补".to_owned())];
    for one in staff.iter().filter(|s| s.person.id != but && s.person.disabled_at.is_none()) {
        let seats = one.grants.iter().filter(|h| h.grant.role == Role::GroupMember && h.term.place_of.is_none());
        for seat in seats {
            let book = books.iter().find(|b| Some(b.id) == seat.grant.book).map_or("", |b| b.village_name.as_str());
            members.push((one.person.id.text(), format!("{}（{book}）", one.person.name)));
        }
    }
    members
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
    then: String,
    term_from: String,
    term_to: String,
    elected_on: String,
    elected_by: String,
    place_of: String,
    /// Why there is a substitute; or why a clerk or an accountant leaves without a handover.
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

    /// The term it says, with every date that is none told at its field.
    fn term(&self) -> Outcome<Term> {
        let mut faults = Vec::new();
        let mut read = |typed: &str, field| {
            day(typed, field).unwrap_or_else(|refused| {
                faults.push(refused);
                None
            })
        };
        let from = read(&self.term_from, "term_from");
        let to = read(&self.term_to, "term_to");
        let elected_on = read(&self.elected_on, "elected_on");
        Failure::unless_none(faults)?;
        Ok(Term {
            from,
            to,
            elected_on,
            elected_by: self.elected_by.trim().to_owned(),
            place_of: self.place_of.parse().ok(),
            reason: self.reason.trim().to_owned(),
        })
    }

    /// The role with its term, and the rule that holds for clerks of that book.
    async fn new_grant(&self, app: &App) -> Result<Outcome<NewGrant>, WebError> {
        let grant = self.grant(app).await?;
        let clerk_rule = match grant.book {
            Some(book) => village::clerk_rule(&mut app.db.read().await?, book, app.now().date()).await?,
            None => ClerkRule::Free,
        };
        Ok(self.term().map(|term| NewGrant { grant, term, clerk_rule }))
    }
}

async fn grant(State(app): State<App>, admin: Admin, Path(person): Path<UserId>, Form(form): Form<RoleForm>) -> Answer {
    let (by, now, renews) = (admin.by.clone(), app.now(), form.then == "term");
    let done = match form.new_grant(&app).await? {
        Ok(new) => {
            let giving = app.db.write(move |tx| {
                Box::pin(async move {
                    if renews {
                        return auth::set_term(tx, &by, person, new, now).await;
                    }
                    auth::grant_for(tx, &by, person, new, now).await
                })
            });
            giving.await
        }
        Err(failure) => Err(failure),
    };
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

/// A code for the first PIN: shown once, kept nowhere.
#[derive(Template)]
#[template(path = "people/pin_code.html")]
struct PinCodePage {
    frame: Frame,
    person: UserId,
    name: String,
    code: String,
}

async fn pin_code(State(app): State<App>, admin: Admin, Path(person): Path<UserId>) -> Answer {
    let (code, now, by) = (PinCode::random(), app.now(), admin.by.clone());
    let sealed = app.hashing.seal_code(&code, now).await?;
    app.db.write(move |tx| Box::pin(async move { auth::give_pin_code(tx, &by, person, &sealed, now).await })).await?;
    let known = auth::person(&mut app.db.read().await?, person).await?.ok_or(AuthRefusal::NoSuchPerson)?;
    let frame = frame(&admin).crumb("交给本人", "");
    show(&PinCodePage { frame, person, name: known.name, code: code.reveal().to_owned() })
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
