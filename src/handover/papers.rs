use crate::kernel::{BookId, Date, Digest, DigestInput, Money, PaperHandoverId, SubmissionId, Timestamp, UserId};

/// One submission's papers on a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperItem {
    /// 1..n.
    pub position: i64,
    /// The submission.
    pub submission: SubmissionId,
    /// Its number.
    pub serial: i64,
    /// The day on it.
    pub date: String,
    /// Why.
    pub reason: String,
    /// Pages of its papers.
    pub pages: i64,
    /// How much.
    pub amount: Money,
    /// What was said of it when it was not in the envelope; `None` when it was, or before anybody looked.
    pub missing: Option<String>,
}

/// How a list ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperEnd {
    /// True when the accountant received it, false when the clerk took it back.
    pub received: bool,
    /// What was said.
    pub words: String,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
}

/// 原始凭证移交清单 — what a clerk hands to the centre, in two copies.
///
/// Source: domain/workflow.md §4.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperHandover {
    /// Id.
    pub id: PaperHandoverId,
    /// Whose papers.
    pub book: BookId,
    /// Its number within the book.
    pub serial: i64,
    /// The day.
    pub day: Date,
    /// How many items.
    pub count: i64,
    /// How many pages.
    pub pages: i64,
    /// The sum.
    pub total: Money,
    /// Over its content.
    pub digest: Digest,
    /// 移交人.
    pub made_by: UserId,
    /// By name.
    pub made_name: String,
    /// When.
    pub made_at: Timestamp,
    /// How it ended; `None` while it waits for the accountant.
    pub end: Option<PaperEnd>,
    /// Its items; empty where only the head was asked for.
    pub items: Vec<PaperItem>,
}

impl PaperHandover {
    /// `移交清单 第3号`.
    pub fn label(&self) -> String {
        format!("移交清单 第{}号", self.serial)
    }

    /// Where it stands, in a word.
    pub fn stands(&self) -> &'static str {
        match &self.end {
            None => "待接收",
            Some(end) if end.received => "已接收",
            Some(_) => "已收回",
        }
    }

    /// How many items were not in the envelope.
    pub fn missing(&self) -> usize {
        self.items.iter().filter(|i| i.missing.is_some()).count()
    }

    /// The digest its content should have.
    pub fn digest_of_content(&self) -> Digest {
        let mut input = DigestInput::new("paper_handover/1");
        input.field("book", self.book).field("serial", self.serial).field("day", self.day);
        for item in &self.items {
            input
                .field("submission", item.submission)
                .field("date", &item.date)
                .field("reason", &item.reason)
                .field("pages", item.pages)
                .field("fen", item.amount.fen());
        }
        input.digest()
    }
}
