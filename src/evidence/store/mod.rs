//! All SQL of the room.

pub(super) mod invoices;
pub(super) mod pay_lists;

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, QueryBuilder};

use crate::db::{Columns, ReadTx, WriteTx};
use crate::kernel::{BookId, Digest, DocumentId, Fault, FileId, UserId};

use super::document::{Document, SameSign, SeenBefore, StoredFile};

pub(super) async fn file_by_digest(tx: &mut ReadTx, book: BookId, digest: Digest) -> Result<Option<FileId>, Fault> {
    let row = sqlx::query("select id from stored_file where book_id = $1 and digest = $2")
        .bind(book.text())
        .bind(digest.hex())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking for a stored file"))?;
    row.map(|r| r.parsed("id")).transpose()
}

pub(super) async fn insert_file(tx: &mut WriteTx, file: &StoredFile, by: UserId) -> Result<(), Fault> {
    sqlx::query(
        "insert into stored_file (id, book_id, digest, bytes, media, name, pages, stored_by, stored_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(file.id.text())
    .bind(file.book.text())
    .bind(file.digest.hex())
    .bind(file.bytes)
    .bind(file.media.word())
    .bind(&file.name)
    .bind(file.pages)
    .bind(by.text())
    .bind(file.stored_at.stored())
    .execute(tx.conn())
    .await
    .map(drop)
    .map_err(Fault::while_("writing down a stored file"))
}

pub(super) async fn files(tx: &mut ReadTx, book: BookId, ids: &[FileId]) -> Result<Vec<StoredFile>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Any>::new(
        "select id as file_id, book_id, digest as file_digest, bytes, media, name, pages as file_pages, stored_at
         from stored_file where book_id = $1 and id in (",
    );
    sql.push(places(2, ids.len())).push(")");
    let query = ids.iter().fold(sql.build().bind(book.text()), |q, id| q.bind(id.text()));
    let rows = query.fetch_all(tx.conn()).await.map_err(Fault::while_("loading stored files"))?;
    rows.iter().map(stored_file).collect()
}

pub(super) async fn insert_document(tx: &mut WriteTx, document: &Document, by: UserId) -> Result<(), Fault> {
    sqlx::query(
        "insert into source_document
         (id, book_id, kind, date, issuer, payee, fen, pages, invoice_no, digest, replaces, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(document.id.text())
    .bind(document.book.text())
    .bind(document.kind.word())
    .bind(document.date.to_string())
    .bind(&document.issuer)
    .bind(&document.payee)
    .bind(document.amount.fen())
    .bind(document.pages)
    .bind(&document.invoice_no)
    .bind(document.digest.hex())
    .bind(document.replaces.map(DocumentId::text).unwrap_or_default())
    .bind(by.text())
    .bind(document.made_at.stored())
    .execute(tx.conn())
    .await
    .map_err(Fault::while_("writing down a source document"))?;
    let mut sql = QueryBuilder::<Any>::new("insert into document_file (document_id, position, file_id) values ");
    for row in 0..document.files.len() {
        sql.push(if row == 0 { "(" } else { ", (" }).push(places(row * 3 + 1, 3)).push(")");
    }
    let mut query = sql.build();
    for (position, file) in (1i64..).zip(&document.files) {
        query = query.bind(document.id.text()).bind(position).bind(file.id.text());
    }
    query.execute(tx.conn()).await.map(drop).map_err(Fault::while_("writing down a document's files"))
}

pub(super) async fn successor(tx: &mut ReadTx, old: DocumentId) -> Result<Option<DocumentId>, Fault> {
    let row = sqlx::query("select id from source_document where replaces = $1 limit 1")
        .bind(old.text())
        .fetch_optional(tx.conn())
        .await
        .map_err(Fault::while_("looking for a document's successor"))?;
    row.map(|r| r.parsed("id")).transpose()
}

pub(super) async fn documents(tx: &mut ReadTx, ids: &[DocumentId]) -> Result<Vec<Document>, Fault> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = QueryBuilder::<Any>::new(
        "select d.id, d.book_id, d.kind, d.date, d.issuer, d.payee, d.fen, d.pages, d.invoice_no, d.digest, d.replaces,
                d.made_at, coalesce(l.pay_list_id, '') as pay_list_id, coalesce(l.digest, '') as pay_list_digest,
                f.id as file_id, f.digest as file_digest, f.bytes, f.media, f.name, f.pages as file_pages,
                f.stored_at
         from source_document d
         join document_file df on df.document_id = d.id
         join stored_file f on f.id = df.file_id
         left join document_pay_list l on l.document_id = d.id
         where d.id in (",
    );
    sql.push(places(1, ids.len())).push(") order by d.id, df.position");
    let rows = bound(&mut sql, ids).fetch_all(tx.conn()).await.map_err(Fault::while_("loading source documents"))?;
    let mut documents: Vec<Document> = Vec::new();
    for row in &rows {
        let id: DocumentId = row.parsed("id")?;
        if documents.last().is_none_or(|d| d.id != id) {
            documents.push(head(row, id)?);
        }
        if let Some(last) = documents.last_mut() {
            last.files.push(stored_file(row)?);
        }
    }
    Ok(documents)
}

/// Which other documents a question is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    /// Those that were there before, and were not replaced since.
    Earlier,
    /// Every one.
    All,
}

impl Among {
    const fn condition(self) -> &'static str {
        match self {
            Among::Earlier => {
                " and d.made_at <= m.made_at and not exists (select 1 from source_document n where n.replaces = d.id)"
            }
            Among::All => "",
        }
    }
}

/// Documents, oldest first, that show one of the same files.
pub(super) async fn same_files(tx: &mut ReadTx, ids: &[DocumentId], among: Among) -> Result<Vec<SeenBefore>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select mine.document_id as mine, d.id, d.book_id, b.name as book_name, d.date, d.fen, '' as invoice_no
         from document_file mine
         join stored_file f on f.id = mine.file_id
         join stored_file g on g.digest = f.digest
         join document_file other on other.file_id = g.id
         join source_document d on d.id = other.document_id
         join source_document m on m.id = mine.document_id
         join book b on b.id = d.book_id
         where mine.document_id in (",
    );
    sql.push(places(1, ids.len())).push(")").push(among.condition()).push(" order by d.made_at, d.id");
    let rows = bound(&mut sql, ids).fetch_all(tx.conn()).await.map_err(Fault::while_("looking for the same file"))?;
    rows.iter().map(seen_before).collect()
}

/// Documents, oldest first, that carry one of the same invoice numbers.
pub(super) async fn same_invoices(tx: &mut ReadTx, ids: &[DocumentId], among: Among) -> Result<Vec<SeenBefore>, Fault> {
    let mut sql = QueryBuilder::<Any>::new(
        "select m.id as mine, d.id, d.book_id, b.name as book_name, d.date, d.fen, d.invoice_no
         from source_document m
         join source_document d on d.invoice_no = m.invoice_no
         join book b on b.id = d.book_id
         where m.invoice_no <> '' and m.id in (",
    );
    sql.push(places(1, ids.len())).push(")").push(among.condition()).push(" order by d.made_at, d.id");
    let rows =
        bound(&mut sql, ids).fetch_all(tx.conn()).await.map_err(Fault::while_("looking for the same invoice"))?;
    rows.iter().map(seen_before).collect()
}

/// `$3, $4, $5`; an empty list has one place too, for a value nothing equals.
fn places(first: usize, count: usize) -> String {
    let numbers: Vec<String> = (first..first + count.max(1)).map(|n| format!("${n}")).collect();
    numbers.join(", ")
}

fn bound<'q>(sql: &'q mut QueryBuilder<Any>, ids: &[DocumentId]) -> Query<'q, Any, AnyArguments> {
    if ids.is_empty() {
        return sql.build().bind("");
    }
    ids.iter().fold(sql.build(), |query, id| query.bind(id.text()))
}

fn stored_file(row: &AnyRow) -> Result<StoredFile, Fault> {
    Ok(StoredFile {
        id: row.parsed("file_id")?,
        book: row.parsed("book_id")?,
        digest: row.digest("file_digest")?,
        bytes: row.whole("bytes")?,
        media: row.parsed("media")?,
        name: row.text("name")?,
        pages: row.whole("file_pages")?,
        stored_at: row.instant("stored_at")?,
    })
}

fn head(row: &AnyRow, id: DocumentId) -> Result<Document, Fault> {
    Ok(Document {
        id,
        book: row.parsed("book_id")?,
        kind: row.parsed("kind")?,
        date: row.date("date")?,
        issuer: row.text("issuer")?,
        payee: row.text("payee")?,
        amount: row.money("fen")?,
        pages: row.whole("pages")?,
        invoice_no: row.text("invoice_no")?,
        digest: row.digest("digest")?,
        replaces: row.parsed_or_none("replaces")?,
        made_at: row.instant("made_at")?,
        pay_list: match (row.parsed_or_none("pay_list_id")?, row.parsed_or_none("pay_list_digest")?) {
            (Some(id), Some(digest)) => Some((id, digest)),
            _ => None,
        },
        files: Vec::new(),
    })
}

fn seen_before(row: &AnyRow) -> Result<SeenBefore, Fault> {
    let invoice = row.text("invoice_no")?;
    Ok(SeenBefore {
        document: row.parsed("mine")?,
        sign: if invoice.is_empty() { SameSign::File } else { SameSign::Invoice(invoice) },
        earlier: row.parsed("id")?,
        book: row.parsed("book_id")?,
        book_name: row.text("book_name")?,
        date: row.date("date")?,
        amount: row.money("fen")?,
    })
}
