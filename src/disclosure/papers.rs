use crate::evidence::{Document, DocumentKind, Media, StoredFile};
use crate::kernel::{Date, Digest, DocumentId, FileId, Money, ReleaseId, Timestamp};

use super::masking::Masking;

/// What anybody may see of a source document, as the dated policy of its kind says. Unless somebody decided otherwise:
/// nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaperShown {
    /// 不公开.
    Nothing,
    /// 公开内容: what it says, people's names masked; no picture.
    Words,
    /// 公开内容和放行的图: and the pictures somebody has released one by one.
    Pictures,
}

impl PaperShown {
    /// As a policy value says it.
    pub fn of_policy(value: &str) -> PaperShown {
        match value {
            "公开内容" => PaperShown::Words,
            "公开内容和放行的图" => PaperShown::Pictures,
            _ => PaperShown::Nothing,
        }
    }

    /// The policy value.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            PaperShown::Nothing => "不公开",
            PaperShown::Words => "公开内容",
            PaperShown::Pictures => "公开内容和放行的图",
        }
    }

    /// The policy a kind of paper goes by.
    pub const fn policy_of(kind: DocumentKind) -> &'static str {
        match kind {
            DocumentKind::Invoice => "public_invoice",
            DocumentKind::Receipt => "public_receipt",
            DocumentKind::PayList => "public_pay_list",
            DocumentKind::Contract => "public_contract",
            DocumentKind::Resolution => "public_resolution",
            DocumentKind::Acceptance => "public_acceptance",
            DocumentKind::BankSlip => "public_bank_slip",
            DocumentKind::Other => "public_other_paper",
        }
    }
}

/// 放行: one picture of a paper that anybody may look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its id.
    pub id: ReleaseId,
    /// Of which paper.
    pub document: DocumentId,
    /// The picture that is shown: a fresh copy, without what a camera writes into its own.
    pub file: FileId,
    /// True for a copy with personal numbers covered.
    pub covered: bool,
    /// Who released it.
    pub released_name: String,
    /// When.
    pub released_at: Timestamp,
}

/// A source document behind a published line, as anybody may see it.
#[derive(Clone, Debug)]
pub struct PublicPaper {
    /// Its id; never shown.
    pub document: DocumentId,
    /// What kind of paper.
    pub kind: DocumentKind,
    /// The day on it.
    pub date: Date,
    /// Who made it out, a person's name masked.
    pub issuer: String,
    /// The amount on it.
    pub amount: Money,
    /// Pages.
    pub pages: i64,
    /// The short code of its digest: what the voucher was chained to.
    pub code: String,
    /// What may be seen of it.
    pub shown: PaperShown,
    /// Its released pictures that still stand; empty unless pictures may be seen.
    pub pictures: Vec<(Release, Digest)>,
}

impl PublicPaper {
    pub(super) fn of(
        document: &Document,
        masking: &Masking,
        shown: PaperShown,
        pictures: Vec<(Release, Digest)>,
    ) -> PublicPaper {
        PublicPaper {
            document: document.id,
            kind: document.kind,
            date: document.date,
            issuer: masking.words(&document.issuer),
            amount: document.amount,
            pages: document.pages,
            code: document.digest.short_code(),
            shown,
            pictures: if shown == PaperShown::Pictures { pictures } else { Vec::new() },
        }
    }
}

/// A paper of the quarter at the desk: what it is, what the policy says, what was released of it.
#[derive(Clone, Debug)]
pub struct DeskPaper {
    /// `2025-08 记-0001`.
    pub voucher: String,
    /// What for, as the sheet says it.
    pub what: String,
    /// The paper.
    pub document: Document,
    /// What the policy lets anybody see of its kind.
    pub shown: PaperShown,
    /// What was released of it and stands.
    pub releases: Vec<Release>,
}

impl DeskPaper {
    /// Its pages that are pictures and may be released as they are.
    pub fn pictures(&self) -> Vec<&StoredFile> {
        self.document.files.iter().filter(|f| f.media.is_picture()).collect()
    }

    /// True when a page is no picture: only a covered copy of it can be shown.
    pub fn has_other_pages(&self) -> bool {
        self.document.files.iter().any(|f| !f.media.is_picture())
    }
}

/// The kind every shown copy is of.
pub(super) const SHOWN: Media = Media::Jpeg;
