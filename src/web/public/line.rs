//! One receipt or payment of a published sheet, with all that may be known of it.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::disclosure::{
    Broken, Direction, DisclosureSheet, KeyedLine, LineKey, PaperShown, Proof, PublicPaper, PublicationHead,
};
use crate::kernel::{Failure, Fault, ReleaseId, Timestamp};

use super::super::download;
use super::super::error::WebError;
use super::super::extract::Path;
use super::super::page::Answer;
use super::super::questions::Beside;
use super::answer::{Written, no_line, no_sheet};
use super::memory::Memory;
use super::sheet::{Proved, newer};

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
    /// What no longer holds of it.
    broken: Vec<&'a Broken>,
    /// The whole sheet holds.
    whole: bool,
    /// Its way to the code, as it is handed out.
    proof: Option<String>,
    papers: &'a [PublicPaper],
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

    /// Papers of which something may be seen.
    fn open(&self) -> Vec<&PublicPaper> {
        self.papers.iter().filter(|p| p.shown != PaperShown::Nothing).collect()
    }

    const fn party_is(&self) -> &'static str {
        match self.shown.direction {
            Direction::In => "谁交的",
            Direction::Out => "付给谁",
        }
    }
}

/// The sheet behind an address, and where on it the line stands; or the page that says which of them is not there.
async fn found(
    app: &App,
    memory: &Arc<Memory>,
    place: &At,
) -> Result<Result<(Arc<Proved>, usize), Response>, WebError> {
    let proved = match memory.sheet(app, &place.token).await {
        Ok(proved) => proved,
        Err(failure @ Failure::Refused(_)) if failure.is("disclosure.no_such_sheet") => return Ok(Err(no_sheet()?)),
        Err(failure) => return Err(failure.into()),
    };
    let key: Option<LineKey> = place.line.parse().ok();
    let stands = key.and_then(|key| proved.found.sheet.keyed_lines().iter().position(|l| l.key == key));
    match stands {
        Some(stands) => Ok(Ok((proved, stands))),
        None => Ok(Err(no_line()?)),
    }
}

fn proof_of(proved: &Proved, shown: &KeyedLine<'_>) -> Result<Option<String>, Fault> {
    let proof = proved.found.proof_of(shown).map(|p| p.written());
    proof.transpose().map_err(Fault::while_("writing the proof of a line"))
}

pub(super) async fn line(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    Path(place): Path<At>,
    asked: HeaderMap,
) -> Answer {
    let (proved, stands) = match found(&app, &memory, &place).await? {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    let lines = proved.found.sheet.keyed_lines();
    let neighbour = |at: Option<usize>| at.and_then(|at| lines.get(at)).map(|l| l.key.clone());
    let shown = lines[stands].clone();
    let page = LinePage {
        sheet: &proved.found.sheet,
        head: &proved.found.head,
        newer: newer(&proved.found.head, &proved.past),
        broken: proved.found.broken_at(&shown.key),
        whole: proved.found.proof == Proof::Holds,
        proof: proof_of(&proved, &shown)?,
        papers: papers_behind(&proved, &shown.key),
        before: neighbour(stands.checked_sub(1)),
        after: neighbour(stands.checked_add(1)),
        shown,
        village_path: &proved.village_path,
        asked: proved.asked.iter().filter(|a| a.line.as_ref() == Some(&lines[stands].key)).collect(),
        at: proved.at,
    };
    Ok(Written::of(&page)?.answer(&asked))
}

/// The proof of a line as a file, to be checked anywhere by `mingzhang verify-sheet`.
pub(super) async fn proof(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    Path(place): Path<At>,
) -> Answer {
    let (proved, stands) = match found(&app, &memory, &place).await? {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    let lines = proved.found.sheet.keyed_lines();
    let Some(proof) = proof_of(&proved, &lines[stands])? else { return no_line() };
    let name = format!("{} {} {}.json", proved.found.sheet.heading.book_code, proved.found.head.number, place.line);
    Ok(download::kept(&name, "application/json", proof.into_bytes()))
}

fn papers_behind<'a>(proved: &'a Proved, key: &LineKey) -> &'a [PublicPaper] {
    proved.papers.get(&(key.month, key.number.clone())).map_or(&[], Vec::as_slice)
}

#[derive(Deserialize)]
pub(super) struct PictureAt {
    token: String,
    line: String,
    id: ReleaseId,
}

/// A released picture, for as long as it stands and its kind may be seen.
pub(super) async fn picture(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    Path(place): Path<PictureAt>,
) -> Answer {
    let PictureAt { token, line, id } = place;
    let (proved, stands) = match found(&app, &memory, &At { token, line }).await? {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    let lines = proved.found.sheet.keyed_lines();
    let papers = papers_behind(&proved, &lines[stands].key);
    let released = papers.iter().flat_map(|p| &p.pictures).find(|(release, _)| release.id == id);
    let Some((_, digest)) = released else { return no_line() };
    let bytes = app.files.read(*digest).await?;
    let told = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60")),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
    ];
    Ok((told, bytes).into_response())
}
