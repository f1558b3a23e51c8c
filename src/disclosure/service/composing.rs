use crate::audit::{self, Act, Actor};
use crate::auth::Chief;
use crate::db::WriteTx;
use crate::kernel::{BookId, Digest, Failure, Fault, Outcome, PublicationId, Quarter, Refused, Timestamp};
use crate::village::{self, Book, Policies};

use crate::disclosure::assembly::Aside;
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::life::{SheetAct, SheetState};
use crate::disclosure::publication::{Publication, PublicationHead};
use crate::disclosure::sheet::DisclosureSheet;
use crate::disclosure::span::SheetSpan;
use crate::disclosure::store;

use super::aside::aside;
use super::gathering::{months, sheet_now};
use super::proving::leaves_of;
use super::reading::sheet_of;

/// 编制 — composes the sheet of a span of a book from its closed months and keeps it.
///
/// Composing again without a change keeps everything; with one, every hand laid on the sheet falls.
/// Refuses: `disclosure.before_enabled`, `disclosure.period_open`, `disclosure.does_not_foot`,
/// `disclosure.out_of_turn` once published. Source: disclosure.md D1, D4, D9.
pub async fn compose(
    tx: &mut WriteTx,
    by: &Actor,
    book: BookId,
    span: impl Into<SheetSpan>,
    now: Timestamp,
) -> Outcome<PublicationId> {
    let span = span.into();
    let book = village::book(tx, book).await?;
    let before = store::of_span(tx, book.id, span).await?;
    if let Some(before) = &before {
        before.head.state.next(SheetAct::Recompose)?;
    }
    let version = before.as_ref().map_or(1, |p| p.head.version);
    let kept = before.as_ref().map(sheet_of).transpose()?;
    let fresh = aside(tx, book.id, span, now.date()).await?;
    let aside = match kept {
        // What was late on the day it was first composed stands: a day's difference takes no hand off a sheet.
        Some(kept) => Aside { corrections: kept.corrections, questions: kept.questions, ..fresh },
        None => fresh,
    };
    let sheet = sheet_now(tx, &book, span, version, aside).await?;
    require_closed(&book, span, &sheet)?;
    let content = canonical(&sheet)?;
    let digest = Digest::of(content.as_bytes());
    let leaves = leaves_of(tx, &book, &sheet, digest).await?;
    let code = leaves.root().short_code();
    let id = match before {
        Some(kept) if kept.head.digest == digest => return Ok(kept.head.id),
        Some(mut kept) => {
            kept.head.state = kept.head.state.next(SheetAct::Recompose)?;
            (kept.head.checked, kept.head.signed) = (None, None);
            (kept.head.digest, kept.head.code, kept.content) = (digest, code, content);
            kept.head.composed_at = now;
            if !store::save(tx, &kept).await? {
                return Err(DisclosureRefusal::Stale.into());
            }
            kept.head.id
        }
        None => {
            let new = newly_composed(&book, &sheet, (content, code), now);
            store::insert(tx, &new).await?;
            new.head.id
        }
    };
    store::keep_tree(tx, id, &leaves).await?;
    let subject = format!("{}公开表 {}", span.in_chinese(), sheet.heading.number);
    let act = Act::on_book(book.id, "disclosure.compose", subject).id(id).detail(digest.hex());
    audit::record(tx, by, act, now).await?;
    Ok(id)
}

fn newly_composed(
    book: &Book,
    sheet: &DisclosureSheet,
    (content, code): (String, String),
    now: Timestamp,
) -> Publication {
    let digest = Digest::of(content.as_bytes());
    let token = rand::random::<[u8; 16]>().iter().map(|b| format!("{b:02x}")).collect();
    let head = PublicationHead {
        id: PublicationId::new(),
        book: book.id,
        span: sheet.heading.span,
        version: sheet.heading.version,
        number: sheet.heading.number.clone(),
        state: SheetState::Composed,
        digest,
        code,
        token,
        composed_at: now,
        checked: None,
        signed: None,
        published: None,
        posted: None,
        row_version: 1,
    };
    Publication { head, content }
}

/// What composing every book of a quarter came to.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Books whose sheet stands now.
    pub composed: Vec<(Book, PublicationId)>,
    /// Books without one, and why.
    pub refused: Vec<(Book, Vec<Refused>)>,
}

/// Composes the quarter's sheet of every book, or the sheets of its months where a book is published by months; one
/// that is refused does not hold up the others.
pub async fn compose_all(tx: &mut WriteTx, by: &Chief, quarter: Quarter, now: Timestamp) -> Outcome<Batch> {
    let policies = village::policies(tx).await?;
    let mut batch = Batch::default();
    for book in village::books(tx).await? {
        for span in spans_of(&policies, book.id, quarter) {
            match compose(tx, by.actor(), book.id, span, now).await {
                Ok(id) => batch.composed.push((book.clone(), id)),
                Err(Failure::Refused(list)) => batch.refused.push((book.clone(), list)),
                Err(fault @ Failure::Fault(_)) => return Err(fault),
            }
        }
    }
    Ok(batch)
}

/// The sheets a quarter of a book is told by: one, or one a month.
pub fn spans_of(policies: &Policies, book: BookId, quarter: Quarter) -> Vec<SheetSpan> {
    let months = quarter.first_period().through(quarter.last_period());
    let mut spans: Vec<SheetSpan> = months.map(|period| SheetSpan::of(policies, book, period)).collect();
    spans.dedup();
    spans
}

pub(super) fn require_closed(book: &Book, span: SheetSpan, sheet: &DisclosureSheet) -> Result<(), DisclosureRefusal> {
    let (first, last) = months(book, span);
    let open = first.through(last).find(|p| !sheet.months.iter().any(|m| m.period == *p));
    match open {
        Some(period) => Err(DisclosureRefusal::PeriodOpen { period: period.in_chinese(), span: span.in_chinese() }),
        None => Ok(()),
    }
}

pub(super) fn canonical(sheet: &DisclosureSheet) -> Result<String, Fault> {
    sheet.content().map_err(Fault::while_("writing the content of a sheet"))
}
