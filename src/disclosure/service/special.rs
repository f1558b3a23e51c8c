use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;

use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, NoticeId, Outcome, Period, ProjectId, Timestamp, VoucherId};
use crate::ledger::{self, PostedVoucher};
use crate::projects::{self, GrantStage};
use crate::statements;
use crate::village::{self, Book};
use crate::workflow;

use crate::disclosure::assembly::blocks;
use crate::disclosure::correction::DueCorrection;
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::masking::Masking;
use crate::disclosure::notice::NoticeKind;
use crate::disclosure::notice_content::{Fact, Move, NoticeBody, NoticeHeading, SpecialSheet, VoucherProof};
use crate::disclosure::span::SheetSpan;
use crate::disclosure::store;
use crate::disclosure::topic::{Event, Proposal, Topic, rules, topic_of};

use super::correcting::corrections_due;
use super::notices::{Composed, heading, keep};

/// The form of the canonical content.
const FORM: &str = "special/1";
/// A reason longer than this is a letter.
const REASON_LIMIT: usize = 200;

/// What should be published by itself and is not yet.
#[derive(Clone, Debug, Default)]
pub struct DueNotices {
    /// 专项公开表.
    pub proposals: Vec<Proposal>,
    /// 更正公告.
    pub corrections: Vec<DueCorrection>,
}

/// What a book should publish by itself: found among the vouchers of a month and those after it, or among all of them;
/// less those a notice tells of and those somebody said need none. The one due first stands in front.
pub async fn due_notices(tx: &mut ReadTx, book: &Book, since: Option<Period>, today: Date) -> Outcome<DueNotices> {
    let since = since.unwrap_or(book.enabled_from);
    let vouchers = ledger::vouchers_between(tx, book.id, since, horizon(today)).await?;
    Ok(DueNotices {
        proposals: proposals(tx, book.id, &vouchers).await?,
        corrections: corrections_due(tx, book, &vouchers, today).await?,
    })
}

async fn proposals(tx: &mut ReadTx, book: BookId, vouchers: &[PostedVoucher]) -> Outcome<Vec<Proposal>> {
    let told = store::told_vouchers(tx, book).await?;
    let policies = village::policies(tx).await?;
    let chart = ledger::chart(tx, book).await?;
    let rules = rules()?;
    let mut groups: BTreeMap<(Topic, String), Proposal> = BTreeMap::new();
    let names = village::dimensions(tx, book).await?;
    for voucher in vouchers {
        let Some(topic) = topic_of(&rules, &chart, voucher) else { continue };
        let days = policies.days("special_days", book, voucher.date);
        // With no days the township asks for no special sheets.
        if days == 0 || told.contains(&(topic.to_string(), voucher.id)) {
            continue;
        }
        let event = event(topic, voucher, days);
        let quarter = SheetSpan::Quarter(voucher.period.quarter());
        let (subject, about) = match event.project {
            Some(project) => (project.text(), names.project_name(project).to_owned()),
            None => (quarter.to_string(), quarter.in_chinese()),
        };
        let group = groups.entry((topic, subject.clone())).or_insert_with(|| Proposal {
            topic,
            subject,
            about,
            due: event.due,
            events: Vec::new(),
        });
        group.due = group.due.min(event.due);
        group.events.push(event);
    }
    let mut all: Vec<Proposal> = groups.into_values().collect();
    all.sort_by_key(|p| p.due);
    Ok(all)
}

fn event(topic: Topic, voucher: &PostedVoucher, days: i64) -> Event {
    let project: Option<ProjectId> = voucher.entries.iter().find_map(|e| e.project);
    Event {
        topic,
        voucher: voucher.id,
        label: voucher.label(),
        date: voucher.date,
        summary: voucher.entries.first().map(|e| e.summary.clone()).unwrap_or_default(),
        amount: voucher.total(),
        project,
        due: voucher.posted_at.date() + Duration::days(days),
    }
}

async fn proposal(tx: &mut ReadTx, book: BookId, topic: Topic, subject: &str, today: Date) -> Outcome<Proposal> {
    let book = village::book(tx, book).await?;
    let all = due_notices(tx, &book, None, today).await?.proposals;
    let found = all.into_iter().find(|p| p.topic == topic && p.subject == subject);
    found.ok_or_else(|| DisclosureRefusal::NothingToTell { topic: topic.in_chinese() }.into())
}

/// 编制专项公开表 — one sheet of every event of a group that no sheet tells of yet.
///
/// Refuses: `disclosure.nothing_to_tell`, `disclosure.stale`. Source: disclosure.md D6.
pub async fn compose_special(
    tx: &mut WriteTx,
    by: &Accountant,
    topic: Topic,
    subject: &str,
    now: Timestamp,
) -> Outcome<NoticeId> {
    let proposal = proposal(tx, by.book(), topic, subject, now.date()).await?;
    let vouchers: BTreeSet<VoucherId> = proposal.events.iter().map(|e| e.voucher).collect();
    let book = village::book(tx, by.book()).await?;
    let topics = (topic, subject.to_owned());
    let title = (topic.title().to_owned(), proposal.about.clone());
    let heading = heading(tx, &book, NoticeKind::Special, title, (proposal.due, now)).await?;
    let sheet = sheet_of(tx, &book, (&vouchers, Period::of(now.date())), heading).await?;
    let composed = Composed { kind: NoticeKind::Special, topic: Some(topics.0), subject: topics.1 };
    let id = keep(tx, by, composed, NoticeBody::Special(Box::new(sheet)), now).await?;
    store::insert_vouchers(tx, (book.id, topic.word(), id), &vouchers.into_iter().collect::<Vec<_>>()).await?;
    Ok(id)
}

/// The content of a special sheet: its vouchers as they stand, and the papers of the project they are on.
pub(super) async fn sheet_of(
    tx: &mut ReadTx,
    book: &Book,
    (wanted, through): (&BTreeSet<VoucherId>, Period),
    heading: NoticeHeading,
) -> Outcome<SpecialSheet> {
    let chart = ledger::chart(tx, book.id).await?;
    let dimensions = village::dimensions(tx, book.id).await?;
    let policy = village::policy(tx, book.id, "mask_payee_names", heading.due).await?;
    let mut vouchers = Vec::new();
    for voucher in ledger::vouchers_between(tx, book.id, book.enabled_from, through).await? {
        if wanted.contains(&voucher.id) {
            vouchers.push(voucher);
        }
    }
    let submissions: Vec<_> = vouchers.iter().filter_map(|v| v.submission).collect();
    let written = workflow::other_parties(tx, book.id, &submissions).await?;
    let masking = Masking::of(&policy, &dimensions, &written.values().cloned().collect::<Vec<_>>());
    let lines = statements::cash_lines(&vouchers, &chart, &masking.dimensions(&dimensions));
    // Nothing of a special sheet is a rest: every line is told anyway.
    let (income, expense) = blocks(&lines, &written, &masking, 100)?;
    let with_money: BTreeSet<VoucherId> = lines.iter().map(|l| l.voucher).collect();
    let moves = vouchers.iter().filter(|v| !with_money.contains(&v.id)).map(|v| Move {
        date: v.date,
        month: v.period,
        number: v.number.to_string(),
        what: masking.words(v.entries.first().map_or("", |e| e.summary.as_str())),
        accounts: accounts(v, &chart),
        amount: v.total(),
    });
    let moves = moves.collect();
    let project = vouchers.iter().flat_map(|v| &v.entries).find_map(|e| e.project);
    let facts = match project {
        Some(project) => facts(tx, book.id, project).await?,
        None => Vec::new(),
    };
    let proof = |v: &PostedVoucher| VoucherProof { label: v.label(), digest: v.digest.hex() };
    let vouchers = vouchers.iter().map(proof).collect();
    Ok(SpecialSheet { form: FORM.to_owned(), heading, income, expense, moves, facts, vouchers })
}

pub(super) fn accounts(voucher: &PostedVoucher, chart: &ledger::Chart) -> String {
    let mut names: Vec<String> = voucher.entries.iter().map(|e| chart.path_name(e.account)).collect();
    names.dedup();
    names.join("、")
}

async fn facts(tx: &mut ReadTx, book: BookId, project: ProjectId) -> Outcome<Vec<Fact>> {
    let papers = projects::papers(tx, book, project).await?;
    let mut facts = Vec::new();
    if let Some(r) = papers.resolution() {
        let approved = r.approved(papers.exempt_heads());
        let (met, came) = (r.met_on, r.attended);
        facts.push(Fact {
            what: "决议".to_owned(),
            says: format!(
                "{met}{}，应到{}人，实到{came}人，同意{}人；每人{}元，核定筹资{approved}元（{}）",
                r.meeting.in_chinese(),
                r.electors,
                r.agreed,
                r.per_head,
                r.document
            ),
        });
    }
    for grant in papers.grants.iter().filter(|g| g.stage == GrantStage::Awarded) {
        facts.push(Fact {
            what: "批复".to_owned(),
            says: format!("{} {}，{}元，{}", grant.authority, grant.document, grant.amount, grant.words),
        });
    }
    Ok(facts)
}

/// A reason, as it is kept.
///
/// Refuses: `disclosure.reason_missing`, `disclosure.words_too_long`.
pub(super) fn reasoned(reason: &str) -> Outcome<&str> {
    let reason = reason.trim();
    let length = reason.chars().count();
    if reason.is_empty() {
        return Err(DisclosureRefusal::ReasonMissing.into());
    }
    if length > REASON_LIMIT {
        return Err(DisclosureRefusal::WordsTooLong { length, limit: REASON_LIMIT }.into());
    }
    Ok(reason)
}

/// The last month a voucher posted by today may be of: a correction goes to the first open month, which may lie ahead.
pub(super) fn horizon(today: Date) -> Period {
    Period::of(today).year().next().last_period()
}

/// 不必专项公开 — says of every event of a group that it needs no sheet of its own, and why; the reason is kept.
///
/// Refuses: `disclosure.reason_missing`, `disclosure.words_too_long`, `disclosure.nothing_to_tell`.
pub async fn decline_special(
    tx: &mut WriteTx,
    by: &Accountant,
    (topic, subject): (Topic, &str),
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    let reason = reasoned(reason)?;
    let proposal = proposal(tx, by.book(), topic, subject, now.date()).await?;
    let vouchers: Vec<VoucherId> = proposal.events.iter().map(|e| e.voucher).collect();
    store::insert_declined(tx, by, (topic.word(), reason), &vouchers, now).await?;
    let what = format!("{} {} 不专项公开", topic.in_chinese(), proposal.about);
    audit::record(tx, by.actor(), Act::on_book(by.book(), "notice.decline", what).detail(reason), now).await?;
    Ok(())
}
