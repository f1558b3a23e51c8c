use serde::{Deserialize, Serialize};

use crate::export::YearOfBooks;
use crate::kernel::{Digest, Fault};

/// What a package calls itself.
pub(super) const FORMAT: &str = "mingzhang-package/1";

/// The list of everything in a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `mingzhang-package/1`.
    pub format: String,
    /// Version of the program.
    pub program: String,
    /// Version of the tables in `book.sqlite`.
    pub tables: usize,
    /// The township.
    pub township: String,
    /// The book.
    pub book: BookLine,
    /// The year.
    pub year: i32,
    /// Closed months of the year with what was sealed.
    pub months: Vec<MonthLine>,
    /// Every other file, by name.
    pub files: Vec<FileLine>,
}

/// The book as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookLine {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Legal name.
    pub legal_name: String,
    /// Village.
    pub village: String,
    /// First month kept.
    pub enabled_from: String,
}

/// A closed month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthLine {
    /// `2025-09`.
    pub period: String,
    /// Vouchers 1..n.
    pub vouchers: i64,
    /// The sealed root.
    pub root: String,
    /// Its short code, as printed.
    pub code: String,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileLine {
    /// Path within the package.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

impl FileLine {
    pub(super) fn of(name: &str, bytes: &[u8]) -> FileLine {
        FileLine { name: name.to_owned(), bytes: bytes.len() as u64, sha256: Digest::of(bytes).hex() }
    }
}

impl Manifest {
    pub(super) fn of(year: &YearOfBooks, mut files: Vec<FileLine>, tables: usize) -> Manifest {
        files.sort();
        let months = year.closures.iter().map(|c| MonthLine {
            period: c.period.to_string(),
            vouchers: c.voucher_count,
            root: c.root.hex(),
            code: c.root.short_code(),
        });
        Manifest {
            format: FORMAT.to_owned(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            tables,
            township: year.township.clone(),
            book: BookLine {
                code: year.book.code.clone(),
                name: year.book.name.clone(),
                legal_name: year.book.legal_name.clone(),
                village: year.book.village_name.clone(),
                enabled_from: year.book.enabled_from.to_string(),
            },
            year: year.year.number(),
            months: months.collect(),
            files,
        }
    }

    /// As it is written.
    pub(super) fn written(&self) -> Result<Vec<u8>, Fault> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(Fault::while_("writing a manifest"))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// 包码: the short code of the whole package, over every digest in it.
    pub fn code(&self) -> Result<String, Fault> {
        Ok(Digest::of(&self.written()?).short_code())
    }
}
