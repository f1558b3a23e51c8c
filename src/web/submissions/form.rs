//! The clerk's form as it was typed, and what it says.

use std::str::FromStr;

use crate::evidence::{Document, DocumentKind, KeptInvoice, PayList};
use crate::kernel::{Date, FileId, Money, Refused};
use crate::web::error::WebRefusal;
use crate::web::papers::Sent;
use crate::workflow::{Card, PARTY_LIMIT, PaidBy, Submission, SubmissionContent};

/// A page that belongs to the paper before it.
const NEXT_PAGE: &str = "more";

/// One file of the bundle, and what kind of paper it is.
#[derive(Clone, Debug, Default)]
pub(super) struct TypedPaper {
    /// The stored file.
    pub(super) file: String,
    /// What kind of paper it begins, or `more` for the next page of the one before.
    pub(super) kind: String,
    /// The number of a paper invoice; an electronic one says its own.
    pub(super) number: String,
}

/// One paper of the bundle: what it is, its pages, its typed number.
#[derive(Clone, Debug)]
pub(super) struct TypedDocument {
    pub(super) kind: DocumentKind,
    pub(super) files: Vec<FileId>,
    pub(super) number: String,
}

/// Everything typed.
#[derive(Clone, Debug)]
pub(super) struct SubmissionForm {
    pub(super) once_key: String,
    pub(super) version: i64,
    pub(super) card: Card,
    pub(super) item: String,
    pub(super) date: String,
    pub(super) amount: String,
    pub(super) other_party: String,
    pub(super) reason: String,
    pub(super) handler: String,
    pub(super) witness: String,
    pub(super) receipt_no: String,
    /// Why all the same, where a rule warned.
    pub(super) explanation: String,
    pub(super) paid_by: String,
    pub(super) household: String,
    pub(super) counterparty: String,
    pub(super) project: String,
    /// The kind of the papers being added.
    pub(super) kind: String,
    /// The number of the paper being added.
    pub(super) number: String,
    pub(super) papers: Vec<TypedPaper>,
    /// True for 暂存.
    pub(super) keeps: bool,
}

impl SubmissionForm {
    /// An empty card.
    pub(super) fn blank(card: Card, once_key: String, handler: &str, today: Date) -> SubmissionForm {
        let content = SubmissionContent { date: Some(today), ..SubmissionContent::blank(card) };
        let form = SubmissionForm::of_content(&content, &[]);
        SubmissionForm { once_key, handler: handler.to_owned(), ..form }
    }

    /// What is kept, to be gone on with.
    pub(super) fn of(submission: &Submission, documents: &[Document]) -> SubmissionForm {
        SubmissionForm { version: submission.version, ..SubmissionForm::of_content(&submission.content, documents) }
    }

    fn of_content(content: &SubmissionContent, documents: &[Document]) -> SubmissionForm {
        let text = |id: Option<String>| id.unwrap_or_default();
        SubmissionForm {
            once_key: String::new(),
            version: 0,
            card: content.card,
            item: content.item.clone(),
            date: text(content.date.map(|d| d.to_string())),
            amount: if content.amount.is_zero() { String::new() } else { content.amount.plain() },
            other_party: content.other_party.clone(),
            reason: content.reason.clone(),
            handler: content.handler.clone(),
            witness: content.witness.clone(),
            receipt_no: content.receipt_no.clone(),
            explanation: content.explanation.clone(),
            paid_by: content.paid_by.word().to_owned(),
            household: text(content.household.map(|id| id.text())),
            counterparty: text(content.counterparty.map(|id| id.text())),
            project: text(content.project.map(|id| id.text())),
            kind: usual_kind(content.card).word().to_owned(),
            number: String::new(),
            papers: documents.iter().flat_map(papers_of).collect(),
            keeps: false,
        }
    }

    /// As it was sent; what was dropped is gone.
    pub(super) fn sent(sent: &Sent) -> SubmissionForm {
        let card = sent.value("card").parse().unwrap_or(Card::Expense);
        let (kinds, numbers, dropped) = (sent.values("kinds"), sent.values("numbers"), sent.values("drop"));
        let nth = |all: &[String], n: usize| all.get(n).cloned().unwrap_or_default();
        let paper = |(n, file)| TypedPaper { file, kind: nth(&kinds, n), number: nth(&numbers, n) };
        let papers = sent.values("files").into_iter().enumerate().map(paper);
        SubmissionForm {
            once_key: sent.value("once_key"),
            version: sent.value("version").parse().unwrap_or(0),
            card,
            item: sent.value("item"),
            date: sent.value("date"),
            amount: sent.value("amount"),
            other_party: sent.value("other_party"),
            reason: sent.value("reason"),
            handler: sent.value("handler"),
            witness: sent.value("witness"),
            receipt_no: sent.value("receipt_no"),
            explanation: sent.value("explanation"),
            paid_by: sent.value("paid_by"),
            household: sent.value("household"),
            counterparty: sent.value("counterparty"),
            project: sent.value("project"),
            kind: sent.value("kind"),
            number: sent.value("number"),
            papers: papers.filter(|p| !dropped.contains(&p.file)).collect(),
            keeps: sent.value("then") == "keep",
        }
    }

    /// A signed pay list is handed in: its sum, its people, its title, its paper.
    pub(super) fn pay_out(&mut self, list: &PayList, paper: &Document) {
        self.amount = list.total.plain();
        self.other_party = list.payees();
        self.reason.clone_from(&list.title);
        self.date = list.date.to_string();
        self.papers = papers_of(paper).collect();
    }

    /// Files that came with the form itself.
    pub(super) fn add(&mut self, files: &[FileId]) {
        for file in files.iter().map(|id| id.text()) {
            if !self.papers.iter().any(|p| p.file == file) {
                self.papers.push(TypedPaper { file, kind: self.kind.clone(), number: self.number.clone() });
            }
        }
        if !files.is_empty() {
            self.number.clear();
        }
    }

    /// Fills what was left empty from the electronic invoices of the bundle; a typed word stays as it is.
    pub(super) fn fill_from(&mut self, invoices: &[KeptInvoice]) {
        let mut once: Vec<&KeptInvoice> = Vec::new();
        for invoice in invoices {
            if !once.iter().any(|i| i.number == invoice.number) {
                once.push(invoice);
            }
        }
        let Some(first) = once.first() else { return };
        let fill = |field: &mut String, words: String| {
            if field.trim().is_empty() {
                *field = words;
            }
        };
        fill(&mut self.amount, once.iter().map(|i| i.gross).sum::<Money>().abs().plain());
        fill(&mut self.date, first.issued.to_string());
        let other = if self.card == Card::Income && !first.is_red() { &first.buyer } else { &first.seller };
        fill(&mut self.other_party, other.name.chars().take(PARTY_LIMIT).collect());
    }

    /// The papers of the bundle: each with its pages.
    pub(super) fn bundle(&self) -> Vec<TypedDocument> {
        let mut bundle: Vec<TypedDocument> = Vec::new();
        for paper in &self.papers {
            let Ok(file) = paper.file.parse() else { continue };
            match bundle.last_mut() {
                Some(document) if paper.kind == NEXT_PAGE => document.files.push(file),
                _ => {
                    let kind = paper.kind.parse().unwrap_or(DocumentKind::Other);
                    let number = if kind == DocumentKind::Invoice { paper.number.trim() } else { "" };
                    bundle.push(TypedDocument { kind, files: vec![file], number: number.to_owned() });
                }
            }
        }
        bundle
    }

    /// The files of the bundle.
    pub(super) fn files(&self) -> Vec<FileId> {
        self.papers.iter().filter_map(|p| p.file.parse().ok()).collect()
    }

    /// What it says, and what cannot be read in it.
    pub(super) fn content(&self) -> (SubmissionContent, Vec<Refused>) {
        let mut faults: Vec<Refused> = Vec::new();
        let amount = self.amount.trim();
        let amount = amount.parse().unwrap_or_else(|why: crate::kernel::MoneyError| {
            if !amount.is_empty() {
                faults.push(WebRefusal::UnreadableAmount { why: why.to_string() }.into());
            }
            Money::ZERO
        });
        let date = read(&self.date, || WebRefusal::NoSuchDate { typed: self.date.trim().to_owned() }, &mut faults);
        let content = SubmissionContent {
            item: self.item.clone(),
            date,
            amount,
            other_party: self.other_party.clone(),
            reason: self.reason.clone(),
            handler: self.handler.clone(),
            witness: self.witness.clone(),
            receipt_no: self.receipt_no.clone(),
            explanation: self.explanation.clone(),
            paid_by: self.paid_by.parse().unwrap_or(self.card.ways()[0]),
            household: read(&self.household, || WebRefusal::UnreadableForm, &mut faults),
            counterparty: read(&self.counterparty, || WebRefusal::UnreadableForm, &mut faults),
            project: read(&self.project, || WebRefusal::UnreadableForm, &mut faults),
            ..SubmissionContent::blank(self.card)
        };
        (content, faults)
    }

    /// True when this way of paying is chosen; the first one is when none is.
    pub(super) fn pays_by(&self, way: &PaidBy) -> bool {
        self.paid_by.parse().map_or(self.card.ways()[0] == *way, |chosen: PaidBy| chosen == *way)
    }
}

fn read<T: FromStr>(typed: &str, refusal: impl Fn() -> WebRefusal, faults: &mut Vec<Refused>) -> Option<T> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let read = typed.parse().ok();
    if read.is_none() {
        faults.push(refusal().into());
    }
    read
}

fn papers_of(document: &Document) -> impl Iterator<Item = TypedPaper> + use<'_> {
    document.files.iter().enumerate().map(|(page, file)| TypedPaper {
        file: file.id.text(),
        kind: if page == 0 { document.kind.word().to_owned() } else { NEXT_PAGE.to_owned() },
        number: if page == 0 { document.invoice_no.clone() } else { String::new() },
    })
}

/// The paper a card usually comes with.
const fn usual_kind(card: Card) -> DocumentKind {
    match card {
        Card::Expense => DocumentKind::Invoice,
        Card::Income => DocumentKind::Receipt,
        Card::Transfer => DocumentKind::BankSlip,
        Card::Debt => DocumentKind::Contract,
    }
}

/// Every kind of paper a file may be, and the next page of the paper before.
pub(super) fn kinds() -> Vec<(&'static str, &'static str)> {
    let kinds = DocumentKind::ALL.iter().map(|k| (k.word(), k.in_chinese()));
    kinds.chain([(NEXT_PAGE, "上一张的续页")]).collect()
}
