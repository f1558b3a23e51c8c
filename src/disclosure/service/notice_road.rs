use crate::audit::Actor;
use crate::auth::{Accountant, Director, GroupMember};
use crate::db::{ReadTx, WriteTx};
use crate::evidence::{self, BringsPapers, EvidenceRefusal};
use crate::kernel::{BookId, Date, Digest, Fault, FileId, NoticeId, OpinionId, Outcome, Timestamp};

use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::life::SheetAct;
use crate::disclosure::notice::{Notice, NoticeRoad, Posting};
use crate::disclosure::notice_content::NoticeBody;
use crate::disclosure::publication::{Hand, Opinion, Verdict};
use crate::disclosure::store;

use super::notices::{holds, record, road};
use super::reading::quorum;
use super::road::WORDS_LIMIT;

/// The notice, if it is still the content the person read, and its road.
async fn as_seen(tx: &mut ReadTx, book: BookId, id: NoticeId, seen: Digest) -> Outcome<(Notice, NoticeRoad)> {
    let kept = store::notice(tx, book, id).await?.ok_or(DisclosureRefusal::NoSuchNotice)?;
    if !kept.is_whole() {
        return Err(DisclosureRefusal::NoticeBroken { number: kept.head.number }.into());
    }
    if kept.head.digest != seen {
        return Err(DisclosureRefusal::Stale.into());
    }
    let road = road(tx, &kept.head).await?;
    Ok((kept, road))
}

/// 核对 — the centre has read the notice whose digest was `seen`.
///
/// Refuses: `disclosure.no_such_notice`, `disclosure.stale`, `disclosure.out_of_turn`.
pub async fn check_notice(
    tx: &mut WriteTx,
    by: &Accountant,
    (id, seen): (NoticeId, Digest),
    now: Timestamp,
) -> Outcome<()> {
    let (mut kept, road) = as_seen(tx, by.book(), id, seen).await?;
    kept.head.state = road.next(kept.head.state, SheetAct::Check)?;
    kept.head.checked = Some(Hand { by: by.id(), name: by.actor().name.clone(), at: now });
    save(tx, &kept, by.actor(), "notice.check", "", now).await
}

/// 签意见 — one member's opinion on the content whose digest was `seen`.
///
/// Refuses: as `say` of a sheet; `disclosure.no_such_notice`.
pub async fn say_of_notice(
    tx: &mut WriteTx,
    by: &GroupMember,
    (id, seen): (NoticeId, Digest),
    (verdict, words): (Verdict, &str),
    now: Timestamp,
) -> Outcome<()> {
    let words = words.trim();
    let length = words.chars().count();
    if verdict == Verdict::Object && words.is_empty() {
        return Err(DisclosureRefusal::WordsMissing.into());
    }
    if length > WORDS_LIMIT {
        return Err(DisclosureRefusal::WordsTooLong { length, limit: WORDS_LIMIT }.into());
    }
    let (mut kept, road) = as_seen(tx, by.book(), id, seen).await?;
    kept.head.state.next(SheetAct::Say)?;
    if !road.asks_the_group() {
        let (state, act) = (kept.head.state.in_chinese(), SheetAct::Say.in_chinese());
        return Err(DisclosureRefusal::OutOfTurn { state, act }.into());
    }
    let name = by.actor().name.clone();
    let mut before = store::notice_opinions(tx, id).await?;
    before.retain(|o| o.digest == seen);
    let opinion =
        Opinion { id: OpinionId::new(), digest: seen, verdict, words: words.to_owned(), by: by.id(), name, at: now };
    if before.iter().any(|o| o.by == by.id()) || !store::insert_notice_opinion(tx, id, &opinion).await? {
        return Err(DisclosureRefusal::AlreadySaid { name: opinion.name }.into());
    }
    let agreed = before.iter().chain([&opinion]).filter(|o| o.verdict == Verdict::Agree).count();
    let needed = quorum(tx, by.book(), kept.head.composed_at.date()).await?;
    if i64::try_from(agreed).unwrap_or(i64::MAX) >= needed
        && let Ok(next) = road.next(kept.head.state, SheetAct::Agree)
    {
        kept.head.state = next;
    }
    save(tx, &kept, by.actor(), "notice.opinion", verdict.in_chinese(), now).await
}

/// 签发 — the director signs; not the person who checked it.
///
/// Refuses: `disclosure.same_person`, `disclosure.no_such_notice`, `disclosure.stale`, `disclosure.out_of_turn`.
pub async fn sign_notice(
    tx: &mut WriteTx,
    by: &Director,
    book: BookId,
    (id, seen): (NoticeId, Digest),
    now: Timestamp,
) -> Outcome<()> {
    let (mut kept, road) = as_seen(tx, book, id, seen).await?;
    kept.head.state = road.next(kept.head.state, SheetAct::Sign)?;
    if kept.head.checked.as_ref().is_some_and(|h| h.by == by.id()) {
        return Err(DisclosureRefusal::SamePerson { first: "核对", second: "签发" }.into());
    }
    kept.head.signed = Some(Hand { by: by.id(), name: by.actor().name.clone(), at: now });
    save(tx, &kept, by.actor(), "notice.sign", "", now).await
}

/// 公布 — freezes the notice. A special sheet whose vouchers are not what it was made from is not published, nor a
/// year's package from which something is missing.
///
/// Refuses: `disclosure.package_incomplete`, `disclosure.no_such_notice`, `disclosure.stale`, `disclosure.out_of_turn`.
pub async fn publish_notice(
    tx: &mut WriteTx,
    by: &Accountant,
    (id, seen): (NoticeId, Digest),
    now: Timestamp,
) -> Outcome<()> {
    let (mut kept, road) = as_seen(tx, by.book(), id, seen).await?;
    kept.head.state = road.next(kept.head.state, SheetAct::Publish)?;
    let body = NoticeBody::read(kept.head.kind, &kept.content).map_err(Fault::while_("reading a notice"))?;
    if !holds(tx, by.book(), &body).await? {
        return Err(DisclosureRefusal::Stale.into());
    }
    if let NoticeBody::Annual(package) = &body
        && !package.missing.is_empty()
    {
        return Err(DisclosureRefusal::PackageIncomplete { missing: package.missing.join("；") }.into());
    }
    kept.head.published = Some(Hand { by: by.id(), name: by.actor().name.clone(), at: now });
    save(tx, &kept, by.actor(), "notice.publish", &kept.head.code.clone(), now).await
}

/// 张贴 — the photo of the notice on the board, with the day and the place.
///
/// Refuses: `disclosure.posted_day`, `disclosure.place_missing`, `evidence.no_such_file`, `disclosure.no_such_notice`,
/// `disclosure.out_of_turn`.
pub async fn notice_posted(
    tx: &mut WriteTx,
    by: &impl BringsPapers,
    id: NoticeId,
    (photo, on, place): (FileId, Option<Date>, &str),
    now: Timestamp,
) -> Outcome<()> {
    let mut kept = store::notice(tx, by.book(), id).await?.ok_or(DisclosureRefusal::NoSuchNotice)?;
    kept.head.state = kept.head.state.next(SheetAct::Post)?;
    let published = kept.head.published.as_ref().map_or(now, |h| h.at).date();
    let posting = posting(photo, (on, place), published, now)?;
    if evidence::files(tx, by.book(), &[photo]).await?.is_empty() {
        return Err(EvidenceRefusal::NoSuchFile.into());
    }
    let said = posting.place.clone();
    kept.head.posted = Some(posting);
    save(tx, &kept, by.actor(), "notice.posted", &said, now).await
}

/// Where and when something was put up, when both can be: not before it was published, not in the days to come.
pub(super) fn posting(
    photo: FileId,
    (on, place): (Option<Date>, &str),
    published: Date,
    now: Timestamp,
) -> Outcome<Posting> {
    let place = place.trim();
    let on = on.filter(|on| (published..=now.date()).contains(on)).ok_or_else(|| DisclosureRefusal::PostedDay {
        published: published.to_string(),
        today: now.date().to_string(),
    })?;
    if place.is_empty() || place.chars().count() > 40 {
        return Err(DisclosureRefusal::PlaceMissing.into());
    }
    Ok(Posting { photo, at: now, on: Some(on), place: place.to_owned() })
}

async fn save(
    tx: &mut WriteTx,
    kept: &Notice,
    by: &Actor,
    verb: &'static str,
    detail: &str,
    now: Timestamp,
) -> Outcome<()> {
    if !store::save_notice(tx, kept).await? {
        return Err(DisclosureRefusal::Stale.into());
    }
    record(tx, by, &kept.head, verb, detail, now).await
}
