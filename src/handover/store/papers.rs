use std::collections::{HashMap, HashSet};

use sqlx::any::AnyRow;

use crate::audit::Actor;
use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx, is_unique_violation};
use crate::kernel::{BookId, Fault, PaperHandoverId, SubmissionId, Timestamp};

use crate::handover::papers::{PaperEnd, PaperHandover, PaperItem};

/// The number the next list of a book gets.
pub(in crate::handover) async fn next_serial(tx: &mut ReadTx, book: BookId) -> Result<i64, Fault> {
    let row = sqlx::query(
        "select cast(coalesce(max(serial), 0) as bigint) + 1 as serial from paper_handover where book_id = $1",
    )
    .bind(book.text())
    .fetch_one(tx.conn())
    .await
    .map_err(Fault::while_("numbering a list of papers"))?;
    row.whole("serial")
}

/// Writes down a list with its items.
pub(in crate::handover) async fn insert_paper_handover(tx: &mut WriteTx, list: &PaperHandover) -> Result<(), Fault> {
    sqlx::query(
        "insert into paper_handover
         (id, book_id, serial, day, items, pages, fen_total, digest, made_by, made_name, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(list.id.text())
    .bind(list.book.text())
    .bind(list.serial)
    .bind(list.day.to_string())
    .bind(list.count)
    .bind(list.pages)
    .bind(list.total.fen())
    .bind(list.digest.hex())
    .bind(list.made_by.text())
    .bind(&list.made_name)
    .bind(list.made_at.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("writing down a list of papers"))?;
    let mut rows = RowsInto::new(
        "insert into paper_handover_item (handover_id, position, submission_id, serial, date, reason, pages, fen) values",
        8,
        "",
    );
    for item in &list.items {
        rows.row([
            Cell::from(list.id.text()),
            item.position.into(),
            item.submission.text().into(),
            item.serial.into(),
            item.date.as_str().into(),
            item.reason.as_str().into(),
            item.pages.into(),
            item.amount.fen().into(),
        ])?;
    }
    rows.run(tx, "writing down the papers of a list").await
}

/// Ends a list; false when it has ended already.
pub(in crate::handover) async fn end_paper_handover(
    tx: &mut WriteTx,
    by: &Actor,
    (id, received): (PaperHandoverId, bool),
    words: &str,
    now: Timestamp,
) -> Result<bool, Fault> {
    let done = sqlx::query(
        "insert into paper_handover_end (handover_id, act, words, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.text())
    .bind(if received { "receive" } else { "withdraw" })
    .bind(words)
    .bind(by.stored_id())
    .bind(&by.name)
    .bind(now.stored())
    .execute(tx.conn())
    .await;
    match done {
        Ok(_) => Ok(true),
        Err(twice) if is_unique_violation(&twice) => Ok(false),
        Err(failed) => Err(Fault::new("ending a list of papers", failed)),
    }
}

/// Names what was not in the envelope.
pub(in crate::handover) async fn insert_missing(
    tx: &mut WriteTx,
    id: PaperHandoverId,
    missing: &[(i64, String)],
) -> Result<(), Fault> {
    let mut rows = RowsInto::new("insert into paper_handover_missing (handover_id, position, words) values", 3, "");
    for (position, words) in missing {
        rows.row([Cell::from(id.text()), (*position).into(), words.as_str().into()])?;
    }
    rows.run(tx, "naming missing papers").await
}

/// The submissions of a book whose papers stand on an open list, or were received.
pub(in crate::handover) async fn on_lists(tx: &mut ReadTx, book: BookId) -> Result<HashSet<SubmissionId>, Fault> {
    let rows = sqlx::query(
        "select i.submission_id from paper_handover_item i
         join paper_handover h on h.id = i.handover_id
         left join paper_handover_end e on e.handover_id = h.id
         left join paper_handover_missing m on m.handover_id = i.handover_id and m.position = i.position
         where h.book_id = $1 and m.handover_id is null and (e.act is null or e.act = 'receive')",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking for papers handed over"))?;
    rows.iter().map(|r| r.parsed("submission_id")).collect()
}

/// The submissions of a book that were not in an envelope the centre opened.
pub(in crate::handover) async fn named_missing(tx: &mut ReadTx, book: BookId) -> Result<Vec<SubmissionId>, Fault> {
    let rows = sqlx::query(
        "select distinct i.submission_id from paper_handover_missing m
         join paper_handover_item i on i.handover_id = m.handover_id and i.position = m.position
         join paper_handover h on h.id = m.handover_id
         where h.book_id = $1 order by i.submission_id",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("looking for papers named missing"))?;
    rows.iter().map(|r| r.parsed("submission_id")).collect()
}

/// The lists of a book without their items, the latest first.
pub(in crate::handover) async fn paper_handovers(tx: &mut ReadTx, book: BookId) -> Result<Vec<PaperHandover>, Fault> {
    let rows = sqlx::query(
        "select h.*, coalesce(e.act, '') as end_act, coalesce(e.words, '') as end_words,
                coalesce(e.by_name, '') as end_name, coalesce(e.at, '') as end_at
         from paper_handover h left join paper_handover_end e on e.handover_id = h.id
         where h.book_id = $1 order by h.serial desc",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading lists of papers"))?;
    rows.iter().map(head_of).collect()
}

/// Every list of a book with its items.
pub(in crate::handover) async fn whole_paper_handovers(
    tx: &mut ReadTx,
    book: BookId,
) -> Result<Vec<PaperHandover>, Fault> {
    let mut lists = paper_handovers(tx, book).await?;
    let rows = sqlx::query(
        "select i.*, coalesce(m.words, '') as missing_words, coalesce(m.handover_id, '') as missing_of
         from paper_handover_item i join paper_handover h on h.id = i.handover_id
         left join paper_handover_missing m on m.handover_id = i.handover_id and m.position = i.position
         where h.book_id = $1 order by i.handover_id, i.position",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the papers of a book's lists"))?;
    let mut of: HashMap<PaperHandoverId, Vec<PaperItem>> = HashMap::new();
    for row in &rows {
        of.entry(row.parsed("handover_id")?).or_default().push(item_of(row)?);
    }
    for list in &mut lists {
        list.items = of.remove(&list.id).unwrap_or_default();
    }
    Ok(lists)
}

/// One list with its items.
pub(in crate::handover) async fn paper_handover(
    tx: &mut ReadTx,
    book: BookId,
    id: PaperHandoverId,
) -> Result<Option<PaperHandover>, Fault> {
    let Some(mut list) = paper_handovers(tx, book).await?.into_iter().find(|l| l.id == id) else { return Ok(None) };
    let rows = sqlx::query(
        "select i.*, coalesce(m.words, '') as missing_words, coalesce(m.handover_id, '') as missing_of
         from paper_handover_item i
         left join paper_handover_missing m on m.handover_id = i.handover_id and m.position = i.position
         where i.handover_id = $1 order by i.position",
    )
    .bind(id.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading the papers of a list"))?;
    list.items = rows.iter().map(item_of).collect::<Result<_, Fault>>()?;
    Ok(Some(list))
}

fn head_of(row: &AnyRow) -> Result<PaperHandover, Fault> {
    let act = row.text("end_act")?;
    let end = match row.instant_or_none("end_at")? {
        Some(at) => Some(PaperEnd {
            received: act == "receive",
            words: row.text("end_words")?,
            by_name: row.text("end_name")?,
            at,
        }),
        None => None,
    };
    Ok(PaperHandover {
        id: row.parsed("id")?,
        book: row.parsed("book_id")?,
        serial: row.whole("serial")?,
        day: row.date("day")?,
        count: row.whole("items")?,
        pages: row.whole("pages")?,
        total: row.money("fen_total")?,
        digest: row.digest("digest")?,
        made_by: row.parsed("made_by")?,
        made_name: row.text("made_name")?,
        made_at: row.instant("made_at")?,
        end,
        items: Vec::new(),
    })
}

fn item_of(row: &AnyRow) -> Result<PaperItem, Fault> {
    let missing = !row.text("missing_of")?.is_empty();
    Ok(PaperItem {
        position: row.whole("position")?,
        submission: row.parsed("submission_id")?,
        serial: row.whole("serial")?,
        date: row.text("date")?,
        reason: row.text("reason")?,
        pages: row.whole("pages")?,
        amount: row.money("fen")?,
        missing: if missing { Some(row.text("missing_words")?) } else { None },
    })
}
