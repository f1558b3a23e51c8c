//! 报表样式: the forms of the two statements, version by version; looked at by those who keep books, changed by the
//! chief accountant.

mod typed;
mod edit;

use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::ledger::FormName;
use crate::statements::{self, FormVersion};

use super::download;
use super::error::{WebError, WebRefusal};
use super::extract::Path;
use super::frame::Frame;
use super::page::{Answer, show};
use super::visit::LoggedIn;

/// A form's text is some ten kilobytes; a file of a form may be far longer and is still read.
const FORM_FILE: usize = 1024 * 1024;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/forms", get(index))
        .route("/settings/forms/{form}/edit", get(edit::begin).post(edit::typed))
        .route("/settings/forms/{form}/import", post(edit::import).layer(DefaultBodyLimit::max(FORM_FILE)))
        .route("/settings/forms/{form}/{version}", get(version))
}

/// `balance-sheet`.
#[derive(Deserialize)]
struct Of {
    form: String,
}

impl Of {
    fn name(&self) -> Result<FormName, WebError> {
        self.form.parse().map_err(|_| WebRefusal::NoSuchPage.into())
    }
}

/// `balance-sheet` and `2`, or `2.json`.
#[derive(Deserialize)]
struct At {
    form: String,
    version: String,
}

#[derive(Template)]
#[template(path = "forms/index.html")]
struct IndexPage {
    frame: Frame,
    versions: Vec<FormVersion>,
    may_edit: bool,
}

async fn index(State(app): State<App>, who: LoggedIn) -> Answer {
    let versions = statements::forms(&mut app.db.read().await?).await?;
    let frame = Frame::of(&who).under("设置").crumb("报表样式", "");
    show(&IndexPage { frame, versions, may_edit: who.standing.chief().is_ok() })
}

#[derive(Template)]
#[template(path = "forms/version.html")]
struct VersionPage {
    frame: Frame,
    version: FormVersion,
    may_edit: bool,
}

/// One version as it stands; with `.json` behind it as a file.
async fn version(State(app): State<App>, who: LoggedIn, Path(at): Path<At>) -> Answer {
    let name = Of { form: at.form }.name()?;
    let (number, as_file) = match at.version.strip_suffix(".json") {
        Some(number) => (number, true),
        None => (at.version.as_str(), false),
    };
    let number: i64 = number.parse().map_err(|_| WebRefusal::NoSuchPage)?;
    let version = version_of(&app, name, number).await?;
    if as_file {
        let file = format!("{} 第{number}版.json", version.text.name);
        return Ok(download::kept(&file, "application/json", version.text.to_json().into_bytes()));
    }
    let frame = Frame::of(&who)
        .under("设置")
        .crumb("报表样式", "/settings/forms")
        .crumb(format!("{} 第{number}版", name.in_chinese()), "");
    show(&VersionPage { frame, version, may_edit: who.standing.chief().is_ok() })
}

async fn version_of(app: &App, name: FormName, number: i64) -> Result<FormVersion, WebError> {
    let versions = statements::forms(&mut app.db.read().await?).await?;
    let found = versions.into_iter().find(|v| v.name == name && v.version == number);
    found.ok_or_else(|| WebRefusal::NoSuchPage.into())
}
