use crate::db::ReadTx;
use crate::kernel::{BookId, Money, Outcome, Period};
use crate::ledger::{self, BalanceRow, Chart, Dimension};
use crate::statements::account_ledger::{AccountLedger, LedgerOf};
use crate::statements::error::StatementRefusal;
use crate::statements::journal::Journal;
use crate::statements::ledger_book::{LedgerBook, LedgerBookKind};
use crate::statements::party_balances::PartyBalances;
use crate::statements::trial_balance::TrialBalance;
use crate::village;

use super::statements::forwards;

/// 科目余额表 of one book over a span of months.
///
/// Refuses: `statements.backwards`.
pub async fn trial_balance(tx: &mut ReadTx, book: BookId, first: Period, last: Period) -> Outcome<TrialBalance> {
    forwards(first, last)?;
    let chart = ledger::chart(tx, book).await?;
    let rows = ledger::balances(tx, book, first, last).await?;
    Ok(TrialBalance::of(&chart, &rows))
}

/// 明细账 of an account and everything below it.
///
/// Refuses: `statements.backwards`, `statements.no_such_account`.
pub async fn account_ledger(
    tx: &mut ReadTx,
    book: BookId,
    code: &str,
    first: Period,
    last: Period,
) -> Outcome<AccountLedger> {
    party_ledger(tx, book, code, LedgerOf::Everyone, (first, last)).await
}

/// 明细账 of an account, only what concerns one household, outsider or project.
///
/// Refuses: `statements.backwards`, `statements.no_such_account`.
pub async fn party_ledger(
    tx: &mut ReadTx,
    book: BookId,
    code: &str,
    of: LedgerOf,
    (first, last): (Period, Period),
) -> Outcome<AccountLedger> {
    forwards(first, last)?;
    let chart = ledger::chart(tx, book).await?;
    let no_such = || StatementRefusal::NoSuchAccount { code: code.to_owned() };
    let account = chart.by_code_or_name(code).ok_or_else(no_such)?;
    let code = account.code.as_str();
    let (opening, before) = Before::of(tx, book, first).await?.of_account(&chart, code, of);
    let mut lines = ledger::account_entries(tx, book, code, first, last).await?;
    lines.retain(|line| of.has_entry(line));
    Ok(AccountLedger::of(code, chart.path_name(account.id), opening, before, lines))
}

/// 序时账 of a span.
///
/// Refuses: `statements.backwards`.
pub async fn journal(tx: &mut ReadTx, book: BookId, first: Period, last: Period) -> Outcome<Journal> {
    forwards(first, last)?;
    let chart = ledger::chart(tx, book).await?;
    let dimensions = village::dimensions(tx, book).await?;
    let vouchers = ledger::vouchers_between(tx, book, first, last).await?;
    Ok(Journal::of(&vouchers, &chart, &dimensions))
}

/// One account by household, counterparty or project, debit and credit balances apart.
///
/// Refuses: `statements.backwards`, `statements.no_such_account`.
pub async fn party_balances(
    tx: &mut ReadTx,
    book: BookId,
    code: &str,
    by: Dimension,
    (first, last): (Period, Period),
) -> Outcome<PartyBalances> {
    forwards(first, last)?;
    let chart = ledger::chart(tx, book).await?;
    let dimensions = village::dimensions(tx, book).await?;
    let rows = ledger::balances(tx, book, first, last).await?;
    let set_out = PartyBalances::of(&chart, &dimensions, &rows, code, by);
    Ok(set_out.ok_or_else(|| StatementRefusal::NoSuchAccount { code: code.to_owned() })?)
}

/// The balances a ledger stands on, loaded in one question.
enum Before {
    /// The first month is January: only its opening counts.
    January(Vec<BalanceRow>),
    /// January to the month before the first.
    Months(Vec<BalanceRow>),
}

impl Before {
    async fn of(tx: &mut ReadTx, book: BookId, first: Period) -> Outcome<Before> {
        let january = first.year().first_period();
        if first == january {
            return Ok(Before::January(ledger::balances(tx, book, january, january).await?));
        }
        Ok(Before::Months(ledger::balances(tx, book, january, first.previous()).await?))
    }

    /// What an account and everything below it opens with, and what moved on it since January.
    fn of_account(&self, chart: &Chart, code: &str, of: LedgerOf) -> (Money, (Money, Money)) {
        let below = |r: &&BalanceRow| {
            of.has_balance(&r.key) && chart.by_id(r.key.account).is_some_and(|a| a.code.as_str().starts_with(code))
        };
        let sum = |rows: &[BalanceRow], pick: fn(&BalanceRow) -> Money| rows.iter().filter(below).map(pick).sum();
        match self {
            Before::January(rows) => (sum(rows, |r| r.opening), (Money::ZERO, Money::ZERO)),
            Before::Months(rows) => (sum(rows, BalanceRow::closing), (sum(rows, |r| r.debit), sum(rows, |r| r.credit))),
        }
    }
}

/// 总账: month totals of one account, or of every first-level account that has any.
///
/// Refuses: `statements.backwards`, `statements.no_such_account`.
pub async fn general_ledger(
    tx: &mut ReadTx,
    book: BookId,
    code: Option<&str>,
    (first, last): (Period, Period),
) -> Outcome<LedgerBook> {
    forwards(first, last)?;
    let chart = ledger::chart(tx, book).await?;
    let codes: Vec<&str> = match code {
        Some(code) => vec![account_of(&chart, code)?],
        None => chart.accounts().iter().filter(|a| a.code.level() == 1).map(|a| a.code.as_str()).collect(),
    };
    let january = first.year().first_period();
    let opening = ledger::balances(tx, book, january, january).await?;
    let moved = ledger::month_movements(tx, book, january, last).await?;
    Ok(LedgerBook::general(&chart, &opening, &moved, &codes, first))
}

/// The code of an account that was named by code or by first-level name.
fn account_of<'c>(chart: &'c Chart, typed: &str) -> Result<&'c str, StatementRefusal> {
    let account = chart.by_code_or_name(typed);
    account.map(|a| a.code.as_str()).ok_or_else(|| StatementRefusal::NoSuchAccount { code: typed.to_owned() })
}

/// 现金日记账 or 银行存款日记账: one account, or every leaf that is kept as such.
///
/// Refuses: `statements.backwards`, `statements.no_such_account`.
pub async fn money_journal(
    tx: &mut ReadTx,
    book: BookId,
    kind: LedgerBookKind,
    code: Option<&str>,
    (first, last): (Period, Period),
) -> Outcome<LedgerBook> {
    forwards(first, last)?;
    let chart = ledger::chart(tx, book).await?;
    let codes = codes_of_money(&chart, kind, code)?;
    let top = shared_start(&codes);
    let before = Before::of(tx, book, first).await?;
    let mut entries = ledger::account_entries(tx, book, top, first, last).await?;
    entries.sort_by_cached_key(|e| (e.date, e.number.clone(), e.line));
    let other_sides = ledger::other_sides(tx, book, top, first, last).await?;
    let one = |code: &&str| {
        let below = |id| chart.by_id(id).is_some_and(|a| a.code.as_str().starts_with(*code));
        let (opening, before) = before.of_account(&chart, code, LedgerOf::Everyone);
        let lines = entries.iter().filter(|e| below(e.account)).cloned().collect();
        let path = chart.by_code(code).map(|a| chart.path_name(a.id)).unwrap_or_default();
        AccountLedger::of(code, path, opening, before, lines)
    };
    let mut ledgers: Vec<AccountLedger> = codes.iter().map(one).collect();
    if ledgers.len() > 1 {
        ledgers.retain(|ledger| !ledger.is_blank());
    }
    Ok(LedgerBook::journal(&chart, kind, ledgers, other_sides))
}

/// The account that was named, which must be money of this kind; or every leaf that is.
fn codes_of_money<'c>(
    chart: &'c Chart,
    kind: LedgerBookKind,
    code: Option<&str>,
) -> Result<Vec<&'c str>, StatementRefusal> {
    let wanted = kind.cash_kind();
    let Some(typed) = code else {
        let leaves = chart.accounts().iter().filter(|a| a.leaf && a.cash_kind.is_some() && a.cash_kind == wanted);
        return Ok(leaves.map(|a| a.code.as_str()).collect());
    };
    let code = account_of(chart, typed)?;
    match chart.by_code(code).filter(|a| a.cash_kind == wanted) {
        Some(_) => Ok(vec![code]),
        None => Err(StatementRefusal::NotMoney { code: code.to_owned(), book: kind.in_chinese() }),
    }
}

/// What sorted codes begin with alike.
fn shared_start<'c>(codes: &[&'c str]) -> &'c str {
    let (Some(first), Some(last)) = (codes.first(), codes.last()) else { return "~" };
    let alike = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
    &first[..alike]
}
