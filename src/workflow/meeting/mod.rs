//! 理财会议: the finance group around one list of items.
//!
//! The list is made when the meeting opens: everything that waits for the group, in the order of the items'
//! numbers, each as it stood. [`batch_digest`] ties the list together; its short code is printed on the paper list
//! and typed from it. An item whose content is another by now cannot be signed, and what was said of it is void.

mod binding;
mod error;
mod sheet;

pub use binding::{Binding, BindingAnswer, BindingState, BindingWaiting, NewBinding, Said};
pub use error::MeetingRefusal;
pub use sheet::{Hindrance, ItemResult, MeetingSheet, SheetItem};

use crate::kernel::{BookId, Date, Digest, DigestInput, MeetingId, Refused, SubmissionId, Timestamp, UserId};

/// Longest place, longest name of a convener.
const WORDS_LIMIT: usize = 40;

/// A meeting about to be opened.
#[derive(Clone, Debug)]
pub struct NewMeeting {
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Who convenes it.
    pub convener: String,
    /// Which members are there.
    pub present: Vec<UserId>,
}

/// One meeting of a book's finance group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Which.
    pub id: MeetingId,
    /// Whose.
    pub book: BookId,
    /// Its number within the book.
    pub number: i64,
    /// The day.
    pub held_on: Date,
    /// Where.
    pub place: String,
    /// Who convened it.
    pub convener: String,
    /// What ties its list together.
    pub batch: Digest,
    /// Who opened it, by name.
    pub opened_name: String,
    /// When.
    pub opened_at: Timestamp,
    /// When it was over.
    pub closed_at: Option<Timestamp>,
}

/// A member's place at the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Who.
    pub person: UserId,
    /// Their name.
    pub name: String,
    /// Since when they are there; `None` for the absent.
    pub present_at: Option<Timestamp>,
}

/// One line of the list as it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchLine {
    /// 1-based.
    pub position: i64,
    /// The item.
    pub submission: SubmissionId,
    /// Its content as it stood.
    pub digest: Digest,
}

impl NewMeeting {
    /// The same without the blanks around its words.
    pub(super) fn trimmed(self) -> NewMeeting {
        NewMeeting { place: self.place.trim().to_owned(), convener: self.convener.trim().to_owned(), ..self }
    }

    /// Everything wrong with it.
    pub(super) fn faults(&self, members: &[UserId], today: Date) -> Vec<Refused> {
        let mut faults: Vec<MeetingRefusal> = Vec::new();
        if self.held_on > today {
            let (date, today) = (self.held_on.to_string(), today.to_string());
            faults.push(MeetingRefusal::HeldInFuture { date, today });
        }
        if self.place.is_empty() {
            faults.push(MeetingRefusal::PlaceMissing);
        }
        if self.convener.is_empty() {
            faults.push(MeetingRefusal::ConvenerMissing);
        }
        for (words, field) in [(&self.place, "place"), (&self.convener, "convener")] {
            let length = words.chars().count();
            if length > WORDS_LIMIT {
                faults.push(MeetingRefusal::MeetingWordsTooLong { length, limit: WORDS_LIMIT, field });
            }
        }
        if self.present.is_empty() {
            faults.push(MeetingRefusal::NobodyPresent);
        }
        if self.present.iter().any(|p| !members.contains(p)) {
            faults.push(MeetingRefusal::NotASeat);
        }
        faults.into_iter().map(Refused::from).collect()
    }
}

impl Meeting {
    /// `第3次理财会议`.
    pub fn label(&self) -> String {
        format!("第{}次理财会议", self.number)
    }

    /// The code printed on the list, and typed from it.
    pub fn code(&self) -> String {
        self.batch.short_code()
    }

    /// True when what was typed is that code, however it was grouped.
    pub fn has_code(&self, typed: &str) -> bool {
        let plain =
            |code: &str| code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
        plain(typed) == plain(&self.code())
    }
}

/// What ties a list together: the meeting, and every item's digest in the order of the items' numbers.
pub(super) fn batch_digest(id: MeetingId, book: BookId, held_on: Date, lines: &[BatchLine]) -> Digest {
    let mut input = DigestInput::new("meeting-batch/1");
    input.field("id", id).field("book", book).field("held_on", held_on);
    for line in lines {
        input.field("submission", line.submission).field("digest", line.digest);
    }
    input.digest()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_code_stands_for_every_item_and_their_order() {
        let (id, book) = (MeetingId::new(), BookId::new());
        let line = |position, content: &[u8]| BatchLine {
            position,
            submission: SubmissionId::new(),
            digest: Digest::of(content),
        };
        let (one, two) = (line(1, b"one"), line(2, b"two"));
        let of = |lines: &[BatchLine]| batch_digest(id, book, day("2025-09-20"), lines);
        assert_eq!(of(&[one, two]), of(&[one, two]));
        assert_ne!(of(&[one, two]), of(&[two, one]));
        assert_ne!(of(&[one, two]), of(&[one]));
        let changed = BatchLine { digest: Digest::of(b"mended"), ..two };
        assert_ne!(of(&[one, two]), of(&[one, changed]));
    }

    #[test]
    fn a_code_is_read_however_it_is_grouped() {
        let meeting = Meeting {
            id: MeetingId::new(),
            book: BookId::new(),
            number: 1,
            held_on: day("2025-09-20"),
            place: "村部".into(),
            convener: "理财组长".into(),
            batch: Digest::of(b"a list"),
            opened_name: "理财组长".into(),
            opened_at: Timestamp::parse("2025-09-20T01:00:00Z").unwrap(),
            closed_at: None,
        };
        let code = meeting.code();
        assert!(meeting.has_code(&code) && meeting.has_code(&code.to_lowercase().replace('-', " ")));
        assert!(!meeting.has_code("") && !meeting.has_code(&code[1..]));
    }

    #[test]
    fn every_fault_of_a_meeting_is_told_at_once() {
        let (member, stranger) = (UserId::new(), UserId::new());
        let new = |held_on: &str, place: &str, present: Vec<UserId>| {
            let new = NewMeeting { held_on: day(held_on), place: place.into(), convener: "组长".into(), present };
            let told: Vec<&str> = new.trimmed().faults(&[member], day("2025-09-20")).iter().map(|r| r.code).collect();
            told.join(" ")
        };
        assert_eq!(new("2025-09-20", "村部", vec![member]), "");
        assert_eq!(
            new("2025-09-21", " ", vec![]),
            "workflow.held_in_future workflow.place_missing workflow.nobody_present"
        );
        assert_eq!(new("2025-09-20", "村部", vec![member, stranger]), "workflow.not_a_seat");
    }
}
