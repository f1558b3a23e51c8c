use std::collections::BTreeMap;

use crate::kernel::{FileId, Money, ReceiptBookId, ReceiptIssueId, SubmissionId, Timestamp, stored_words};

use super::book::ReceiptBook;
use super::error::ReceiptsRefusal as R;
use super::issue::Issue;

stored_words! {
    /// What became of one number.
    Fate "这种结果" {
        /// Given to a payer, for one income item.
        Used "used" "已用",
        /// Its item was withdrawn or refused, or names another number now: it has to be voided, or carried by the
        /// corrected item, because the payer may still hold it.
        LetGo "let_go" "待处理",
        /// 作废 — every copy is kept.
        Void "void" "作废",
        /// 遗失.
        Lost "lost" "遗失",
    }
}

impl Fate {
    /// True when it may come after what the number stands at; nothing comes after 作废 and 遗失.
    pub const fn may_follow(self, before: Option<Fate>) -> bool {
        match (before, self) {
            (None, Fate::Used | Fate::Void | Fate::Lost) => true,
            (Some(Fate::Used), Fate::LetGo) => true,
            (Some(Fate::LetGo), Fate::Used | Fate::Void | Fate::Lost) => true,
            (None, Fate::LetGo)
            | (Some(Fate::Used), Fate::Used | Fate::Void | Fate::Lost)
            | (Some(Fate::LetGo), Fate::LetGo)
            | (Some(Fate::Void | Fate::Lost), _) => false,
        }
    }
}

/// One event in the life of a number; never changed.
#[derive(Clone, Debug)]
pub struct LeafEvent {
    /// The receipt book.
    pub receipts: ReceiptBookId,
    /// The number.
    pub number: i64,
    /// 1..n of this number.
    pub seq: i64,
    /// In whose hands it was.
    pub issue: ReceiptIssueId,
    /// What became of it.
    pub fate: Fate,
    /// The income item.
    pub submission: Option<SubmissionId>,
    /// The item in words: 报账单 第12号.
    pub said_of: String,
    /// The amount on the receipt.
    pub amount: Money,
    /// Why it was voided or lost.
    pub reason: String,
    /// The photograph of the voided copies.
    pub file: Option<FileId>,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
}

/// The numbers of one receipt book that have a life by now.
#[derive(Clone, Debug, Default)]
pub struct Leaves(BTreeMap<i64, Vec<LeafEvent>>);

impl Leaves {
    /// From the events in order of number and turn.
    pub fn of(events: Vec<LeafEvent>) -> Leaves {
        let mut leaves: BTreeMap<i64, Vec<LeafEvent>> = BTreeMap::new();
        for event in events {
            leaves.entry(event.number).or_default().push(event);
        }
        Leaves(leaves)
    }

    /// The last event of a number.
    pub fn last(&self, number: i64) -> Option<&LeafEvent> {
        self.0.get(&number).and_then(|events| events.last())
    }

    /// The last event of every number that has one, in order.
    pub fn each(&self) -> impl DoubleEndedIterator<Item = &LeafEvent> {
        self.0.values().filter_map(|events| events.last())
    }

    /// Every event, in order.
    pub fn events(&self) -> impl Iterator<Item = &LeafEvent> {
        self.0.values().flatten()
    }

    /// The number to be used next; none when the receipt book is full.
    pub fn next(&self, book: &ReceiptBook) -> Option<i64> {
        let next = self.0.keys().next_back().map_or(book.first, |last| last + 1);
        book.holds(next).then_some(next)
    }

    /// How many numbers stand there now.
    pub fn count(&self, fate: Fate) -> i64 {
        self.each().filter(|e| e.fate == fate).count() as i64
    }

    /// The numbers whose receipt has to be voided or carried on, as printed.
    pub fn let_go(&self, book: &ReceiptBook) -> Vec<String> {
        self.each().filter(|e| e.fate == Fate::LetGo).map(|e| book.number(e.number)).collect()
    }

    /// Of the used ones, what was taken in.
    pub fn taken(&self) -> Money {
        self.each().filter(|e| e.fate == Fate::Used).map(|e| e.amount).sum()
    }
}

/// What using a number comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Use {
    /// This item has it already, for this amount.
    AsBefore,
    /// It begins its life, or goes on with it; the event's turn.
    Now(i64),
}

/// Whether an item may name this number of a receipt book in use.
///
/// Refuses: `receipts.skips`, `receipts.number_used`, `receipts.number_void`, `receipts.amount_differs`.
pub(super) fn may_use(
    issue: &Issue,
    leaves: &Leaves,
    number: i64,
    submission: SubmissionId,
    amount: Money,
) -> Result<Use, R> {
    let printed = issue.receipts.number(number);
    let Some(last) = leaves.last(number) else {
        return match leaves.next(&issue.receipts) {
            Some(next) if next == number => Ok(Use::Now(1)),
            Some(next) => Err(R::Skips { number: printed, next: issue.receipts.number(next) }),
            None => Err(R::BookFull { span: issue.receipts.span() }),
        };
    };
    match last.fate {
        Fate::Void | Fate::Lost => Err(R::NumberVoid { number: printed, fate: last.fate.in_chinese() }),
        Fate::Used if last.submission != Some(submission) => {
            Err(R::NumberUsed { number: printed, by: last.said_of.clone(), amount: last.amount })
        }
        Fate::Used | Fate::LetGo if last.amount != amount => {
            Err(R::AmountDiffers { number: printed, on_it: last.amount, amount })
        }
        Fate::Used => Ok(Use::AsBefore),
        Fate::LetGo => Ok(Use::Now(last.seq + 1)),
    }
}

/// Whether a number may be voided or written off as lost; the event's turn.
///
/// Refuses: `receipts.skips`, `receipts.number_used`, `receipts.number_void`.
pub(super) fn may_end(issue: &Issue, leaves: &Leaves, number: i64) -> Result<i64, R> {
    let printed = issue.receipts.number(number);
    let Some(last) = leaves.last(number) else {
        return match leaves.next(&issue.receipts) {
            Some(next) if next == number => Ok(1),
            Some(next) => Err(R::Skips { number: printed, next: issue.receipts.number(next) }),
            None => Err(R::BookFull { span: issue.receipts.span() }),
        };
    };
    match last.fate {
        Fate::Void | Fate::Lost => Err(R::NumberVoid { number: printed, fate: last.fate.in_chinese() }),
        Fate::Used => Err(R::NumberUsed { number: printed, by: last.said_of.clone(), amount: last.amount }),
        Fate::LetGo => Ok(last.seq + 1),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::kernel::{BookId, Date};
    use crate::receipts::book::ReceiptKind;

    fn at() -> Timestamp {
        Timestamp::parse("2025-09-30T01:00:00Z").unwrap()
    }

    pub(in crate::receipts) fn issue(first: i64, last: i64) -> Issue {
        let day: Date = "2025-09-01".parse().unwrap();
        Issue {
            id: ReceiptIssueId::new(),
            receipts: ReceiptBook {
                id: ReceiptBookId::new(),
                kind: ReceiptKind::Unified,
                series: String::new(),
                digits: 4,
                first,
                last,
                bought_on: day,
                bought_name: "资金会计".into(),
                bought_at: at(),
            },
            book: BookId::new(),
            turn: 1,
            issued_on: day,
            issued_name: "资金会计".into(),
            issued_at: at(),
            acts: Vec::new(),
        }
    }

    fn event(issue: &Issue, number: i64, seq: i64, fate: Fate, submission: Option<SubmissionId>) -> LeafEvent {
        LeafEvent {
            receipts: issue.receipts.id,
            number,
            seq,
            issue: issue.id,
            fate,
            submission,
            said_of: "报账单 第3号".into(),
            amount: Money::from_yuan(100),
            reason: String::new(),
            file: None,
            by_name: "报账员".into(),
            at: at(),
        }
    }

    #[test]
    fn numbers_are_used_in_order_and_once() {
        let issue = issue(1, 4);
        let (mine, other) = (SubmissionId::new(), SubmissionId::new());
        let leaves = Leaves::of(vec![
            event(&issue, 1, 1, Fate::Used, Some(mine)),
            event(&issue, 2, 1, Fate::Used, Some(other)),
            event(&issue, 2, 2, Fate::LetGo, Some(other)),
            event(&issue, 3, 1, Fate::Void, None),
        ]);
        let of = |number, yuan| may_use(&issue, &leaves, number, mine, Money::from_yuan(yuan));
        assert_eq!(of(1, 100), Ok(Use::AsBefore));
        assert!(matches!(of(1, 90), Err(R::AmountDiffers { .. })));
        assert_eq!(of(2, 100), Ok(Use::Now(3)), "the corrected item carries the number on");
        assert!(matches!(of(2, 90), Err(R::AmountDiffers { .. })));
        assert!(matches!(of(3, 100), Err(R::NumberVoid { .. })));
        assert_eq!(of(4, 100), Ok(Use::Now(1)));
        let foreign = may_use(&issue, &leaves, 1, other, Money::from_yuan(100));
        assert!(matches!(foreign, Err(R::NumberUsed { .. })));
        assert_eq!(leaves.let_go(&issue.receipts), ["0002"]);
        assert_eq!(leaves.taken(), Money::from_yuan(100));

        let fresh = Leaves::default();
        let skipped = may_use(&issue, &fresh, 3, mine, Money::from_yuan(1));
        assert_eq!(skipped, Err(R::Skips { number: "0003".into(), next: "0001".into() }));
        assert!(may_end(&issue, &leaves, 1).is_err(), "a used one is let go first");
        assert_eq!(may_end(&issue, &leaves, 2), Ok(3));
        assert_eq!(may_end(&issue, &fresh, 1), Ok(1));
    }
}
