use std::fmt;
use std::str::FromStr;

use crate::evidence::Document;
use crate::kernel::{BookId, Digest, FileId, OpinionId, Period, PublicationId, Timestamp, UserId};

use super::layout::SheetLayout;
use super::life::SheetState;
use super::line_key::{KeyedLine, LineKey};
use super::proof::{Broken, Leaves, LineProof};
use super::sheet::DisclosureSheet;
use super::span::SheetSpan;

/// Who laid a hand on a sheet, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    /// The person.
    pub by: UserId,
    /// By name.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// A sheet on its road, without its content: what lists need.
#[derive(Clone, Debug)]
pub struct PublicationHead {
    /// Id.
    pub id: PublicationId,
    /// Its book.
    pub book: BookId,
    /// 公开期.
    pub span: SheetSpan,
    /// 1, then one more for each 更正公告.
    pub version: i64,
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
    /// When it was composed.
    pub composed_at: Timestamp,
    /// 核对.
    pub checked: Option<Hand>,
    /// 签发.
    pub signed: Option<Hand>,
    /// 公布.
    pub published: Option<Hand>,
    /// Photo of the board, and when it came.
    pub posted: Option<(FileId, Timestamp)>,
    /// Names the state that was read.
    pub row_version: i64,
}

impl PublicationHead {
    /// Since when it has stood where it stands.
    pub fn since(&self) -> Timestamp {
        let hands = [&self.published, &self.signed, &self.checked].into_iter().flatten();
        self.posted.map(|(_, at)| at).or(hands.map(|h| h.at).next()).unwrap_or(self.composed_at)
    }

    /// Where the public page stands, below the public base.
    pub fn public_path(&self) -> String {
        format!("/p/{}", self.token)
    }
}

/// A sheet on its road, with its content.
#[derive(Clone, Debug)]
pub struct Publication {
    /// All but the content.
    pub head: PublicationHead,
    /// The content as stored: canonical, hashed.
    pub content: String,
}

impl Publication {
    /// True when the content gives the digest it is stored under.
    pub fn is_whole(&self) -> bool {
        Digest::of(self.content.as_bytes()) == self.head.digest
    }
}

/// 同意 or 有异议.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// 同意.
    Agree,
    /// 有异议.
    Object,
}

impl Verdict {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Verdict::Agree => "同意",
            Verdict::Object => "有异议",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Agree => "agree",
            Verdict::Object => "object",
        })
    }
}
impl FromStr for Verdict {
    type Err = String;
    fn from_str(word: &str) -> Result<Verdict, String> {
        match word {
            "agree" => Ok(Verdict::Agree),
            "object" => Ok(Verdict::Object),
            other => Err(format!("没有「{other}」这种意见")),
        }
    }
}

/// 民主理财小组意见 of one member, on one content.
#[derive(Clone, Debug)]
pub struct Opinion {
    /// Id.
    pub id: OpinionId,
    /// On which content.
    pub digest: Digest,
    /// 同意 or 有异议.
    pub verdict: Verdict,
    /// In the member's words.
    pub words: String,
    /// Who.
    pub by: UserId,
    /// By name.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// What goes on screen and on paper: the kept sheet with its road, or a preview without one.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The sheet.
    pub sheet: DisclosureSheet,
    /// Its road; `None` for a preview that is kept nowhere.
    pub head: Option<PublicationHead>,
    /// Opinions on this content.
    pub opinions: Vec<Opinion>,
    /// Agreements needed.
    pub quorum: i64,
    /// How its paper is set out.
    pub layout: &'static SheetLayout,
}

impl Printed {
    /// True when it may go on the board.
    pub fn is_published(&self) -> bool {
        self.head.as_ref().is_some_and(|h| h.state.is_frozen())
    }

    /// How many days after its 财务公开日 it was published; nothing when in time, or not yet.
    pub fn days_late(&self) -> Option<i64> {
        let on = self.head.as_ref()?.published.as_ref()?.at.date();
        let late = (on - self.sheet.heading.due?).num_days();
        (late > 0).then_some(late)
    }

    /// `本表应在2025年10月15日前公开，实际2025年10月18日公开，迟3天。` Source: FIELD 23.
    pub fn lateness(&self) -> Option<String> {
        let late = self.days_late()?;
        let (due, on) = (self.sheet.heading.due?, self.head.as_ref()?.published.as_ref()?.at.date());
        let day = |d: crate::kernel::Date| d.format("%Y年%-m月%-d日").to_string();
        Some(format!("本表应在{}前公开，实际{}公开，迟{late}天。", day(due), day(on)))
    }

    /// How many members agreed.
    pub fn agreed(&self) -> i64 {
        let agreed = self.opinions.iter().filter(|o| o.verdict == Verdict::Agree).count();
        i64::try_from(agreed).unwrap_or(i64::MAX)
    }
}

/// What the proof of a published sheet came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Proof {
    /// The kept content, the figures made anew and the roots all give the printed code.
    Holds,
    /// The kept content no longer gives its own digest.
    ContentChanged,
    /// The ledger gives other figures, or other roots, than the sheet.
    LedgerDiffers,
}

/// 核对 of a published sheet against the ledger as it stands now.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The sheet as published.
    pub sheet: DisclosureSheet,
    /// Its road.
    pub head: PublicationHead,
    /// The code made anew, from the vouchers as they stand now.
    pub code_now: String,
    /// What it came to.
    pub proof: Proof,
    /// What no longer holds, by name.
    pub broken: Vec<Broken>,
    /// The tree its code is the root of; `None` where it was published before there were trees, or no longer leads there.
    pub leaves: Option<Leaves>,
    /// The source documents behind its vouchers, by month and number.
    pub papers: Vec<((Period, String), Vec<Document>)>,
}

impl Verification {
    /// What no longer holds of one line.
    pub fn broken_at(&self, key: &LineKey) -> Vec<&Broken> {
        self.broken.iter().filter(|b| b.lines.contains(key)).collect()
    }

    /// The source documents behind one line.
    pub fn papers_behind(&self, key: &LineKey) -> &[Document] {
        let own =
            |((month, number), _): &&((Period, String), Vec<Document>)| *month == key.month && *number == key.number;
        self.papers.iter().find(own).map_or(&[], |(_, papers)| papers)
    }

    /// The proof of one line, to be taken away; `None` where there is none.
    pub fn proof_of(&self, line: &KeyedLine<'_>) -> Option<LineProof> {
        LineProof::of(&self.sheet, &self.head, self.leaves.as_ref()?, line)
    }
}
