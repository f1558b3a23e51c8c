//! 报账: the four cards, and the form of one card. Photo first; every fault at once; nothing typed is lost.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::auth::Clerk;
use crate::db::{ReadTx, WriteTx};
use crate::evidence;
use crate::kernel::{Class, Date, Failure, Money, Outcome, Refused, SubmissionId, Timestamp};
use crate::receipts;
use crate::village::{self, Dimensions};
use crate::web::error::{WebError, refused};
use crate::web::extract::{Path, Query};
use crate::web::frame::Frame;
use crate::web::ladder::{Band, bands_of_card};
use crate::web::page::{Answer, in_query, see_other, show, show_refused};
use crate::web::papers::{Sent, href_of, written_down};
use crate::web::permit::Permit;
use crate::workflow::{
    self, BusinessItem, Card, Habits, Ladder, Need, PaidBy, PaperRule, State as Stands, Submission, WorkflowRefusal,
    papers_needed,
};

use super::At;
use super::bundle;
use super::choices::{groups, receipt_hint};
use super::form::{SubmissionForm, kinds};
use super::view::{Row, party_word};

#[derive(Template)]
#[template(path = "submissions/cards.html")]
struct CardsPage {
    frame: Frame,
    code: String,
    cards: Vec<(Card, &'static str, &'static str)>,
    unfinished: Vec<Row>,
}

/// The cards in plain words.
const CARDS: [(Card, &str, &str); 4] = [
    (Card::Income, "收钱", "租金、承包费、补助到账"),
    (Card::Expense, "花钱", "买东西、付工钱、发补助"),
    (Card::Transfer, "转账", "取现、存现、备用金报销"),
    (Card::Debt, "欠账", "该收没收、该付没付"),
];

#[derive(Template)]
#[template(path = "submissions/edit.html")]
struct EditPage {
    frame: Frame,
    code: String,
    action: String,
    form: SubmissionForm,
    party_label: &'static str,
    papers: Vec<PaperShown>,
    kinds: Vec<(&'static str, &'static str)>,
    groups: Vec<(String, Vec<&'static BusinessItem>)>,
    habits: Habits,
    dimensions: Dimensions,
    phone: String,
    rules: Vec<PaperRule>,
    /// Who decides on how much, for the page to tell while the amount is typed.
    rungs: String,
    /// What to write as the receipt's number.
    receipt_hint: String,
    returned: Vec<String>,
    refused: Vec<Refused>,
    at_field: Vec<Refused>,
}

/// A file that is in the bundle already.
struct PaperShown {
    file: String,
    kind: String,
    href: String,
    name: String,
    pages: i64,
    is_picture: bool,
    /// The number typed for it.
    number: String,
    /// The number read out of it; empty where nothing was read.
    read: String,
}

impl EditPage {
    /// `household counterparty`.
    fn needs(item: &BusinessItem) -> String {
        let word = |need: &Need| match need {
            Need::Household => "household",
            Need::Counterparty => "counterparty",
            Need::Project => "project",
        };
        item.needs.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    /// `cash bank`.
    fn ways(item: &BusinessItem) -> String {
        item.ways.iter().map(|w| w.word()).collect::<Vec<_>>().join(" ")
    }

    /// `[{need, word, rule, from}]` in fen: which papers this item brings from which amount on.
    fn papers_of(&self, item: &BusinessItem) -> String {
        let needed = papers_needed(&self.rules, item, Money::LIMIT);
        let told = needed.iter().map(|n| {
            json!({"need": n.need.word(), "word": n.need.in_chinese(), "rule": n.rule, "from": n.from.fen(), "limit": n.from.to_string()})
        });
        json!(told.collect::<Vec<_>>()).to_string()
    }

    /// The word on a way of paying.
    fn way_word(way: &PaidBy) -> &'static str {
        match way {
            PaidBy::Unpaid => "没有动钱",
            other => other.in_chinese(),
        }
    }

    /// True when a rule asks why: the form then has a place to say it.
    fn asks_why(&self) -> bool {
        !self.form.explanation.is_empty() || self.refused.iter().any(|r| r.code == "controls.unexplained")
    }

    fn is_item(&self, item: &BusinessItem) -> bool {
        self.form.item == item.code
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wish {
    card: String,
    key: String,
    /// A pay list with its signed paper, to hand in.
    pay_list: String,
}

/// Four cards; or, once a card is chosen, its form under a key of its own.
pub(super) async fn new(State(app): State<App>, permit: Permit<Clerk>, Query(wish): Query<Wish>) -> Answer {
    let code = &permit.book.code;
    let Ok(card) = wish.card.parse::<Card>() else { return cards(&app, &permit).await };
    if !is_key(&wish.key) {
        let key = Uuid::new_v4().simple();
        let list = in_query(&wish.pay_list);
        let list = if list.is_empty() { list } else { format!("&pay_list={list}") };
        return Ok(see_other(format!("/books/{code}/submissions/new?card={card}&key={key}{list}")));
    }
    let mut tx = app.db.read().await?;
    if let Some(id) = workflow::kept_as(&mut tx, &permit.by, &wish.key).await? {
        return Ok(see_other(format!("/books/{code}/submissions/{id}")));
    }
    let mut form = SubmissionForm::blank(card, wish.key, &permit.by.actor().name, app.now().date());
    if let Ok(id) = wish.pay_list.parse() {
        let list = evidence::pay_list(&mut tx, permit.book.id, id).await?;
        if let Some(paper) = evidence::paper_of_pay_list(&mut tx, &list).await? {
            form.pay_out(&list, &paper);
        }
    }
    show(&page(&mut tx, &permit, app.now().date(), form, None, Vec::new()).await?)
}

fn is_key(key: &str) -> bool {
    key.len() == 32 && key.chars().all(|c| c.is_ascii_hexdigit())
}

async fn cards(app: &App, permit: &Permit<Clerk>) -> Answer {
    let mut tx = app.db.read().await?;
    let reader = permit.who.standing.reader(permit.book.id)?;
    let unfinished = workflow::of_book(&mut tx, &reader, &[Stands::Draft, Stands::Returned]).await?;
    let waits = workflow::waits_in(&mut tx, &reader, app.now()).await?;
    drop(tx);
    let frame = Frame::in_book(&permit.who, &permit.book).under("报账");
    let unfinished = unfinished.into_iter().map(|s| Row::of(s, &waits, app.now())).collect();
    show(&CardsPage { frame, code: permit.book.code.clone(), cards: CARDS.to_vec(), unfinished })
}

/// What is kept, to be gone on with or mended.
pub(super) async fn edit(State(app): State<App>, permit: Permit<Clerk>, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    let reader = permit.who.standing.reader(permit.book.id)?;
    let thread = workflow::thread(&mut tx, &reader, at.id, app.now()).await?;
    if !matches!(thread.submission.state, Stands::Draft | Stands::Returned) {
        return Ok(see_other(format!("/books/{}/submissions/{}", permit.book.code, at.id)));
    }
    let form = SubmissionForm::of(&thread.submission, &thread.documents);
    show(&page(&mut tx, &permit, app.now().date(), form, Some(&thread), Vec::new()).await?)
}

async fn page(
    tx: &mut ReadTx,
    permit: &Permit<Clerk>,
    today: Date,
    form: SubmissionForm,
    thread: Option<&workflow::Thread>,
    refused: Vec<Refused>,
) -> Outcome<EditPage> {
    let (book, code) = (&permit.book, permit.book.code.clone());
    let reader = permit.who.standing.reader(book.id)?;
    let habits = workflow::habits(tx, &reader, form.card).await?;
    let word = CARDS.iter().find(|c| c.0 == form.card).map_or("", |c| c.1);
    let (action, back) = match thread {
        Some(t) => {
            let own = format!("/books/{code}/submissions/{}", t.submission.id);
            (own.clone(), own)
        }
        None => (format!("/books/{code}/submissions"), format!("/books/{code}/submissions/new")),
    };
    let frame = Frame::in_book(&permit.who, book).under("报账");
    let frame = match thread {
        Some(t) => frame.crumb(t.submission.label(), back).crumb("补正", ""),
        None => frame.crumb(word, ""),
    };
    let (returned, told) = mended(thread);
    Ok(EditPage {
        frame,
        action,
        party_label: party_word(form.card),
        papers: papers_shown(tx, permit, &form).await?,
        kinds: kinds(),
        groups: groups(form.card, &habits),
        habits,
        dimensions: village::dimensions(tx, book.id).await?,
        rules: workflow::paper_rules(tx, today).await?,
        phone: village::township(tx).await?.map(|t| t.phone).unwrap_or_default(),
        rungs: rungs_of(&workflow::ladder_in_force(tx, book.id, today).await?, form.card),
        receipt_hint: receipt_hint(&receipts::next_numbers(tx, book.id).await?),
        returned,
        at_field: refused.iter().cloned().chain(told).collect(),
        refused,
        code,
        form,
    })
}

/// `[{from, to, resolutions, who}]` in fen; `to` is nothing without limit.
fn rungs_of(ladder: &Ladder, card: Card) -> String {
    let band = |b: &Band| {
        let to = b.to.map(Money::fen);
        json!({"from": b.from.fen(), "to": to, "resolutions": b.resolutions(), "who": b.who().join(" → ")})
    };
    json!(bands_of_card(ladder, card).iter().map(band).collect::<Vec<_>>()).to_string()
}

/// The reasons it came back for, on top and at their fields.
fn mended(thread: Option<&workflow::Thread>) -> (Vec<String>, Vec<Refused>) {
    let Some(entry) = thread.and_then(workflow::Thread::to_mend) else { return (Vec::new(), Vec::new()) };
    let at = |text: &String| {
        let (message, field) = (format!("退回：{text}"), Some(thread?.field_of_reason(text)?));
        Some(Refused { code: "workflow.returned", class: Class::Invalid, message, field, row: None })
    };
    let told = entry.reasons.iter().filter_map(at).collect();
    let all = entry.reasons.iter().chain([&entry.words]).filter(|w| !w.is_empty()).cloned().collect();
    (all, told)
}

async fn papers_shown(tx: &mut ReadTx, permit: &Permit<Clerk>, form: &SubmissionForm) -> Outcome<Vec<PaperShown>> {
    let ids = form.files();
    let stored = evidence::files(tx, permit.book.id, &ids).await?;
    let invoices = evidence::invoices(tx, permit.book.id, &ids).await?;
    let shown = form.papers.iter().filter_map(|typed| {
        let file = stored.iter().find(|f| f.id.text() == typed.file)?;
        Some(PaperShown {
            file: typed.file.clone(),
            kind: typed.kind.clone(),
            href: href_of(&permit.book.code, file.id),
            name: file.name.clone(),
            pages: file.pages,
            is_picture: file.media.is_picture(),
            number: typed.number.clone(),
            read: invoices.iter().find(|i| i.file == file.id).map(|i| i.number.clone()).unwrap_or_default(),
        })
    });
    Ok(shown.collect())
}

/// A new card: handed in, or put aside.
pub(super) async fn create(State(app): State<App>, permit: Permit<Clerk>, sent: Sent) -> Answer {
    answer(&app, permit, None, sent).await
}

/// A kept one: handed in (again), or put aside (again).
pub(super) async fn save(State(app): State<App>, permit: Permit<Clerk>, Path(at): Path<At>, sent: Sent) -> Answer {
    answer(&app, permit, Some(at.id), sent).await
}

async fn answer(app: &App, permit: Permit<Clerk>, id: Option<SubmissionId>, sent: Sent) -> Answer {
    let mut form = SubmissionForm::sent(&sent);
    let files = written_down(app, &permit.by, sent.files).await?;
    form.add(&files);
    let invoices = evidence::invoices(&mut app.db.read().await?, permit.book.id, &form.files()).await?;
    form.fill_from(&invoices);
    let (by, now, typed) = (permit.by.clone(), app.now(), form.clone());
    let unfit = sent.refused;
    let done = app.db.write(move |tx| Box::pin(async move { keep(tx, &by, id, &typed, unfit, now).await })).await;
    match done {
        Ok(id) => Ok(see_other(format!("/books/{}/submissions/{id}", permit.book.code))),
        Err(failure) => again(app, &permit, id, form, failure).await,
    }
}

/// Everything typed, and everything wrong with it. When it has moved on meanwhile, the thread tells.
async fn again(
    app: &App,
    permit: &Permit<Clerk>,
    id: Option<SubmissionId>,
    mut form: SubmissionForm,
    failure: Failure,
) -> Result<Response, WebError> {
    let mut tx = app.db.read().await?;
    let thread = match id {
        None => None,
        Some(id) => {
            let reader = permit.who.standing.reader(permit.book.id)?;
            Some(workflow::thread(&mut tx, &reader, id, app.now()).await?)
        }
    };
    if let (true, Some(id)) = (failure.is("workflow.wrong_state"), id) {
        return Ok(see_other(format!("/books/{}/submissions/{id}", permit.book.code)));
    }
    let refused = refused(failure)?;
    if let Some(there) = &thread {
        form.version = there.submission.version;
    }
    let page = page(&mut tx, permit, app.now().date(), form, thread.as_ref(), refused.clone()).await?;
    show_refused(&page, &refused)
}

/// Papers, words and the act, all or nothing; every fault of all of them.
async fn keep(
    tx: &mut WriteTx,
    by: &Clerk,
    id: Option<SubmissionId>,
    form: &SubmissionForm,
    unfit: Vec<Refused>,
    now: Timestamp,
) -> Outcome<SubmissionId> {
    if !form.keeps {
        workflow::stand_in_line(tx).await?;
    }
    let there = match id {
        Some(id) => Some(found(tx, by, id).await?),
        None => match workflow::kept_as(tx, by, &form.once_key).await? {
            Some(id) => Some(found(tx, by, id).await?),
            None => None,
        },
    };
    if let (Some(there), None) = (&there, id)
        && there.state != Stands::Draft
    {
        return Ok(there.id);
    }
    let (mut content, mut faults) = form.content();
    faults.extend(unfit);
    let mut documents = match &there {
        Some(there) => evidence::documents(tx, &there.content.documents).await?,
        None => Vec::new(),
    };
    documents.extend(evidence::pay_list_papers(tx, by.book(), &form.files()).await?);
    match bundle::documents(tx, by, &form.bundle(), &content, &documents, !form.keeps, now).await {
        Ok(ids) => content.documents = ids,
        Err(failure) => faults.extend(refused_of(failure)?.into_iter().map(|r| r.at_field("documents"))),
    }
    let version = if id.is_some() { form.version } else { there.as_ref().map_or(0, |t| t.version) };
    let done = match (there, form.keeps) {
        (None, true) => workflow::create_draft(tx, by, &form.once_key, content, now).await,
        (None, false) => workflow::hand_in(tx, by, &form.once_key, content, now).await,
        (Some(there), keeps) => match workflow::save_draft(tx, by, there.id, version, content, now).await {
            Ok(()) if keeps => Ok(there.id),
            Ok(()) => workflow::submit(tx, by, there.id, version + 1, now).await,
            Err(failure) => Err(failure),
        },
    };
    match done {
        Ok(id) if faults.is_empty() => Ok(id),
        Ok(_) => Err(Failure::Refused(faults)),
        Err(failure) => {
            let more = refused_of(failure)?;
            let told = |r: &Refused| r.field.is_some() && faults.iter().any(|f| f.field == r.field);
            let more: Vec<Refused> = more.into_iter().filter(|r| !told(r)).collect();
            faults.extend(more);
            Err(Failure::Refused(faults))
        }
    }
}

async fn found(tx: &mut ReadTx, by: &Clerk, id: SubmissionId) -> Outcome<Submission> {
    workflow::of_clerk(tx, by, id).await?.ok_or_else(|| WorkflowRefusal::NoSuchSubmission.into())
}

fn refused_of(failure: Failure) -> Outcome<Vec<Refused>> {
    match failure {
        Failure::Refused(list) => Ok(list),
        fault => Err(fault),
    }
}
