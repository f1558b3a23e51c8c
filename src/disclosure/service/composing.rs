use crate::audit::{self, Act, Actor};
use crate::auth::Chief;
use crate::db::WriteTx;
use crate::kernel::{BookId, Digest, Failure, Fault, Outcome, PublicationId, Quarter, Refused, Timestamp};
use crate::village::{self, Book};

use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::life::{SheetAct, SheetState};
use crate::disclosure::publication::{Publication, PublicationHead};
use crate::disclosure::sheet::DisclosureSheet;
use crate::disclosure::store;

use super::gathering::{months, sheet_now};

/// 编制 — composes the quarter's sheet of a book from its closed months and keeps it.
///
/// Composing again without a change keeps everything; with one, every hand laid on the sheet falls.
/// Refuses: `disclosure.before_enabled`, `disclosure.period_open`, `disclosure.does_not_foot`,
/// `disclosure.out_of_turn` once published. Source: disclosure.md D1, D4, D9.
pub async fn compose(
    tx: &mut WriteTx,
    by: &Actor,
    book: BookId,
    quarter: Quarter,
    now: Timestamp,
) -> Outcome<PublicationId> {
    let book = village::book(tx, book).await?;
    let before = store::of_quarter(tx, book.id, quarter).await?;
    if let Some(before) = &before {
        before.head.state.next(SheetAct::Recompose)?;
    }
    let version = before.as_ref().map_or(1, |p| p.head.version);
    let sheet = sheet_now(tx, &book, quarter, version).await?;
    require_closed(&book, quarter, &sheet)?;
    let content = canonical(&sheet)?;
    let digest = Digest::of(content.as_bytes());
    let id = match before {
        Some(kept) if kept.head.digest == digest => return Ok(kept.head.id),
        Some(mut kept) => {
            kept.head.state = kept.head.state.next(SheetAct::Recompose)?;
            (kept.head.checked, kept.head.signed) = (None, None);
            (kept.head.digest, kept.head.code, kept.content) = (digest, digest.short_code(), content);
            kept.head.composed_at = now;
            if !store::save(tx, &kept).await? {
                return Err(DisclosureRefusal::Stale.into());
            }
            kept.head.id
        }
        None => {
            let new = newly_composed(&book, &sheet, content, now);
            store::insert(tx, &new).await?;
            new.head.id
        }
    };
    let subject = format!("{}公开表 {}", quarter.in_chinese(), sheet.heading.number);
    let act = Act::on_book(book.id, "disclosure.compose", subject).id(id).detail(digest.hex());
    audit::record(tx, by, act, now).await?;
    Ok(id)
}

fn newly_composed(book: &Book, sheet: &DisclosureSheet, content: String, now: Timestamp) -> Publication {
    let digest = Digest::of(content.as_bytes());
    let token = rand::random::<[u8; 16]>().iter().map(|b| format!("{b:02x}")).collect();
    let head = PublicationHead {
        id: PublicationId::new(),
        book: book.id,
        quarter: sheet.heading.quarter,
        version: sheet.heading.version,
        number: sheet.heading.number.clone(),
        state: SheetState::Composed,
        digest,
        code: digest.short_code(),
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

/// Composes the quarter's sheet of every book; one that is refused does not hold up the others.
pub async fn compose_all(tx: &mut WriteTx, by: &Chief, quarter: Quarter, now: Timestamp) -> Outcome<Batch> {
    let mut batch = Batch::default();
    for book in village::books(tx).await? {
        match compose(tx, by.actor(), book.id, quarter, now).await {
            Ok(id) => batch.composed.push((book, id)),
            Err(Failure::Refused(list)) => batch.refused.push((book, list)),
            Err(fault @ Failure::Fault(_)) => return Err(fault),
        }
    }
    Ok(batch)
}

pub(super) fn require_closed(book: &Book, quarter: Quarter, sheet: &DisclosureSheet) -> Result<(), DisclosureRefusal> {
    let (first, last) = months(book, quarter);
    let open = first.through(last).find(|p| !sheet.months.iter().any(|m| m.period == *p));
    match open {
        Some(period) => {
            Err(DisclosureRefusal::PeriodOpen { period: period.in_chinese(), quarter: quarter.in_chinese() })
        }
        None => Ok(()),
    }
}

pub(super) fn canonical(sheet: &DisclosureSheet) -> Result<String, Fault> {
    sheet.content().map_err(Fault::while_("writing the content of a sheet"))
}
