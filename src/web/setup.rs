//! 建账前的第一步: the township, the first administrator, the chief accountant. Once, on an empty database.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::{App, Founding};
use crate::auth::{AuthRefusal, NewPerson, Password};
use crate::kernel::{Failure, Outcome, Refused};
use crate::village::VillageRefusal;

use super::error::refused;
use super::extract::Form;
use super::page::{Answer, see_other, show, show_refused};
use super::visit::Visit;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/setup", get(form).post(found))
}

#[derive(Template)]
#[template(path = "session/setup.html")]
struct SetupPage {
    csrf: String,
    form: SetupForm,
    refused: Vec<Refused>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct SetupForm {
    township: String,
    centre: String,
    admin_login: String,
    admin_name: String,
    admin_password: String,
    admin_repeated: String,
    chief_login: String,
    chief_name: String,
    chief_password: String,
    chief_repeated: String,
}

/// Someone typed into the form, sound.
struct Typed {
    person: NewPerson,
    password: Password,
}

impl SetupForm {
    fn people(&self) -> Outcome<(Typed, Typed)> {
        let mut faults: Vec<Refused> = Vec::new();
        if self.township.trim().is_empty() {
            faults.push(VillageRefusal::Empty { field: "township", what: "乡镇名称" }.into());
        }
        let admin = [&self.admin_login, &self.admin_name, &self.admin_password, &self.admin_repeated];
        let chief = [&self.chief_login, &self.chief_name, &self.chief_password, &self.chief_repeated];
        let typed = (typed("admin", admin, &mut faults), typed("chief", chief, &mut faults));
        if let (Some(admin), Some(chief)) = &typed
            && admin.person.login() == chief.person.login()
        {
            let taken = AuthRefusal::LoginTaken { login: chief.person.login().to_owned() };
            faults.push(Refused::from(taken).at_field("chief_login"));
        }
        Failure::unless_none(faults)?;
        match typed {
            (Some(admin), Some(chief)) => Ok((admin, chief)),
            (None, _) | (_, None) => Err(AuthRefusal::NameMissing.into()),
        }
    }

    /// Shown again without the passwords: they are typed anew.
    fn without_passwords(self) -> SetupForm {
        let empty = String::new;
        SetupForm {
            admin_password: empty(),
            admin_repeated: empty(),
            chief_password: empty(),
            chief_repeated: empty(),
            ..self
        }
    }
}

/// Login, name, password, password again; every fault under the field's own name.
fn typed(who: &str, [login, name, password, repeated]: [&String; 4], faults: &mut Vec<Refused>) -> Option<Typed> {
    let mut point = |refused: Refused| {
        let field = refused.field.clone().unwrap_or_default();
        faults.push(refused.at_field(format!("{who}_{field}")));
    };
    let person = NewPerson::new(login, name).map_err(|f| f.refusals().iter().cloned().for_each(&mut point)).ok();
    if password != repeated {
        point(AuthRefusal::PasswordsDiffer.into());
    }
    let password = Password::new(login, password).map_err(|r| point(r.into())).ok();
    Some(Typed { person: person?, password: password? })
}

async fn form(State(app): State<App>, visit: Visit) -> Answer {
    if app.is_set_up().await? {
        return Ok(see_other("/login"));
    }
    show(&SetupPage { csrf: visit.csrf(), form: SetupForm::default(), refused: Vec::new() })
}

async fn found(State(app): State<App>, visit: Visit, Form(form): Form<SetupForm>) -> Answer {
    if app.is_set_up().await? {
        return Ok(see_other("/login"));
    }
    match set_up(&app, &form, visit.address()).await {
        Ok(()) => Ok(see_other("/login")),
        Err(failure) => {
            let refused = refused(failure)?;
            let form = form.without_passwords();
            show_refused(&SetupPage { csrf: visit.csrf(), form, refused: refused.clone() }, &refused)
        }
    }
}

async fn set_up(app: &App, form: &SetupForm, address: &str) -> Outcome<()> {
    let (admin, chief) = form.people()?;
    let founding = Founding {
        township: form.township.clone(),
        centre: form.centre.clone(),
        admin: (admin.person, admin.password),
        chief: (chief.person, chief.password),
        address: address.to_owned(),
    };
    app.found(founding).await
}
