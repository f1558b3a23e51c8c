use std::collections::BTreeMap;

use crate::kernel::{BookId, Date, Money, ReceiptIssueId};

use super::book::ReceiptBook;
use super::issue::{Issue, IssueAct, Standing};

/// How many numbers of an issue came to what.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct LeafCounts {
    /// Given to payers.
    pub used: i64,
    /// To be voided or carried on.
    pub let_go: i64,
    /// 作废.
    pub void: i64,
    /// 遗失.
    pub lost: i64,
    /// What the used ones took in.
    pub taken: Money,
}

impl LeafCounts {
    /// Numbers that have a life.
    pub const fn begun(self) -> i64 {
        self.used + self.let_go + self.void + self.lost
    }
}

/// One line of 收据领用登记簿: start and end number, quantity, receiver, dates.
#[derive(Clone, Debug)]
pub struct RegisterLine {
    /// The issue.
    pub issue: Issue,
    /// The name of the book that received it.
    pub book_name: String,
    /// The code of that book.
    pub book_code: String,
    /// Its numbers.
    pub counts: LeafCounts,
    /// Days past its day of return.
    pub days_late: Option<i64>,
}

impl RegisterLine {
    /// Numbers nothing was written on.
    pub const fn unused(&self) -> i64 {
        self.issue.receipts.leaves() - self.counts.begun()
    }

    /// Who signed for it; empty before.
    pub fn receiver(&self) -> String {
        self.issue.done(IssueAct::Sign).map(|d| d.by_name.clone()).unwrap_or_default()
    }

    /// The day of an act; empty before.
    pub fn day(&self, act: IssueAct) -> String {
        self.issue.done(act).map(|d| d.at.date().to_string()).unwrap_or_default()
    }

    /// The day it came back or was reported lost; empty before.
    pub fn came_back(&self) -> String {
        let back = self.day(IssueAct::HandBack);
        if back.is_empty() { self.day(IssueAct::Lose) } else { back }
    }

    /// What is left to be done about it, in words; empty when nothing is.
    pub fn gap(&self) -> String {
        let mut said = Vec::new();
        if self.counts.let_go > 0 {
            said.push(format!("{} 个号待处理", self.counts.let_go));
        }
        if let Some(days) = self.days_late {
            said.push(format!("逾期 {days} 天未交回"));
        }
        said.join("，")
    }
}

/// One receipt book on the centre's shelf or out of it.
#[derive(Clone, Debug)]
pub struct StockLine {
    /// The receipt book.
    pub receipts: ReceiptBook,
    /// Its last issue, if it was ever given out.
    pub issue: Option<(ReceiptIssueId, BookId, Standing)>,
}

impl StockLine {
    /// True when it can be given out.
    pub fn on_shelf(&self) -> bool {
        self.issue.is_none_or(|(_, _, stands)| stands == Standing::Recalled)
    }
}

/// Every receipt book with its last issue.
pub(super) fn stock_of(books: Vec<ReceiptBook>, issues: &[Issue]) -> Vec<StockLine> {
    let mut last = BTreeMap::new();
    for issue in issues {
        let latest = last.entry(issue.receipts.id).or_insert(issue);
        if issue.turn > latest.turn {
            *latest = issue;
        }
    }
    let line = |receipts: ReceiptBook| {
        let issue = last.get(&receipts.id).map(|i| (i.id, i.book, i.standing()));
        StockLine { receipts, issue }
    };
    books.into_iter().map(line).collect()
}

/// How late each issue is, by the days each book's policy allows.
pub(super) fn days_late(issue: &Issue, allowed: &str, today: Date) -> Option<i64> {
    issue.days_late(allowed.parse().unwrap_or(0), today)
}
