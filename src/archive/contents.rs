//! What is written from the year: tables, paper, the data interface, the plain-text journals.

use crate::export::{
    self, Body, Cell, Column, Format, Report, ReportCaption, Row, Table, YearOfBooks, csv, gbt, plain_text,
};
use crate::kernel::Fault;
use crate::statements::{Journal, RowsWanted, TrialBalance};

/// One file of a package before it is laid down.
pub(super) type Content = (String, Vec<u8>);

/// Every file that is written from the year, and how many values the data interface had to cut.
pub(super) fn of(year: &YearOfBooks) -> Result<(Vec<Content>, usize), Fault> {
    let mut contents = tables(year)?;
    contents.extend(statements(year)?);
    let (interface, cuts) = interface(year)?;
    contents.extend(interface);
    contents.push(("journal.hledger".to_owned(), plain_text::hledger(year).into_bytes()));
    contents.push(("journal.beancount".to_owned(), plain_text::beancount(year).into_bytes()));
    Ok((contents, cuts))
}

fn caption(year: &YearOfBooks) -> ReportCaption {
    ReportCaption {
        book_name: year.book.printed_name().to_owned(),
        first: year.first,
        last: year.last,
        prepared_by: String::new(),
        printed_at: year.as_of,
    }
}

fn tables(year: &YearOfBooks) -> Result<Vec<Content>, Fault> {
    let journal = Report { caption: caption(year), body: Body::Journal(journal(year)) };
    let mut contents = Vec::new();
    for (name, table) in [
        ("科目表", export::chart_table(year)),
        ("期初余额", export::opening_table(year)),
        ("往来档案", export::parties_table(year)),
        ("凭证目录", export::vouchers_table(year)),
        ("序时账", journal.table()),
    ] {
        contents.push((format!("csv/{name}.csv"), csv::write(&table)?));
    }
    for month in year.months() {
        let name = format!("csv/科目余额表 {}.csv", month.period);
        contents.push((name, csv::write(&export::monthly_balance(year, &month))?));
    }
    Ok(contents)
}

fn journal(year: &YearOfBooks) -> Journal {
    Journal::of(&year.vouchers, &year.chart, &year.dimensions)
}

fn statements(year: &YearOfBooks) -> Result<Vec<Content>, Fault> {
    let mut balances = TrialBalance::default();
    if let Some(rows) = whole_year(year) {
        balances = rows;
    }
    let bodies = [
        Body::BalanceSheet(year.balance_sheet.clone()),
        Body::SurplusStatement(year.surplus.clone()),
        Body::TrialBalance(balances, RowsWanted::ALL),
        Body::ReceiptsAndPayments(year.receipts.clone()),
    ];
    let mut contents = Vec::new();
    for body in bodies {
        let report = Report { caption: caption(year), body };
        for format in [Format::Pdf, Format::Xlsx] {
            contents.push((format!("statements/{}.{format}", report.title()), report.write(format)?));
        }
    }
    Ok(contents)
}

/// 科目余额表 from the first month to the last: the first opening, every movement.
fn whole_year(year: &YearOfBooks) -> Option<TrialBalance> {
    let months = year.months();
    let mut whole = TrialBalance::of(&year.chart, &months.first()?.rows);
    for month in &months[1..] {
        let mut rows = month.rows.clone();
        for row in &mut rows {
            row.opening = crate::kernel::Money::ZERO;
        }
        whole.add(TrialBalance::of(&year.chart, &rows));
    }
    Some(whole)
}

fn interface(year: &YearOfBooks) -> Result<(Vec<Content>, usize), Fault> {
    let (files, cuts) = gbt::write(year)?;
    let mut contents: Vec<Content> = files.into_iter().map(|f| (format!("gbt24589/{}", f.name), f.bytes)).collect();
    if !cuts.is_empty() {
        contents.push(("gbt24589/截短清单.csv".to_owned(), csv::write(&cut_table(&cuts))?));
    }
    Ok((contents, cuts.len()))
}

fn cut_table(cuts: &[gbt::Cut]) -> Table {
    let row = |cut: &gbt::Cut| {
        Row::plain(vec![
            Cell::text(cut.form),
            Cell::Number(i64::try_from(cut.row).unwrap_or(i64::MAX)),
            Cell::text(cut.field),
            Cell::text(&cut.whole),
            Cell::text(&cut.written),
        ])
    };
    Table {
        title: "截短清单".to_owned(),
        captions: Vec::new(),
        columns: ["表", "行", "项目", "原文", "写入"].map(|title| Column::new(title, 16)).to_vec(),
        rows: cuts.iter().map(row).collect(),
    }
}
