use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, Xlsx};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::bank_statement::FileEncoding;
use super::error::StatementRefusal;

/// The largest file an import takes.
const BYTES_LIMIT: usize = 5 * 1024 * 1024;
/// The most rows an import takes, and the widest row that is looked at.
const ROWS_LIMIT: usize = 20_000;
const COLUMNS_LIMIT: usize = 256;
/// Separators tried on a text file, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// One table of text cells: a sheet of a workbook, or a text file cut at one separator.
pub(super) struct Table {
    pub name: String,
    pub rows: Vec<TableRow>,
}

/// One row of cells, trimmed, with its line in the file.
pub(super) struct TableRow {
    /// 1-based.
    pub row: usize,
    pub cells: Vec<String>,
    /// A text cell of this row holds another row: an open quote has swallowed it.
    pub swallowed: bool,
}

impl TableRow {
    /// The cell, empty beyond the row's end.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// True when every cell is empty.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// The filled cells, for showing.
    pub fn text(&self) -> String {
        self.cells.iter().filter(|c| !c.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// What a file holds.
pub(super) enum Tables {
    /// The same text, cut at each separator it contains; the first that shows a header is right.
    Cuts(FileEncoding, Vec<Table>),
    /// The sheets of a workbook; one of them is the statement.
    Sheets(FileEncoding, Vec<Table>),
}

/// Opens a file by what it is, not by what it is called.
///
/// Refuses: `reconcile.file_empty`, `reconcile.file_too_large`, `reconcile.too_many_rows`, `reconcile.file_disguised`,
/// `reconcile.file_unreadable`, `reconcile.undecodable`.
pub(super) fn open(bytes: &[u8]) -> Result<Tables, StatementRefusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(StatementRefusal::FileEmpty);
    }
    if bytes.len() > BYTES_LIMIT {
        return Err(StatementRefusal::FileTooLarge { megabytes: bytes.len().div_ceil(1024 * 1024) });
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Ok(Tables::Sheets(FileEncoding::Xls, sheets_xls(bytes)?));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Tables::Sheets(FileEncoding::Xlsx, sheets_xlsx(bytes)?));
    }
    if let Some(what) = disguise(bytes) {
        return Err(StatementRefusal::FileDisguised { what });
    }
    let (encoding, text) = decode(bytes)?;
    let cuts: Result<Vec<Table>, StatementRefusal> =
        SEPARATORS.iter().filter(|s| text.as_bytes().contains(s)).map(|s| cut(&text, *s)).collect();
    Ok(Tables::Cuts(encoding, cuts?))
}

/// Files that banks or browsers save under a statement's name.
fn disguise(bytes: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let head = head.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    if bytes.starts_with(b"%PDF") {
        Some("PDF")
    } else if bytes.starts_with(b"\x89PNG") || bytes.starts_with(&[0xff, 0xd8, 0xff]) || bytes.starts_with(b"GIF8") {
        Some("图片")
    } else if bytes.starts_with(b"Rar!") || bytes.starts_with(&[0x1f, 0x8b]) || bytes.starts_with(b"7z\xbc\xaf") {
        Some("压缩包")
    } else if head.starts_with('<') {
        Some("网页")
    } else if head.starts_with("{\\rtf") {
        Some("文字文档")
    } else if !bytes.starts_with(&[0xff, 0xfe]) && !bytes.starts_with(&[0xfe, 0xff]) && bytes.contains(&0) {
        Some("程序文件")
    } else {
        None
    }
}

/// Mark, else valid UTF-8, else GB18030; never a guess that loses a character.
fn decode(bytes: &[u8]) -> Result<(FileEncoding, String), StatementRefusal> {
    let (encoding, kind) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((marked, _)) if marked == encoding_rs::UTF_8 => (marked, FileEncoding::Utf8),
        Some((marked, _)) => (marked, FileEncoding::Utf16),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, FileEncoding::Utf8),
        None => (encoding_rs::GB18030, FileEncoding::Gbk),
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken {
        let row = text.lines().position(|line| line.contains('\u{fffd}')).unwrap_or(0) + 1;
        return Err(StatementRefusal::Undecodable { row });
    }
    Ok((kind, text.into_owned()))
}

/// Cuts text into cells. Lines are counted by us: the reader's own count drifts over blank and CRLF lines.
fn cut(text: &str, separator: u8) -> Result<Table, StatementRefusal> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted_to) = (1, 0);
    for record in reader.records() {
        let Ok(record) = record else { continue };
        let from = record.position().map_or(counted_to, |p| usize::try_from(p.byte()).unwrap_or(counted_to));
        let start = from + text[from..].bytes().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        line += text[counted_to..start].bytes().filter(|b| *b == b'\n').count();
        counted_to = start;
        if rows.len() == ROWS_LIMIT {
            return Err(StatementRefusal::TooManyRows { rows: text.lines().count() });
        }
        let swallowed = record.iter().any(|cell| has_swallowed(cell, char::from(separator)));
        let cells = record.iter().take(COLUMNS_LIMIT).map(clean).collect();
        rows.push(TableRow { row: line, cells, swallowed });
    }
    Ok(Table { name: String::new(), rows })
}

/// A comment of two lines is fine; a second line that is itself a row of cells is not.
fn has_swallowed(cell: &str, separator: char) -> bool {
    cell.lines().skip(1).any(|line| line.matches(separator).count() >= 3)
}

fn sheets_xls(bytes: &[u8]) -> Result<Vec<Table>, StatementRefusal> {
    let unreadable = |_| StatementRefusal::FileUnreadable;
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(unreadable)?;
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let left = range.start().map_or(0, |(_, column)| column as usize);
        if range.height() > ROWS_LIMIT {
            return Err(StatementRefusal::TooManyRows { rows: range.height() });
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
fn sheets_xlsx(bytes: &[u8]) -> Result<Vec<Table>, StatementRefusal> {
    let unreadable = |_| StatementRefusal::FileUnreadable;
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
                if rows.len() == ROWS_LIMIT {
                    return Err(StatementRefusal::TooManyRows { rows: row });
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

/// A workbook cell as text. A number becomes its shortest decimal text, `95120.04`; no arithmetic on floats.
fn shown(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
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

/// Without the blanks, TABs, full-width and zero-width blanks that banks pad cells with.
fn clean(cell: &str) -> String {
    cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{a0}' | '\0')).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(bytes: &[u8]) -> (FileEncoding, Vec<Table>) {
        match open(bytes).unwrap() {
            Tables::Cuts(encoding, tables) => (encoding, tables),
            Tables::Sheets(..) => panic!("text expected"),
        }
    }

    #[test]
    fn lines_are_counted_over_blank_lines_crlf_and_cells_of_two_lines() {
        let (_, tables) = cuts("a,b\r\n\r\n\"x\ny\",1\r\nlast,2".as_bytes());
        let lines: Vec<usize> = tables[0].rows.iter().map(|r| r.row).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn encodings_are_told_by_mark_then_validity() {
        assert_eq!(cuts("\u{feff}日期,余额".as_bytes()).0, FileEncoding::Utf8);
        let (gbk, ..) = encoding_rs::GBK.encode("日期,余额");
        let (encoding, tables) = cuts(&gbk);
        assert_eq!((encoding, tables[0].rows[0].cell(1)), (FileEncoding::Gbk, "余额"));
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("日,余".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(cuts(&utf16).0, FileEncoding::Utf16);
    }

    #[test]
    fn a_file_under_a_false_name_is_named() {
        for (bytes, what) in [
            (&b"%PDF-1.7 ..."[..], "PDF"),
            (b"\r\n<html><table>", "网页"),
            (b"\x89PNG\r\n", "图片"),
            (b"MZ\x00\x01", "程序文件"),
        ] {
            assert_eq!(open(bytes).err(), Some(StatementRefusal::FileDisguised { what }));
        }
        assert_eq!(open(b" \r\n").err(), Some(StatementRefusal::FileEmpty));
        assert_eq!(open(b"PK\x03\x04broken").err(), Some(StatementRefusal::FileUnreadable));
        assert_eq!(open(b"\xd0\xcf\x11\xe0broken").err(), Some(StatementRefusal::FileUnreadable));
        assert_eq!(open(&vec![b'1'; 5 * 1024 * 1024 + 1]).err(), Some(StatementRefusal::FileTooLarge { megabytes: 6 }));
    }
}
