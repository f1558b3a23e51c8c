use crate::db::ReadTx;
use crate::evidence::{self, KeptInvoice, PayList};
use crate::kernel::{DocumentId, FileId, Outcome, SubmissionId};
use crate::village::Book;
use crate::workflow;

/// One file of a source document, as the viewer shows it.
#[derive(Clone, Debug)]
pub(in crate::web) struct Paper {
    /// Where the file is.
    pub(in crate::web) href: String,
    /// What it is, in words.
    pub(in crate::web) alt: String,
}

/// The files beside a voucher: pictures are shown, anything else is opened.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Papers {
    pictures: Vec<Paper>,
    others: Vec<Paper>,
    invoices: Vec<KeptInvoice>,
    unread: Vec<String>,
    said: Vec<(&'static str, String)>,
    pay_lists: Vec<PayList>,
}

impl Papers {
    pub(in crate::web) const fn is_empty(&self) -> bool {
        self.pictures.is_empty() && self.others.is_empty() && self.said.is_empty()
    }

    pub(in crate::web) fn pictures(&self) -> &[Paper] {
        &self.pictures
    }

    pub(in crate::web) fn others(&self) -> &[Paper] {
        &self.others
    }

    /// What was read out of electronic invoices, each once.
    pub(in crate::web) fn invoices(&self) -> &[KeptInvoice] {
        &self.invoices
    }

    /// Why the data of others could not be read.
    pub(in crate::web) fn unread(&self) -> &[String] {
        &self.unread
    }

    /// The people behind a signed pay list, with the tails of their numbers.
    pub(in crate::web) fn pay_lists(&self) -> &[PayList] {
        &self.pay_lists
    }

    /// What the submission says beside its papers: who bears witness, on which receipt.
    pub(in crate::web) fn said(&self) -> &[(&'static str, String)] {
        &self.said
    }
}

/// The files of these documents, in order. Documents of another book are left out.
pub(in crate::web) async fn papers(tx: &mut ReadTx, book: &Book, ids: &[DocumentId]) -> Outcome<Papers> {
    let mut papers = Papers::default();
    if ids.is_empty() {
        return Ok(papers);
    }
    let documents = evidence::documents(tx, ids).await?;
    let files: Vec<FileId> = documents.iter().flat_map(|d| d.files.iter().map(|f| f.id)).collect();
    papers.invoices = evidence::invoices(tx, book.id, &files).await?;
    papers.invoices.sort_by_key(|i| files.iter().position(|f| *f == i.file));
    // The PDF and the XML of one invoice say it once.
    papers.invoices.dedup_by(|later, first| later.number == first.number);
    papers.unread = evidence::unread(tx, book.id, &files).await?.into_iter().map(|(_, why)| why).collect();
    papers.pay_lists = evidence::pay_lists_of_documents(tx, &documents).await?;
    for document in documents.iter().filter(|d| d.book == book.id) {
        for file in &document.files {
            let alt = format!("{} {} {}元", document.kind.in_chinese(), document.date, document.amount);
            let paper = Paper { href: format!("/books/{}/files/{}", book.code, file.id), alt };
            if file.media.is_picture() { papers.pictures.push(paper) } else { papers.others.push(paper) }
        }
    }
    Ok(papers)
}

/// The same beside a voucher, with what the submission it came from says of them.
pub(in crate::web) async fn papers_of_voucher(
    tx: &mut ReadTx,
    book: &Book,
    ids: &[DocumentId],
    submission: Option<SubmissionId>,
) -> Outcome<Papers> {
    let mut papers = papers(tx, book, ids).await?;
    let Some(id) = submission else { return Ok(papers) };
    if let Some(submission) = workflow::submission_behind(tx, book.id, id).await? {
        let content = submission.content;
        let said = [("经手人", content.handler), ("证明人", content.witness), ("收据号", content.receipt_no)];
        papers.said = said.into_iter().filter(|(_, words)| !words.is_empty()).collect();
    }
    Ok(papers)
}

/// One document behind a voucher, as the grid lists it.
#[derive(Clone, Debug)]
pub(in crate::web) struct Behind {
    /// The document.
    pub(in crate::web) id: DocumentId,
    /// What it is, in words.
    pub(in crate::web) words: String,
    /// Its pages.
    pub(in crate::web) pages: i64,
}

/// The documents of these ids that are of the book, in order.
pub(in crate::web) async fn behind(tx: &mut ReadTx, book: &Book, ids: &[DocumentId]) -> Outcome<Vec<Behind>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let documents = evidence::documents(tx, ids).await?;
    let told = |d: &evidence::Document| Behind {
        id: d.id,
        words: format!("{} {}", d.kind.in_chinese(), d.date),
        pages: d.pages,
    };
    Ok(documents.iter().filter(|d| d.book == book.id).map(told).collect())
}
