//! One receipt or payment of a published sheet, with all that may be known of it.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;

use crate::app::App;
use crate::disclosure::{Direction, DisclosureSheet, KeyedLine, LineKey, PublicationHead};
use crate::kernel::{Failure, Timestamp};

use super::super::extract::Path;
use super::super::page::Answer;
use super::super::questions::Beside;
use super::answer::{Written, no_line, no_sheet};
use super::memory::Memory;
use super::sheet::newer;

#[derive(Deserialize)]
pub(super) struct At {
    token: String,
    line: String,
}

#[derive(Template)]
#[template(path = "public/line.html")]
struct LinePage<'a> {
    sheet: &'a DisclosureSheet,
    head: &'a PublicationHead,
    newer: Option<&'a PublicationHead>,
    shown: KeyedLine<'a>,
    before: Option<LineKey>,
    after: Option<LineKey>,
    village_path: &'a str,
    /// What was asked about this line, in the open.
    asked: Vec<&'a Beside>,
    at: Timestamp,
}

impl LinePage<'_> {
    const fn said(&self) -> &'static str {
        match self.shown.direction {
            Direction::In => "收进",
            Direction::Out => "花掉",
        }
    }

    const fn party_is(&self) -> &'static str {
        match self.shown.direction {
            Direction::In => "谁交的",
            Direction::Out => "付给谁",
        }
    }
}

pub(super) async fn line(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    Path(place): Path<At>,
    asked: HeaderMap,
) -> Answer {
    let proved = match memory.sheet(&app, &place.token).await {
        Ok(proved) => proved,
        Err(failure @ Failure::Refused(_)) if failure.is("disclosure.no_such_sheet") => return no_sheet(),
        Err(failure) => return Err(failure.into()),
    };
    let lines = proved.found.sheet.keyed_lines();
    let key: Option<LineKey> = place.line.parse().ok();
    let Some(stands) = key.and_then(|key| lines.iter().position(|l| l.key == key)) else { return no_line() };
    let neighbour = |at: Option<usize>| at.and_then(|at| lines.get(at)).map(|l| l.key.clone());
    let page = LinePage {
        sheet: &proved.found.sheet,
        head: &proved.found.head,
        newer: newer(&proved.found.head, &proved.past),
        before: neighbour(stands.checked_sub(1)),
        after: neighbour(stands.checked_add(1)),
        shown: lines[stands].clone(),
        village_path: &proved.village_path,
        asked: proved.asked.iter().filter(|a| a.line.as_ref() == Some(&lines[stands].key)).collect(),
        at: proved.at,
    };
    Ok(Written::of(&page)?.answer(&asked))
}
