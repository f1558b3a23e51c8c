//! The statements as tables: 资产负债表, 收益及收益分配表, 收支明细表.

use crate::pdf::reports::ReportCaption;
use crate::statements::{Consolidation, Half, ReceiptsAndPayments, ReceiptsRow, Statement, StatementLine};

use super::ledger_tables::captions;
use super::table::{Cell, Column, Row, RowWeight, Table};

/// A statement line under line.
pub(super) fn lines(caption: &ReportCaption, statement: &Statement, time: String) -> Table {
    let columns = half_columns("项目", statement);
    let rows = statement.lines.iter().map(|line| Row { cells: half_cells(line).to_vec(), weight: weight(line) });
    Table {
        title: statement.name.clone(),
        captions: form_captions(caption, statement, time),
        columns,
        rows: rows.collect(),
    }
}

/// 资产负债表 with its halves beside each other; both grand totals stand on the last row.
pub(super) fn side_by_side(caption: &ReportCaption, statement: &Statement) -> Table {
    let mut columns = half_columns("资产", statement);
    columns.extend(half_columns("负债和所有者权益", statement));
    let (left, right) = (padded(statement, Half::Left), padded(statement, Half::Right));
    let pair = |(left, right): (Option<&StatementLine>, Option<&StatementLine>)| {
        let half = |line: Option<&StatementLine>| line.map_or([const { Cell::Blank }; 4], half_cells);
        let heavier = left.into_iter().chain(right).any(|line| weight(line) == RowWeight::Total);
        let cells = half(left).into_iter().chain(half(right)).collect();
        Row { cells, weight: if heavier { RowWeight::Total } else { RowWeight::Plain } }
    };
    let rows = left.into_iter().zip(right).map(pair).collect();
    Table { title: statement.name.clone(), captions: form_captions(caption, statement, caption.day()), columns, rows }
}

/// One half as long as the longer one, its last line staying last.
fn padded(statement: &Statement, half: Half) -> Vec<Option<&StatementLine>> {
    let longest = statement.half(Half::Left).count().max(statement.half(Half::Right).count());
    let mut lines: Vec<Option<&StatementLine>> = statement.half(half).map(Some).collect();
    let gap = longest - lines.len();
    let at = lines.len().saturating_sub(1);
    lines.splice(at..at, std::iter::repeat_n(None, gap));
    lines
}

/// 合并: what is left, what came off, the sum, and a column a book with its first amount; below, pair by pair, what
/// was set off.
pub(super) fn consolidation(caption: &ReportCaption, by: &Consolidation, time: String) -> Table {
    let [first, second] = &by.total.columns;
    let mut columns = vec![Column::new("项目", 30), Column::new("行次", 6)];
    let named = [format!("合并{first}"), format!("合并{second}"), format!("抵销{first}"), format!("合计{first}")];
    columns.extend(named.into_iter().map(Column::money));
    columns.extend(by.books.iter().map(|(name, _)| Column::money(name)));
    let mut rows: Vec<Row> = (0..by.total.lines.len()).map(|i| consolidated_row(by, i)).collect();
    rows.extend(by.eliminations.iter().map(|pair| {
        let words = format!(
            "{}记{}欠{}元，{}记欠{}元，抵销{}元，相差{}元",
            pair.claimant,
            pair.debtor,
            pair.claim[0],
            pair.debtor,
            pair.debt[0],
            pair.set_off[0],
            pair.difference()
        );
        let mut cells = vec![Cell::text(words)];
        cells.resize(6 + by.books.len(), Cell::Blank);
        Row { cells, weight: RowWeight::Plain }
    }));
    let title = format!("{}合并", by.total.name);
    Table { title, captions: form_captions(caption, &by.total, time), columns, rows }
}

fn consolidated_row(by: &Consolidation, i: usize) -> Row {
    let (sum, off, whole) = (&by.total.lines[i], &by.eliminated.lines[i], &by.consolidated.lines[i]);
    let mut cells = vec![Cell::text(&sum.label)];
    if let Some(no) = sum.no {
        cells.push(Cell::Number(i64::from(no)));
        cells.extend([whole.first, whole.second, off.first, sum.first].map(Cell::Money));
        cells.extend(by.books.iter().map(|(_, own)| own.lines.get(i).map_or(Cell::Blank, |l| Cell::Money(l.first))));
    }
    cells.resize(6 + by.books.len(), Cell::Blank);
    Row { cells, weight: weight(sum) }
}

fn form_captions(caption: &ReportCaption, statement: &Statement, time: String) -> Vec<String> {
    let mut captions = captions(caption, time);
    captions.push(statement.form_code.clone());
    captions
}

fn half_columns(title: &str, statement: &Statement) -> Vec<Column> {
    let [first, second] = &statement.columns;
    vec![Column::new(title, 30), Column::new("行次", 6), Column::money(first), Column::money(second)]
}

fn half_cells(line: &StatementLine) -> [Cell; 4] {
    let name = Cell::text(&line.label);
    match line.no {
        None => [name, Cell::Blank, Cell::Blank, Cell::Blank],
        Some(no) => [name, Cell::Number(i64::from(no)), Cell::Money(line.first), Cell::Money(line.second)],
    }
}

fn weight(line: &StatementLine) -> RowWeight {
    match (line.no, line.total) {
        (None, _) => RowWeight::Heading,
        (Some(_), true) => RowWeight::Total,
        (Some(_), false) => RowWeight::Plain,
    }
}

/// 收支明细表: income, expense, the difference, and the money on hand.
pub(super) fn receipts_and_payments(caption: &ReportCaption, report: &ReceiptsAndPayments) -> Table {
    let columns = vec![
        Column::new("类别", 10),
        Column::new("科目编码", 12),
        Column::new("项目", 28),
        Column::money("本期数"),
        Column::money("本年累计数"),
        Column::money("期初"),
        Column::money("期末"),
    ];
    let mut rows: Vec<Row> = report.income.iter().map(|row| receipts_row("收入", row)).collect();
    rows.extend(report.expense.iter().map(|row| receipts_row("支出", row)));
    let (current, year) = report.difference;
    let named = [Cell::text("差额"), Cell::Blank, Cell::text("收支差额")];
    rows.push(Row::total(named.into_iter().chain([Cell::Money(current), Cell::Money(year)]).collect()));
    for cash in &report.cash {
        let line = |word: &str, amount| {
            vec![
                Cell::text("货币资金"),
                Cell::text(&cash.code),
                Cell::text(format!("{} {word}", cash.name)),
                Cell::Money(amount),
            ]
        };
        rows.push(Row::plain(line("收", cash.received)));
        let ends = [Cell::Blank, Cell::Money(cash.opening), Cell::Money(cash.closing)];
        rows.push(Row::plain(line("支", cash.paid).into_iter().chain(ends).collect()));
    }
    Table { title: "收支明细表".to_owned(), captions: captions(caption, caption.span()), columns, rows }
}

fn receipts_row(class: &str, row: &ReceiptsRow) -> Row {
    let cells = vec![
        Cell::text(class),
        Cell::text(&row.code),
        Cell::text(&row.name),
        Cell::Money(row.current),
        Cell::Money(row.year_to_date),
    ];
    Row { cells, weight: if row.level == 0 { RowWeight::Total } else { RowWeight::Plain } }
}
