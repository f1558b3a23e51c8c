//! A township with books and the people of each, made through the use-cases, for stories below the web.

use futures_util::FutureExt;
use mingzhang::audit::Actor;
use mingzhang::auth::{Accountant, Chief, Clerk, Director, Grant, GroupMember, Reader, Role, Standing, VillageHead};
use mingzhang::db::Db;
use mingzhang::kernel::{BookId, Date, Timestamp, UserId};
use mingzhang::ledger;
use mingzhang::village::{self, BookKind, NewBook};

pub use crate::support::village_acts::photo;

/// One book and the people of it; permits are made as the session would make them.
pub struct OpenBook {
    /// The book.
    pub id: BookId,
    clerk: Standing,
    members: Vec<Standing>,
    head: Standing,
    accountant: Standing,
}

/// The township.
pub struct Town {
    /// Its books, in the order asked for.
    pub books: Vec<OpenBook>,
    chief: Standing,
}

impl OpenBook {
    pub fn clerk(&self) -> Clerk {
        self.clerk.clerk(self.id).expect("a clerk")
    }
    pub fn reader(&self) -> Reader {
        self.clerk.reader(self.id).expect("a reader")
    }
    pub fn member(&self, number: usize) -> GroupMember {
        self.members[number].group_member(self.id).expect("a member")
    }
    pub fn member_looking(&self, number: usize) -> Reader {
        self.members[number].reader(self.id).expect("a member")
    }
    pub fn head_looking(&self) -> Reader {
        self.head.reader(self.id).expect("a head")
    }
    pub fn head(&self) -> VillageHead {
        self.head.village_head(self.id).expect("a head")
    }
    pub fn accountant(&self) -> Accountant {
        self.accountant.accountant(self.id).expect("an accountant")
    }
}

impl Town {
    pub fn chief(&self) -> Chief {
        self.chief.chief().expect("the chief")
    }
    pub fn chief_standing(&self) -> &Standing {
        &self.chief
    }
    /// The director, and the same person reading a book.
    pub fn director(&self, book: BookId) -> (Director, Reader) {
        let director = person("中心主任", Role::Director, None);
        (director.director().expect("the director"), director.reader(book).expect("a reader"))
    }
    /// The chief accountant, acting on a book: the second pair of hands.
    pub fn reviewer(&self, book: &OpenBook) -> Accountant {
        self.chief.accountant(book.id).expect("a reviewer")
    }
}

pub fn at(stored: &str) -> Timestamp {
    Timestamp::parse(stored).expect("an instant")
}

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

pub fn person(name: &str, role: Role, book: Option<BookId>) -> Standing {
    let id = UserId::new();
    Standing::new(id, Actor { id: Some(id), name: name.into(), address: String::new() }, vec![Grant { role, book }])
}

/// Founds a township with one collective book per village, open from 2025-01.
pub async fn open(db: &Db, villages: &[&'static str]) -> Town {
    let chief = person("总监督会计", Role::Chief, None);
    db.write(|tx| {
        async move {
            village::found(tx, &Actor::program(), "青溪镇", "", at("2025-01-01T00:00:00Z")).await?;
            ledger::lay_down_chart(tx, &Actor::program(), at("2025-01-01T00:00:00Z")).await
        }
        .boxed()
    })
    .await
    .expect("founded");
    let mut books = Vec::new();
    for (i, name) in villages.iter().enumerate() {
        let by = chief.chief().expect("the chief");
        let new = NewBook {
            code: format!("C{:02}", i + 1),
            name: format!("{name}集体"),
            legal_name: format!("{name}股份经济合作社"),
            village: (*name).to_owned(),
            kind: BookKind::Collective,
            enabled_from: "2025-01".parse().expect("a period"),
        };
        let id = db
            .write(move |tx| async move { village::add_book(tx, &by, new, at("2025-01-01T00:00:00Z")).await }.boxed())
            .await
            .expect("a book");
        books.push(OpenBook {
            id,
            clerk: person("报账员", Role::Clerk, Some(id)),
            members: (1..=5).map(|n| person(&format!("理财成员{n}"), Role::GroupMember, Some(id))).collect(),
            head: person("村负责人", Role::VillageHead, Some(id)),
            accountant: person("专管员", Role::Accountant, Some(id)),
        });
    }
    Town { books, chief }
}
