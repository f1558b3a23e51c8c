use std::fmt;
use std::str::FromStr;

use crate::kernel::{AccountId, FiscalYear, Money};

use super::account::{Account, Class, Side};
use super::balance::BalanceRow;
use super::chart::Chart;
use super::draft::NewDraft;
use super::entry::{DraftLine, LINE_LIMIT};
use super::error::PeriodRefusal;
use super::voucher::VoucherKind;

/// 年终结转, step by step; each is asked for when the one before it stands posted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum YearStep {
    /// 501…504 and 511…515, 521 into 321.
    CarryForward,
    /// 321 into 322 未分配收益.
    Surplus,
    /// 弥补亏损, 公积公益金, members, others: as the members resolved.
    Distribute,
    /// 322 各项分配 into 322 未分配收益.
    Roll,
}

impl YearStep {
    /// In the order they are done in.
    pub const ALL: [YearStep; 4] = [YearStep::CarryForward, YearStep::Surplus, YearStep::Distribute, YearStep::Roll];

    /// What people call it.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            YearStep::CarryForward => "结转收入支出",
            YearStep::Surplus => "结转本年收益",
            YearStep::Distribute => "收益分配",
            YearStep::Roll => "结转各项分配",
        }
    }

    /// Which step a carry-forward voucher belongs to, by the accounts it touches.
    pub fn of(accounts: impl Iterator<Item = AccountId>, chart: &Chart) -> YearStep {
        let touched: Vec<&Account> = accounts.filter_map(|id| chart.by_id(id)).collect();
        let touches = |code: &str| touched.iter().any(|a| a.code.first_level() == code);
        if touched.iter().any(|a| a.class == Class::ProfitAndLoss) {
            YearStep::CarryForward
        } else if touches("321") {
            YearStep::Surplus
        } else if touched.iter().all(|a| a.code.first_level() == "322") {
            YearStep::Roll
        } else {
            YearStep::Distribute
        }
    }
}

impl fmt::Display for YearStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            YearStep::CarryForward => "carry-forward",
            YearStep::Surplus => "surplus",
            YearStep::Distribute => "distribute",
            YearStep::Roll => "roll",
        })
    }
}
impl FromStr for YearStep {
    type Err = String;
    fn from_str(word: &str) -> Result<YearStep, String> {
        YearStep::ALL.into_iter().find(|s| s.to_string() == word).ok_or_else(|| format!("「{word}」不认识"))
    }
}

/// A voucher the program proposes and nobody has kept yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// What it does, in words.
    pub title: String,
    /// Its lines; they balance.
    pub lines: Vec<DraftLine>,
}

impl Proposed {
    /// Total of the debit side.
    pub fn total(&self) -> Money {
        self.lines.iter().map(|l| l.debit).sum()
    }

    /// As a carry-forward voucher of the last day of a year.
    pub(super) fn into_draft(self, year: FiscalYear) -> NewDraft {
        let date = year.last_period().last_day();
        NewDraft { kind: VoucherKind::Closing, ..NewDraft::regular(date, self.lines) }
    }
}

/// The accounts a year ends through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearAccounts {
    /// 321 本年收益.
    pub surplus: AccountId,
    /// 322 各项分配.
    pub distributions: AccountId,
    /// 322 未分配收益.
    pub undistributed: AccountId,
    /// 311 计提公积公益金.
    pub reserve: AccountId,
}

impl YearAccounts {
    /// Found in the chart by their place and name.
    ///
    /// Refuses: `ledger.year_account_missing`.
    pub fn of(chart: &Chart) -> Result<YearAccounts, PeriodRefusal> {
        let leaf = |found: Option<&Account>, name: &str| {
            let leaf = found.filter(|a| a.leaf && !a.closed);
            leaf.map(|a| a.id).ok_or_else(|| PeriodRefusal::YearAccountMissing { name: name.to_owned() })
        };
        Ok(YearAccounts {
            surplus: leaf(chart.by_code("321"), "321 本年收益")?,
            distributions: leaf(chart.child_named("322", "各项分配"), "322 收益分配/各项分配")?,
            undistributed: leaf(chart.child_named("322", "未分配收益"), "322 收益分配/未分配收益")?,
            reserve: leaf(chart.child_named("311", "计提公积公益金"), "311 公积公益金/计提公积公益金")?,
        })
    }
}

/// 结转收入支出 — every leaf and dimension of income and expense that stands at something, into 本年收益: income
/// first, then expense, in as many vouchers as the lines need. Source: accounting_rules entries 72, 73.
pub fn carry_forward(chart: &Chart, rows: &[BalanceRow], accounts: &YearAccounts) -> Vec<Proposed> {
    let mut proposed = Vec::new();
    for (title, normal) in [("结转收入", Side::Credit), ("结转支出", Side::Debit)] {
        let mut standing: Vec<&BalanceRow> =
            rows.iter().filter(|r| is_pnl(chart, r, normal) && !r.closing().is_zero()).collect();
        standing.sort_by_key(|r| (chart.by_id(r.key.account).map(|a| a.code.clone()), r.key));
        for part in standing.chunks(LINE_LIMIT - 1) {
            proposed.push(emptied(title, part, accounts.surplus));
        }
    }
    proposed
}

fn is_pnl(chart: &Chart, row: &BalanceRow, normal: Side) -> bool {
    let account = chart.by_id(row.key.account);
    account.is_some_and(|a| a.class == Class::ProfitAndLoss && side_of_block(a) == normal)
}

/// Income or expense, by the first-level account: a detail may stand on the other side.
fn side_of_block(account: &Account) -> Side {
    if account.code.first_level() < "510" { Side::Credit } else { Side::Debit }
}

/// 结转本年收益 — what 本年收益 stands at, into 未分配收益; a loss the other way. Source: entry 74.
pub fn surplus(rows: &[BalanceRow], accounts: &YearAccounts) -> Option<Proposed> {
    moved("结转本年收益", rows, accounts.surplus, accounts.undistributed)
}

/// 结转各项分配 — what was distributed, out of 未分配收益. Source: entry 78.
pub fn roll(rows: &[BalanceRow], accounts: &YearAccounts) -> Option<Proposed> {
    moved("结转各项分配", rows, accounts.distributions, accounts.undistributed)
}

fn moved(title: &str, rows: &[BalanceRow], from: AccountId, to: AccountId) -> Option<Proposed> {
    let standing: Vec<&BalanceRow> = rows.iter().filter(|r| r.key.account == from && !r.closing().is_zero()).collect();
    (!standing.is_empty()).then(|| emptied(title, &standing, to))
}

/// Brings every row to nothing, and what they came to onto one account.
fn emptied(title: &str, standing: &[&BalanceRow], onto: AccountId) -> Proposed {
    let mut lines: Vec<DraftLine> = standing
        .iter()
        .map(|row| DraftLine {
            household: row.key.household,
            counterparty: row.key.counterparty,
            project: row.key.project,
            ..one_line(title, row.key.account, -row.closing())
        })
        .collect();
    let total: Money = standing.iter().map(|r| r.closing()).sum();
    if !total.is_zero() {
        lines.push(one_line(title, onto, total));
    }
    Proposed { title: title.to_owned(), lines }
}

/// A line that moves an account by an amount, debit positive.
fn one_line(title: &str, account: AccountId, moves: Money) -> DraftLine {
    let side = if moves.is_negative() { Side::Credit } else { Side::Debit };
    DraftLine::plain(title, account, side, moves.abs())
}

/// What has to stand at nothing before a year can be sealed, and does not: income and expense, 本年收益, 各项分配,
/// 待处理财产损溢. Source: articulation C-14, C-15.
pub fn not_carried(chart: &Chart, rows: &[BalanceRow]) -> Vec<(String, Money)> {
    let mut standing: Vec<(String, Money)> = Vec::new();
    for account in chart.accounts().iter().filter(|a| a.code.level() == 1) {
        let code = account.code.as_str();
        if account.class == Class::ProfitAndLoss || code == "321" || code == "181" {
            standing.push((account.label(), standing_below(chart, rows, code)));
        }
    }
    if let Some(account) = chart.child_named("322", "各项分配") {
        standing.push((format!("322 收益分配/{}", account.name), standing_below(chart, rows, account.code.as_str())));
    }
    standing.retain(|(_, amount)| !amount.is_zero());
    standing
}

/// What stands below a code: the largest single balance where they cancel out, else their sum.
fn standing_below(chart: &Chart, rows: &[BalanceRow], code: &str) -> Money {
    let below = |r: &&BalanceRow| chart.by_id(r.key.account).is_some_and(|a| a.code.as_str().starts_with(code));
    let closing: Vec<Money> = rows.iter().filter(below).map(BalanceRow::closing).collect();
    let sum: Money = closing.iter().copied().sum();
    if sum.is_zero() { closing.into_iter().max_by_key(|m| m.abs()).unwrap_or(Money::ZERO) } else { sum }
}

/// 净收益 of a span: income less expense, carry-forward vouchers left out; a loss is negative.
pub fn net_surplus(chart: &Chart, rows: &[BalanceRow]) -> Money {
    let pnl = |r: &&BalanceRow| chart.by_id(r.key.account).is_some_and(|a| a.class == Class::ProfitAndLoss);
    rows.iter().filter(pnl).map(|r| (r.credit - r.credit_closing) - (r.debit - r.debit_closing)).sum()
}

/// 可分配收益: what 收益分配 stands at, credit positive; a loss not yet covered is negative.
pub fn distributable(chart: &Chart, rows: &[BalanceRow]) -> Money {
    let of = |r: &&BalanceRow| chart.by_id(r.key.account).is_some_and(|a| a.code.first_level() == "322");
    -rows.iter().filter(of).map(BalanceRow::closing).sum::<Money>()
}
