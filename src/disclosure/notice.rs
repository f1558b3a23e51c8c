use crate::auth::Standing;
use crate::kernel::{BookId, Date, Digest, FileId, FiscalYear, NoticeId, Timestamp, stored_words};

use super::life::{SheetAct, SheetState};
use super::notice_content::NoticeBody;
use super::publication::{Hand, Opinion, Verdict};
use super::topic::Topic;
use super::turn::Turn;

stored_words! {
    /// 专项公开, 年度材料 or 更正公告.
    NoticeKind "这种公开" {
        /// 专项公开表.
        Special "special" "专项公开",
        /// 年度预决算和分配方案.
        Annual "annual" "年度材料",
        /// 更正公告.
        Correction "correction" "更正公告",
    }
}

impl NoticeKind {
    /// What stands in its number: `2026-专-03`.
    pub const fn in_number(self) -> &'static str {
        match self {
            NoticeKind::Special => "专",
            NoticeKind::Annual => "年",
            NoticeKind::Correction => "更",
        }
    }

    /// Which policy says what road it goes.
    pub(super) const fn road_policy(self) -> &'static str {
        match self {
            NoticeKind::Special => "special_road",
            NoticeKind::Annual => "annual_road",
            NoticeKind::Correction => "correction_road",
        }
    }
}

/// The road of a notice: the sheet's own, without the steps the township leaves out. Source: policies `special_road`,
/// `annual_road`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoticeRoad {
    opinion: bool,
    signature: bool,
}

impl NoticeRoad {
    /// As the policy words it.
    pub fn of(policy: &str) -> NoticeRoad {
        NoticeRoad { opinion: policy.contains("理财小组"), signature: policy.contains("签发") }
    }

    /// True when the finance group is asked.
    pub const fn asks_the_group(self) -> bool {
        self.opinion
    }

    /// The act that moves a notice on, when it is this person's to do.
    pub fn turn(self, standing: &Standing, head: &NoticeHead, said: bool) -> Turn {
        Turn::of(standing, head.book, Some(head.state), said || !self.opinion)
    }

    /// Where an act leads on this road: past every step that is left out.
    ///
    /// Refuses: `disclosure.out_of_turn`.
    pub fn next(self, state: SheetState, act: SheetAct) -> Result<SheetState, super::DisclosureRefusal> {
        let mut next = state.next(act)?;
        if next == SheetState::Checked && !self.opinion {
            next = SheetState::Reviewed;
        }
        if next == SheetState::Reviewed && !self.signature {
            next = SheetState::Signed;
        }
        Ok(next)
    }

    /// The steps of the road: the state each ends in, and its word.
    pub fn steps(self) -> Vec<(SheetState, &'static str)> {
        let all = [
            (SheetState::Composed, "编制"),
            (SheetState::Checked, "中心核对"),
            (SheetState::Reviewed, "理财小组意见"),
            (SheetState::Signed, "主任签发"),
            (SheetState::Published, "公布"),
            (SheetState::Posted, "张贴"),
        ];
        let kept = |state: SheetState| match state {
            SheetState::Reviewed => self.opinion,
            SheetState::Signed => self.signature,
            _ => true,
        };
        all.into_iter().filter(|(state, _)| kept(*state)).collect()
    }
}

/// Put on the board: the photo, and when and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The photo.
    pub photo: FileId,
    /// When it came.
    pub at: Timestamp,
    /// The day it was put up; empty places are those of before it was asked.
    pub on: Option<Date>,
    /// Where: 村委会公开栏.
    pub place: String,
}

/// A notice on its road, without its content.
#[derive(Clone, Debug)]
pub struct NoticeHead {
    /// Id.
    pub id: NoticeId,
    /// Its book.
    pub book: BookId,
    /// 专项公开 or 年度材料.
    pub kind: NoticeKind,
    /// Of a special sheet.
    pub topic: Option<Topic>,
    /// The group of events, or the year.
    pub subject: String,
    /// What it is called, with what it is about.
    pub title: String,
    /// 公开编号.
    pub number: String,
    /// How far it has come.
    pub state: SheetState,
    /// Digest of the content.
    pub digest: Digest,
    /// The code printed and shown, in groups of four.
    pub code: String,
    /// What the QR leads to.
    pub token: String,
    /// The day it should be public.
    pub due: Date,
    /// Who composed it.
    pub composed_name: String,
    /// When.
    pub composed_at: Timestamp,
    /// 核对.
    pub checked: Option<Hand>,
    /// 签发.
    pub signed: Option<Hand>,
    /// 公布.
    pub published: Option<Hand>,
    /// On the board.
    pub posted: Option<Posting>,
    /// Names the state that was read.
    pub row_version: i64,
}

impl NoticeHead {
    /// Where the public page stands, below the public base.
    pub fn public_path(&self) -> String {
        format!("/n/{}", self.token)
    }

    /// `2025年10月8日`; empty until it is published.
    pub fn published_on(&self) -> String {
        let hand = self.published.as_ref();
        hand.map(|h| h.at.date().format("%Y年%-m月%-d日").to_string()).unwrap_or_default()
    }

    /// How many days after its day it was published; nothing when in time, or not yet.
    pub fn days_late(&self) -> Option<i64> {
        let late = (self.published.as_ref()?.at.date() - self.due).num_days();
        (late > 0).then_some(late)
    }
}

/// A notice with its content as stored.
#[derive(Clone, Debug)]
pub struct Notice {
    /// All but the content.
    pub head: NoticeHead,
    /// Canonical, hashed.
    pub content: String,
}

impl Notice {
    /// True when the content gives the digest it is stored under.
    pub fn is_whole(&self) -> bool {
        Digest::of(self.content.as_bytes()) == self.head.digest
    }
}

/// What goes on screen and on paper.
#[derive(Clone, Debug)]
pub struct PrintedNotice {
    /// Its road.
    pub head: NoticeHead,
    /// What it says.
    pub body: NoticeBody,
    /// The steps of its road.
    pub road: NoticeRoad,
    /// Opinions on this content.
    pub opinions: Vec<Opinion>,
    /// Agreements needed.
    pub quorum: i64,
    /// True when its vouchers still have the digests it was made from; always true of what has no vouchers.
    pub holds: bool,
}

impl PrintedNotice {
    /// How many members agreed.
    pub fn agreed(&self) -> usize {
        self.opinions.iter().filter(|o| o.verdict == Verdict::Agree).count()
    }
}

/// The meeting a year's package is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnualMeeting {
    /// The year told of.
    pub year: FiscalYear,
    /// Which meeting: 成员大会, 成员代表大会.
    pub meeting: String,
    /// When it meets.
    pub meets_on: Date,
    /// Who entered it.
    pub entered_name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_road_passes_over_the_steps_that_are_left_out() {
        let walked = |policy: &str| -> Vec<String> {
            let road = NoticeRoad::of(policy);
            let mut state = SheetState::Composed;
            let mut seen = vec![state.to_string()];
            for act in [SheetAct::Check, SheetAct::Agree, SheetAct::Sign, SheetAct::Publish, SheetAct::Post] {
                if let Ok(next) = road.next(state, act) {
                    state = next;
                    seen.push(state.to_string());
                }
            }
            seen
        };
        assert_eq!(walked("核对"), ["composed", "signed", "published", "posted"]);
        assert_eq!(walked("核对、签发"), ["composed", "reviewed", "signed", "published", "posted"]);
        assert_eq!(
            walked("核对、理财小组意见、签发"),
            ["composed", "checked", "reviewed", "signed", "published", "posted"]
        );
        assert_eq!(NoticeRoad::of("核对").steps().len(), 4);
    }
}
