use std::collections::HashMap;

use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use crate::audit::Actor;
use crate::db::{Columns, ReadTx, WriteTx, is_unique_violation};
use crate::kernel::{BookId, Fault, FileId, PostHandoverId, Timestamp, UserId};

use crate::handover::post::{Confirmed, Party, PostHandover, Way};

/// Writes down a handover.
pub(in crate::handover) async fn insert_post_handover(
    tx: &mut WriteTx,
    by: &Actor,
    made: &PostHandover,
) -> Result<(), Fault> {
    let content = serde_json::to_string(&made.sections).map_err(Fault::while_("writing a handover"))?;
    sqlx::query(
        "insert into post_handover
         (id, book_id, role, out_id, out_name, in_id, in_name, supervisor_id, supervisor_name, reason, content, digest,
          made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(made.id.text())
    .bind(made.book.text())
    .bind(made.role.role().word())
    .bind(made.out.0.text())
    .bind(&made.out.1)
    .bind(made.into.0.text())
    .bind(&made.into.1)
    .bind(made.supervisor.0.text())
    .bind(&made.supervisor.1)
    .bind(&made.reason)
    .bind(content)
    .bind(made.digest.hex())
    .bind(by.stored_id())
    .bind(&made.made_name)
    .bind(made.made_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("writing down a handover"))
}

/// Writes down a confirmation; false when the party has confirmed already.
pub(in crate::handover) async fn insert_mark(
    tx: &mut WriteTx,
    by: &Actor,
    of: &PostHandover,
    mark: &Confirmed,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into post_handover_mark (handover_id, party, way, words, file_id, digest, by_id, by_name, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(of.id.text())
    .bind(mark.party.word())
    .bind(if mark.way == Way::Paper { "paper" } else { "login" })
    .bind(&mark.words)
    .bind(mark.file.map(FileId::text).unwrap_or_default())
    .bind(of.digest.hex())
    .bind(by.stored_id())
    .bind(&mark.by_name)
    .bind(mark.at.stored())
    .execute(tx.conn())
    .await;
    match done {
        Ok(_) => Ok(true),
        Err(twice) if is_unique_violation(&twice) => Ok(false),
        Err(failed) => Err(Fault::new("confirming a handover", failed)),
    }
}

/// Calls a handover off.
pub(in crate::handover) async fn insert_cancelled(
    tx: &mut WriteTx,
    by: &Actor,
    id: PostHandoverId,
    words: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into post_handover_cancelled (handover_id, words, by_id, by_name, at) values ($1, $2, $3, $4, $5)",
    )
    .bind(id.text())
    .bind(words)
    .bind(by.stored_id())
    .bind(&by.name)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("calling a handover off"))
}

/// One handover.
pub(in crate::handover) async fn post_handover(
    tx: &mut ReadTx,
    id: PostHandoverId,
) -> Result<Option<PostHandover>, Fault> {
    Ok(asked(tx, "h.id = $1", &id.text()).await?.pop())
}

/// Whose handovers a list asks for.
pub(in crate::handover) enum Whose {
    /// Of the whole township.
    Everybody,
    /// Those somebody takes part in.
    Person(UserId),
    /// Of one book.
    Book(BookId),
}

/// Handovers, the latest first.
pub(in crate::handover) async fn post_handovers(tx: &mut ReadTx, whose: Whose) -> Result<Vec<PostHandover>, Fault> {
    const TAKES_PART: &str = "(h.out_id = $1 or h.in_id = $1 or h.supervisor_id = $1 or h.made_by = $1)";
    match whose {
        Whose::Everybody => asked(tx, "h.id <> $1", "").await,
        Whose::Person(id) => asked(tx, TAKES_PART, &id.text()).await,
        Whose::Book(id) => asked(tx, "h.book_id = $1", &id.text()).await,
    }
}

/// The handovers of which `wanted`, a condition on `h`, is true.
async fn asked(tx: &mut ReadTx, wanted: &'static str, of: &str) -> Result<Vec<PostHandover>, Fault> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select h.*, coalesce(c.words, '') as cancelled_words, coalesce(c.by_name, '') as cancelled_name,
                coalesce(c.at, '') as cancelled_at
         from post_handover h left join post_handover_cancelled c on c.handover_id = h.id
         where {wanted} order by h.made_at desc, h.id desc"
    )))
    .bind(of)
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading handovers"))?;
    let mut found = rows.iter().map(head_of).collect::<Result<Vec<PostHandover>, Fault>>()?;
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select m.* from post_handover_mark m join post_handover h on h.id = m.handover_id
         where {wanted} order by m.at"
    )))
    .bind(of)
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading confirmations"))?;
    let mut places: HashMap<PostHandoverId, usize> = HashMap::new();
    for (at, one) in found.iter().enumerate() {
        places.insert(one.id, at);
    }
    for row in &rows {
        if let Some(at) = places.get(&row.parsed("handover_id")?) {
            found[*at].confirmed.push(mark_of(row)?);
        }
    }
    for one in &mut found {
        one.confirmed.sort_by_key(|c| Party::ALL.iter().position(|p| *p == c.party));
    }
    Ok(found)
}

fn head_of(row: &AnyRow) -> Result<PostHandover, Fault> {
    let sections = serde_json::from_str(&row.text("content")?).map_err(Fault::while_("reading a handover"))?;
    let cancelled = match row.instant_or_none("cancelled_at")? {
        Some(at) => Some((row.text("cancelled_words")?, row.text("cancelled_name")?, at)),
        None => None,
    };
    Ok(PostHandover {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        role: row.parsed("role")?,
        out: (row.parsed("out_id")?, row.text("out_name")?),
        into: (row.parsed("in_id")?, row.text("in_name")?),
        supervisor: (row.parsed("supervisor_id")?, row.text("supervisor_name")?),
        reason: row.text("reason")?,
        sections,
        digest: row.digest("digest")?,
        made_name: row.text("made_name")?,
        made_at: row.instant("made_at")?,
        confirmed: Vec::new(),
        cancelled,
    })
}

fn mark_of(row: &AnyRow) -> Result<Confirmed, Fault> {
    Ok(Confirmed {
        party: row.parsed("party")?,
        way: if row.text("way")? == "paper" { Way::Paper } else { Way::Login },
        words: row.text("words")?,
        file: row.parsed_or_none("file_id")?,
        by_name: row.text("by_name")?,
        at: row.instant("at")?,
    })
}
