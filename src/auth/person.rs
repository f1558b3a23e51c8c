use crate::kernel::{BookId, Failure, Outcome, Refused, Timestamp, UserId};

use super::error::AuthRefusal;
use super::permit::Grant;
use super::role::Role;
use super::term::HeldGrant;

/// Someone with a login. Never deleted, only disabled: their name stands on vouchers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// What they type to log in.
    pub login: String,
    /// As printed on vouchers.
    pub name: String,
    /// True until they have chosen a password themselves.
    pub must_change: bool,
    /// Since when.
    pub created_at: Timestamp,
    /// When they were disabled.
    pub disabled_at: Option<Timestamp>,
}

/// One role somebody holds now, and since when.
#[derive(Clone, Debug)]
pub struct Holding {
    /// The role.
    pub role: Role,
    /// The book; `None` for the township.
    pub book: Option<BookId>,
    /// Who.
    pub person: UserId,
    /// Their name.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
}

/// A person and what they hold.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Who.
    pub person: Person,
    /// Every grant that was not taken back, with its term.
    pub grants: Vec<HeldGrant>,
}

/// A person about to be added: login and name in their legal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    login: String,
    name: String,
}

impl NewPerson {
    /// Refuses: `auth.login_missing`, `auth.invalid_login`, `auth.name_missing`.
    pub fn new(login: &str, name: &str) -> Outcome<NewPerson> {
        let mut refused: Vec<Refused> = Vec::new();
        let (login, name) = (login_as_kept(login), name.trim().to_owned());
        if login.is_empty() {
            refused.push(AuthRefusal::LoginMissing.into());
        } else if !is_login(&login) {
            refused.push(AuthRefusal::InvalidLogin { login: login.clone() }.into());
        }
        if name.is_empty() {
            refused.push(AuthRefusal::NameMissing.into());
        }
        Failure::unless_none(refused)?;
        Ok(NewPerson { login, name })
    }

    /// What they type to log in.
    pub fn login(&self) -> &str {
        &self.login
    }

    /// As printed on vouchers.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A login as it is kept and looked up: without the blanks around it, letters small.
pub(super) fn login_as_kept(typed: &str) -> String {
    typed.trim().to_lowercase()
}

fn is_login(login: &str) -> bool {
    (2..=32).contains(&login.chars().count()) && login.chars().all(|c| c.is_alphanumeric() || "._-@".contains(c))
}

/// May this role be added to those held? Two pairs of hands stay two pairs.
///
/// A finance-group member is no accounting staff anywhere, and no clerk or head of the same book;
/// the cashier keeps no accounts. Source: 农村集体经济组织法 art. 34; 会计基础工作规范 art. 12.
/// Refuses: `auth.conflict_of_interest`, `auth.role_needs_book`, `auth.role_is_for_township`.
pub fn may_hold(held: &[Grant], wanted: Grant) -> Result<(), AuthRefusal> {
    let role = wanted.role.in_chinese();
    match (wanted.role.is_per_book(), wanted.book) {
        (true, None) => return Err(AuthRefusal::RoleNeedsBook { role }),
        (false, Some(_)) => return Err(AuthRefusal::RoleIsForTownship { role }),
        (true, Some(_)) | (false, None) => {}
    }
    match held.iter().find(|g| conflict(**g, wanted) || conflict(wanted, **g)) {
        Some(other) => Err(AuthRefusal::ConflictOfInterest { held: other.role.in_chinese(), wanted: role }),
        None => Ok(()),
    }
}

fn conflict(one: Grant, other: Grant) -> bool {
    match one.role {
        Role::GroupMember => {
            let same_book = one.book == other.book;
            other.role.is_accounting_staff() || same_book && matches!(other.role, Role::Clerk | Role::VillageHead)
        }
        Role::Cashier => matches!(other.role, Role::Accountant | Role::Chief),
        Role::Clerk
        | Role::VillageHead
        | Role::Accountant
        | Role::Chief
        | Role::Director
        | Role::Observer
        | Role::Administrator => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::BookId;

    #[test]
    fn hands_that_must_stay_apart() {
        let (own, other) = (BookId::new(), BookId::new());
        let of = |role, book| Grant { role, book };
        let cases = [
            (of(Role::GroupMember, Some(own)), of(Role::Clerk, Some(own)), false),
            (of(Role::GroupMember, Some(own)), of(Role::VillageHead, Some(own)), false),
            (of(Role::GroupMember, Some(own)), of(Role::Clerk, Some(other)), true),
            (of(Role::GroupMember, Some(own)), of(Role::Accountant, Some(other)), false),
            (of(Role::GroupMember, Some(own)), of(Role::Cashier, None), false),
            (of(Role::GroupMember, Some(own)), of(Role::GroupMember, Some(other)), true),
            (of(Role::Cashier, None), of(Role::Accountant, Some(own)), false),
            (of(Role::Cashier, None), of(Role::Chief, None), false),
            (of(Role::Accountant, Some(own)), of(Role::Accountant, Some(other)), true),
            (of(Role::Chief, None), of(Role::Director, None), true),
        ];
        for (one, two, fine) in cases {
            assert_eq!(may_hold(&[one], two).is_ok(), fine, "{one:?} {two:?}");
            assert_eq!(may_hold(&[two], one).is_ok(), fine, "{two:?} {one:?}");
        }
    }

    #[test]
    fn a_role_comes_with_its_book_or_without() {
        assert!(matches!(
            may_hold(&[], Grant { role: Role::Clerk, book: None }),
            Err(AuthRefusal::RoleNeedsBook { .. })
        ));
        let chief = Grant { role: Role::Chief, book: Some(BookId::new()) };
        assert!(matches!(may_hold(&[], chief), Err(AuthRefusal::RoleIsForTownship { .. })));
    }

    #[test]
    fn every_fault_of_a_new_person_at_once() {
        let failure = NewPerson::new("a b", " ").unwrap_err();
        assert!(failure.is("auth.invalid_login") && failure.is("auth.name_missing"));
        assert_eq!(NewPerson::new(" Zhang.San ", "张三").unwrap().login(), "zhang.san");
    }
}
