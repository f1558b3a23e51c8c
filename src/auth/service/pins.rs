use std::collections::BTreeSet;

use crate::audit::{self, Act, Actor};
use crate::auth::error::AuthRefusal;
use crate::auth::password::{Hashing, SealedPassword};
use crate::auth::permit::{Administrator, Convener, GroupMember, Standing};
use crate::auth::pin::{Pin, PinCode, SealedCode};
use crate::auth::session::{FAILURES_ALLOWED, Failures, Session};
use crate::auth::store;
use crate::db::{Db, ReadTx, WriteTx};
use crate::kernel::{BookId, Outcome, Timestamp, UserId};

use super::people::existing;

/// What is typed to set one's own PIN.
pub struct OwnPin {
    /// The password, so that a phone left lying about sets no PIN.
    pub password: String,
    /// The PIN.
    pub pin: String,
    /// The PIN again.
    pub repeated: String,
}

/// What a member types at the meeting to set the first PIN.
pub struct FirstPin {
    /// The code the administrator handed out.
    pub code: String,
    /// The PIN.
    pub pin: String,
    /// The PIN again.
    pub repeated: String,
}

/// Sets one's own PIN. Takes the database, not a transaction: none is held while anything is hashed.
///
/// Refuses: `auth.pin_shape`, `auth.pin_simple`, `auth.pins_differ`, `auth.current_password_wrong`, `auth.throttled`.
pub async fn set_own_pin(
    db: &Db,
    hashing: &Hashing,
    by: &Standing,
    session: &Session,
    typed: OwnPin,
    now: Timestamp,
) -> Outcome<()> {
    let pin = chosen(&typed.pin, &typed.repeated)?;
    let subject = format!("{}|password", session.person);
    let mut tx = db.read().await?;
    if let Some(minutes) = minutes_to_wait(&mut tx, &subject, now).await? {
        return Err(AuthRefusal::Throttled { minutes }.into());
    }
    let hash = store::password_hash(&mut tx, session.person).await?;
    drop(tx);
    let same = hashing.matches(typed.password, hash).await?;
    let sealed = hashing.seal_pin(&pin).await?;
    let (actor, person) = (by.actor().clone(), session.person);
    db.write(move |tx| {
        Box::pin(async move {
            if !same {
                let act = Act::on_township("person.password_wrong", &actor.name).id(person);
                audit::record(tx, &actor, act, now).await?;
                one_more_failure(tx, &subject, now).await?;
                return Ok(Err(AuthRefusal::CurrentPasswordWrong));
            }
            store::forget_failures(tx, &subject).await?;
            set(tx, &actor, person, &sealed, now).await?;
            Ok(Ok(()))
        })
    })
    .await?
    .map_err(Into::into)
}

/// Notes that a code was handed out to a person; an earlier one not used yet does not count any more.
pub async fn give_pin_code(
    tx: &mut WriteTx,
    by: &Administrator,
    to: UserId,
    code: &SealedCode,
    now: Timestamp,
) -> Outcome<()> {
    let person = existing(tx, to).await?;
    store::save_code(tx, to, code, by.id(), now).await?;
    let act = Act::on_township("pin.code", format!("{} {}", person.login, person.name)).id(to);
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

/// A member sets the first PIN at the meeting, with the code handed out to them. The code is used up.
///
/// Refuses: `auth.not_in_group`, `auth.pin_shape`, `auth.pin_simple`, `auth.pins_differ`, `auth.pin_code_gone`,
/// `auth.wrong_pin_code`, `auth.pin_throttled`.
pub async fn set_first_pin(
    db: &Db,
    hashing: &Hashing,
    at: &Convener,
    member: UserId,
    typed: FirstPin,
    now: Timestamp,
) -> Outcome<()> {
    let pin = chosen(&typed.pin, &typed.repeated)?;
    let mut tx = db.read().await?;
    let signer = in_office(&mut tx, at, member, now).await?;
    let subject = format!("{member}|pin-code");
    if let Some(minutes) = minutes_to_wait(&mut tx, &subject, now).await? {
        return Err(AuthRefusal::PinThrottled { minutes }.into());
    }
    let code = store::pin_code(&mut tx, member).await?.filter(|c| now < c.expires_at);
    drop(tx);
    let code = code.ok_or(AuthRefusal::PinCodeGone)?;
    let same = hashing.matches(typed.code.trim().to_owned(), Some(code.hash)).await?;
    let sealed = hashing.seal_pin(&pin).await?;
    let actor = signer.actor().clone();
    db.write(move |tx| {
        Box::pin(async move {
            if !same {
                audit::record(tx, &actor, Act::on_township("pin.code_wrong", &actor.name).id(member), now).await?;
                let failures = one_more_failure(tx, &subject, now).await?;
                return Ok(Err(failures.told(now, |left| AuthRefusal::WrongPinCode { left })));
            }
            if !store::forget_code(tx, member).await? {
                return Ok(Err(AuthRefusal::PinCodeGone));
            }
            store::forget_failures(tx, &subject).await?;
            set(tx, &actor, member, &sealed, now).await?;
            Ok(Ok(()))
        })
    })
    .await?
    .map_err(Into::into)
}

/// Who signs on this device now: the member whose PIN was typed, of the convener's own book and in office today.
///
/// Counted per member, whatever the device. Refuses: `auth.not_in_group`, `auth.pin_not_set`, `auth.wrong_pin`,
/// `auth.pin_throttled`.
pub async fn member_by_pin(
    db: &Db,
    hashing: &Hashing,
    at: &Convener,
    member: UserId,
    typed: String,
    now: Timestamp,
) -> Outcome<GroupMember> {
    let mut tx = db.read().await?;
    let signer = in_office(&mut tx, at, member, now).await?;
    let subject = format!("{member}|pin");
    if let Some(minutes) = minutes_to_wait(&mut tx, &subject, now).await? {
        return Err(AuthRefusal::PinThrottled { minutes }.into());
    }
    let hash = store::pin_hash(&mut tx, member).await?;
    drop(tx);
    let hash = hash.ok_or_else(|| AuthRefusal::PinNotSet { name: signer.actor().name.clone() })?;
    let same = hashing.matches(typed.trim().to_owned(), Some(hash)).await?;
    let actor = signer.actor().clone();
    db.write(move |tx| {
        Box::pin(async move {
            // The chain's head is held from here on: guesses side by side are counted one after another.
            let verb = if same { "pin.given" } else { "pin.wrong" };
            audit::record(tx, &actor, Act::on_township(verb, &actor.name).id(member), now).await?;
            if let Some(minutes) = minutes_to_wait(tx, &subject, now).await? {
                return Ok(Err(AuthRefusal::PinThrottled { minutes }));
            }
            if same {
                store::forget_failures(tx, &subject).await?;
                return Ok(Ok(()));
            }
            let failures = one_more_failure(tx, &subject, now).await?;
            Ok(Err(failures.told(now, |left| AuthRefusal::WrongPin { left })))
        })
    })
    .await??;
    Ok(signer)
}

/// Who of a book's people has a PIN.
pub async fn with_pin(tx: &mut ReadTx, book: BookId) -> Outcome<BTreeSet<UserId>> {
    Ok(store::pins_of(tx, book).await?)
}

/// The member as a permit for the convener's book, on the convener's device.
async fn in_office(tx: &mut ReadTx, at: &Convener, member: UserId, now: Timestamp) -> Outcome<GroupMember> {
    let person = store::person(tx, member).await?.ok_or(AuthRefusal::NoSuchPerson)?;
    let gone = AuthRefusal::NotInGroup { name: person.name.clone() };
    if person.disabled_at.is_some() {
        return Err(gone.into());
    }
    let actor = Actor { id: Some(member), name: person.name, address: at.actor().address.clone() };
    let standing = Standing::new(member, actor, store::grants(tx, member, now.date()).await?);
    Ok(standing.group_member(at.book()).map_err(|_| gone)?)
}

fn chosen(typed: &str, repeated: &str) -> Result<Pin, AuthRefusal> {
    let pin = Pin::new(typed)?;
    if typed.trim() == repeated.trim() { Ok(pin) } else { Err(AuthRefusal::PinsDiffer) }
}

async fn set(tx: &mut WriteTx, actor: &Actor, person: UserId, sealed: &SealedPassword, now: Timestamp) -> Outcome<()> {
    store::save_pin(tx, person, sealed, now).await?;
    store::forget_failures(tx, &format!("{person}|pin")).await?;
    Ok(audit::record(tx, actor, Act::on_township("pin.set", &actor.name).id(person), now).await?)
}

async fn minutes_to_wait(tx: &mut ReadTx, subject: &str, now: Timestamp) -> Outcome<Option<i64>> {
    Ok(store::failures(tx, subject).await?.and_then(|f| f.minutes_to_wait(now)))
}

async fn one_more_failure(tx: &mut WriteTx, subject: &str, now: Timestamp) -> Outcome<Failures> {
    let failures = Failures::and_one_more(store::failures(tx, subject).await?, now);
    store::save_failures(tx, subject, failures).await?;
    Ok(failures)
}

impl Failures {
    /// How many tries are left, or how long to wait.
    fn told(self, now: Timestamp, wrong: impl FnOnce(i64) -> AuthRefusal) -> AuthRefusal {
        match self.minutes_to_wait(now) {
            Some(minutes) => AuthRefusal::PinThrottled { minutes },
            None => wrong(FAILURES_ALLOWED - self.count),
        }
    }
}

impl Hashing {
    /// Hashes a PIN as passwords are hashed.
    async fn seal_pin(&self, pin: &Pin) -> Outcome<SealedPassword> {
        Ok(SealedPassword(self.hash(pin.digits().to_owned()).await?))
    }

    /// Hashes a code to be handed out.
    pub async fn seal_code(&self, code: &PinCode, now: Timestamp) -> Outcome<SealedCode> {
        Ok(SealedCode { hash: self.hash(code.reveal().to_owned()).await?, expires_at: PinCode::end_of(now) })
    }
}
