//! 公开: the sheets of one book, by quarter or by month.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::disclosure::{self, PublicationHead, SheetSpan};
use crate::kernel::{Date, Period};
use crate::village;

use super::super::frame::Frame;
use super::super::oversight::Overseer;
use super::super::page::{Answer, show};
use super::super::permit::{BookPath, OfTownship};
use super::light;
use crate::web::light::Light;

/// One sheet.
struct Row {
    span: SheetSpan,
    head: Option<PublicationHead>,
    due: Date,
    light: Light,
    /// 已公布, 等中心核对, 还没过完.
    standing: &'static str,
}

#[derive(Template)]
#[template(path = "disclosures/index.html")]
struct DeskPage {
    frame: Frame,
    code: String,
    rows: Vec<Row>,
    township: bool,
}

#[derive(Template)]
#[template(path = "disclosures/index_phone.html")]
struct PhonePage {
    frame: Frame,
    code: String,
    rows: Vec<Row>,
}

/// Months told of: three years.
const SHOWN: usize = 36;

pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let heads = disclosure::heads_of_book(&mut tx, here.book.id).await?;
    let policies = village::policies(&mut tx).await?;
    drop(tx);
    let span_of = |period| SheetSpan::of(&policies, here.book.id, period);
    let months = std::iter::successors(Some(Period::of(today)), |p| Some(p.previous()));
    let months = months.take_while(|p| *p >= here.book.enabled_from);
    let mut spans: Vec<SheetSpan> = months.take(SHOWN).map(span_of).collect();
    spans.dedup();
    let row = |span: SheetSpan| {
        let head = heads.iter().find(|h| h.span == span).cloned();
        row(span, head, disclosure::due_day(&policies, here.book.id, span), today)
    };
    let rows = spans.into_iter().map(row).collect();
    let standing = &here.who.standing;
    let code = here.book.code.clone();
    let frame = Frame::in_book(&here.who, &here.book).under("公开");
    if standing.is_of_the_village() {
        let frame = frame.crumb("财务公开", "");
        return show(&PhonePage { frame, code, rows });
    }
    let township = Overseer::of(standing).is_ok();
    show(&DeskPage { frame, code, rows, township })
}

fn row(span: SheetSpan, head: Option<PublicationHead>, due: Date, today: Date) -> Row {
    let published = head.as_ref().and_then(|h| h.published.as_ref()).map(|h| h.at.date());
    let standing = match &head {
        Some(head) => head.state.waits_for(),
        None if span.days().to >= today => "还没过完",
        None => "还没有编制",
    };
    Row { span, head, due, light: light(published, due, today), standing }
}
