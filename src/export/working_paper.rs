use crate::kernel::{Fault, Money};
use crate::ledger::{NewBalance, PaperRow, WorkingPaper};

use super::table::{Cell, Column, Row, Table};
use super::{csv, xlsx};

/// Both parts of the working paper as a workbook of two sheets.
pub fn workbook(book_name: &str, paper: &WorkingPaper) -> Result<Vec<u8>, Fault> {
    xlsx::write_all(&[transfers(book_name, paper), balances(book_name, paper)])
}

/// The old balances and adjustments, and where each went, as text.
pub fn text(book_name: &str, paper: &WorkingPaper) -> Result<Vec<u8>, Fault> {
    csv::write(&transfers(book_name, paper))
}

fn captions(book_name: &str, paper: &WorkingPaper) -> Vec<String> {
    vec![format!("编制单位：{book_name}"), format!("旧账 {}", paper.as_of), "单位：元".to_owned()]
}

fn two_sides(group: &str) -> [Column; 2] {
    [Column::money("借方").under(group), Column::money("贷方").under(group)]
}

fn transfers(book_name: &str, paper: &WorkingPaper) -> Table {
    let mut columns = vec![
        Column::new("编码", 10).under("旧科目"),
        Column::new("名称", 20).under("旧科目"),
        Column::new("明细", 18).under("旧科目"),
    ];
    columns.extend(two_sides("旧账余额"));
    columns.extend(two_sides("调整"));
    columns.extend([
        Column::new("编码", 12).under("新科目"),
        Column::new("名称", 30).under("新科目"),
        Column::new("明细", 18).under("新科目"),
    ]);
    columns.extend(two_sides("转入新账"));
    columns.push(Column::new("事由", 30));
    let mut rows: Vec<Row> = paper.rows.iter().map(transfer).collect();
    let [old, adjusted, new] = paper.totals();
    let mut total = vec![Cell::text("合计"), Cell::Blank, Cell::Blank];
    total.extend(old.into_iter().chain(adjusted).map(Cell::Money));
    total.extend([Cell::Blank, Cell::Blank, Cell::Blank]);
    total.extend(new.into_iter().map(Cell::Money));
    total.push(Cell::Blank);
    rows.push(Row::total(total));
    Table { title: "新旧衔接工作底稿".to_owned(), captions: captions(book_name, paper), columns, rows }
}

fn amount(money: Money) -> Cell {
    if money.is_zero() { Cell::Blank } else { Cell::Money(money) }
}

fn transfer(row: &PaperRow) -> Row {
    let mut cells = vec![Cell::text(&row.old_code), Cell::text(&row.old_name), Cell::text(&row.old_detail)];
    cells.extend(row.old.into_iter().chain(row.adjusted).map(amount));
    cells.extend([Cell::text(&row.new_code), Cell::text(&row.new_name), Cell::text(&row.new_detail)]);
    cells.extend(row.new.into_iter().map(amount));
    cells.push(Cell::text(&row.reason));
    Row::plain(cells)
}

fn balances(book_name: &str, paper: &WorkingPaper) -> Table {
    let mut columns = vec![Column::new("科目编码", 12), Column::new("科目名称", 34), Column::new("明细", 20)];
    for group in ["由旧账转入", "调整", "新账年初余额"] {
        columns.extend(two_sides(group));
    }
    let all = paper.balances();
    let row = |balance: &NewBalance| {
        let mut cells = vec![Cell::text(&balance.code), Cell::text(&balance.name), Cell::text(&balance.detail)];
        let sides = [balance.carried, balance.adjusted, balance.balance()];
        cells.extend(sides.into_iter().flatten().map(amount));
        Row::plain(cells)
    };
    let mut rows: Vec<Row> = all.iter().map(row).collect();
    let mut total = vec![Cell::text("合计"), Cell::Blank, Cell::Blank];
    total.extend(paper.totals_new().into_iter().flatten().map(Cell::Money));
    rows.push(Row::total(total));
    Table { title: "新账年初余额".to_owned(), captions: captions(book_name, paper), columns, rows }
}
