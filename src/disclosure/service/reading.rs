use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::auth::Standing;
use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Fault, Outcome, Period, PublicationId, Quarter};
use crate::village;

use crate::disclosure::due::due_day;
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::layout::layout_named;
use crate::disclosure::publication::{Opinion, Printed, Publication, PublicationHead};
use crate::disclosure::sheet::DisclosureSheet;
use crate::disclosure::span::SheetSpan;
use crate::disclosure::store;
use crate::disclosure::turn::Turn;

use super::aside::aside;
use super::gathering::sheet_now;

/// The sheet of a span for screen and paper: the kept one, its content proved against its digest, or a
/// preview made on the spot.
///
/// Refuses: `disclosure.content_broken`, and for a preview `disclosure.before_enabled`,
/// `disclosure.does_not_foot`.
pub async fn sheet_for_print(tx: &mut ReadTx, book: BookId, span: impl Into<SheetSpan>) -> Outcome<Printed> {
    let span = span.into();
    let quorum = quorum(tx, book, span.days().to).await?;
    let layout = layout_named(&village::policy(tx, book, "sheet_layout", span.days().to).await?)?;
    let Some(kept) = store::of_span(tx, book, span).await? else {
        let book = village::book(tx, book).await?;
        let aside = aside(tx, book.id, span, span.days().to).await?;
        let sheet = sheet_now(tx, &book, span, 1, aside).await?;
        return Ok(Printed { sheet, head: None, opinions: Vec::new(), quorum, layout });
    };
    if !kept.is_whole() {
        return Err(DisclosureRefusal::ContentBroken { span: span.in_chinese() }.into());
    }
    let opinions = opinions_on(tx, &kept.head).await?;
    Ok(Printed { sheet: sheet_of(&kept)?, head: Some(kept.head), opinions, quorum, layout })
}

pub(super) fn sheet_of(kept: &Publication) -> Result<DisclosureSheet, Fault> {
    serde_json::from_str(&kept.content).map_err(Fault::while_("reading the content of a sheet"))
}

/// Opinions on the content as it stands; those on an earlier one have fallen.
pub(super) async fn opinions_on(tx: &mut ReadTx, head: &PublicationHead) -> Outcome<Vec<Opinion>> {
    let mut all = store::opinions(tx, head.id).await?;
    all.retain(|o| o.digest == head.digest);
    Ok(all)
}

/// Every opinion ever given on a sheet, those on an earlier content included.
pub async fn opinions(tx: &mut ReadTx, publication: PublicationId) -> Outcome<Vec<Opinion>> {
    Ok(store::opinions(tx, publication).await?)
}

/// The road of a span's sheet, its latest version.
///
/// Refuses: `disclosure.not_composed`.
pub async fn head(tx: &mut ReadTx, book: BookId, span: impl Into<SheetSpan>) -> Outcome<PublicationHead> {
    let span = span.into();
    let kept = store::of_span(tx, book, span).await?;
    kept.map(|p| p.head).ok_or_else(|| DisclosureRefusal::NotComposed { span: span.in_chinese() }.into())
}

/// Every sheet of a book, the latest span first, the newest version of each before the older ones.
pub async fn heads_of_book(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<PublicationHead>> {
    let mut heads = store::heads_of_book(tx, book).await?;
    heads.sort_by_key(|h| Reverse((h.span, h.version)));
    Ok(heads)
}

/// The sheets of every book for one quarter, or for the months of it: the latest version of each.
pub async fn heads_of_quarter(tx: &mut ReadTx, quarter: Quarter) -> Outcome<Vec<PublicationHead>> {
    let mut heads = store::heads_of_quarter(tx, quarter).await?;
    heads.sort_by_key(|h| (h.book, h.span, Reverse(h.version)));
    heads.dedup_by_key(|h| (h.book, h.span));
    Ok(heads)
}

/// Every book and month that a published sheet tells of, from the year of a month on: one question for the centre board.
pub async fn published_since(tx: &mut ReadTx, first: Period) -> Outcome<BTreeSet<(BookId, Period)>> {
    let spans = store::published_since(tx, first.year()).await?.into_iter();
    let months = |(book, span): (BookId, SheetSpan)| {
        span.first_period().through(span.last_period()).map(move |period| (book, period))
    };
    Ok(spans.flat_map(months).collect())
}

/// The sheets that wait for this person, in every book within their sight, with what is to be done.
pub async fn waiting_for(tx: &mut ReadTx, standing: &Standing) -> Outcome<Vec<(PublicationHead, Turn)>> {
    let said = store::said_by(tx, standing.id()).await?;
    let heads = store::heads_under_way(tx).await?.into_iter();
    let mine = heads.map(|head| {
        let has_said = said.contains(&(head.id, head.digest));
        let turn = Turn::of(standing, head.book, Some(head.state), has_said);
        (head, turn)
    });
    Ok(mine.filter(|(_, turn)| *turn != Turn::None).collect())
}

/// The published sheet behind a token, its content proved against its digest, not against the ledger.
///
/// Refuses: `disclosure.no_such_sheet`, `disclosure.content_broken`.
pub async fn published(tx: &mut ReadTx, token: &str) -> Outcome<(PublicationHead, DisclosureSheet)> {
    let kept = store::by_token(tx, token).await?.ok_or(DisclosureRefusal::NoSuchSheet)?;
    if !kept.is_whole() {
        return Err(DisclosureRefusal::ContentBroken { span: kept.head.span.in_chinese() }.into());
    }
    let sheet = sheet_of(&kept)?;
    Ok((kept.head, sheet))
}

/// The published sheets of a book, the latest first: what the public page links to.
pub async fn past_sheets(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<PublicationHead>> {
    let mut heads = heads_of_book(tx, book).await?;
    heads.retain(|h| h.state.is_frozen());
    Ok(heads)
}

/// How many members must agree, as the policy says on that day.
pub async fn quorum(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<i64> {
    Ok(village::policy(tx, book, "disclosure_quorum", on).await?.parse().unwrap_or(3))
}

/// By when a span's sheet should be on the board, as the policy says.
pub async fn due_on(tx: &mut ReadTx, book: BookId, span: impl Into<SheetSpan>) -> Outcome<Date> {
    let span = span.into();
    Ok(due_day(&village::policies(tx).await?, book, span))
}
