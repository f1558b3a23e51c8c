use super::caption::{self, Signers};
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Margins, Paper};
use super::table::{Cell, Column, Look, Row, Table};
use super::text::{Align, Style};
use crate::kernel::{Money, Timestamp};

/// What stands over and under every statement.
#[derive(Clone, Debug)]
pub struct StatementHead {
    /// `资产负债表`.
    pub title: String,
    /// `村会01表`.
    pub form_no: String,
    /// 编制单位.
    pub book_name: String,
    /// `2026年9月30日`, or `2026年1月至9月`.
    pub date: String,
    /// Who answers for it, in order.
    pub signers: Signers,
    /// Notes under the table, one line each.
    pub notes: Vec<String>,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// A statement with two halves side by side: 资产负债表.
#[derive(Clone, Debug)]
pub struct TwoSided {
    /// Title, date, signatures.
    pub head: StatementHead,
    /// `资产`.
    pub left_title: String,
    /// `负债和所有者权益`.
    pub right_title: String,
    /// `期末余额`, `年初余额`; the same on both halves.
    pub value_titles: Vec<String>,
    /// Rows of the left half.
    pub left: Vec<StatementRow>,
    /// Rows of the right half.
    pub right: Vec<StatementRow>,
}

/// A statement of one column of rows: 收益及收益分配表.
#[derive(Clone, Debug)]
pub struct OneColumn {
    /// Title, date, signatures.
    pub head: StatementHead,
    /// `本年金额`, `上年金额`.
    pub value_titles: Vec<String>,
    /// What stands over the numbers: `行次`, or `编码`.
    pub no_title: String,
    /// From top to bottom.
    pub rows: Vec<StatementRow>,
}

/// One row of a statement form.
#[derive(Clone, Debug)]
pub struct StatementRow {
    /// 行次; empty for a heading.
    pub no: String,
    /// 项目.
    pub name: String,
    /// As many as there are value columns; none leaves the field blank.
    pub values: Vec<Option<Money>>,
    /// How it is set.
    pub level: RowLevel,
}

/// How a row of a statement is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowLevel {
    /// `流动资产：`, a name without figures.
    Heading,
    /// A line of the form.
    Item,
    /// 其中: set in under the line above.
    Detail,
    /// 合计: bold.
    Total,
}

/// The most a row may be squeezed so that a form stays on one page, in millimetres.
const ROW_LEAST: f32 = 4.6;
const ROW_MOST: f32 = 7.5;
const SIZE: f32 = 9.5;
const PAD: f32 = 0.8;
/// White space between the table and the notes, in millimetres.
const NOTE_GAP: f32 = 1.5;
const NO_WIDTH: f32 = 11.0;

/// Sets a two-sided statement on A4 landscape.
pub fn lay_out_two_sided(statement: &TwoSided, fonts: &Fonts) -> Document {
    let margins = Margins { top: 14.0, right: 12.0, bottom: 14.0, left: 20.0 };
    let mut flow = Flow::new(fonts, Paper::A4Landscape, margins).with_running_head(6.0);
    heading(&mut flow, &statement.head);
    let mut columns = half_columns(&statement.left_title, "行次", &statement.value_titles);
    let mut right = half_columns(&statement.right_title, "行次", &statement.value_titles).into_iter();
    columns.extend(right.next().map(Column::parted));
    columns.extend(right);
    let rows = side_by_side(statement);
    table(&flow, columns, rows, &statement.head).lay(&mut flow);
    finish(flow, &statement.head)
}

/// Sets a one-column statement on A4 portrait.
pub fn lay_out_one_column(statement: &OneColumn, fonts: &Fonts) -> Document {
    let margins = Margins { top: 18.0, right: 15.0, bottom: 16.0, left: 22.0 };
    let mut flow = Flow::new(fonts, Paper::A4, margins).with_running_head(6.0);
    heading(&mut flow, &statement.head);
    let columns = half_columns("项目", &statement.no_title, &statement.value_titles);
    let values = statement.value_titles.len();
    let rows = statement.rows.iter().map(|r| Row::mixed(half_cells(r, values))).collect();
    let rows = ruled_off(rows, &statement.rows);
    table(&flow, columns, rows, &statement.head).lay(&mut flow);
    finish(flow, &statement.head)
}

/// Both halves beside each other; the grand totals stand on the last line together.
fn side_by_side(statement: &TwoSided) -> Vec<Row> {
    let values = statement.value_titles.len();
    let count = statement.left.len().max(statement.right.len());
    let half = |side: &[StatementRow]| -> Vec<Vec<Cell>> {
        let mut cells: Vec<Vec<Cell>> = side.iter().map(|r| half_cells(r, values)).collect();
        let gap = count - cells.len();
        let at = if ends_in_total(side) { cells.len() - 1 } else { cells.len() };
        cells.splice(at..at, std::iter::repeat_n(blank_half(values), gap));
        cells
    };
    let (left, right) = (half(&statement.left), half(&statement.right));
    let rows = left.into_iter().zip(right).map(|(l, r)| Row::mixed(l.into_iter().chain(r).collect())).collect();
    ruled_off(rows, &statement.left)
}

fn ends_in_total(rows: &[StatementRow]) -> bool {
    rows.last().is_some_and(|r| r.level == RowLevel::Total)
}

/// The last row carries the double rule when it is the grand total.
fn ruled_off(mut rows: Vec<Row>, said: &[StatementRow]) -> Vec<Row> {
    if ends_in_total(said)
        && let Some(last) = rows.pop()
    {
        rows.push(last.ruled_off());
    }
    rows
}

/// Title 18 pt, and one line with 编制单位, date, form number and unit.
fn heading(flow: &mut Flow<'_>, head: &StatementHead) {
    let style = Style::bold(18.0);
    let strip = flow.strip(style.em() * 1.6);
    flow.pen.headline(strip, style, &head.title);
    let style = Style::regular(9.5);
    let form = flow.strip(4.5);
    flow.pen.write_in(form, Align::Right, style, &head.form_no);
    let strip = flow.strip(6.0);
    flow.pen.write_in(strip.part(0.0, 0.45), Align::Left, style, &format!("编制单位：{}", head.book_name));
    flow.pen.write_in(strip.part(0.4, 0.6), Align::Centre, style, &head.date);
    flow.pen.write_in(strip.part(0.7, 1.0), Align::Right, style, "单位：元");
}

fn half_columns(title: &str, no_title: &str, value_titles: &[String]) -> Vec<Column> {
    let mut columns =
        vec![Column::share(title, 1.0, Align::Left).on_one_line(), Column::fixed(no_title, NO_WIDTH, Align::Centre)];
    columns.extend(value_titles.iter().map(|t| Column::fixed(t, 32.0, Align::Decimal)));
    columns
}

fn half_cells(row: &StatementRow, values: usize) -> Vec<Cell> {
    let cell = match row.level {
        RowLevel::Heading | RowLevel::Total => Cell::bold,
        RowLevel::Item | RowLevel::Detail => Cell::regular,
    };
    let indent = match row.level {
        RowLevel::Heading | RowLevel::Total => 0.0,
        RowLevel::Item => 1.0,
        RowLevel::Detail => 2.5,
    };
    let mut cells = vec![cell(row.name.clone()).indented(indent), Cell::regular(row.no.clone())];
    cells.extend((0..values).map(|i| {
        let value = row.values.get(i).copied().flatten();
        cell(value.map(|v| v.to_string()).unwrap_or_default())
    }));
    cells
}

fn blank_half(values: usize) -> Vec<Cell> {
    vec![Cell::regular(String::new()); values + 2]
}

/// Rows as high as the page allows, so that a form of up to some thirty lines stands on one page.
fn table(flow: &Flow<'_>, columns: Vec<Column>, rows: Vec<Row>, head: &StatementHead) -> Table {
    let tail = caption::SIGNATURES + NOTE_GAP + note_style().leading() * head.notes.len() as f32;
    let row = ((flow.left_over() - tail) / (rows.len() as f32 + 1.2)).clamp(ROW_LEAST, ROW_MOST);
    let size = SIZE.min((row - PAD) / Style::regular(1.0).leading());
    let look = Look { size, row, pad: PAD };
    Table { columns, rows, look, when_empty: "没有数据".to_owned(), title: String::new(), tail }
}

fn note_style() -> Style {
    Style::regular(8.5)
}

fn finish(mut flow: Flow<'_>, head: &StatementHead) -> Document {
    let style = note_style();
    flow.skip(NOTE_GAP);
    for note in &head.notes {
        let lines = style.wrap(flow.pen.fonts, note, flow.width());
        flow.need(style.leading() * lines.len() as f32);
        let strip = flow.strip(style.leading() * lines.len() as f32);
        flow.pen.lines_in(strip, Align::Left, style, &lines);
    }
    caption::signatures(&mut flow, &head.signers);
    let title = format!("{} {} {}", head.book_name, head.title, head.date);
    flow.finish(title.clone(), head.printed_at, |pen, edges, no| {
        caption::edges(pen, edges, no, &title, head.printed_at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::proof::{printed_at, reads_back, yuan};

    fn head(title: &str, form_no: &str, date: &str) -> StatementHead {
        StatementHead {
            title: title.into(),
            form_no: form_no.into(),
            book_name: "李家村股份经济合作社".into(),
            date: date.into(),
            signers: vec![
                ("单位负责人".into(), String::new()),
                ("会计主管".into(), "总监督会计".into()),
                ("制表".into(), "专管员".into()),
            ],
            notes: vec!["注：本表年度中间“未分配收益”已含本年收益。".into()],
            printed_at: printed_at(),
        }
    }

    fn row(level: RowLevel, no: &str, name: &str, closing: &str, opening: &str) -> StatementRow {
        let values = [closing, opening].map(|v| if v.is_empty() { None } else { Some(yuan(v)) });
        StatementRow { no: no.into(), name: name.into(), values: values.to_vec(), level }
    }

    fn side(first: usize, count: usize, heading: &str, total: &str) -> Vec<StatementRow> {
        let mut rows = vec![row(RowLevel::Heading, "", heading, "", "")];
        rows.extend(
            (0..count).map(|i| row(RowLevel::Item, &(first + i).to_string(), "应收款项", "1234567.89", "-200.00")),
        );
        rows.push(row(RowLevel::Detail, "", "其中：政府补助形成的生物资产累计折旧", "0", ""));
        rows.push(row(RowLevel::Total, &(first + count).to_string(), total, "9999999999.99", "9999999999.99"));
        rows
    }

    #[test]
    fn 资产负债表_两边并列_一页() {
        let mut left = side(1, 8, "流动资产：", "流动资产合计");
        left.extend(side(10, 14, "非流动资产：", "资产总计"));
        let statement = TwoSided {
            head: head("资产负债表", "村会01表", "2026年9月30日"),
            left_title: "资产".into(),
            right_title: "负债和所有者权益".into(),
            value_titles: vec!["期末余额".into(), "年初余额".into()],
            left,
            right: side(30, 12, "流动负债：", "负债和所有者权益总计"),
        };
        let document = lay_out_two_sided(&statement, Fonts::embedded());
        assert_eq!(document.pages.len(), 1);
        reads_back("balance-sheet", &document);
    }

    #[test]
    fn 收益及收益分配表_一列() {
        let statement = OneColumn {
            head: head("收益及收益分配表", "村会02表", "2026年1月至9月"),
            value_titles: vec!["本年金额".into(), "上年金额".into()],
            no_title: "行次".into(),
            rows: side(1, 20, "一、经营收入", "四、净收益"),
        };
        let document = lay_out_one_column(&statement, Fonts::embedded());
        assert_eq!(document.pages.len(), 1);
        reads_back("surplus-statement", &document);
    }

    #[test]
    fn 行数太多_分页而不缩到看不清() {
        let statement = OneColumn {
            head: head("收支明细表", "", "2026年第三季度"),
            value_titles: vec!["本期".into(), "本年累计".into()],
            no_title: "行次".into(),
            rows: side(1, 120, "收入", "合计"),
        };
        let document = lay_out_one_column(&statement, Fonts::embedded());
        assert!(document.pages.len() > 1);
        assert!(document.runs().all(|r| r.size >= 7.5), "small print");
        reads_back("statement-long", &document);
    }
}
