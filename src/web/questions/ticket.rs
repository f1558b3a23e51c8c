//! 查询码: where a question stands, what was answered, and the one word on it that is asked.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Class, Failure, Outcome, Refused};
use crate::questions::{
    self, Act, Answer as Answered, Due, FormKey, Question, QuestionAct, QuestionRefusal, Satisfaction, State as Stands,
    Ticket,
};
use crate::village::{self, Book};
use crate::web::error::{WebError, status_of_all};
use crate::web::extract::{Form, Path, Query};
use crate::web::light::Light;
use crate::web::page::{Answer, see_other, show_as};
use crate::web::visit::Visit;

use super::ask::not_kept;
use super::tries::{Tries, Try};
use super::{form_key, light_of};

#[derive(Deserialize)]
pub(super) struct OfTicket {
    ticket: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Looked {
    ticket: String,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct RateForm {
    form: String,
    score: String,
    words: String,
}

#[derive(Template)]
#[template(path = "public/find_question.html")]
struct FindPage {
    ticket: String,
    refused: Vec<Refused>,
    phone: String,
    centre: String,
}

#[derive(Template)]
#[template(path = "public/question.html")]
struct TicketPage {
    ticket: Ticket,
    question: Question,
    /// The earlier question it went with.
    main: Option<Question>,
    book: Book,
    phone: String,
    due: Due,
    light: Light,
    steps: Vec<Step>,
    typed: RateForm,
    token: String,
    refused: Vec<Refused>,
}

/// One step of the public road.
struct Step {
    word: &'static str,
    done: bool,
    on: String,
}

impl TicketPage {
    /// The question whose answer is shown: its own, or the one it went with.
    fn told(&self) -> &Question {
        self.main.as_ref().unwrap_or(&self.question)
    }

    fn answer(&self) -> Option<&Answered> {
        self.told().answer.as_ref()
    }

    /// True while a word on the answer may be said.
    fn may_rate(&self) -> bool {
        let answered = matches!(self.question.state, Stands::Answered | Stands::Merged) && self.answer().is_some();
        answered && self.question.rating.is_none()
    }

    fn reason(&self) -> &str {
        let rejected = |a: &&QuestionAct| a.act == Act::Reject;
        self.question.acts.iter().find(rejected).map_or("", |a| &a.words)
    }

    fn scores(&self) -> [Satisfaction; 3] {
        Satisfaction::ALL
    }
}

/// A ticket as it was typed, without saying whether it leads anywhere. Refuses: `questions.ticket_length`,
/// `questions.ticket_check`.
fn read(typed: &str) -> Result<Ticket, QuestionRefusal> {
    use questions::NotATicket as N;
    typed.parse().map_err(|not| match not {
        N::Length { digits } => QuestionRefusal::TicketLength { digits },
        N::Check => QuestionRefusal::TicketCheck,
    })
}

pub(super) async fn find(State(app): State<App>, Query(looked): Query<Looked>) -> Answer {
    if looked.ticket.trim().is_empty() {
        return not_found(&app, String::new(), Vec::new()).await;
    }
    match read(&looked.ticket) {
        Ok(ticket) => Ok(see_other(format!("/q/{}", ticket.plain()))),
        Err(refusal) => not_found(&app, looked.ticket, vec![refusal.into()]).await,
    }
}

async fn not_found(app: &App, ticket: String, refused: Vec<Refused>) -> Answer {
    let township = village::township(&mut app.db.read().await?).await?;
    let (phone, centre) = township.map(|t| (t.phone, t.centre_name)).unwrap_or_default();
    let status = if refused.is_empty() { StatusCode::OK } else { status_of_all(&refused) };
    let mut answer = show_as(status, &FindPage { ticket, refused, phone, centre })?;
    not_kept(&mut answer);
    Ok(answer)
}

pub(super) async fn page(
    State(app): State<App>,
    visit: Visit,
    Extension(tries): Extension<Arc<Tries>>,
    Path(place): Path<OfTicket>,
) -> Answer {
    let ticket = match led(&app, &visit, &tries, &place.ticket).await? {
        Ok(ticket) => ticket,
        Err(refusal) => return not_found(&app, place.ticket, vec![refusal.into()]).await,
    };
    shown(&app, ticket, RateForm::default(), Vec::new()).await
}

/// The ticket, when it leads somewhere; tries that lead nowhere are counted.
async fn led(
    app: &App,
    visit: &Visit,
    tries: &Tries,
    typed: &str,
) -> Result<Result<Ticket, QuestionRefusal>, WebError> {
    if !tries.allows(Try::WrongTicket, visit.address(), app.now()) {
        return Ok(tries.count(Try::WrongTicket, visit.address(), app.now()).and_then(|()| read(typed)));
    }
    let ticket = match read(typed) {
        Ok(ticket) => ticket,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match questions::by_ticket(&mut app.db.read().await?, &ticket).await {
        Ok(_) => Ok(Ok(ticket)),
        Err(failure) if failure.is("questions.no_such_ticket") => {
            let counted = tries.count(Try::WrongTicket, visit.address(), app.now());
            Ok(counted.and(Err(QuestionRefusal::NoSuchTicket)))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(app: &App, ticket: Ticket, typed: RateForm, refused: Vec<Refused>) -> Answer {
    let key = form_key(app).await?;
    let page = built(app, &key, ticket, typed, refused.clone()).await?;
    let status = if refused.is_empty() { StatusCode::OK } else { status_of_all(&refused) };
    let mut answer = show_as(status, &page)?;
    not_kept(&mut answer);
    Ok(answer)
}

async fn built(
    app: &App,
    key: &FormKey,
    ticket: Ticket,
    typed: RateForm,
    refused: Vec<Refused>,
) -> Outcome<TicketPage> {
    let now = app.now();
    let mut tx = app.db.read().await?;
    let (question, main) = questions::by_ticket(&mut tx, &ticket).await?;
    let book = village::book(&mut tx, question.book).await?;
    let phone = village::township(&mut tx).await?.map(|t| t.phone).unwrap_or_default();
    let clock = questions::answer_clock(&mut tx).await?;
    drop(tx);
    let told = main.as_ref().unwrap_or(&question);
    let due = clock.due(told, now.date());
    Ok(TicketPage {
        light: light_of(told, &due),
        steps: steps(&question, told),
        token: key.issue(&purpose(&ticket), rand::random(), now),
        ticket,
        question,
        main,
        book,
        phone,
        due,
        typed,
        refused,
    })
}

fn purpose(ticket: &Ticket) -> String {
    format!("rate {}", ticket.plain())
}

/// 收到—受理—答复—回访—归档, as far as it has come.
fn steps(question: &Question, told: &Question) -> Vec<Step> {
    let day_of = |acts: &[QuestionAct], wanted: &[Act]| {
        acts.iter().rev().find(|a| wanted.contains(&a.act)).map(|a| a.at.date().format("%-m月%-d日").to_string())
    };
    let step = |word, on: Option<String>| Step { word, done: on.is_some(), on: on.unwrap_or_default() };
    let answered = told.answer.as_ref().map(|a| a.at.date().format("%-m月%-d日").to_string());
    let taken = if question.state == Stands::Rejected {
        step("不予受理", day_of(&question.acts, &[Act::Reject]))
    } else {
        step("受理", day_of(&told.acts, &[Act::Accept]))
    };
    vec![
        Step { word: "收到", done: true, on: question.asked_at.date().format("%-m月%-d日").to_string() },
        taken,
        step("答复", answered.filter(|_| !told.state.is_open())),
        step("回访", day_of(&question.acts, &[Act::Rate, Act::Call])),
        step("归档", day_of(&question.acts, &[Act::Archive])),
    ]
}

pub(super) async fn rate(
    State(app): State<App>,
    visit: Visit,
    Extension(tries): Extension<Arc<Tries>>,
    Path(place): Path<OfTicket>,
    Form(typed): Form<RateForm>,
) -> Answer {
    let key = form_key(&app).await?;
    let ticket = read(&place.ticket).map_err(|_| QuestionRefusal::FormForged)?;
    let checked = key.check(&purpose(&ticket), &typed.form, app.now());
    let form = match checked.and_then(|form| tries.count(Try::Ask, visit.address(), app.now()).map(|()| form)) {
        Ok(form) => form,
        Err(refusal) => match led(&app, &visit, &tries, &place.ticket).await? {
            Ok(ticket) => return shown(&app, ticket, typed, vec![refusal.into()]).await,
            Err(_) => return Err(refusal.into()),
        },
    };
    let (now, to, score, words) = (app.now(), ticket.clone(), typed.score.parse().ok(), typed.words.clone());
    let done = app
        .db
        .write(move |tx| Box::pin(async move { questions::rate(tx, (&form, &to), (score, &words), now).await }))
        .await;
    match done {
        Ok(()) => Ok(see_other(format!("/q/{}", ticket.plain()))),
        Err(Failure::Refused(refused)) if refused.iter().all(|r| r.class != Class::NotFound) => {
            shown(&app, ticket, typed, refused).await
        }
        Err(failure) => Err(failure.into()),
    }
}
