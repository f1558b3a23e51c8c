use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Failure, Money, Outcome, Period, Refused, Timestamp};
use crate::ledger::{self, Closure, ReopeningState};
use crate::statements::TrialBalance;
use crate::village;
use crate::{disclosure, receipts, reconcile, workflow};

use crate::checks::closing::{ChecklistItem, ItemState};
use crate::checks::error::ChecksRefusal;
use crate::checks::month_end::{carried, closing_of, depreciation, pending_property, sub_ledgers};

/// 结账检查 — what stands between a month and its closing, line by line.
///
/// In the order the month is finished in: 报账, 凭证, 银行, 现金, 损溢, 折旧, 年终结转, 余额表, 明细账; a reopened month says so first.
pub async fn closing_checklist(
    tx: &mut ReadTx,
    book: BookId,
    period: Period,
    today: Date,
) -> Outcome<Vec<ChecklistItem>> {
    let chart = ledger::chart(tx, book).await?;
    let rows = ledger::balances(tx, book, period, period).await?;
    let mut items: Vec<ChecklistItem> = reopened(tx, book, period, today).await?.into_iter().collect();
    items.push(submissions(tx, book, period).await?);
    items.push(drafts(tx, book, period).await?);
    items.push(bank(tx, book, period).await?);
    items.push(cash(tx, book, period, closing_of(&chart, &rows, "101")).await?);
    items.push(pending_property(period, &chart, &rows));
    items.push(depreciation(period, &chart, &rows));
    items.extend(carried(period, &chart, &rows));
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
    let vouchers = ledger::vouchers(tx, book, period).await?;
    items.push(sub_ledgers(period, &chart, &rows, &vouchers));
    items.extend(receipt_books(tx, book, today).await?);
    Ok(items)
}

/// A month that stands reopened, and to which day.
async fn reopened(tx: &mut ReadTx, book: BookId, period: Period, today: Date) -> Outcome<Option<ChecklistItem>> {
    let open = ledger::reopenings(tx, book).await?.into_iter().find(|r| r.is_open() && r.period == period);
    Ok(open.map(|r| {
        let says = match r.state(today) {
            ReopeningState::Expired => format!("重开期限{}已过，不再记账，请重新结账", r.until),
            _ => format!("重开到{}：{}", r.until, r.reason),
        };
        let link = format!("closing?period={period}");
        ChecklistItem::new("reopened", "重开后重新结账", ItemState::Look, says, link)
    }))
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

/// Receipts that wait for somebody: a number that hangs in the air, a book that should have come back. Nothing to say
/// is no line.
async fn receipt_books(tx: &mut ReadTx, book: BookId, today: Date) -> Outcome<Option<ChecklistItem>> {
    let days = village::policy(tx, book, "receipt_return_days", today).await?.parse().unwrap_or(0);
    let mut said = Vec::new();
    for held in receipts::in_hand(tx, book).await? {
        let hanging = held.leaves.let_go(&held.issue.receipts);
        if !hanging.is_empty() {
            said.push(format!("{}待处理", hanging.join("、")));
        }
        if let Some(late) = held.issue.days_late(days, today) {
            said.push(format!("{}逾期{late}天未交回", held.issue.receipts.span()));
        }
    }
    let line = |says: String| ChecklistItem::new("receipts", "收据", ItemState::Look, says, "receipts");
    Ok((!said.is_empty()).then(|| line(said.join("；"))))
}

/// 结账 behind its checklist: nothing blocking, then the ledger's own closing; closing the last month of a
/// quarter, or of whatever the book is published by, composes its disclosure.
///
/// Refuses, all lines at once: `checks.not_ready`; and whatever `ledger::close` refuses.
pub async fn close_period(tx: &mut WriteTx, by: &Accountant, period: Period, now: Timestamp) -> Outcome<Closure> {
    ledger::hold_to_close(tx, by.book(), period).await?;
    let blocking = closing_checklist(tx, by.book(), period, now.date()).await?;
    let refused: Vec<Refused> = blocking
        .into_iter()
        .filter(|i| i.state == ItemState::Blocking)
        .map(|i| {
            ChecksRefusal::NotReady { period: period.in_chinese(), what: format!("{},{}", i.title, i.says) }.into()
        })
        .collect();
    Failure::unless_none(refused)?;
    let closure = ledger::close(tx, by, period, now).await?;
    let span = disclosure::SheetSpan::of(&village::policies(tx).await?, by.book(), period);
    let whole = village::book(tx, by.book()).await?.enabled_from <= span.first_period();
    if period == span.last_period() && whole {
        disclosure::compose(tx, by.actor(), by.book(), span, now).await?;
    }
    Ok(closure)
}
