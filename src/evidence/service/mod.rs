//! The use-cases: files, documents, and the lists of people who are paid.

mod pay_lists;

use crate::audit::{self, Act, Actor};
use crate::auth::{Accountant, Cashier, Clerk, Reader};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Digest, DocumentId, Failure, FileId, Outcome, Refused, Timestamp, UserId};

use super::document::{Document, NewDocument, SeenBefore, StoredFile, faults_of_bundle};
use super::e_invoice::Reading;
use super::error::EvidenceRefusal;
use super::file_store::ReceivedFile;
use super::kept_invoice::KeptInvoice;
use super::pay_list::PayList;
use super::store::{self, Among, invoices};

pub use pay_lists::{
    PayListLine, is_replaced, make_pay_list, paper_of_pay_list, pay_list, pay_list_papers, pay_lists,
    pay_lists_of_documents, sign_pay_list, whole_pay_lists,
};

/// Whoever may bring papers to a book: its clerk, its accountant, the cashier.
pub trait BringsPapers {
    /// Who.
    fn actor(&self) -> &Actor;
    /// The person.
    fn id(&self) -> UserId;
    /// The book.
    fn book(&self) -> BookId;
}

macro_rules! brings_papers {
    ($($permit:ty),*) => {$(
        impl BringsPapers for $permit {
            fn actor(&self) -> &Actor {
                self.actor()
            }
            fn id(&self) -> UserId {
                self.id()
            }
            fn book(&self) -> BookId {
                self.book()
            }
        }
    )*};
}
brings_papers!(Clerk, Accountant, Cashier);

/// Writes down a file whose bytes are already durable. The same content twice in one book is one file.
pub async fn store_file(
    tx: &mut WriteTx,
    by: &impl BringsPapers,
    file: ReceivedFile,
    now: Timestamp,
) -> Outcome<FileId> {
    if let Some(id) = store::file_by_digest(tx, by.book(), file.digest).await? {
        // A file that came before its kind could be read is read now.
        keep_reading(tx, id, file.reading, now).await?;
        return Ok(id);
    }
    let row = StoredFile {
        id: FileId::new(),
        book: by.book(),
        digest: file.digest,
        bytes: file.bytes,
        media: file.inspected.media,
        name: file.name,
        pages: file.inspected.pages,
        stored_at: now,
    };
    store::insert_file(tx, &row, by.id()).await?;
    keep_reading(tx, row.id, file.reading, now).await?;
    let act = Act::on_book(row.book, "file.store", format!("附件 {}", row.name)).id(row.id);
    audit::record(tx, by.actor(), act.detail(format!("{} 字节 {}", row.bytes, row.digest)), now).await?;
    Ok(row.id)
}

/// What was read stays with its file, once.
async fn keep_reading(tx: &mut WriteTx, file: FileId, reading: Reading, now: Timestamp) -> Outcome<()> {
    match reading {
        Reading::Ordinary => {}
        Reading::Invoice(invoice) => invoices::insert(tx, &KeptInvoice::of(file, *invoice), now).await?,
        Reading::Unread(why) => invoices::insert_unread(tx, file, &why, now).await?,
    }
    Ok(())
}

/// Makes a source document of stored files; where one of them carries an electronic invoice, it says what that says.
///
/// Refuses, all at once: every `evidence.*` code about a document.
pub async fn add_document(
    tx: &mut WriteTx,
    by: &impl BringsPapers,
    new: NewDocument,
    now: Timestamp,
) -> Outcome<DocumentId> {
    add(tx, by, new, None, now).await
}

/// The same, for the signed paper of a pay list too.
async fn add(
    tx: &mut WriteTx,
    by: &impl BringsPapers,
    new: NewDocument,
    list: Option<&PayList>,
    now: Timestamp,
) -> Outcome<DocumentId> {
    let invoices = invoices::of_files(tx, by.book(), &new.files).await?;
    let new = new.taken_from(&invoices)?;
    let mut faults = new.faults(now.date(), &invoices);
    let files = store::files(tx, by.book(), &new.files).await?;
    if files.len() != new.files.len() {
        let mut distinct = new.files.clone();
        distinct.sort_unstable();
        distinct.dedup();
        if files.len() < distinct.len() {
            faults.push(EvidenceRefusal::NoSuchFile.into());
        }
    }
    let ordered: Vec<StoredFile> =
        new.files.iter().filter_map(|id| files.iter().find(|f| f.id == *id)).cloned().collect();
    if let Some(old) = new.replaces {
        match store::documents(tx, &[old]).await?.first() {
            Some(found) if found.book == by.book() => {
                if store::successor(tx, old).await?.is_some() {
                    faults.push(EvidenceRefusal::ReplacedAlready.into());
                }
            }
            Some(_) | None => faults.push(Refused::from(EvidenceRefusal::NoSuchDocument).at_field("replaces")),
        }
    }
    let document = made(by.book(), new, list, ordered, now);
    faults.extend(faults_of_bundle(std::slice::from_ref(&document)));
    Failure::unless_none(faults)?;
    store::insert_document(tx, &document, by.id()).await?;
    if let Some(list) = list {
        store::pay_lists::bind_pay_list(tx, &document, list).await?;
    }
    let subject = format!("原始凭证 {} {}", document.kind.in_chinese(), document.date);
    let act = Act::on_book(document.book, "document.add", subject).id(document.id);
    audit::record(tx, by.actor(), act.detail(document.digest.hex()), now).await?;
    Ok(document.id)
}

fn made(book: BookId, new: NewDocument, list: Option<&PayList>, files: Vec<StoredFile>, now: Timestamp) -> Document {
    let mut document = Document {
        id: DocumentId::new(),
        book,
        kind: new.kind,
        date: new.date,
        issuer: new.issuer.trim().to_owned(),
        payee: new.payee.trim().to_owned(),
        amount: new.amount,
        pages: files.iter().map(|f| f.pages).sum(),
        invoice_no: new.invoice_no.trim().to_uppercase(),
        digest: Digest::GENESIS,
        replaces: new.replaces,
        made_at: now,
        pay_list: list.map(|l| (l.id, l.digest)),
        files,
    };
    document.digest = document.digest_of_content();
    document
}

/// One stored file of the reader's book. Refuses: `evidence.no_such_file`.
pub async fn file(tx: &mut ReadTx, reader: &Reader, id: FileId) -> Outcome<StoredFile> {
    let found = store::files(tx, reader.book(), &[id]).await?;
    found.into_iter().next().ok_or_else(|| EvidenceRefusal::NoSuchFile.into())
}

/// The stored files of one book among these, for a form that is filled in again.
pub async fn files(tx: &mut ReadTx, book: BookId, ids: &[FileId]) -> Outcome<Vec<StoredFile>> {
    Ok(store::files(tx, book, ids).await?)
}

/// One source document of the reader's book. Refuses: `evidence.no_such_document`.
pub async fn document(tx: &mut ReadTx, reader: &Reader, id: DocumentId) -> Outcome<Document> {
    let found = store::documents(tx, &[id]).await?.into_iter().next();
    found.filter(|d| d.book == reader.book()).ok_or_else(|| EvidenceRefusal::NoSuchDocument.into())
}

/// Source documents with their files, in the order asked for; unknown ids are left out.
pub async fn documents(tx: &mut ReadTx, ids: &[DocumentId]) -> Outcome<Vec<Document>> {
    let mut found = store::documents(tx, ids).await?;
    found.sort_by_key(|d| ids.iter().position(|id| *id == d.id));
    Ok(found)
}

/// The electronic invoices read from these files of a book.
pub async fn invoices(tx: &mut ReadTx, book: BookId, files: &[FileId]) -> Outcome<Vec<KeptInvoice>> {
    Ok(invoices::of_files(tx, book, files).await?)
}

/// The files of a book that carry the data of an invoice nobody can believe, and why.
pub async fn unread(tx: &mut ReadTx, book: BookId, files: &[FileId]) -> Outcome<Vec<(FileId, String)>> {
    Ok(invoices::unread(tx, book, files).await?)
}

/// Every other document of the township that shows one of the same files or carries one of the same invoice numbers.
pub async fn same_papers(tx: &mut ReadTx, ids: &[DocumentId]) -> Outcome<Vec<SeenBefore>> {
    let mut same = store::same_files(tx, ids, Among::All).await?;
    same.extend(store::same_invoices(tx, ids, Among::All).await?);
    same.retain(|s| !ids.contains(&s.earlier));
    Ok(same)
}

/// Where papers like these were first seen, anywhere in the township: same file, or same invoice number.
pub async fn seen_before(tx: &mut ReadTx, ids: &[DocumentId]) -> Outcome<Vec<SeenBefore>> {
    let mut seen = store::same_files(tx, ids, Among::Earlier).await?;
    seen.extend(store::same_invoices(tx, ids, Among::Earlier).await?);
    seen.retain(|s| !ids.contains(&s.earlier));
    let mut told: Vec<SeenBefore> = Vec::new();
    for found in seen {
        if !told.iter().any(|t| t.document == found.document && t.sign == found.sign) {
            told.push(found);
        }
    }
    Ok(told)
}
