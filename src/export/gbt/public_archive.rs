use crate::kernel::Fault;
use crate::ledger::Dimension;

use crate::export::year::YearOfBooks;

use super::forms;
use super::sheet::{Cut, Sheet, day};

/// 辅助核算 in the order of their places: which, the code of its file, its name, what it holds.
pub(super) const DIMENSIONS: [(Dimension, &str, &str, &str); 3] = [
    (Dimension::Household, "NH", "农户档案", "农户、内设机构、备用金持有人（内部往来）"),
    (Dimension::Counterparty, "DW", "往来单位档案", "往来单位和个人"),
    (Dimension::Project, "XM", "项目档案", "一事一议、专项资金、工程"),
];

/// The one currency.
pub(super) const CURRENCY: &str = "CNY";

/// 公共档案.xml.
pub(super) fn write(year: &YearOfBooks) -> Result<(Vec<u8>, Vec<Cut>), Fault> {
    let mut sheet = Sheet::begin("公共档案", "01")?;
    let number = year.year.number().to_string();
    sheet.table(&forms::BOOKS, [book(year, &number)])?;
    let periods = year.first.through(year.last);
    sheet.table(
        &forms::PERIODS,
        periods.map(|p| vec![number.clone(), format!("{:02}", p.month()), day(p.first_day()), day(p.last_day())]),
    )?;
    let mut words: Vec<&str> = year.vouchers.iter().map(|v| v.number.word.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    sheet.table(
        &forms::VOUCHER_TYPES,
        words.into_iter().map(|w| vec![w.to_owned(), format!("{w}账凭证"), w.to_owned()]),
    )?;
    sheet.table(&forms::RATE_TYPES, [])?;
    sheet.table(&forms::CURRENCIES, [vec![CURRENCY.to_owned(), "人民币".to_owned()]])?;
    for unused in [&forms::SETTLEMENTS, &forms::DEPARTMENTS, &forms::EMPLOYEES, &forms::SUPPLIERS, &forms::CLIENTS] {
        sheet.table(unused, [])?;
    }
    sheet.table(
        &forms::CUSTOM_FILES,
        DIMENSIONS.map(|(_, code, name, holds)| [code, name, holds, "0", ""].map(str::to_owned).to_vec()),
    )?;
    sheet.table(&forms::CUSTOM_VALUES, parties(year))?;
    sheet.end()
}

fn book(year: &YearOfBooks, number: &str) -> Vec<String> {
    let book = &year.book;
    [
        book.code.as_str(),
        &book.name,
        book.printed_name(),
        "",
        "农村集体经济组织",
        "农业",
        "明账 Mingzhang",
        env!("CARGO_PKG_VERSION"),
        "人民币",
        number,
        "GB/T 24589.1-2010",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn parties(year: &YearOfBooks) -> Vec<Vec<String>> {
    let row = |file: usize, code: &str, name: &str, kind: &str| {
        [DIMENSIONS[file].1, code, name, kind, "", "1"].map(str::to_owned).to_vec()
    };
    let own = &year.dimensions;
    let households = own.households.iter().map(|h| row(0, &h.code, &h.name, h.kind.in_chinese()));
    let counterparties = own.counterparties.iter().map(|c| row(1, &c.code, &c.name, c.kind.in_chinese()));
    let projects = own.projects.iter().map(|p| row(2, &p.code, &p.name, p.kind.in_chinese()));
    let mut rows: Vec<_> = households.chain(counterparties).chain(projects).collect();
    rows.sort();
    rows
}
