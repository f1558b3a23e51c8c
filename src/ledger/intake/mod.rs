//! Files into the books: opening balances and vouchers from text and workbooks. Every bad row is named, nothing is guessed.

mod error;
mod heading;
mod cells;
mod file;
mod opening_file;
mod subtotals;
mod voucher_file;
mod u8_file;
mod conversion_file;
mod account_map;
mod place;

pub use account_map::{AccountMap, MappedAccount, OldCode, old_codes, read_account_map};
pub use conversion_file::{ConversionFile, ConversionRow, read_conversion_file};
pub use error::IntakeRefusal;
pub use file::{FILE_AT_DESK, FILE_IN_BULK};
pub use opening_file::{OpeningFile, OpeningRow, YearSoFar, read_opening, read_opening_file};
pub(in crate::ledger) use place::{Found, find};
pub use place::{MissingDetail, PartyKind, Place, Wanted};
pub use u8_file::{is_u8_file, read_u8_file};
pub use voucher_file::{VoucherFile, VoucherRow, VoucherRows, read_voucher_file, read_vouchers, utf8_text};
