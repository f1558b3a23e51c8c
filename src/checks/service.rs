use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::evidence::FileStore;
use crate::kernel::{BookId, Failure, Money, Outcome, Period, Refused, Timestamp};
use crate::ledger::{self, BalanceRow, Closure};
use crate::statements::TrialBalance;
use crate::village::{self, Book};
use crate::{disclosure, reconcile, workflow};

use super::closing::{ChecklistItem, ItemState};
use super::error::ChecksRefusal;
use super::facts::BookFacts;
use super::finding::{CHECKS, Finding};
use super::{evidence_kept, log_chained, published};

/// Every check of every book (or of one), then the operation log. Files are looked at when their store is given.
pub async fn all(tx: &mut ReadTx, files: Option<&FileStore>, only: Option<&Book>) -> Outcome<Vec<Finding>> {
    let books = match only {
        Some(book) => vec![book.clone()],
        None => village::books(tx).await?,
    };
    let mut findings = Vec::new();
    for book in books {
        findings.extend(of_book(tx, files, book).await?);
    }
    findings.push(log_chained::run(tx).await?);
    Ok(findings)
}

/// Every check of one book.
pub async fn of_book(tx: &mut ReadTx, files: Option<&FileStore>, book: Book) -> Outcome<Vec<Finding>> {
    let facts = load(tx, book).await?;
    let mut findings: Vec<Finding> = CHECKS
        .iter()
        .map(|check| Finding {
            id: check.id,
            name: check.name,
            clause: check.clause,
            severity: check.severity,
            book: facts.book.code.clone(),
            problems: (check.run)(&facts),
        })
        .collect();
    findings.push(evidence_kept::run(tx, files, &facts).await?);
    findings.push(published::run(tx, &facts).await?);
    Ok(findings)
}

async fn load(tx: &mut ReadTx, book: Book) -> Outcome<BookFacts> {
    let everything = (Period::new(1900, 1), Period::new(2999, 12));
    let (Some(first), Some(last)) = everything else { unreachable!("both are in the calendar") };
    Ok(BookFacts {
        chart: ledger::chart(tx, book.id).await?,
        vouchers: ledger::vouchers_between(tx, book.id, first, last).await?,
        kept: ledger::kept_movements(tx, book.id).await?,
        opening: ledger::opening(tx, book.id).await?,
        closures: ledger::closures(tx, book.id).await?,
        book,
    })
}

/// 结账检查 — what stands between a month and its closing, line by line.
pub async fn closing_checklist(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<Vec<ChecklistItem>> {
    let chart = ledger::chart(tx, book).await?;
    let rows = ledger::balances(tx, book, period, period).await?;
    let mut items = vec![submissions(tx, book, period).await?, drafts(tx, book, period).await?];
    items.push(bank(tx, book, period).await?);
    items.push(cash(tx, book, period, closing_of(&chart, &rows, "101")).await?);
    items.push(pending_property(period, &chart, &rows));
    let balance = TrialBalance::of(&chart, &rows);
    let [od, oc, d, c, cd, cc] = balance.totals();
    let foots = if balance.foots() { ItemState::Done } else { ItemState::Blocking };
    let says = format!("期初 {od}/{oc},发生 {d}/{c},期末 {cd}/{cc}");
    items.push(ChecklistItem::new(
        "trial_balance",
        "科目余额表平衡",
        foots,
        says,
        format!("ledger?from={period}&to={period}"),
    ));
    Ok(items)
}

async fn submissions(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<ChecklistItem> {
    let waiting = workflow::waiting_in(tx, book, period).await?;
    let state = if waiting == 0 { ItemState::Done } else { ItemState::Blocking };
    let says = format!("未办完的报账 {waiting} 笔");
    Ok(ChecklistItem::new("submissions", "报账全部办完", state, says, "submissions"))
}

async fn drafts(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<ChecklistItem> {
    let waiting = ledger::drafts(tx, book, Some(period)).await?.len();
    let state = if waiting == 0 { ItemState::Done } else { ItemState::Blocking };
    Ok(ChecklistItem::new("drafts", "凭证全部记账", state, format!("未记账凭证 {waiting} 张"), "drafts"))
}

async fn bank(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<ChecklistItem> {
    let accounts = village::bank_accounts(tx, book).await?.len();
    let open = reconcile::accounts_unreconciled(tx, book, period).await?;
    let (state, says) = match (accounts, open.is_empty()) {
        (0, _) => (ItemState::Look, "没有登记银行账户".to_owned()),
        (n, true) => (ItemState::Done, format!("{n}个账户都已对上")),
        (_, false) => {
            let each = open.iter().map(|(account, why)| format!("{}{}", account.masked(), why.sentence()));
            (ItemState::Blocking, each.collect::<Vec<_>>().join("；"))
        }
    };
    Ok(ChecklistItem::new("bank", "银行存款已对账", state, says, "bank"))
}

async fn cash(tx: &mut ReadTx, book: BookId, period: Period, balance: Money) -> Outcome<ChecklistItem> {
    let counted = reconcile::cash_counts(tx, book, period).await?;
    let (state, says) = match counted.last() {
        Some(found) if found.count.difference().is_zero() => (ItemState::Done, found.count.sentence()),
        Some(found) => (ItemState::Look, found.count.sentence()),
        None if balance.is_zero() => (ItemState::Done, "库存现金为零".to_owned()),
        None => (ItemState::Look, format!("账面现金{balance}元，本月还没有盘点")),
    };
    Ok(ChecklistItem::new("cash", "库存现金已盘点", state, says, "bank/cash"))
}

fn pending_property(period: Period, chart: &ledger::Chart, rows: &[BalanceRow]) -> ChecklistItem {
    let balance = closing_of(chart, rows, "181");
    let state = match (balance.is_zero(), period.month() == 12) {
        (true, _) => ItemState::Done,
        (false, false) => ItemState::Look,
        (false, true) => ItemState::Blocking,
    };
    let says = format!("余额 {balance} 元");
    ChecklistItem::new("pending_property", "待处理财产损溢已处理", state, says, "ledger/181")
}

fn closing_of(chart: &ledger::Chart, rows: &[BalanceRow], code: &str) -> Money {
    let below = |r: &&BalanceRow| chart.by_id(r.key.account).is_some_and(|a| a.code.as_str().starts_with(code));
    rows.iter().filter(below).map(BalanceRow::closing).sum()
}

/// 结账 behind its checklist: nothing blocking, then the ledger's own closing; closing the quarter's last month
/// composes its disclosure.
///
/// Refuses, all lines at once: `checks.not_ready`; and whatever `ledger::close` refuses.
pub async fn close_period(tx: &mut WriteTx, by: &Accountant, period: Period, now: Timestamp) -> Outcome<Closure> {
    let blocking = closing_checklist(tx, by.book(), period).await?;
    let refused: Vec<Refused> = blocking
        .into_iter()
        .filter(|i| i.state == ItemState::Blocking)
        .map(|i| {
            ChecksRefusal::NotReady { period: period.in_chinese(), what: format!("{},{}", i.title, i.says) }.into()
        })
        .collect();
    Failure::unless_none(refused)?;
    let closure = ledger::close(tx, by, period, now).await?;
    let quarter = period.quarter();
    let whole = village::book(tx, by.book()).await?.enabled_from <= quarter.first_period();
    if period.ends_quarter() && whole {
        disclosure::compose(tx, by.actor(), by.book(), quarter, now).await?;
    }
    Ok(closure)
}
