use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::kernel::{Date, Fault, Money};

use super::table::{Cell, Column, Row, RowWeight, Table};

/// Thousands, two decimals, red and minus below zero.
const AMOUNT: &str = "#,##0.00;[Red]-#,##0.00";

/// A workbook of one sheet: title, captions, headings that stay, rows; set to print on A4 across.
///
/// Words are written as words, so nothing in them is ever run; amounts are numbers.
pub fn write(table: &Table) -> Result<Vec<u8>, Fault> {
    write_all(std::slice::from_ref(table))
}

/// A workbook of several sheets.
pub fn write_all(tables: &[Table]) -> Result<Vec<u8>, Fault> {
    filled(tables).map_err(Fault::while_("writing a workbook"))
}

fn filled(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A workbook carries a day it was made on; a fixed one, so that the same table gives the same bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for (i, table) in tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&table.title, i))?;
        fill(sheet, table)?;
    }
    workbook.save_to_buffer()
}

/// A sheet's name has at most 31 characters and none of `[]:*?/\`.
fn sheet_name(title: &str, i: usize) -> String {
    let plain: String = title.chars().filter(|c| !"[]:*?/\\'／".contains(*c)).take(24).collect();
    if i == 0 { plain } else { format!("{plain} {}", i + 1) }
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let last = u16::try_from(table.columns.len()).unwrap_or(1).saturating_sub(1);
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    if last == 0 {
        sheet.write_string_with_format(0, 0, &table.title, &title)?;
    } else {
        sheet.merge_range(0, 0, 0, last, &table.title, &title)?;
    }
    caption_line(sheet, table, last)?;
    let grouped = table.columns.iter().any(|c| !c.group.is_empty());
    let first_row = headings(sheet, &table.columns, grouped)?;
    for (n, row) in table.rows.iter().enumerate() {
        write_row(sheet, first_row + n as u32, row, table.columns.len())?;
    }
    for (i, column) in table.columns.iter().enumerate() {
        sheet.set_column_width(i as u16, column.width)?;
    }
    sheet.set_freeze_panes(first_row, 0)?;
    sheet.set_repeat_rows(0, first_row - 1)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_footer("&C第 &P 页　共 &N 页");
    Ok(())
}

/// 编制单位 at the left, the unit and the form number at the right, the months between.
fn caption_line(sheet: &mut Worksheet, table: &Table, last: u16) -> Result<(), XlsxError> {
    let words = Format::new();
    let right = Format::new().set_align(FormatAlign::Right);
    match table.captions.as_slice() {
        [] => {}
        [whose] => {
            sheet.write_string_with_format(1, 0, whose, &words)?;
        }
        [whose, when, rest @ ..] => {
            sheet.write_string_with_format(1, 0, whose, &words)?;
            sheet.write_string_with_format(1, last / 2, when, &words)?;
            sheet.write_string_with_format(1, last, rest.join("　"), &right)?;
        }
    }
    Ok(())
}

/// Gives the number of the first row below the headings.
fn headings(sheet: &mut Worksheet, columns: &[Column], grouped: bool) -> Result<u32, XlsxError> {
    let head = framed(Format::new()).set_bold().set_align(FormatAlign::Center).set_background_color(0x00F2_F0EB);
    if !grouped {
        for (i, column) in columns.iter().enumerate() {
            sheet.write_string_with_format(2, i as u16, &column.title, &head)?;
        }
        return Ok(3);
    }
    let mut start = 0;
    for group in columns.chunk_by(|a, b| !a.group.is_empty() && a.group == b.group) {
        let (from, to) = (start as u16, (start + group.len() - 1) as u16);
        if group[0].group.is_empty() {
            sheet.merge_range(2, from, 3, from, &group[0].title, &head)?;
        } else {
            sheet.merge_range(2, from, 2, to, &group[0].group, &head)?;
            for (i, column) in group.iter().enumerate() {
                sheet.write_string_with_format(3, from + i as u16, &column.title, &head)?;
            }
        }
        start += group.len();
    }
    Ok(4)
}

fn framed(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(0x00A8_A297)
}

fn write_row(sheet: &mut Worksheet, at: u32, row: &Row, columns: usize) -> Result<(), XlsxError> {
    let plain = match row.weight {
        RowWeight::Plain => framed(Format::new()),
        RowWeight::Heading | RowWeight::Total => framed(Format::new()).set_bold(),
    };
    let amount = plain.clone().set_num_format(AMOUNT);
    for column in 0..columns {
        let i = column as u16;
        match row.cells.get(column).unwrap_or(&Cell::Blank) {
            Cell::Blank => sheet.write_blank(at, i, &plain)?,
            Cell::Text(words) => sheet.write_string_with_format(at, i, words, &plain)?,
            Cell::Inset(words, by) => sheet.write_string_with_format(at, i, words, &plain.clone().set_indent(*by))?,
            Cell::Number(number) => {
                let format = plain.clone().set_align(FormatAlign::Center);
                sheet.write_number_with_format(at, i, *number as f64, &format)?
            }
            Cell::Day(day) => {
                let format = plain.clone().set_num_format("yyyy-mm-dd");
                sheet.write_datetime_with_format(at, i, &excel_day(*day)?, &format)?
            }
            Cell::Money(money) => sheet.write_number_with_format(at, i, number_of(*money), &amount)?,
        };
    }
    Ok(())
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::parse_from_str(&day.to_string())
}

/// A workbook holds numbers as floats. Up to eleven digits and two decimals the shortest one that reads
/// back as the same text is exact to the fen, so nothing is lost; nothing is ever summed in this form.
fn number_of(money: Money) -> f64 {
    money.plain().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn read_back(table: &Table) -> Vec<Vec<Data>> {
        let bytes = write(table).unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let name = book.sheet_names()[0].clone();
        book.worksheet_range(&name).unwrap().rows().map(<[Data]>::to_vec).collect()
    }

    #[test]
    fn 工作簿里_公式是文字_金额是数() {
        let largest = Money::from_fen(999_999_999_999);
        let table = Table {
            title: "明细账 102/银行".into(),
            captions: vec!["编制单位：李家村".into(), "2024年9月".into(), "单位：元".into()],
            columns: vec![
                Column::new("摘要", 20),
                Column::money("借方").under("本期"),
                Column::money("贷方").under("本期"),
            ],
            rows: vec![Row::plain(vec![
                Cell::text("=cmd|' /c calc'!a1"),
                Cell::Money(largest),
                Cell::Money(Money::from_fen(-1)),
            ])],
        };
        let rows = read_back(&table);
        let last = rows.last().unwrap();
        assert_eq!(last[0], Data::String("=cmd|' /c calc'!a1".into()));
        assert_eq!(last[1], Data::Float(9_999_999_999.99));
        assert_eq!(last[2], Data::Float(-0.01));
        assert!(rows.iter().flatten().any(|c| *c == Data::String("单位：元".into())));
    }
}
