use std::fmt;

use crate::kernel::{BookId, Digest, DigestInput, Timestamp, UserId};

/// Who acts: a person with a session, or the program itself (no id).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person; `None` for the program.
    pub id: Option<UserId>,
    /// As printed on vouchers and in the log.
    pub name: String,
    /// Where the request came from; empty on the command line.
    pub address: String,
}

impl Actor {
    /// The program acting by itself: a seed, a nightly job.
    pub fn program() -> Actor {
        Actor { id: None, name: "系统".to_owned(), address: String::new() }
    }

    /// The id as stored, empty for the program.
    pub fn stored_id(&self) -> String {
        self.id.map(UserId::text).unwrap_or_default()
    }
}

/// Which chain an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// People, roles, the chart, settings.
    Township,
    /// Everything of one book.
    Book(BookId),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::Township => f.write_str("township"),
            Scope::Book(book) => fmt::Display::fmt(book, f),
        }
    }
}

/// What was done, in the words the log shows.
#[derive(Clone, Debug)]
pub struct Act {
    /// The chain.
    pub scope: Scope,
    /// `voucher.post`, `login.failed`.
    pub verb: &'static str,
    /// `记账凭证 2025-09 记-0012`.
    pub subject: String,
    /// Its id, for looking up all acts on one thing; empty when there is none.
    pub subject_id: String,
    /// Plain words or JSON.
    pub detail: String,
}

impl Act {
    /// An act on one book.
    pub fn on_book(book: BookId, verb: &'static str, subject: impl Into<String>) -> Act {
        Act {
            scope: Scope::Book(book),
            verb,
            subject: subject.into(),
            subject_id: String::new(),
            detail: String::new(),
        }
    }

    /// An act on the township.
    pub fn on_township(verb: &'static str, subject: impl Into<String>) -> Act {
        Act { scope: Scope::Township, verb, subject: subject.into(), subject_id: String::new(), detail: String::new() }
    }

    /// Names the thing acted on.
    pub fn id(mut self, id: impl fmt::Display) -> Act {
        self.subject_id = id.to_string();
        self
    }

    /// Adds what else should be remembered.
    pub fn detail(mut self, detail: impl Into<String>) -> Act {
        self.detail = detail.into();
        self
    }
}

/// A recorded act.
#[derive(Clone, Debug)]
pub struct Event {
    /// Chain.
    pub scope: String,
    /// 1..n without holes within its chain.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who, by id; empty for the program.
    pub actor_id: String,
    /// Who, by name.
    pub actor_name: String,
    /// What.
    pub act: String,
    /// To what.
    pub subject: String,
    /// Its id.
    pub subject_id: String,
    /// What else.
    pub detail: String,
    /// From where.
    pub address: String,
    /// Digest of the event before it.
    pub previous: Digest,
    /// Digest of this one.
    pub digest: Digest,
}

impl Event {
    /// The digest its content should have.
    pub fn digest_of_content(&self) -> Digest {
        DigestInput::new("audit/1")
            .field("scope", &self.scope)
            .field("seq", self.seq)
            .field("at", self.at.stored())
            .field("actor", &self.actor_id)
            .field("name", &self.actor_name)
            .field("act", &self.act)
            .field("subject", &self.subject)
            .field("subject_id", &self.subject_id)
            .field("detail", &self.detail)
            .field("address", &self.address)
            .field("previous", self.previous)
            .digest()
    }
}

/// What to look for in one chain. An empty text looks for anything.
#[derive(Clone, Debug)]
pub struct Search {
    /// The chain.
    pub scope: Scope,
    /// Part of a name.
    pub person: String,
    /// Part of what was done, to what, or of its details.
    pub words: String,
    /// From this instant on.
    pub from: Timestamp,
    /// Before this instant.
    pub to: Timestamp,
    /// Pages on: only events with a smaller number.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: i64,
}
