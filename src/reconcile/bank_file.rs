use crate::evidence::{FileEncoding, Table, TableFault, TableFile, TableLimits, cut, open_table, separators};

use super::error::StatementRefusal;

/// A bank statement needs no more than this.
const LIMITS: TableLimits = TableLimits { bytes: 5 * 1024 * 1024, unpacked: 50 * 1024 * 1024, rows: 20_000 };

/// What a file holds.
pub(super) enum Tables {
    /// The same text, cut at each separator it contains; the first that shows a header is right.
    Cuts(FileEncoding, Vec<Table>),
    /// The sheets of a workbook; one of them is the statement.
    Sheets(FileEncoding, Vec<Table>),
}

/// Opens a bank file.
///
/// Refuses: `reconcile.file_empty`, `reconcile.file_too_large`, `reconcile.too_many_rows`, `reconcile.file_disguised`,
/// `reconcile.file_unreadable`, `reconcile.undecodable`.
pub(super) fn open(bytes: &[u8]) -> Result<Tables, StatementRefusal> {
    match open_table(bytes, &LIMITS).map_err(refusal)? {
        TableFile::Sheets(encoding, sheets) => Ok(Tables::Sheets(encoding, sheets)),
        TableFile::Text(encoding, text) => {
            let cuts: Result<Vec<Table>, TableFault> = separators(&text).map(|s| cut(&text, s, &LIMITS)).collect();
            Ok(Tables::Cuts(encoding, cuts.map_err(refusal)?))
        }
    }
}

fn refusal(fault: TableFault) -> StatementRefusal {
    match fault {
        TableFault::Empty => StatementRefusal::FileEmpty,
        TableFault::TooLarge { megabytes } => {
            StatementRefusal::FileTooLarge { megabytes: usize::try_from(megabytes).unwrap_or(usize::MAX) }
        }
        TableFault::TooManyRows { rows } => StatementRefusal::TooManyRows { rows },
        TableFault::Disguised { what } => StatementRefusal::FileDisguised { what },
        TableFault::Unreadable => StatementRefusal::FileUnreadable,
        TableFault::Undecodable { row } => StatementRefusal::Undecodable { row },
    }
}
