use std::collections::HashMap;

use crate::audit::{self, Act};
use crate::auth::error::AuthRefusal;
use crate::auth::kinship::{Cadre, Kin, Kinship, office_name, relation_name};
use crate::auth::permit::Administrator;
use crate::auth::store;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, CadreId, Date, Failure, KinId, Outcome, Timestamp};

/// Who leads a book's village, who handles its money, and who is whose near relative.
pub async fn kinship(tx: &mut ReadTx, book: BookId) -> Outcome<Kinship> {
    Ok(store::kinship(tx, book).await?)
}

/// Who is whose near relative, by book, in one question; without offices.
pub async fn kin_by_book(tx: &mut ReadTx) -> Outcome<HashMap<BookId, Kinship>> {
    let kin = store::kin_by_book(tx).await?;
    Ok(kin.into_iter().map(|(book, kin)| (book, Kinship { kin, ..Kinship::default() })).collect())
}

/// 登记村干部 — who holds which office from which day.
///
/// Refuses, all at once: `auth.name_missing`, `auth.unknown_office`, `auth.term_backwards`.
pub async fn record_cadre(
    tx: &mut WriteTx,
    by: &Administrator,
    book: BookId,
    cadre: Cadre,
    now: Timestamp,
) -> Outcome<()> {
    let cadre = Cadre { name: cadre.name.trim().to_owned(), ..cadre };
    Failure::unless_none(cadre.faults())?;
    store::insert_cadre(tx, book, &cadre, by.id(), now).await?;
    let said = format!("{} {} {}起", cadre.name, office_name(&cadre.office), cadre.from);
    let act = Act::on_township("cadre.record", said).id(cadre.id).detail(format!("账套 {book}"));
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

/// The last day of an office.
///
/// Refuses: `auth.no_such_record`, `auth.term_backwards`.
pub async fn end_office(
    tx: &mut WriteTx,
    by: &Administrator,
    book: BookId,
    id: CadreId,
    to: Date,
    now: Timestamp,
) -> Outcome<()> {
    let kept = store::kinship(tx, book).await?.cadres.into_iter().find(|c| c.id == id);
    let kept = kept.ok_or(AuthRefusal::NoSuchRecord)?;
    Failure::unless_none(Cadre { to: Some(to), ..kept }.faults())?;
    let (name, office) = store::end_cadre(tx, book, id, to).await?.ok_or(AuthRefusal::NoSuchRecord)?;
    let said = format!("{name} {} 至{to}", office_name(&office));
    let act = Act::on_township("cadre.end", said).id(id).detail(format!("账套 {book}"));
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

/// 登记近亲属 — who is what to whom.
///
/// Refuses, all at once: `auth.kin_needs_two`, `auth.unknown_relation`.
pub async fn record_kin(tx: &mut WriteTx, by: &Administrator, book: BookId, kin: Kin, now: Timestamp) -> Outcome<()> {
    let kin = Kin { name: kin.name.trim().to_owned(), other: kin.other.trim().to_owned(), ..kin };
    Failure::unless_none(kin.faults())?;
    store::insert_kin(tx, book, &kin, by.id(), now).await?;
    let said = format!("{}是{}的{}", kin.name, kin.other, relation_name(&kin.relation));
    let act = Act::on_township("kin.record", said).id(kin.id).detail(format!("账套 {book}"));
    Ok(audit::record(tx, by.actor(), act, now).await?)
}

/// Takes back a relationship recorded in error.
///
/// Refuses: `auth.no_such_record`.
pub async fn take_back_kin(
    tx: &mut WriteTx,
    by: &Administrator,
    book: BookId,
    id: KinId,
    now: Timestamp,
) -> Outcome<()> {
    let (name, other) = store::revoke_kin(tx, book, id, now).await?.ok_or(AuthRefusal::NoSuchRecord)?;
    let act = Act::on_township("kin.take_back", format!("{name}与{other}")).id(id).detail(format!("账套 {book}"));
    Ok(audit::record(tx, by.actor(), act, now).await?)
}
