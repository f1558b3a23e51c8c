//! 受理: approved submissions at the centre, the one waiting longest first — papers left, proposed voucher right.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::controls::Severity;
use crate::kernel::{AccountId, Outcome, Refused, SubmissionId};
use crate::ledger::{self, Chart, NewDraft};
use crate::village::{self, Book};
use crate::workflow::{self, Entering, ReturnReason, Submission, Waits, WaitsFor};

use super::books::books_of;
use super::drafts::Face;
use super::error::{WebRefusal, refused};
use super::extract::{Form, Path, Query};
use super::frame::Frame;
use super::page::{Answer, see_other, show, show_refused};
use super::permit::{BookPath, Permit};
use super::submissions::{Row, Shown, WarningShown};
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/intake", get(everywhere))
        .route("/books/{code}/intake", get(of_book))
        .route("/books/{code}/intake/{id}/accept", post(accept))
        .route("/books/{code}/intake/{id}/return", post(give_back))
}

/// One submission in the queue.
struct Waiting {
    row: Row,
    book: Book,
    href: String,
}

/// The submission on the desk, and the voucher it would become.
struct Open {
    shown: Shown,
    book_name: String,
    face: Face,
    /// What the proposal leaves for the accountant to choose.
    gaps: Vec<String>,
    banks: Vec<(String, String)>,
    bank: String,
    /// What the rules find that is new since it was handed in.
    news: Vec<WarningShown>,
    /// True when taking it in needs a reason.
    asks_why: bool,
    /// Why this person cannot take it in; empty when they can.
    hindrance: String,
    /// What could have been told when it was given back before.
    untold: Vec<ReturnReason>,
    place: usize,
    previous: String,
    next: String,
    next_id: String,
}

#[derive(Template)]
#[template(path = "intake/index.html")]
struct DeskPage {
    frame: Frame,
    queue: Vec<Waiting>,
    open: Option<Open>,
    everywhere: bool,
    reasons: Vec<ReturnReason>,
    form: ActForm,
    refused: Vec<Refused>,
}

impl Open {
    /// True when this could have been told the last time.
    fn is_untold(&self, reason: &ReturnReason) -> bool {
        self.untold.contains(reason)
    }
}

impl DeskPage {
    /// True when giving it back was refused: its form stays open.
    fn returns(&self) -> bool {
        self.refused.iter().any(|r| !r.code.starts_with("controls."))
    }

    fn is_chosen(&self, reason: &ReturnReason) -> bool {
        self.form.reasons.contains(&reason.code)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wanted {
    open: String,
    bank: String,
}

async fn everywhere(State(app): State<App>, who: LoggedIn, Query(wanted): Query<Wanted>) -> Answer {
    let frame = Frame::of(&who).under("报账").crumb("受理", "");
    show(&desk(&app, &who, frame, None, &wanted, ActForm::default(), Vec::new()).await?)
}

async fn of_book(State(app): State<App>, here: BookPath, Query(wanted): Query<Wanted>) -> Answer {
    let frame = frame_of(&here.who, &here.book);
    show(&desk(&app, &here.who, frame, Some(&here.book), &wanted, ActForm::default(), Vec::new()).await?)
}

fn frame_of(who: &LoggedIn, book: &Book) -> Frame {
    Frame::in_book(who, book).under("报账").crumb("受理", "")
}

async fn desk(
    app: &App,
    who: &LoggedIn,
    frame: Frame,
    only: Option<&Book>,
    wanted: &Wanted,
    form: ActForm,
    refused: Vec<Refused>,
) -> Outcome<DeskPage> {
    let books = match only {
        Some(book) => vec![book.clone()],
        None => books_of(app, who).await?,
    };
    let mut tx = app.db.read().await?;
    let waiting = workflow::waiting_for(&mut tx, &who.standing, WaitsFor::Centre).await?;
    let waits = workflow::waits(&mut tx, &who.standing, app.now()).await?;
    drop(tx);
    let scope = only.map_or("/intake".to_owned(), |b| format!("/books/{}/intake", b.code));
    let queue: Vec<Waiting> = waiting
        .into_iter()
        .filter(|s| s.state == workflow::State::Approved)
        .filter_map(|s| in_queue(s, &books, &scope, &waits, app))
        .collect();
    let place = queue.iter().position(|w| w.row.submission.id.text() == wanted.open).unwrap_or(0);
    let open = match queue.get(place) {
        Some(waiting) => Some(opened(app, who, waiting, &queue, place, &wanted.bank).await?),
        None => None,
    };
    let reasons = workflow::return_reasons(&mut app.db.read().await?, app.now()).await?;
    Ok(DeskPage { frame, queue, open, everywhere: only.is_none(), reasons, form, refused })
}

fn in_queue(submission: Submission, books: &[Book], scope: &str, waits: &Waits, app: &App) -> Option<Waiting> {
    let book = books.iter().find(|b| b.id == submission.book)?.clone();
    let href = format!("{scope}?open={}", submission.id);
    Some(Waiting { row: Row::of(submission, waits, app.now()), book, href })
}

async fn opened(
    app: &App,
    who: &LoggedIn,
    waiting: &Waiting,
    queue: &[Waiting],
    place: usize,
    bank: &str,
) -> Outcome<Open> {
    let (book, now, id) = (&waiting.book, app.now(), waiting.row.submission.id);
    let reader = who.standing.reader(book.id)?;
    let mut tx = app.db.read().await?;
    let thread = workflow::thread(&mut tx, &reader, id, now).await?;
    let shown = Shown::of(&mut tx, book, thread, now).await?;
    let chart = ledger::chart(&mut tx, book.id).await?;
    let dimensions = village::dimensions(&mut tx, book.id).await?;
    let banks = banks_of(&mut tx, book, &chart).await?;
    let chosen = bank.parse().ok();
    let untold = workflow::untold_reasons(&mut tx, shown.submission(), now).await?;
    let (proposal, hindrance, found) = match who.standing.accountant(book.id) {
        Ok(by) => {
            let own = if shown.submission().made_by == by.id() { "自己交的单，由别人受理。" } else { "" };
            let found = workflow::found_at_acceptance(&mut tx, &by, id).await?;
            (Some(workflow::proposal(&mut tx, &by, id, chosen, now).await?), own.to_owned(), found)
        }
        Err(refusal) => (None, refusal.to_string(), Vec::new()),
    };
    let proposal = proposal.unwrap_or_else(|| NewDraft::regular(now.date(), Vec::new()));
    let href = |at: Option<usize>| at.and_then(|i| queue.get(i)).map_or(String::new(), |w| w.href.clone());
    Ok(Open {
        face: Face::of_proposal(&proposal, &chart, &dimensions),
        gaps: gaps_of(&proposal),
        book_name: book.legal_name.clone(),
        banks,
        bank: bank.to_owned(),
        asks_why: found.iter().any(|f| f.severity == Severity::Warn),
        news: found.iter().map(WarningShown::of).collect(),
        hindrance,
        untold,
        place: place + 1,
        previous: href(place.checked_sub(1)),
        next: href(Some(place + 1)),
        next_id: queue.get(place + 1).map_or(String::new(), |w| w.row.submission.id.text()),
        shown,
    })
}

/// The bank accounts to choose from; none when there is one only.
async fn banks_of(tx: &mut crate::db::ReadTx, book: &Book, chart: &Chart) -> Outcome<Vec<(String, String)>> {
    let accounts = village::bank_accounts(tx, book.id).await?;
    if accounts.len() < 2 {
        return Ok(Vec::new());
    }
    let choice = |b: &village::BankAccount| Some((chart.by_code(&b.account_code)?.id.text(), b.masked()));
    Ok(accounts.iter().filter_map(choice).collect())
}

/// Lines whose account is left open: taken in as proposed they would be refused.
fn gaps_of(proposal: &NewDraft) -> Vec<String> {
    let open = proposal.lines.iter().enumerate().filter(|(_, l)| l.account.is_none());
    open.map(|(n, _)| format!("第{}行的科目要您来选，请按“受理并修改”。", n + 1)).collect()
}

/// What an act on the desk carries: which state was read, and where to look next.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct ActForm {
    version: i64,
    then: String,
    bank: String,
    reasons: Vec<String>,
    words: String,
    /// Why it is taken in with a warning that is new.
    explanation: String,
    scope: String,
    next: String,
}

impl ActForm {
    fn whereto(&self, code: &str) -> String {
        let desk = if self.scope == "all" { "/intake".to_owned() } else { format!("/books/{code}/intake") };
        let plain = self.next.len() == 32 && self.next.chars().all(|c| c.is_ascii_hexdigit());
        if plain { format!("{desk}?open={}", self.next) } else { desk }
    }
}

#[derive(Deserialize)]
struct At {
    id: SubmissionId,
}

/// 受理: as proposed, or unfinished into the grid.
async fn accept(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let bank: Option<AccountId> = match form.bank.as_str() {
        "" => None,
        typed => Some(typed.parse().map_err(|_| WebRefusal::UnreadableForm)?),
    };
    let corrects = form.then == "correct";
    let entering = if corrects { Entering::ToCorrect(bank) } else { Entering::AsProposed(bank) };
    let (by, now, version, why) = (permit.by.clone(), app.now(), form.version, form.explanation.clone());
    let done = app.db.write(move |tx| {
        Box::pin(async move {
            workflow::explain_acceptance(tx, &by, at.id, &why, now).await?;
            workflow::accept(tx, &by, at.id, version, entering, now).await
        })
    });
    match done.await {
        Ok(draft) if corrects => Ok(see_other(format!("/books/{}/drafts/{draft}", permit.book.code))),
        Ok(_) => Ok(see_other(form.whereto(&permit.book.code))),
        Err(failure) => again(&app, &permit, at.id, form, refused(failure)?).await,
    }
}

/// 退回补正, with every reason at once.
async fn give_back(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
    Form(form): Form<ActForm>,
) -> Answer {
    let (by, now, told) = (permit.by.clone(), app.now(), form.clone());
    let done = app.db.write(move |tx| {
        Box::pin(async move {
            workflow::return_to_clerk(tx, &by, at.id, told.version, &told.reasons, &told.words, now).await
        })
    });
    match done.await {
        Ok(()) => Ok(see_other(form.whereto(&permit.book.code))),
        Err(failure) => again(&app, &permit, at.id, form, refused(failure)?).await,
    }
}

/// The desk again, with what was said and why it was not done.
async fn again(
    app: &App,
    permit: &Permit<Accountant>,
    id: SubmissionId,
    form: ActForm,
    refused: Vec<Refused>,
) -> Answer {
    let all = form.scope == "all";
    let frame = if all {
        Frame::of(&permit.who).under("报账").crumb("受理", "")
    } else {
        frame_of(&permit.who, &permit.book)
    };
    let wanted = Wanted { open: id.text(), bank: form.bank.clone() };
    let only = (!all).then_some(&permit.book);
    let page = desk(app, &permit.who, frame, only, &wanted, form, refused.clone()).await?;
    show_refused(&page, &refused)
}
