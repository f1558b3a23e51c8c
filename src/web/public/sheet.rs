//! The page behind the QR code: the sheet, its code, its proof, and a way to each of its lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;

use crate::app::App;
use crate::audit;
use crate::disclosure::{
    self, Block, Claim, ClaimLine, Direction, DisclosureSheet, KeyedLine, NoticeHead, Proof, PublicPaper,
    PublicationHead, Verification,
};
use crate::kernel::{BookId, Failure, Money, Outcome, Period, Timestamp};
use crate::village;

use super::super::extract::Path;
use super::super::page::Answer;
use super::super::questions::{Beside, beside};
use super::answer::{Written, no_sheet};
use super::memory::Memory;

/// A published sheet, proved, with its page written.
pub(super) struct Proved {
    pub found: Verification,
    /// Every published sheet and version of the book, the latest first.
    pub past: Vec<PublicationHead>,
    /// What anybody may see of the papers behind its lines, by the voucher's month and number.
    pub papers: BTreeMap<(Period, String), Vec<PublicPaper>>,
    /// The address of the village's page.
    pub village_path: String,
    /// What was asked about it, in the open.
    pub asked: Vec<Beside>,
    /// When it was proved.
    pub at: Timestamp,
    state: [i64; 2],
    page: Written,
}

impl Proved {
    /// Proves a sheet and writes its page.
    ///
    /// Refuses: `disclosure.no_such_sheet`.
    pub(super) async fn now(app: &App, token: &str) -> Outcome<Proved> {
        let at = app.now();
        let mut tx = app.db.read().await?;
        let found = disclosure::verify(&mut tx, token).await?;
        let state = audit::lengths(&mut tx, found.head.book).await?;
        let past = disclosure::past_sheets(&mut tx, found.head.book).await?;
        let corrected = disclosure::corrections_of_sheet(&mut tx, found.head.book, &found.head.number).await?;
        let village_path = disclosure::village_path(village::book(&mut tx, found.head.book).await?.village);
        let papers = disclosure::public_papers(&mut tx, &found, at.date()).await?;
        let asked = beside(&mut tx, &found.head, at.date()).await?;
        drop(tx);
        let page = Written::of(&SheetPage {
            found: &found,
            past: &past,
            corrected,
            village_path: &village_path,
            asked: &asked,
            at,
        })?;
        Ok(Proved { found, past, papers, village_path, asked, at, state, page })
    }

    /// Whose sheet it is.
    pub(super) const fn book(&self) -> BookId {
        self.found.head.book
    }

    /// How long the log was when it was proved.
    pub(super) const fn state(&self) -> [i64; 2] {
        self.state
    }
}

/// The lines of one item, as the page lists them.
struct Group<'a> {
    name: &'a str,
    lines: Vec<KeyedLine<'a>>,
}

/// All that came in, or all that went out.
struct Side<'a> {
    anchor: &'static str,
    title: &'static str,
    groups: Vec<Group<'a>>,
    count: usize,
    total: Money,
}

#[derive(Template)]
#[template(path = "public/sheet.html")]
struct SheetPage<'a> {
    found: &'a Verification,
    past: &'a [PublicationHead],
    /// The published corrections of this sheet.
    corrected: Vec<NoticeHead>,
    village_path: &'a str,
    asked: &'a [Beside],
    at: Timestamp,
}

impl SheetPage<'_> {
    const fn sheet(&self) -> &DisclosureSheet {
        &self.found.sheet
    }

    const fn head(&self) -> &PublicationHead {
        &self.found.head
    }

    fn sides(&self) -> [Side<'_>; 2] {
        let lines = self.sheet().keyed_lines();
        [(Direction::In, "in", "收进的每一笔"), (Direction::Out, "out", "花掉的每一笔")].map(
            |(direction, anchor, title)| {
                let block = self.block(direction);
                let group = |class: &'_ disclosure::ClassTotal| {
                    let own = |l: &&KeyedLine<'_>| {
                        l.direction == direction && l.line.item == class.item && l.line.item_name == class.name
                    };
                    lines.iter().filter(own).cloned().collect()
                };
                let groups = block.classes.iter().map(|c| Group { name: &c.name, lines: group(c) }).collect();
                Side { anchor, title, groups, count: block.lines.len(), total: block.total }
            },
        )
    }

    fn block(&self, direction: Direction) -> &Block {
        match direction {
            Direction::In => &self.sheet().income,
            Direction::Out => &self.sheet().expense,
        }
    }

    /// Those who owe the village, and those it owes, with something still standing.
    fn claims(&self) -> [(&'static str, Vec<&ClaimLine>); 2] {
        let standing = |wanted| {
            self.sheet().claims.iter().filter(|c| c.claim == wanted && !c.closing.is_zero()).collect::<Vec<_>>()
        };
        [("别人欠村里的", standing(Claim::Receivable)), ("村里欠别人的", standing(Claim::Payable))]
    }

    fn published_on(&self) -> String {
        published_on(self.head())
    }

    /// The version that stands in place of this one, when there is one.
    fn newer(&self) -> Option<&PublicationHead> {
        newer(self.head(), self.past)
    }

    /// The other spans and versions.
    fn others(&self) -> Vec<&PublicationHead> {
        self.past.iter().filter(|h| h.token != self.head().token).collect()
    }
}

/// `2025年10月8日`.
pub(super) fn published_on(head: &PublicationHead) -> String {
    head.published.as_ref().map(|h| h.at.date().format("%Y年%-m月%-d日").to_string()).unwrap_or_default()
}

/// The latest version of the same span, when it is not this one.
pub(super) fn newer<'a>(head: &PublicationHead, past: &'a [PublicationHead]) -> Option<&'a PublicationHead> {
    let later = past.iter().filter(|h| h.span == head.span && h.version > head.version);
    later.max_by_key(|h| h.version)
}

pub(super) async fn sheet(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    Path(token): Path<String>,
    asked: HeaderMap,
) -> Answer {
    match memory.sheet(&app, &token).await {
        Ok(proved) => Ok(proved.page.answer(&asked)),
        Err(failure @ Failure::Refused(_)) if failure.is("disclosure.no_such_sheet") => no_sheet(),
        Err(failure) => Err(failure.into()),
    }
}
