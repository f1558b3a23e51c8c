use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::kernel::{Outcome, Refused};
use crate::village::{self, Book, BookKind, NewBook};

use crate::web::books::books_of;
use crate::web::error::refused;
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Office;
use crate::web::visit::LoggedIn;

use super::typed::Faults;

#[derive(Template)]
#[template(path = "settings-books/list.html")]
struct ListPage {
    frame: Frame,
    books: Vec<Book>,
}

/// The books in sight.
pub(super) async fn index(State(app): State<App>, who: LoggedIn) -> Answer {
    let books = books_of(&app, &who).await?;
    let mut frame = Frame::of(&who).under("设置").crumb("账套", "");
    if who.standing.chief().is_ok() {
        frame = frame.main_act("建立账套", "/settings/books/new");
    }
    show(&ListPage { frame, books })
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct BookForm {
    code: String,
    name: String,
    village: String,
    legal_name: String,
    kind: String,
    enabled_from: String,
}

impl BookForm {
    fn parsed(&self) -> Outcome<NewBook> {
        let mut faults = Faults::default();
        let kind: Option<BookKind> = faults.choice("kind", &self.kind);
        let enabled_from = faults.month("enabled_from", &self.enabled_from);
        let read = kind.zip(enabled_from).map(|(kind, enabled_from)| NewBook {
            code: self.code.trim().to_owned(),
            name: self.name.trim().to_owned(),
            village: self.village.trim().to_owned(),
            legal_name: self.legal_name.trim().to_owned(),
            kind,
            enabled_from,
        });
        faults.unless_any(read)
    }
}

#[derive(Template)]
#[template(path = "settings-books/new.html")]
struct NewPage {
    frame: Frame,
    form: BookForm,
    kinds: Vec<(String, &'static str)>,
    villages: Vec<String>,
    refused: Vec<Refused>,
}

async fn new_page(app: &App, office: &Office<Chief>, form: BookForm, refused: Vec<Refused>) -> Outcome<NewPage> {
    let villages = village::villages(&mut app.db.read().await?).await?;
    let kinds = [BookKind::Collective, BookKind::Committee, BookKind::Group];
    Ok(NewPage {
        frame: Frame::of(&office.who).under("设置").crumb("账套", "/settings/books").crumb("建立账套", ""),
        form,
        kinds: kinds.map(|kind| (kind.to_string(), kind.in_chinese())).to_vec(),
        villages: villages.into_iter().map(|v| v.name).collect(),
        refused,
    })
}

/// An empty form.
pub(super) async fn blank(State(app): State<App>, office: Office<Chief>) -> Answer {
    let this_month = app.now().date().format("%Y-%m").to_string();
    let form = BookForm { kind: BookKind::Collective.to_string(), enabled_from: this_month, ..BookForm::default() };
    show(&new_page(&app, &office, form, Vec::new()).await?)
}

/// 建立账套.
pub(super) async fn add(State(app): State<App>, office: Office<Chief>, Form(form): Form<BookForm>) -> Answer {
    let (by, now) = (office.by.clone(), app.now());
    let done = match form.parsed() {
        Ok(new) => app.db.write(move |tx| Box::pin(async move { village::add_book(tx, &by, new, now).await })).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(_) => Ok(see_other(format!("/books/{}/settings", form.code.trim()))),
        Err(failure) => {
            let refused = refused(failure)?;
            let page = new_page(&app, &office, form, refused.clone()).await?;
            show_refused(&page, &refused)
        }
    }
}
