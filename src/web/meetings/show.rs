//! One meeting: the list, who signs next, what came back on paper.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::auth::{self, Convener};
use crate::kernel::{MeetingId, Refused, UserId};
use crate::web::approvals::{Item, items_of};
use crate::web::error::{refused, status_of_all};
use crate::web::extract::{Form, Path, Query};
use crate::web::frame::Frame;
use crate::web::page::{Answer, see_other, show_as};
use crate::web::papers::href_of;
use crate::web::permit::{BookPath, Permit};
use crate::workflow::{self, Binding, BindingState, ItemResult, MeetingSheet, Seat, SheetItem, Verdict};

use super::{At, frame_of, href, reading};

/// A line of the list with its picture.
pub(super) struct Line {
    pub(super) item: Item,
    pub(super) line: SheetItem,
}

impl Line {
    /// ●●●○○ of the group.
    fn agreed(&self) -> usize {
        usize::try_from(self.line.tally().agreed).unwrap_or(0)
    }

    fn seats(&self) -> usize {
        usize::try_from(self.line.group.members.max(self.line.quorum)).unwrap_or(0)
    }

    fn tone(&self) -> &'static str {
        match self.line.result() {
            ItemResult::Agreed => "green",
            ItemResult::Open => "amber",
            ItemResult::Refused | ItemResult::Void => "red",
        }
    }

    /// 要3人同意, or what came of it.
    fn word(&self) -> String {
        match (self.line.result(), self.line.hindrance()) {
            (ItemResult::Open, Some(hindrance)) => hindrance.in_chinese().to_owned(),
            (ItemResult::Open, None) => format!("要{}人同意", self.line.quorum),
            (result, _) => result.in_chinese().to_owned(),
        }
    }

    /// Who refused, and why.
    fn refusals(&self) -> Vec<String> {
        let no = self.line.marks.iter().filter(|m| m.verdict == Verdict::Refuse);
        no.map(|m| format!("{} 不同意：{}", m.name, m.words)).collect()
    }
}

/// A member's place as it is drawn.
struct Place {
    seat: Seat,
    signed: usize,
    /// By PIN, on paper: how the marks of this member were given.
    ways: Vec<&'static str>,
    has_pin: bool,
}

/// A signed list as it is drawn: what each member said, in a sentence.
struct Bound {
    binding: Binding,
    scan: String,
    said: Vec<String>,
}

impl Bound {
    fn of(binding: Binding, sheet: &MeetingSheet, code: &str) -> Bound {
        let line = |seat: &Seat| {
            let own: Vec<_> = binding.said.iter().filter(|s| s.person == seat.person).collect();
            let agreed = own.iter().filter(|s| s.verdict == Verdict::Agree).count();
            let serial = |id| sheet.items.iter().find(|i| i.submission.id == id).map_or(0, |i| i.submission.serial);
            let no = own.iter().filter(|s| s.verdict == Verdict::Refuse);
            let no: Vec<String> = no.map(|s| format!("第{}号不同意：{}", serial(s.submission), s.words)).collect();
            let no = if no.is_empty() { String::new() } else { format!("；{}", no.join("；")) };
            (!own.is_empty()).then(|| format!("{} 同意{agreed}件{no}", seat.name))
        };
        let said = sheet.seats.iter().filter_map(line).collect();
        Bound { scan: href_of(code, binding.scan), said, binding }
    }

    fn tone(&self) -> &'static str {
        match self.binding.state() {
            BindingState::Waiting => "amber",
            BindingState::Confirmed => "green",
            BindingState::Declined => "red",
        }
    }

    fn waits(&self) -> bool {
        self.binding.state() == BindingState::Waiting
    }
}

/// Everything the page of a meeting shows.
struct View {
    base: String,
    code: String,
    sheet: MeetingSheet,
    lines: Vec<Line>,
    places: Vec<Place>,
    bound: Vec<Bound>,
    convenes: bool,
    binds: bool,
    confirms: bool,
    /// The first whose papers are not open yet.
    unopened: Option<String>,
}

impl View {
    fn is_open(&self) -> bool {
        self.sheet.meeting.closed_at.is_none()
    }

    fn void(&self) -> Vec<i64> {
        self.sheet.changed().map(|i| i.submission.serial).collect()
    }

    /// Who is there and has not signed: the next to take the device.
    fn next(&self) -> Option<&Place> {
        self.places.iter().find(|p| p.seat.present_at.is_some() && p.signed == 0)
    }
}

#[derive(Template)]
#[template(path = "meetings/show.html")]
struct MeetingPage {
    frame: Frame,
    view: View,
    words: String,
    refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "meetings/show_desk.html")]
struct DeskMeetingPage {
    frame: Frame,
    view: View,
    words: String,
    refused: Vec<Refused>,
}

/// What was just done.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Done {
    done: String,
    void: String,
    left: String,
}

pub(super) async fn show_one(
    State(app): State<App>,
    here: BookPath,
    Path(at): Path<At>,
    Query(done): Query<Done>,
) -> Answer {
    let mut said = Vec::new();
    if let Ok(person) = done.done.parse::<UserId>() {
        said.push(Said::Signed(person));
    } else if done.done == "bound" {
        said.push(Said::Bound(done.void));
        said.extend(Some(done.left).filter(|left| !left.is_empty()).map(Said::LeftOut));
    }
    page(&app, &here, at.id, said, String::new(), Vec::new()).await
}

/// A sentence on top of the page.
pub(super) enum Said {
    /// A member has signed.
    Signed(UserId),
    /// A signed list was confirmed; the numbers of items that had changed.
    Bound(String),
    /// Items of it on which no mark was put, and why.
    LeftOut(String),
}

pub(super) async fn page(
    app: &App,
    here: &BookPath,
    id: MeetingId,
    said: Vec<Said>,
    words: String,
    refused: Vec<Refused>,
) -> Answer {
    let view = view(app, here, id).await?;
    let mut frame = frame_of(&here.who, &here.book).crumb(view.sheet.meeting.label(), "");
    for one in said {
        frame = frame.notice(match one {
            Said::Signed(person) => told_signed(&view.sheet, person),
            Said::Bound(void) if void.is_empty() => "纸质签字已核对，意见已记上。".to_owned(),
            Said::Bound(void) => format!("纸质签字已核对。第{void}号列清单以后内容改过，签的意见作废，请重新开会。"),
            Said::LeftOut(left) => format!("没有记上的：{left}。"),
        });
    }
    if view.convenes && view.is_open() {
        frame = match (&view.unopened, view.next()) {
            (Some(first), _) => frame.main_act(format!("看票据，还有{}件没看", view.sheet.unopened()), first.clone()),
            (None, Some(next)) => {
                frame.main_act(format!("{}签字", next.seat.name), format!("{}/sign/{}", view.base, next.seat.person))
            }
            (None, None) => frame,
        };
    }
    let status = if refused.is_empty() { StatusCode::OK } else { status_of_all(&refused) };
    if here.who.standing.is_of_the_village() {
        return show_as(status, &MeetingPage { frame, view, words, refused });
    }
    show_as(status, &DeskMeetingPage { frame, view, words, refused })
}

fn told_signed(sheet: &MeetingSheet, person: UserId) -> String {
    let name = sheet.seat(person).map(|s| s.name.clone()).unwrap_or_default();
    let of = |verdict| sheet.items.iter().filter(|i| i.mark_of(person).is_some_and(|m| m.verdict == verdict)).count();
    format!("{name}已签：同意{}件，不同意{}件。请把设备交给下一位。", of(Verdict::Agree), of(Verdict::Refuse))
}

async fn view(app: &App, here: &BookPath, id: MeetingId) -> crate::kernel::Outcome<View> {
    let (now, code, standing) = (app.now(), here.book.code.clone(), &here.who.standing);
    let mut tx = app.db.read().await?;
    let sheet = workflow::meeting_sheet(&mut tx, &here.reader, id).await?;
    let listed = sheet.items.iter().map(|i| i.submission.clone()).collect();
    let waits = workflow::waits_in(&mut tx, &here.reader, now).await?;
    let items = items_of(&mut tx, &code, listed, &waits, now).await?;
    let pins = auth::with_pin(&mut tx, here.book.id).await?;
    drop(tx);
    let base = href(&here.book, id);
    let lines: Vec<Line> = items.into_iter().zip(sheet.items.clone()).map(|(item, line)| Line { item, line }).collect();
    let place = |seat: &Seat| {
        let marks = sheet.items.iter().filter_map(|i| i.mark_of(seat.person));
        let mut ways: Vec<&'static str> = marks.map(|m| m.way.in_chinese()).collect();
        ways.sort_unstable();
        ways.dedup();
        Place { signed: sheet.signed_by(seat.person), has_pin: pins.contains(&seat.person), ways, seat: seat.clone() }
    };
    let unopened = sheet.items.iter().find(|i| !i.opened && i.hindrance().is_none());
    Ok(View {
        places: sheet.seats.iter().map(place).collect(),
        bound: sheet.bindings.iter().map(|b| Bound::of(b.clone(), &sheet, &code)).collect(),
        convenes: standing.convener(here.book.id).is_ok(),
        binds: standing.clerk(here.book.id).is_ok(),
        confirms: standing.accountant(here.book.id).is_ok(),
        unopened: unopened.map(|i| format!("{base}/items/{}", i.submission.id)),
        lines,
        sheet,
        code,
        base,
    })
}

/// Who came later.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ComeForm {
    person: String,
}

pub(super) async fn come(
    State(app): State<App>,
    permit: Permit<Convener>,
    Path(at): Path<At>,
    Form(form): Form<ComeForm>,
) -> Answer {
    let (by, now, id) = (permit.by.clone(), app.now(), at.id);
    let person = form.person.parse().map_err(|_| crate::web::error::WebRefusal::UnreadableForm)?;
    let done =
        app.db.write(move |tx| Box::pin(async move { workflow::come_to_meeting(tx, &by, id, person, now).await }));
    match done.await {
        Ok(()) => Ok(see_other(href(&permit.book, id))),
        Err(failure) => {
            let list = refused(failure)?;
            page(&app, &reading(permit)?, id, Vec::new(), String::new(), list).await
        }
    }
}

pub(super) async fn close(State(app): State<App>, permit: Permit<Convener>, Path(at): Path<At>) -> Answer {
    let (by, now, id) = (permit.by.clone(), app.now(), at.id);
    app.db.write(move |tx| Box::pin(async move { workflow::close_meeting(tx, &by, id, now).await })).await?;
    Ok(see_other(href(&permit.book, id)))
}
