use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::kernel::{Money, Period, Refused};
use crate::reconcile::{self, BankHand, PartyKind, PartyStatement, SentStatement};
use crate::village::Book;
use crate::web::error::{WebError, refused};
use crate::web::extract::{Form, Query};
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::visit::LoggedIn;

use super::Wish;

/// One party as it is drawn.
struct Row {
    statement: PartyStatement,
    moved: (Money, Money),
    /// 对方欠村里.
    owes: Money,
    /// 村里欠对方.
    owed: Money,
    /// The last one sent over this span.
    sent: Option<SentStatement>,
    light: Light,
}

#[derive(Template)]
#[template(path = "confirmations/index.html")]
struct IndexPage {
    frame: Frame,
    code: String,
    kind: PartyKind,
    first: Period,
    last: Period,
    query: String,
    rows: Vec<Row>,
    /// May send and take answers in.
    works: bool,
    refused: Vec<Refused>,
}

impl IndexPage {
    fn kinds(&self) -> [(&'static str, &'static str); 2] {
        [PartyKind::Household, PartyKind::Counterparty].map(|k| (k.word(), k.in_chinese()))
    }

    /// 对方欠村里, and 村里欠对方, summed apart.
    fn totals(&self) -> [Money; 2] {
        [self.rows.iter().map(|r| r.owes).sum(), self.rows.iter().map(|r| r.owed).sum()]
    }

    fn unsent(&self) -> usize {
        self.rows.iter().filter(|r| r.sent.is_none()).count()
    }
}

pub(super) async fn index(State(app): State<App>, here: BookPath, Query(wish): Query<Wish>) -> Answer {
    let mut page = page(&app, (&here.who, &here.book), &wish, Vec::new()).await?;
    if let Ok(sent) = wish.sent.parse::<usize>() {
        page.frame = page.frame.notice(format!("对账单 {sent} 户已备好，请打印送对方签字。"));
    }
    show(&page)
}

async fn page(
    app: &App,
    (who, book): (&LoggedIn, &Book),
    wish: &Wish,
    refused: Vec<Refused>,
) -> Result<IndexPage, WebError> {
    let (kind, today) = (wish.kind(), app.now().date());
    let (first, last) = wish.span(today);
    let mut tx = app.db.read().await?;
    let statements = reconcile::party_statements(&mut tx, book.id, kind, (first, last)).await?;
    let sent = reconcile::sent_statements(&mut tx, book.id).await?;
    drop(tx);
    // The latest comes first, and stays.
    let mut latest: BTreeMap<String, SentStatement> = BTreeMap::new();
    for one in sent.into_iter().filter(|s| s.kind == kind && (s.first, s.last) == (first, last)) {
        latest.entry(one.party.clone()).or_insert(one);
    }
    let mut rows = Vec::new();
    for statement in statements {
        let sent = latest.remove(&statement.party);
        let digest = statement.digest()?;
        let light = light(sent.as_ref(), sent.as_ref().is_some_and(|s| s.digest == digest));
        let (moved, closing) = (statement.moved(), statement.closing());
        let (owes, owed) = (closing.positive_part(), (-closing).positive_part());
        rows.push(Row { statement, moved, owes, owed, sent, light });
    }
    let works = BankHand::of(&who.standing, book.id).is_ok();
    let frame = Frame::in_book(who, book).under("对账").crumb("往来对账", "");
    Ok(IndexPage { frame, code: book.code.clone(), kind, first, last, query: wish.query(today), rows, works, refused })
}

/// Sent or not, answered or not, and whether the books still say what was sent.
fn light(sent: Option<&SentStatement>, same: bool) -> Light {
    match sent {
        None => Light::new("grey", "没有发"),
        Some(_) if !same => Light::new("amber", "发出后账上有变动，请重发"),
        Some(sent) => match &sent.answer {
            None => Light::new("amber", "等回执"),
            Some(answer) if answer.agreed => Light::new("green", "相符"),
            Some(_) => Light::new("red", sent.stands()),
        },
    }
}

pub(super) async fn send(State(app): State<App>, permit: Permit<BankHand>, Form(wish): Form<Wish>) -> Answer {
    let (by, now, kind) = (permit.by.clone(), app.now(), wish.kind());
    let (span, party) = (wish.span(now.date()), wish.party.clone());
    let sending = app.db.write(move |tx| {
        Box::pin(async move {
            let only = Some(party.as_str()).filter(|p| !p.is_empty());
            reconcile::send_party_statements(tx, &by, (kind, only), span, now).await
        })
    });
    match sending.await {
        Ok(sent) => {
            let query = wish.query(now.date());
            Ok(see_other(format!("/books/{}/confirmations?{query}&sent={sent}", permit.book.code)))
        }
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page(&app, (&permit.who, &permit.book), &wish, refused.clone()).await?, &refused)
        }
    }
}
