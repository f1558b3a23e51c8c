//! Who holds which paper, and which papers the township asks for.

use sqlx::any::AnyRow;
use sqlx::{Any, QueryBuilder};

use crate::auth::Chief;
use crate::db::{Cell, Columns, ReadTx, RowsInto, WriteTx};
use crate::kernel::{BookId, Date, DocumentId, Fault, SubmissionId, Timestamp};

use crate::workflow::papers_needed::PaperSetting;
use crate::workflow::receipt_item::ReceiptItem;
use crate::workflow::state::State;

use super::places;

/// A paper, and what holds it.
pub(in crate::workflow) struct Holder {
    /// The paper.
    pub(in crate::workflow) document: DocumentId,
    /// Where the submission stands; `None` for a voucher.
    pub(in crate::workflow) state: Option<State>,
    /// 第3号报账单.
    pub(in crate::workflow) what: String,
    /// When it was handed in, or the day of the voucher.
    pub(in crate::workflow) date: Date,
}

/// Every other submission that carries one of these documents.
pub(in crate::workflow) async fn holders_of(
    tx: &mut ReadTx,
    but: SubmissionId,
    documents: &[DocumentId],
) -> Result<Vec<Holder>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select d.document_id, s.state, s.serial, s.submitted_at, s.made_at
         from submission_document d join submission s on s.id = d.submission_id
         where s.id <> $1 and d.document_id in (",
    );
    sql.push(places(2, documents.len())).push(")");
    let query = sql.build().bind(but.text());
    let query =
        if documents.is_empty() { query.bind("") } else { documents.iter().fold(query, |q, d| q.bind(d.text())) };
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("looking for who holds a paper"))?;
    rows.iter()
        .map(|row| {
            let handed_in = row.instant_or_none("submitted_at")?;
            let since = match handed_in {
                Some(at) => at,
                None => row.instant("made_at")?,
            };
            Ok(Holder {
                document: row.parsed("document_id")?,
                state: Some(row.parsed("state")?),
                what: format!("第{}号报账单", row.whole("serial")?),
                date: since.date(),
            })
        })
        .collect()
}

/// Everything the township set about required papers, newest first.
pub(in crate::workflow) async fn paper_settings(tx: &mut ReadTx) -> Result<Vec<PaperSetting>, Fault> {
    let rows = sqlx::query("select * from paper_rule order by valid_from desc, subject, need")
        .fetch_all(tx.conn())
        .await
        .map_err(Fault::while_("loading the required papers"))?;
    rows.iter()
        .map(|row| {
            let asked = row.whole("asked")? == 1;
            Ok(PaperSetting {
                subject: row.text("subject")?,
                need: row.text("need")?,
                valid_from: row.date("valid_from")?,
                from: if asked { Some(row.money("fen_from")?) } else { None },
                set_by: row.text("set_name")?,
            })
        })
        .collect()
}

/// Writes down what was set; the same rule set twice for one day is the last one.
pub(in crate::workflow) async fn put_paper_settings(
    tx: &mut WriteTx,
    by: &Chief,
    settings: &[PaperSetting],
    now: Timestamp,
) -> Result<(), Fault> {
    let mut rows = RowsInto::new(
        "insert into paper_rule (subject, need, valid_from, asked, fen_from, set_by, set_name, set_at) values",
        8,
        "on conflict (subject, need, valid_from) do update set asked = excluded.asked, fen_from = excluded.fen_from,
         set_by = excluded.set_by, set_name = excluded.set_name, set_at = excluded.set_at",
    );
    for setting in settings {
        rows.row([
            Cell::from(setting.subject.as_str()),
            Cell::from(setting.need.as_str()),
            Cell::from(setting.valid_from.to_string()),
            Cell::from(i64::from(setting.from.is_some())),
            Cell::from(setting.from.map_or(0, |from| from.fen())),
            Cell::from(by.id().text()),
            Cell::from(setting.set_by.as_str()),
            Cell::from(now.stored()),
        ])?;
    }
    rows.run(tx, "setting the required papers").await
}

/// The items of a book that name a receipt, as they stand.
pub(in crate::workflow) async fn receipt_items(tx: &mut ReadTx, book: BookId) -> Result<Vec<ReceiptItem>, Fault> {
    let rows = sqlx::query(
        "select id, serial, state, fen, receipt_no from submission
         where book_id = $1 and receipt_no <> '' order by serial",
    )
    .bind(book.text())
    .fetch_all(tx.conn())
    .await
    .map_err(Fault::while_("loading items with receipt numbers"))?;
    let item = |row: &AnyRow| {
        Ok(ReceiptItem {
            id: row.parsed("id")?,
            serial: row.whole("serial")?,
            state: row.parsed("state")?,
            amount: row.money("fen")?,
            receipt_no: row.text("receipt_no")?,
        })
    };
    rows.iter().map(item).collect()
}
