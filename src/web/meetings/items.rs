//! One item of the list before the meeting: the papers large, then the next.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::web::extract::Path;
use crate::web::frame::Frame;
use crate::web::page::{Answer, show};
use crate::web::permit::BookPath;
use crate::web::submissions::Shown;
use crate::workflow::{self, MeetingRefusal};

use super::{AtItem, frame_of, href};

/// What both pages of an item show.
struct Looked {
    base: String,
    shown: Shown,
    position: i64,
    of: usize,
    earlier: String,
    later: String,
    /// What hinders a mark; empty when nothing does.
    hindrance: &'static str,
}

#[derive(Template)]
#[template(path = "meetings/item.html")]
struct ItemPage {
    frame: Frame,
    looked: Looked,
}

#[derive(Template)]
#[template(path = "meetings/item_desk.html")]
struct DeskItemPage {
    frame: Frame,
    looked: Looked,
}

pub(super) async fn item(State(app): State<App>, here: BookPath, Path(at): Path<AtItem>) -> Answer {
    let (now, base) = (app.now(), href(&here.book, at.id));
    let mut tx = app.db.read().await?;
    let sheet = workflow::meeting_sheet(&mut tx, &here.reader, at.id).await?;
    let place = sheet.items.iter().position(|i| i.submission.id == at.submission).ok_or(MeetingRefusal::NotInBatch)?;
    let thread = workflow::thread(&mut tx, &here.reader, at.submission, now).await?;
    let shown = Shown::of(&mut tx, &here.book, thread, now).await?;
    drop(tx);
    if let (Ok(by), false) = (here.who.standing.convener(here.book.id), sheet.items[place].opened) {
        let opening = app.db.write(move |tx| {
            Box::pin(async move { workflow::open_at_meeting(tx, &by, at.id, at.submission, now).await })
        });
        opening.await?;
    }
    let at_place = |n: usize| sheet.items.get(n).map(|i| format!("{base}/items/{}", i.submission.id));
    let looked = Looked {
        shown,
        position: sheet.items[place].position,
        of: sheet.items.len(),
        earlier: place.checked_sub(1).and_then(at_place).unwrap_or_default(),
        later: at_place(place + 1).unwrap_or_default(),
        hindrance: sheet.items[place].hindrance().map_or("", |h| h.in_chinese()),
        base: base.clone(),
    };
    let word = format!("{}/{}　{}", looked.position, looked.of, looked.shown.submission().label());
    let frame = frame_of(&here.who, &here.book).crumb(sheet.meeting.label(), base).crumb(word, "");
    if here.who.standing.is_of_the_village() {
        return show(&ItemPage { frame, looked });
    }
    show(&DeskItemPage { frame, looked })
}
