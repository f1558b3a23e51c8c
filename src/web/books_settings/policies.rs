use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{AuthRefusal, Chief};
use crate::kernel::{Date, Outcome, Refused};
use crate::village::{self, Book, POLICIES, PolicyName, PolicySetting};

use crate::web::books::books_of;
use crate::web::error::refused;
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Office;
use crate::web::visit::LoggedIn;

use super::typed::Faults;

/// One setting with everything decided about it.
struct Setting {
    policy: &'static PolicyName,
    /// What holds today in the whole township.
    common: String,
    /// Whose, which value, since when.
    decided: Vec<(String, String, Date)>,
}

impl Setting {
    fn of(policy: &'static PolicyName, all: &[PolicySetting], books: &[Book], today: Date) -> Setting {
        let own: Vec<&PolicySetting> = all.iter().filter(|s| s.name == policy.name).collect();
        let holding = own.iter().rev().find(|s| s.book.is_none() && s.from <= today);
        let whose = |setting: &PolicySetting| match setting.book {
            None => Some("全乡镇".to_owned()),
            Some(id) => books.iter().find(|b| b.id == id).map(|b| b.name.clone()),
        };
        let decided = own.iter().filter_map(|s| whose(s).map(|whose| (whose, s.value.clone(), s.from)));
        Setting {
            policy,
            common: holding.map_or_else(|| policy.default.to_owned(), |s| s.value.clone()),
            decided: decided.collect(),
        }
    }

    /// What it may be set to; empty for a number.
    fn choices(&self) -> Vec<(String, String)> {
        self.policy.values.iter().map(|v| ((*v).to_owned(), (*v).to_owned())).collect()
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct PolicyForm {
    name: String,
    value: String,
    book: String,
    from: String,
}

impl PoliciesPage {
    /// The one that is being set.
    fn in_hand(&self) -> Option<&Setting> {
        self.settings.iter().find(|s| self.may_set && s.policy.name == self.form.name)
    }
}

#[derive(Template)]
#[template(path = "settings-books/policies.html")]
struct PoliciesPage {
    frame: Frame,
    settings: Vec<Setting>,
    books: Vec<(String, String)>,
    may_set: bool,
    form: PolicyForm,
    refused: Vec<Refused>,
}

async fn page(app: &App, who: &LoggedIn, form: PolicyForm, refused: Vec<Refused>) -> Outcome<PoliciesPage> {
    let books = books_of(app, who).await?;
    let today = app.now().date();
    let all = village::policy_settings(&mut app.db.read().await?).await?;
    let settings = POLICIES.iter().map(|policy| Setting::of(policy, &all, &books, today)).collect();
    let whole = (String::new(), "全乡镇".to_owned());
    Ok(PoliciesPage {
        frame: Frame::of(who).under("设置").crumb("办法", ""),
        settings,
        books: std::iter::once(whole).chain(books.into_iter().map(|b| (b.code, b.name))).collect(),
        may_set: who.standing.chief().is_ok(),
        form,
        refused,
    })
}

/// Which one is to be set.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    set: String,
}

/// What the township decided where the rules leave a choice, and the form for one of them.
pub(super) async fn index(State(app): State<App>, who: LoggedIn, Query(wish): Query<Wish>) -> Answer {
    let from = app.now().date().to_string();
    let mut page = page(&app, &who, PolicyForm { name: wish.set, from, ..PolicyForm::default() }, Vec::new()).await?;
    page.form.value = page.in_hand().map(|setting| setting.common.clone()).unwrap_or_default();
    show(&page)
}

/// Sets one of them from a day on.
pub(super) async fn set(State(app): State<App>, office: Office<Chief>, Form(form): Form<PolicyForm>) -> Answer {
    match set_as_typed(&app, &office, &form).await {
        Ok(()) => Ok(see_other(format!("/settings/policies#s-{}", form.name))),
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page(&app, &office.who, form, refused.clone()).await?, &refused)
        }
    }
}

async fn set_as_typed(app: &App, office: &Office<Chief>, form: &PolicyForm) -> Outcome<()> {
    let mut faults = Faults::default();
    let from = faults.day("from", &form.from);
    let from = faults.unless_any(Some(from))?;
    let book: Option<Book> = match form.book.as_str() {
        "" => None,
        code => {
            let found = village::book_by_code(&mut app.db.read().await?, code).await?;
            Some(found.ok_or(AuthRefusal::NoSuchBook)?)
        }
    };
    let (by, book, now) = (office.by.clone(), book.map(|b| b.id), app.now());
    let (name, value) = (form.name.clone(), form.value.trim().to_owned());
    let setting = app
        .db
        .write(move |tx| Box::pin(async move { village::set_policy(tx, &by, book, &name, &value, from, now).await }));
    setting.await
}
