use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BankAccountId, BookId, Date, Digest, Fault, Money, Outcome, Period, ReconciliationId, Timestamp};
use crate::ledger::{self, MonthState};
use crate::village::{self, BankAccount};

use crate::reconcile::error::ReconcileRefusal;
use crate::reconcile::hand::BankHand;
use crate::reconcile::line::{BankLine, BookLine};
use crate::reconcile::pairing::AccountLines;
use crate::reconcile::reconciliation::{Reconciliation, WithdrawnSheet, require_explained};
use crate::reconcile::sheet::ReconciliationSheet;
use crate::reconcile::store;

use super::pairing::account_lines;

/// 银行存款余额调节表 of an account at the end of a period, as the books and the bank stand now.
///
/// Refuses: `village.no_such_bank_account`, `reconcile.no_statement`.
pub async fn reconciliation_sheet(
    tx: &mut ReadTx,
    book: BookId,
    account_code: &str,
    period: Period,
) -> Outcome<ReconciliationSheet> {
    let account = village::bank_account(tx, book, account_code).await?;
    let there = account_lines(tx, book, &account).await?;
    sheet_of(tx, book, &account, &there, period).await
}

pub(super) async fn sheet_of(
    tx: &mut ReadTx,
    book: BookId,
    account: &BankAccount,
    there: &AccountLines,
    period: Period,
) -> Outcome<ReconciliationSheet> {
    let until = period.last_day();
    let balance_bank = there.balance_bank(until).ok_or(ReconcileRefusal::NoStatement)?;
    let balance_book = balance_of(tx, book, &account.account_code, period).await?;
    let (lines, entries) = there.outstanding(until);
    let bank: Vec<BankLine> = lines.into_iter().map(BankLine::from).collect();
    let book: Vec<BookLine> = entries.into_iter().map(BookLine::from).collect();
    Ok(ReconciliationSheet::of(until, balance_book, balance_bank, &bank, &book))
}

/// The closing balance of an account and everything below it, debit positive.
pub(super) async fn balance_of(tx: &mut ReadTx, book: BookId, code: &str, period: Period) -> Outcome<Money> {
    let chart = ledger::chart(tx, book).await?;
    let accounts: Vec<_> = chart.subtree(code).map(|a| a.id).collect();
    let rows = ledger::balances(tx, book, period, period).await?;
    Ok(rows.iter().filter(|r| accounts.contains(&r.key.account)).map(|r| r.closing()).sum())
}

/// Sheets made for an account, the latest period first.
///
/// Refuses: `village.no_such_bank_account`.
pub async fn reconciliations(tx: &mut ReadTx, book: BookId, account_code: &str) -> Outcome<Vec<Reconciliation>> {
    let account = village::bank_account(tx, book, account_code).await?;
    Ok(store::reconciliations(tx, book, account.id).await?)
}

/// 编制余额调节表 — keeps the sheet as it stands and locks every pair up to its last day.
///
/// A sheet that leaves a difference unexplained is not made. It waits for a second person's review.
/// Refuses: `village.no_such_bank_account`, `reconcile.date_ahead`, `reconcile.already_made`,
/// `reconcile.later_sheet`, `reconcile.no_statement`, `reconcile.statement_gap`, `reconcile.sheet_unequal`.
/// Source: 会计基础工作规范 art. 62.
pub async fn make_reconciliation(
    tx: &mut WriteTx,
    by: &BankHand,
    account_code: &str,
    period: Period,
    now: Timestamp,
) -> Outcome<ReconciliationId> {
    let account = village::bank_account(tx, by.book(), account_code).await?;
    let (until, today) = (period.last_day(), now.date());
    if until > today && !period.contains(today) {
        return Err(ReconcileRefusal::DateAhead { until, today }.into());
    }
    let standing = store::reconciliations(tx, by.book(), account.id).await?;
    if let Some(same) = standing.iter().find(|r| r.period == period) {
        let (period, made) = (period.in_chinese(), same.made_name.clone());
        return Err(ReconcileRefusal::AlreadyMade { period, made }.into());
    }
    require_no_later(&standing, period)?;
    let there = account_lines(tx, by.book(), &account).await?;
    let sheet = sheet_of(tx, by.book(), &account, &there, period).await?;
    if let Some(gap) = there.gap(until) {
        let (from, before, to, after) = (gap.from, gap.balance_before, gap.to, gap.balance_after);
        return Err(ReconcileRefusal::StatementGap { from, before, to, after }.into());
    }
    require_explained(&sheet)?;
    let (content, digest) = written(&sheet)?;
    let made = Reconciliation {
        id: ReconciliationId::new(),
        account: account.id,
        period,
        sheet,
        digest,
        made_by: by.id(),
        made_name: by.actor().name.clone(),
        made_at: now,
        reviewed: None,
    };
    store::insert_reconciliation(tx, by, &made, &content).await?;
    let act = Act::on_book(by.book(), "reconciliation.make", format!("{} {period}", account.masked()))
        .id(made.id)
        .detail(made.sheet.sentence());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(made.id)
}

/// 复核余额调节表 — a second person, an accountant, has read the sheet and stands for it.
///
/// Refuses: `reconcile.no_such_sheet`, `reconcile.same_person`, `reconcile.sheet_changed`.
pub async fn review_reconciliation(
    tx: &mut WriteTx,
    by: &Accountant,
    id: ReconciliationId,
    now: Timestamp,
) -> Outcome<()> {
    let (account, made) = sheet_and_account(tx, by.book(), id).await?;
    if made.made_by == by.id() {
        return Err(ReconcileRefusal::SamePerson { name: made.made_name }.into());
    }
    let there = account_lines(tx, by.book(), &account).await?;
    let fresh = sheet_of(tx, by.book(), &account, &there, made.period).await?;
    if fresh != made.sheet {
        let gap = |s: &ReconciliationSheet| s.balance_book - s.balance_bank;
        return Err(ReconcileRefusal::SheetChanged { before: gap(&made.sheet), after: gap(&fresh) }.into());
    }
    if !store::review(tx, by, id, now).await? {
        return Err(ReconcileRefusal::NoSuchSheet.into());
    }
    let subject = format!("{} {}", account.masked(), made.period);
    let act = Act::on_book(by.book(), "reconciliation.review", subject).id(id).detail(made.digest.short_code());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// 撤回余额调节表 — unlocks its days; who and why stay on record. Not after the month is closed on it.
///
/// One that was reviewed is not unlocked by its maker alone.
/// Refuses: `reconcile.reason_missing`, `reconcile.no_such_sheet`, `reconcile.unlock_by_maker`,
/// `reconcile.later_sheet`, `reconcile.period_closed`.
pub async fn withdraw_reconciliation(
    tx: &mut WriteTx,
    by: &Accountant,
    id: ReconciliationId,
    reason: &str,
    now: Timestamp,
) -> Outcome<()> {
    if reason.trim().is_empty() {
        return Err(ReconcileRefusal::ReasonMissing.into());
    }
    let (account, made) = sheet_and_account(tx, by.book(), id).await?;
    if made.is_reviewed() && made.made_by == by.id() {
        return Err(ReconcileRefusal::UnlockByMaker { name: made.made_name }.into());
    }
    require_no_later(&store::reconciliations(tx, by.book(), account.id).await?, made.period)?;
    match ledger::month_state(tx, by.book(), made.period).await? {
        MonthState::Open => {}
        MonthState::Closed(_) => {
            return Err(ReconcileRefusal::PeriodClosed { period: made.period.in_chinese() }.into());
        }
    }
    if !store::withdraw(tx, by, id, reason.trim(), now).await? {
        return Err(ReconcileRefusal::NoSuchSheet.into());
    }
    let subject = format!("{} {}", account.masked(), made.period);
    let act = Act::on_book(by.book(), "reconciliation.withdraw", subject).id(id).detail(reason.trim());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// The sheets of an account that were taken back, the latest first.
///
/// Refuses: `village.no_such_bank_account`.
pub async fn withdrawn_sheets(tx: &mut ReadTx, book: BookId, account_code: &str) -> Outcome<Vec<WithdrawnSheet>> {
    let account = village::bank_account(tx, book, account_code).await?;
    Ok(store::withdrawn_sheets(tx, book, account.id).await?)
}

async fn sheet_and_account(
    tx: &mut ReadTx,
    book: BookId,
    id: ReconciliationId,
) -> Outcome<(BankAccount, Reconciliation)> {
    let made = store::reconciliation(tx, book, id).await?.ok_or(ReconcileRefusal::NoSuchSheet)?;
    let account = village::bank_accounts(tx, book).await?.into_iter().find(|a| a.id == made.account);
    Ok((account.ok_or(ReconcileRefusal::NoSuchSheet)?, made))
}

fn require_no_later(standing: &[Reconciliation], period: Period) -> Result<(), ReconcileRefusal> {
    match standing.iter().find(|r| r.period > period) {
        Some(later) => Err(ReconcileRefusal::LaterSheet { later: later.period.in_chinese() }),
        None => Ok(()),
    }
}

/// The last day of the latest sheet that stands.
pub(super) async fn locked_until(tx: &mut ReadTx, book: BookId, account: BankAccountId) -> Outcome<Option<Date>> {
    let standing = store::reconciliations(tx, book, account).await?;
    Ok(standing.iter().map(|r| r.period.last_day()).max())
}

/// Refuses to touch a day of a sheet that stands.
pub(super) async fn require_unlocked(tx: &mut ReadTx, book: BookId, account: BankAccountId, day: Date) -> Outcome<()> {
    match locked_until(tx, book, account).await? {
        Some(until) if day <= until => Err(ReconcileRefusal::Locked { until }.into()),
        _ => Ok(()),
    }
}

/// The canonical text of a sheet and its digest.
fn written(sheet: &ReconciliationSheet) -> Result<(String, Digest), Fault> {
    let content = serde_json::to_string(sheet).map_err(Fault::while_("writing a reconciliation sheet"))?;
    let digest = Digest::of(content.as_bytes());
    Ok((content, digest))
}
