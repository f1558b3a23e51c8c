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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{BookId, CounterpartyId, HouseholdId, Money, ProjectId, SubmissionId, Timestamp, UserId};
    use crate::ledger::{CashKind, DraftVoucher, VoucherKind};
    use crate::village::{
        Counterparty, CounterpartyKind, Dimensions, Household, HouseholdKind, POLICIES, Project, ProjectKind,
    };
    use crate::workflow::business_item::{Need, business_items};
    use crate::workflow::card::WaitsFor;
    use crate::workflow::state::State;
    use crate::workflow::submission::SubmissionContent;

    fn chart() -> Chart {
        let table = include_str!("../../assets/data/chart_2023.csv");
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let account = |record: csv::StringRecord| Account {
            id: AccountId::new(),
            book: None,
            code: record[0].parse().unwrap(),
            name: record[1].to_owned(),
            class: record[2].parse().unwrap(),
            normal_side: record[3].parse().unwrap(),
            cash_kind: Some(&record[4]).filter(|c| !c.is_empty()).map(|c| c.parse().unwrap()),
            dimension: Some(&record[5]).filter(|c| !c.is_empty()).map(|c| c.parse().unwrap()),
            open_to_books: &record[6] == "1",
            mnemonic: String::new(),
            initials: String::new(),
            closed: false,
            leaf: false,
        };
        Chart::of(reader.records().map(|r| account(r.unwrap())).collect())
    }

    fn dimensions() -> Dimensions {
        let name = |n: &str| (n.to_owned(), String::new());
        Dimensions {
            households: vec![Household {
                id: HouseholdId::new(),
                code: "001".into(),
                name: name("村民甲").0,
                kind: HouseholdKind::Member,
                initials: name("").1,
            }],
            counterparties: vec![Counterparty {
                id: CounterpartyId::new(),
                code: "001".into(),
                name: name("县供电所").0,
                kind: CounterpartyKind::Unit,
                account_tail: String::new(),
                initials: String::new(),
            }],
            projects: vec![Project {
                id: ProjectId::new(),
                code: "001".into(),
                name: name("村道硬化").0,
                kind: ProjectKind::Construction,
                purpose: String::new(),
                initials: String::new(),
            }],
        }
    }

    fn submission(item: &BusinessItem, paid_by: PaidBy, book: &Dimensions) -> Submission {
        let needs = |need: Need| item.needs.contains(&need);
        let now = Timestamp::parse("2025-09-12T02:00:00Z").unwrap();
        Submission {
            id: SubmissionId::new(),
            book: BookId::new(),
            serial: 1,
            state: State::Approved,
            content: SubmissionContent {
                item: item.code.clone(),
                date: Some(now.date()),
                amount: Money::from_fen(123_456),
                other_party: "某某经营部".into(),
                reason: "长".repeat(60),
                paid_by,
                household: needs(Need::Household).then(|| book.households[0].id),
                counterparty: needs(Need::Counterparty).then(|| book.counterparties[0].id),
                project: needs(Need::Project).then(|| book.projects[0].id),
                ..SubmissionContent::blank(item.card)
            },
            step: 0,
            waits_for: WaitsFor::Centre,
            waiting_since: None,
            digest: None,
            made_by: UserId::new(),
            made_name: "报账员".into(),
            made_at: now,
            submitted_at: None,
            draft: None,
            version: 1,
        }
    }

    fn policies(last: bool) -> HashMap<&'static str, String> {
        let value = |values: &[&str], default: &str| {
            if last { values.last().unwrap_or(&default).to_string() } else { default.to_owned() }
        };
        POLICIES.iter().map(|p| (p.name, value(p.values, p.default))).collect()
    }

    #[test]
    fn every_business_item_becomes_a_voucher_the_ledger_takes() {
        let (chart, book) = (chart(), dimensions());
        let leaf = |kind| chart.accounts().iter().find(|a| a.leaf && a.cash_kind == Some(kind)).map(|a| a.id);
        for last in [false, true] {
            let facts = BookFacts { cash: leaf(CashKind::Cash), bank: leaf(CashKind::Bank), policies: policies(last) };
            for item in business_items() {
                for way in &item.ways {
                    let submission = submission(item, *way, &book);
                    let date = submission.content.date.unwrap();
                    let draft = propose(&submission, &[], item, &chart, &facts, date);
                    let voucher = DraftVoucher::compose(VoucherKind::Regular, &draft.lines, &chart, &book);
                    let voucher = voucher.unwrap_or_else(|f| panic!("{} {way}: {f}", item.code));
                    let times = i64::try_from(item.pairs.len()).unwrap();
                    assert_eq!(voucher.total().fen(), submission.content.amount.fen() * times, "{}", item.code);
                }
            }
        }
    }

    #[test]
    fn money_goes_where_it_was_paid() {
        let (chart, book) = (chart(), dimensions());
        let code =
            |line: &DraftLine| line.account.map(|id| chart.by_id(id).unwrap().code.to_string()).unwrap_or_default();
        let facts = BookFacts {
            cash: chart.by_code("101").map(|a| a.id),
            bank: chart.by_code("10202").map(|a| a.id),
            policies: policies(false),
        };
        let entries = |item: &str, way: PaidBy| {
            let item = crate::workflow::business_item(item).unwrap();
            let draft =
                propose(&submission(item, way, &book), &[], item, &chart, &facts, "2025-09-12".parse().unwrap());
            assert!(draft.lines.iter().all(|l| l.summary.chars().count() <= SUMMARY_LIMIT));
            draft.lines.iter().map(code).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(entries("dianfei", PaidBy::Cash), "51306 101");
        assert_eq!(entries("dianfei", PaidBy::Bank), "51306 10202");
        assert_eq!(entries("tixian", PaidBy::ToCash), "101 10202");
        assert_eq!(entries("cunxian", PaidBy::ToBank), "10202 101");
        assert_eq!(entries("ganbu-baochou", PaidBy::Bank), "51301 212 212 10202");
        assert_eq!(entries("zhuanxiang-gongcheng", PaidBy::Bank), "153 10202 241 31103");
        assert_eq!(entries("juanzeng", PaidBy::Cash), "101 31104");
    }

    #[test]
    fn an_unknown_bank_account_is_left_open() {
        let (chart, book) = (chart(), dimensions());
        let item = crate::workflow::business_item("dianfei").unwrap();
        let draft = propose(
            &submission(item, PaidBy::Bank, &book),
            &[],
            item,
            &chart,
            &BookFacts::default(),
            "2025-09-12".parse().unwrap(),
        );
        assert_eq!(draft.lines[1].account, None);
        assert!(draft.lines[0].account.is_some());
    }
}
