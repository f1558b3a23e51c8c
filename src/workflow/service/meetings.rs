use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{self, Act};
use crate::auth::{self, Convener, Reader, Role};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Failure, MeetingId, Outcome, SubmissionId, Timestamp, UserId};

use crate::workflow::card::WaitsFor;
use crate::workflow::meeting::{
    BatchLine, BindingWaiting, Hindrance, Meeting, MeetingRefusal as M, MeetingSheet, NewMeeting, Seat, SheetItem,
    batch_digest,
};
use crate::workflow::state::State;
use crate::workflow::store::{self, Books, Wanted};

use super::moving::{group_of, ladder_on};

/// Most items on one list.
const LIMIT: i64 = 200;

/// Who sits in a book's finance group on a day, by name; substitutes in the places they take.
pub async fn group_on(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Vec<(UserId, String)>> {
    let holders = auth::holders(tx, book, on).await?;
    let members = holders.into_iter().filter(|(role, _)| *role == Role::GroupMember);
    Ok(members.map(|(_, person)| (person.id, person.name)).collect())
}

/// 开会 — makes the list of everything that waits for the group, in the order of the items' numbers. The form's own
/// key makes a double click one meeting.
///
/// Refuses, all at once: `workflow.held_in_future`, `workflow.place_missing`, `workflow.convener_missing`,
/// `workflow.meeting_words_too_long`, `workflow.nobody_present`, `workflow.not_a_seat`; `workflow.nothing_waiting`.
pub async fn open_meeting(
    tx: &mut WriteTx,
    by: &Convener,
    once_key: &str,
    new: NewMeeting,
    now: Timestamp,
) -> Outcome<MeetingId> {
    // One at a time within a book: two lists made side by side would count as one number.
    store::stand_in_line(tx).await?;
    if let Some(id) = store::meeting_by_key(tx, by.book(), once_key).await? {
        return Ok(id);
    }
    let new = new.trimmed();
    let group = group_on(tx, by.book(), new.held_on).await?;
    let members: Vec<UserId> = group.iter().map(|(id, _)| *id).collect();
    Failure::unless_none(new.faults(&members, now.date()))?;
    let books = Books::These(vec![by.book()]);
    let wanted = Wanted { books: &books, states: &[], waits_for: Some(WaitsFor::FinanceGroup), limit: LIMIT };
    let mut waiting = store::submissions(tx, wanted).await?;
    waiting.sort_by_key(|s| s.serial);
    let lines: Vec<BatchLine> = (1..)
        .zip(waiting.iter().filter_map(|s| s.digest.map(|digest| (s.id, digest))))
        .map(|(position, (submission, digest))| BatchLine { position, submission, digest })
        .collect();
    if lines.is_empty() {
        return Err(M::NothingWaiting.into());
    }
    let seat = |(person, name): (UserId, String)| Seat {
        present_at: new.present.contains(&person).then_some(now),
        person,
        name,
    };
    let seats: Vec<Seat> = group.into_iter().map(seat).collect();
    let id = MeetingId::new();
    let mut meeting = Meeting {
        id,
        book: by.book(),
        number: 0,
        held_on: new.held_on,
        place: new.place,
        convener: new.convener,
        batch: batch_digest(id, by.book(), new.held_on, &lines),
        opened_name: by.actor().name.clone(),
        opened_at: now,
        closed_at: None,
    };
    meeting.number = store::insert_meeting(tx, &meeting, by.id(), once_key, &lines, &seats).await?;
    let present: Vec<&str> = seats.iter().filter(|s| s.present_at.is_some()).map(|s| s.name.as_str()).collect();
    let said = format!("{} 清单{}件 {} 到会{}", meeting.held_on, lines.len(), meeting.code(), present.join("、"));
    let act = Act::on_book(by.book(), "meeting.open", meeting.label()).id(id).detail(said);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(id)
}

/// A member came later.
///
/// Refuses: `workflow.no_such_meeting`, `workflow.meeting_closed`, `workflow.not_a_seat`.
pub async fn come_to_meeting(
    tx: &mut WriteTx,
    by: &Convener,
    id: MeetingId,
    person: UserId,
    now: Timestamp,
) -> Outcome<()> {
    let meeting = open_one(tx, by.book(), id).await?;
    let seat = store::seats(tx, id).await?.into_iter().find(|s| s.person == person).ok_or(M::NotASeat)?;
    store::insert_present(tx, id, person, now).await?;
    let act = Act::on_book(by.book(), "meeting.come", meeting.label()).id(id).detail(seat.name);
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

/// Notes that the papers of an item lie open before the meeting. What has changed since the list cannot be opened.
///
/// Refuses: `workflow.no_such_meeting`, `workflow.not_in_batch`.
pub async fn open_at_meeting(
    tx: &mut WriteTx,
    by: &Convener,
    id: MeetingId,
    submission: SubmissionId,
    now: Timestamp,
) -> Outcome<()> {
    store::meeting(tx, by.book(), id).await?.ok_or(M::NoSuchMeeting)?;
    let items = store::items(tx, id).await?;
    let (line, item) = items.into_iter().find(|(line, _)| line.submission == submission).ok_or(M::NotInBatch)?;
    if item.digest == Some(line.digest) {
        store::insert_opened(tx, submission, line.digest, (None, Some(id)), now).await?;
    }
    Ok(())
}

/// 散会 — nobody signs by PIN after that. Closing twice is closing once.
///
/// Refuses: `workflow.no_such_meeting`.
pub async fn close_meeting(tx: &mut WriteTx, by: &Convener, id: MeetingId, now: Timestamp) -> Outcome<()> {
    let meeting = store::meeting(tx, by.book(), id).await?.ok_or(M::NoSuchMeeting)?;
    if !store::insert_closing(tx, id, (by.id(), &by.actor().name), now).await? {
        return Ok(());
    }
    let act = Act::on_book(by.book(), "meeting.close", meeting.label()).id(id);
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

/// Every meeting of a book with the number of items on its list, newest first.
pub async fn meetings(tx: &mut ReadTx, reader: &Reader) -> Outcome<Vec<(Meeting, i64)>> {
    Ok(store::meetings(tx, reader.book()).await?)
}

/// One meeting with its list and everything said of it.
///
/// Refuses: `workflow.no_such_meeting`.
pub async fn meeting_sheet(tx: &mut ReadTx, reader: &Reader, id: MeetingId) -> Outcome<MeetingSheet> {
    sheet(tx, reader.book(), id).await
}

pub(super) async fn sheet(tx: &mut ReadTx, book: BookId, id: MeetingId) -> Outcome<MeetingSheet> {
    let meeting = store::meeting(tx, book, id).await?.ok_or(M::NoSuchMeeting)?;
    let lines = store::items(tx, id).await?;
    let opened = store::opened_at(tx, id).await?;
    let marks = store::marks_of_meeting(tx, id).await?;
    let group = group_of(tx, book, meeting.held_on).await?;
    // Items of one list were handed in on a few days; each day's ladder is asked for once.
    let mut ladders = BTreeMap::new();
    let days: BTreeSet<_> =
        lines.iter().map(|(_, item)| item.submitted_at.unwrap_or(meeting.opened_at).date()).collect();
    for on in days {
        ladders.insert(on, ladder_on(tx, book, on).await?);
    }
    let item = |(line, submission): (BatchLine, crate::workflow::Submission)| {
        let on = submission.submitted_at.unwrap_or(meeting.opened_at).date();
        let content = &submission.content;
        let steps = ladders.get(&on).map(|l| l.steps(content.card, content.amount)).unwrap_or_default();
        SheetItem {
            position: line.position,
            digest: line.digest,
            opened: opened.contains(&(line.submission, line.digest)),
            marks: marks.iter().filter(|m| m.submission == line.submission).cloned().collect(),
            quorum: SheetItem::quorum_of(&steps),
            group,
            submission,
        }
    };
    let items = lines.into_iter().map(item).collect();
    Ok(MeetingSheet { seats: store::seats(tx, id).await?, bindings: store::bindings(tx, id).await?, items, meeting })
}

/// A meeting that is not over. Refuses: `workflow.no_such_meeting`, `workflow.meeting_closed`.
pub(super) async fn open_one(tx: &mut ReadTx, book: BookId, id: MeetingId) -> Outcome<Meeting> {
    let meeting = store::meeting(tx, book, id).await?.ok_or(M::NoSuchMeeting)?;
    match store::closing(tx, id).await? {
        Some(_) => Err(M::MeetingClosed { number: meeting.number }.into()),
        None => Ok(meeting),
    }
}

/// Why a member does not sign an item of the list, in a few words; `None` when the member may.
pub async fn hindrances_of(
    tx: &mut ReadTx,
    reader: &Reader,
    sheet: &MeetingSheet,
    person: UserId,
) -> Outcome<BTreeMap<SubmissionId, String>> {
    let kinship = auth::kinship(tx, reader.book()).await?;
    let name = sheet.seat(person).map(|s| s.name.clone()).unwrap_or_default();
    let why = |item: &SheetItem| match item.hindrance() {
        Some(Hindrance::Changed | Hindrance::Returned | Hindrance::Ended) if item.mark_of(person).is_none() => {
            item.hindrance().map(|h| h.in_chinese().to_owned())
        }
        _ => match item.mark_of(person) {
            Some(mark) => Some(format!("已签{}", mark.verdict.in_chinese())),
            None => super::marking::own_or_near(&item.submission, &kinship, person, &name)
                .map(|_| "要回避：本人或近亲属的".to_owned()),
        },
    };
    Ok(sheet.items.iter().filter_map(|i| why(i).map(|w| (i.submission.id, w))).collect())
}

/// Signed lists that wait for their second person, in every book of the township; the caller shows its own.
pub async fn bindings_waiting(tx: &mut ReadTx) -> Outcome<Vec<BindingWaiting>> {
    Ok(store::bindings_waiting(tx).await?)
}

/// How many items wait for this book's group: what a meeting opened now would have on its list.
pub async fn can_meet(tx: &mut ReadTx, reader: &Reader) -> Outcome<usize> {
    let books = Books::These(vec![reader.book()]);
    let wanted =
        Wanted { books: &books, states: &[State::Submitted], waits_for: Some(WaitsFor::FinanceGroup), limit: LIMIT };
    Ok(store::submissions(tx, wanted).await?.len())
}
