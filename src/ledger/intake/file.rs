//! From the bytes of a file to its one table and the headings over it.

use crate::evidence::{Table, TableFault, TableFile, TableLimits, TableRow, cut, open_table, separators};
use crate::kernel::Refused;

use super::cells::Cells;
use super::error::IntakeRefusal;
use super::heading::{Header, Shape, find};

/// What a page takes: a book's whole opening, hundreds of vouchers.
pub const FILE_AT_DESK: TableLimits = TableLimits { bytes: 8 * 1024 * 1024, unpacked: 64 * 1024 * 1024, rows: 20_000 };
/// What the command line takes: a township's years.
pub const FILE_IN_BULK: TableLimits =
    TableLimits { bytes: 256 * 1024 * 1024, unpacked: 512 * 1024 * 1024, rows: 2_000_000 };

/// The rows of a file below its headings.
pub(super) struct Rows {
    table: Table,
    header: Header,
    /// A text file writes every cell of every row.
    is_text: bool,
}

impl Rows {
    /// Opens a file and finds its headings.
    ///
    /// Refuses: `intake.empty`, `intake.too_large`, `intake.too_many_rows`, `intake.disguised`, `intake.unreadable`,
    /// `intake.undecodable`, `intake.bad_header`, `intake.heading_twice`, `intake.several_sheets`.
    pub(super) fn of_file(bytes: &[u8], shape: &Shape, limits: &TableLimits) -> Result<Rows, Refused> {
        match open_table(bytes, limits).map_err(|fault| refusal(fault, limits))? {
            TableFile::Text(_, text) => Rows::of_text(&text, shape, limits),
            TableFile::Sheets(_, sheets) => Rows::of_sheets(sheets, shape),
        }
    }

    /// The same of text.
    pub(super) fn of_text(text: &str, shape: &Shape, limits: &TableLimits) -> Result<Rows, Refused> {
        let mut refused: Option<Refused> = None;
        for separator in separators(text).chain([b',']) {
            let table = cut(text, separator, limits).map_err(|fault| refusal(fault, limits))?;
            match find(&table, shape) {
                Ok(header) => return Ok(Rows { table, header, is_text: true }),
                Err((row, no)) => refused = Some(refused.unwrap_or(Refused::from(no).at_row(row))),
            }
        }
        Err(refused.unwrap_or_else(|| IntakeRefusal::Empty.into()))
    }

    /// The one sheet that has the headings and rows below them.
    fn of_sheets(sheets: Vec<Table>, shape: &Shape) -> Result<Rows, Refused> {
        let mut refused: Option<Refused> = None;
        let mut found: Vec<Rows> = Vec::new();
        for table in sheets.into_iter().filter(|t| !t.rows.is_empty()) {
            match find(&table, shape) {
                Ok(header) => found.push(Rows { table, header, is_text: false }),
                Err((row, no)) => refused = Some(refused.unwrap_or(Refused::from(no).at_row(row))),
            }
        }
        if found.len() > 1 {
            let names = found.iter().map(|r| r.table.name.as_str()).collect::<Vec<_>>().join("、");
            return Err(IntakeRefusal::SeveralSheets { count: found.len(), names }.into());
        }
        found.pop().ok_or_else(|| refused.unwrap_or_else(|| IntakeRefusal::Empty.into()))
    }

    /// The headings.
    pub(super) const fn header(&self) -> &Header {
        &self.header
    }

    /// The columns that are not read, as a notice.
    pub(super) fn unread(&self) -> Option<String> {
        let ignored = &self.header.ignored;
        (!ignored.is_empty()).then(|| format!("没有读这些列：{}", ignored.join("、")))
    }

    /// Calls `read` for every row that is not blank; a row of another width is a fault.
    pub(super) fn each(&self, faults: &mut Vec<Refused>, mut read: impl FnMut(&mut Cells<'_>)) {
        for row in self.table.rows[self.header.below..].iter().filter(|r| !r.is_blank()) {
            match self.misfit(row) {
                Some(refusal) => faults.push(Refused::from(refusal).at_row(row.row)),
                None => read(&mut Cells::of(row, &self.header, faults)),
            }
        }
    }

    fn misfit(&self, row: &TableRow) -> Option<IntakeRefusal> {
        if row.swallowed {
            return Some(IntakeRefusal::QuoteOpen);
        }
        let filled = row.cells.iter().rposition(|c| !c.is_empty()).map_or(0, |last| last + 1);
        let (cells, wanted) = (row.cells.len(), self.header.width);
        let short = self.is_text && cells < wanted;
        (short || filled > wanted).then_some(IntakeRefusal::RowWidth { cells: filled.max(cells), wanted })
    }
}

pub(super) fn refusal(fault: TableFault, limits: &TableLimits) -> Refused {
    match fault {
        TableFault::Empty => IntakeRefusal::Empty.into(),
        TableFault::TooLarge { megabytes } => {
            IntakeRefusal::TooLarge { megabytes, limit: limits.bytes / (1024 * 1024) }.into()
        }
        TableFault::TooManyRows { rows } => IntakeRefusal::TooManyRows { rows, limit: limits.rows }.into(),
        TableFault::Disguised { what } => IntakeRefusal::Disguised { what }.into(),
        TableFault::Unreadable => {
            IntakeRefusal::Unreadable { why: "表格打不开，可能加了密码或没有下载完整".to_owned() }.into()
        }
        TableFault::Undecodable { row } => Refused::from(IntakeRefusal::Undecodable { row }).at_row(row),
    }
}
