use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::disclosure::{self, AnnualMeeting, DueCorrection, NoticeHead, NoticeKind, Proposal};
use crate::kernel::{Date, FiscalYear, Period, Refused};
use crate::village::Book;
use crate::web::light::Light;

use super::super::disclosures::light;
use super::super::frame::Frame;
use super::super::page::{Answer, show, show_refused};
use super::super::permit::BookPath;
use super::super::visit::LoggedIn;
use super::acts::{CorrectionForm, DeclineForm, MeetingForm};

/// A sheet that should be there.
pub(super) struct Due {
    pub(super) proposal: Proposal,
    pub(super) light: Light,
}

/// A published sheet that should be corrected.
pub(super) struct Wrong {
    pub(super) due: DueCorrection,
    pub(super) light: Light,
}

/// A notice on its road.
pub(super) struct Row {
    pub(super) head: NoticeHead,
    pub(super) light: Light,
}

/// The package of one year.
pub(super) struct Year {
    pub(super) meeting: AnnualMeeting,
    pub(super) due: Date,
    pub(super) light: Light,
    pub(super) notice: Option<NoticeHead>,
}

impl Year {
    /// True until the package is published.
    pub(super) fn may_compose(&self) -> bool {
        self.notice.as_ref().is_none_or(|n| !n.state.is_frozen())
    }
}

/// Everything both layouts show.
pub(super) struct View {
    pub(super) code: String,
    pub(super) keeps: bool,
    pub(super) due: Vec<Due>,
    /// Those of the years before the last one: listed apart, and still to be made or declined.
    pub(super) earlier: Vec<Due>,
    pub(super) corrections: Vec<Wrong>,
    pub(super) rows: Vec<Row>,
    pub(super) years: Vec<Year>,
    pub(super) form: MeetingForm,
    pub(super) declined: DeclineForm,
    pub(super) corrected: CorrectionForm,
    pub(super) refused: Vec<Refused>,
}

#[derive(Template)]
#[template(path = "notices/index.html")]
struct DeskPage {
    frame: Frame,
    view: View,
}

#[derive(Template)]
#[template(path = "notices/index_phone.html")]
struct PhonePage {
    frame: Frame,
    view: View,
}

/// What was typed when an act was refused.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) meeting: MeetingForm,
    pub(super) declined: DeclineForm,
    pub(super) corrected: CorrectionForm,
    pub(super) refused: Vec<Refused>,
}

pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    page(&app, &here.who, &here.book, Typed::default()).await
}

pub(super) async fn page(app: &App, who: &LoggedIn, book: &Book, typed: Typed) -> Answer {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let found = disclosure::due_notices(&mut tx, book, None, today).await?;
    let heads = disclosure::notices(&mut tx, book.id).await?;
    let meetings = disclosure::annual_meetings(&mut tx, book.id).await?;
    let mut years = Vec::new();
    for meeting in meetings {
        let due = disclosure::annual_due(&mut tx, book.id, meeting.meets_on).await?;
        years.push(year(meeting, due, &heads, today));
    }
    drop(tx);
    let mut form = typed.meeting;
    if form.year.is_empty() {
        form.year = default_year(today).number().to_string();
    }
    let wrong = |due: DueCorrection| Wrong { light: light(None, due.due, today), due };
    let row = |head: NoticeHead| Row { light: of_head(&head, today), head };
    let since = Period::of(today).year().previous().first_period().first_day();
    let due = found.proposals.into_iter().map(|p| Due { light: light(None, p.due, today), proposal: p });
    let (earlier, due) = due.partition(|d: &Due| d.proposal.due < since);
    let view = View {
        code: book.code.clone(),
        keeps: who.standing.accountant(book.id).is_ok(),
        due,
        earlier,
        corrections: found.corrections.into_iter().map(wrong).collect(),
        rows: heads.into_iter().map(row).collect(),
        years,
        form,
        declined: typed.declined,
        corrected: typed.corrected,
        refused: typed.refused,
    };
    let frame = Frame::in_book(who, book).under("公开");
    if who.standing.is_of_the_village() {
        let page = PhonePage { frame: frame.crumb("专项公开、年度材料和更正公告", ""), view };
        return if page.view.refused.is_empty() { show(&page) } else { show_refused(&page, &page.view.refused) };
    }
    let page = DeskPage { frame: frame.crumb("专项公开、年度材料和更正公告", ""), view };
    if page.view.refused.is_empty() { show(&page) } else { show_refused(&page, &page.view.refused) }
}

pub(super) fn of_head(head: &NoticeHead, today: Date) -> Light {
    light(head.published.as_ref().map(|h| h.at.date()), head.due, today)
}

fn year(meeting: AnnualMeeting, due: Date, heads: &[NoticeHead], today: Date) -> Year {
    let subject = meeting.year.number().to_string();
    let notice = heads.iter().find(|h| h.kind == NoticeKind::Annual && h.subject == subject).cloned();
    let published = notice.as_ref().and_then(|n| n.published.as_ref()).map(|h| h.at.date());
    Year { light: light(published, due, today), meeting, due, notice }
}

/// In the first half of a year people meet about the year before.
fn default_year(today: Date) -> FiscalYear {
    let period = Period::of(today);
    if period.month() <= 6 { period.year().previous() } else { period.year() }
}
