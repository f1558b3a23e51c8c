//! One submission with its whole thread, and the list of a book's.

use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{Clerk, Role, Supervisor};
use crate::web::extract::{Form, Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show};
use crate::web::permit::{BookPath, Permit};
use crate::workflow::{self, State as Stands, WaitsFor};

use super::At;
use super::view::{Row, Shown};

/// What this person may do about it here.
#[derive(Default)]
struct Acts {
    /// 交单 a draft, 补正 what came back.
    goes_on: bool,
    /// 撤回.
    withdraws: bool,
    /// Look at the papers and sign.
    signs: bool,
    /// Take it in.
    takes_in: bool,
    /// 督办.
    reminds: bool,
}

impl Acts {
    fn of(here: &BookPath, shown: &Shown) -> Acts {
        let (standing, book) = (&here.who.standing, here.book.id);
        let (state, waits) = (shown.submission().state, shown.submission().waits_for);
        let clerk = standing.clerk(book).is_ok();
        let unmarked = shown.thread.marks.iter().all(|m| m.void);
        let turn = match waits {
            WaitsFor::FinanceGroup => standing.holds(Role::GroupMember, book),
            WaitsFor::VillageHead => standing.holds(Role::VillageHead, book),
            WaitsFor::Township => standing.director().is_ok(),
            WaitsFor::Nobody | WaitsFor::Clerk | WaitsFor::Centre => false,
        };
        Acts {
            goes_on: clerk && matches!(state, Stands::Draft | Stands::Returned),
            withdraws: clerk
                && (matches!(state, Stands::Draft | Stands::Returned) || state == Stands::Submitted && unmarked),
            signs: turn && state == Stands::Submitted && !shown.is_signed_by(standing),
            takes_in: state == Stands::Approved && standing.accountant(book).is_ok(),
            reminds: !turn
                && shown.waited.as_ref().is_some_and(|w| w.tone() == "red")
                && standing.supervisor(book).is_ok(),
        }
    }
}

#[derive(Template)]
#[template(path = "submissions/desk.html")]
struct DeskPage {
    frame: Frame,
    shown: Shown,
    acts: Acts,
}

#[derive(Template)]
#[template(path = "submissions/phone.html")]
struct PhonePage {
    frame: Frame,
    shown: Shown,
    acts: Acts,
}

pub(super) async fn show_one(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    let mut tx = app.db.read().await?;
    let thread = workflow::thread(&mut tx, &here.reader, at.id, app.now()).await?;
    let shown = Shown::of(&mut tx, &here.book, thread, app.now()).await?;
    drop(tx);
    let acts = Acts::of(&here, &shown);
    let frame = frame_of(&here).crumb(shown.submission().label(), "");
    if here.who.standing.is_of_the_village() {
        return show(&PhonePage { frame, shown, acts });
    }
    show(&DeskPage { frame, shown, acts })
}

fn frame_of(here: &BookPath) -> Frame {
    let word = if here.who.standing.is_of_the_village() { "进度" } else { "报账" };
    Frame::in_book(&here.who, &here.book).under(word)
}

/// Which pile of the list.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Looking {
    pile: String,
}

/// The piles of the list: their word, and what lies in them.
const PILES: [(&str, &str, &[Stands]); 5] = [
    ("", "全部", &[]),
    ("moving", "办理中", &[Stands::Submitted, Stands::Approved, Stands::Accepted]),
    ("mine", "草稿和退回", &[Stands::Draft, Stands::Returned]),
    ("booked", "已记账", &[Stands::Booked]),
    ("ended", "没办成", &[Stands::Refused, Stands::Withdrawn]),
];

#[derive(Template)]
#[template(path = "submissions/index.html")]
struct ListPage {
    frame: Frame,
    code: String,
    rows: Vec<Row>,
    pile: String,
}

#[derive(Template)]
#[template(path = "submissions/index_phone.html")]
struct PhoneListPage {
    frame: Frame,
    code: String,
    rows: Vec<Row>,
    pile: String,
}

/// What was handed in, what still waits first.
pub(super) async fn index(State(app): State<App>, here: BookPath, Query(looking): Query<Looking>) -> Answer {
    let pile = PILES.iter().find(|p| p.0 == looking.pile).unwrap_or(&PILES[0]);
    let mut tx = app.db.read().await?;
    let rows = workflow::of_book(&mut tx, &here.reader, pile.2).await?;
    let waits = workflow::waits_in(&mut tx, &here.reader, app.now()).await?;
    drop(tx);
    let rows: Vec<Row> = rows.into_iter().map(|s| Row::of(s, &waits, app.now())).collect();
    let code = here.book.code.clone();
    let mut frame = frame_of(&here);
    if here.who.standing.clerk(here.book.id).is_ok() {
        frame = frame.main_act("报账", format!("/books/{code}/submissions/new"));
    } else if here.who.standing.accountant(here.book.id).is_ok() {
        frame = frame.main_act("受理", format!("/books/{code}/intake"));
    }
    let pile = pile.0.to_owned();
    if here.who.standing.is_of_the_village() {
        return show(&PhoneListPage { frame, code, rows, pile });
    }
    show(&ListPage { frame, code, rows, pile })
}

/// 督办: the words, and how many lines the thread had.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RemindForm {
    words: String,
    seen: usize,
    back: String,
}

/// 督办, in words that stay in the thread.
pub(super) async fn remind(
    State(app): State<App>,
    permit: Permit<Supervisor>,
    Path(at): Path<At>,
    Form(form): Form<RemindForm>,
) -> Answer {
    let (by, now) = (permit.by, app.now());
    let done = app
        .db
        .write(move |tx| Box::pin(async move { workflow::remind(tx, &by, at.id, form.seen, &form.words, now).await }));
    done.await?;
    match form.back.as_str() {
        "list" => Ok(see_other("/oversight/overdue")),
        _ => Ok(see_other(format!("/books/{}/submissions/{}", permit.book.code, at.id))),
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct VersionForm {
    version: i64,
}

/// 交单 of a draft as it is kept.
pub(super) async fn submit(
    State(app): State<App>,
    permit: Permit<Clerk>,
    Path(at): Path<At>,
    Form(form): Form<VersionForm>,
) -> Answer {
    let (by, now) = (permit.by, app.now());
    let done =
        app.db.write(move |tx| Box::pin(async move { workflow::submit(tx, &by, at.id, form.version, now).await }));
    done.await?;
    Ok(see_other(format!("/books/{}/submissions/{}", permit.book.code, at.id)))
}

/// 撤回.
pub(super) async fn withdraw(
    State(app): State<App>,
    permit: Permit<Clerk>,
    Path(at): Path<At>,
    Form(form): Form<VersionForm>,
) -> Answer {
    let (by, now) = (permit.by, app.now());
    let done =
        app.db.write(move |tx| Box::pin(async move { workflow::withdraw(tx, &by, at.id, form.version, now).await }));
    done.await?;
    Ok(see_other(format!("/books/{}/submissions/{}", permit.book.code, at.id)))
}
