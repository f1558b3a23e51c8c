//! 登录与退出.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::{self, Attempt, AuthRefusal};
use crate::kernel::{Failure, Refused};

use super::error::WebError;
use super::extract::{Form, Fragment, Query};
use super::held::{again, fields, is_our_path};
use super::page::{Answer, see_other, show, show_as};
use super::visit::{LoggedIn, Visit, hand_over, take_back};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/login", get(door).post(come_in)).route("/logout", post(go))
}

/// The cover of the account book. It may hold what was typed when a session ended meanwhile.
#[derive(Template, Default)]
#[template(path = "session/login.html")]
pub(super) struct LoginPage {
    csrf: String,
    login: String,
    next: String,
    held: String,
    refused: Vec<Refused>,
}

impl LoginPage {
    /// Empty, to log in anew.
    pub(super) fn fresh(visit: &Visit) -> LoginPage {
        LoginPage { csrf: visit.csrf(), ..LoginPage::default() }
    }

    /// Says that the session has ended.
    pub(super) fn ended(visit: &Visit) -> LoginPage {
        LoginPage { refused: vec![AuthRefusal::NotLoggedIn.into()], ..LoginPage::fresh(visit) }
    }

    /// The same, and keeps the form `held` that was on its way to `next`.
    pub(super) fn holding(visit: &Visit, next: String, held: String) -> LoginPage {
        LoginPage { next, held, ..LoginPage::ended(visit) }
    }
}

#[derive(Deserialize, Default)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn door(visit: Visit, Query(wish): Query<Next>) -> Answer {
    let next = Some(wish.next).filter(|n| is_our_path(n)).unwrap_or_default();
    match visit.who() {
        Some(_) => Ok(see_other(if next.is_empty() { "/" } else { &next })),
        None => show(&LoginPage { next, ..LoginPage::fresh(&visit) }),
    }
}

#[derive(Deserialize)]
struct LoginForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    held: String,
}

async fn come_in(
    State(app): State<App>,
    visit: Visit,
    fragment: Fragment,
    headers: HeaderMap,
    Form(form): Form<LoginForm>,
) -> Answer {
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let attempt =
        Attempt { login: form.login.clone(), password: form.password, address: visit.address().to_owned(), agent };
    let next = Some(form.next).filter(|n| is_our_path(n)).unwrap_or_default();
    let (token, session) = match auth::log_in(&app.db, &app.hashing, attempt, app.now()).await {
        Ok(opened) => opened,
        Err(Failure::Refused(refused)) => {
            let page = LoginPage { login: form.login, next, held: form.held, refused, csrf: visit.csrf() };
            return show_as(StatusCode::FORBIDDEN, &page);
        }
        Err(fault) => return Err(WebError::Failed(fault)),
    };
    let mut response = if !form.held.is_empty() && !next.is_empty() {
        let held = fields(form.held.as_bytes()).await.unwrap_or_default();
        again(StatusCode::OK, session.csrf.clone(), next, held)?
    } else if fragment.name().is_empty() {
        see_other(if next.is_empty() { "/" } else { &next })
    } else {
        (StatusCode::NO_CONTENT, [("x-csrf", session.csrf.clone())]).into_response()
    };
    hand_over(&app.config, &token, &mut response);
    Ok(response)
}

async fn go(State(app): State<App>, who: LoggedIn) -> Answer {
    let (standing, session, now) = (who.standing, who.session.id, app.now());
    app.db.write(move |tx| Box::pin(async move { auth::log_out(tx, &standing, session, now).await })).await?;
    let mut response = see_other("/login");
    take_back(&app.config, &mut response);
    Ok(response)
}
