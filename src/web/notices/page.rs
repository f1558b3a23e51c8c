use askama::Template;
use axum::extract::State;
use serde::Deserialize;

use crate::app::App;
use crate::auth::Accountant;
use crate::disclosure::{self, Block, NoticeBody, PrintedNotice, SpecialSheet, Turn, Verdict};
use crate::kernel::{NoticeId, Refused};
use crate::pdf;
use crate::pdf::board_sheet::Edition;
use crate::village::Book;
use crate::web::light::Light;

use super::super::download;
use super::super::extract::{Path, Query};
use super::super::frame::Frame;
use super::super::page::{Answer, show, show_refused};
use super::super::permit::{BookPath, Permit};
use super::super::visit::LoggedIn;
use super::acts::{OpinionForm, PostedForm};
use super::index::of_head;

/// `/books/LJ/notices/{id}`.
#[derive(Deserialize)]
pub(super) struct At {
    pub(super) id: NoticeId,
}

/// Everything both layouts show.
pub(super) struct View {
    pub(super) code: String,
    pub(super) printed: PrintedNotice,
    pub(super) light: Light,
    pub(super) act: Turn,
    pub(super) today: String,
    pub(super) form: OpinionForm,
    pub(super) posted: PostedForm,
    pub(super) refused: Vec<Refused>,
}

impl View {
    pub(super) fn at(&self) -> String {
        format!("/books/{}/notices/{}", self.code, self.printed.head.id)
    }

    pub(super) fn seen(&self) -> String {
        self.printed.head.digest.hex()
    }

    pub(super) fn needed(&self) -> usize {
        usize::try_from(self.printed.quorum).unwrap_or(0)
    }

    pub(super) fn blocks<'a>(&self, sheet: &'a SpecialSheet) -> [(&'static str, &'a Block); 2] {
        [("收入（逐笔）", &sheet.income), ("支出（逐笔）", &sheet.expense)]
    }

    /// What stands in the field: as typed, or today.
    pub(super) fn posted_on(&self) -> String {
        if self.posted.on.is_empty() { self.today.clone() } else { self.posted.on.clone() }
    }

    /// `2025-10-08张贴在村委会公开栏`.
    pub(super) fn put_up(&self) -> String {
        let posted = self.printed.head.posted.as_ref();
        let said = posted.map(|p| format!("{}张贴在{}", p.on.map(|d| d.to_string()).unwrap_or_default(), p.place));
        said.unwrap_or_default()
    }

    pub(super) fn steps(&self) -> Vec<(&'static str, bool, bool)> {
        let state = self.printed.head.state;
        let steps = self.printed.road.steps();
        let here = steps.iter().find(|(s, _)| *s > state).map(|(s, _)| *s);
        steps.into_iter().map(|(s, word)| (word, s <= state, Some(s) == here)).collect()
    }
}

#[derive(Template)]
#[template(path = "notices/desk.html")]
struct DeskPage {
    frame: Frame,
    view: View,
}

#[derive(Template)]
#[template(path = "notices/phone.html")]
struct PhonePage {
    frame: Frame,
    view: View,
}

#[derive(Template)]
#[template(path = "notices/publish.html")]
struct PublishPage {
    frame: Frame,
    view: View,
    address: String,
}

/// What was typed when an act was refused.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) opinion: OpinionForm,
    pub(super) posted: PostedForm,
    pub(super) refused: Vec<Refused>,
}

pub(super) async fn show_notice(State(app): State<App>, here: BookPath, Path(at): Path<At>) -> Answer {
    page(&app, &here.who, &here.book, at.id, Typed::default()).await
}

pub(super) async fn page(app: &App, who: &LoggedIn, book: &Book, id: NoticeId, typed: Typed) -> Answer {
    let mut view = view(app, who, book, id).await?;
    (view.form, view.posted, view.refused) = (typed.opinion, typed.posted, typed.refused);
    let list = format!("/books/{}/notices", book.code);
    let frame = Frame::in_book(who, book).under("公开").crumb("专项公开、年度材料和更正公告", list);
    let frame = frame.crumb(view.printed.head.number.clone(), "");
    if who.standing.is_of_the_village() {
        let page = PhonePage { frame, view };
        return if page.view.refused.is_empty() { show(&page) } else { show_refused(&page, &page.view.refused) };
    }
    let page = DeskPage { frame, view };
    if page.view.refused.is_empty() { show(&page) } else { show_refused(&page, &page.view.refused) }
}

/// `?paper=a3|a4|file`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PaperQuery {
    paper: String,
}

/// The notice as PDF: for the board, or for the file with the opinions on it.
pub(super) async fn paper(
    State(app): State<App>,
    here: BookPath,
    Path(at): Path<At>,
    Query(query): Query<PaperQuery>,
) -> Answer {
    let mut tx = app.db.read().await?;
    let printed = disclosure::notice_for_print(&mut tx, here.book.id, at.id).await?;
    drop(tx);
    let edition = match query.paper.as_str() {
        "a4" => Edition::BoardA4,
        "file" => Edition::FileCopy,
        _ => Edition::BoardA3,
    };
    let name = format!("{} {} {}", here.book.village_name, printed.head.title, printed.head.number);
    let (base, now) = (app.config.public_base(), app.now());
    download::pdf(&name, move |fonts| pdf::notice::lay_out(&printed, edition, &base, now, fonts)).await
}

async fn view(app: &App, who: &LoggedIn, book: &Book, id: NoticeId) -> crate::kernel::Outcome<View> {
    let mut tx = app.db.read().await?;
    let printed = disclosure::notice_for_print(&mut tx, book.id, id).await?;
    drop(tx);
    let said = printed.opinions.iter().any(|o| o.by == who.standing.id());
    Ok(View {
        code: book.code.clone(),
        light: of_head(&printed.head, app.now().date()),
        act: printed.road.turn(&who.standing, &printed.head, said),
        today: app.now().date().to_string(),
        printed,
        form: OpinionForm::default(),
        posted: PostedForm::default(),
        refused: Vec::new(),
    })
}

/// The page before the act that cannot be taken back: exactly what will stand.
pub(super) async fn before_publishing(
    State(app): State<App>,
    permit: Permit<Accountant>,
    Path(at): Path<At>,
) -> Answer {
    let view = view(&app, &permit.who, &permit.book, at.id).await?;
    let address = format!("{}{}", app.config.public_base(), view.printed.head.public_path());
    let frame = Frame::in_book(&permit.who, &permit.book).under("公开");
    let frame = frame.crumb(view.printed.head.number.clone(), view.at()).crumb("公布", "");
    show(&PublishPage { frame, view, address })
}
