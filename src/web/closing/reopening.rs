use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Accountant, Director};
use crate::checks;
use crate::kernel::{Date, Failure, Outcome, Period, Refused, ReopeningId};
use crate::ledger::{self, Asked, Reopening, ReopeningState, Verdict};
use crate::village::Book;
use crate::web::error::{WebRefusal, refused};
use crate::web::extract::{Form, Path};
use crate::web::page::{Answer, see_other, show_refused};
use crate::web::permit::Permit;
use crate::web::visit::LoggedIn;

use super::{ClosingPage, page};

/// What the accountant writes to have a month opened once more.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct AskForm {
    pub(super) period: String,
    pub(super) reason: String,
    pub(super) until: String,
}

impl AskForm {
    fn parsed(&self) -> Outcome<Asked> {
        let mut faults = Vec::new();
        let until: Date = self.until.trim().parse().unwrap_or_else(|_| {
            let refusal = WebRefusal::NoSuchDate { typed: self.until.trim().to_owned() };
            faults.push(Refused::from(refusal).at_field("until"));
            Date::MAX // Never looked at: the fault is kept.
        });
        let period: Period = self.period.parse().map_err(|_| WebRefusal::UnreadableForm)?;
        if self.reason.trim().is_empty() {
            faults.push(ledger::LedgerRefusal::ReasonMissing { what: "重开" }.into());
        }
        Failure::unless_none(faults)?;
        Ok(Asked { period, reason: self.reason.clone(), until })
    }
}

/// The director's answer.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct AnswerForm {
    period: String,
    words: String,
}

#[derive(Deserialize)]
pub(super) struct At {
    id: ReopeningId,
}

/// One reopening as it is drawn.
pub(super) struct Shown {
    pub(super) id: ReopeningId,
    pub(super) tone: &'static str,
    pub(super) word: &'static str,
    pub(super) reason: String,
    pub(super) asked: String,
    pub(super) until: Date,
    pub(super) answered: String,
    pub(super) ended: String,
    /// The person looking may answer it.
    pub(super) mine: bool,
}

impl Shown {
    pub(super) fn of(reopening: Reopening, who: &LoggedIn, today: Date) -> Shown {
        let state = reopening.state(today);
        let mine = state == ReopeningState::Waiting
            && who.standing.director().is_ok()
            && who.standing.id() != reopening.asked_by;
        let answered = reopening.answer.as_ref().map(|answer| match &answer.verdict {
            Verdict::Approved => format!("{} {} 批准", answer.name, answer.at.minute()),
            Verdict::Declined(words) => format!("{} {} 不批准：{words}", answer.name, answer.at.minute()),
        });
        Shown {
            id: reopening.id,
            tone: match state {
                ReopeningState::Waiting | ReopeningState::Standing => "amber",
                ReopeningState::Expired => "red",
                ReopeningState::Declined => "grey",
                ReopeningState::Ended => "green",
            },
            word: state.in_chinese(),
            asked: format!("{} {}", reopening.asked_name, reopening.asked_at.minute()),
            reason: reopening.reason,
            until: reopening.until,
            answered: answered.unwrap_or_default(),
            ended: reopening.ended_at.map(|at| at.minute()).unwrap_or_default(),
            mine,
        }
    }
}

fn back(book: &Book, period: Period) -> Answer {
    Ok(see_other(format!("/books/{}/closing?period={period}", book.code)))
}

/// The page again, with what was typed and why it was refused.
async fn again(app: &App, who: &LoggedIn, book: &Book, asked: AskForm, failure: Failure) -> Answer {
    let refused = refused(failure)?;
    let period: Period = asked.period.parse().map_err(|_| WebRefusal::UnreadableForm)?;
    let mut tx = app.db.read().await?;
    let page = page(&mut tx, who, book, period, app.now().date()).await?;
    show_refused(&ClosingPage { refused: refused.clone(), asked, ..page }, &refused)
}

pub(super) async fn ask(State(app): State<App>, permit: Permit<Accountant>, Form(form): Form<AskForm>) -> Answer {
    let (by, now) = (permit.by.clone(), app.now());
    let done = match form.parsed() {
        Ok(asked) => {
            let period = asked.period;
            let act = app.db.write(move |tx| Box::pin(async move { checks::ask_reopening(tx, &by, asked, now).await }));
            act.await.map(|_| period)
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(period) => back(&permit.book, period),
        Err(failure) => again(&app, &permit.who, &permit.book, form, failure).await,
    }
}

pub(super) async fn approve(
    State(app): State<App>,
    permit: Permit<Director>,
    Path(at): Path<At>,
    Form(form): Form<AnswerForm>,
) -> Answer {
    let (by, book, now) = (permit.by.clone(), permit.book.id, app.now());
    let act =
        app.db.write(move |tx| Box::pin(async move { checks::approve_reopening(tx, &by, book, at.id, now).await }));
    match act.await {
        Ok(approved) => back(&permit.book, approved.period),
        Err(failure) => again(&app, &permit.who, &permit.book, asked(form), failure).await,
    }
}

pub(super) async fn decline(
    State(app): State<App>,
    permit: Permit<Director>,
    Path(at): Path<At>,
    Form(form): Form<AnswerForm>,
) -> Answer {
    let (by, book, words, now) = (permit.by.clone(), permit.book.id, form.words.clone(), app.now());
    let act = app
        .db
        .write(move |tx| Box::pin(async move { ledger::decline_reopening(tx, &by, book, at.id, &words, now).await }));
    match (act.await, form.period.parse()) {
        (Ok(()), Ok(period)) => back(&permit.book, period),
        (Ok(()), Err(_)) => Err(WebRefusal::UnreadableForm.into()),
        (Err(failure), _) => again(&app, &permit.who, &permit.book, asked(form), failure).await,
    }
}

fn asked(form: AnswerForm) -> AskForm {
    AskForm { period: form.period, ..AskForm::default() }
}
