use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Failure, HouseholdId, ImprestLineId, Money, Outcome, Refused};
use crate::reconcile::{self, CheckSide, Denomination, ImprestHand, ImprestHolder, NewImprestLine};
use crate::village::Book;
use crate::web::error::{WebError, WebRefusal, status_of_all};
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show_as};
use crate::web::permit::BookPath;
use crate::web::visit::LoggedIn;

/// What any form of the page may send.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct ImprestForm {
    pub(super) holder: String,
    pub(super) once_key: String,
    way: String,
    date: String,
    amount: String,
    text: String,
    pub(super) reason: String,
    /// Pieces of each denomination, the largest first.
    pieces: Vec<String>,
    /// Lines whose papers are not booked yet.
    unbooked: Vec<String>,
}

impl ImprestForm {
    pub(super) fn holder(&self) -> Outcome<HouseholdId> {
        self.holder.parse().map_err(|_| reconcile::ImprestRefusal::NoSuchHolder.into())
    }

    pub(super) fn line(&self) -> Outcome<NewImprestLine> {
        let mut refused: Vec<Refused> = Vec::new();
        let date = self.date.trim().parse().map_err(|_| {
            let typed = self.date.clone();
            refused.push(Refused::from(WebRefusal::NoSuchDate { typed }).at_field("date"));
        });
        let amount: Result<Money, ()> = match self.amount.trim() {
            "" => Ok(Money::ZERO),
            typed => typed.parse::<Money>().map_err(|why| {
                refused.push(Refused::from(WebRefusal::UnreadableAmount { why: why.to_string() }).at_field("amount"))
            }),
        };
        Failure::unless_none(refused)?;
        let net = amount.unwrap_or(Money::ZERO).abs();
        let net = if self.way == "in" { net } else { -net };
        Ok(NewImprestLine { date: date.unwrap_or_default(), net, text: self.text.clone() })
    }

    /// Every denomination with its number; blank is none.
    pub(super) fn counted(&self) -> Outcome<Vec<(Denomination, i64)>> {
        let mut counted = Vec::new();
        let mut refused: Vec<Refused> = Vec::new();
        for (denomination, typed) in
            Denomination::ALL.into_iter().zip(&self.pieces).filter(|(_, t)| !t.trim().is_empty())
        {
            match typed.trim().parse() {
                Ok(n) => counted.push((denomination, n)),
                Err(_) => {
                    let denomination = denomination.in_chinese();
                    refused.push(WebRefusal::NotPieces { denomination, typed: typed.clone() }.into());
                }
            }
        }
        Failure::unless_none(refused)?;
        Ok(counted)
    }

    pub(super) fn ticked(&self) -> Outcome<Vec<ImprestLineId>> {
        let ids: Result<Vec<_>, _> = self.unbooked.iter().map(|id| id.parse()).collect();
        ids.map_err(|_| reconcile::ImprestRefusal::NoSuchLine.into())
    }
}

/// What both pages show.
struct Shown {
    code: String,
    holders: Vec<ImprestHolder>,
    /// The one in hand.
    at: usize,
    form: ImprestForm,
    /// The side of the person who looks; `None` for one who only reads.
    side: Option<CheckSide>,
}

impl Shown {
    fn holder(&self) -> Option<&ImprestHolder> {
        self.holders.get(self.at)
    }

    fn names(&self) -> Vec<(String, String)> {
        self.holders.iter().map(|h| (h.household.id.text(), h.household.name.clone())).collect()
    }

    fn notes(&self) -> Vec<(&'static str, String)> {
        let typed = |at: usize| self.form.pieces.get(at).cloned().unwrap_or_default();
        Denomination::ALL.iter().enumerate().map(|(at, note)| (note.in_chinese(), typed(at))).collect()
    }

    fn is_ticked(&self, id: &ImprestLineId) -> bool {
        self.form.unbooked.contains(&id.text())
    }

    /// True when the side that looks has still to sign.
    fn signs(&self, made: &CheckSide) -> bool {
        self.side.is_some_and(|side| side != *made)
    }
}

#[derive(Template)]
#[template(path = "imprest/desk.html")]
struct DeskPage {
    frame: Frame,
    shown: Shown,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "imprest/phone.html")]
struct PhonePage {
    frame: Frame,
    shown: Shown,
    refused: Vec<Refused>,
}

pub(super) async fn index(State(app): State<App>, here: BookPath, Query(asked): Query<ImprestForm>) -> Answer {
    let form = ImprestForm { holder: asked.holder, ..ImprestForm::default() };
    built(&app, (&here.who, &here.book), form, Vec::new()).await
}

/// The page; again with what was typed where something was refused.
pub(super) async fn built(
    app: &App,
    (who, book): (&LoggedIn, &Book),
    mut form: ImprestForm,
    refused: Vec<Refused>,
) -> Result<axum::response::Response, WebError> {
    let now = app.now();
    let mut tx = app.db.read().await?;
    let holders = reconcile::imprest_holders(&mut tx, book.id, now.date()).await?;
    drop(tx);
    let at = holders.iter().position(|h| h.household.id.text() == form.holder).unwrap_or(0);
    if form.once_key.is_empty() {
        form.once_key = ImprestLineId::new().text();
    }
    if form.date.is_empty() {
        form.date = now.date().to_string();
    }
    let side = ImprestHand::of(&who.standing, book.id).ok().map(|hand| hand.side());
    let shown = Shown { code: book.code.clone(), holders, at, form, side };
    let status = if refused.is_empty() { StatusCode::OK } else { status_of_all(&refused) };
    if who.standing.is_of_the_village() {
        let frame = Frame::in_book(who, book).under("我的").crumb("备用金", "");
        return show_as(status, &PhonePage { frame, shown, refused });
    }
    let frame = Frame::in_book(who, book).under("对账").crumb("备用金", "");
    show_as(status, &DeskPage { frame, shown, refused })
}
