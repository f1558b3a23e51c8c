//! Tables in files: text in any encoding a Chinese office writes, old and new workbooks, opened by what they are.

use std::fmt;

use serde::{Serialize, Serializer};

use super::workbook::{sheets_xls, sheets_xlsx};

/// The widest row that is looked at.
pub(super) const COLUMNS_LIMIT: usize = 256;
/// Separators tried on a text file, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How much of a file is taken.
#[derive(Clone, Copy, Debug)]
pub struct TableLimits {
    /// Bytes as they come.
    pub bytes: usize,
    /// Bytes a workbook may unpack into.
    pub unpacked: u64,
    /// Rows of one table.
    pub rows: usize,
}

/// Why a file is no table. The room that asked says it in its own words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TableFault {
    /// Nothing in it.
    Empty,
    /// More bytes than are taken, as it comes or unpacked.
    TooLarge {
        /// Size in MB, rounded up.
        megabytes: u64,
    },
    /// More rows than are taken.
    TooManyRows {
        /// Rows there are, as far as they were counted.
        rows: usize,
    },
    /// Something else under a table's name.
    Disguised {
        /// What it is.
        what: &'static str,
    },
    /// A workbook that does not open.
    Unreadable,
    /// Bytes that are no Chinese text.
    Undecodable {
        /// Line of the file.
        row: usize,
    },
}

/// How the bytes of the file were read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileEncoding {
    /// Text, UTF-8 with or without mark.
    Utf8,
    /// Text, GBK (read as GB18030, which contains it).
    Gbk,
    /// Text, UTF-16 with mark.
    Utf16,
    /// Old workbook.
    Xls,
    /// New workbook.
    Xlsx,
}

impl fmt::Display for FileEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileEncoding::Utf8 => "utf-8",
            FileEncoding::Gbk => "gbk",
            FileEncoding::Utf16 => "utf-16",
            FileEncoding::Xls => "xls",
            FileEncoding::Xlsx => "xlsx",
        })
    }
}

impl Serialize for FileEncoding {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// One table of text cells: a sheet of a workbook, or a text file cut at one separator.
#[derive(Clone, Debug)]
pub struct Table {
    /// The sheet's name; empty for a text file.
    pub name: String,
    /// Its rows, blank ones of a workbook left out.
    pub rows: Vec<TableRow>,
}

/// One row of cells, trimmed, with its line in the file.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// 1-based.
    pub row: usize,
    /// From left to right.
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
#[derive(Clone, Debug)]
pub enum TableFile {
    /// Text that can be cut into cells.
    Text(FileEncoding, String),
    /// The sheets of a workbook.
    Sheets(FileEncoding, Vec<Table>),
}

/// Opens a file by what it is, not by what it is called.
pub fn open_table(bytes: &[u8], limits: &TableLimits) -> Result<TableFile, TableFault> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(TableFault::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(TableFault::TooLarge { megabytes: megabytes(bytes.len() as u64) });
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Ok(TableFile::Sheets(FileEncoding::Xls, sheets_xls(bytes, limits)?));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(TableFile::Sheets(FileEncoding::Xlsx, sheets_xlsx(bytes, limits)?));
    }
    if let Some(what) = disguise(bytes) {
        return Err(TableFault::Disguised { what });
    }
    let (encoding, text) = decode(bytes)?;
    Ok(TableFile::Text(encoding, text))
}

pub(super) fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

/// The separators that occur in a text, the likeliest first.
pub fn separators(text: &str) -> impl Iterator<Item = u8> {
    SEPARATORS.into_iter().filter(|s| text.as_bytes().contains(s))
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
fn decode(bytes: &[u8]) -> Result<(FileEncoding, String), TableFault> {
    let (encoding, kind) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((marked, _)) if marked == encoding_rs::UTF_8 => (marked, FileEncoding::Utf8),
        Some((marked, _)) => (marked, FileEncoding::Utf16),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, FileEncoding::Utf8),
        None => (encoding_rs::GB18030, FileEncoding::Gbk),
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken {
        let row = text.lines().position(|line| line.contains('\u{fffd}')).unwrap_or(0) + 1;
        return Err(TableFault::Undecodable { row });
    }
    Ok((kind, text.into_owned()))
}

/// Cuts text into cells. Lines are counted by us: the reader's own count drifts over blank and CRLF lines.
pub fn cut(text: &str, separator: u8, limits: &TableLimits) -> Result<Table, TableFault> {
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
        if rows.len() == limits.rows {
            return Err(TableFault::TooManyRows { rows: text.lines().count() });
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

/// Without the blanks, TABs, full-width and zero-width blanks that banks pad cells with.
pub(super) fn clean(cell: &str) -> String {
    cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{a0}' | '\0')).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: TableLimits = TableLimits { bytes: 5 * 1024 * 1024, unpacked: 1024 * 1024, rows: 100 };

    fn opened(bytes: &[u8]) -> (FileEncoding, Table) {
        match open_table(bytes, &LIMITS).unwrap() {
            TableFile::Text(encoding, text) => (encoding, cut(&text, b',', &LIMITS).unwrap()),
            TableFile::Sheets(..) => panic!("text expected"),
        }
    }

    #[test]
    fn lines_are_counted_over_blank_lines_crlf_and_cells_of_two_lines() {
        let (_, table) = opened("a,b\r\n\r\n\"x\ny\",1\r\nlast,2".as_bytes());
        let lines: Vec<usize> = table.rows.iter().map(|r| r.row).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn encodings_are_told_by_mark_then_validity() {
        assert_eq!(opened("\u{feff}日期,余额".as_bytes()).0, FileEncoding::Utf8);
        let (gbk, ..) = encoding_rs::GBK.encode("日期,余额");
        let (encoding, table) = opened(&gbk);
        assert_eq!((encoding, table.rows[0].cell(1)), (FileEncoding::Gbk, "余额"));
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("日,余".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(opened(&utf16).0, FileEncoding::Utf16);
    }

    #[test]
    fn a_file_under_a_false_name_is_named() {
        let refused = |bytes: &[u8]| open_table(bytes, &LIMITS).err();
        for (bytes, what) in [
            (&b"%PDF-1.7 ..."[..], "PDF"),
            (b"\r\n<html><table>", "网页"),
            (b"\x89PNG\r\n", "图片"),
            (b"MZ\x00\x01", "程序文件"),
        ] {
            assert_eq!(refused(bytes), Some(TableFault::Disguised { what }));
        }
        assert_eq!(refused(b" \r\n"), Some(TableFault::Empty));
        assert_eq!(refused(b"PK\x03\x04broken"), Some(TableFault::Unreadable));
        assert_eq!(refused(b"\xd0\xcf\x11\xe0broken"), Some(TableFault::Unreadable));
        assert_eq!(refused(&vec![b'1'; 5 * 1024 * 1024 + 1]), Some(TableFault::TooLarge { megabytes: 6 }));
    }
}
