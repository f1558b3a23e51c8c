//! Workbooks, old and new, as tables of text cells.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, Xlsx};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use rust_decimal::Decimal;

use super::package;
use super::table_file::{COLUMNS_LIMIT, Table, TableFault, TableLimits, TableRow, clean, megabytes};

pub(super) fn sheets_xls(bytes: &[u8], limits: &TableLimits) -> Result<Vec<Table>, TableFault> {
    let unreadable = |_| TableFault::Unreadable;
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(unreadable)?;
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let left = range.start().map_or(0, |(_, column)| column as usize);
        if range.height() > limits.rows {
            return Err(TableFault::TooManyRows { rows: range.height() });
        }
        let rows = range.rows().enumerate().map(|(i, cells)| {
            let cells = cells.iter().take(COLUMNS_LIMIT).map(shown);
            TableRow {
                row: first + i + 1,
                cells: std::iter::repeat_n(String::new(), left).chain(cells).collect(),
                swallowed: false,
            }
        });
        tables.push(Table { name, rows: rows.collect() });
    }
    Ok(tables)
}

/// Cells are streamed: a workbook that declares a million empty rows costs nothing.
pub(super) fn sheets_xlsx(bytes: &[u8], limits: &TableLimits) -> Result<Vec<Table>, TableFault> {
    match package::unpacked(bytes, limits.unpacked) {
        Some(unpacked) if unpacked > limits.unpacked => {
            return Err(TableFault::TooLarge { megabytes: megabytes(unpacked) });
        }
        Some(_) => {}
        None => return Err(TableFault::Unreadable),
    }
    let unreadable = |_| TableFault::Unreadable;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut rows: Vec<TableRow> = Vec::new();
        while let Some(cell) = reader.next_cell().map_err(unreadable)? {
            let (row, column) = (cell.get_position().0 as usize + 1, cell.get_position().1 as usize);
            let text = shown(&owned(cell.get_value()));
            if text.is_empty() || column >= COLUMNS_LIMIT {
                continue;
            }
            if rows.last().is_none_or(|last| last.row != row) {
                if rows.len() == limits.rows {
                    return Err(TableFault::TooManyRows { rows: row });
                }
                rows.push(TableRow { row, cells: Vec::new(), swallowed: false });
            }
            if let Some(last) = rows.last_mut() {
                last.cells.resize(last.cells.len().max(column + 1), String::new());
                last.cells[column] = text;
            }
        }
        tables.push(Table { name, rows });
    }
    Ok(tables)
}

fn owned(value: &DataRef<'_>) -> Data {
    match value {
        DataRef::Int(i) => Data::Int(*i),
        DataRef::Float(f) => Data::Float(*f),
        DataRef::String(s) => Data::String(s.clone()),
        DataRef::SharedString(s) => Data::String((*s).to_owned()),
        DataRef::Bool(b) => Data::Bool(*b),
        DataRef::DateTime(t) => Data::DateTime(*t),
        DataRef::DateTimeIso(s) => Data::DateTimeIso(s.clone()),
        DataRef::DurationIso(s) => Data::DurationIso(s.clone()),
        DataRef::Error(e) => Data::Error(e.clone()),
        DataRef::Empty => Data::Empty,
    }
}

/// A workbook cell as text. A number is what the sheet itself shows of it: fifteen digits, `95120.04`.
fn shown(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => {
            let digits = Decimal::from_scientific(&format!("{number:.14e}"));
            digits.map_or_else(|_| number.to_string(), |d| d.normalize().to_string())
        }
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => clean(text),
        Data::Bool(flag) => flag.to_string(),
        Data::DateTime(instant) => moment(instant),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

fn moment(instant: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = instant.to_ymd_hms_milli();
    let built = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .and_then(|d| d.and_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into()))
        .and_then(|t: NaiveDateTime| t.checked_add_signed(TimeDelta::milliseconds(500)));
    match built {
        Some(t) if instant.as_f64() < 1.0 => t.format("%H:%M:%S").to_string(),
        Some(t) if instant.as_f64().fract() == 0.0 => t.format("%Y-%m-%d").to_string(),
        Some(t) => t.format("%Y-%m-%d %H:%M:%S").to_string(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::open_table;

    const LIMITS: TableLimits = TableLimits { bytes: 5 * 1024 * 1024, unpacked: 1024 * 1024, rows: 100 };

    #[test]
    fn a_workbook_cell_says_what_the_sheet_shows() {
        for (number, text) in [(0.1 + 0.2, "0.3"), (95120.04, "95120.04"), (101.0, "101"), (-1e-9, "-0.000000001")] {
            assert_eq!(shown(&Data::Float(number)), text);
        }
    }

    #[test]
    fn a_workbook_that_swells_is_not_opened() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, &vec![b' '; 3 * 1024 * 1024]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 10_000);
        assert!(matches!(open_table(&bytes, &LIMITS), Err(TableFault::TooLarge { .. })));
    }
}
