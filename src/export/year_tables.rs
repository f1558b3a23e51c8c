//! The year as plain tables: 科目表, 期初余额, 往来档案, 凭证目录, and the 科目余额表 of each month.

use crate::kernel::Money;
use crate::ledger::Dimension;
use crate::statements::{RowsWanted, TrialBalance};

use crate::pdf::reports::ReportCaption;

use super::report::{Body, Report};
use super::table::{Cell, Column, Row, Table};
use super::year::{MonthOfBooks, YearOfBooks};

fn table(title: &str, columns: &[&str], rows: Vec<Row>) -> Table {
    let columns = columns.iter().map(|title| Column::new(*title, 16)).collect();
    Table { title: title.to_owned(), captions: Vec::new(), columns, rows }
}

/// 科目表: the unified chart and the book's own details.
pub fn chart_table(year: &YearOfBooks) -> Table {
    let row = |account: &crate::ledger::Account| {
        let words = [
            account.code.to_string(),
            account.name.clone(),
            year.chart.path_name(account.id),
            account.class.in_chinese().to_owned(),
            account.normal_side.in_chinese().to_owned(),
            if account.leaf { "是" } else { "否" }.to_owned(),
            account.dimension.map(Dimension::in_chinese).unwrap_or_default().to_owned(),
            if account.book.is_some() { "本账套" } else { "统一" }.to_owned(),
        ];
        Row::plain(words.into_iter().map(Cell::Text).collect())
    };
    let rows = year.chart.accounts().iter().map(row).collect();
    let columns = ["科目编码", "科目名称", "全称", "类别", "余额方向", "末级", "辅助核算", "设在"];
    table("科目表", &columns, rows)
}

/// 期初余额 before the first month, by account and dimensions.
pub fn opening_table(year: &YearOfBooks) -> Table {
    let row = |(key, balance): &(crate::ledger::BalanceKey, Money)| {
        let account = year.chart.by_id(key.account);
        let parties: Vec<&str> = year.parties(key).into_iter().map(|(_, _, name)| name).collect();
        Row::plain(vec![
            Cell::text(account.map(|a| a.code.to_string()).unwrap_or_default()),
            Cell::text(year.chart.path_name(key.account)),
            Cell::text(parties.join(" ")),
            Cell::Money(balance.positive_part()),
            Cell::Money((-*balance).positive_part()),
        ])
    };
    let mut rows: Vec<Row> = year.opening.iter().filter(|(_, fen)| !fen.is_zero()).map(row).collect();
    rows.sort_by_key(|row| format!("{:?}", row.cells));
    table("期初余额", &["科目编码", "科目名称", "往来或项目", "借方", "贷方"], rows)
}

/// 往来档案: households, counterparties and projects with their codes.
pub fn parties_table(year: &YearOfBooks) -> Table {
    let row = |sort: Dimension, code: &str, name: &str, kind: &str| {
        Row::plain([sort.in_chinese(), code, name, kind].map(Cell::text).to_vec())
    };
    let own = &year.dimensions;
    let households = own.households.iter().map(|h| row(Dimension::Household, &h.code, &h.name, h.kind.in_chinese()));
    let counterparties =
        own.counterparties.iter().map(|c| row(Dimension::Counterparty, &c.code, &c.name, c.kind.in_chinese()));
    let projects = own.projects.iter().map(|p| row(Dimension::Project, &p.code, &p.name, p.kind.in_chinese()));
    let mut rows: Vec<Row> = households.chain(counterparties).chain(projects).collect();
    rows.sort_by_key(|row| format!("{:?}", row.cells));
    table("往来档案", &["档案", "编码", "名称", "类别"], rows)
}

/// 凭证目录: one row a voucher, with its people, its papers and its digest.
pub fn vouchers_table(year: &YearOfBooks) -> Table {
    let row = |voucher: &crate::ledger::PostedVoucher| {
        Row::plain(vec![
            Cell::text(voucher.period.to_string()),
            Cell::text(voucher.number.to_string()),
            Cell::Day(voucher.date),
            Cell::text(voucher.kind.in_chinese()),
            Cell::Number(voucher.document_count),
            Cell::Money(voucher.total()),
            Cell::text(&voucher.prepared_name),
            Cell::text(&voucher.reviewed_name),
            Cell::text(&voucher.posted_name),
            Cell::text(voucher.posted_at.minute()),
            Cell::text(voucher.previous.hex()),
            Cell::text(voucher.digest.hex()),
        ])
    };
    let columns = [
        "月份",
        "凭证号",
        "日期",
        "类别",
        "附单据",
        "金额",
        "制单",
        "复核",
        "记账",
        "记账时间",
        "上一张校验码",
        "校验码",
    ];
    table("凭证目录", &columns, year.vouchers.iter().map(row).collect())
}

/// 科目余额表 of one month.
pub fn monthly_balance(year: &YearOfBooks, month: &MonthOfBooks) -> Table {
    let caption = ReportCaption {
        book_name: year.book.printed_name().to_owned(),
        first: month.period,
        last: month.period,
        prepared_by: String::new(),
        printed_at: year.as_of,
    };
    let balance = TrialBalance::of(&year.chart, &month.rows);
    Report { caption, body: Body::TrialBalance(balance, RowsWanted::ALL) }.table()
}
