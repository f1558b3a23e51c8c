use std::collections::BTreeMap;

use crate::db::ReadTx;
use crate::kernel::{BookId, Money, Outcome, Period, SubmissionId};
use crate::ledger::{self, BalanceRow, Chart, Closure, PostedVoucher};
use crate::statements::{self, TrialBalance};
use crate::village::{self, Book, Dimensions};
use crate::workflow;

use crate::disclosure::assembly::{Aside, LedgerFigure, Parts, assemble, blocks};
use crate::disclosure::due::due_day;
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::funds::fund_lines;
use crate::disclosure::holdings::{self, ASSET_ACCOUNTS, CLAIM_ACCOUNTS};
use crate::disclosure::masking::Masking;
use crate::disclosure::sheet::{ClassTotal, DisclosureSheet, Heading, MonthRoot, PreviousSpan, Surplus};
use crate::disclosure::span::SheetSpan;

/// 外来投资分利 of 收益分配. Source: domain/chart_second_level.csv.
const INVESTORS_ACCOUNT: &str = "3220103";

/// The months of a span a book was kept in.
pub(super) fn months(book: &Book, span: SheetSpan) -> (Period, Period) {
    (span.first_period().max(book.enabled_from), span.last_period())
}

/// The sheet as the ledger gives it now, closed or not: a preview, and the ground of every proof. `aside` is what the
/// ledger does not say; a proof needs none of it.
///
/// Refuses: `disclosure.before_enabled`, `disclosure.does_not_foot`.
pub(super) async fn sheet_now(
    tx: &mut ReadTx,
    book: &Book,
    span: SheetSpan,
    version: i64,
    aside: Aside,
) -> Outcome<DisclosureSheet> {
    let (first, last) = months(book, span);
    if last < book.enabled_from {
        let (enabled, span) = (book.enabled_from.in_chinese(), span.in_chinese());
        return Err(DisclosureRefusal::BeforeEnabled { book: book.name.clone(), enabled, span }.into());
    }
    let chart = ledger::chart(tx, book.id).await?;
    let dimensions = village::dimensions(tx, book.id).await?;
    let policy = village::policy(tx, book.id, "mask_payee_names", last.last_day()).await?;
    let share = village::policy(tx, book.id, "residual_share", last.last_day()).await?.parse().unwrap_or(10);
    let rows = ledger::balances(tx, book.id, first, last).await?;
    let vouchers = ledger::vouchers_between(tx, book.id, first, last).await?;
    let written = workflow::other_parties(tx, book.id, &submissions(&vouchers)).await?;
    let masking = Masking::of(&policy, &dimensions, &written.values().cloned().collect::<Vec<_>>());
    let shown = masking.dimensions(&dimensions);
    let lines = statements::cash_lines(&vouchers, &chart, &shown);
    let (income, expense) = blocks(&lines, &written, &masking, share)?;
    let banks = village::bank_accounts(tx, book.id).await?;
    let named = |code: &str, path: String| match banks.iter().find(|b| b.account_code == code) {
        Some(bank) => format!("银行存款 {}", bank.masked()),
        None => path.replace('/', " "),
    };
    let figures = ledger_figures(&chart, &rows);
    let closures = ledger::closures(tx, book.id).await?;
    let parts = Parts {
        heading: heading(tx, book, span, version).await?,
        funds: fund_lines(&chart, &rows, &vouchers, &lines, named),
        income,
        expense,
        claims: holdings::claim_lines(&chart, &rows, &shown),
        assets: holdings::asset_lines(&chart, &rows, &shown),
        others: holdings::other_lines(&chart, &rows, &shown),
        surplus: surplus(tx, book, &chart, span).await?,
        previous: previous(tx, &Kept { book, chart: &chart, shown: &shown, masking: &masking }, span, share).await?,
        months: month_roots(closures, first, last),
        notes: reopened(tx, book.id, (first, last), &masking).await?,
        aside,
        ledger_money: figures[0],
        ledger_claims: figures[1],
        ledger_assets: figures[2],
    };
    assemble(parts)
}

/// One sentence a month that was opened once more after its closing: who, why, from when to when.
async fn reopened(
    tx: &mut ReadTx,
    book: BookId,
    (first, last): (Period, Period),
    masking: &Masking,
) -> Outcome<Vec<String>> {
    let mut notes = Vec::new();
    for reopening in ledger::reopenings(tx, book).await? {
        let (Some(answer), true) = (&reopening.answer, (first..=last).contains(&reopening.period)) else { continue };
        if !reopening.is_open() && reopening.ended_at.is_none() {
            continue; // Declined: the month was never opened.
        }
        let (from, reason) = (answer.at.date(), masking.words(&reopening.reason));
        let end = reopening.ended_at.map_or("尚未重新结账".to_owned(), |at| format!("{}重新结账", at.date()));
        notes.push(format!(
            "{}结账后曾重开：{reason}。{}申请，{}批准，{from}起，{end}。",
            reopening.period.in_chinese(),
            reopening.asked_name,
            answer.name
        ));
    }
    Ok(notes)
}

fn submissions(vouchers: &[PostedVoucher]) -> Vec<SubmissionId> {
    vouchers.iter().filter_map(|v| v.submission).collect()
}

async fn heading(tx: &mut ReadTx, book: &Book, span: SheetSpan, version: i64) -> Outcome<Heading> {
    let due = due_day(&village::policies(tx).await?, book.id, span);
    let township = village::township(tx).await?;
    let of = |pick: fn(village::Township) -> String| township.clone().map(pick).unwrap_or_default();
    let days = span.days();
    Ok(Heading {
        township: of(|t| t.name),
        centre: of(|t| t.centre_name),
        phone: of(|t| t.phone),
        village: book.village_name.clone(),
        book_code: book.code.clone(),
        book: book.legal_name.clone(),
        span,
        from: days.from.max(book.enabled_from.first_day()),
        to: days.to,
        number: format!("{}-{version:02}", span.number_stem()),
        version,
        due: Some(due),
    })
}

/// Money, claims, assets as the trial balance has them.
fn ledger_figures(chart: &Chart, rows: &[BalanceRow]) -> [LedgerFigure; 3] {
    let trial = TrialBalance::of(chart, rows);
    [&["101", "102"][..], &CLAIM_ACCOUNTS, &ASSET_ACCOUNTS].map(|codes| {
        let of = || trial.first_level().filter(|r| codes.contains(&r.code.as_str()));
        LedgerFigure { opening: of().map(|r| r.opening).sum(), closing: of().map(|r| r.closing()).sum() }
    })
}

fn month_roots(closures: Vec<Closure>, first: Period, last: Period) -> Vec<MonthRoot> {
    let within = closures.into_iter().filter(|c| (first..=last).contains(&c.period));
    within
        .map(|c| MonthRoot {
            period: c.period,
            vouchers: c.voucher_count,
            documents: c.document_count,
            root: c.root.hex(),
        })
        .collect()
}

async fn surplus(tx: &mut ReadTx, book: &Book, chart: &Chart, span: SheetSpan) -> Outcome<Surplus> {
    let (first, last) = months(book, span);
    let of_span = statements::surplus_statement(tx, &[book.id], first, last).await?;
    let january = last.year().first_period().max(book.enabled_from);
    let of_year = statements::surplus_statement(tx, &[book.id], january, last).await?;
    let line = |name: &str| of_year.line(name).map_or(Money::ZERO, |l| l.first);
    Ok(Surplus {
        quarter: of_span.line("收益总额").map_or(Money::ZERO, |l| l.first),
        year: line("收益总额"),
        to_reserve: line("提取公积公益金"),
        to_members: line("向成员分配"),
        to_others: line("其他分配"),
        to_investors: to_investors(tx, book, chart, (january, last)).await?,
    })
}

/// What was taken to 外来投资分利 since January.
async fn to_investors(
    tx: &mut ReadTx,
    book: &Book,
    chart: &Chart,
    (january, last): (Period, Period),
) -> Outcome<Money> {
    let Some(account) = chart.by_code(INVESTORS_ACCOUNT).map(|a| a.id) else { return Ok(Money::ZERO) };
    let rows = ledger::balances(tx, book.id, january, last).await?;
    Ok(rows.iter().filter(|r| r.key.account == account).map(|r| r.debit).sum())
}

struct Kept<'a> {
    book: &'a Book,
    chart: &'a Chart,
    shown: &'a Dimensions,
    masking: &'a Masking,
}

async fn previous(tx: &mut ReadTx, kept: &Kept<'_>, span: SheetSpan, share: i64) -> Outcome<Option<PreviousSpan>> {
    let span = span.previous();
    let (first, last) = months(kept.book, span);
    if last < kept.book.enabled_from {
        return Ok(None);
    }
    let vouchers = ledger::vouchers_between(tx, kept.book.id, first, last).await?;
    let lines = statements::cash_lines(&vouchers, kept.chart, kept.shown);
    let (income, expense) = blocks(&lines, &BTreeMap::new(), kept.masking, share)?;
    Ok(Some(PreviousSpan {
        span,
        received: income.total,
        paid: expense.total,
        income: without_words(income.classes),
        expense: without_words(expense.classes),
    }))
}

/// The totals alone: what was spelled out belongs to the other span's own sheet.
fn without_words(mut classes: Vec<ClassTotal>) -> Vec<ClassTotal> {
    classes.iter_mut().for_each(|c| c.expanded.clear());
    classes
}
