//! 收据本 — receipt books bought by the centre, issued to villages, used number by number in order, and settled.
//!
//! A [`ReceiptBook`] is one bound book of numbers. An [`Issue`] puts it in the hands of one village book; the clerk
//! signs for it, brings it back with its stubs, and the centre settles it (核销) before it gives out the next. Every
//! number has a life of events: used for one income item, let go when that item came to nothing, voided with all
//! copies kept, lost. Its whole road is [`Standing::next`] and [`Fate::may_follow`].
//!
//! Invariants: a number is used only when every lower number of its receipt book has been (the database refuses a gap)
//! · a number stands for one item and its amount · a receipt in a payer's hand is never used again for something
//! else: when its item is withdrawn or refused, the number is voided, or carried by the corrected item for the same
//! amount · nothing is settled while a number hangs in the air.
//!
//! Never: a receipt book changed or deleted; a number un-voided; what an item says, which stands below the ledger.
//! Serves domain/workflow.md §6 (票据管理).

mod error;
mod book;
mod issue;
mod leaf;
mod held;
mod register;
mod store;
mod service;

pub use book::{NewStock, ReceiptBook, ReceiptKind};
pub use error::ReceiptsRefusal;
pub use held::HeldBook;
pub use issue::{DoneAct, Issue, IssueAct, Standing};
pub use leaf::{Fate, LeafEvent, Leaves};
pub use register::{LeafCounts, RegisterLine, StockLine};
pub use service::{
    NewUse, buy, hand_back, in_hand, issue, issue_page, keeps_any, let_go, lose_book, next_numbers, number_needed,
    of_book, recall, register, require_number, sign, stock, use_number, verify, void,
};
