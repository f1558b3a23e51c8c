use std::collections::BTreeMap;

use crate::db::ReadTx;
use crate::kernel::{BookId, Date, Money, Outcome, Period};
use crate::village::{self, BankAccount};

use crate::reconcile::pairing::AccountLines;
use crate::reconcile::reconciliation::{Reconciliation, Unreconciled};
use crate::reconcile::store;

use super::pairing::account_lines;
use super::reconciling::{balance_of, sheet_of};

/// The dot an account carries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dot {
    /// 绿 — proven up to a day.
    Green {
        /// The day.
        until: Date,
    },
    /// 黄 — lines wait to be paired or a sheet waits to be made or reviewed.
    Yellow {
        /// Bank lines in no pair and no sheet.
        lines: usize,
    },
    /// 红 — a difference nobody has explained.
    Red {
        /// Adjusted book less adjusted bank.
        difference: Money,
    },
    /// 灰 — no statement for some time, or never.
    Grey {
        /// Last day a statement shows.
        until: Option<Date>,
    },
}

impl Dot {
    /// What the dot says.
    pub fn sentence(self) -> String {
        match self {
            Dot::Green { until } => format!("已对到 {until}"),
            Dot::Yellow { lines: 0 } => "已全部勾对，待编表或复核".to_owned(),
            Dot::Yellow { lines } => format!("{lines} 笔流水待勾对"),
            Dot::Red { difference } => format!("调节后差 {difference} 元"),
            Dot::Grey { until: None } => "没有对账单".to_owned(),
            Dot::Grey { until: Some(until) } => format!("对账单只到 {until}"),
        }
    }
}

/// An account and how it stands.
#[derive(Clone, Debug)]
pub struct AccountStanding {
    /// The account.
    pub account: BankAccount,
    /// Its dot.
    pub dot: Dot,
}

/// How every bank account of a book stands today.
pub async fn account_standings(tx: &mut ReadTx, book: BookId, today: Date) -> Outcome<Vec<AccountStanding>> {
    let mut standings = Vec::new();
    let in_order = village::policies(tx).await?.days("bank_days", book, today);
    for account in village::bank_accounts(tx, book).await? {
        let there = account_lines(tx, book, &account).await?;
        let sheets = store::reconciliations(tx, book, account.id).await?;
        let dot = dot_of(tx, book, &account, (&there, &sheets), (today, in_order)).await?;
        standings.push(AccountStanding { account, dot });
    }
    Ok(standings)
}

async fn dot_of(
    tx: &mut ReadTx,
    book: BookId,
    account: &BankAccount,
    (there, sheets): (&AccountLines, &[Reconciliation]),
    (today, in_order): (Date, i64),
) -> Outcome<Dot> {
    let Some((first, last)) = there.statement_days() else { return Ok(Dot::Grey { until: None }) };
    if (today - last).num_days() > in_order {
        return Ok(Dot::Grey { until: Some(last) });
    }
    let ended = Period::of(last);
    let whole = if ended.last_day() <= last || ended.last_day() <= today { ended } else { ended.previous() };
    if first <= whole.last_day() {
        let difference = sheet_of(tx, book, account, there, whole).await?.difference();
        if !difference.is_zero() {
            return Ok(Dot::Red { difference });
        }
    }
    let proven = sheets.iter().filter(|r| r.is_reviewed()).map(|r| r.period.last_day()).max();
    let (unpaired, _) = there.unpaired(last, last);
    let lines = unpaired.iter().filter(|l| proven.is_none_or(|until| l.row.date > until)).count();
    Ok(match proven {
        Some(until) if lines == 0 && sheets.iter().all(Reconciliation::is_reviewed) => Dot::Green { until },
        _ => Dot::Yellow { lines },
    })
}

/// Bank accounts that stand between a book and the closing of a period, each with what is missing.
///
/// Empty when every account is reconciled or its differences are listed on a reviewed sheet. An account without a
/// balance and without a bank line needs none.
pub async fn accounts_unreconciled(
    tx: &mut ReadTx,
    book: BookId,
    period: Period,
) -> Outcome<Vec<(BankAccount, Unreconciled)>> {
    let mut open = Vec::new();
    for account in village::bank_accounts(tx, book).await? {
        let there = account_lines(tx, book, &account).await?;
        let sheets = store::reconciliations(tx, book, account.id).await?;
        if let Some(why) = unreconciled(tx, book, &account, &there, &sheets, period).await? {
            open.push((account, why));
        }
    }
    Ok(open)
}

async fn unreconciled(
    tx: &mut ReadTx,
    book: BookId,
    account: &BankAccount,
    there: &AccountLines,
    sheets: &[Reconciliation],
    period: Period,
) -> Outcome<Option<Unreconciled>> {
    if there.balance_bank(period.last_day()).is_none() {
        let balance = balance_of(tx, book, &account.account_code, period).await?;
        let dormant = balance.is_zero() || account.opened_on > period.last_day();
        return Ok((!dormant).then_some(Unreconciled::NoStatement));
    }
    let fresh = sheet_of(tx, book, account, there, period).await?;
    Ok(match sheets.iter().find(|r| r.period == period) {
        None => Some(Unreconciled::NotMade { difference: fresh.difference() }),
        Some(made) if made.sheet != fresh => Some(Unreconciled::Changed),
        Some(made) if !made.is_reviewed() => Some(Unreconciled::NotReviewed),
        Some(_) => None,
    })
}

/// True when every bank account of a book is reconciled, or its differences listed and reviewed, for a period.
pub async fn is_reconciled_or_listed(tx: &mut ReadTx, book: BookId, period: Period) -> Outcome<bool> {
    Ok(accounts_unreconciled(tx, book, period).await?.is_empty())
}

/// The month every bank account of a book is reconciled through, book by book, in one question.
/// A book with an account never reconciled has `None`; a book without accounts is left out.
pub async fn reconciled_through(tx: &mut ReadTx) -> Outcome<BTreeMap<BookId, Option<Period>>> {
    let mut through: BTreeMap<BookId, Option<Period>> = BTreeMap::new();
    for (book, period) in store::reconciled_through(tx).await? {
        through.entry(book).and_modify(|least| *least = (*least).min(period)).or_insert(period);
    }
    Ok(through)
}

/// The day up to which every bank account of a book has lines that prove themselves, book by book, in one question:
/// no file is taken whose running balance does not. `None` where an account has no line yet; a book without accounts
/// is left out.
pub async fn proven_through(tx: &mut ReadTx) -> Outcome<BTreeMap<BookId, Option<Date>>> {
    let mut through: BTreeMap<BookId, Option<Date>> = BTreeMap::new();
    for (book, day) in store::proven_through(tx).await? {
        through.entry(book).and_modify(|least| *least = (*least).min(day)).or_insert(day);
    }
    Ok(through)
}
