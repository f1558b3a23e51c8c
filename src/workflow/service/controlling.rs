//! The rules of `controls`, asked at each act: what the facts are, what is kept, what is shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;

use crate::audit::Actor;
use crate::auth::{self, Accountant, Role};
use crate::controls::{
    self, Event, Facts, Finding, Given, Nature, Origin, Paper, PaperKind, Planned, Settings, Stage, Subject,
};
use crate::db::{ReadTx, WriteTx};
use crate::evidence::{self, Document, DocumentKind};
use crate::kernel::{BookId, Date, DateRange, DraftId, Money, Outcome, Period, ProjectId, SubmissionId, Timestamp};
use crate::ledger::{self, CashKind, Chart, Draft, VoucherKind};
use crate::village::{self, Dimensions};
use crate::{budget, projects};

use crate::workflow::business_item::{BusinessItem, Place, business_item};
use crate::workflow::card::{Card, PaidBy};
use crate::workflow::error::WorkflowRefusal as W;
use crate::workflow::store;
use crate::workflow::submission::Submission;
use crate::workflow::warning::Warning;

use super::moving::{ladder_on, words_fit};

/// What the rules find about an item that is being handed in.
pub(super) async fn found_at_submission(
    tx: &mut ReadTx,
    submission: &Submission,
    documents: &[Document],
    now: Timestamp,
) -> Outcome<Vec<Finding>> {
    let Some(event) = event_of(submission) else { return Ok(Vec::new()) };
    let looking = Looking {
        book: submission.book,
        project: submission.content.project,
        except: Some(submission.id),
        today: now.date(),
    };
    let settings = controls::settings(tx, Some(submission.book), now.date()).await?;
    let facts = facts(tx, &looking, &settings, event, Some(submission.content.card), documents).await?;
    Ok(controls::judge(&facts, &settings))
}

/// Keeps what was found when an item was handed in, with the clerk's reason.
pub(super) async fn keep_findings(
    tx: &mut WriteTx,
    by: &Actor,
    submission: &Submission,
    found: &[Finding],
    now: Timestamp,
) -> Outcome<()> {
    let given = Given {
        book: submission.book,
        subject: Subject::Submission(submission.id),
        label: submission.label(),
        stage: Stage::Submit,
        found,
        reason: &submission.content.explanation,
    };
    controls::record(tx, by, &given, now).await
}

/// What the rules find at acceptance that nobody has given a reason for yet, as of the day it was handed in.
pub(super) async fn new_findings(tx: &mut ReadTx, submission: &Submission) -> Outcome<Vec<Finding>> {
    let Some(since) = submission.submitted_at else { return Ok(Vec::new()) };
    let documents = evidence::documents(tx, &submission.content.documents).await?;
    let mut found = found_at_submission(tx, submission, &documents, since).await?;
    let kept = controls::kept_for(tx, &[submission.book], &[submission.id]).await?;
    let known: BTreeSet<&str> = kept.iter().filter(|k| k.at >= since).map(|k| k.control.as_str()).collect();
    found.retain(|f| !known.contains(f.control.name));
    Ok(found)
}

/// What is new at acceptance, for the desk.
///
/// Refuses: `workflow.no_such_submission`.
pub async fn found_at_acceptance(tx: &mut ReadTx, by: &Accountant, id: SubmissionId) -> Outcome<Vec<Finding>> {
    let submission = store::submission(tx, by.book(), id).await?.ok_or(W::NoSuchSubmission)?;
    new_findings(tx, &submission).await
}

/// The accountant gives the reason for taking in an item with warnings that are new since it was handed in.
///
/// Nothing happens where nothing is new. Refuses: `workflow.no_such_submission`, `workflow.words_too_long`,
/// `controls.blocked`, `controls.unexplained`.
pub async fn explain_acceptance(
    tx: &mut WriteTx,
    by: &Accountant,
    id: SubmissionId,
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    words_fit(reason)?;
    store::keep_still(tx, by.book(), id).await?;
    let submission = store::submission(tx, by.book(), id).await?.ok_or(W::NoSuchSubmission)?;
    let found = new_findings(tx, &submission).await?;
    let given = Given {
        book: submission.book,
        subject: Subject::Submission(id),
        label: submission.label(),
        stage: Stage::Accept,
        found: &found,
        reason,
    };
    controls::explain(tx, by.actor(), &given, now).await
}

/// What the rules find about a voucher that waits for its review, without what was explained at its 报账单.
///
/// Refuses: `ledger.no_such_draft`.
pub async fn found_at_review(tx: &mut ReadTx, book: BookId, id: DraftId, now: Timestamp) -> Outcome<Vec<Finding>> {
    let draft = ledger::draft(tx, book, id).await?;
    if draft.kind == VoucherKind::Closing || draft.corrects.is_some() {
        return Ok(Vec::new());
    }
    let chart = ledger::chart(tx, book).await?;
    let dimensions = village::dimensions(tx, book).await?;
    let event = event_of_voucher(&draft, &chart, &dimensions);
    let looking = Looking {
        book,
        project: draft.lines.iter().find_map(|l| l.project),
        except: draft.submission,
        today: now.date(),
    };
    let settings = controls::settings(tx, Some(book), now.date()).await?;
    let facts = facts(tx, &looking, &settings, event, None, &[]).await?;
    let mut found = controls::judge(&facts, &settings);
    if let Some(origin) = draft.submission {
        let kept = controls::kept_for(tx, &[book], &[origin]).await?;
        found.retain(|f| !kept.iter().any(|k| k.control == f.control.name));
    }
    Ok(found)
}

/// 复核 — as `ledger::review`; a voucher a rule warns about needs the reviewer's reason, and it is kept.
///
/// Refuses: everything `ledger::review` refuses, `controls.blocked`, `controls.unexplained`, `workflow.words_too_long`.
pub async fn review(
    tx: &mut WriteTx,
    by: &Accountant,
    id: DraftId,
    version: i64,
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    ledger::review(tx, by, id, version, now).await?;
    words_fit(reason)?;
    let found = found_at_review(tx, by.book(), id, now).await?;
    if found.is_empty() {
        return Ok(());
    }
    let draft = ledger::draft(tx, by.book(), id).await?;
    let label = format!("凭证 {} {}元 {}", draft.date, draft.total(), draft.summary());
    let subject = Subject::Draft(id);
    let given = Given { book: by.book(), subject, label, stage: Stage::Review, found: &found, reason };
    controls::explain(tx, by.actor(), &given, now).await
}

/// The sentences of items: what the rules found when each was handed in or taken in, the hardest first, and papers that
/// were used before. Every page and paper that shows an item asks here.
pub async fn warnings_of(tx: &mut ReadTx, submissions: &[Submission]) -> Outcome<BTreeMap<SubmissionId, Vec<Warning>>> {
    let ids: Vec<SubmissionId> = submissions.iter().map(|s| s.id).collect();
    let books: BTreeSet<BookId> = submissions.iter().map(|s| s.book).collect();
    let kept = controls::kept_for(tx, &books.into_iter().collect::<Vec<_>>(), &ids).await?;
    let papers: Vec<_> = submissions.iter().flat_map(|s| s.content.documents.clone()).collect();
    let seen = evidence::seen_before(tx, &papers).await?;
    let mut all: BTreeMap<SubmissionId, Vec<Warning>> = BTreeMap::new();
    for submission in submissions {
        let now = |at: Timestamp| submission.submitted_at.is_some_and(|since| at >= since);
        let of_it = kept.iter().filter(|k| k.subject == Subject::Submission(submission.id) && now(k.at));
        let mut warnings: Vec<Warning> = of_it.cloned().map(Warning::of).collect();
        let rule = "paper.used_before";
        if !warnings.iter().any(|w| w.control == rule) {
            let again = seen.iter().filter(|s| submission.content.documents.contains(&s.document));
            warnings.extend(again.map(|s| Warning::found_now(rule, s.to_string())));
        }
        warnings.sort_by_key(|w| w.severity);
        all.insert(submission.id, warnings);
    }
    Ok(all)
}

/// Whose facts, without which item, as of which day.
struct Looking {
    book: BookId,
    project: Option<ProjectId>,
    except: Option<SubmissionId>,
    today: Date,
}

async fn facts(
    tx: &mut ReadTx,
    looking: &Looking,
    settings: &Settings,
    event: Event,
    card: Option<Card>,
    documents: &[Document],
) -> Outcome<Facts> {
    let (book, today) = (looking.book, looking.today);
    let around = Days::new(u64::try_from(settings.reach("paper.split", "days")).unwrap_or(0));
    let from = event.date.checked_sub_days(around).unwrap_or(event.date);
    let to = event.date.checked_add_days(around).unwrap_or(event.date);
    let moves_cash = event.cash_in.is_positive() || event.cash_out.is_positive();
    let cash = match moves_cash {
        true => controls::cash_box(tx, book, event.date, Period::of(today)).await?,
        false => None,
    };
    let steps = match card {
        Some(card) => steps_taken_at(tx, book, card, today).await?,
        None => Vec::new(),
    };
    let ids: Vec<_> = documents.iter().map(|d| d.id).collect();
    let used_before = evidence::seen_before(tx, &ids).await?.iter().map(ToString::to_string).collect();
    let holders = auth::holders(tx, book, today).await?;
    let decides = |role: &Role| matches!(role, Role::VillageHead | Role::Clerk);
    let recorded = auth::kinship(tx, book).await?.cadres.into_iter().filter(|c| c.holds_on(event.date));
    let serving = holders.into_iter().filter(|(role, _)| decides(role)).map(|(_, person)| person.name);
    let cadres = recorded.map(|c| c.name).chain(serving).collect();
    let project = match looking.project {
        Some(id) => projects::standing(tx, book, id, today).await?,
        None => None,
    };
    Ok(Facts {
        today,
        project,
        plan: plan_of(tx, book, &event).await?,
        papers: documents.iter().map(paper_of).collect(),
        used_before,
        history: store::history(tx, book, looking.except, DateRange { from, to }).await?,
        cash,
        steps,
        cadres,
        legal_name: village::book(tx, book).await?.printed_name().to_owned(),
        event,
    })
}

/// What the year's plan says of the account it is spent on.
async fn plan_of(tx: &mut ReadTx, book: BookId, event: &Event) -> Outcome<Option<Planned>> {
    let Some(code) = event.accounts.iter().find(|code| event.spends && code.starts_with('5')) else { return Ok(None) };
    let Some(account) = ledger::chart(tx, book).await?.by_code(code).map(|a| a.id) else { return Ok(None) };
    let against = budget::against(tx, book, account, event.date).await?;
    Ok(against.map(|a| Planned { account: a.account, planned: a.planned, spent: a.spent }))
}

/// The amounts at which the ladder of a card begins another band.
async fn steps_taken_at(tx: &mut ReadTx, book: BookId, card: Card, on: Date) -> Outcome<Vec<Money>> {
    let ladder = ladder_on(tx, book, on).await?;
    let own = ladder.rows.iter().any(|r| r.card == Some(card)).then_some(card);
    let begins = ladder.rows.iter().filter(|r| r.card == own && r.from.is_positive()).map(|r| r.from);
    Ok(begins.collect::<BTreeSet<_>>().into_iter().collect())
}

fn paper_of(document: &Document) -> Paper {
    let kind = match document.kind {
        DocumentKind::Invoice => PaperKind::Invoice,
        DocumentKind::Receipt | DocumentKind::PayList => PaperKind::Receipt,
        DocumentKind::Acceptance => PaperKind::Acceptance,
        DocumentKind::BankSlip => PaperKind::BankSlip,
        DocumentKind::Contract | DocumentKind::Resolution | DocumentKind::Other => PaperKind::Other,
    };
    let made_out = kind == PaperKind::Invoice && !controls::same_name(&document.payee, &document.issuer);
    let buyer = if made_out { document.payee.clone() } else { String::new() };
    Paper { kind, date: document.date, buyer }
}

/// The event a 报账单 tells; `None` while it has no day.
fn event_of(submission: &Submission) -> Option<Event> {
    let content = &submission.content;
    let (item, amount) = (business_item(&content.item), content.amount);
    let when = |is: bool| if is { amount } else { Money::ZERO };
    let (spends, earns) = (content.card == Card::Expense, content.card == Card::Income);
    Some(Event {
        origin: Origin::Submission,
        date: content.date?,
        amount,
        spends,
        earns,
        cash_in: when(content.paid_by == PaidBy::ToCash || earns && content.paid_by == PaidBy::Cash),
        cash_out: when(content.paid_by == PaidBy::ToBank || spends && content.paid_by == PaidBy::Cash),
        bank_out: when(content.paid_by == PaidBy::ToCash || spends && content.paid_by == PaidBy::Bank),
        party: content.other_party.clone(),
        reason: content.reason.clone(),
        handler: content.handler.clone(),
        witness: content.witness.clone(),
        kind: content.item.clone(),
        kind_name: item.map(|i| i.name.clone()).unwrap_or_default(),
        nature: item.map_or(Nature::Ordinary, nature_of),
        grant: item.is_some_and(|i| ["zhuanxiang", "jiangbu"].contains(&i.code.as_str())),
        accounts: item.map(accounts_of).unwrap_or_default(),
    })
}

/// What kind of spending a business item is, from its heading and the account it is entered on.
fn nature_of(item: &BusinessItem) -> Nature {
    let on = |codes: &[&str]| {
        let debits = item.pairs.iter().map(|(debit, _)| debit);
        debits.into_iter().any(|p| matches!(p, Place::Account(code) if codes.iter().any(|c| code.starts_with(c))))
    };
    match item.group.as_str() {
        "工资和劳务" | "代发和分配" => Nature::Pay,
        "税费和利息" | "还款、退款、备用金" => Nature::Settlement,
        _ if on(&["51407"]) => Nature::Pay,
        _ if on(&["121", "151"]) => Nature::Goods,
        _ => Nature::Ordinary,
    }
}

/// The accounts a business item is entered on, money left out.
fn accounts_of(item: &BusinessItem) -> Vec<String> {
    let debits = item.pairs.iter().map(|(debit, _)| debit);
    let code = |place: &Place| match place {
        Place::Account(code) => Some(code.clone()),
        Place::Money | Place::Cash | Place::Bank | Place::ByPolicy(..) => None,
    };
    debits.filter_map(code).collect()
}

fn event_of_voucher(draft: &Draft, chart: &Chart, dimensions: &Dimensions) -> Event {
    let sum = |kind, side: fn(&ledger::DraftLine) -> Money| -> Money {
        let of_kind = |l: &&ledger::DraftLine| {
            l.account.and_then(|id| chart.by_id(id)).is_some_and(|a| a.cash_kind == Some(kind))
        };
        draft.lines.iter().filter(of_kind).map(side).sum()
    };
    let (cash_in, cash_out) = (sum(CashKind::Cash, |l| l.debit), sum(CashKind::Cash, |l| l.credit));
    let (bank_in, bank_out) = (sum(CashKind::Bank, |l| l.debit), sum(CashKind::Bank, |l| l.credit));
    let out = cash_out + bank_out - cash_in - bank_in;
    let party = draft.lines.iter().find_map(|l| match (l.counterparty, l.household) {
        (Some(id), _) => Some(dimensions.counterparty_name(id)),
        (None, Some(id)) => Some(dimensions.household_name(id)),
        (None, None) => None,
    });
    let spent = draft.lines.iter().filter(|l| !l.debit.is_zero()).filter_map(|l| chart.by_id(l.account?));
    let accounts = spent.filter(|a| a.cash_kind.is_none()).map(|a| a.code.to_string());
    let said: Vec<&str> = draft.lines.iter().map(|l| l.summary.as_str()).collect();
    Event {
        origin: Origin::Voucher,
        date: draft.date,
        amount: out.abs(),
        spends: out.is_positive(),
        earns: out.is_negative(),
        cash_in,
        cash_out,
        bank_out,
        party: party.unwrap_or_default().to_owned(),
        reason: said.join("；"),
        handler: String::new(),
        witness: String::new(),
        kind: String::new(),
        kind_name: String::new(),
        nature: Nature::Ordinary,
        grant: false,
        accounts: accounts.collect(),
    }
}
