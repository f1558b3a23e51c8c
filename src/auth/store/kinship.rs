use std::collections::HashMap;

use sqlx::any::AnyRow;

use crate::auth::kinship::{Cadre, Kin, Kinship};
use crate::auth::role::Role;
use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, CadreId, Date, Fault, KinId, Timestamp, UserId};

/// Everything recorded of who leads a book's village and who is whose near relative, and who handles its money now.
pub(in crate::auth) async fn kinship(tx: &mut ReadTx, book: BookId) -> Result<Kinship, Fault> {
    let rows = sqlx::query("select * from cadre where book_id = $1 order by valid_from desc, name, id")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading village cadres"))?;
    let cadre = |r: &AnyRow| {
        Ok(Cadre {
            id: r.parsed("id")?,
            name: r.text("name")?,
            office: r.text("office")?,
            from: r.date("valid_from")?,
            to: r.parsed_or_none("valid_to")?,
        })
    };
    let cadres = rows.iter().map(cadre).collect::<Result<Vec<_>, Fault>>()?;
    let rows = sqlx::query("select * from kin where book_id = $1 and revoked_at = '' order by other_name, name, id")
        .bind(book.text())
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading near relatives"))?;
    let kin = rows.iter().map(kin_of).collect::<Result<Vec<_>, Fault>>()?;
    let serving = serving(tx, book).await?;
    Ok(Kinship { cadres, kin, serving })
}

/// Near relationships of every book.
pub(in crate::auth) async fn kin_by_book(tx: &mut ReadTx) -> Result<HashMap<BookId, Vec<Kin>>, Fault> {
    let rows = sqlx::query("select * from kin where revoked_at = '' order by book_id, other_name, name, id")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading near relatives"))?;
    let mut found: HashMap<BookId, Vec<Kin>> = HashMap::new();
    for row in &rows {
        found.entry(row.parsed("book_id")?).or_default().push(kin_of(row)?);
    }
    Ok(found)
}

fn kin_of(row: &AnyRow) -> Result<Kin, Fault> {
    Ok(Kin {
        id: row.parsed("id")?,
        name: row.text("name")?,
        relation: row.text("relation")?,
        other: row.text("other_name")?,
    })
}

/// Who leads, hands in, keeps the books and sits in the finance group, whatever the term: nobody slips in between two terms.
async fn serving(tx: &mut ReadTx, book: BookId) -> Result<Vec<(Role, String)>, Fault> {
    let rows = sqlx::query(
        "select g.role, p.name from role_grant g join person p on p.id = g.person_id
         where g.book_id = $1 and g.revoked_at is null and p.disabled_at is null
           and g.role in ('clerk', 'village_head', 'accountant', 'group_member')
         order by g.role, p.login",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading who serves a book"))?;
    rows.iter().map(|r| Ok((r.parsed("role")?, r.text("name")?))).collect()
}

pub(in crate::auth) async fn insert_cadre(
    tx: &mut WriteTx,
    book: BookId,
    cadre: &Cadre,
    by: UserId,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into cadre (id, book_id, name, office, valid_from, valid_to, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(cadre.id.text())
    .bind(book.text())
    .bind(&cadre.name)
    .bind(&cadre.office)
    .bind(cadre.from.to_string())
    .bind(cadre.to.map(|d| d.to_string()).unwrap_or_default())
    .bind(by.text())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("recording a village cadre"))
}

/// The last day of an office; the name of whoever held it, when there is such an office.
pub(in crate::auth) async fn end_cadre(
    tx: &mut WriteTx,
    book: BookId,
    id: CadreId,
    to: Date,
) -> Result<Option<(String, String)>, Fault> {
    let row = sqlx::query("update cadre set valid_to = $3 where id = $1 and book_id = $2 returning name, office")
        .bind(id.text())
        .bind(book.text())
        .bind(to.to_string())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("ending an office"))?;
    row.map(|r| Ok((r.text("name")?, r.text("office")?))).transpose()
}

pub(in crate::auth) async fn insert_kin(
    tx: &mut WriteTx,
    book: BookId,
    kin: &Kin,
    by: UserId,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into kin (id, book_id, name, relation, other_name, recorded_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(kin.id.text())
    .bind(book.text())
    .bind(&kin.name)
    .bind(&kin.relation)
    .bind(&kin.other)
    .bind(by.text())
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("recording a near relative"))
}

/// Takes back a relationship recorded in error; the two names, when it was there.
pub(in crate::auth) async fn revoke_kin(
    tx: &mut WriteTx,
    book: BookId,
    id: KinId,
    now: Timestamp,
) -> Result<Option<(String, String)>, Fault> {
    let row = sqlx::query(
        "update kin set revoked_at = $3 where id = $1 and book_id = $2 and revoked_at = '' returning name, other_name",
    )
    .bind(id.text())
    .bind(book.text())
    .bind(now.stored())
    .fetch_optional(tx.conn())
    .await
    .map_err(Fault::while_("taking a relationship back"))?;
    row.map(|r| Ok((r.text("name")?, r.text("other_name")?))).transpose()
}
