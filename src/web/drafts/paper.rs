use crate::db::ReadTx;
use crate::evidence;
use crate::kernel::{DocumentId, Outcome};

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
}

impl Papers {
    pub(in crate::web) const fn is_empty(&self) -> bool {
        self.pictures.is_empty() && self.others.is_empty()
    }

    pub(in crate::web) fn pictures(&self) -> &[Paper] {
        &self.pictures
    }

    pub(in crate::web) fn others(&self) -> &[Paper] {
        &self.others
    }
}

/// The files of these documents, in order. Documents of another book are left out.
pub(in crate::web) async fn papers(
    tx: &mut ReadTx,
    book: &crate::village::Book,
    ids: &[DocumentId],
) -> Outcome<Papers> {
    let mut papers = Papers::default();
    if ids.is_empty() {
        return Ok(papers);
    }
    for document in evidence::documents(tx, ids).await?.iter().filter(|d| d.book == book.id) {
        for file in &document.files {
            let alt = format!("{} {} {}元", document.kind.in_chinese(), document.date, document.amount);
            let paper = Paper { href: format!("/books/{}/files/{}", book.code, file.id), alt };
            if file.media.is_picture() { papers.pictures.push(paper) } else { papers.others.push(paper) }
        }
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
pub(in crate::web) async fn behind(
    tx: &mut ReadTx,
    book: &crate::village::Book,
    ids: &[DocumentId],
) -> Outcome<Vec<Behind>> {
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
