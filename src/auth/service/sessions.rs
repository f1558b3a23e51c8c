use crate::audit::{self, Act, Actor};
use crate::db::{Db, ReadTx, WriteTx};
use crate::kernel::{Digest, Outcome, SessionId, Timestamp, UserId};

use crate::auth::error::AuthRefusal;
use crate::auth::password::{Hashing, Password};
use crate::auth::permit::{Administrator, Standing};
use crate::auth::person::{Person, login_as_kept};
use crate::auth::session::{FAILURES_ALLOWED, Failures, Session, Token, device_of, form_token};
use crate::auth::store;

use super::people::existing;

/// Someone at the login page.
pub struct Attempt {
    /// As typed.
    pub login: String,
    /// As typed.
    pub password: String,
    /// Where from.
    pub address: String,
    /// The browser, as it names itself.
    pub agent: String,
}

/// Opens a session. Takes the database, not a transaction: none is held while the password is hashed.
///
/// Refuses: `auth.wrong_password`, `auth.throttled` — after five failures of one login from one address.
pub async fn log_in(db: &Db, hashing: &Hashing, attempt: Attempt, now: Timestamp) -> Outcome<(Token, Session)> {
    let login = login_as_kept(&attempt.login);
    let subject = format!("{}|{}", Digest::of(login.as_bytes()), attempt.address);
    let mut tx = db.read().await?;
    if let Some(minutes) = store::failures(&mut tx, &subject).await?.and_then(|f| f.minutes_to_wait(now)) {
        return Err(AuthRefusal::Throttled { minutes }.into());
    }
    let person = store::person_by_login(&mut tx, &login).await?;
    let usable = person.clone().filter(|p| p.disabled_at.is_none());
    let hash = match &usable {
        Some(person) => store::password_hash(&mut tx, person.id).await?,
        None => None,
    };
    drop(tx);
    let welcome = hashing.matches(attempt.password, hash).await?;
    let known = if welcome { usable } else { None };
    let from = Origin { subject, address: attempt.address, agent: attempt.agent };
    db.write(move |tx| {
        Box::pin(async move {
            match known {
                Some(person) => open_session(tx, person, from, now).await,
                None => note_failure(tx, person, from, now).await.map(Err),
            }
        })
    })
    .await?
    .map_err(Into::into)
}

/// Where an attempt came from, and the name its failures are counted under.
struct Origin {
    subject: String,
    address: String,
    agent: String,
}

/// What stands after the commit: a session, or a refusal whose count must not be undone.
type Settled<T> = Result<T, AuthRefusal>;

async fn open_session(
    tx: &mut WriteTx,
    person: Person,
    from: Origin,
    now: Timestamp,
) -> Outcome<Settled<(Token, Session)>> {
    let actor = Actor { id: Some(person.id), name: person.name.clone(), address: from.address.clone() };
    let id = SessionId::new();
    audit::record(
        tx,
        &actor,
        Act::on_township("login", &person.login).id(person.id).detail(device_of(&from.agent)),
        now,
    )
    .await?;
    // Guesses that were under way when the pause began do not count either.
    if let Some(minutes) = store::failures(tx, &from.subject).await?.and_then(|f| f.minutes_to_wait(now)) {
        return Err(AuthRefusal::Throttled { minutes }.into());
    }
    let token = Token::random();
    let session = Session {
        id,
        person: person.id,
        login: person.login,
        must_change: person.must_change,
        csrf: form_token(),
        created_at: now,
        seen_at: now,
        expires_at: Session::end_of(now),
        address: from.address,
        agent: from.agent.chars().take(200).collect(),
    };
    store::forget_failures(tx, &from.subject).await?;
    store::insert_session(tx, &session, Token::digest_of(token.reveal())).await?;
    Ok(Ok((token, session)))
}

/// Counts a failure and says what to tell. A login nobody has is not written down: it may be a mistyped password.
async fn note_failure(tx: &mut WriteTx, person: Option<Person>, from: Origin, now: Timestamp) -> Outcome<AuthRefusal> {
    let (id, name) = match &person {
        Some(person) => (Some(person.id), person.name.clone()),
        None => (None, "未知用户".to_owned()),
    };
    let subject = person.map_or_else(|| "没有的用户名".to_owned(), |p| p.login);
    let actor = Actor { id, name, address: from.address };
    audit::record(tx, &actor, Act::on_township("login.failed", subject).detail(device_of(&from.agent)), now).await?;
    let before = store::failures(tx, &from.subject).await?;
    if let Some(minutes) = before.and_then(|f| f.minutes_to_wait(now)) {
        return Ok(AuthRefusal::Throttled { minutes });
    }
    let failures = Failures::and_one_more(before, now);
    store::save_failures(tx, &from.subject, failures).await?;
    Ok(match failures.minutes_to_wait(now) {
        Some(minutes) => AuthRefusal::Throttled { minutes },
        None => AuthRefusal::WrongPassword { left: FAILURES_ALLOWED - failures.count },
    })
}

/// Who stands behind a cookie right now; `None` when the session has ended, was revoked or idled out.
pub async fn standing(
    tx: &mut ReadTx,
    cookie: &str,
    address: &str,
    idle_hours: i64,
    now: Timestamp,
) -> Outcome<Option<(Standing, Session)>> {
    let Some((session, name, grants)) = store::session(tx, Token::digest_of(cookie), now.date()).await? else {
        return Ok(None);
    };
    if !session.holds(idle_hours, now) {
        return Ok(None);
    }
    let actor = Actor { id: Some(session.person), name, address: address.to_owned() };
    Ok(Some((Standing::new(session.person, actor, grants), session)))
}

/// Notes that a session was seen; called when [`Session::is_stale`].
pub async fn touch(tx: &mut WriteTx, session: SessionId, now: Timestamp) -> Outcome<()> {
    Ok(store::touch(tx, session, now).await?)
}

/// Ends one's own session, this one or another.
///
/// Refuses: `auth.no_such_session`.
pub async fn log_out(tx: &mut WriteTx, by: &Standing, session: SessionId, now: Timestamp) -> Outcome<()> {
    if !store::end_session(tx, by.id(), session, now).await? {
        return Err(AuthRefusal::NoSuchSession.into());
    }
    Ok(audit::record(tx, by.actor(), Act::on_township("logout", &by.actor().name).id(session), now).await?)
}

/// Ends every session of a person.
pub async fn revoke_sessions(tx: &mut WriteTx, by: &Administrator, of: UserId, now: Timestamp) -> Outcome<()> {
    let person = existing(tx, of).await?;
    store::end_sessions(tx, of, None, now).await?;
    let act = Act::on_township("session.revoke", format!("{} {}", person.login, person.name)).id(of);
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

/// One's own sessions that have not ended, last seen first.
pub async fn sessions(tx: &mut ReadTx, by: &Standing, idle_hours: i64, now: Timestamp) -> Outcome<Vec<Session>> {
    let mut sessions = store::sessions(tx, by.id(), now).await?;
    sessions.retain(|s| s.holds(idle_hours, now));
    Ok(sessions)
}

/// Changes one's own password; every other session of the person ends.
///
/// Refuses: `auth.current_password_wrong`, `auth.throttled`, and what [`Password::new`] refuses.
pub async fn change_own_password(
    db: &Db,
    hashing: &Hashing,
    by: &Standing,
    session: &Session,
    passwords: OwnPasswords,
    now: Timestamp,
) -> Outcome<()> {
    let new = passwords.checked(&session.login)?;
    let subject = format!("{}|password", session.person);
    let mut tx = db.read().await?;
    if let Some(minutes) = store::failures(&mut tx, &subject).await?.and_then(|f| f.minutes_to_wait(now)) {
        return Err(AuthRefusal::Throttled { minutes }.into());
    }
    let hash = store::password_hash(&mut tx, session.person).await?;
    drop(tx);
    let same = hashing.matches(passwords.current, hash).await?;
    let sealed = hashing.seal(&new).await?;
    let (actor, person, id) = (by.actor().clone(), session.person, session.id);
    db.write(move |tx| {
        Box::pin(async move {
            if !same {
                audit::record(tx, &actor, Act::on_township("person.password_wrong", &actor.name).id(person), now)
                    .await?;
                let failures = Failures::and_one_more(store::failures(tx, &subject).await?, now);
                store::save_failures(tx, &subject, failures).await?;
                return Ok(Err(AuthRefusal::CurrentPasswordWrong));
            }
            store::save_password(tx, person, &sealed, 0).await?;
            store::end_sessions(tx, person, Some(id), now).await?;
            store::forget_failures(tx, &subject).await?;
            audit::record(tx, &actor, Act::on_township("person.change_password", &actor.name).id(person), now).await?;
            Ok(Ok(()))
        })
    })
    .await?
    .map_err(Into::into)
}

/// What is typed to change one's own password.
pub struct OwnPasswords {
    /// The present one.
    pub current: String,
    /// The new one.
    pub new: String,
    /// The new one again.
    pub repeated: String,
}

impl OwnPasswords {
    fn checked(&self, login: &str) -> Result<Password, AuthRefusal> {
        if self.new != self.repeated {
            return Err(AuthRefusal::PasswordsDiffer);
        }
        Password::new(login, &self.new)
    }
}
