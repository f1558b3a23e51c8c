use crate::kernel::{Fault, Money};
use crate::ledger::{BalanceKey, BalanceRow, Dimension, Entry, PostedVoucher, Side};
use crate::statements::Statement;

use crate::export::year::{MonthOfBooks, YearOfBooks};

use super::forms;
use super::public_archive::{CURRENCY, DIMENSIONS};
use super::sheet::{Cut, Sheet, amount, day};

/// 数量: villages keep none.
const NO_QUANTITY: &str = "0.000000";

/// 总账.xml.
pub(super) fn write(year: &YearOfBooks) -> Result<(Vec<u8>, Vec<Cut>), Fault> {
    let mut sheet = Sheet::begin("总账", "02")?;
    sheet.table(&forms::BASICS, [["-", "3-2-2-2", "", "", "", "", ""].map(str::to_owned).to_vec()])?;
    let accounts = year.chart.accounts();
    sheet.table(
        &forms::ACCOUNTS,
        accounts.iter().map(|a| {
            let level = a.code.level().to_string();
            vec![
                a.code.to_string(),
                a.name.clone(),
                level,
                a.class.in_chinese().to_owned(),
                a.normal_side.in_chinese().to_owned(),
            ]
        }),
    )?;
    let needing = accounts.iter().filter_map(|a| a.dimension.map(|d| (a, d)));
    sheet.table(
        &forms::ACCOUNT_DIMENSIONS,
        needing.map(|(account, dimension)| {
            let (place, (_, code, name, _)) = place_of(dimension);
            let words = [account.code.as_str(), &place.to_string(), dimension.in_chinese(), code, name];
            words.map(str::to_owned).to_vec()
        }),
    )?;
    sheet.table(&forms::CASH_FLOW_ITEMS, [])?;
    for month in year.months() {
        let rows = balances(year, &month);
        if !rows.is_empty() {
            sheet.table(&forms::BALANCES, rows)?;
        }
    }
    sheet.table(&forms::VOUCHERS, year.vouchers.iter().flat_map(|v| voucher(year, v)))?;
    sheet.table(&forms::CASH_FLOW_ENTRIES, [])?;
    let statements = [&year.balance_sheet, &year.surplus];
    sheet.table(&forms::REPORTS, statements.map(|s| report(year, s)))?;
    sheet.table(&forms::REPORT_ITEMS, statements.into_iter().flat_map(items))?;
    sheet.end()
}

/// 1-based place of a dimension, and its file.
fn place_of(dimension: Dimension) -> (usize, (Dimension, &'static str, &'static str, &'static str)) {
    let at = match dimension {
        Dimension::Household => 0,
        Dimension::Counterparty => 1,
        Dimension::Project => 2,
    };
    (at + 1, DIMENSIONS[at])
}

/// The codes of a key's dimensions, each in its place.
fn places(year: &YearOfBooks, key: &BalanceKey) -> [String; 3] {
    let mut places: [String; 3] = Default::default();
    for (dimension, code, _) in year.parties(key) {
        code.clone_into(&mut places[place_of(dimension).0 - 1]);
    }
    places
}

fn balances(year: &YearOfBooks, month: &MonthOfBooks) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = month.rows.iter().filter_map(|row| balance(year, month, row)).collect();
    rows.sort();
    rows
}

fn balance(year: &YearOfBooks, month: &MonthOfBooks, row: &BalanceRow) -> Option<Vec<String>> {
    let account = year.chart.by_id(row.key.account)?;
    let side = |balance: Money| match (balance.is_positive(), balance.is_negative()) {
        (true, _) => Side::Debit.in_chinese(),
        (_, true) => Side::Credit.in_chinese(),
        (false, false) => account.normal_side.in_chinese(),
    };
    let mut values = vec![account.code.to_string()];
    values.extend(places(year, &row.key));
    values.extend([side(row.opening), side(row.closing()), CURRENCY, ""].map(str::to_owned));
    values.push(month.period.year().number().to_string());
    values.push(format!("{:02}", month.period.month()));
    for figure in [row.opening.abs(), row.debit, row.credit, row.closing().abs()] {
        values.extend([NO_QUANTITY.to_owned(), amount(figure), amount(figure)]);
    }
    Some(values)
}

fn voucher(year: &YearOfBooks, voucher: &PostedVoucher) -> Vec<Vec<String>> {
    let line = |(i, entry): (usize, &Entry)| {
        let account = year.chart.by_id(entry.account).map(|a| a.code.to_string()).unwrap_or_default();
        let mut values = vec![
            day(voucher.date),
            voucher.period.year().number().to_string(),
            format!("{:02}", voucher.period.month()),
            voucher.number.word.clone(),
            voucher.number.no.to_string(),
            (i + 1).to_string(),
            entry.summary.clone(),
            account,
        ];
        values.extend(places(year, &BalanceKey::of(entry)));
        values.extend([CURRENCY.to_owned(), String::new()]);
        for figure in [entry.debit(), entry.credit()] {
            values.extend([NO_QUANTITY.to_owned(), amount(figure), amount(figure)]);
        }
        // 汇率类型, 汇率, 单价, two extensions, 结算方式, three of 票据.
        values.extend(["", "1.0000", "0.0000", "", "", "", "", "", ""].map(str::to_owned));
        values.push(voucher.document_count.to_string());
        values.extend([&voucher.prepared_name, &voucher.reviewed_name, &voucher.posted_name].map(String::clone));
        values.extend(["1", "0", "明账"].map(str::to_owned));
        values
    };
    voucher.entries.iter().enumerate().map(line).collect()
}

fn report(year: &YearOfBooks, statement: &Statement) -> Vec<String> {
    vec![
        statement.form_code.clone(),
        statement.name.clone(),
        day(year.last.last_day()),
        year.last.first_day().format("%Y%m").to_string(),
        year.book.printed_name().to_owned(),
        "元".to_owned(),
    ]
}

/// Each line twice: under its number with the first column, and under its number and `-2` with the second.
fn items(statement: &Statement) -> Vec<Vec<String>> {
    let numbered = statement.lines.iter().filter_map(|line| line.no.map(|no| (no, line)));
    let item = |(no, line): (u32, &crate::statements::StatementLine)| {
        let value = |number: String, column: &str, figure: Money| {
            vec![
                statement.form_code.clone(),
                number,
                format!("{}（{column}）", line.name),
                String::new(),
                amount(figure),
            ]
        };
        let [first, second] = &statement.columns;
        [value(no.to_string(), first, line.first), value(format!("{no}-2"), second, line.second)]
    };
    numbered.flat_map(item).collect()
}
