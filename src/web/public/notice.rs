//! A notice: a special sheet, a year's package, a correction.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;

use crate::app::App;
use crate::disclosure::{self, Block, NoticeBody, PrintedNotice};
use crate::kernel::Failure;
use crate::village;

use super::super::extract::Path;
use super::super::page::Answer;
use super::answer::{Written, no_sheet};

#[derive(Template)]
#[template(path = "public/notice.html")]
struct NoticePage {
    printed: PrintedNotice,
    /// The village's page; empty while it has published no sheet.
    village_path: String,
}

impl NoticePage {
    const fn blocks<'a>(&self, income: &'a Block, expense: &'a Block) -> [(&'static str, &'a Block); 2] {
        [("收进的每一笔", income), ("花掉的每一笔", expense)]
    }
}

pub(super) async fn notice(State(app): State<App>, Path(token): Path<String>, asked: HeaderMap) -> Answer {
    let mut tx = app.db.read().await?;
    let printed = match disclosure::public_notice(&mut tx, &token).await {
        Ok(printed) => printed,
        Err(failure @ Failure::Refused(_)) if failure.is("disclosure.no_such_notice") => return no_sheet(),
        Err(failure) => return Err(failure.into()),
    };
    let book = printed.head.book;
    let has_page = !disclosure::past_sheets(&mut tx, book).await?.is_empty();
    let village_path = match has_page {
        true => disclosure::village_path(village::book(&mut tx, book).await?.village),
        false => String::new(),
    };
    drop(tx);
    Ok(Written::of(&NoticePage { printed, village_path })?.answer(&asked))
}
