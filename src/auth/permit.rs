use crate::audit::Actor;
use crate::kernel::{BookId, UserId};

use super::error::AuthRefusal;
use super::role::Role;

/// One role someone holds: for one book, or (`None`) for the whole township.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The book; `None` for all.
    pub book: Option<BookId>,
}

/// A person as they stand right now: who they are and what they hold. Permits come from here only.
#[derive(Clone, Debug)]
pub struct Standing {
    actor: Actor,
    id: UserId,
    grants: Vec<Grant>,
}

impl Standing {
    /// Made by the session, or by the command line, from the grants in the database.
    pub fn new(id: UserId, actor: Actor, grants: Vec<Grant>) -> Standing {
        Standing { actor, id, grants }
    }

    /// The person.
    pub const fn id(&self) -> UserId {
        self.id
    }

    /// As recorded in the log.
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Every grant that holds.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// True when the person holds the role for this book or for the township.
    pub fn holds(&self, role: Role, book: BookId) -> bool {
        self.grants.iter().any(|g| g.role == role && g.book.is_none_or(|b| b == book))
    }

    /// True when the person holds the role anywhere.
    pub fn holds_anywhere(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role == role)
    }

    /// True when the person may see every book. An administrator may not: accounts are not village business.
    pub fn sees_every_book(&self) -> bool {
        self.grants.iter().any(|g| g.book.is_none() && g.role != Role::Administrator)
    }

    /// True when the person may see this book at all.
    pub fn sees(&self, book: BookId) -> bool {
        self.grants.iter().any(|g| g.role != Role::Administrator && g.book.is_none_or(|b| b == book))
    }

    /// True when the person works in the village only, with a phone in hand.
    pub fn is_of_the_village(&self) -> bool {
        !self.grants.is_empty() && self.grants.iter().all(|g| g.role.is_of_the_village())
    }

    /// The books given to this person one by one.
    pub fn books(&self) -> Vec<BookId> {
        let mut books: Vec<BookId> = self.grants.iter().filter_map(|g| g.book).collect();
        books.sort_unstable();
        books.dedup();
        books
    }

    fn permit(&self, roles: &[Role], book: BookId) -> Result<(), AuthRefusal> {
        if !self.sees(book) {
            return Err(AuthRefusal::NoSuchBook);
        }
        if roles.iter().any(|r| self.holds(*r, book)) {
            return Ok(());
        }
        Err(AuthRefusal::role_needed(roles))
    }

    fn office(&self, roles: &[Role]) -> Result<(), AuthRefusal> {
        if self.grants.iter().any(|g| g.book.is_none() && roles.contains(&g.role)) {
            return Ok(());
        }
        Err(AuthRefusal::role_needed(roles))
    }

    /// May read this book.
    pub fn reader(&self, book: BookId) -> Result<Reader, AuthRefusal> {
        if self.sees(book) {
            Ok(Reader { actor: self.actor.clone(), id: self.id, book })
        } else {
            Err(AuthRefusal::NoSuchBook)
        }
    }
    /// May hand in receipts for this book.
    pub fn clerk(&self, book: BookId) -> Result<Clerk, AuthRefusal> {
        self.permit(Clerk::ROLES, book)?;
        Ok(Clerk { actor: self.actor.clone(), id: self.id, book })
    }
    /// Sits in this book's finance group.
    pub fn group_member(&self, book: BookId) -> Result<GroupMember, AuthRefusal> {
        self.permit(GroupMember::ROLES, book)?;
        Ok(GroupMember { actor: self.actor.clone(), id: self.id, book })
    }
    /// Heads this book's village.
    pub fn village_head(&self, book: BookId) -> Result<VillageHead, AuthRefusal> {
        self.permit(VillageHead::ROLES, book)?;
        Ok(VillageHead { actor: self.actor.clone(), id: self.id, book })
    }
    /// May open a meeting of this book's finance group and hold its device: a member, or the clerk.
    pub fn convener(&self, book: BookId) -> Result<Convener, AuthRefusal> {
        self.permit(Convener::ROLES, book)?;
        Ok(Convener { actor: self.actor.clone(), id: self.id, book })
    }
    /// May make, review and post vouchers of this book: its accountant, or the chief accountant.
    pub fn accountant(&self, book: BookId) -> Result<Accountant, AuthRefusal> {
        self.permit(Accountant::ROLES, book)?;
        Ok(Accountant { actor: self.actor.clone(), id: self.id, book })
    }
    /// May pay and receive for this book.
    pub fn cashier(&self, book: BookId) -> Result<Cashier, AuthRefusal> {
        self.permit(Cashier::ROLES, book)?;
        Ok(Cashier { actor: self.actor.clone(), id: self.id, book })
    }
    /// May take this book away and prove it elsewhere: the observer, the director, the chief accountant.
    pub fn auditor(&self, book: BookId) -> Result<Auditor, AuthRefusal> {
        self.permit(Auditor::ROLES, book)?;
        Ok(Auditor { actor: self.actor.clone(), id: self.id, book })
    }
    /// May urge whoever holds up an item of this book: its village head, the chief accountant, the director.
    pub fn supervisor(&self, book: BookId) -> Result<Supervisor, AuthRefusal> {
        self.permit(Supervisor::ROLES, book)?;
        Ok(Supervisor { actor: self.actor.clone(), id: self.id, book })
    }
    /// May urge whoever holds up a villager's question: the chief accountant, the director, the observer.
    pub fn question_watcher(&self, book: BookId) -> Result<QuestionWatcher, AuthRefusal> {
        self.permit(QuestionWatcher::ROLES, book)?;
        Ok(QuestionWatcher { actor: self.actor.clone(), id: self.id, book })
    }
    /// Keeps the township's unified chart, books and settings.
    pub fn chief(&self) -> Result<Chief, AuthRefusal> {
        self.office(Chief::ROLES)?;
        Ok(Chief { actor: self.actor.clone(), id: self.id })
    }
    /// Directs the centre.
    pub fn director(&self) -> Result<Director, AuthRefusal> {
        self.office(Director::ROLES)?;
        Ok(Director { actor: self.actor.clone(), id: self.id })
    }
    /// May seal a year of a book: the director or the chief accountant.
    pub fn sealer(&self) -> Result<Sealer, AuthRefusal> {
        self.office(Sealer::ROLES)?;
        Ok(Sealer { actor: self.actor.clone(), id: self.id })
    }
    /// Keeps the township's receipt books: the cashier or the chief accountant.
    pub fn receipt_keeper(&self) -> Result<ReceiptKeeper, AuthRefusal> {
        self.office(ReceiptKeeper::ROLES)?;
        Ok(ReceiptKeeper { actor: self.actor.clone(), id: self.id })
    }
    /// May read the log of acts: all of it, or for an administrator what concerns people and settings.
    pub fn log_reader(&self) -> Result<LogReader, AuthRefusal> {
        let every_chain = self.holds_anywhere(Role::Observer) || self.holds_anywhere(Role::Director);
        if every_chain || self.holds_anywhere(Role::Administrator) {
            return Ok(LogReader { every_chain });
        }
        Err(AuthRefusal::role_needed(LogReader::ROLES))
    }
    /// Manages accounts and backups.
    pub fn administrator(&self) -> Result<Administrator, AuthRefusal> {
        self.office(Administrator::ROLES)?;
        Ok(Administrator { actor: self.actor.clone(), id: self.id })
    }
}

impl AuthRefusal {
    /// The act belongs to one of these roles.
    pub fn role_needed(roles: &[Role]) -> AuthRefusal {
        AuthRefusal::RoleNeeded { roles: roles.iter().map(|r| r.in_chinese()).collect::<Vec<_>>().join("或") }
    }
}

macro_rules! permits_for_one_book {
    ($($(#[$doc:meta])* $name:ident [$($role:ident),*];)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            actor: Actor,
            id: UserId,
            book: BookId,
        }
        impl $name {
            /// Who is given it.
            pub const ROLES: &'static [Role] = &[$(Role::$role),*];
            /// Who.
            pub const fn actor(&self) -> &Actor {
                &self.actor
            }
            /// The person.
            pub const fn id(&self) -> UserId {
                self.id
            }
            /// The one book this permit is for.
            pub const fn book(&self) -> BookId {
                self.book
            }
        }
    )*};
}
permits_for_one_book! {
    /// May read one book.
    Reader [Clerk, GroupMember, VillageHead, Accountant, Cashier, Chief, Director, Observer];
    /// 报账员 of one book.
    Clerk [Clerk];
    /// 民主理财小组成员 of one book.
    GroupMember [GroupMember];
    /// 村负责人 of one book.
    VillageHead [VillageHead];
    /// 理财会议的召集人: a member of the group, or the clerk, with the device in hand. Signs nothing by it.
    Convener [GroupMember, Clerk];
    /// 专管员 of one book, or the chief accountant acting on it.
    Accountant [Accountant, Chief];
    /// 资金会计, acting on one book.
    Cashier [Cashier];
    /// 监督员, 中心主任 or 总监督会计, taking one book away.
    Auditor [Observer, Director, Chief];
    /// 村负责人, 总监督会计 or 中心主任, urging those who are late (督办).
    Supervisor [VillageHead, Chief, Director];
    /// 总监督会计, 中心主任 or 监督员, urging whoever holds up a villager's question; it changes nothing else.
    QuestionWatcher [Chief, Director, Observer];
}

macro_rules! permits_for_the_township {
    ($($(#[$doc:meta])* $name:ident [$($role:ident),*];)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            actor: Actor,
            id: UserId,
        }
        impl $name {
            /// Who is given it.
            pub const ROLES: &'static [Role] = &[$(Role::$role),*];
            /// Who.
            pub const fn actor(&self) -> &Actor {
                &self.actor
            }
            /// The person.
            pub const fn id(&self) -> UserId {
                self.id
            }
        }
    )*};
}
permits_for_the_township! {
    /// 总监督会计 of the township.
    Chief [Chief];
    /// 中心主任.
    Director [Director];
    /// 中心主任 or 总监督会计, sealing a year.
    Sealer [Director, Chief];
    /// 资金会计 or 总监督会计, keeping the receipt books.
    ReceiptKeeper [Cashier, Chief];
    /// 系统管理员.
    Administrator [Administrator];
}

/// May read the log of acts.
#[derive(Clone, Copy, Debug)]
pub struct LogReader {
    every_chain: bool,
}

impl LogReader {
    /// Who is given it.
    pub const ROLES: &'static [Role] = &[Role::Observer, Role::Director, Role::Administrator];

    /// True when the chains of the books are within sight, and not only the township's.
    pub const fn sees_every_chain(&self) -> bool {
        self.every_chain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(grants: Vec<Grant>) -> Standing {
        let id = UserId::new();
        Standing::new(id, Actor { id: Some(id), name: "某人".into(), address: String::new() }, grants)
    }

    #[test]
    fn a_foreign_book_does_not_exist() {
        let (own, foreign) = (BookId::new(), BookId::new());
        let clerk = standing(vec![Grant { role: Role::Clerk, book: Some(own) }]);
        assert!(clerk.clerk(own).is_ok());
        assert_eq!(clerk.clerk(foreign).err(), Some(AuthRefusal::NoSuchBook));
        assert_eq!(clerk.reader(foreign).err(), Some(AuthRefusal::NoSuchBook));
        assert!(matches!(clerk.accountant(own), Err(AuthRefusal::RoleNeeded { .. })));
    }

    #[test]
    fn the_administrator_sees_no_village_business() {
        let admin = standing(vec![Grant { role: Role::Administrator, book: None }]);
        assert!(admin.administrator().is_ok());
        assert!(admin.reader(BookId::new()).is_err());
        assert!(!admin.sees_every_book());
    }
}
