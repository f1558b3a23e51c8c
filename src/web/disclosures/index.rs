//! 公开: the quarters of one book.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::disclosure::{self, PublicationHead};
use crate::kernel::{Date, Period, Quarter};

use super::super::frame::Frame;
use super::super::oversight::Overseer;
use super::super::page::{Answer, show};
use super::super::permit::{BookPath, OfTownship};
use super::light;
use crate::web::light::Light;

/// One quarter.
struct Row {
    quarter: Quarter,
    head: Option<PublicationHead>,
    due: Date,
    light: Light,
    /// 已公布, 等中心核对, 本季还没过完.
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

/// Quarters shown: three years.
const SHOWN: usize = 12;

pub(super) async fn index(State(app): State<App>, here: BookPath) -> Answer {
    let today = app.now().date();
    let mut tx = app.db.read().await?;
    let heads = disclosure::heads_of_book(&mut tx, here.book.id).await?;
    let current = Period::of(today).quarter();
    let first = here.book.enabled_from.quarter();
    let quarters = std::iter::successors(Some(current), |q| Some(q.previous())).take_while(|q| *q >= first);
    let mut rows = Vec::new();
    for quarter in quarters.take(SHOWN) {
        let head = heads.iter().find(|h| h.quarter == quarter).cloned();
        let due = disclosure::due_on(&mut tx, here.book.id, quarter).await?;
        rows.push(row(quarter, head, due, today, current));
    }
    drop(tx);
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

fn row(quarter: Quarter, head: Option<PublicationHead>, due: Date, today: Date, current: Quarter) -> Row {
    let published = head.as_ref().and_then(|h| h.published.as_ref()).map(|h| h.at.date());
    let standing = match &head {
        Some(head) => head.state.waits_for(),
        None if quarter == current => "本季还没过完",
        None => "还没有编制",
    };
    Row { quarter, head, due, light: light(published, due, today), standing }
}
