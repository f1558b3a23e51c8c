//! 新旧衔接: from the balances of the 2004 chart to the opening of the 2023 chart, with the paper that proves it.
//!
//! What the table knows for certain is filled in; what must be decided is asked and stays asked until the amounts of
//! the parts are the whole. Source: 财会〔2023〕20号.

mod old_chart;
mod error;
mod sheet;
mod paper;

pub use error::ConversionRefusal;
pub use old_chart::{Basis, OldAccount, OldChart, Target};
pub use paper::{NewBalance, PaperRow, WorkingPaper};
pub(in crate::ledger) use paper::{digest_of, opening_rows, paper_rows, totals_of};
pub use sheet::{ConversionSheet, Piece, SheetAdjustment, SheetLine, SheetPart};
