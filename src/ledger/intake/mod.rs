//! Files into the books: opening balances and vouchers from CSV. Every bad row is named, nothing is guessed.

mod error;
mod reading;

pub use error::IntakeRefusal;
pub use reading::{OpeningRow, VoucherRow, VoucherRows, read_opening, read_vouchers, utf8_text};
