//! 理财和审批: what waits for a mark, and the page where it is given — the papers' own page.
//!
//! Invariants: the form of a mark stands beside the papers and nowhere else, and carries the digest
//! of what was shown · a refusal needs a reason · content that has changed since is shown again first.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{AuthRefusal, Director, GroupMember, Role, Standing, VillageHead};
use crate::db::ReadTx;
use crate::evidence::{self, Document};
use crate::kernel::{BookId, DocumentId, Outcome, Refused, SubmissionId, Timestamp};
use crate::workflow::{self, Opinion, State as Stands, Submission, Verdict, Waits, WaitsFor, Warning};

use super::error::{WebError, WebRefusal, refused, status_of_all};
use super::extract::{Form, Path, Query};
use super::frame::Frame;
use super::page::{Answer, see_other, show, show_as};
use super::papers::href_of;
use super::permit::{BookPath, OfBook, Permit};
use super::submissions::{Row, Shown, WarningShown, warnings_shown};
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/approvals", get(index))
        .route("/books/{code}/approvals/{id}", get(paper).post(sign))
}

/// Whoever signs: a member of the finance group, the village head, or the township.
#[derive(Clone, Debug)]
pub(super) enum Signer {
    Member(GroupMember),
    Head(VillageHead),
    Township(Director, BookId),
}

impl OfBook for Signer {
    const ROLES: &'static [Role] = &[Role::GroupMember, Role::VillageHead, Role::Director];

    fn of(standing: &Standing, book: BookId) -> Result<Signer, AuthRefusal> {
        let member = standing.group_member(book).map(Signer::Member);
        member
            .or_else(|_| standing.village_head(book).map(Signer::Head))
            .or_else(|refusal| standing.director().map(|by| Signer::Township(by, book)).map_err(|_| refusal))
    }
}

/// In which capacity somebody looks at the list; nobody's turn for those who only read.
fn capacity(standing: &Standing, book: BookId) -> WaitsFor {
    if standing.holds(Role::GroupMember, book) {
        WaitsFor::FinanceGroup
    } else if standing.holds(Role::VillageHead, book) {
        WaitsFor::VillageHead
    } else if standing.director().is_ok() {
        WaitsFor::Township
    } else {
        WaitsFor::Nobody
    }
}

/// One item of the batch: here, and on the list of a meeting. Whatever is to be noticed of it stands in `warnings`.
pub(super) struct Item {
    pub(super) row: Row,
    pub(super) thumbnail: String,
    pub(super) pages: i64,
    pub(super) warnings: Vec<WarningShown>,
    /// Why all the same, and who says so.
    pub(super) explanations: Vec<String>,
}

#[derive(Template)]
#[template(path = "approvals/index.html")]
struct BatchPage {
    frame: Frame,
    code: String,
    items: Vec<Item>,
    others: Vec<Row>,
}

#[derive(Template)]
#[template(path = "approvals/index_desk.html")]
struct DeskBatchPage {
    frame: Frame,
    code: String,
    items: Vec<Item>,
    others: Vec<Row>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Done {
    done: String,
}

fn frame_of(who: &LoggedIn, book: &crate::village::Book) -> Frame {
    let word = if who.standing.is_of_the_village() { "待办" } else { "报账" };
    Frame::in_book(who, book).under(word)
}

/// The batch: what waits for me, then what is with the village but not with me.
async fn index(State(app): State<App>, here: BookPath, Query(done): Query<Done>) -> Answer {
    let (now, standing) = (app.now(), &here.who.standing);
    let mine = capacity(standing, here.book.id);
    let mut tx = app.db.read().await?;
    let mut waiting = match mine {
        WaitsFor::Nobody => Vec::new(),
        who => workflow::to_sign(&mut tx, standing, who).await?,
    };
    waiting.retain(|s| s.book == here.book.id);
    let all = workflow::of_book(&mut tx, &here.reader, &[Stands::Submitted]).await?;
    let waits = workflow::waits_in(&mut tx, &here.reader, now).await?;
    let items = items_of(&mut tx, &here.book.code, waiting.clone(), &waits, now).await?;
    let said = said_of(&mut tx, &here, &done.done, now).await?;
    drop(tx);
    let others = all.into_iter().filter(|s| !waiting.iter().any(|w| w.id == s.id));
    let others = others.map(|s| Row::of(s, &waits, now)).collect();
    let mut frame = frame_of(&here.who, &here.book).crumb("审批", "").waiting(items.len());
    if !said.is_empty() {
        frame = frame.notice(said);
    }
    if let Some(first) = items.first() {
        let word = if done.done.is_empty() { "从第一件看起" } else { "看下一件" };
        let href = format!("/books/{}/approvals/{}", here.book.code, first.row.submission.id);
        frame = frame.main_act(word, href);
    }
    let code = here.book.code.clone();
    if standing.is_of_the_village() {
        return show(&BatchPage { frame, code, items, others });
    }
    show(&DeskBatchPage { frame, code, items, others })
}

/// What became of the one just signed.
async fn said_of(tx: &mut ReadTx, here: &BookPath, done: &str, now: Timestamp) -> Outcome<String> {
    let Ok(id) = done.parse::<SubmissionId>() else { return Ok(String::new()) };
    let thread = workflow::thread(tx, &here.reader, id, now).await?;
    let submission = &thread.submission;
    let own = thread.marks.iter().rev().find(|m| m.mark.by == here.who.standing.id());
    let Some(own) = own else { return Ok(String::new()) };
    let stands = submission.state.in_chinese();
    Ok(format!(
        "{} {}元，您已签{}，现在{stands}。",
        submission.label(),
        submission.content.amount,
        own.mark.verdict.in_chinese()
    ))
}

/// Items with what is to be seen and noticed of their papers, in one question a kind.
pub(super) async fn items_of(
    tx: &mut ReadTx,
    code: &str,
    items: Vec<Submission>,
    waits: &Waits,
    now: Timestamp,
) -> Outcome<Vec<Item>> {
    let ids: Vec<DocumentId> = items.iter().flat_map(|s| s.content.documents.clone()).collect();
    let documents = evidence::documents(tx, &ids).await?;
    let mut warnings = workflow::warnings_of(tx, &items).await?;
    let item = |s: Submission| {
        let own = warnings.remove(&s.id).unwrap_or_default();
        item_of(Row::of(s, waits, now), code, &documents, &own)
    };
    Ok(items.into_iter().map(item).collect())
}

fn item_of(row: Row, code: &str, documents: &[Document], warnings: &[Warning]) -> Item {
    let own = &row.submission.content.documents;
    let mine: Vec<&Document> = documents.iter().filter(|d| own.contains(&d.id)).collect();
    let first = mine.iter().flat_map(|d| &d.files).find(|f| f.media.is_picture());
    Item {
        thumbnail: first.map(|f| format!("{}/thumbnail", href_of(code, f.id))).unwrap_or_default(),
        pages: mine.iter().map(|d| d.pages).sum(),
        warnings: warnings_shown(warnings),
        explanations: workflow::explanations(warnings),
        row,
    }
}

#[derive(Template)]
#[template(path = "approvals/show.html")]
struct PaperPage {
    frame: Frame,
    shown: Shown,
    words: String,
    may_sign: bool,
    hindrance: String,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "approvals/show_desk.html")]
struct DeskPaperPage {
    frame: Frame,
    shown: Shown,
    words: String,
    may_sign: bool,
    hindrance: String,
    refused: Vec<Refused>,
}

#[derive(Deserialize)]
struct At {
    id: SubmissionId,
}

/// The papers, and under them the form of the mark.
async fn paper(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    page(&app, &here, at.id, StatusCode::OK, String::new(), Vec::new()).await
}

async fn page(
    app: &App,
    here: &BookPath,
    id: SubmissionId,
    status: StatusCode,
    words: String,
    refused: Vec<Refused>,
) -> Answer {
    let mut tx = app.db.read().await?;
    let thread = workflow::thread(&mut tx, &here.reader, id, app.now()).await?;
    let shown = Shown::of(&mut tx, &here.book, thread, app.now()).await?;
    drop(tx);
    let hindrance = hindrance(here, &shown);
    let may_sign = hindrance.is_empty();
    if may_sign {
        // The papers stand on this page: whoever is to sign has them open now.
        let (by, now) = (here.reader.clone(), app.now());
        app.db.write(move |tx| Box::pin(async move { workflow::open_papers(tx, &by, id, now).await })).await?;
    }
    let list = format!("/books/{}/approvals", here.book.code);
    let frame = frame_of(&here.who, &here.book).crumb("审批", list).crumb(shown.submission().label(), "");
    if here.who.standing.is_of_the_village() {
        return show_as(status, &PaperPage { frame, shown, words, may_sign, hindrance, refused });
    }
    show_as(status, &DeskPaperPage { frame, shown, words, may_sign, hindrance, refused })
}

/// Why there is no form here for this person; empty when there is.
fn hindrance(here: &BookPath, shown: &Shown) -> String {
    let mine = capacity(&here.who.standing, here.book.id);
    let submission = shown.submission();
    if submission.state != Stands::Submitted {
        return format!("这一件已经是“{}”，不用再签。", submission.state.in_chinese());
    }
    if shown.is_signed_by(&here.who.standing) {
        return "您已经签过意见。".to_owned();
    }
    if mine != submission.waits_for {
        return format!("这一步由{}签署。", submission.waits_for.in_chinese());
    }
    String::new()
}

/// What is said, and the digest of what was shown.
#[derive(Deserialize, Default)]
#[serde(default)]
struct MarkForm {
    verdict: String,
    words: String,
    seen: String,
}

async fn sign(
    State(app): State<App>,
    permit: Permit<Signer>,
    Path(at): Path<At>,
    Form(form): Form<MarkForm>,
) -> Answer {
    let verdict: Verdict = form.verdict.parse().map_err(|_| WebError::from(WebRefusal::UnreadableForm))?;
    let seen = form.seen.parse().map_err(|_| WebError::from(WebRefusal::UnreadableForm))?;
    let opinion = Opinion { verdict, words: form.words.clone(), seen };
    let (by, now) = (permit.by.clone(), app.now());
    let done = app.db.write(move |tx| {
        Box::pin(async move {
            match &by {
                Signer::Member(by) => workflow::mark_as_member(tx, by, at.id, opinion, now).await,
                Signer::Head(by) => workflow::mark_as_head(tx, by, at.id, opinion, now).await,
                Signer::Township(by, book) => workflow::mark_as_township(tx, by, *book, at.id, opinion, now).await,
            }
        })
    });
    match done.await {
        Ok(_) => Ok(see_other(format!("/books/{}/approvals?done={}", permit.book.code, at.id))),
        Err(failure) => {
            let list = refused(failure)?;
            let status = status_of_all(&list);
            let reader = permit.who.standing.reader(permit.book.id)?;
            let here = BookPath { book: permit.book, reader, who: permit.who };
            page(&app, &here, at.id, status, form.words, list).await
        }
    }
}
