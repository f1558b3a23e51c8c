//! The review desk: the document on the left, the voucher on the right, the queue by age.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::controls::Severity;
use crate::kernel::{DraftId, Failure, Outcome, Refused, Timestamp};
use crate::ledger::{self, Draft, DraftState};
use crate::village::{self, Book};
use crate::web::books::books_of;
use crate::web::error::refused;
use crate::web::extract::{Form, Path, Query};
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::{BookPath, Permit};
use crate::web::submissions::WarningShown;
use crate::web::visit::LoggedIn;
use crate::workflow;

use super::beside::{Beside, beside};
use super::face::Face;
use super::paper::{Papers, papers_of_voucher};
use super::sheet::At;

#[derive(Template)]
#[template(path = "drafts/review.html")]
struct DeskPage {
    frame: Frame,
    queue: Vec<Waiting>,
    open: Option<Open>,
    everywhere: bool,
    list: String,
    reason: String,
    explanation: String,
    refused: Vec<Refused>,
}

/// One voucher in the queue.
struct Waiting {
    draft: Draft,
    book: Book,
    days: i64,
    href: String,
}

impl Waiting {
    fn light(&self) -> Light {
        Light::waited(self.days)
    }
}

/// The voucher that lies on the desk.
struct Open {
    draft: Draft,
    code: String,
    face: Face,
    book_name: String,
    papers: Papers,
    /// Its costs and incomes beside the months before.
    beside: Vec<Beside>,
    /// What the rules find about it.
    found: Vec<WarningShown>,
    /// True when passing it needs a reason.
    asks_why: bool,
    /// Why it cannot be passed by this person; empty when it can.
    hindrance: String,
    place: usize,
    previous: String,
    next: String,
    next_id: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Wanted {
    draft: String,
}

/// Over all books, the one waiting longest first.
pub(super) async fn everywhere(State(app): State<App>, who: LoggedIn, Query(wanted): Query<Wanted>) -> Answer {
    let frame = Frame::of(&who).under("凭证").crumb("复核", "");
    show(&desk_page(&app, &who, frame, None, &wanted.draft).await?)
}

/// Of one book.
pub(super) async fn desk(State(app): State<App>, here: BookPath, Query(wanted): Query<Wanted>) -> Answer {
    let frame = frame_of(&here.who, &here.book);
    show(&desk_page(&app, &here.who, frame, Some(&here.book), &wanted.draft).await?)
}

fn frame_of(who: &LoggedIn, book: &Book) -> Frame {
    Frame::in_book(who, book)
        .under("凭证")
        .crumb("未记账凭证", format!("/books/{}/drafts", book.code))
        .crumb("复核", "")
}

async fn desk_page(app: &App, who: &LoggedIn, frame: Frame, only: Option<&Book>, wanted: &str) -> Outcome<DeskPage> {
    let books = match only {
        Some(book) => vec![book.clone()],
        None => books_of(app, who).await?,
    };
    let mut tx = app.db.read().await?;
    let drafts = ledger::drafts_in_state(&mut tx, DraftState::Prepared).await?;
    let scope = only.map_or("/review".to_owned(), |b| format!("/books/{}/review", b.code));
    let queue = queue_of(drafts, &books, &scope, app.now());
    let place = queue.iter().position(|w| w.draft.id.text() == wanted).unwrap_or(0);
    let open = match queue.get(place) {
        None => None,
        Some(waiting) => {
            let chart = ledger::chart(&mut tx, waiting.book.id).await?;
            let dimensions = village::dimensions(&mut tx, waiting.book.id).await?;
            let ids: Vec<_> = waiting.draft.documents.iter().map(|d| d.0).collect();
            let href = |at: Option<usize>| at.and_then(|i| queue.get(i)).map_or(String::new(), |w| w.href.clone());
            let found = workflow::found_at_review(&mut tx, waiting.book.id, waiting.draft.id, app.now()).await?;
            Some(Open {
                asks_why: found.iter().any(|f| f.severity == Severity::Warn),
                found: found.iter().map(WarningShown::of).collect(),
                face: Face::of_draft(&waiting.draft, &chart, &dimensions),
                code: waiting.book.code.clone(),
                book_name: waiting.book.printed_name().to_owned(),
                papers: papers_of_voucher(&mut tx, &waiting.book, &ids, waiting.draft.submission).await?,
                beside: beside(&mut tx, &waiting.draft, &chart).await?,
                hindrance: hindrance(who, waiting),
                place: place + 1,
                previous: href(place.checked_sub(1)),
                next: href(Some(place + 1)),
                next_id: queue.get(place + 1).map_or(String::new(), |w| w.draft.id.text()),
                draft: waiting.draft.clone(),
            })
        }
    };
    let list = only.map_or(String::new(), |b| format!("/books/{}/review/list", b.code));
    let everywhere = only.is_none();
    let (reason, explanation) = (String::new(), String::new());
    Ok(DeskPage { frame, queue, open, everywhere, list, reason, explanation, refused: Vec::new() })
}

fn queue_of(drafts: Vec<Draft>, books: &[Book], scope: &str, now: Timestamp) -> Vec<Waiting> {
    let waiting = |draft: Draft| {
        let book = books.iter().find(|b| b.id == draft.book)?.clone();
        let href = format!("{scope}?draft={}", draft.id);
        Some(Waiting { days: now.days_since(draft.prepared_at), book, href, draft })
    };
    drafts.into_iter().filter_map(waiting).collect()
}

fn hindrance(who: &LoggedIn, waiting: &Waiting) -> String {
    match who.standing.accountant(waiting.book.id) {
        Err(refusal) => refusal.to_string(),
        Ok(by) if by.id() == waiting.draft.prepared_by => "自己制的单，由别人复核。".to_owned(),
        Ok(_) => String::new(),
    }
}

/// What an act on the desk carries: which state was read, and where to look next.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct ActForm {
    version: i64,
    reason: String,
    /// Why it passes with a warning.
    explanation: String,
    /// `all` when the desk goes over all books.
    scope: String,
    next: String,
}

impl ActForm {
    fn onward(&self, code: &str) -> String {
        let next = self.next.parse::<DraftId>().map_or(String::new(), |id| format!("?draft={id}"));
        if self.scope == "all" { format!("/review{next}") } else { format!("/books/{code}/review{next}") }
    }
}

/// 复核.
pub(super) async fn pass(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, said) = (permit.by.clone(), app.now(), form.clone());
    let done = app
        .db
        .write(move |tx| {
            Box::pin(async move { workflow::review(tx, &by, at.id, said.version, &said.explanation, now).await })
        })
        .await;
    match done {
        Ok(()) => Ok(see_other(form.onward(&permit.book.code))),
        Err(failure) if failure.refusals().iter().all(|r| r.code.starts_with("controls.")) => {
            again(&app, &permit, at.id, form, refused(failure)?).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The desk again, with what was said and why it was not done.
async fn again(app: &App, permit: &Permit<Accountant>, id: DraftId, form: ActForm, refused: Vec<Refused>) -> Answer {
    let (frame, only) = match form.scope.as_str() {
        "all" => (Frame::of(&permit.who).under("凭证").crumb("复核", ""), None),
        _ => (frame_of(&permit.who, &permit.book), Some(&permit.book)),
    };
    let page = desk_page(app, &permit.who, frame, only, &id.text()).await?;
    let (reason, explanation) = (form.reason, form.explanation);
    show_refused(&DeskPage { reason, explanation, refused: refused.clone(), ..page }, &refused)
}

/// 退回, with words.
pub(super) async fn hand_back(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, said) = (permit.by.clone(), app.now(), form.clone());
    let done = app
        .db
        .write(move |tx| {
            Box::pin(async move { ledger::hand_back(tx, &by, at.id, said.version, &said.reason, now).await })
        })
        .await;
    match done {
        Ok(()) => Ok(see_other(form.onward(&permit.book.code))),
        Err(failure) => again(&app, &permit, at.id, form, refused(failure)?).await,
    }
}

#[derive(Template)]
#[template(path = "drafts/review_list.html")]
struct ListPage {
    frame: Frame,
    code: String,
    rows: Vec<ListRow>,
    refused: Vec<Refused>,
}

impl ListPage {
    /// Those this person may pass.
    fn passable(&self) -> usize {
        self.rows.iter().filter(|r| r.hindrance.is_empty()).count()
    }
}

/// One voucher, whole, on one line of the list.
struct ListRow {
    draft: Draft,
    face: Face,
    hindrance: String,
}

/// Everything waiting in one book, each voucher whole, to be passed together.
pub(super) async fn list(State(app): State<App>, here: BookPath) -> Answer {
    show(&list_page(&app, &here.who, &here.book, Vec::new()).await?)
}

async fn list_page(app: &App, who: &LoggedIn, book: &Book, refused: Vec<Refused>) -> Outcome<ListPage> {
    let mut tx = app.db.read().await?;
    let chart = ledger::chart(&mut tx, book.id).await?;
    let dimensions = village::dimensions(&mut tx, book.id).await?;
    let mut drafts = ledger::drafts(&mut tx, book.id, None).await?;
    drafts.retain(|d| d.state == DraftState::Prepared);
    let queue = queue_of(drafts, std::slice::from_ref(book), "", app.now());
    let row = |waiting: Waiting| ListRow {
        face: Face::of_draft(&waiting.draft, &chart, &dimensions),
        hindrance: hindrance(who, &waiting),
        draft: waiting.draft,
    };
    let rows = queue.into_iter().map(row).collect();
    let frame = frame_of(who, book).crumb("成批复核", "");
    Ok(ListPage { frame, code: book.code.clone(), rows, refused })
}

/// `id:version` of every ticked voucher.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Ticked {
    draft: Vec<String>,
}

/// 复核 of every ticked voucher, one by one: one that cannot pass does not hold up the others.
pub(super) async fn pass_several(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Form(ticked): Form<Ticked>,
) -> Answer {
    let now = app.now();
    let drafts = ledger::drafts(&mut app.db.read().await?, permit.book.id, None).await?;
    let mut left: Vec<Refused> = Vec::new();
    for said in ticked.draft.iter().filter_map(|said| said.split_once(':')) {
        let (Ok(id), Ok(version)) = (said.0.parse::<DraftId>(), said.1.parse::<i64>()) else { continue };
        let by = permit.by.clone();
        let done = app
            .db
            .write(move |tx| Box::pin(async move { workflow::review(tx, &by, id, version, "", now).await }))
            .await;
        match done {
            Ok(()) => {}
            Err(Failure::Refused(list)) => {
                left.extend(list.into_iter().map(|r| named(r, drafts.iter().find(|d| d.id == id))))
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    if left.is_empty() {
        return Ok(see_other(format!("/books/{}/drafts#reviewed", permit.book.code)));
    }
    show_refused(&list_page(&app, &permit.who, &permit.book, left.clone()).await?, &left)
}

/// Says which voucher of many a refusal is about.
fn named(refused: Refused, draft: Option<&Draft>) -> Refused {
    let which = draft.map_or("一张已不在待复核的凭证".to_owned(), |d| {
        format!("{} {} {}元", d.date, d.summary(), d.total())
    });
    Refused { message: format!("{which}：{}", refused.message), field: None, ..refused }
}
