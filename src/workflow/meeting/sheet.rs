use crate::kernel::{Digest, Money, UserId};

use crate::workflow::card::{Approver, Verdict};
use crate::workflow::ladder::Step;
use crate::workflow::progress::{Group, Mark, Tally};
use crate::workflow::state::State;
use crate::workflow::submission::Submission;

use super::{Binding, Meeting, Seat};

/// A meeting with its list and everything said of it: what the page, the paper list and the minutes show.
#[derive(Clone, Debug)]
pub struct MeetingSheet {
    /// The meeting.
    pub meeting: Meeting,
    /// The group, present and absent.
    pub seats: Vec<Seat>,
    /// The list, in order.
    pub items: Vec<SheetItem>,
    /// Signed lists bound to it.
    pub bindings: Vec<Binding>,
}

/// One item of the list.
#[derive(Clone, Debug)]
pub struct SheetItem {
    /// 1-based.
    pub position: i64,
    /// The item as it stands now.
    pub submission: Submission,
    /// Its content as it stood when the list was made.
    pub digest: Digest,
    /// True once its papers were opened at this meeting.
    pub opened: bool,
    /// The group's marks on the content that was listed, oldest first.
    pub marks: Vec<Mark>,
    /// How many must agree.
    pub quorum: i64,
    /// How many the group has.
    pub group: Group,
}

/// Why an item of the list cannot be signed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It says something else now: what was said of it is void.
    Changed,
    /// It is back with its clerk.
    Returned,
    /// The group or the clerk ended it.
    Ended,
}

/// What the group has said of an item so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemResult {
    /// Enough agreed.
    Agreed,
    /// It was refused.
    Refused,
    /// Not enough yet.
    Open,
    /// The content is another by now.
    Void,
}

impl SheetItem {
    /// What hinders a mark now.
    pub fn hindrance(&self) -> Option<Hindrance> {
        if self.submission.digest != Some(self.digest) {
            return Some(Hindrance::Changed);
        }
        match self.submission.state {
            State::Submitted | State::Approved | State::Accepted | State::Booked => None,
            State::Draft | State::Returned => Some(Hindrance::Returned),
            State::Refused | State::Withdrawn => Some(Hindrance::Ended),
        }
    }

    /// Agreeing and refusing marks of the group.
    pub fn tally(&self) -> Tally {
        let of = |verdict| i64::try_from(self.marks.iter().filter(|m| m.verdict == verdict).count()).unwrap_or(0);
        Tally { agreed: of(Verdict::Agree), refused: of(Verdict::Refuse) }
    }

    /// What the group has said of it.
    pub fn result(&self) -> ItemResult {
        match (self.hindrance(), self.submission.state) {
            (Some(Hindrance::Changed), _) => ItemResult::Void,
            (_, State::Refused) => ItemResult::Refused,
            _ if self.tally().agreed >= self.quorum => ItemResult::Agreed,
            _ => ItemResult::Open,
        }
    }

    /// The mark of one member.
    pub fn mark_of(&self, person: UserId) -> Option<&Mark> {
        self.marks.iter().find(|m| m.by == person)
    }

    /// How many must agree on a ladder.
    pub(in crate::workflow) fn quorum_of(steps: &[Step]) -> i64 {
        steps.iter().find(|s| s.approver == Approver::FinanceGroup).map_or(1, |s| s.quorum)
    }
}

impl MeetingSheet {
    /// The sum of everything on the list.
    pub fn total(&self) -> Money {
        self.items.iter().map(|i| i.submission.content.amount).sum()
    }

    /// Those who are there.
    pub fn present(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|s| s.present_at.is_some())
    }

    /// Those who are not.
    pub fn absent(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|s| s.present_at.is_none())
    }

    /// One member's place.
    pub fn seat(&self, person: UserId) -> Option<&Seat> {
        self.seats.iter().find(|s| s.person == person)
    }

    /// How many items a member has signed, at this meeting or otherwise.
    pub fn signed_by(&self, person: UserId) -> usize {
        self.items.iter().filter(|i| i.mark_of(person).is_some()).count()
    }

    /// Items nobody has opened at this meeting, of those that can still be signed.
    pub fn unopened(&self) -> usize {
        self.items.iter().filter(|i| !i.opened && i.hindrance().is_none()).count()
    }

    /// Items whose content has changed since the list was made.
    pub fn changed(&self) -> impl Iterator<Item = &SheetItem> {
        self.items.iter().filter(|i| i.hindrance() == Some(Hindrance::Changed))
    }
}

impl Hindrance {
    /// What it says beside the item.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Hindrance::Changed => "列清单以后内容改过，签的意见作废",
            Hindrance::Returned => "已退回报账员补正",
            Hindrance::Ended => "已经办结",
        }
    }
}

impl ItemResult {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            ItemResult::Agreed => "同意",
            ItemResult::Refused => "不同意",
            ItemResult::Open => "人数不够",
            ItemResult::Void => "内容改过，作废",
        }
    }
}
