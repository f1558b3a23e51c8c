use std::fmt;

use crate::kernel::{
    BookId, Date, Digest, DigestInput, DocumentId, FileId, Money, PayListId, Refused, Timestamp, stored_words,
};

use super::error::EvidenceRefusal;
use super::kept_invoice::KeptInvoice;
use super::media::Media;
use super::pay_list::PayListRefusal;

stored_words! {
    /// What kind of paper it is.
    DocumentKind "这种票据" {
        /// 发票.
        Invoice "invoice" "发票",
        /// 收据.
        Receipt "receipt" "收据",
        /// 签领单, 发放表.
        PayList "pay_list" "签领单",
        /// 银行回单.
        BankSlip "bank_slip" "银行回单",
        /// 合同.
        Contract "contract" "合同",
        /// 验收单.
        Acceptance "acceptance" "验收单",
        /// 会议决议.
        Resolution "resolution" "会议决议",
        /// 其他.
        Other "other" "其他",
    }
}

/// A stored file, as its row tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredFile {
    /// Its id, good only within its book.
    pub id: FileId,
    /// Whose it is.
    pub book: BookId,
    /// The address of its bytes.
    pub digest: Digest,
    /// How many bytes.
    pub bytes: i64,
    /// What it is.
    pub media: Media,
    /// What it was called when it came.
    pub name: String,
    /// Pages.
    pub pages: i64,
    /// When it came.
    pub stored_at: Timestamp,
}

/// What someone says about a paper, with the files that show it.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// What kind of paper.
    pub kind: DocumentKind,
    /// The day on it.
    pub date: Date,
    /// Who made it out.
    pub issuer: String,
    /// Whom it is made out to, or who received the money.
    pub payee: String,
    /// The amount on it; nothing for papers without one.
    pub amount: Money,
    /// The invoice number; empty for none.
    pub invoice_no: String,
    /// Its pages, in order.
    pub files: Vec<FileId>,
    /// The document it takes the place of.
    pub replaces: Option<DocumentId>,
}

/// 原始凭证 — never altered; replaced by a new one that names it.
///
/// Source: 会计基础工作规范 art. 48, 49.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Whose it is.
    pub book: BookId,
    /// What kind of paper.
    pub kind: DocumentKind,
    /// The day on it.
    pub date: Date,
    /// Who made it out.
    pub issuer: String,
    /// Whom it is made out to.
    pub payee: String,
    /// The amount on it.
    pub amount: Money,
    /// Pages of all its files.
    pub pages: i64,
    /// The invoice number; empty for none.
    pub invoice_no: String,
    /// Over its content and its files' digests.
    pub digest: Digest,
    /// The document it took the place of.
    pub replaces: Option<DocumentId>,
    /// When it was made here.
    pub made_at: Timestamp,
    /// The pay list whose signed paper it is, and the list's digest.
    pub pay_list: Option<(PayListId, Digest)>,
    /// Its files, in order.
    pub files: Vec<StoredFile>,
}

impl Document {
    /// The digest its content should have.
    pub fn digest_of_content(&self) -> Digest {
        let mut input = DigestInput::new("document/1");
        input
            .field("book", self.book)
            .field("kind", self.kind)
            .field("date", self.date)
            .field("issuer", &self.issuer)
            .field("payee", &self.payee)
            .field("fen", self.amount.fen())
            .field("pages", self.pages)
            .field("invoice", &self.invoice_no)
            .field("replaces", self.replaces.map(DocumentId::text).unwrap_or_default());
        if let Some((_, digest)) = self.pay_list {
            input.field("pay_list", digest);
        }
        for file in &self.files {
            input.field("file", file.digest);
        }
        input.digest()
    }
}

/// Where the same paper was seen before: the first time, in any village.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SeenBefore {
    /// The document now in hand.
    pub document: DocumentId,
    /// What is the same.
    pub sign: SameSign,
    /// The earlier document.
    pub earlier: DocumentId,
    /// Its book.
    pub book: BookId,
    /// The name of its book.
    pub book_name: String,
    /// The day on it.
    pub date: Date,
    /// The amount on it.
    pub amount: Money,
}

/// What two papers have in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SameSign {
    /// The very same file.
    File,
    /// The same invoice number.
    Invoice(String),
}

impl fmt::Display for SeenBefore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sign {
            SameSign::File => f.write_str("同一个文件")?,
            SameSign::Invoice(number) => write!(f, "发票号码 {number} ")?,
        }
        write!(f, "已在{}用过（{}，{} 元），请核对是否重复报账", self.book_name, self.date, self.amount)
    }
}

impl NewDocument {
    /// Every fault the words have; the files are looked at by the use-case.
    pub(super) fn faults(&self, today: Date, invoices: &[KeptInvoice]) -> Vec<Refused> {
        use EvidenceRefusal as E;
        let mut faults: Vec<Refused> = Vec::new();
        if self.date > today {
            faults.push(E::DateInFuture { date: self.date.to_string(), today: today.to_string() }.into());
        }
        if self.amount.is_negative() && !self.shows_one_of(invoices) {
            faults.push(E::AmountNegative { amount: self.amount }.into());
        }
        if self.amount > Money::LIMIT {
            faults.push(E::AmountTooLarge { amount: self.amount, limit: Money::LIMIT }.into());
        }
        for (what, field, text) in [("开票单位", "issuer", &self.issuer), ("收款人", "payee", &self.payee)] {
            let length = text.chars().count();
            if length > 60 {
                faults.push(E::TooLong { what, length, limit: 60, field }.into());
            }
        }
        let number = self.invoice_no.trim();
        let plain = number.chars().all(|c| c.is_ascii_alphanumeric());
        if !number.is_empty() && (!plain || !(8..=20).contains(&number.len())) {
            faults.push(E::InvoiceNumber { number: number.chars().take(30).collect() }.into());
        }
        if self.files.is_empty() {
            faults.push(E::NoFiles.into());
        }
        faults
    }
}

/// Refuses the same file or the same invoice twice among the documents of one bundle.
///
/// Refuses: `evidence.same_file_twice`, `evidence.same_invoice_twice`.
pub fn faults_of_bundle(documents: &[Document]) -> Vec<Refused> {
    let files: Vec<&StoredFile> = documents.iter().flat_map(|d| &d.files).collect();
    let mut faults = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let times = files.iter().filter(|f| f.digest == file.digest).count();
        if times > 1 && !files[..i].iter().any(|f| f.digest == file.digest) {
            faults.push(EvidenceRefusal::SameFileTwice { name: file.name.clone(), times }.into());
        }
    }
    for (i, document) in documents.iter().enumerate().filter(|(_, d)| !d.invoice_no.is_empty()) {
        let times = documents.iter().filter(|d| d.invoice_no == document.invoice_no).count();
        if times > 1 && !documents[..i].iter().any(|d| d.invoice_no == document.invoice_no) {
            faults.push(EvidenceRefusal::SameInvoiceTwice { number: document.invoice_no.clone(), times }.into());
        }
    }
    faults
}

/// Refuses an item whose amount is not what its pay lists add up to. Refuses: `evidence.pay_amount_differs`.
pub fn faults_of_pay_lists(documents: &[Document], amount: Money) -> Vec<Refused> {
    let mut lists = documents.iter().filter(|d| d.pay_list.is_some()).peekable();
    if lists.peek().is_none() {
        return Vec::new();
    }
    let total: Money = lists.map(|d| d.amount).sum();
    let differs = PayListRefusal::AmountDiffers { total, amount, difference: total - amount };
    if total == amount { Vec::new() } else { vec![differs.into()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_at_once() {
        let today: Date = "2025-09-30".parse().unwrap();
        let document = NewDocument {
            kind: DocumentKind::Invoice,
            date: "2025-10-01".parse().unwrap(),
            issuer: "长".repeat(61),
            payee: String::new(),
            amount: Money::from_fen(-1),
            invoice_no: "12-34".into(),
            files: Vec::new(),
            replaces: None,
        };
        let codes: Vec<_> = document.faults(today, &[]).into_iter().map(|r| r.code).collect();
        assert_eq!(
            codes,
            [
                "evidence.date_in_future",
                "evidence.amount_negative",
                "evidence.too_long",
                "evidence.invoice_number",
                "evidence.no_files"
            ]
        );
    }
}
