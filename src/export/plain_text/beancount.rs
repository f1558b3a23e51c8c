use crate::export::year::{MonthOfBooks, YearOfBooks};
use crate::kernel::{AccountId, Money};
use crate::ledger::{Account, BalanceKey, Chart, Class, Dimension, PostedVoucher, Side};

use super::{Parts, closings, one_line, push, write_year};

const PARTS: Parts = Parts { opening, transaction, assertions };

/// `journal.beancount`: `bean-check journal.beancount` proves it.
pub fn beancount(year: &YearOfBooks) -> String {
    let mut text = format!(
        "; {} {}年 账簿，明账导出\n; 复核：bean-check journal.beancount\n\noption \"title\" \"{} {}年\"\noption \"operating_currency\" \"CNY\"\n\n",
        one_line(year.book.printed_name()),
        year.year.number(),
        quoted(year.book.printed_name()),
        year.year.number(),
    );
    for account in year.used_leaves() {
        let name = name_of(&year.chart, account.id);
        push(&mut text, format_args!("{} open {name} CNY\n", year.first_day()));
        push(&mut text, format_args!("  name: \"{}\"\n", quoted(&year.chart.path_name(account.id))));
    }
    text.push('\n');
    write_year(year, &PARTS, &mut text);
    text
}

fn root(account: &Account) -> &'static str {
    match (account.class, account.normal_side) {
        (Class::Asset | Class::Cost, _) => "Assets",
        (Class::Liability, _) => "Liabilities",
        (Class::Equity, _) => "Equity",
        (Class::ProfitAndLoss, Side::Credit) => "Income",
        (Class::ProfitAndLoss, Side::Debit) => "Expenses",
    }
}

/// `Expenses:A513:A51302`.
fn name_of(chart: &Chart, id: AccountId) -> String {
    let Some(account) = chart.by_id(id) else { return String::new() };
    let parts = chart.lineage(id).into_iter().map(|a| format!("A{}", a.code));
    [root(account).to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join(":")
}

fn quoted(words: &str) -> String {
    one_line(words).replace('\\', "\\\\").replace('"', "\\\"")
}

fn opening(year: &YearOfBooks, text: &mut String) {
    push(text, format_args!("{} * \"期初余额\"\n", year.first_day()));
    for (key, balance) in &year.opening {
        posting(year, key, *balance, "", text);
    }
    text.push('\n');
}

fn transaction(year: &YearOfBooks, voucher: &PostedVoucher, text: &mut String) {
    let summary = voucher.entries.first().map(|e| quoted(&e.summary)).unwrap_or_default();
    push(text, format_args!("{} * \"{}\" \"{summary}\"\n", voucher.date, quoted(&voucher.number.to_string())));
    push(text, format_args!("  kind: \"{}\"\n  papers: {}\n", voucher.kind.in_chinese(), voucher.document_count));
    for entry in &voucher.entries {
        posting(year, &BalanceKey::of(entry), entry.debit() - entry.credit(), &entry.summary, text);
    }
    text.push('\n');
}

fn posting(year: &YearOfBooks, key: &BalanceKey, amount: Money, summary: &str, text: &mut String) {
    push(text, format_args!("  {}  {} CNY\n", name_of(&year.chart, key.account), amount.plain()));
    if !summary.is_empty() {
        push(text, format_args!("    summary: \"{}\"\n", quoted(summary)));
    }
    for (dimension, _, name) in year.parties(key) {
        let word = match dimension {
            Dimension::Household => "household",
            Dimension::Counterparty => "counterparty",
            Dimension::Project => "project",
        };
        push(text, format_args!("    {word}: \"{}\"\n", quoted(name)));
    }
}

/// beancount looks at the beginning of a day: the month's closing stands on the first of the next.
fn assertions(year: &YearOfBooks, month: &MonthOfBooks, text: &mut String) {
    let day = month.period.next().first_day();
    for (account, closing) in closings(year, month) {
        push(text, format_args!("{day} balance {}  {} CNY\n", name_of(&year.chart, account), closing.plain()));
    }
    text.push('\n');
}
