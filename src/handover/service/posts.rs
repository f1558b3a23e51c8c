use crate::audit::{self, Act, Actor};
use crate::auth::{self, Grant, Person, Reader, Role, Sealer, Standing, Term};
use crate::db::{ReadTx, WriteTx};
use crate::evidence;
use crate::kernel::{BookId, Date, Digest, Failure, FileId, Outcome, PostHandoverId, Refused, Timestamp, UserId};
use crate::village;

use crate::handover::error::HandoverRefusal as H;
use crate::handover::post::{Confirmed, NewPostHandover, Party, PostHandover, PostRole, WORDS_LIMIT, Way};
use crate::handover::store::{self, Whose};

use super::listing::sections;

/// 编移交清单 — makes the list of a handover from the system as it is now, for the two heads of the centre.
///
/// Refuses, all at once: `handover.not_named`, `handover.same_person`, `handover.words_missing`, `handover.too_long`,
/// `handover.too_many_lines`; then `handover.not_in_post`, `handover.already_in_post`, `handover.may_not_supervise`,
/// `handover.under_way`, and what `auth::may_hold` refuses of the successor.
pub async fn make_post_handover(
    tx: &mut WriteTx,
    by: &Sealer,
    reader: &Reader,
    new: &NewPostHandover,
    now: Timestamp,
) -> Outcome<PostHandoverId> {
    Failure::unless_none(new.faults())?;
    let (Some(role), Some(out), Some(into), Some(supervisor)) = (new.role, new.out, new.into, new.supervisor) else {
        return Err(H::NotNamed { what: "岗位和三方", field: "role" }.into());
    };
    let book = reader.book();
    // The chain's head is held from here to the commit, so of two lists for one post one comes second.
    let act = Act::on_book(book, "handover.make", format!("{}交接", role.role().in_chinese()));
    audit::record(tx, by.actor(), act.detail(new.reason.trim()), now).await?;
    let (out, into) = (person(tx, out).await?, person(tx, into).await?);
    let supervisor = person(tx, supervisor).await?;
    require_posts(tx, book, role, (&out, &into, &supervisor), now.date()).await?;
    let mut made = PostHandover {
        id: PostHandoverId::new(),
        book,
        role,
        sections: sections(tx, reader, role, &out, new.lines(), now).await?,
        out: (out.id, out.name),
        into: (into.id, into.name),
        supervisor: (supervisor.id, supervisor.name),
        reason: new.reason.trim().to_owned(),
        digest: Digest::GENESIS,
        made_name: by.actor().name.clone(),
        made_at: now,
        confirmed: Vec::new(),
        cancelled: None,
    };
    made.digest = made.digest_of_content();
    store::insert_post_handover(tx, by.actor(), &made).await?;
    Ok(made.id)
}

async fn person(tx: &mut ReadTx, id: UserId) -> Outcome<Person> {
    auth::person(tx, id).await?.ok_or_else(|| auth::AuthRefusal::NoSuchPerson.into())
}

async fn require_posts(
    tx: &mut ReadTx,
    book: BookId,
    role: PostRole,
    (out, into, supervisor): (&Person, &Person, &Person),
    today: Date,
) -> Outcome<()> {
    let mut faults: Vec<Refused> = Vec::new();
    let holders = auth::holders(tx, book, today).await?;
    let holds = |person: &Person, roles: &[Role]| holders.iter().any(|(r, p)| p.id == person.id && roles.contains(r));
    let word = role.role().in_chinese();
    if !holds(out, &[role.role()]) {
        faults.push(H::NotInPost { name: out.name.clone(), role: word }.into());
    }
    if holds(into, &[role.role()]) {
        faults.push(H::AlreadyInPost { name: into.name.clone(), role: word }.into());
    }
    if !holds(supervisor, Sealer::ROLES) {
        faults.push(H::MayNotSupervise { name: supervisor.name.clone() }.into());
    }
    let under_way = store::post_handovers(tx, Whose::Book(book)).await?;
    if under_way.iter().any(|h| h.out.0 == out.id && h.turn().is_some()) {
        faults.push(H::UnderWay { name: out.name.clone() }.into());
    }
    let grants = auth::grants_of(tx, into.id, today).await?;
    if let Err(refusal) = auth::may_hold(&grants, Grant { role: role.role(), book: Some(book) }) {
        faults.push(Refused::from(refusal).at_field("into"));
    }
    let clerk_rule = village::clerk_rule(tx, book, today).await?;
    let kinship = auth::kinship(tx, book).await?;
    if let Err(refusal) = kinship.may_take(&into.name, role.role(), &Term::default(), clerk_rule) {
        faults.push(Refused::from(refusal).at_field("into"));
    }
    Failure::unless_none(faults)
}

/// 确认 — a party confirms with their own login, in turn; differences are written up. With the supervisor's, which is
/// the last, the old grant ends and the new one begins.
///
/// Refuses: `handover.no_such_handover`, `handover.not_your_turn`, `handover.ended`, `handover.too_long`.
pub async fn confirm(tx: &mut WriteTx, by: &Standing, id: PostHandoverId, words: &str, now: Timestamp) -> Outcome<()> {
    let handover = store::post_handover(tx, id).await?.ok_or(H::NoSuchHandover)?;
    let party = handover.party_of(by.id()).ok_or(H::NoSuchHandover)?;
    if handover.mark(party).is_some() {
        return Ok(());
    }
    let mark = Confirmed {
        party,
        way: Way::Login,
        words: words.trim().to_owned(),
        file: None,
        by_name: by.actor().name.clone(),
        at: now,
    };
    write_down(tx, by.actor(), &handover, mark, now).await?;
    if party == Party::Supervisor {
        pass_on(tx, &by.sealer()?, &handover, now).await?;
    }
    Ok(())
}

/// 纸上确认 — the supervisor brings the photograph of the list signed by hand for who leaves or who comes.
///
/// Refuses: as `confirm`, and `handover.photo_missing`, `evidence.no_such_file`.
pub async fn confirm_on_paper(
    tx: &mut WriteTx,
    by: &Sealer,
    (id, party): (PostHandoverId, Party),
    photo: Option<FileId>,
    words: &str,
    now: Timestamp,
) -> Outcome<()> {
    let handover = store::post_handover(tx, id).await?.ok_or(H::NoSuchHandover)?;
    if handover.supervisor.0 != by.id() || party == Party::Supervisor {
        return Err(H::NoSuchHandover.into());
    }
    let photo = photo.ok_or(H::PhotoMissing)?;
    if evidence::files(tx, handover.book, &[photo]).await?.is_empty() {
        return Err(evidence::EvidenceRefusal::NoSuchFile.into());
    }
    let mark = Confirmed {
        party,
        way: Way::Paper,
        words: words.trim().to_owned(),
        file: Some(photo),
        by_name: by.actor().name.clone(),
        at: now,
    };
    write_down(tx, by.actor(), &handover, mark, now).await
}

async fn write_down(
    tx: &mut WriteTx,
    by: &Actor,
    handover: &PostHandover,
    mark: Confirmed,
    now: Timestamp,
) -> Outcome<()> {
    let length = mark.words.chars().count();
    if length > WORDS_LIMIT {
        return Err(H::TooLong { length, limit: WORDS_LIMIT, field: "words" }.into());
    }
    let act = Act::on_book(handover.book, "handover.confirm", handover.label()).id(handover.id);
    let detail = format!("{} {}", mark.party.in_chinese(), mark.words);
    // The chain's head is held from here to the commit: whose turn it is cannot change any more.
    audit::record(tx, by, act.detail(detail.trim()), now).await?;
    let handover = &store::post_handover(tx, handover.id).await?.ok_or(H::NoSuchHandover)?;
    match handover.turn() {
        None => return Err(H::Ended { stands: handover.stands() }.into()),
        Some(turn) if turn != mark.party => return Err(H::NotYourTurn { turn: turn.in_chinese() }.into()),
        Some(_) => {}
    }
    match store::insert_mark(tx, by, handover, &mark).await? {
        true => Ok(()),
        false => Err(H::Ended { stands: handover.stands() }.into()),
    }
}

async fn pass_on(tx: &mut WriteTx, by: &Sealer, handover: &PostHandover, now: Timestamp) -> Outcome<()> {
    let grant = Grant { role: handover.role.role(), book: Some(handover.book) };
    let clerk_rule = village::clerk_rule(tx, handover.book, now.date()).await?;
    auth::pass_on(tx, by, (handover.out.0, handover.into.0), grant, clerk_rule, now).await
}

/// Calls a handover off before everybody has confirmed. Refuses: `handover.no_such_handover`, `handover.ended`,
/// `handover.words_missing`, `handover.too_long`.
pub async fn call_off(tx: &mut WriteTx, by: &Sealer, id: PostHandoverId, words: &str, now: Timestamp) -> Outcome<()> {
    let handover = store::post_handover(tx, id).await?.ok_or(H::NoSuchHandover)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(H::WordsMissing { what: "取消的原因", field: "words" }.into());
    }
    let length = words.chars().count();
    if length > WORDS_LIMIT {
        return Err(H::TooLong { length, limit: WORDS_LIMIT, field: "words" }.into());
    }
    let act = Act::on_book(handover.book, "handover.cancel", handover.label()).id(id).detail(words);
    audit::record(tx, by.actor(), act, now).await?;
    let handover = store::post_handover(tx, id).await?.ok_or(H::NoSuchHandover)?;
    if handover.turn().is_none() {
        return Err(H::Ended { stands: handover.stands() }.into());
    }
    Ok(store::insert_cancelled(tx, by.actor(), id, words, now).await?)
}

/// One handover, for its parties and the heads of the centre. Refuses: `handover.no_such_handover`.
pub async fn post_handover(tx: &mut ReadTx, by: &Standing, id: PostHandoverId) -> Outcome<PostHandover> {
    let found = store::post_handover(tx, id).await?.ok_or(H::NoSuchHandover)?;
    if found.party_of(by.id()).is_some() || by.sealer().is_ok() || by.holds_anywhere(Role::Observer) {
        return Ok(found);
    }
    Err(H::NoSuchHandover.into())
}

/// The handovers this person takes part in; for those who watch over the centre, every one.
pub async fn post_handovers_of(tx: &mut ReadTx, by: &Standing) -> Outcome<Vec<PostHandover>> {
    let every = by.sealer().is_ok() || by.holds_anywhere(Role::Observer);
    let whose = if every { Whose::Everybody } else { Whose::Person(by.id()) };
    Ok(store::post_handovers(tx, whose).await?)
}

/// The handovers of one book, the latest first.
pub async fn post_handovers_of_book(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<PostHandover>> {
    Ok(store::post_handovers(tx, Whose::Book(book)).await?)
}
