//! 问一句: a form anybody may fill in. No session, no cookie: the form carries a signature that says we handed it out.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::disclosure::{self, DisclosureSheet, LineKey, PublicationHead, SheetLine};
use crate::kernel::{Class, Date, Failure, Refused};
use crate::questions::{self, AskedLine, FilledForm, NewQuestion, Question, QuestionRefusal, Subject};
use crate::web::error::{WebError, status_of_all};
use crate::web::extract::{Form, Path, Query};
use crate::web::page::{Answer, see_other, show_as};
use crate::web::visit::Visit;

use super::form_key;
use super::tries::{Tries, Try};

#[derive(Deserialize)]
pub(super) struct OfSheet {
    token: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct About {
    line: String,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct AskForm {
    form: String,
    line: String,
    words: String,
    name: String,
    phone: String,
    sum: String,
    /// Nobody sees this field; only a machine fills it in.
    website: String,
}

#[derive(Template)]
#[template(path = "public/ask.html")]
struct AskPage {
    heading: disclosure::Heading,
    head: PublicationHead,
    /// What is asked about; the whole sheet where it is none.
    line: Option<SheetLine>,
    typed: AskForm,
    token: String,
    /// 三加五等于几; empty where no sum is asked for.
    sum: String,
    due: Date,
    refused: Vec<Refused>,
}

/// The sheet that is asked about, and the line of it.
struct Asked {
    head: PublicationHead,
    sheet: DisclosureSheet,
    key: Option<LineKey>,
}

impl Asked {
    /// Refuses: `disclosure.no_such_sheet`, `questions.no_such_line`.
    async fn find(app: &App, token: &str, line: &str) -> Result<Asked, Failure> {
        let (head, sheet) = disclosure::published(&mut app.db.read().await?, token).await?;
        let key = match line.trim() {
            "" => None,
            line => Some(line.parse::<LineKey>().map_err(|_| QuestionRefusal::NoSuchLine)?),
        };
        let asked = Asked { head, sheet, key };
        if asked.key.is_some() && asked.line().is_none() {
            return Err(QuestionRefusal::NoSuchLine.into());
        }
        Ok(asked)
    }

    fn line(&self) -> Option<SheetLine> {
        let key = self.key.as_ref()?;
        self.sheet.keyed_lines().into_iter().find(|l| l.key == *key).map(|l| l.line.clone())
    }

    fn subject(&self) -> Subject {
        let place = |key: &LineKey| i64::try_from(key.place).unwrap_or(i64::MAX);
        let line = self.key.as_ref().zip(self.line()).map(|(key, line)| AskedLine {
            month: key.month,
            number: key.number.clone(),
            place: place(key),
            what: line.what,
        });
        let head = &self.head;
        Subject { token: head.token.clone(), number: head.number.clone(), span: head.span.to_string(), line }
    }

    /// What a form for this sheet is signed for.
    fn purpose(token: &str) -> String {
        format!("ask {token}")
    }
}

pub(super) async fn form(State(app): State<App>, Path(place): Path<OfSheet>, Query(about): Query<About>) -> Answer {
    let typed = AskForm { line: about.line, ..AskForm::default() };
    let asked = Asked::find(&app, &place.token, &typed.line).await?;
    shown(&app, asked, typed, Vec::new()).await
}

/// The form, with what was typed and what is wrong with it.
async fn shown(app: &App, asked: Asked, typed: AskForm, refused: Vec<Refused>) -> Answer {
    let key = form_key(app).await?;
    let now = app.now();
    let mut tx = app.db.read().await?;
    let sum = questions::sum_is_asked(&mut tx, asked.head.book, now.date()).await?;
    let clock = questions::answer_clock(&mut tx).await?;
    drop(tx);
    let token = key.issue(&Asked::purpose(&asked.head.token), rand::random(), now);
    let line = asked.line();
    let example = Question::asked(Default::default(), asked.head.book, 0, asked.subject(), String::new(), now);
    let status = if refused.is_empty() { StatusCode::OK } else { status_of_all(&refused) };
    let page = AskPage {
        line,
        sum: if sum { key.sum(&token).words() } else { String::new() },
        due: clock.due_day(&example),
        heading: asked.sheet.heading,
        head: asked.head,
        // A field nobody sees is not kept: who filled it in by accident can send again.
        typed: AskForm { website: String::new(), sum: String::new(), ..typed },
        token,
        refused,
    };
    let mut answer = show_as(status, &page)?;
    not_kept(&mut answer);
    Ok(answer)
}

/// A form and a ticket are one person's; nothing in between keeps them.
pub(super) fn not_kept(answer: &mut axum::response::Response) {
    use axum::http::{HeaderName, HeaderValue, header};
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let robots = HeaderName::from_static("x-robots-tag");
    answer.headers_mut().insert(robots, HeaderValue::from_static("noindex"));
}

pub(super) async fn send(
    State(app): State<App>,
    visit: Visit,
    Extension(tries): Extension<Arc<Tries>>,
    Path(place): Path<OfSheet>,
    Form(typed): Form<AskForm>,
) -> Answer {
    let signed = signed(&app, &place.token, &typed).await?;
    let asked = match Asked::find(&app, &place.token, &typed.line).await {
        Ok(asked) => asked,
        // A form of nobody's about no sheet of ours: the first is what is told.
        Err(failure) => return Err(signed.err().map_or(WebError::Failed(failure), WebError::from)),
    };
    let form = match signed.and_then(|form| tries.count(Try::Ask, visit.address(), app.now()).map(|()| form)) {
        Ok(form) => form,
        Err(refusal) => return shown(&app, asked, typed, vec![refusal.into()]).await,
    };
    let new = NewQuestion {
        book: asked.head.book,
        about: asked.subject(),
        words: typed.words.clone(),
        name: typed.name.clone(),
        phone: typed.phone.clone(),
    };
    let (now, filled) = (app.now(), form.clone());
    let done = match sum_is_right(&app, &asked, &typed).await? {
        Ok(()) => app.db.write(move |tx| Box::pin(async move { questions::ask(tx, &filled, new, now).await })).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(_) => Ok(see_other(format!("/q/{}", form.ticket().plain()))),
        Err(failure) if failure.is("questions.asked_already") => Ok(see_other(format!("/q/{}", form.ticket().plain()))),
        Err(Failure::Refused(refused)) if refused.iter().all(|r| r.class != Class::NotFound) => {
            shown(&app, asked, typed, refused).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The form as we handed it out, filled in by a person.
async fn signed(app: &App, token: &str, typed: &AskForm) -> Result<Result<FilledForm, QuestionRefusal>, WebError> {
    let checked = form_key(app).await?.check(&Asked::purpose(token), &typed.form, app.now());
    Ok(checked.and_then(|form| if typed.website.is_empty() { Ok(form) } else { Err(QuestionRefusal::FormForged) }))
}

async fn sum_is_right(app: &App, asked: &Asked, typed: &AskForm) -> Result<Result<(), QuestionRefusal>, WebError> {
    let wanted = questions::sum_is_asked(&mut app.db.read().await?, asked.head.book, app.now().date()).await?;
    let right = !wanted || form_key(app).await?.sum(&typed.form).is(&typed.sum);
    Ok(if right { Ok(()) } else { Err(QuestionRefusal::WrongSum) })
}
