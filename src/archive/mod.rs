//! 审计包 — one book, from its first month to the end of one year, in open formats; and the way back.
//!
//! A package holds the rows of the book in one SQLite file, its source documents, the books and statements as tables
//! and paper, the national data interface, two plain-text journals, and a manifest of every file with its digest.
//! Whoever has it needs neither this program nor the centre to prove it. [`restore`] puts it into an empty instance,
//! where every check passes and exporting again gives the same bytes.
//! Serves 财会〔2024〕12号 art. 28, 30, 40–43 (data belongs to the user; export may not be refused); 会计档案管理办法 art. 8, 12.
//!
//! Invariants: equal content gives equal bytes: no clock, rows in one order, fixed times in the ZIP · the book's own
//! chains prove from their first link, so earlier years come along · a table is either taken or named as left out.
//!
//! Never: a password, a session, another book's row; a package that was changed; a restore over anything that is there.

mod error;
mod manifest;
mod readme;
mod shelf;
mod opened;
mod contents;
mod scratch;
mod store;
mod service;

pub use error::ArchiveRefusal;
pub use manifest::Manifest;
pub use opened::Opened;
pub use scratch::Scratch;
pub use service::{
    Gathered, Packed, Rows, SheetsProved, gather, pack, prove_sheets, record, record_interface, require_empty, restore,
    rows_of, tables_kept, tables_left_out, year_of_books,
};
pub use shelf::Shelf;
