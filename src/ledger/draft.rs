use serde::{Deserialize, Serialize};

use crate::kernel::{
    BookId, Date, Digest, DocumentId, DraftId, Failure, Money, Outcome, Period, Refused, SubmissionId, Timestamp,
    UserId, VoucherId, stored_words,
};
use crate::village::Dimensions;

use super::account::Side;
use super::chart::Chart;
use super::entry::{DraftLine, Entry, LINE_LIMIT, sound_entry};
use super::error::LedgerRefusal;
use super::voucher::VoucherKind;

/// A voucher as typed, proposed or read from a file, before any rule has looked at it.
#[derive(Clone, Debug)]
pub struct NewDraft {
    /// Date; its month is the period.
    pub date: Date,
    /// Kind.
    pub kind: VoucherKind,
    /// 附单据张数.
    pub document_count: i64,
    /// Lines.
    pub lines: Vec<DraftLine>,
    /// Source documents and their digests.
    pub documents: Vec<(DocumentId, Digest)>,
    /// The submission it came from.
    pub submission: Option<SubmissionId>,
    /// The posted voucher it corrects.
    pub corrects: Option<VoucherId>,
    /// Its key in the file it was read from.
    pub import_key: String,
}

impl NewDraft {
    /// A regular voucher with these lines and nothing else.
    pub fn regular(date: Date, lines: Vec<DraftLine>) -> NewDraft {
        NewDraft {
            date,
            kind: VoucherKind::Regular,
            document_count: 0,
            lines,
            documents: Vec::new(),
            submission: None,
            corrects: None,
            import_key: String::new(),
        }
    }
}

/// A voucher that balances and keeps every rule that can be seen on its face. Made only by `compose`.
#[derive(Clone, Debug)]
pub struct DraftVoucher {
    entries: Vec<Entry>,
    total: Money,
}

impl DraftVoucher {
    /// Looks at every line and at the whole; says everything that is wrong at once.
    ///
    /// Refuses: the line refusals, `ledger.too_few_lines`, `ledger.too_many_lines`, `ledger.unbalanced`.
    pub fn compose(
        kind: VoucherKind,
        lines: &[DraftLine],
        chart: &Chart,
        dimensions: &Dimensions,
    ) -> Outcome<DraftVoucher> {
        let mut faults: Vec<Refused> = Vec::new();
        if lines.len() < 2 {
            faults.push(LedgerRefusal::TooFewLines { lines: lines.len() }.into());
        }
        if lines.len() > LINE_LIMIT {
            faults.push(LedgerRefusal::TooManyLines { lines: lines.len(), limit: LINE_LIMIT }.into());
        }
        let mut entries = Vec::with_capacity(lines.len());
        for (i, line) in lines.iter().enumerate() {
            match sound_entry(i + 1, line, kind, chart, dimensions) {
                Ok(entry) => entries.push(entry),
                Err(list) => faults.extend(list),
            }
        }
        let debit: Money = lines.iter().map(|l| l.debit).sum();
        let credit: Money = lines.iter().map(|l| l.credit).sum();
        if debit != credit {
            faults.push(LedgerRefusal::Unbalanced { debit, credit, difference: (debit - credit).abs() }.into());
        }
        Failure::unless_none(faults)?;
        let total = entries.iter().filter(|e| e.side == Side::Debit).map(|e| e.amount).sum();
        Ok(DraftVoucher { entries, total })
    }

    /// The entries, in line order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Total of either side.
    pub const fn total(&self) -> Money {
        self.total
    }

    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

stored_words! {
    /// How far a draft has come.
    DraftState "这个状态" {
        /// 暂存: unfinished, kept so nothing typed is lost.
        Parked "parked" "暂存",
        /// 已制单: complete, waiting for review.
        Prepared "prepared" "待复核",
        /// 已复核: waiting for posting.
        Reviewed "reviewed" "待记账",
    }
}

/// A draft as it stands in the book.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Id.
    pub id: DraftId,
    /// Book.
    pub book: BookId,
    /// How far it has come.
    pub state: DraftState,
    /// Date.
    pub date: Date,
    /// Month of the date.
    pub period: Period,
    /// Kind.
    pub kind: VoucherKind,
    /// 附单据张数.
    pub document_count: i64,
    /// Lines as typed.
    pub lines: Vec<DraftLine>,
    /// Source documents.
    pub documents: Vec<(DocumentId, Digest)>,
    /// The submission it came from.
    pub submission: Option<SubmissionId>,
    /// The posted voucher it corrects.
    pub corrects: Option<VoucherId>,
    /// Its key in the file it was read from.
    pub import_key: String,
    /// 制单.
    pub prepared_by: UserId,
    /// Name of 制单.
    pub prepared_name: String,
    /// When.
    pub prepared_at: Timestamp,
    /// 复核.
    pub reviewed_by: Option<UserId>,
    /// Name of 复核.
    pub reviewed_name: String,
    /// The reviewer's words when it was handed back.
    pub handed_back: String,
    /// Names the state that was read; a save that names an older one is refused.
    pub version: i64,
}

impl Draft {
    /// Total of the debit side as typed.
    pub fn total(&self) -> Money {
        self.lines.iter().map(|l| l.debit).sum()
    }

    /// What is kept, as it would be handed in again.
    pub fn to_new(&self) -> NewDraft {
        NewDraft {
            date: self.date,
            kind: self.kind,
            document_count: self.document_count,
            lines: self.lines.clone(),
            documents: self.documents.clone(),
            submission: self.submission,
            corrects: self.corrects,
            import_key: self.import_key.clone(),
        }
    }

    /// True when a page holds nothing else than what is kept.
    pub fn says_the_same(&self, page: &NewDraft) -> bool {
        self.date == page.date
            && self.kind == page.kind
            && self.document_count == page.document_count
            && self.lines == page.lines
            && self.documents == page.documents
    }

    /// The first summary, for lists.
    pub fn summary(&self) -> &str {
        self.lines.first().map_or("", |l| &l.summary)
    }
}

/// How many drafts of one book and month stand in one state.
#[derive(Clone, Copy, Debug)]
pub struct DraftCount {
    /// Book.
    pub book: BookId,
    /// Month.
    pub period: Period,
    /// State.
    pub state: DraftState,
    /// How many.
    pub count: i64,
    /// Since when the oldest waits.
    pub oldest: Timestamp,
}

/// The page a draft is filled in on: the id it was given when it was opened, and the version it read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// Id.
    pub id: DraftId,
    /// Version read; 0 when nothing was kept yet.
    pub version: i64,
}

/// What a draft keeps in its one text column.
#[derive(Serialize, Deserialize)]
pub(super) struct DraftContent {
    pub(super) lines: Vec<DraftLine>,
    #[serde(default)]
    pub(super) documents: Vec<(DocumentId, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::AccountId;
    use crate::ledger::account::{Account, Class};

    fn chart() -> Chart {
        let account = |code: &str, name: &str| Account {
            id: AccountId::new(),
            book: None,
            code: code.parse().unwrap(),
            name: name.into(),
            class: Class::Asset,
            normal_side: Side::Debit,
            cash_kind: None,
            dimension: None,
            open_to_books: false,
            mnemonic: String::new(),
            initials: String::new(),
            closed: false,
            leaf: false,
        };
        Chart::of(vec![account("101", "库存现金"), account("513", "管理费用"), account("51302", "办公费")])
    }

    fn line(chart: &Chart, code: &str, debit: i64, credit: i64) -> DraftLine {
        let mut line = DraftLine::plain("购办公用品", chart.by_code(code).unwrap().id, Side::Debit, Money::ZERO);
        line.debit = Money::from_fen(debit);
        line.credit = Money::from_fen(credit);
        line
    }

    #[test]
    fn every_fault_of_a_voucher_is_told_at_once() {
        let chart = chart();
        let cases: [(&str, Vec<DraftLine>, &[&str]); 6] = [
            ("balanced", vec![line(&chart, "51302", 500, 0), line(&chart, "101", 0, 500)], &[]),
            ("unbalanced", vec![line(&chart, "51302", 500, 0), line(&chart, "101", 0, 400)], &["ledger.unbalanced"]),
            ("not a leaf", vec![line(&chart, "513", 500, 0), line(&chart, "101", 0, 500)], &["ledger.not_leaf"]),
            (
                "negative and nothing",
                vec![line(&chart, "51302", -500, 0), line(&chart, "101", 0, 0)],
                &["ledger.negative", "ledger.amount_missing", "ledger.unbalanced"],
            ),
            ("one line", vec![line(&chart, "51302", 1, 1)], &["ledger.too_few_lines", "ledger.both_sides"]),
            (
                "too large",
                vec![line(&chart, "51302", 100_000_000_000_000, 0), line(&chart, "101", 0, 100_000_000_000_000)],
                &["ledger.too_large", "ledger.too_large"],
            ),
        ];
        for (name, lines, codes) in cases {
            let outcome = DraftVoucher::compose(VoucherKind::Regular, &lines, &chart, &Dimensions::default());
            let told: Vec<&str> =
                outcome.as_ref().err().map_or(vec![], |f| f.refusals().iter().map(|r| r.code).collect());
            assert_eq!(told, codes, "{name}");
        }
    }
}
