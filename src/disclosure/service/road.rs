use crate::audit::{self, Act, Actor};
use crate::auth::{Accountant, Director, GroupMember};
use crate::db::{ReadTx, WriteTx};
use crate::evidence::{self, BringsPapers, EvidenceRefusal};
use crate::kernel::{BookId, Digest, FileId, OpinionId, Outcome, Timestamp};
use crate::ledger;
use crate::village;

use crate::disclosure::assembly::Aside;
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::life::SheetAct;
use crate::disclosure::publication::{Hand, Opinion, Publication, Verdict};
use crate::disclosure::span::SheetSpan;
use crate::disclosure::store;

use super::composing::require_closed;
use super::gathering::sheet_now;
use super::reading::{opinions_on, quorum, sheet_of};

/// An opinion longer than this belongs in a letter.
pub(super) const WORDS_LIMIT: usize = 300;

/// 核对 — the centre has read the sheet whose digest was `seen`, and it goes to the finance group.
///
/// Refuses: `disclosure.not_composed`, `disclosure.stale`, `disclosure.out_of_turn`.
pub async fn check(
    tx: &mut WriteTx,
    by: &Accountant,
    span: impl Into<SheetSpan>,
    seen: Digest,
    now: Timestamp,
) -> Outcome<()> {
    let mut kept = as_seen(tx, by.book(), span.into(), seen).await?;
    kept.head.state = kept.head.state.next(SheetAct::Check)?;
    kept.head.checked = Some(Hand { by: by.id(), name: by.actor().name.clone(), at: now });
    save(tx, &kept, by.actor(), "disclosure.check", "", now).await
}

/// 签意见 — one member's opinion on the content whose digest was `seen`. The agreement that makes the
/// number moves the sheet on; an objection is kept with its words and shown wherever the sheet goes.
///
/// Refuses: `disclosure.words_missing`, `disclosure.words_too_long`, `disclosure.already_said`,
/// `disclosure.not_composed`, `disclosure.stale`, `disclosure.out_of_turn`. Source: disclosure.md D3.
pub async fn say(
    tx: &mut WriteTx,
    by: &GroupMember,
    span: impl Into<SheetSpan>,
    seen: Digest,
    (verdict, words): (Verdict, &str),
    now: Timestamp,
) -> Outcome<()> {
    let (span, words) = (span.into(), words.trim());
    let length = words.chars().count();
    if verdict == Verdict::Object && words.is_empty() {
        return Err(DisclosureRefusal::WordsMissing.into());
    }
    if length > WORDS_LIMIT {
        return Err(DisclosureRefusal::WordsTooLong { length, limit: WORDS_LIMIT }.into());
    }
    let mut kept = as_seen(tx, by.book(), span, seen).await?;
    kept.head.state.next(SheetAct::Say)?;
    let name = by.actor().name.clone();
    let before = opinions_on(tx, &kept.head).await?;
    let opinion =
        Opinion { id: OpinionId::new(), digest: seen, verdict, words: words.to_owned(), by: by.id(), name, at: now };
    if before.iter().any(|o| o.by == by.id()) || !store::insert_opinion(tx, kept.head.id, &opinion).await? {
        return Err(DisclosureRefusal::AlreadySaid { name: opinion.name }.into());
    }
    let agreed = before.iter().chain([&opinion]).filter(|o| o.verdict == Verdict::Agree).count();
    let needed = quorum(tx, by.book(), span.days().to).await?;
    let enough = i64::try_from(agreed).unwrap_or(i64::MAX) >= needed;
    if enough && let Ok(next) = kept.head.state.next(SheetAct::Agree) {
        kept.head.state = next;
    }
    save(tx, &kept, by.actor(), "disclosure.opinion", verdict.in_chinese(), now).await
}

/// 签发 — the director signs what the finance group agreed to. Not the person who checked it.
///
/// Refuses: `disclosure.same_person`, `disclosure.not_composed`, `disclosure.stale`, `disclosure.out_of_turn`.
pub async fn sign(
    tx: &mut WriteTx,
    by: &Director,
    book: BookId,
    span: impl Into<SheetSpan>,
    seen: Digest,
    now: Timestamp,
) -> Outcome<()> {
    let mut kept = as_seen(tx, book, span.into(), seen).await?;
    kept.head.state = kept.head.state.next(SheetAct::Sign)?;
    if kept.head.checked.as_ref().is_some_and(|h| h.by == by.id()) {
        return Err(DisclosureRefusal::SamePerson { first: "核对", second: "签发" }.into());
    }
    kept.head.signed = Some(Hand { by: by.id(), name: by.actor().name.clone(), at: now });
    save(tx, &kept, by.actor(), "disclosure.sign", "", now).await
}

/// 公布 — freezes the sheet: from here on its content, its code and its address never change.
///
/// The figures are made once more from the ledger first; a sheet that no longer agrees is not published.
/// Refuses: `disclosure.not_composed`, `disclosure.stale`, `disclosure.out_of_turn`,
/// `disclosure.period_open`, `disclosure.does_not_foot`. Source: disclosure.md D4.
pub async fn publish(
    tx: &mut WriteTx,
    by: &Accountant,
    span: impl Into<SheetSpan>,
    seen: Digest,
    now: Timestamp,
) -> Outcome<()> {
    let span = span.into();
    // Only the last closed month is ever reopened, so holding the span's last keeps all of them as they were read.
    ledger::hold_months(tx, by.book(), [span.last_period()]).await?;
    let mut kept = as_seen(tx, by.book(), span, seen).await?;
    kept.head.state = kept.head.state.next(SheetAct::Publish)?;
    let book = village::book(tx, by.book()).await?;
    let fresh = sheet_now(tx, &book, span, kept.head.version, Aside::default()).await?;
    require_closed(&book, span, &fresh)?;
    let sheet = sheet_of(&kept)?;
    if sheet.refigured(&fresh) != sheet {
        return Err(DisclosureRefusal::Stale.into());
    }
    kept.head.published = Some(Hand { by: by.id(), name: by.actor().name.clone(), at: now });
    save(tx, &kept, by.actor(), "disclosure.publish", &kept.head.code.clone(), now).await
}

/// 张贴 — the photo of the sheet on the board has come; `photo` is a stored file of the book.
///
/// Refuses: `evidence.no_such_file`, `disclosure.not_composed`, `disclosure.out_of_turn`.
pub async fn photo_posted(
    tx: &mut WriteTx,
    by: &impl BringsPapers,
    span: impl Into<SheetSpan>,
    photo: FileId,
    now: Timestamp,
) -> Outcome<()> {
    let span = span.into();
    let not_composed = || DisclosureRefusal::NotComposed { span: span.in_chinese() };
    let mut kept = store::of_span(tx, by.book(), span).await?.ok_or_else(not_composed)?;
    kept.head.state = kept.head.state.next(SheetAct::Post)?;
    if evidence::files(tx, by.book(), &[photo]).await?.is_empty() {
        return Err(EvidenceRefusal::NoSuchFile.into());
    }
    kept.head.posted = Some((photo, now));
    save(tx, &kept, by.actor(), "disclosure.posted", "", now).await
}

/// The latest version, if it is still the content the person read.
async fn as_seen(tx: &mut ReadTx, book: BookId, span: SheetSpan, seen: Digest) -> Outcome<Publication> {
    let not_composed = || DisclosureRefusal::NotComposed { span: span.in_chinese() };
    let kept = store::of_span(tx, book, span).await?.ok_or_else(not_composed)?;
    if !kept.is_whole() {
        return Err(DisclosureRefusal::ContentBroken { span: span.in_chinese() }.into());
    }
    if kept.head.digest != seen {
        return Err(DisclosureRefusal::Stale.into());
    }
    Ok(kept)
}

async fn save(
    tx: &mut WriteTx,
    kept: &Publication,
    by: &Actor,
    verb: &'static str,
    detail: &str,
    now: Timestamp,
) -> Outcome<()> {
    if !store::save(tx, kept).await? {
        return Err(DisclosureRefusal::Stale.into());
    }
    let subject = format!("{}公开表 {}", kept.head.span.in_chinese(), kept.head.number);
    audit::record(tx, by, Act::on_book(kept.head.book, verb, subject).id(kept.head.id).detail(detail), now).await?;
    Ok(())
}
