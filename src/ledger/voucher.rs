use std::fmt;
use std::str::FromStr;

use crate::kernel::{
    BookId, Date, Digest, DigestInput, DocumentId, Money, Period, SubmissionId, Timestamp, UserId, VoucherId,
};

use super::entry::Entry;

/// What a voucher is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VoucherKind {
    /// An economic event.
    Regular,
    /// 结转: carries balances forward; left out of profit-and-loss turnovers.
    Closing,
    /// 红字冲销 of another voucher.
    Reversal,
    /// The blue voucher (订正) that follows a reversal.
    Correction,
}

impl VoucherKind {
    /// True when negative amounts are allowed: they mirror another voucher in red.
    pub const fn may_be_red(self) -> bool {
        match self {
            VoucherKind::Reversal => true,
            VoucherKind::Regular | VoucherKind::Closing | VoucherKind::Correction => false,
        }
    }

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            VoucherKind::Regular => "一般",
            VoucherKind::Closing => "结转",
            VoucherKind::Reversal => "红字冲销",
            VoucherKind::Correction => "蓝字订正",
        }
    }
}

impl fmt::Display for VoucherKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            VoucherKind::Regular => "regular",
            VoucherKind::Closing => "closing",
            VoucherKind::Reversal => "reversal",
            VoucherKind::Correction => "correction",
        })
    }
}
impl FromStr for VoucherKind {
    type Err = String;
    fn from_str(word: &str) -> Result<VoucherKind, String> {
        match word.trim() {
            "" | "regular" | "一般" => Ok(VoucherKind::Regular),
            "closing" | "结转" => Ok(VoucherKind::Closing),
            "reversal" => Ok(VoucherKind::Reversal),
            "correction" => Ok(VoucherKind::Correction),
            other => Err(format!("凭证类别「{other}」不认识,可写 closing 或留空")),
        }
    }
}

/// 凭证号 — word and 1-based number, gapless within book and period. Prints `记-0012`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct VoucherNo {
    /// 凭证字.
    pub word: String,
    /// 1..n.
    pub no: i64,
}

impl fmt::Display for VoucherNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}", self.word, self.no)
    }
}

/// 已记账凭证. It has its number and no setters: nothing posted is ever changed.
#[derive(Clone, Debug)]
pub struct PostedVoucher {
    /// Id.
    pub id: VoucherId,
    /// Month.
    pub period: Period,
    /// Number.
    pub number: VoucherNo,
    /// Date.
    pub date: Date,
    /// Kind.
    pub kind: VoucherKind,
    /// 附单据张数.
    pub document_count: i64,
    /// 分录, in line order.
    pub entries: Vec<Entry>,
    /// The submission it came from.
    pub submission: Option<SubmissionId>,
    /// The voucher it corrects.
    pub corrects: Option<VoucherId>,
    /// Its key in the file it was imported from; empty when entered by hand.
    pub import_key: String,
    /// 制单.
    pub prepared_by: UserId,
    /// Name of 制单.
    pub prepared_name: String,
    /// 复核.
    pub reviewed_by: UserId,
    /// Name of 复核.
    pub reviewed_name: String,
    /// 记账.
    pub posted_by: UserId,
    /// Name of 记账.
    pub posted_name: String,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// Source documents and their digests, in order.
    pub documents: Vec<(DocumentId, Digest)>,
    /// Digest of the voucher before it.
    pub previous: Digest,
    /// Digest of this one.
    pub digest: Digest,
}

impl PostedVoucher {
    /// Total of the debit side.
    pub fn total(&self) -> Money {
        self.entries.iter().map(Entry::debit).sum()
    }

    /// `2025-09 记-0012`.
    pub fn label(&self) -> String {
        format!("{} {}", self.period, self.number)
    }

    /// The digest its content should have: everything on its face, its documents, and the voucher before it.
    pub fn digest_of_content(&self, book: BookId) -> Digest {
        let mut input = DigestInput::new("voucher/1");
        input
            .field("previous", self.previous)
            .field("id", self.id)
            .field("book", book)
            .field("period", self.period)
            .field("word", &self.number.word)
            .field("no", self.number.no)
            .field("date", self.date)
            .field("voucher_kind", self.kind)
            .field("document_count", self.document_count)
            .field("submission", self.submission.map(SubmissionId::text).unwrap_or_default())
            .field("corrects", self.corrects.map(VoucherId::text).unwrap_or_default())
            .field("import_key", &self.import_key)
            .field("posted_at", self.posted_at.stored())
            .field("documents", documents_digest(&self.documents));
        let people = [
            ("prepared", self.prepared_by, &self.prepared_name),
            ("reviewed", self.reviewed_by, &self.reviewed_name),
            ("posted", self.posted_by, &self.posted_name),
        ];
        for (role, id, name) in people {
            input.field(role, id).field("name", name);
        }
        for entry in &self.entries {
            entry.write_into(&mut input);
        }
        input.digest()
    }
}

impl Entry {
    fn write_into(&self, input: &mut DigestInput) {
        input
            .field("summary", &self.summary)
            .field("account", self.account)
            .field("household", self.household.map(|h| h.text()).unwrap_or_default())
            .field("counterparty", self.counterparty.map(|c| c.text()).unwrap_or_default())
            .field("project", self.project.map(|p| p.text()).unwrap_or_default())
            .field("side", self.side)
            .field("fen", self.amount.fen());
    }
}

/// Digest over the digests of a voucher's source documents; empty when it has none.
pub(super) fn documents_digest(documents: &[(DocumentId, Digest)]) -> String {
    if documents.is_empty() {
        return String::new();
    }
    let mut input = DigestInput::new("documents/1");
    for (id, digest) in documents {
        input.field("document", id).field("digest", digest);
    }
    input.digest().hex()
}
