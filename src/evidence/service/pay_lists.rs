use crate::audit::{self, Act};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, DocumentId, Failure, FileId, Outcome, PayListId, Timestamp};

use crate::evidence::document::{Document, DocumentKind, NewDocument};
use crate::evidence::pay_list::{Maker, NewPayList, PayList, PayListRefusal as P};
use crate::evidence::store::{self, pay_lists as kept};

use super::{BringsPapers, add, documents};

/// One list among those of a book.
#[derive(Clone, Debug)]
pub struct PayListLine {
    /// Its head.
    pub list: PayList,
    /// Its signed paper.
    pub document: Option<DocumentId>,
    /// True when a later list corrects it.
    pub replaced: bool,
}

/// 做发放表 — keeps a list of people and amounts. The form's own key makes a double click one list.
///
/// Refuses, all at once with the row: every `evidence.pay_*` code about a list; `evidence.pay_replaced`,
/// `evidence.pay_no_such_list` about the one it corrects.
pub async fn make_pay_list(
    tx: &mut WriteTx,
    by: &impl BringsPapers,
    once_key: &str,
    new: &NewPayList,
    now: Timestamp,
) -> Outcome<PayListId> {
    let list = new.checked(&Maker { book: by.book(), name: &by.actor().name, at: now }).map_err(Failure::Refused)?;
    if !kept::insert_pay_list(tx, &list, once_key, by.id()).await? {
        let there = kept::pay_list_by_key(tx, by.book(), once_key).await?;
        return Ok(there.ok_or(P::NoSuchList)?);
    }
    // The chain's head is held from here to the commit, so the second of two corrections sees the first.
    let told = Act::on_book(by.book(), "pay_list.make", format!("发放表 {}", list.title)).id(list.id);
    let detail = format!("{} 人 {} 元 {}", list.people, list.total, list.digest);
    audit::record(tx, by.actor(), told.detail(detail), now).await?;
    if let Some(old) = list.replaces {
        let old = kept::pay_list(tx, old).await?.filter(|l| l.book == by.book()).ok_or(P::NoSuchList)?;
        if kept::pay_list_replaced(tx, old.id, Some(list.id)).await? {
            return Err(P::ReplacedAlready.into());
        }
    }
    Ok(list.id)
}

/// 交签领表 — the signed and photographed list becomes a source document that carries the list's digest.
///
/// Refuses: `evidence.pay_no_such_list`, `evidence.pay_replaced`, `evidence.pay_signed`, and what `add_document` refuses.
pub async fn sign_pay_list(
    tx: &mut WriteTx,
    by: &impl BringsPapers,
    id: PayListId,
    files: Vec<FileId>,
    now: Timestamp,
) -> Outcome<DocumentId> {
    let list = kept::pay_list(tx, id).await?.filter(|l| l.book == by.book()).ok_or(P::NoSuchList)?;
    let told = Act::on_book(by.book(), "pay_list.sign", format!("签领表 {}", list.title)).id(id);
    audit::record(tx, by.actor(), told, now).await?;
    if kept::pay_list_replaced(tx, id, None).await? {
        return Err(P::ReplacedAlready.into());
    }
    if kept::document_of_pay_list(tx, id).await?.is_some() {
        return Err(P::SignedAlready.into());
    }
    let new = NewDocument {
        kind: DocumentKind::PayList,
        date: list.date.min(now.date()),
        issuer: String::new(),
        payee: list.payees(),
        amount: list.total,
        invoice_no: String::new(),
        files,
        replaces: None,
    };
    add(tx, by, new, Some(&list), now).await
}

/// One list of a book with its rows. Refuses: `evidence.pay_no_such_list`.
pub async fn pay_list(tx: &mut ReadTx, book: BookId, id: PayListId) -> Outcome<PayList> {
    let found = kept::pay_list(tx, id).await?.filter(|l| l.book == book);
    found.ok_or_else(|| P::NoSuchList.into())
}

/// The lists of a book, the latest first, without their rows.
pub async fn pay_lists(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<PayListLine>> {
    let found = kept::pay_lists(tx, book).await?.into_iter();
    Ok(found.map(|(list, document, replaced)| PayListLine { list, document, replaced }).collect())
}

/// Every list of a book with its rows.
pub async fn whole_pay_lists(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<PayList>> {
    Ok(kept::whole_pay_lists(tx, book).await?)
}

/// True when a later list corrects this one.
pub async fn is_replaced(tx: &mut ReadTx, id: PayListId) -> Outcome<bool> {
    Ok(kept::pay_list_replaced(tx, id, None).await?)
}

/// The signed paper of a list.
pub async fn paper_of_pay_list(tx: &mut ReadTx, list: &PayList) -> Outcome<Option<Document>> {
    let Some(id) = kept::document_of_pay_list(tx, list.id).await? else { return Ok(None) };
    Ok(store::documents(tx, &[id]).await?.pop())
}

/// The signed papers of a book's lists that show one of these files: what a form with these files means by them.
pub async fn pay_list_papers(tx: &mut ReadTx, book: BookId, files: &[FileId]) -> Outcome<Vec<Document>> {
    let ids = kept::documents_showing(tx, book, files).await?;
    documents(tx, &ids).await
}

/// The lists behind these papers, with their rows, in the order of the papers.
pub async fn pay_lists_of_documents(tx: &mut ReadTx, papers: &[Document]) -> Outcome<Vec<PayList>> {
    let mut lists = Vec::new();
    for (id, _) in papers.iter().filter_map(|d| d.pay_list) {
        lists.extend(kept::pay_list(tx, id).await?);
    }
    Ok(lists)
}
