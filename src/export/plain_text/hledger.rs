use crate::export::year::{MonthOfBooks, YearOfBooks};
use crate::kernel::{AccountId, Money};
use crate::ledger::{Account, BalanceKey, Chart, Class, Dimension, PostedVoucher, Side};

use super::{Parts, closings, one_line, push, write_year};

const PARTS: Parts = Parts { opening, transaction, assertions };

/// `journal.hledger`: `hledger -f journal.hledger check --strict` proves it.
pub fn hledger(year: &YearOfBooks) -> String {
    let mut text = format!(
        "; {} {}年 账簿，明账导出\n; 复核：hledger -f journal.hledger check --strict\n\ndecimal-mark .\ncommodity CNY 1000.00\n\n",
        one_line(year.book.printed_name()),
        year.year.number(),
    );
    for dimension in [Dimension::Household, Dimension::Counterparty, Dimension::Project] {
        push(&mut text, format_args!("tag {}\n", dimension.in_chinese()));
    }
    text.push('\n');
    for account in year.used_leaves() {
        let name = name_of(&year.chart, account.id);
        push(&mut text, format_args!("account {name}  ; type: {}\n", kind(account)));
    }
    text.push('\n');
    write_year(year, &PARTS, &mut text);
    text
}

fn kind(account: &Account) -> &'static str {
    match (account.class, account.normal_side) {
        (Class::Asset | Class::Cost, _) => "A",
        (Class::Liability, _) => "L",
        (Class::Equity, _) => "E",
        (Class::ProfitAndLoss, Side::Credit) => "R",
        (Class::ProfitAndLoss, Side::Debit) => "X",
    }
}

/// `513 管理费用:51302 办公费`.
fn name_of(chart: &Chart, id: AccountId) -> String {
    let part = |a: &Account| format!("{} {}", a.code, plain_name(&a.name));
    chart.lineage(id).into_iter().map(part).collect::<Vec<_>>().join(":")
}

/// A name without what hledger reads as something else.
fn plain_name(name: &str) -> String {
    let full = |c: char| match c {
        ':' => '：',
        ';' => '；',
        other => other,
    };
    one_line(name).chars().map(full).collect()
}

/// Words that stand in a comment or a description.
fn words(text: &str) -> String {
    let full = |c: char| match c {
        ':' => '：',
        ';' => '；',
        ',' => '，',
        '|' => '｜',
        other => other,
    };
    one_line(text).chars().map(full).collect()
}

fn opening(year: &YearOfBooks, text: &mut String) {
    push(text, format_args!("{} * (期初) 期初余额\n", year.first_day()));
    for (key, balance) in &year.opening {
        posting(year, key, *balance, "", text);
    }
    text.push('\n');
}

fn transaction(year: &YearOfBooks, voucher: &PostedVoucher, text: &mut String) {
    let summary = voucher.entries.first().map(|e| words(&e.summary)).unwrap_or_default();
    push(
        text,
        format_args!(
            "{} * ({}) {summary}  ; {}，附{}张\n",
            voucher.date,
            voucher.number,
            voucher.kind.in_chinese(),
            voucher.document_count
        ),
    );
    for entry in &voucher.entries {
        posting(year, &BalanceKey::of(entry), entry.debit() - entry.credit(), &entry.summary, text);
    }
    text.push('\n');
}

fn posting(year: &YearOfBooks, key: &BalanceKey, amount: Money, summary: &str, text: &mut String) {
    let mut beside = vec![words(summary)];
    beside.extend(
        year.parties(key).iter().map(|(dimension, _, name)| format!("{}: {}", dimension.in_chinese(), words(name))),
    );
    beside.retain(|words| !words.is_empty());
    let beside = if beside.is_empty() { String::new() } else { format!("  ; {}", beside.join(", ")) };
    push(text, format_args!("    {}  CNY {}{beside}\n", name_of(&year.chart, key.account), amount.plain()));
}

fn assertions(year: &YearOfBooks, month: &MonthOfBooks, text: &mut String) {
    let closings = closings(year, month);
    if closings.is_empty() {
        return;
    }
    push(text, format_args!("{} * (月末) {}月末余额\n", month.period.last_day(), month.period.month()));
    for (account, closing) in closings {
        let name = name_of(&year.chart, account);
        push(text, format_args!("    {name}  CNY 0.00 = CNY {}\n", closing.plain()));
    }
    text.push('\n');
}
