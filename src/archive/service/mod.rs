//! Making a package of a book's year, and taking one back.

mod gathering;
mod packing;
mod proving;
mod restoring;

pub use gathering::{Gathered, gather, year_of_books};
pub use packing::{Packed, pack, record, record_interface};
pub use proving::{SheetsProved, prove_sheets};
pub use restoring::{Rows, require_empty, restore, rows_of};

use super::store;

/// The tables a package carries.
pub fn tables_kept() -> impl Iterator<Item = &'static str> {
    store::kept()
}

/// The tables that stay where they are, and why.
pub const fn tables_left_out() -> &'static [(&'static str, &'static str)] {
    store::LEFT_OUT
}
