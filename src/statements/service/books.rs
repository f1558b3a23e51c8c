use crate::db::ReadTx;
use crate::kernel::{BookId, Money, Outcome, Period};
use crate::ledger::{self, BalanceKey, BalanceRow, Chart, Dimension};
use crate::statements::account_ledger::{AccountLedger, LedgerOf, Stood};
use crate::statements::error::StatementRefusal;
use crate::statements::journal::Journal;
use crate::statements::ledger_book::{LedgerBook, LedgerBookKind};
use crate::statements::multi_column::{ColumnsBy, MultiColumn};
use crate::statements::party_balances::PartyBalances;
use crate::statements::party_overview::{Ageing, PartyOverview};
use crate::statements::trial_balance::{RowsWanted, TrialBalance};
use crate::statements::voucher_summary::VoucherSummary;
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

/// 科目余额表 of several books summed, with 本年累计发生额 where it is wanted.
///
/// Refuses: `statements.backwards`.
pub async fn trial_balance_of_books(
    tx: &mut ReadTx,
    books: &[BookId],
    (first, last): (Period, Period),
    wanted: RowsWanted,
) -> Outcome<TrialBalance> {
    forwards(first, last)?;
    let charts = ledger::charts(tx, books).await?;
    let mut sum = TrialBalance::default();
    for book in books {
        let Some(chart) = charts.get(book) else { continue };
        let span = TrialBalance::of(chart, &ledger::balances(tx, *book, first, last).await?);
        if wanted.with_year {
            let year = ledger::balances(tx, *book, last.year().first_period(), last).await?;
            sum.add(span.with_year(TrialBalance::of(chart, &year)));
        } else {
            sum.add(span);
        }
    }
    Ok(sum)
}

/// 凭证汇总表 (科目汇总表) of a span, down to a level.
///
/// Refuses: `statements.backwards`.
pub async fn voucher_summary(
    tx: &mut ReadTx,
    book: BookId,
    (first, last): (Period, Period),
    level: usize,
) -> Outcome<VoucherSummary> {
    let balance = trial_balance(tx, book, first, last).await?;
    let numbers = ledger::number_spans(tx, book, first, last).await?;
    Ok(VoucherSummary::of(balance, numbers, level))
}

/// 多栏账 of an account. Without a wish the columns are its details, or its dimension where it has none.
///
/// Refuses: `statements.backwards`, `statements.no_such_account`.
pub async fn multi_column(
    tx: &mut ReadTx,
    book: BookId,
    code: &str,
    by: Option<ColumnsBy>,
    (first, last): (Period, Period),
) -> Outcome<MultiColumn> {
    forwards(first, last)?;
    let chart = ledger::chart(tx, book).await?;
    let dimensions = village::dimensions(tx, book).await?;
    let code = account_of(&chart, code)?;
    let account = chart.by_code(code).ok_or_else(|| StatementRefusal::NoSuchAccount { code: code.to_owned() })?;
    let own = account.dimension.filter(|_| account.leaf).map_or(ColumnsBy::Detail, ColumnsBy::Party);
    let before = Before::of(tx, book, first).await?;
    let stood = before.of_account(&chart, code, LedgerOf::Everyone);
    let lines = ledger::account_entries(tx, book, code, first, last).await?;
    let ledger = AccountLedger::of(code, chart.path_name(account.id), stood, lines);
    let set = (ledger, account.normal_side);
    Ok(MultiColumn::of(&chart, &dimensions, set, by.unwrap_or(own), &before.by_key(&chart, code)))
}

/// 往来余额表 over all accounts, with 账龄 when they are wanted.
///
/// Refuses: `statements.backwards`.
pub async fn party_overview(
    tx: &mut ReadTx,
    book: BookId,
    by: Dimension,
    (first, last): (Period, Period),
    ageing: Ageing,
) -> Outcome<PartyOverview> {
    forwards(first, last)?;
    let chart = ledger::chart(tx, book).await?;
    let dimensions = village::dimensions(tx, book).await?;
    let rows = ledger::balances(tx, book, first, last).await?;
    let recent = match ageing {
        Ageing::Left => None,
        Ageing::Wanted => Some(ledger::recent_movements(tx, book, last).await?),
    };
    Ok(PartyOverview::of(&chart, &dimensions, &rows, by, recent.as_deref()))
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
    let stood = Before::of(tx, book, first).await?.of_account(&chart, code, of);
    let mut lines = ledger::account_entries(tx, book, code, first, last).await?;
    lines.retain(|line| of.has_entry(line));
    Ok(AccountLedger::of(code, chart.path_name(account.id), stood, lines))
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

/// The balances a ledger that begins with `first` stands on, loaded in one question.
struct Before {
    first: Period,
    /// Of January where that is the first month, otherwise from January to the month before.
    rows: Vec<BalanceRow>,
}

impl Before {
    async fn of(tx: &mut ReadTx, book: BookId, first: Period) -> Outcome<Before> {
        let january = first.year().first_period();
        let last = if first == january { january } else { first.previous() };
        Ok(Before { first, rows: ledger::balances(tx, book, january, last).await? })
    }

    fn stood(&self, row: &BalanceRow) -> Stood {
        let (first, none) = (self.first, Money::ZERO);
        if first.month() == 1 {
            return Stood { first, opening: row.opening, debit: none, credit: none };
        }
        Stood { first, opening: row.closing(), debit: row.debit, credit: row.credit }
    }

    /// An account and everything below it, key by key.
    fn by_key(&self, chart: &Chart, code: &str) -> Vec<(BalanceKey, Stood)> {
        let below = |r: &&BalanceRow| chart.by_id(r.key.account).is_some_and(|a| a.code.as_str().starts_with(code));
        self.rows.iter().filter(below).map(|row| (row.key, self.stood(row))).collect()
    }

    /// An account and everything below it, as far as it is theirs.
    fn of_account(&self, chart: &Chart, code: &str, of: LedgerOf) -> Stood {
        let below = |id| chart.by_id(id).is_some_and(|a| a.code.as_str().starts_with(code));
        self.sum(|key| of.has_balance(key) && below(key.account))
    }

    fn sum(&self, wanted: impl Fn(&BalanceKey) -> bool) -> Stood {
        let none = Money::ZERO;
        let mut sum = Stood { first: self.first, opening: none, debit: none, credit: none };
        for stood in self.rows.iter().filter(|row| wanted(&row.key)).map(|row| self.stood(row)) {
            sum.opening += stood.opening;
            sum.debit += stood.debit;
            sum.credit += stood.credit;
        }
        sum
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

/// 现金日记账, 银行存款日记账 or the whole 明细账: one account, or every one that has entries of its own.
///
/// Refuses: `statements.backwards`, `statements.no_such_account`.
pub async fn ledger_of_lines(
    tx: &mut ReadTx,
    book: BookId,
    kind: LedgerBookKind,
    code: Option<&str>,
    (first, last): (Period, Period),
) -> Outcome<LedgerBook> {
    forwards(first, last)?;
    let chart = ledger::chart(tx, book).await?;
    let codes = codes_of_lines(&chart, kind, code)?;
    let top = shared_start(&codes);
    let before = Before::of(tx, book, first).await?;
    let mut entries = ledger::account_entries(tx, book, top, first, last).await?;
    if kind.cash_kind().is_some() {
        entries.sort_by_cached_key(|e| (e.date, e.number.clone(), e.line));
    }
    let other_sides = ledger::other_sides(tx, book, top, first, last).await?;
    // What was booked on an account before it got details stays on it: alone in the whole 明细账, it has its own page.
    let alone = code.is_none();
    let one = |code: &&str| {
        let of = |id| {
            let own = chart.by_id(id).map(|a| a.code.as_str()).unwrap_or_default();
            if alone { own == *code } else { own.starts_with(*code) }
        };
        let lines = entries.iter().filter(|e| of(e.account)).cloned().collect();
        let path = chart.by_code(code).map(|a| chart.path_name(a.id)).unwrap_or_default();
        AccountLedger::of(code, path, before.sum(|key| of(key.account)), lines)
    };
    let mut ledgers: Vec<AccountLedger> = codes.iter().map(one).collect();
    if ledgers.len() > 1 {
        ledgers.retain(|ledger| !ledger.is_blank());
    }
    Ok(LedgerBook::of_lines(&chart, kind, ledgers, other_sides))
}

/// The account that was named, which must be money where the book is a journal of it; or every account that may stand in it.
fn codes_of_lines<'c>(
    chart: &'c Chart,
    kind: LedgerBookKind,
    code: Option<&str>,
) -> Result<Vec<&'c str>, StatementRefusal> {
    let wanted = kind.cash_kind();
    let Some(typed) = code else {
        let kept = chart.accounts().iter().filter(|a| wanted.is_none() || a.cash_kind == wanted);
        return Ok(kept.map(|a| a.code.as_str()).collect());
    };
    let code = account_of(chart, typed)?;
    match chart.by_code(code).filter(|a| wanted.is_none() || a.cash_kind == wanted) {
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
