use super::bank_statement::BankStatement;
use super::overlap::{Overlap, StatementGap};
use super::profile::BankProfile;
use super::statement_reader::read_statement;
use crate::kernel::{Date, Digest, Money, Outcome, StatementId, Timestamp};

/// A bank file read and proved, before anything of it is kept. Made outside any transaction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementFile {
    /// What the file is called.
    pub name: String,
    /// Digest of its bytes.
    pub digest: Digest,
    /// What it says.
    pub statement: BankStatement,
}

impl StatementFile {
    /// Reads a file. Refuses: as [`read_statement`].
    pub fn read(name: &str, bytes: &[u8], profile: Option<&BankProfile>) -> Outcome<StatementFile> {
        let statement = read_statement(bytes, profile)?;
        Ok(StatementFile { name: name.to_owned(), digest: Digest::of(bytes), statement })
    }
}

/// What an import did, or would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatementImport {
    /// The statement kept; `None` in a preview, and when every line was there already.
    pub statement: Option<StatementId>,
    /// Which rows were there already, chronological.
    pub overlap: Overlap,
    /// Days no statement shows, before or after this one.
    pub gaps: Vec<StatementGap>,
    /// The holder the file names, where it is not the account's: perhaps another book's account.
    pub holder_differs: Option<String>,
}

impl StatementImport {
    /// `新增 12 笔，已导入过 3 笔`.
    pub fn sentence(&self) -> String {
        match (self.overlap.new_count(), self.overlap.known_count()) {
            (0, known) => format!("{known} 笔都已导入过，没有新增"),
            (new, 0) => format!("新增 {new} 笔"),
            (new, known) => format!("新增 {new} 笔，已导入过 {known} 笔"),
        }
    }
}

/// A statement that was imported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportedStatement {
    /// Id.
    pub id: StatementId,
    /// The file.
    pub file_name: String,
    /// Its layout.
    pub layout: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// 期初.
    pub balance_opening: Money,
    /// 期末.
    pub balance_closing: Money,
    /// Rows in the file.
    pub row_count: i64,
    /// Rows that were new.
    pub new_count: i64,
    /// Who.
    pub imported_name: String,
    /// When.
    pub imported_at: Timestamp,
}
