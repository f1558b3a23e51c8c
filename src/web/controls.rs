//! 内控规则: what is looked at, how hard, with which figures, since when — for the township, and for one book over it.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::controls::{
    self, Control, Family, KeptSetting, NewSetting, Parameter, Setting, Settings, Severity, control,
};
use crate::kernel::{BookId, Date, Failure, Outcome, Refused};
use crate::village::Book;

use super::books::books_of;
use super::error::{WebRefusal, refused};
use super::extract::{Form, Query};
use super::frame::Frame;
use super::page::{Answer, see_other, show, show_refused};
use super::permit::{BookPath, Office};
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/settings/controls", get(index).post(set))
        .route("/books/{code}/controls", get(of_book).post(set_for_book))
}

/// One rule as it is shown: what holds, and everything ever set about it.
struct Rule {
    setting: Setting,
    /// Whose, what, since when.
    history: Vec<String>,
}

impl Rule {
    fn name(&self) -> &'static str {
        self.setting.control.name
    }

    const fn tone(&self) -> &'static str {
        match self.setting.severity {
            Severity::Block => "red",
            Severity::Warn => "amber",
            Severity::Note => "green",
            Severity::Off => "grey",
        }
    }

    fn since(&self) -> String {
        match (self.setting.since, self.setting.own) {
            (None, _) => "没有定过，按通常做法".to_owned(),
            (Some(day), true) => format!("本账套自定，自 {day} 起"),
            (Some(day), false) => format!("全乡镇，自 {day} 起"),
        }
    }
}

#[derive(Template)]
#[template(path = "controls/index.html")]
struct ControlsPage {
    frame: Frame,
    /// Where the form goes.
    action: String,
    families: Vec<(&'static str, Vec<Rule>)>,
    books: Vec<Book>,
    may_set: bool,
    form: ControlForm,
    refused: Vec<Refused>,
}

impl ControlsPage {
    /// The rule that is being set.
    fn in_hand(&self) -> Option<&'static Control> {
        control(&self.form.name).filter(|_| self.may_set)
    }

    fn severities(&self) -> Vec<(String, String)> {
        Severity::ALL.iter().map(|s| (s.word().to_owned(), s.in_chinese().to_owned())).collect()
    }

    /// What stands in the field of the n-th figure, 1-based.
    fn figure(&self, n: &usize) -> &str {
        self.form.figure.get(n - 1).map_or("", String::as_str)
    }
}

/// As it was typed; the figures in the order of the rule's own.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct ControlForm {
    name: String,
    severity: String,
    valid_from: String,
    figure: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wish {
    set: String,
}

impl ControlForm {
    /// What holds now, to be changed.
    fn of(name: &str, settings: &Settings, today: Date) -> ControlForm {
        let found = settings.all().iter().find(|s| s.control.name == name);
        let figure = |setting: &Setting| {
            let one = |p: &Parameter| p.unit.typed(setting.value(p.name));
            setting.control.parameters.iter().map(one).collect()
        };
        ControlForm {
            name: name.to_owned(),
            severity: found.map_or("", |s| s.severity.word()).to_owned(),
            valid_from: today.to_string(),
            figure: found.map(figure).unwrap_or_default(),
        }
    }

    /// What it says, or everything that cannot be read in it.
    fn setting(&self, book: Option<BookId>) -> Outcome<NewSetting> {
        let mut faults: Vec<Refused> = Vec::new();
        let parameters = control(&self.name).map_or(&[][..], |c| c.parameters);
        let mut values = std::collections::BTreeMap::new();
        for (parameter, typed) in parameters.iter().zip(&self.figure) {
            match parameter.read(typed) {
                Ok(value) => drop(values.insert(parameter.name.to_owned(), value)),
                Err(refused) => faults.push(refused),
            }
        }
        let severity = self.severity.parse::<Severity>();
        if severity.is_err() {
            faults.push(Refused::from(WebRefusal::UnreadableForm).at_field("severity"));
        }
        let from = self.valid_from.trim().parse::<Date>();
        if from.is_err() {
            let refusal = WebRefusal::NoSuchDate { typed: self.valid_from.trim().to_owned() };
            faults.push(Refused::from(refusal).at_field("valid_from"));
        }
        match (severity, from) {
            (Ok(severity), Ok(from)) if faults.is_empty() => {
                Ok(NewSetting { book, control: self.name.clone(), from, severity, values })
            }
            _ => Err(Failure::Refused(faults)),
        }
    }
}

fn rules(ever: &[KeptSetting], settings: &Settings, books: &[Book], only: Option<BookId>) -> Vec<Rule> {
    let whose = |kept: &KeptSetting| match kept.book {
        None => Some("全乡镇".to_owned()),
        Some(id) if only.is_none_or(|o| o == id) => books.iter().find(|b| b.id == id).map(|b| b.name.clone()),
        Some(_) => None,
    };
    let rule = |setting: &Setting| {
        let own = ever.iter().filter(|k| k.control == setting.control.name);
        let said = own.filter_map(|k| {
            let then = Setting { severity: k.severity, values: k.values.clone(), ..setting.clone() };
            let figures = then.figures();
            Some(format!("{} 自 {} 起 {} {figures}（{}）", whose(k)?, k.from, k.severity.in_chinese(), k.by))
        });
        Rule { setting: setting.clone(), history: said.collect() }
    };
    settings.all().iter().map(rule).collect()
}

async fn page(
    app: &App,
    who: &LoggedIn,
    book: Option<&Book>,
    form: Result<ControlForm, String>,
    refused: Vec<Refused>,
) -> Outcome<ControlsPage> {
    let (books, today) = (books_of(app, who).await?, app.now().date());
    let ever = controls::settings_ever(&mut app.db.read().await?).await?;
    let only = book.map(|b| b.id);
    let settings = Settings::of(&ever, only, today);
    let mut families: Vec<(&'static str, Vec<Rule>)> =
        Family::ALL.iter().map(|f| (f.in_chinese(), Vec::new())).collect();
    for rule in rules(&ever, &settings, &books, only) {
        let word = rule.setting.control.family.in_chinese();
        if let Some((_, own)) = families.iter_mut().find(|(f, _)| *f == word) {
            own.push(rule);
        }
    }
    let frame = match book {
        None => Frame::of(who).under("设置").crumb("内控规则", ""),
        Some(book) => {
            let frame = Frame::in_book(who, book).under("设置").crumb("内控规则", "/settings/controls");
            frame.crumb(book.name.clone(), "")
        }
    };
    Ok(ControlsPage {
        frame,
        action: book.map_or("/settings/controls".to_owned(), |b| format!("/books/{}/controls", b.code)),
        families,
        books: if book.is_none() { books } else { Vec::new() },
        may_set: who.standing.chief().is_ok(),
        form: form.unwrap_or_else(|name| ControlForm::of(&name, &settings, today)),
        refused,
    })
}

async fn index(State(app): State<App>, who: LoggedIn, Query(wish): Query<Wish>) -> Answer {
    show(&page(&app, &who, None, Err(wish.set), Vec::new()).await?)
}

async fn of_book(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    show(&page(&app, &here.who, Some(&here.book), Err(wish.set), Vec::new()).await?)
}

/// Sets a rule for the township from a day on.
async fn set(State(app): State<App>, office: Office<Chief>, Form(form): Form<ControlForm>) -> Answer {
    keep(&app, office.by, &office.who, None, form).await
}

/// Sets a rule for one book from a day on, over the township's.
async fn set_for_book(
    State(app): State<App>,
    here: BookPath,
    office: Office<Chief>,
    Form(form): Form<ControlForm>,
) -> Answer {
    keep(&app, office.by, &here.who, Some(&here.book), form).await
}

async fn keep(app: &App, by: Chief, who: &LoggedIn, book: Option<&Book>, form: ControlForm) -> Answer {
    let now = app.now();
    let done = match form.setting(book.map(|b| b.id)) {
        Ok(new) => app.db.write(move |tx| Box::pin(async move { controls::set(tx, &by, new, now).await })).await,
        Err(failure) => Err(failure),
    };
    match done {
        Ok(()) => {
            let list = book.map_or("/settings/controls".to_owned(), |b| format!("/books/{}/controls", b.code));
            Ok(see_other(format!("{list}#r-{}", form.name)))
        }
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page(app, who, book, Ok(form), refused.clone()).await?, &refused)
        }
    }
}
