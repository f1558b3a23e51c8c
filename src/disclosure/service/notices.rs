use std::collections::BTreeMap;

use crate::audit::{self, Act, Actor};
use crate::auth::{Accountant, Standing};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Digest, Fault, NoticeId, Outcome, Period, Timestamp};
use crate::ledger;
use crate::village::{self, Book};

use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::life::{SheetAct, SheetState};
use crate::disclosure::notice::{Notice, NoticeHead, NoticeKind, NoticeRoad, PrintedNotice};
use crate::disclosure::notice_content::{NoticeBody, NoticeHeading};
use crate::disclosure::store;
use crate::disclosure::topic::Topic;
use crate::disclosure::turn::Turn;

use super::reading::quorum;

/// What a notice is kept under.
pub(super) struct Composed {
    pub(super) kind: NoticeKind,
    pub(super) topic: Option<Topic>,
    pub(super) subject: String,
}

/// Whose notice, and about what; its number is the next of its kind in the year.
pub(super) async fn heading(
    tx: &mut ReadTx,
    book: &Book,
    kind: NoticeKind,
    (title, about): (String, String),
    (due, now): (Date, Timestamp),
) -> Outcome<NoticeHeading> {
    let township = village::township(tx).await?;
    let of = |pick: fn(village::Township) -> String| township.clone().map(pick).unwrap_or_default();
    let stem = format!("{}-{}-", Period::of(now.date()).year(), kind.in_number());
    let number = format!("{stem}{:02}", store::notices_numbered(tx, book.id, &stem).await? + 1);
    Ok(NoticeHeading {
        township: of(|t| t.name),
        centre: of(|t| t.centre_name),
        phone: of(|t| t.phone),
        village: book.village_name.clone(),
        book_code: book.code.clone(),
        book: book.legal_name.clone(),
        title,
        about,
        number,
        due,
    })
}

/// Keeps what was composed: a new notice, or the one about the same year with its new content.
pub(super) async fn keep(
    tx: &mut WriteTx,
    by: &Accountant,
    composed: Composed,
    mut body: NoticeBody,
    now: Timestamp,
) -> Outcome<NoticeId> {
    let before = match composed.kind {
        NoticeKind::Special | NoticeKind::Correction => None,
        NoticeKind::Annual => store::notice_on(tx, by.book(), composed.kind, &composed.subject).await?,
    };
    if let (Some(kept), NoticeBody::Annual(package)) = (&before, &mut body) {
        kept.head.state.next(SheetAct::Recompose)?;
        package.heading.number.clone_from(&kept.head.number);
    }
    let content = body.content().map_err(Fault::while_("writing the content of a notice"))?;
    let digest = Digest::of(content.as_bytes());
    if let Some(kept) = before.as_ref().filter(|kept| kept.head.digest == digest) {
        return Ok(kept.head.id);
    }
    let heading = body.heading();
    let fresh = NoticeHead {
        id: NoticeId::new(),
        book: by.book(),
        kind: composed.kind,
        topic: composed.topic,
        subject: composed.subject,
        title: format!("{}（{}）", heading.title, heading.about),
        number: heading.number.clone(),
        state: SheetState::Composed,
        digest,
        code: digest.short_code(),
        token: rand::random::<[u8; 16]>().iter().map(|b| format!("{b:02x}")).collect(),
        due: heading.due,
        composed_name: by.actor().name.clone(),
        composed_at: now,
        checked: None,
        signed: None,
        published: None,
        posted: None,
        row_version: 1,
    };
    let (notice, done) = match before {
        Some(kept) => {
            let (id, token, row_version) = (kept.head.id, kept.head.token, kept.head.row_version);
            let notice = Notice { head: NoticeHead { id, token, row_version, ..fresh }, content };
            let done = store::save_notice(tx, &notice).await?;
            (notice, done)
        }
        None => {
            let notice = Notice { head: fresh, content };
            let done = store::insert_notice(tx, &notice).await?;
            (notice, done)
        }
    };
    if !done {
        return Err(DisclosureRefusal::Stale.into());
    }
    record(tx, by.actor(), &notice.head, "notice.compose", &digest.hex(), now).await?;
    Ok(notice.head.id)
}

/// Every notice of a book, the latest first.
pub async fn notices(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<NoticeHead>> {
    Ok(store::notices_of(tx, book).await?)
}

/// The published notices of a book, the latest first: what the public pages link to.
pub async fn published_notices(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<NoticeHead>> {
    let mut all = store::notices_of(tx, book).await?;
    all.retain(|n| n.state.is_frozen());
    Ok(all)
}

/// A notice for screen and paper, its content proved against its digest.
///
/// Refuses: `disclosure.no_such_notice`, `disclosure.notice_broken`.
pub async fn notice_for_print(tx: &mut ReadTx, book: BookId, id: NoticeId) -> Outcome<PrintedNotice> {
    let kept = store::notice(tx, book, id).await?.ok_or(DisclosureRefusal::NoSuchNotice)?;
    if !kept.is_whole() {
        return Err(DisclosureRefusal::NoticeBroken { number: kept.head.number }.into());
    }
    printed(tx, kept).await
}

/// The published notice behind an address, with whether its vouchers still are what it was made from.
///
/// Refuses: `disclosure.no_such_notice`, `disclosure.notice_broken`.
pub async fn public_notice(tx: &mut ReadTx, token: &str) -> Outcome<PrintedNotice> {
    let kept = store::notice_by_token(tx, token).await?.ok_or(DisclosureRefusal::NoSuchNotice)?;
    if !kept.is_whole() {
        return Err(DisclosureRefusal::NoticeBroken { number: kept.head.number }.into());
    }
    printed(tx, kept).await
}

async fn printed(tx: &mut ReadTx, kept: Notice) -> Outcome<PrintedNotice> {
    let body = NoticeBody::read(kept.head.kind, &kept.content).map_err(Fault::while_("reading a notice"))?;
    let mut opinions = store::notice_opinions(tx, kept.head.id).await?;
    opinions.retain(|o| o.digest == kept.head.digest);
    let on = kept.head.composed_at.date();
    Ok(PrintedNotice {
        road: road(tx, &kept.head).await?,
        quorum: quorum(tx, kept.head.book, on).await?,
        holds: holds(tx, kept.head.book, &body).await?,
        head: kept.head,
        body,
        opinions,
    })
}

/// The road a notice goes, as the policy was on the day it was composed.
pub(super) async fn road(tx: &mut ReadTx, head: &NoticeHead) -> Outcome<NoticeRoad> {
    let on = head.composed_at.date();
    Ok(NoticeRoad::of(&village::policy(tx, head.book, head.kind.road_policy(), on).await?))
}

/// True when every voucher a notice was made from has the digest it had, made anew from its content.
pub(super) async fn holds(tx: &mut ReadTx, book: BookId, body: &NoticeBody) -> Outcome<bool> {
    let proofs = body.vouchers();
    let months: Vec<Period> = proofs.iter().filter_map(|v| v.label.get(..7)?.parse().ok()).collect();
    let (Some(first), Some(last)) = (months.iter().min().copied(), months.iter().max().copied()) else {
        return Ok(true);
    };
    let vouchers = ledger::vouchers_between(tx, book, first, last).await?;
    let now: BTreeMap<String, String> = vouchers.iter().map(|v| (v.label(), v.digest_of_content(book).hex())).collect();
    Ok(proofs.iter().all(|v| now.get(&v.label) == Some(&v.digest)))
}

/// The notices that wait for this person, in every book within their sight, with what is to be done.
pub async fn notices_waiting(tx: &mut ReadTx, standing: &Standing) -> Outcome<Vec<(NoticeHead, Turn)>> {
    let said = store::said_of_notices(tx, standing.id()).await?;
    let heads = store::notices_under_way(tx).await?.into_iter();
    let policies = village::policies(tx).await?;
    let mine = heads.map(|head| {
        let on = head.composed_at.date();
        let road = NoticeRoad::of(policies.value(head.kind.road_policy(), head.book, on));
        let turn = road.turn(standing, &head, said.contains(&(head.id, head.digest)));
        (head, turn)
    });
    Ok(mine.filter(|(_, turn)| *turn != Turn::None).collect())
}

pub(super) async fn record(
    tx: &mut WriteTx,
    by: &Actor,
    head: &NoticeHead,
    verb: &'static str,
    detail: &str,
    now: Timestamp,
) -> Outcome<()> {
    let subject = format!("{} {}", head.title, head.number);
    audit::record(tx, by, Act::on_book(head.book, verb, subject).id(head.id).detail(detail), now).await?;
    Ok(())
}
