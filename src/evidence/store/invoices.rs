//! What was read out of stored files.

use sqlx::any::AnyRow;
use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Fault, FileId, Timestamp};

use super::super::e_invoice::InvoiceParty;
use super::super::kept_invoice::KeptInvoice;
use super::places;

pub(in crate::evidence) async fn insert(tx: &mut WriteTx, invoice: &KeptInvoice, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "insert into e_invoice
         (file_id, number, issued_on, kind, buyer_name, buyer_tax_id, seller_name, seller_tax_id,
          fen_net, fen_tax, fen_gross, red, refers_to, lines, remark, read_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         on conflict (file_id) do nothing",
    )
    .bind(invoice.file.text())
    .bind(&invoice.number)
    .bind(invoice.issued.to_string())
    .bind(&invoice.kind)
    .bind(&invoice.buyer.name)
    .bind(&invoice.buyer.tax_id)
    .bind(&invoice.seller.name)
    .bind(&invoice.seller.tax_id)
    .bind(invoice.net.fen())
    .bind(invoice.tax.fen())
    .bind(invoice.gross.fen())
    .bind(i64::from(invoice.is_red()))
    .bind(invoice.refers_to.as_deref().unwrap_or_default())
    .bind(&invoice.lines)
    .bind(&invoice.remark)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping an electronic invoice"))
}

pub(in crate::evidence) async fn insert_unread(
    tx: &mut WriteTx,
    file: FileId,
    why: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "insert into e_invoice_unread (file_id, why, read_at) values ($1, $2, $3) on conflict (file_id) do nothing",
    )
    .bind(file.text())
    .bind(why)
    .bind(now.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("keeping why an invoice could not be read"))
}

pub(in crate::evidence) async fn of_files(
    tx: &mut ReadTx,
    book: BookId,
    files: &[FileId],
) -> Result<Vec<KeptInvoice>, Fault> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Any>::new(
        "select i.* from e_invoice i join stored_file f on f.id = i.file_id where f.book_id = $1 and i.file_id in (",
    );
    sql.push(places(2, files.len())).push(") order by i.file_id");
    let query = files.iter().fold(sql.build().bind(book.text()), |q, id| q.bind(id.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading electronic invoices"))?;
    rows.iter().map(invoice).collect()
}

pub(in crate::evidence) async fn unread(
    tx: &mut ReadTx,
    book: BookId,
    files: &[FileId],
) -> Result<Vec<(FileId, String)>, Fault> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Any>::new(
        "select u.file_id, u.why from e_invoice_unread u join stored_file f on f.id = u.file_id
         where f.book_id = $1 and u.file_id in (",
    );
    sql.push(places(2, files.len())).push(") order by u.file_id");
    let query = files.iter().fold(sql.build().bind(book.text()), |q, id| q.bind(id.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading why invoices could not be read"))?;
    rows.iter().map(|r| Ok((r.parsed("file_id")?, r.text("why")?))).collect()
}

fn invoice(row: &AnyRow) -> Result<KeptInvoice, Fault> {
    let refers_to = row.text("refers_to")?;
    Ok(KeptInvoice {
        file: row.parsed("file_id")?,
        number: row.text("number")?,
        issued: row.date("issued_on")?,
        kind: row.text("kind")?,
        buyer: InvoiceParty { name: row.text("buyer_name")?, tax_id: row.text("buyer_tax_id")? },
        seller: InvoiceParty { name: row.text("seller_name")?, tax_id: row.text("seller_tax_id")? },
        net: row.money("fen_net")?,
        tax: row.money("fen_tax")?,
        gross: row.money("fen_gross")?,
        refers_to: (!refers_to.is_empty()).then_some(refers_to),
        lines: row.text("lines")?,
        remark: row.text("remark")?,
    })
}
