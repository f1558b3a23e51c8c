use std::collections::BTreeMap;

use chrono::Duration;

use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, DateRange, Fault, NoticeId, Outcome, Period, Timestamp, VoucherId};
use crate::ledger::{self, CorrectionStage, PostedVoucher, VoucherKind};
use crate::statements;
use crate::village::{self, Book};
use crate::workflow;

use crate::disclosure::assembly::blocks;
use crate::disclosure::correction::{CorrectionNotice, DueCorrection, Said, changes};
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::items::Direction;
use crate::disclosure::masking::Masking;
use crate::disclosure::notice::{NoticeHead, NoticeKind};
use crate::disclosure::notice_content::{NoticeBody, VoucherProof};
use crate::disclosure::publication::{Publication, PublicationHead};
use crate::disclosure::sheet::LineCorrection;
use crate::disclosure::span::SheetSpan;
use crate::disclosure::store;

use super::notices::{Composed, heading, keep};
use super::reading::sheet_of;
use super::special::{accounts, horizon, reasoned};

/// The form of the canonical content.
const FORM: &str = "correction/1";
/// What a voucher is told of under, beside the topics of special sheets.
const TOPIC: &str = "correction";

/// The corrections that have no notice yet, found among the vouchers posted in `recent`: red and blue vouchers of a later
/// time that put right a voucher of a published sheet. The one due first stands in front.
pub(super) async fn corrections_due(
    tx: &mut ReadTx,
    book: &Book,
    recent: &[PostedVoucher],
    today: Date,
) -> Outcome<Vec<DueCorrection>> {
    if recent.iter().all(|v| v.corrects.is_none()) {
        return Ok(Vec::new());
    }
    let mut heads = store::heads_of_book(tx, book.id).await?;
    heads.retain(|h| h.state.is_frozen());
    let told = store::told_vouchers(tx, book.id).await?;
    let policies = village::policies(tx).await?;
    let all = ledger::vouchers_between(tx, book.id, book.enabled_from, horizon(today)).await?;
    let by_id: BTreeMap<VoucherId, &PostedVoucher> = all.iter().map(|v| (v.id, v)).collect();
    let mut due: BTreeMap<VoucherId, DueCorrection> = BTreeMap::new();
    for right in &all {
        let Some(wrong) = right.corrects.and_then(|id| by_id.get(&id)) else { continue };
        let Some(head) = stands_on(&heads, wrong.period, right.period) else { continue };
        let days = policies.days("correction_days", book.id, right.date);
        let since = head.published.as_ref().map_or(right.posted_at, |h| h.at.max(right.posted_at));
        let on = since.date() + Duration::days(days);
        let each = due.entry(wrong.id).or_insert_with(|| DueCorrection {
            voucher: wrong.id,
            label: wrong.label(),
            summary: wrong.entries.first().map(|e| e.summary.clone()).unwrap_or_default(),
            amount: wrong.total(),
            sheet: head.number.clone(),
            by: Vec::new(),
            untold: Vec::new(),
            due: on,
        });
        each.by.push((right.id, right.label()));
        if !told.contains(&(TOPIC.to_owned(), right.id)) {
            each.due = if each.untold.is_empty() { on } else { each.due.min(on) };
            each.untold.push(right.id);
        }
    }
    let mut due: Vec<DueCorrection> = due.into_values().filter(|d| !d.untold.is_empty()).collect();
    due.sort_by_key(|d| (d.due, d.label.clone()));
    Ok(due)
}

/// The published sheet that tells of the wrong month and not of the one that puts it right.
fn stands_on(heads: &[PublicationHead], wrong: Period, right: Period) -> Option<&PublicationHead> {
    let own = heads.iter().filter(|h| h.span.contains(wrong) && !h.span.contains(right));
    own.max_by_key(|h| h.version)
}

async fn due_of(tx: &mut ReadTx, book: &Book, voucher: VoucherId, today: Date) -> Outcome<DueCorrection> {
    let all = ledger::vouchers_between(tx, book.id, book.enabled_from, horizon(today)).await?;
    let due = corrections_due(tx, book, &all, today).await?.into_iter();
    due.into_iter().find(|d| d.voucher == voucher).ok_or_else(|| DisclosureRefusal::NothingToCorrect.into())
}

/// 编制更正公告 — from the published sheet and the vouchers that put right what stands on it.
///
/// Refuses: `disclosure.reason_missing`, `disclosure.words_too_long`, `disclosure.nothing_to_correct`,
/// `disclosure.correction_unfinished`, `disclosure.nothing_changes`. Source: disclosure.md D4.
pub async fn compose_correction(
    tx: &mut WriteTx,
    by: &Accountant,
    voucher: VoucherId,
    reason: &str,
    now: Timestamp,
) -> Outcome<NoticeId> {
    let reason = reasoned(reason)?;
    let book = village::book(tx, by.book()).await?;
    let due = due_of(tx, &book, voucher, now.date()).await?;
    let stages = ledger::corrections_of(tx, book.id, voucher).await?;
    if stages.iter().any(|c| matches!(c.stage, CorrectionStage::Draft(_))) {
        return Err(DisclosureRefusal::CorrectionUnfinished { voucher: due.label }.into());
    }
    let notice = notice_of(tx, &book, &due, reason, now).await?;
    let composed = Composed { kind: NoticeKind::Correction, topic: None, subject: due.subject() };
    let id = keep(tx, by, composed, NoticeBody::Correction(Box::new(notice)), now).await?;
    store::insert_vouchers(tx, (book.id, TOPIC, id), &due.untold).await?;
    Ok(id)
}

/// 不必更正公告 — says of a correction that nobody who reads the sheet is misled by it, and why; the reason is kept.
///
/// Refuses: `disclosure.reason_missing`, `disclosure.words_too_long`, `disclosure.nothing_to_correct`.
pub async fn decline_correction(
    tx: &mut WriteTx,
    by: &Accountant,
    voucher: VoucherId,
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    let reason = reasoned(reason)?;
    let book = village::book(tx, by.book()).await?;
    let due = due_of(tx, &book, voucher, now.date()).await?;
    store::insert_declined(tx, by, (TOPIC, reason), &due.untold, now).await?;
    let what = format!("更正公告 {} 不出", due.subject());
    audit::record(tx, by.actor(), Act::on_book(book.id, "notice.decline", what).detail(reason), now).await?;
    Ok(())
}

async fn notice_of(
    tx: &mut ReadTx,
    book: &Book,
    due: &DueCorrection,
    reason: &str,
    now: Timestamp,
) -> Outcome<CorrectionNotice> {
    let all = ledger::vouchers_between(tx, book.id, book.enabled_from, horizon(now.date())).await?;
    let wrong = all.iter().find(|v| v.id == due.voucher).ok_or(DisclosureRefusal::NothingToCorrect)?;
    let right: Vec<&PostedVoucher> = all.iter().filter(|v| due.by.iter().any(|(id, _)| *id == v.id)).collect();
    let kept = published_sheet(tx, book.id, &due.sheet, wrong.period).await?;
    let sheet = sheet_of(&kept)?;
    let standing = sheet.keyed_lines().into_iter().filter(|l| l.key.month == wrong.period);
    let standing = standing.filter(|l| l.key.number == wrong.number.to_string());
    let mut old: Vec<Said> = standing.map(|l| Said::of(l.direction, l.line)).collect();
    let mut new = said_by(tx, book, &right).await?;
    if old.is_empty() && new.is_empty() {
        let chart = ledger::chart(tx, book.id).await?;
        old.push(moved(wrong, &accounts(wrong, &chart)));
        let blue = right.iter().filter(|v| v.kind == VoucherKind::Correction);
        new.extend(blue.map(|v| moved(v, &accounts(v, &chart))));
    }
    let labels: Vec<String> = due.by.iter().map(|(_, label)| label.clone()).collect();
    let line = |(side, what, old, new): (Option<&'static str>, String, String, String)| LineCorrection {
        sheet: due.sheet.clone(),
        line: side.map_or_else(|| due.label.clone(), |side| format!("{side} {}", due.label)),
        what,
        old,
        new,
        reason: reason.to_owned(),
        vouchers: labels.clone(),
    };
    let lines: Vec<LineCorrection> = changes(&old, &new).into_iter().map(line).collect();
    if lines.is_empty() {
        return Err(DisclosureRefusal::NothingChanges { sheet: due.sheet.clone() }.into());
    }
    let about = format!("{}公开表 {}，{}", sheet.heading.span.in_chinese(), due.sheet, due.label);
    let title = ("更正公告".to_owned(), about);
    let heading = heading(tx, book, NoticeKind::Correction, title, (due.due, now)).await?;
    let told = [wrong].into_iter().chain(right);
    let vouchers = told.map(|v| VoucherProof { label: v.label(), digest: v.digest.hex() }).collect();
    let (sheet, code, path) = (due.sheet.clone(), kept.head.code.clone(), kept.head.public_path());
    Ok(CorrectionNotice { form: FORM.to_owned(), heading, sheet, code, path, lines, vouchers })
}

async fn published_sheet(tx: &mut ReadTx, book: BookId, number: &str, period: Period) -> Outcome<Publication> {
    for span in [SheetSpan::Month(period), SheetSpan::Quarter(period.quarter())] {
        if let Some(kept) = store::of_span(tx, book, span).await?.filter(|p| p.head.number == number) {
            return Ok(kept);
        }
    }
    Err(DisclosureRefusal::NothingToCorrect.into())
}

/// What the blue vouchers received and paid, worded as a sheet would.
async fn said_by(tx: &mut ReadTx, book: &Book, right: &[&PostedVoucher]) -> Outcome<Vec<Said>> {
    let blue: Vec<PostedVoucher> =
        right.iter().filter(|v| v.kind == VoucherKind::Correction).map(|v| (*v).clone()).collect();
    let Some(on) = blue.iter().map(|v| v.date).max() else { return Ok(Vec::new()) };
    let chart = ledger::chart(tx, book.id).await?;
    let dimensions = village::dimensions(tx, book.id).await?;
    let policy = village::policy(tx, book.id, "mask_payee_names", on).await?;
    let submissions: Vec<_> = blue.iter().filter_map(|v| v.submission).collect();
    let written = workflow::other_parties(tx, book.id, &submissions).await?;
    let masking = Masking::of(&policy, &dimensions, &written.values().cloned().collect::<Vec<_>>());
    let lines = statements::cash_lines(&blue, &chart, &masking.dimensions(&dimensions));
    let (income, expense) = blocks(&lines, &written, &masking, 100)?;
    let received = income.lines.iter().map(|l| Said::of(Direction::In, l));
    Ok(received.chain(expense.lines.iter().map(|l| Said::of(Direction::Out, l))).collect())
}

/// A voucher that moved no money.
fn moved(voucher: &PostedVoucher, accounts: &str) -> Said {
    let what = voucher.entries.first().map(|e| e.summary.as_str()).unwrap_or_default();
    Said::moved(what, accounts, voucher.total())
}

/// The published corrections of a sheet, the earliest first: what its page leads to.
pub async fn corrections_of_sheet(tx: &mut ReadTx, book: BookId, number: &str) -> Outcome<Vec<NoticeHead>> {
    let stem = format!("{number} ");
    let all = store::published_corrections(tx, book).await?.into_iter();
    Ok(all.map(|n| n.head).filter(|h| h.subject.starts_with(&stem)).collect())
}

/// What was corrected of earlier sheets in a span: the sheet of the span says it once more.
pub(super) async fn corrected_within(tx: &mut ReadTx, book: BookId, days: DateRange) -> Outcome<Vec<LineCorrection>> {
    let mut lines = Vec::new();
    for notice in store::published_corrections(tx, book).await? {
        let on = notice.head.published.as_ref().map(|h| h.at.date());
        if !on.is_some_and(|on| (days.from..=days.to).contains(&on)) {
            continue;
        }
        let body = NoticeBody::read(NoticeKind::Correction, &notice.content);
        if let NoticeBody::Correction(correction) = body.map_err(Fault::while_("reading a correction"))? {
            lines.extend(correction.lines);
        }
    }
    Ok(lines)
}
