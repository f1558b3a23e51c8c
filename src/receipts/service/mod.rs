//! The use-cases: the centre's shelf, the village's hands, the numbers.

mod stocking;
mod holding;
mod using;
mod reading;

pub use holding::{hand_back, lose_book, sign, void};
pub use reading::{in_hand, issue_page, next_numbers, of_book, register, stock};
pub use stocking::{buy, issue, recall, verify};
pub use using::{NewUse, keeps_any, let_go, number_needed, require_number, use_number};
