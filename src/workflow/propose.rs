use std::collections::HashMap;

use crate::evidence::Document;
use crate::kernel::{AccountId, Date};
use crate::ledger::{Account, Chart, Dimension, DraftLine, NewDraft, Side};

use super::business_item::{BusinessItem, Place};
use super::card::PaidBy;
use super::submission::Submission;

/// Longest summary the voucher form carries.
const SUMMARY_LIMIT: usize = 60;

/// What a proposal needs to know of the book besides its chart.
#[derive(Clone, Debug, Default)]
pub struct BookFacts {
    /// The leaf that cash is kept in.
    pub cash: Option<AccountId>,
    /// The leaf of the bank account that was paid from or into.
    pub bank: Option<AccountId>,
    /// Policy settings in force, by name.
    pub policies: HashMap<&'static str, String>,
}

/// The voucher a submission becomes: the first debit and credit of its life.
///
/// Every pair of the item stands for the whole amount, so the proposal balances by construction.
/// A line whose account has details of the book's own is left without an account, for the accountant to choose.
pub fn propose(
    submission: &Submission,
    documents: &[Document],
    item: &BusinessItem,
    chart: &Chart,
    facts: &BookFacts,
    date: Date,
) -> NewDraft {
    let summary = summary(submission, item);
    let mut lines = Vec::with_capacity(item.pairs.len() * 2);
    for (debit, credit) in &item.pairs {
        for (side, place) in [(Side::Debit, debit), (Side::Credit, credit)] {
            let account = account_at(place, submission.content.paid_by, chart, facts);
            lines.push(line(submission, &summary, side, account));
        }
    }
    NewDraft {
        document_count: documents.iter().map(|d| d.pages).sum(),
        documents: documents.iter().map(|d| (d.id, d.digest)).collect(),
        submission: Some(submission.id),
        ..NewDraft::regular(date, lines)
    }
}

fn line(submission: &Submission, summary: &str, side: Side, account: Option<&Account>) -> DraftLine {
    let content = &submission.content;
    let (debit, credit) = match side {
        Side::Debit => (content.amount, crate::kernel::Money::ZERO),
        Side::Credit => (crate::kernel::Money::ZERO, content.amount),
    };
    let dimension = account.and_then(|a| a.dimension);
    DraftLine {
        summary: summary.to_owned(),
        account: account.map(|a| a.id),
        household: content.household.filter(|_| dimension == Some(Dimension::Household)),
        counterparty: content.counterparty.filter(|_| dimension == Some(Dimension::Counterparty)),
        project: content.project.filter(|_| dimension == Some(Dimension::Project)),
        debit,
        credit,
    }
}

fn account_at<'c>(place: &Place, paid_by: PaidBy, chart: &'c Chart, facts: &BookFacts) -> Option<&'c Account> {
    let money = |id: Option<AccountId>| id.and_then(|id| chart.by_id(id)).filter(|a| a.leaf);
    let code = match place {
        Place::Cash => return money(facts.cash),
        Place::Bank => return money(facts.bank),
        Place::Money => match paid_by {
            PaidBy::Cash => return money(facts.cash),
            PaidBy::Bank | PaidBy::ToCash | PaidBy::ToBank => return money(facts.bank),
            PaidBy::Unpaid => return None,
        },
        Place::Account(code) => code,
        Place::ByPolicy(name, cases) => {
            let value = facts.policies.get(name)?;
            &cases.iter().find(|(case, _)| case == value)?.1
        }
    };
    only_leaf(chart, code)
}

/// The account itself when nothing stands below it, or the one leaf below it.
fn only_leaf<'c>(chart: &'c Chart, code: &str) -> Option<&'c Account> {
    let account = chart.by_code(code)?;
    if account.leaf {
        return Some(account);
    }
    let mut leaves = chart.subtree(code).filter(|a| a.leaf && !a.closed);
    let first = leaves.next();
    if leaves.next().is_some() { None } else { first }
}

/// The item's pattern with the clerk's words in it, cut to the width of the form.
fn summary(submission: &Submission, item: &BusinessItem) -> String {
    let content = &submission.content;
    let frame = item.summary.replace("{party}", &content.other_party);
    let room = SUMMARY_LIMIT.saturating_sub(frame.chars().count() - "{reason}".len());
    let reason: String = content.reason.chars().take(room).collect();
    frame.replace("{reason}", &reason).chars().take(SUMMARY_LIMIT).collect()
}
