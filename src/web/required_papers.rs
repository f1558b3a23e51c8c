//! 交单材料: which papers the township asks for at which amount, and from which day on it asks otherwise.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Chief;
use crate::kernel::{Date, Money, MoneyError, Outcome, Refused};
use crate::workflow::{self, NewPaperAmount, PaperRule, PaperSetting};

use super::error::{WebRefusal, refused};
use super::extract::Form;
use super::frame::Frame;
use super::page::{Answer, see_other, show, show_refused};
use super::permit::Office;
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/settings/papers", get(index).post(set))
}

/// One line of the table: the rule, and the amount as it was typed.
struct Line {
    rule: PaperRule,
    items: String,
    typed: String,
}

/// What was set for days to come, or set before.
struct Set {
    from: Date,
    words: String,
    by: String,
}

#[derive(Template)]
#[template(path = "settings/papers.html")]
struct PapersPage {
    frame: Frame,
    lines: Vec<Line>,
    sets: Vec<Set>,
    may_set: bool,
    valid_from: String,
    refused: Vec<Refused>,
}

/// The lines as they were typed: an empty amount is a paper not asked for.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct PapersForm {
    valid_from: String,
    subject: Vec<String>,
    need: Vec<String>,
    from: Vec<String>,
    /// The amounts that stood there when the page was shown.
    was: Vec<String>,
}

impl PapersForm {
    fn typed(&self, rule: &PaperRule) -> Option<&String> {
        let need = rule.need.word();
        let at = self.subject.iter().zip(&self.need).position(|(s, n)| *s == rule.subject && *n == need)?;
        self.from.get(at)
    }

    /// What it says; every amount that cannot be read at once.
    fn parsed(&self) -> Result<(Date, Vec<NewPaperAmount>), Vec<Refused>> {
        let mut faults: Vec<Refused> = Vec::new();
        let day = self.valid_from.trim().parse::<Date>();
        if day.is_err() {
            let refusal = WebRefusal::NoSuchDate { typed: self.valid_from.trim().to_owned() };
            faults.push(Refused::from(refusal).at_field("valid_from"));
        }
        let mut amounts = Vec::with_capacity(self.subject.len());
        for (n, (subject, need)) in self.subject.iter().zip(&self.need).enumerate() {
            let typed = self.from.get(n).map_or("", |t| t.trim());
            let from = match typed {
                "" => None,
                typed => match typed.parse::<Money>() {
                    Ok(amount) => Some(amount),
                    Err(why) => {
                        faults.push(unreadable(&why));
                        continue;
                    }
                },
            };
            let shown = self.was.get(n).and_then(|w| w.trim().parse::<Money>().ok());
            amounts.push(NewPaperAmount { subject: subject.clone(), need: need.clone(), from, shown });
        }
        match day {
            Ok(day) if faults.is_empty() => Ok((day, amounts)),
            _ => Err(faults),
        }
    }
}

fn unreadable(why: &MoneyError) -> Refused {
    Refused::from(WebRefusal::UnreadableAmount { why: why.to_string() }).at_field("rows")
}

async fn index(State(app): State<App>, who: LoggedIn) -> Answer {
    show(&page(&app, &who, &PapersForm::default(), Vec::new()).await?)
}

async fn page(app: &App, who: &LoggedIn, form: &PapersForm, refused: Vec<Refused>) -> Outcome<PapersPage> {
    let today = app.now().date();
    let settings = workflow::paper_settings(&mut app.db.read().await?).await?;
    let line = |rule: PaperRule| Line {
        typed: form.typed(&rule).cloned().unwrap_or_else(|| rule.from.map(Money::plain).unwrap_or_default()),
        items: in_short(&rule.items()),
        rule,
    };
    Ok(PapersPage {
        frame: Frame::of(who).under("设置").crumb("交单材料", ""),
        lines: PaperRule::in_force(&settings, today).into_iter().map(line).collect(),
        sets: settings.iter().filter_map(set_in_words).collect(),
        may_set: who.standing.chief().is_ok(),
        valid_from: if form.valid_from.is_empty() { today.to_string() } else { form.valid_from.clone() },
        refused,
    })
}

/// The items by name; where there are very many, the first of them and how many.
fn in_short(items: &[&str]) -> String {
    const NAMED: usize = 24;
    match items.get(..6).filter(|_| items.len() > NAMED) {
        Some(first) => format!("{} 等 {} 项", first.join("、"), items.len()),
        None => items.join("、"),
    }
}

fn set_in_words(setting: &PaperSetting) -> Option<Set> {
    let rule = PaperRule::defaults().iter().find(|r| setting.is_of(r))?;
    let amount = setting.from.map_or("不要".to_owned(), |from| format!("{from} 元起"));
    let words = format!("{}　{}　{amount}", rule.name, rule.need.in_chinese());
    Some(Set { from: setting.valid_from, words, by: setting.set_by.clone() })
}

async fn set(State(app): State<App>, office: Office<Chief>, Form(form): Form<PapersForm>) -> Answer {
    let (by, now) = (office.by.clone(), app.now());
    let done = match form.parsed() {
        Ok((from, amounts)) => {
            let setting = app
                .db
                .write(move |tx| Box::pin(async move { workflow::set_paper_rules(tx, &by, from, amounts, now).await }));
            setting.await
        }
        Err(faults) => Err(crate::kernel::Failure::Refused(faults)),
    };
    match done {
        Ok(()) => Ok(see_other("/settings/papers")),
        Err(failure) => {
            let refused = refused(failure)?;
            let page = page(&app, &office.who, &form, refused.clone()).await?;
            show_refused(&page, &refused)
        }
    }
}
