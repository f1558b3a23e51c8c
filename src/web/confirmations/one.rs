use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Failure, Money, Outcome, PartyStatementId, Refused};
use crate::reconcile::{self, BankHand, NewAnswer, PartyStatement, SentStatement};
use crate::village::Book;
use crate::web::error::{WebError, WebRefusal, refused};
use crate::web::extract::{Form, Path};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use super::At;

#[derive(Template)]
#[template(path = "confirmations/one.html")]
struct OnePage {
    frame: Frame,
    code: String,
    sent: SentStatement,
    /// What the books say of the span now.
    statement: Option<PartyStatement>,
    /// The books still say what was sent.
    same: bool,
    form: AnswerForm,
    works: bool,
    refused: Vec<Refused>,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct AnswerForm {
    /// `disputed`; anything else is 相符.
    answer: String,
    theirs: String,
    /// `ours` where the village owes.
    owes: String,
    words: String,
    signed_name: String,
    answered_on: String,
}

impl AnswerForm {
    fn parsed(&self) -> Outcome<NewAnswer> {
        let mut refused: Vec<Refused> = Vec::new();
        let answered_on = self.answered_on.trim().parse().map_err(|_| {
            let typed = self.answered_on.clone();
            refused.push(Refused::from(WebRefusal::NoSuchDate { typed }).at_field("answered_on"));
        });
        let theirs = match self.answer.as_str() {
            "disputed" => match self.theirs.trim().parse::<Money>() {
                Ok(amount) => Some(if self.owes == "ours" { -amount.abs() } else { amount.abs() }),
                Err(why) => {
                    refused
                        .push(Refused::from(WebRefusal::UnreadableAmount { why: why.to_string() }).at_field("theirs"));
                    None
                }
            },
            _ => None,
        };
        Failure::unless_none(refused)?;
        let (words, signed_name) = (self.words.clone(), self.signed_name.clone());
        Ok(NewAnswer { theirs, words, signed_name, answered_on: answered_on.unwrap_or_default() })
    }
}

pub(super) async fn page(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let form = AnswerForm { answered_on: app.now().date().to_string(), ..AnswerForm::default() };
    show(&built(&app, (&here.who, &here.book), at.id, form, Vec::new()).await?)
}

async fn built(
    app: &App,
    (who, book): (&LoggedIn, &Book),
    id: PartyStatementId,
    form: AnswerForm,
    refused: Vec<Refused>,
) -> Result<OnePage, WebError> {
    let mut tx = app.db.read().await?;
    let (sent, statement) = reconcile::sent_statement(&mut tx, book.id, id).await?;
    drop(tx);
    let same = match &statement {
        Some(statement) => statement.digest()? == sent.digest,
        None => false,
    };
    let back =
        format!("/books/{}/confirmations?kind={}&first={}&last={}", book.code, sent.kind.word(), sent.first, sent.last);
    let frame = Frame::in_book(who, book).under("对账").crumb("往来对账", back).crumb(sent.name.clone(), "");
    let works = BankHand::of(&who.standing, book.id).is_ok();
    Ok(OnePage { frame, code: book.code.clone(), sent, statement, same, form, works, refused })
}

pub(super) async fn answer(
    State(app): State<App>,
    permit: Permit<BankHand>,
    Path(at): Path<At>,
    Form(form): Form<AnswerForm>,
) -> Answer {
    let (by, id, now) = (permit.by.clone(), at.id, app.now());
    let done = match form.parsed() {
        Ok(new) => {
            let answering = app.db.write(move |tx| {
                Box::pin(async move { reconcile::answer_party_statement(tx, &by, id, &new, now).await })
            });
            answering.await
        }
        Err(failure) => Err(failure),
    };
    match done {
        Ok(()) => Ok(see_other(format!("/books/{}/confirmations/{id}", permit.book.code))),
        Err(failure) => {
            let refused = refused(failure)?;
            let page = built(&app, (&permit.who, &permit.book), id, form, refused.clone()).await?;
            show_refused(&page, &refused)
        }
    }
}
