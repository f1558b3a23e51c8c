//! 报账 → 理财 → 审核 → 记账, through the use-cases, on both engines.

mod chain;
mod refusals;
mod crowds;

use std::cell::Cell;

use futures_util::FutureExt;
use mingzhang::db::Db;
use mingzhang::evidence::{self, DocumentKind, FileStore, NewDocument};
use mingzhang::kernel::{DocumentId, DraftId, Money, Outcome, SubmissionId, Timestamp};
use mingzhang::ledger::{self, PostedVoucher};
use mingzhang::workflow::{self, Card, Entering, Opinion, PaidBy, State, SubmissionContent, Thread, Verdict};

use crate::township::{self, OpenBook, Town, at, date};

/// One book at work: what people do, in their words.
pub struct Village {
    pub db: Db,
    pub town: Town,
    store: FileStore,
    _folder: tempfile::TempDir,
    photos: Cell<u8>,
}

pub fn noon() -> Timestamp {
    at("2025-09-20T04:00:00Z")
}

/// Runs one use-case for somebody.
macro_rules! done {
    ($village:expr, |$tx:ident| $act:expr) => {
        $village.db.write(move |$tx| async move { $act }.boxed()).await
    };
}
pub(crate) use done;

impl Village {
    pub async fn at_work(db: Db) -> Village {
        let town = township::open(&db, &["李家村", "王家村"]).await;
        let folder = tempfile::tempdir().expect("a folder");
        let store = FileStore::at(folder.path(), 5_000_000);
        Village { db, town, store, _folder: folder, photos: Cell::new(0) }
    }

    pub fn book(&self) -> &OpenBook {
        &self.town.books[0]
    }

    pub async fn paper(&self, kind: DocumentKind) -> DocumentId {
        self.paper_of(self.book(), kind, "").await
    }

    /// An invoice made out to somebody.
    pub async fn invoice_to(&self, buyer: &str) -> DocumentId {
        self.paper_of(self.book(), DocumentKind::Invoice, buyer).await
    }

    /// The same photograph in the other village's book, then in this one's.
    pub async fn paper_of_both(&self) -> DocumentId {
        self.paper_of(&self.town.books[1], DocumentKind::Receipt, "").await;
        self.photos.set(self.photos.get() - 1);
        self.paper(DocumentKind::Receipt).await
    }

    async fn paper_of(&self, book: &OpenBook, kind: DocumentKind, payee: &str) -> DocumentId {
        self.photos.set(self.photos.get() + 1);
        let file = self.store.keep("票据.jpg", &township::photo(self.photos.get())).await.expect("kept");
        let (by, payee) = (book.clerk(), payee.to_owned());
        done!(self, |tx| {
            let file = evidence::store_file(tx, &by, file, noon()).await?;
            let new = NewDocument {
                kind,
                date: date("2025-09-10"),
                issuer: "县供电所".into(),
                payee,
                amount: Money::from_yuan(356),
                invoice_no: String::new(),
                files: vec![file],
                replaces: None,
            };
            evidence::add_document(tx, &by, new, noon()).await
        })
        .expect("a document")
    }

    pub async fn electricity(&self) -> SubmissionContent {
        SubmissionContent {
            item: "dianfei".into(),
            date: Some(date("2025-09-12")),
            amount: Money::from_yuan(356),
            other_party: "县供电所".into(),
            reason: "村部8月电费".into(),
            handler: "报账员".into(),
            paid_by: PaidBy::Bank,
            documents: vec![self.paper(DocumentKind::Receipt).await],
            ..SubmissionContent::blank(Card::Expense)
        }
    }

    pub async fn hands_in(&self, key: &'static str, content: SubmissionContent) -> Outcome<SubmissionId> {
        let by = self.book().clerk();
        done!(self, |tx| workflow::hand_in(tx, &by, key, content, noon()).await)
    }

    pub async fn thread(&self, id: SubmissionId) -> Thread {
        let mut tx = self.db.read().await.expect("reading");
        workflow::thread(&mut tx, &self.book().reader(), id, noon()).await.expect("there")
    }

    pub async fn says(&self, id: SubmissionId, verdict: Verdict, words: &str) -> Opinion {
        Opinion { verdict, words: words.into(), seen: self.thread(id).await.submission.digest.expect("handed in") }
    }

    pub async fn member(&self, number: usize, id: SubmissionId, verdict: Verdict, words: &str) -> Outcome<State> {
        let (by, opinion) = (self.book().member(number), self.says(id, verdict, words).await);
        let looks = self.book().member_looking(number);
        done!(self, |tx| {
            workflow::open_papers(tx, &looks, id, noon()).await?;
            workflow::mark_as_member(tx, &by, id, opinion, noon()).await
        })
    }

    pub async fn head(&self, id: SubmissionId) -> Outcome<State> {
        let (by, opinion) = (self.book().head(), self.says(id, Verdict::Agree, "").await);
        let looks = self.book().head_looking();
        done!(self, |tx| {
            workflow::open_papers(tx, &looks, id, noon()).await?;
            workflow::mark_as_head(tx, &by, id, opinion, noon()).await
        })
    }

    pub async fn approves(&self, id: SubmissionId) {
        for number in 0..3 {
            self.member(number, id, Verdict::Agree, "").await.expect("marked");
        }
        assert_eq!(self.head(id).await.expect("marked"), State::Approved);
    }

    pub async fn returns(&self, id: SubmissionId, reasons: &[&str]) -> Outcome<()> {
        let (by, version) = (self.book().accountant(), self.thread(id).await.submission.version);
        let reasons: Vec<String> = reasons.iter().map(|r| (*r).to_owned()).collect();
        done!(self, |tx| workflow::return_to_clerk(tx, &by, id, version, &reasons, "", noon()).await)
    }

    pub async fn accepts(&self, id: SubmissionId) -> Outcome<DraftId> {
        let (by, version) = (self.book().accountant(), self.thread(id).await.submission.version);
        done!(self, |tx| workflow::accept(tx, &by, id, version, Entering::AsProposed(None), noon()).await)
    }

    pub async fn reviews_and_posts(&self, drafts: Vec<DraftId>) -> Outcome<Vec<PostedVoucher>> {
        let by = self.town.reviewer(self.book());
        done!(self, |tx| {
            for id in &drafts {
                let version = ledger::draft(tx, by.book(), *id).await?.version;
                ledger::review(tx, &by, *id, version, noon()).await?;
            }
            workflow::post(tx, &by, &drafts, noon()).await
        })
    }
}
