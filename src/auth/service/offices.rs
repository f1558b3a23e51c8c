use crate::audit::{self, Act};
use crate::auth::error::AuthRefusal;
use crate::auth::kinship::ClerkRule;
use crate::auth::permit::{Administrator, Grant, Sealer};
use crate::auth::person::{Holding, Person, may_hold};
use crate::auth::role::Role;
use crate::auth::store;
use crate::auth::term::{HeldGrant, Term, TermShown};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Failure, Outcome, Timestamp, UserId};

use super::people::{existing, require_an_administrator};

/// A role about to be given: for how long, in whose place, and which rule holds for clerks here.
#[derive(Clone, Debug)]
pub struct NewGrant {
    /// The role.
    pub grant: Grant,
    /// Its term.
    pub term: Term,
    /// The township's rule; the caller knows the policy.
    pub clerk_rule: ClerkRule,
}

/// Gives a role without a term. Refuses: what `grant_for` refuses.
pub async fn grant(tx: &mut WriteTx, by: &Administrator, to: UserId, grant: Grant, now: Timestamp) -> Outcome<()> {
    let new = NewGrant { grant, term: Term::default(), clerk_rule: ClerkRule::Free };
    grant_for(tx, by, to, new, now).await
}

/// Gives a role for a term. A role whose term is over makes room for a new one.
///
/// Refuses: `auth.conflict_of_interest`, `auth.role_needs_book`, `auth.role_is_for_township`, `auth.already_granted`,
/// `auth.is_cadre`, `auth.kin_of_cadre`, `auth.substitute_of_nobody`, and what is wrong with the term, all at once.
/// That the book exists is known by the caller, who had to find it.
pub async fn grant_for(tx: &mut WriteTx, by: &Administrator, to: UserId, new: NewGrant, now: Timestamp) -> Outcome<()> {
    let NewGrant { grant, term, clerk_rule } = new;
    let person = existing(tx, to).await?;
    let said = term_said(tx, &term).await?;
    // The chain's head is held from here on: two halves of a conflict cannot be granted side by side.
    audit::record(tx, by.actor(), act_on("role.grant", &person, grant, &said), now).await?;
    take_office(tx, by.id(), &person, &HeldGrant { grant, term }, clerk_rule, now).await
}

/// Gives a role anew with another term, in place of the one held: elected again, or cut short.
///
/// Refuses: `auth.not_granted`, and what `grant_for` refuses.
pub async fn set_term(tx: &mut WriteTx, by: &Administrator, of: UserId, new: NewGrant, now: Timestamp) -> Outcome<()> {
    let NewGrant { grant, term, clerk_rule } = new;
    let person = existing(tx, of).await?;
    let said = term_said(tx, &term).await?;
    audit::record(tx, by.actor(), act_on("role.term", &person, grant, &said), now).await?;
    if !store::end_grant(tx, of, grant, now).await? {
        return Err(AuthRefusal::NotGranted { name: person.name }.into());
    }
    take_office(tx, by.id(), &person, &HeldGrant { grant, term }, clerk_rule, now).await
}

/// A term with whose place it takes, who elected and why, for the log.
async fn term_said(tx: &mut WriteTx, term: &Term) -> Outcome<String> {
    let mut said = vec![term.in_words()];
    if let Some(member) = term.place_of {
        said.push(format!("替{}", existing(tx, member).await?.name));
    }
    said.extend(term.elected_on.map(|day| format!("{day} 选出")));
    said.extend([&term.elected_by, &term.reason].map(|words| words.trim().to_owned()));
    said.retain(|part| !part.is_empty());
    Ok(said.join(" "))
}

async fn take_office(
    tx: &mut WriteTx,
    by: UserId,
    person: &Person,
    new: &HeldGrant,
    clerk_rule: ClerkRule,
    now: Timestamp,
) -> Outcome<()> {
    let (grant, term, today) = (new.grant, &new.term, now.date());
    Failure::unless_none(term.faults(grant))?;
    let (over, held): (Vec<HeldGrant>, Vec<HeldGrant>) =
        store::held(tx, person.id).await?.into_iter().partition(|h| h.term.is_over(today));
    if held.iter().any(|h| h.grant == grant) {
        return Err(AuthRefusal::AlreadyGranted { name: person.name.clone(), role: grant.role.in_chinese() }.into());
    }
    may_hold(&held.iter().map(|h| h.grant).collect::<Vec<_>>(), grant)?;
    if let Some(book) = grant.book {
        store::kinship(tx, book).await?.may_take(&person.name, grant.role, term, clerk_rule)?;
    }
    require_a_seat(tx, person, new).await?;
    if over.iter().any(|h| h.grant == grant) {
        store::end_grant(tx, person.id, grant, now).await?;
    }
    Ok(store::insert_grant(tx, person.id, new, &by.text(), now).await?)
}

/// A substitute takes the place of a member of the same group, not their own, not another substitute's, and one at a time.
async fn require_a_seat(tx: &mut WriteTx, substitute: &Person, new: &HeldGrant) -> Outcome<()> {
    let Some(member) = new.term.place_of else { return Ok(()) };
    let other = existing(tx, member).await?;
    let seats = store::held(tx, member).await?;
    let sits = seats.iter().any(|h| h.grant == new.grant && h.term.place_of.is_none());
    if !sits || member == substitute.id || new.grant.role != Role::GroupMember {
        return Err(AuthRefusal::SubstituteOfNobody { name: other.name }.into());
    }
    match store::substitute_of(tx, member, substitute.id, new).await? {
        Some(by) => Err(AuthRefusal::SeatTaken { name: other.name, by }.into()),
        None => Ok(()),
    }
}

/// Takes a role away. A clerk or an accountant leaves by a handover (交接), which ends the grant itself; taking it away
/// here, before that, needs a reason, which stays in the log.
///
/// Refuses: `auth.handover_first`, `auth.not_granted`, `auth.last_administrator`. Source: 会计基础工作规范 art. 25.
pub async fn revoke(
    tx: &mut WriteTx,
    by: &Administrator,
    from: UserId,
    grant: Grant,
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    let person = existing(tx, from).await?;
    let reason = reason.trim();
    if reason.is_empty() && matches!(grant.role, Role::Clerk | Role::Accountant) {
        return Err(AuthRefusal::HandoverFirst { name: person.name, role: grant.role.in_chinese() }.into());
    }
    let said = if reason.is_empty() { String::new() } else { format!("未办交接：{reason}") };
    let act = act_on("role.revoke", &person, grant, &said);
    audit::record(tx, by.actor(), act, now).await?;
    if !store::end_grant(tx, from, grant, now).await? {
        return Err(AuthRefusal::NotGranted { name: person.name }.into());
    }
    require_an_administrator(tx).await
}

/// 交接办完 — the grant of who leaves ends and the same begins for who comes, in one act of who supervised.
///
/// Refuses: `auth.not_granted`, and what `grant_for` refuses of the successor.
pub async fn pass_on(
    tx: &mut WriteTx,
    by: &Sealer,
    (from, to): (UserId, UserId),
    grant: Grant,
    clerk_rule: ClerkRule,
    now: Timestamp,
) -> Outcome<()> {
    let (old, new) = (existing(tx, from).await?, existing(tx, to).await?);
    audit::record(tx, by.actor(), act_on("role.pass_on", &old, grant, ""), now).await?;
    if !store::end_grant(tx, from, grant, now).await? {
        return Err(AuthRefusal::NotGranted { name: old.name }.into());
    }
    audit::record(tx, by.actor(), act_on("role.grant", &new, grant, ""), now).await?;
    if store::grants(tx, to, now.date()).await?.contains(&grant) {
        return Ok(());
    }
    let held = HeldGrant { grant, term: Term::default() };
    take_office(tx, by.id(), &new, &held, clerk_rule, now).await
}

fn act_on(verb: &'static str, person: &Person, grant: Grant, said: &str) -> Act {
    let subject = format!("{} {} {}", person.login, person.name, grant.role.in_chinese());
    let book = grant.book.map(|b| format!("账套 {b}")).unwrap_or_default();
    Act::on_township(verb, subject).id(person.id).detail(format!("{book} {said}").trim())
}

/// Who works on a book on a day, by role; those who serve the whole township included, those out of term not.
pub async fn holders(tx: &mut ReadTx, book: BookId, on: Date) -> Outcome<Vec<(Role, Person)>> {
    Ok(store::holders(tx, book, on).await?)
}

/// Terms of office that are over or end within so many days, the first to end first.
pub async fn terms_ending(tx: &mut ReadTx, _by: &Sealer, within_days: i64, today: Date) -> Outcome<Vec<TermShown>> {
    let mut terms = store::terms(tx).await?;
    terms.retain(|t| t.held.term.days_left(today).is_some_and(|left| left <= within_days));
    Ok(terms)
}

/// Who holds which role for which book on a day, in one question.
pub async fn holdings(tx: &mut ReadTx, on: Date) -> Outcome<Vec<Holding>> {
    Ok(store::holdings(tx, on).await?)
}
