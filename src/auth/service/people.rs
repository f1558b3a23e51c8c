use crate::audit::{self, Act, Actor};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{Date, Outcome, Timestamp, UserId};

use crate::auth::error::AuthRefusal;
use crate::auth::password::SealedPassword;
use crate::auth::permit::{Administrator, Grant, Standing};
use crate::auth::person::{NewPerson, Person, Staff, login_as_kept};
use crate::auth::role::Role;
use crate::auth::store;
use crate::auth::term::{HeldGrant, Term};

/// True when somebody can log in: the house has been set up.
pub async fn anybody(tx: &mut ReadTx) -> Outcome<bool> {
    Ok(store::anybody(tx).await?)
}

/// The very first person. They add everybody else.
///
/// Refuses: `auth.already_set_up` as soon as anybody exists.
pub async fn first_administrator(
    tx: &mut WriteTx,
    new: &NewPerson,
    password: &SealedPassword,
    address: &str,
    now: Timestamp,
) -> Outcome<Standing> {
    let id = UserId::new();
    let grant = Grant { role: Role::Administrator, book: None };
    let actor = Actor { id: Some(id), name: new.name().to_owned(), address: address.to_owned() };
    // The chain's head is held from here to the commit, so of two first administrators one comes second.
    let act = Act::on_township("person.first_administrator", format!("{} {}", new.login(), new.name())).id(id);
    audit::record(tx, &actor, act, now).await?;
    if store::anybody(tx).await? {
        return Err(AuthRefusal::AlreadySetUp.into());
    }
    store::insert_person(tx, id, new, password, 0, now).await?;
    let held = HeldGrant { grant, term: Term::default() };
    store::insert_grant(tx, id, &held, &id.text(), now).await?;
    Ok(Standing::new(id, actor, vec![grant]))
}

/// Adds a person, who chooses another password at the first login.
///
/// Refuses: `auth.login_taken`.
pub async fn create_person(
    tx: &mut WriteTx,
    by: &Administrator,
    new: &NewPerson,
    password: &SealedPassword,
    now: Timestamp,
) -> Outcome<UserId> {
    add_person(tx, by, new, password, 1, now).await
}

/// Adds a person who has chosen the password themselves: at the first start, or at the command line.
///
/// Refuses: `auth.login_taken`.
pub async fn create_person_with_own_password(
    tx: &mut WriteTx,
    by: &Administrator,
    new: &NewPerson,
    password: &SealedPassword,
    now: Timestamp,
) -> Outcome<UserId> {
    add_person(tx, by, new, password, 0, now).await
}

async fn add_person(
    tx: &mut WriteTx,
    by: &Administrator,
    new: &NewPerson,
    password: &SealedPassword,
    must_change: i64,
    now: Timestamp,
) -> Outcome<UserId> {
    let id = UserId::new();
    if store::person_by_login(tx, new.login()).await?.is_some() {
        return Err(AuthRefusal::LoginTaken { login: new.login().to_owned() }.into());
    }
    store::insert_person(tx, id, new, password, must_change, now).await?;
    let act = Act::on_township("person.create", format!("{} {}", new.login(), new.name())).id(id);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(id)
}

/// What somebody holds on a day.
pub async fn grants_of(tx: &mut ReadTx, person: UserId, on: Date) -> Outcome<Vec<Grant>> {
    Ok(store::grants(tx, person, on).await?)
}

/// Everybody whose login is in use, by login: for naming a successor.
pub async fn people_in_use(tx: &mut ReadTx) -> Outcome<Vec<Person>> {
    let staff = store::staff(tx).await?.into_iter().map(|s| s.person);
    Ok(staff.filter(|p| p.disabled_at.is_none()).collect())
}

pub(super) async fn require_an_administrator(tx: &mut WriteTx) -> Outcome<()> {
    match store::administrators(tx).await? {
        0 => Err(AuthRefusal::LastAdministrator.into()),
        _ => Ok(()),
    }
}

/// Gives a person a new password to be handed over; they choose their own at the next login.
/// Whoever was logged in under the old one is logged out.
pub async fn set_password(
    tx: &mut WriteTx,
    by: &Administrator,
    of: UserId,
    password: &SealedPassword,
    now: Timestamp,
) -> Outcome<()> {
    let person = existing(tx, of).await?;
    store::save_password(tx, of, password, 1).await?;
    store::end_sessions(tx, of, None, now).await?;
    let act = Act::on_township("person.set_password", format!("{} {}", person.login, person.name)).id(of);
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

/// Closes a person's login. Their name stays on what they did.
///
/// Refuses: `auth.last_administrator`.
pub async fn disable(tx: &mut WriteTx, by: &Administrator, who: UserId, now: Timestamp) -> Outcome<()> {
    let person = existing(tx, who).await?;
    let act = Act::on_township("person.disable", format!("{} {}", person.login, person.name)).id(who);
    audit::record(tx, by.actor(), act, now).await?;
    store::save_disabled(tx, who, Some(now)).await?;
    store::end_sessions(tx, who, None, now).await?;
    require_an_administrator(tx).await
}

/// Opens a disabled login again.
pub async fn enable(tx: &mut WriteTx, by: &Administrator, who: UserId, now: Timestamp) -> Outcome<()> {
    let person = existing(tx, who).await?;
    store::save_disabled(tx, who, None).await?;
    let act = Act::on_township("person.enable", format!("{} {}", person.login, person.name)).id(who);
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

pub(super) async fn existing(tx: &mut ReadTx, id: UserId) -> Outcome<Person> {
    store::person(tx, id).await?.ok_or_else(|| AuthRefusal::NoSuchPerson.into())
}

/// Everybody, with what they hold, by login.
pub async fn staff(tx: &mut ReadTx, _by: &Administrator) -> Outcome<Vec<Staff>> {
    Ok(store::staff(tx).await?)
}

/// A person by login: for the command line, and for naming a reviewer.
pub async fn person_by_login(tx: &mut ReadTx, login: &str) -> Outcome<Option<Person>> {
    Ok(store::person_by_login(tx, &login_as_kept(login)).await?)
}

/// A person by id.
pub async fn person(tx: &mut ReadTx, id: UserId) -> Outcome<Option<Person>> {
    Ok(store::person(tx, id).await?)
}

/// A person as they stand, without a session: for the command line and for seeding.
///
/// Refuses: `auth.no_such_person`, also when disabled.
pub async fn standing_of(tx: &mut ReadTx, id: UserId, address: &str, now: Timestamp) -> Outcome<Standing> {
    let person = existing(tx, id).await?;
    if person.disabled_at.is_some() {
        return Err(AuthRefusal::NoSuchPerson.into());
    }
    let actor = Actor { id: Some(id), name: person.name, address: address.to_owned() };
    Ok(Standing::new(id, actor, store::grants(tx, id, now.date()).await?))
}
