use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::auth::Role;
use crate::kernel::{BookId, Digest, DigestInput, FileId, PostHandoverId, Refused, Timestamp, UserId, stored_words};

use super::error::HandoverRefusal as H;

/// Longest reason and words.
pub(super) const WORDS_LIMIT: usize = 300;
/// Most lines written by hand, and longest of them.
const LINES_LIMIT: usize = 60;
const LINE_LIMIT: usize = 80;

/// Which post changes hands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PostRole {
    /// 报账员.
    Clerk,
    /// 专管员.
    Accountant,
}

impl PostRole {
    /// Both.
    pub const ALL: [PostRole; 2] = [PostRole::Clerk, PostRole::Accountant];

    /// The role of the grant.
    pub const fn role(self) -> Role {
        match self {
            PostRole::Clerk => Role::Clerk,
            PostRole::Accountant => Role::Accountant,
        }
    }
}

impl fmt::Display for PostRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.role().word())
    }
}

impl FromStr for PostRole {
    type Err = String;
    fn from_str(word: &str) -> Result<PostRole, String> {
        PostRole::ALL.into_iter().find(|p| p.role().word() == word).ok_or_else(|| format!("{word}不办交接"))
    }
}

/// One part of the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandoverSection {
    /// 一、在途报账单.
    pub title: String,
    /// Its lines, each a sentence with its figures.
    pub lines: Vec<String>,
}

stored_words! {
    /// Who confirms.
    Party "这一方" {
        /// 移交人.
        Out "out" "移交人",
        /// 接交人.
        In "in" "接交人",
        /// 监交人.
        Supervisor "supervisor" "监交人",
    }
}

/// How somebody confirmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// With their own login.
    Login,
    /// By hand on the printed list, photographed.
    Paper,
}

/// One confirmation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirmed {
    /// Who.
    pub party: Party,
    /// How.
    pub way: Way,
    /// Differences written up; empty when everything was there.
    pub words: String,
    /// The photograph of the signed paper.
    pub file: Option<FileId>,
    /// Who entered it.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
}

/// 交接 — a clerk or an accountant hands one book over to a successor.
///
/// Source: 会计基础工作规范 art. 25–30; domain/workflow.md §11.
#[derive(Clone, Debug)]
pub struct PostHandover {
    /// Id.
    pub id: PostHandoverId,
    /// Which book.
    pub book: BookId,
    /// Which post.
    pub role: PostRole,
    /// Who leaves.
    pub out: (UserId, String),
    /// Who comes.
    pub into: (UserId, String),
    /// Who supervises.
    pub supervisor: (UserId, String),
    /// Why.
    pub reason: String,
    /// The list as it stood when it was made.
    pub sections: Vec<HandoverSection>,
    /// Over all of it.
    pub digest: Digest,
    /// Who made the list.
    pub made_name: String,
    /// When.
    pub made_at: Timestamp,
    /// Who has confirmed.
    pub confirmed: Vec<Confirmed>,
    /// Called off: why, by whom, when.
    pub cancelled: Option<(String, String, Timestamp)>,
}

impl PostHandover {
    /// `李家村 报账员交接`.
    pub fn label(&self) -> String {
        format!("{}交接 {} 交 {}", self.role.role().in_chinese(), self.out.1, self.into.1)
    }

    /// Who is to confirm next; none when it is done or called off.
    pub fn turn(&self) -> Option<Party> {
        if self.cancelled.is_some() {
            return None;
        }
        Party::ALL.into_iter().find(|p| !self.confirmed.iter().any(|c| c.party == *p))
    }

    /// Where it stands, in a word.
    pub fn stands(&self) -> String {
        match (self.turn(), self.cancelled.is_some()) {
            (_, true) => "已取消".to_owned(),
            (Some(party), false) => format!("等{}确认", party.in_chinese()),
            (None, false) => "已办完".to_owned(),
        }
    }

    /// Which party somebody is.
    pub fn party_of(&self, person: UserId) -> Option<Party> {
        let parties = [(Party::Out, self.out.0), (Party::In, self.into.0), (Party::Supervisor, self.supervisor.0)];
        parties.into_iter().find(|(_, id)| *id == person).map(|(party, _)| party)
    }

    /// The name of a party.
    pub fn name_of(&self, party: Party) -> &str {
        match party {
            Party::Out => &self.out.1,
            Party::In => &self.into.1,
            Party::Supervisor => &self.supervisor.1,
        }
    }

    /// What a party has confirmed.
    pub fn mark(&self, party: Party) -> Option<&Confirmed> {
        self.confirmed.iter().find(|c| c.party == party)
    }

    /// The digest its content should have.
    pub fn digest_of_content(&self) -> Digest {
        let mut input = DigestInput::new("post_handover/1");
        input
            .field("book", self.book)
            .field("role", self.role)
            .field("out", self.out.0)
            .field("in", self.into.0)
            .field("supervisor", self.supervisor.0)
            .field("reason", &self.reason);
        for section in &self.sections {
            input.field("section", &section.title);
            for line in &section.lines {
                input.field("line", line);
            }
        }
        input.digest()
    }
}

/// What a handover begins with.
#[derive(Clone, Debug)]
pub struct NewPostHandover {
    /// Which post.
    pub role: Option<PostRole>,
    /// Who leaves.
    pub out: Option<UserId>,
    /// Who comes.
    pub into: Option<UserId>,
    /// Who supervises.
    pub supervisor: Option<UserId>,
    /// Why.
    pub reason: String,
    /// Seals, cheque books, contracts, keys …: one a line.
    pub things: String,
}

impl NewPostHandover {
    /// The lines written by hand.
    pub(super) fn lines(&self) -> Vec<String> {
        self.things.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
    }

    /// What is wrong with it before anything is looked up.
    pub(super) fn faults(&self) -> Vec<Refused> {
        let mut faults: Vec<Refused> = Vec::new();
        let named = [(self.role.is_some(), "role", "哪个岗位"), (self.out.is_some(), "out", "移交人")];
        let more = [(self.into.is_some(), "into", "接交人"), (self.supervisor.is_some(), "supervisor", "监交人")];
        for (there, field, what) in named.into_iter().chain(more) {
            if !there {
                faults.push(H::NotNamed { what, field }.into());
            }
        }
        let people = [self.out, self.into, self.supervisor];
        let twice =
            people.iter().flatten().count() > people.iter().flatten().collect::<std::collections::HashSet<_>>().len();
        if twice {
            faults.push(H::SamePerson.into());
        }
        if self.reason.trim().is_empty() {
            faults.push(H::WordsMissing { what: "交接原因", field: "reason" }.into());
        }
        let length = self.reason.trim().chars().count();
        if length > WORDS_LIMIT {
            faults.push(H::TooLong { length, limit: WORDS_LIMIT, field: "reason" }.into());
        }
        let lines = self.lines();
        if lines.len() > LINES_LIMIT {
            faults.push(H::TooManyLines { lines: lines.len(), limit: LINES_LIMIT }.into());
        }
        if let Some(long) = lines.iter().map(|l| l.chars().count()).find(|l| *l > LINE_LIMIT) {
            faults.push(H::TooLong { length: long, limit: LINE_LIMIT, field: "things" }.into());
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_at_once() {
        let nothing = NewPostHandover {
            role: None,
            out: None,
            into: None,
            supervisor: None,
            reason: " ".into(),
            things: "长".repeat(81),
        };
        let codes: Vec<&str> = nothing.faults().into_iter().map(|r| r.code).collect();
        assert_eq!(
            codes,
            [
                "handover.not_named",
                "handover.not_named",
                "handover.not_named",
                "handover.not_named",
                "handover.words_missing",
                "handover.too_long"
            ]
        );
        let one = UserId::new();
        let alone = NewPostHandover {
            role: Some(PostRole::Clerk),
            out: Some(one),
            into: Some(one),
            supervisor: Some(UserId::new()),
            reason: "换届".into(),
            things: "公章一枚\n\n 支票一本 ".into(),
        };
        assert_eq!(alone.faults().into_iter().map(|r| r.code).collect::<Vec<_>>(), ["handover.same_person"]);
        assert_eq!(alone.lines(), ["公章一枚", "支票一本"]);
    }
}
