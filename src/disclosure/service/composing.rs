use crate::audit::{self, Act, Actor};
use crate::auth::Chief;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{
    BookId, Digest, Failure, Fault, Money, Outcome, Period, PublicationId, Quarter, Refused, Timestamp,
};
use crate::ledger::{self, BalanceRow, Chart, Closure};
use crate::statements::{self, TrialBalance};
use crate::village::{self, Book, Dimensions};

use crate::disclosure::assembly::{LedgerFigure, Parts, assemble, blocks};
use crate::disclosure::error::DisclosureRefusal;
use crate::disclosure::funds::fund_lines;
use crate::disclosure::holdings::{self, ASSET_ACCOUNTS, CLAIM_ACCOUNTS};
use crate::disclosure::life::{SheetAct, SheetState};
use crate::disclosure::masking::Masking;
use crate::disclosure::publication::{Publication, PublicationHead};
use crate::disclosure::sheet::{DisclosureSheet, Heading, MonthRoot, PreviousQuarter, Surplus};
use crate::disclosure::store;

/// 编制 — composes the quarter's sheet of a book from its closed months and keeps it.
///
/// Composing again without a change keeps everything; with one, every hand laid on the sheet falls.
/// Refuses: `disclosure.before_enabled`, `disclosure.period_open`, `disclosure.does_not_foot`,
/// `disclosure.out_of_turn` once published. Source: disclosure.md D1, D4, D9.
pub async fn compose(
    tx: &mut WriteTx,
    by: &Actor,
    book: BookId,
    quarter: Quarter,
    now: Timestamp,
) -> Outcome<PublicationId> {
    let book = village::book(tx, book).await?;
    let before = store::of_quarter(tx, book.id, quarter).await?;
    if let Some(before) = &before {
        before.head.state.next(SheetAct::Recompose)?;
    }
    let version = before.as_ref().map_or(1, |p| p.head.version);
    let sheet = sheet_now(tx, &book, quarter, version).await?;
    require_closed(&book, quarter, &sheet)?;
    let content = canonical(&sheet)?;
    let digest = Digest::of(content.as_bytes());
    let id = match before {
        Some(kept) if kept.head.digest == digest => return Ok(kept.head.id),
        Some(mut kept) => {
            kept.head.state = kept.head.state.next(SheetAct::Recompose)?;
            (kept.head.checked, kept.head.signed) = (None, None);
            (kept.head.digest, kept.head.code, kept.content) = (digest, digest.short_code(), content);
            kept.head.composed_at = now;
            if !store::save(tx, &kept).await? {
                return Err(DisclosureRefusal::Stale.into());
            }
            kept.head.id
        }
        None => {
            let new = newly_composed(&book, &sheet, content, now);
            store::insert(tx, &new).await?;
            new.head.id
        }
    };
    let subject = format!("{}公开表 {}", quarter.in_chinese(), sheet.heading.number);
    let act = Act::on_book(book.id, "disclosure.compose", subject).id(id).detail(digest.hex());
    audit::record(tx, by, act, now).await?;
    Ok(id)
}

fn newly_composed(book: &Book, sheet: &DisclosureSheet, content: String, now: Timestamp) -> Publication {
    let digest = Digest::of(content.as_bytes());
    let token = rand::random::<[u8; 16]>().iter().map(|b| format!("{b:02x}")).collect();
    let head = PublicationHead {
        id: PublicationId::new(),
        book: book.id,
        quarter: sheet.heading.quarter,
        version: sheet.heading.version,
        number: sheet.heading.number.clone(),
        state: SheetState::Composed,
        digest,
        code: digest.short_code(),
        token,
        composed_at: now,
        checked: None,
        signed: None,
        published: None,
        posted: None,
        row_version: 1,
    };
    Publication { head, content }
}

/// What composing every book of a quarter came to.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Books whose sheet stands now.
    pub composed: Vec<(Book, PublicationId)>,
    /// Books without one, and why.
    pub refused: Vec<(Book, Vec<Refused>)>,
}

/// Composes the quarter's sheet of every book; one that is refused does not hold up the others.
pub async fn compose_all(tx: &mut WriteTx, by: &Chief, quarter: Quarter, now: Timestamp) -> Outcome<Batch> {
    let mut batch = Batch::default();
    for book in village::books(tx).await? {
        match compose(tx, by.actor(), book.id, quarter, now).await {
            Ok(id) => batch.composed.push((book, id)),
            Err(Failure::Refused(list)) => batch.refused.push((book, list)),
            Err(fault @ Failure::Fault(_)) => return Err(fault),
        }
    }
    Ok(batch)
}

/// The months of a quarter a book was kept in.
fn months(book: &Book, quarter: Quarter) -> (Period, Period) {
    (quarter.first_period().max(book.enabled_from), quarter.last_period())
}

pub(super) fn require_closed(book: &Book, quarter: Quarter, sheet: &DisclosureSheet) -> Result<(), DisclosureRefusal> {
    let (first, last) = months(book, quarter);
    let open = first.through(last).find(|p| !sheet.months.iter().any(|m| m.period == *p));
    match open {
        Some(period) => {
            Err(DisclosureRefusal::PeriodOpen { period: period.in_chinese(), quarter: quarter.in_chinese() })
        }
        None => Ok(()),
    }
}

pub(super) fn canonical(sheet: &DisclosureSheet) -> Result<String, Fault> {
    sheet.content().map_err(Fault::while_("writing the content of a sheet"))
}

/// The sheet as the ledger gives it now, closed or not: a preview, and the ground of every proof.
///
/// Refuses: `disclosure.before_enabled`, `disclosure.does_not_foot`.
pub(super) async fn sheet_now(
    tx: &mut ReadTx,
    book: &Book,
    quarter: Quarter,
    version: i64,
) -> Outcome<DisclosureSheet> {
    let (first, last) = months(book, quarter);
    if last < book.enabled_from {
        let (enabled, quarter) = (book.enabled_from.in_chinese(), quarter.in_chinese());
        return Err(DisclosureRefusal::BeforeEnabled { book: book.name.clone(), enabled, quarter }.into());
    }
    let chart = ledger::chart(tx, book.id).await?;
    let dimensions = village::dimensions(tx, book.id).await?;
    let policy = village::policy(tx, book.id, "mask_payee_names", last.last_day()).await?;
    let masking = Masking::of(&policy, &dimensions);
    let shown = masking.dimensions(&dimensions);
    let share = village::policy(tx, book.id, "residual_share", last.last_day()).await?.parse().unwrap_or(10);
    let rows = ledger::balances(tx, book.id, first, last).await?;
    let vouchers = ledger::vouchers_between(tx, book.id, first, last).await?;
    let lines = statements::cash_lines(&vouchers, &chart, &shown);
    let (income, expense) = blocks(&lines, &masking, share)?;
    let banks = village::bank_accounts(tx, book.id).await?;
    let named = |code: &str, path: String| match banks.iter().find(|b| b.account_code == code) {
        Some(bank) => format!("银行存款 {}", bank.masked()),
        None => path.replace('/', " "),
    };
    let figures = ledger_figures(&chart, &rows);
    let closures = ledger::closures(tx, book.id).await?;
    let parts = Parts {
        heading: heading(tx, book, quarter, version).await?,
        funds: fund_lines(&chart, &rows, &vouchers, &lines, named),
        income,
        expense,
        claims: holdings::claim_lines(&chart, &rows, &shown),
        assets: holdings::asset_lines(&chart, &rows, &shown),
        others: holdings::other_lines(&chart, &rows, &shown),
        surplus: surplus(tx, book, quarter).await?,
        previous: previous(tx, &Kept { book, chart: &chart, shown: &shown, masking: &masking }, quarter, share).await?,
        months: month_roots(closures, first, last),
        notes: Vec::new(),
        ledger_money: figures[0],
        ledger_claims: figures[1],
        ledger_assets: figures[2],
    };
    assemble(parts).map_err(Failure::Refused)
}

async fn heading(tx: &mut ReadTx, book: &Book, quarter: Quarter, version: i64) -> Outcome<Heading> {
    let township = village::township(tx).await?;
    let of = |pick: fn(village::Township) -> String| township.clone().map(pick).unwrap_or_default();
    let days = quarter.days();
    Ok(Heading {
        township: of(|t| t.name),
        centre: of(|t| t.centre_name),
        phone: of(|t| t.phone),
        village: book.village_name.clone(),
        book_code: book.code.clone(),
        book: book.legal_name.clone(),
        quarter,
        from: days.from.max(book.enabled_from.first_day()),
        to: days.to,
        number: format!("{}-Q{}-{version:02}", quarter.year(), quarter.number()),
        version,
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

async fn surplus(tx: &mut ReadTx, book: &Book, quarter: Quarter) -> Outcome<Surplus> {
    let (first, last) = months(book, quarter);
    let of_quarter = statements::surplus_statement(tx, &[book.id], first, last).await?;
    let january = last.year().first_period().max(book.enabled_from);
    let of_year = statements::surplus_statement(tx, &[book.id], january, last).await?;
    let line = |name: &str| of_year.line(name).map_or(Money::ZERO, |l| l.first);
    Ok(Surplus {
        quarter: of_quarter.line("收益总额").map_or(Money::ZERO, |l| l.first),
        year: line("收益总额"),
        to_reserve: line("提取公积公益金"),
        to_members: line("向成员分配"),
        to_others: line("其他分配"),
    })
}

struct Kept<'a> {
    book: &'a Book,
    chart: &'a Chart,
    shown: &'a Dimensions,
    masking: &'a Masking,
}

async fn previous(tx: &mut ReadTx, kept: &Kept<'_>, quarter: Quarter, share: i64) -> Outcome<Option<PreviousQuarter>> {
    let quarter = quarter.previous();
    let (first, last) = months(kept.book, quarter);
    if last < kept.book.enabled_from {
        return Ok(None);
    }
    let vouchers = ledger::vouchers_between(tx, kept.book.id, first, last).await?;
    let lines = statements::cash_lines(&vouchers, kept.chart, kept.shown);
    let (income, expense) = blocks(&lines, kept.masking, share)?;
    Ok(Some(PreviousQuarter {
        quarter,
        received: income.total,
        paid: expense.total,
        income: income.classes,
        expense: expense.classes,
    }))
}
