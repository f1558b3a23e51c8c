use std::collections::{BTreeMap, HashMap};

use crate::kernel::{AccountId, Money, Period, VoucherId};
use crate::ledger::{AccountMovement, BalanceRow, CashKind, Chart, LedgerLine};

use super::account_ledger::{AccountLedger, LedgerRowKind, row};

/// Which bound book it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LedgerBookKind {
    /// 总账: month totals of first-level accounts.
    General,
    /// 明细账 of every leaf.
    Detail,
    /// 现金日记账.
    Cash,
    /// 银行存款日记账.
    Bank,
}

impl LedgerBookKind {
    /// `总账`.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            LedgerBookKind::General => "总账",
            LedgerBookKind::Detail => "明细账",
            LedgerBookKind::Cash => "现金日记账",
            LedgerBookKind::Bank => "银行存款日记账",
        }
    }

    /// The money a journal is kept for; the other books have every account.
    pub const fn cash_kind(self) -> Option<CashKind> {
        match self {
            LedgerBookKind::General | LedgerBookKind::Detail => None,
            LedgerBookKind::Cash => Some(CashKind::Cash),
            LedgerBookKind::Bank => Some(CashKind::Bank),
        }
    }
}

/// A book of several accounts, one after the other: 总账, or a journal of money with the balance after every line.
#[derive(Clone, Debug)]
pub struct LedgerBook {
    /// Which.
    pub kind: LedgerBookKind,
    /// By code.
    pub ledgers: Vec<AccountLedger>,
    /// 对方科目 of each entry.
    other_sides: HashMap<(VoucherId, i64), String>,
}

impl LedgerBook {
    /// 总账 from the openings of the year and its movements month by month.
    ///
    /// `codes` are the accounts wanted; one without balance or movement is left out when several are.
    pub fn general(
        chart: &Chart,
        january: &[BalanceRow],
        moved: &[AccountMovement],
        codes: &[&str],
        first: Period,
    ) -> LedgerBook {
        let of = |code: &&str| general_account(chart, january, moved, code, first);
        let mut ledgers: Vec<AccountLedger> = codes.iter().filter_map(of).collect();
        if ledgers.len() > 1 {
            ledgers.retain(|ledger| !ledger.is_blank());
        }
        LedgerBook { kind: LedgerBookKind::General, ledgers, other_sides: HashMap::new() }
    }

    /// A book of lines; in a journal of money those of each ledger stand in the order of their days.
    pub fn of_lines(
        chart: &Chart,
        kind: LedgerBookKind,
        ledgers: Vec<AccountLedger>,
        other_sides: HashMap<(VoucherId, i64), Vec<AccountId>>,
    ) -> LedgerBook {
        let named = other_sides.into_iter().map(|(entry, accounts)| (entry, names_of(chart, &accounts)));
        let ledgers = match kind {
            LedgerBookKind::General | LedgerBookKind::Detail => ledgers,
            LedgerBookKind::Cash | LedgerBookKind::Bank => ledgers.into_iter().map(AccountLedger::by_day).collect(),
        };
        LedgerBook { kind, ledgers, other_sides: named.collect() }
    }

    /// 对方科目 of an entry; empty in a 总账.
    pub fn other_side(&self, line: &LedgerLine) -> &str {
        self.other_sides.get(&(line.voucher, line.line)).map_or("", String::as_str)
    }
}

/// `管理费用/办公费、公益支出`: three at most.
fn names_of(chart: &Chart, accounts: &[AccountId]) -> String {
    const MOST: usize = 3;
    let names: Vec<String> = accounts.iter().take(MOST).map(|id| chart.path_name(*id)).collect();
    let more = if accounts.len() > MOST { "等" } else { "" };
    format!("{}{more}", names.join("、"))
}

/// One account of the 总账; `None` when the chart has no such code.
fn general_account(
    chart: &Chart,
    january: &[BalanceRow],
    moved: &[AccountMovement],
    code: &str,
    first: Period,
) -> Option<AccountLedger> {
    let account = chart.by_code(code)?;
    let below = |id| chart.by_id(id).is_some_and(|a| a.code.as_str().starts_with(code));
    let mut months: BTreeMap<Period, (Money, Money)> = BTreeMap::new();
    for movement in moved.iter().filter(|m| below(m.account)) {
        let month = months.entry(movement.period).or_default();
        month.0 += movement.debit;
        month.1 += movement.credit;
    }
    let mut balance: Money = january.iter().filter(|r| below(r.key.account)).map(|r| r.opening).sum();
    let mut year = (Money::ZERO, Money::ZERO);
    let mut rows = Vec::new();
    for (period, (debit, credit)) in months {
        if rows.is_empty() && period >= first {
            rows.push(row(LedgerRowKind::Opening, Money::ZERO, Money::ZERO, balance));
        }
        if period.month() == 1 {
            year = (Money::ZERO, Money::ZERO);
        }
        balance += debit - credit;
        year = (year.0 + debit, year.1 + credit);
        if period >= first {
            rows.push(row(LedgerRowKind::MonthTotal(period), debit, credit, balance));
            rows.push(row(LedgerRowKind::YearToDate(period), year.0, year.1, balance));
        }
    }
    if rows.is_empty() {
        rows.push(row(LedgerRowKind::Opening, Money::ZERO, Money::ZERO, balance));
    }
    Some(AccountLedger { code: code.to_owned(), path: chart.path_name(account.id), rows, closing: balance })
}
