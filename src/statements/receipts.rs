use crate::kernel::Money;
use crate::ledger::{BalanceRow, CashKind, Chart, Class, Side};

/// One row of the 收支明细表.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptsRow {
    /// Account code; empty for a total.
    pub code: String,
    /// Name.
    pub name: String,
    /// 1 for first-level accounts, 0 for totals.
    pub level: usize,
    /// 本期数.
    pub current: Money,
    /// 本年累计数.
    pub year_to_date: Money,
}

/// 货币资金: one cash or bank account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashPosition {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 期初.
    pub opening: Money,
    /// 收.
    pub received: Money,
    /// 支.
    pub paid: Money,
    /// 期末.
    pub closing: Money,
}

/// 收支明细表 — income, expense and the money on hand.
#[derive(Clone, Debug, Default)]
pub struct ReceiptsAndPayments {
    /// 收入 by account, with a total last.
    pub income: Vec<ReceiptsRow>,
    /// 支出 by account, with a total last.
    pub expense: Vec<ReceiptsRow>,
    /// 收支差额, this span and year to date.
    pub difference: (Money, Money),
    /// 货币资金 by account.
    pub cash: Vec<CashPosition>,
}

impl ReceiptsAndPayments {
    /// Adds another book's report: rows of the same code and name become one.
    pub fn add(&mut self, other: ReceiptsAndPayments) {
        add_rows(&mut self.income, other.income);
        add_rows(&mut self.expense, other.expense);
        self.difference.0 += other.difference.0;
        self.difference.1 += other.difference.1;
        for cash in other.cash {
            match self.cash.iter_mut().find(|c| c.code == cash.code && c.name == cash.name) {
                Some(there) => {
                    there.opening += cash.opening;
                    there.received += cash.received;
                    there.paid += cash.paid;
                    there.closing += cash.closing;
                }
                None => self.cash.push(cash),
            }
        }
        self.cash.sort_by(|a, b| (&a.code, &a.name).cmp(&(&b.code, &b.name)));
    }
}

/// The total has no code and stays last.
fn add_rows(rows: &mut Vec<ReceiptsRow>, more: Vec<ReceiptsRow>) {
    for row in more {
        match rows.iter_mut().find(|r| r.code == row.code && r.name == row.name) {
            Some(there) => {
                there.current += row.current;
                there.year_to_date += row.year_to_date;
            }
            None => rows.push(row),
        }
    }
    rows.sort_by(|a, b| (a.level == 0, &a.code, &a.name).cmp(&(b.level == 0, &b.code, &b.name)));
}

/// Sums a span and its year to date; `span` and `year` are balances of the two spans.
pub fn receipts_and_payments(chart: &Chart, span: &[BalanceRow], year: &[BalanceRow]) -> ReceiptsAndPayments {
    let income = block(chart, span, year, Side::Credit, "收入合计");
    let expense = block(chart, span, year, Side::Debit, "支出合计");
    let total = |rows: &[ReceiptsRow]| rows.last().map_or((Money::ZERO, Money::ZERO), |r| (r.current, r.year_to_date));
    let (i, e) = (total(&income), total(&expense));
    ReceiptsAndPayments { difference: (i.0 - e.0, i.1 - e.1), income, expense, cash: cash(chart, span) }
}

fn block(chart: &Chart, span: &[BalanceRow], year: &[BalanceRow], side: Side, total: &str) -> Vec<ReceiptsRow> {
    let turnover = |rows: &[BalanceRow], code: &str| -> Money {
        let of = |r: &BalanceRow| side.of_balance((r.debit - r.debit_closing) - (r.credit - r.credit_closing));
        rows.iter()
            .filter(|r| chart.by_id(r.key.account).is_some_and(|a| a.code.as_str().starts_with(code)))
            .map(of)
            .sum()
    };
    let accounts = chart.accounts().iter().filter(|a| a.class == Class::ProfitAndLoss && a.normal_side == side);
    let mut rows: Vec<ReceiptsRow> = accounts
        .map(|a| ReceiptsRow {
            code: a.code.to_string(),
            name: a.name.clone(),
            level: a.code.level(),
            current: turnover(span, a.code.as_str()),
            year_to_date: turnover(year, a.code.as_str()),
        })
        .filter(|r| r.level == 1 || !r.current.is_zero() || !r.year_to_date.is_zero())
        .collect();
    let sum = |pick: fn(&ReceiptsRow) -> Money| rows.iter().filter(|r| r.level == 1).map(pick).sum();
    let (current, year_to_date) = (sum(|r| r.current), sum(|r| r.year_to_date));
    rows.push(ReceiptsRow { code: String::new(), name: total.to_owned(), level: 0, current, year_to_date });
    rows
}

fn cash(chart: &Chart, span: &[BalanceRow]) -> Vec<CashPosition> {
    let accounts =
        chart.accounts().iter().filter(|a| a.leaf && matches!(a.cash_kind, Some(CashKind::Cash | CashKind::Bank)));
    accounts
        .filter_map(|a| {
            let rows: Vec<&BalanceRow> = span.iter().filter(|r| r.key.account == a.id).collect();
            let sum = |pick: fn(&BalanceRow) -> Money| rows.iter().map(|r| pick(r)).sum::<Money>();
            let position = CashPosition {
                code: a.code.to_string(),
                name: a.name.clone(),
                opening: sum(|r| r.opening),
                received: sum(|r| r.debit),
                paid: sum(|r| r.credit),
                closing: sum(|r| r.closing()),
            };
            (!rows.is_empty()).then_some(position)
        })
        .collect()
}
