//! 我的: one's own password and one's own logins.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{self, OwnPasswords, OwnPin, Role, Session};
use crate::kernel::{Refused, SessionId};

use super::error::{WebRefusal, refused};
use super::extract::{Form, Path, Query};
use super::frame::Frame;
use super::page::{Answer, see_other, show_as};
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/me", get(me))
        .route("/me/password", post(change_password))
        .route("/me/pin", post(set_pin))
        .route("/me/sessions/{session}/end", post(end_session))
}

/// What both the desk's and the phone's page show.
struct Mine {
    who: LoggedIn,
    roles: Vec<String>,
    sessions: Vec<Session>,
    /// A member of a finance group signs at meetings by PIN.
    signs: bool,
}

#[derive(Template)]
#[template(path = "me/desk.html")]
struct DeskPage {
    frame: Frame,
    mine: Mine,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "me/phone.html")]
struct PhonePage {
    frame: Frame,
    mine: Mine,
    refused: Vec<Refused>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Done {
    done: String,
}

async fn me(State(app): State<App>, who: LoggedIn, Query(done): Query<Done>) -> Answer {
    page(&app, who, StatusCode::OK, &done.done, Vec::new()).await
}

async fn page(app: &App, who: LoggedIn, status: StatusCode, done: &str, refused: Vec<Refused>) -> Answer {
    let mut tx = app.db.read().await?;
    let sessions = auth::sessions(&mut tx, &who.standing, app.config.idle_hours, app.now()).await?;
    drop(tx);
    let mut roles: Vec<String> = who.standing.grants().iter().map(|g| g.role.in_chinese().to_owned()).collect();
    roles.dedup();
    let mut frame = Frame::of(&who).under("我的");
    if who.session.must_change {
        frame = frame.notice("这是系统管理员给的密码，请先换成自己的密码。");
    }
    if done == "pin" {
        frame = frame.notice("签字密码已设定，开会时输它就是签字，请不要告诉别人。");
    }
    let in_the_village = who.standing.is_of_the_village();
    let signs = who.standing.holds_anywhere(Role::GroupMember);
    let mine = Mine { who, roles, sessions, signs };
    if in_the_village {
        return show_as(status, &PhonePage { frame, mine, refused });
    }
    show_as(status, &DeskPage { frame: frame.crumb("我的", "/me"), mine, refused })
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct PasswordForm {
    current: String,
    password: String,
    repeated: String,
}

async fn change_password(State(app): State<App>, who: LoggedIn, Form(form): Form<PasswordForm>) -> Answer {
    let passwords = OwnPasswords { current: form.current, new: form.password, repeated: form.repeated };
    let (hashing, now) = (&app.hashing, app.now());
    match auth::change_own_password(&app.db, hashing, &who.standing, &who.session, passwords, now).await {
        Ok(()) => Ok(see_other(if who.session.must_change { "/" } else { "/me" })),
        Err(failure) => {
            let refused = refused(failure)?;
            page(&app, who, StatusCode::UNPROCESSABLE_ENTITY, "", refused).await
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct PinForm {
    current: String,
    pin: String,
    pin_repeated: String,
}

async fn set_pin(State(app): State<App>, who: LoggedIn, Form(form): Form<PinForm>) -> Answer {
    let typed = OwnPin { password: form.current, pin: form.pin, repeated: form.pin_repeated };
    match auth::set_own_pin(&app.db, &app.hashing, &who.standing, &who.session, typed, app.now()).await {
        Ok(()) => Ok(see_other("/me?done=pin")),
        Err(failure) => {
            let refused = refused(failure)?;
            page(&app, who, StatusCode::UNPROCESSABLE_ENTITY, "", refused).await
        }
    }
}

async fn end_session(State(app): State<App>, who: LoggedIn, Path(session): Path<String>) -> Answer {
    let session: SessionId = session.parse().map_err(|_| WebRefusal::NoSuchPage)?;
    let now = app.now();
    app.db.write(move |tx| Box::pin(async move { auth::log_out(tx, &who.standing, session, now).await })).await?;
    Ok(see_other("/me").into_response())
}
