use sqlx::any::AnyRow;

use crate::auth::permit::Grant;
use crate::auth::person::{Holding, Person, Staff};
use crate::auth::role::Role;
use crate::auth::term::{HeldGrant, Term, TermShown};
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Fault, Timestamp, UserId};

use super::people::person_of;

/// A grant `g` that holds on the day `$1`: not revoked, within its term, its holder's place not taken by a
/// substitute that day. Every question that leads to a permit is asked through this.
macro_rules! in_force {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " g.revoked_at is null and g.term_from <= $1 and (g.term_to = '' or g.term_to >= $1)
              and not exists (select 1 from role_grant s join person sp on sp.id = s.person_id
                              where s.place_of = g.person_id and s.role = g.role and s.book_id = g.book_id
                                and s.revoked_at is null and s.term_from <= $1 and s.term_to >= $1
                                and sp.disabled_at is null)
              and (g.place_of = ''
                   or exists (select 1 from role_grant m
                              where m.person_id = g.place_of and m.role = g.role and m.book_id = g.book_id
                                and m.revoked_at is null and m.term_from <= $1
                                and (m.term_to = '' or m.term_to >= $1))) ",
            $after
        )
    };
}
pub(super) use in_force;

/// What a person holds on a day.
pub(in crate::auth) async fn grants(tx: &mut ReadTx, person: UserId, on: Date) -> Result<Vec<Grant>, Fault> {
    let rows = sqlx::query(in_force!("select g.role, g.book_id from role_grant g where", "and g.person_id = $2"))
        .bind(on.to_string())
        .bind(person.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading roles"))?;
    rows.iter().map(grant_of).collect()
}

/// What a person was given and was not taken back, whatever its term.
pub(in crate::auth) async fn held(tx: &mut ReadTx, person: UserId) -> Result<Vec<HeldGrant>, Fault> {
    let rows =
        sqlx::query("select * from role_grant where person_id = $1 and revoked_at is null order by granted_at, id")
            .bind(person.text())
            .fetch_all(tx.conn())
            .await
            .map_err(Fault::while_("loading what a person was given"))?;
    rows.iter().map(held_of).collect()
}

/// Who else takes a member's place on some day of a substitute's term.
pub(in crate::auth) async fn substitute_of(
    tx: &mut ReadTx,
    member: UserId,
    besides: UserId,
    new: &HeldGrant,
) -> Result<Option<String>, Fault> {
    let row = sqlx::query(
        "select p.name from role_grant s join person p on p.id = s.person_id
         where s.place_of = $1 and s.person_id <> $2 and s.role = $3 and s.book_id = $4 and s.revoked_at is null
           and s.term_from <= $5 and s.term_to >= $6 and p.disabled_at is null
         order by s.granted_at limit 1",
    )
    .bind(member.text())
    .bind(besides.text())
    .bind(new.grant.role.word())
    .bind(new.grant.book.map(BookId::text).unwrap_or_default())
    .bind(stored(new.term.to))
    .bind(stored(new.term.from))
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("looking for another substitute"))?;
    row.map(|r| r.text("name")).transpose()
}

pub(in crate::auth) async fn insert_grant(
    tx: &mut WriteTx,
    person: UserId,
    new: &HeldGrant,
    by: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let (grant, term) = (new.grant, &new.term);
    sqlx::query(
        "insert into role_grant
         (id, person_id, role, book_id, granted_by, granted_at, term_from, term_to, elected_on, elected_by, place_of, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(UserId::new().text())
    .bind(person.text())
    .bind(grant.role.word())
    .bind(grant.book.map(BookId::text).unwrap_or_default())
    .bind(by)
    .bind(now.stored())
    .bind(stored(term.from))
    .bind(stored(term.to))
    .bind(stored(term.elected_on))
    .bind(&term.elected_by)
    .bind(term.place_of.map(UserId::text).unwrap_or_default())
    .bind(&term.reason)
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("granting a role"))
}

/// Ends a grant; false when it did not hold.
pub(in crate::auth) async fn end_grant(
    tx: &mut WriteTx,
    person: UserId,
    grant: Grant,
    now: Timestamp,
) -> Result<bool, Fault> {
    sqlx::query(
        "update role_grant set revoked_at = $4
         where person_id = $1 and role = $2 and book_id = $3 and revoked_at is null",
    )
    .bind(person.text())
    .bind(grant.role.word())
    .bind(grant.book.map(BookId::text).unwrap_or_default())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(|done| done.rows_affected() > 0)
    .map_err(Fault::while_("revoking a role"))
}

/// Everybody with what they were given, by login; one row per grant.
pub(in crate::auth) async fn staff(tx: &mut ReadTx) -> Result<Vec<Staff>, Fault> {
    let rows = sqlx::query(
        "select p.*, coalesce(g.role, '') as role, coalesce(g.book_id, '') as book_id,
             coalesce(g.term_from, '') as term_from, coalesce(g.term_to, '') as term_to,
             coalesce(g.elected_on, '') as elected_on, coalesce(g.elected_by, '') as elected_by,
             coalesce(g.place_of, '') as place_of, coalesce(g.reason, '') as reason
         from person p left join role_grant g on g.person_id = p.id and g.revoked_at is null
         order by p.login, g.granted_at, g.id",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing people"))?;
    let mut staff: Vec<Staff> = Vec::new();
    for row in &rows {
        let person = person_of(row)?;
        if staff.last().is_none_or(|s| s.person.id != person.id) {
            staff.push(Staff { person, grants: Vec::new() });
        }
        if let Some(last) = staff.last_mut()
            && !row.text("role")?.is_empty()
        {
            last.grants.push(held_of(row)?);
        }
    }
    Ok(staff)
}

/// People in use who hold a role on a day, for this book or for the township.
pub(in crate::auth) async fn holders(tx: &mut ReadTx, book: BookId, on: Date) -> Result<Vec<(Role, Person)>, Fault> {
    let rows = sqlx::query(in_force!(
        "select p.*, g.role from role_grant g join person p on p.id = g.person_id where",
        "and p.disabled_at is null and g.book_id in ($2, '') order by g.role, p.login"
    ))
    .bind(on.to_string())
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing who works on a book"))?;
    rows.iter().map(|r| Ok((r.parsed("role")?, person_of(r)?))).collect()
}

/// Every term of office with an end, of people in use, the first to end first.
pub(in crate::auth) async fn terms(tx: &mut ReadTx) -> Result<Vec<TermShown>, Fault> {
    let rows = sqlx::query(
        "select g.*, p.name, coalesce(o.name, '') as other
         from role_grant g join person p on p.id = g.person_id left join person o on o.id = g.place_of
         where g.revoked_at is null and g.term_to <> '' and p.disabled_at is null
         order by g.term_to, g.book_id, p.login",
    )
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing terms of office"))?;
    rows.iter()
        .map(|r| Ok(TermShown { name: r.text("name")?, held: held_of(r)?, in_place_of: r.text("other")? }))
        .collect()
}

pub(in crate::auth) async fn holdings(tx: &mut ReadTx, on: Date) -> Result<Vec<Holding>, Fault> {
    let rows = sqlx::query(in_force!(
        "select g.role, g.book_id, g.granted_at, p.id, p.name from role_grant g join person p on p.id = g.person_id where",
        "and p.disabled_at is null order by g.granted_at, p.login"
    ))
    .bind(on.to_string())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("listing who holds what"))?;
    let of = |r: &AnyRow| {
        Ok(Holding {
            role: r.parsed("role")?,
            book: r.parsed_or_none("book_id")?,
            person: r.parsed("id")?,
            name: r.text("name")?,
            since: r.instant("granted_at")?,
        })
    };
    rows.iter().map(of).collect()
}

pub(in crate::auth) async fn administrators(tx: &mut ReadTx) -> Result<i64, Fault> {
    let row = sqlx::query(
        "select count(*) as n from role_grant g join person p on p.id = g.person_id
         where g.role = 'administrator' and g.revoked_at is null and p.disabled_at is null",
    )
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("counting administrators"))?;
    row.whole("n")
}

fn stored(day: Option<Date>) -> String {
    day.map(|d| d.to_string()).unwrap_or_default()
}

pub(super) fn grant_of(row: &AnyRow) -> Result<Grant, Fault> {
    Ok(Grant { role: row.parsed("role")?, book: row.parsed_or_none("book_id")? })
}

fn held_of(row: &AnyRow) -> Result<HeldGrant, Fault> {
    let term = Term {
        from: row.parsed_or_none("term_from")?,
        to: row.parsed_or_none("term_to")?,
        elected_on: row.parsed_or_none("elected_on")?,
        elected_by: row.text("elected_by")?,
        place_of: row.parsed_or_none("place_of")?,
        reason: row.text("reason")?,
    };
    Ok(HeldGrant { grant: grant_of(row)?, term })
}
