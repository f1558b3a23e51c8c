use crate::audit::{self, Act};
use crate::auth::{Accountant, Clerk, Reader};
use crate::db::{ReadTx, WriteTx};
use crate::evidence;
use crate::kernel::{
    BookId, Date, Digest, DocumentId, Failure, Money, Outcome, PaperHandoverId, Period, Refused, SubmissionId,
    Timestamp,
};
use crate::workflow::{self, Submission};

use crate::handover::error::HandoverRefusal as H;
use crate::handover::papers::{PaperHandover, PaperItem};
use crate::handover::post::WORDS_LIMIT;
use crate::handover::store;

/// An item that was not in the envelope, and what is said of it.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Which, 1..n.
    pub position: i64,
    /// Why.
    pub words: String,
}

/// The approved submissions whose papers are still in the village: approved or taken in, booked since the month before
/// this one began, or missing from an envelope the centre opened.
pub async fn papers_not_handed_over(tx: &mut ReadTx, reader: &Reader, today: Date) -> Outcome<Vec<PaperItem>> {
    let since = Timestamp::start_of(Period::of(today).previous().first_day());
    let listed = store::on_lists(tx, reader.book()).await?;
    let missed = store::named_missing(tx, reader.book()).await?;
    let mut found = workflow::with_papers(tx, reader, since, &missed).await?;
    found.retain(|s| !listed.contains(&s.id));
    items(tx, &found).await
}

async fn items(tx: &mut ReadTx, submissions: &[Submission]) -> Outcome<Vec<PaperItem>> {
    let ids: Vec<DocumentId> = submissions.iter().flat_map(|s| s.content.documents.iter().copied()).collect();
    let documents = evidence::documents(tx, &ids).await?;
    let item = |(n, s): (i64, &Submission)| PaperItem {
        position: n,
        submission: s.id,
        serial: s.serial,
        date: s.content.date.map(|d| d.to_string()).unwrap_or_default(),
        reason: s.content.reason.clone(),
        pages: documents.iter().filter(|d| s.content.documents.contains(&d.id)).map(|d| d.pages).sum(),
        amount: s.content.amount,
        missing: None,
    };
    Ok((1i64..).zip(submissions).map(item).collect())
}

/// 移交 — the clerk lists what lies in the envelope. Refuses: `handover.nothing_chosen`, `handover.not_to_hand_over`.
pub async fn hand_over_papers(
    tx: &mut WriteTx,
    by: &Clerk,
    reader: &Reader,
    chosen: &[SubmissionId],
    now: Timestamp,
) -> Outcome<PaperHandoverId> {
    if chosen.is_empty() {
        return Err(H::NothingChosen.into());
    }
    // The chain's head is held from here to the commit: two clicks come one after the other.
    let act = Act::on_book(by.book(), "handover.papers", format!("移交 {} 笔", chosen.len()));
    audit::record(tx, by.actor(), act, now).await?;
    let mut items = papers_not_handed_over(tx, reader, now.date()).await?;
    items.retain(|i| chosen.contains(&i.submission));
    if items.len() != chosen.len() {
        return Err(H::NotToHandOver { count: chosen.len() - items.len() }.into());
    }
    for (n, item) in (1i64..).zip(&mut items) {
        item.position = n;
    }
    let mut list = PaperHandover {
        id: PaperHandoverId::new(),
        book: by.book(),
        serial: store::next_serial(tx, by.book()).await?,
        day: now.date(),
        count: items.len() as i64,
        pages: items.iter().map(|i| i.pages).sum(),
        total: items.iter().map(|i| i.amount).sum::<Money>(),
        digest: Digest::GENESIS,
        made_by: by.id(),
        made_name: by.actor().name.clone(),
        made_at: now,
        end: None,
        items,
    };
    list.digest = list.digest_of_content();
    store::insert_paper_handover(tx, &list).await?;
    Ok(list.id)
}

/// 接收 — the accountant ticks every item; what is missing is named and stays with the clerk.
///
/// Refuses, all at once: `handover.no_such_item`, `handover.missing_unexplained`, `handover.too_long`; and
/// `handover.no_such_list`, `handover.list_ended`, `handover.own_receipt`.
pub async fn receive_papers(
    tx: &mut WriteTx,
    by: &Accountant,
    id: PaperHandoverId,
    missing: &[Missing],
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let list = open(tx, by.book(), id).await?;
    if list.made_by == by.id() {
        return Err(H::OwnReceipt.into());
    }
    let mut faults: Vec<Refused> = Vec::new();
    for one in missing {
        let words = one.words.trim();
        if !list.items.iter().any(|i| i.position == one.position) {
            faults.push(H::NoSuchItem { position: one.position }.into());
        } else if words.is_empty() {
            faults.push(H::MissingUnexplained { position: one.position }.into());
        }
        faults.extend(too_long(words, "missing"));
    }
    faults.extend(too_long(words.trim(), "words"));
    Failure::unless_none(faults)?;
    let detail = if missing.is_empty() { "全部收到".to_owned() } else { format!("缺 {} 笔", missing.len()) };
    let act = Act::on_book(by.book(), "handover.receive", list.label()).id(id).detail(detail);
    audit::record(tx, by.actor(), act, now).await?;
    if !store::end_paper_handover(tx, by.actor(), (id, true), words.trim(), now).await? {
        return Err(H::ListEnded { stands: "已经办过" }.into());
    }
    let named: Vec<(i64, String)> = missing.iter().map(|m| (m.position, m.words.trim().to_owned())).collect();
    Ok(store::insert_missing(tx, id, &named).await?)
}

fn too_long(words: &str, field: &'static str) -> Option<Refused> {
    let length = words.chars().count();
    (length > WORDS_LIMIT).then(|| H::TooLong { length, limit: WORDS_LIMIT, field }.into())
}

/// The clerk takes a list back before anybody received it.
///
/// Refuses: `handover.no_such_list`, `handover.list_ended`.
pub async fn withdraw_papers(tx: &mut WriteTx, by: &Clerk, id: PaperHandoverId, now: Timestamp) -> Outcome<()> {
    let list = open(tx, by.book(), id).await?;
    audit::record(tx, by.actor(), Act::on_book(by.book(), "handover.withdraw", list.label()).id(id), now).await?;
    match store::end_paper_handover(tx, by.actor(), (id, false), "", now).await? {
        true => Ok(()),
        false => Err(H::ListEnded { stands: "已经办过" }.into()),
    }
}

async fn open(tx: &mut ReadTx, book: BookId, id: PaperHandoverId) -> Outcome<PaperHandover> {
    let list = store::paper_handover(tx, book, id).await?.ok_or(H::NoSuchList)?;
    match &list.end {
        None => Ok(list),
        Some(_) => Err(H::ListEnded { stands: list.stands() }.into()),
    }
}

/// The lists of a book, the latest first, without their items.
pub async fn paper_handovers(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<PaperHandover>> {
    Ok(store::paper_handovers(tx, book).await?)
}

/// Every list of a book with its items.
pub async fn whole_paper_handovers(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<PaperHandover>> {
    Ok(store::whole_paper_handovers(tx, book).await?)
}

/// One list with its items. Refuses: `handover.no_such_list`.
pub async fn paper_handover(tx: &mut ReadTx, book: BookId, id: PaperHandoverId) -> Outcome<PaperHandover> {
    store::paper_handover(tx, book, id).await?.ok_or_else(|| H::NoSuchList.into())
}
