//! 稽核 — the whole book re-proved: one named check per file, each runnable alone.
//!
//! The same functions serve the `check` command, the 稽核 page, the gate before a month closes and
//! the end of every test. A check never mends anything; it names what is wrong and where.
//! Serves 财会〔2024〕12号 art. 19, 31; articulation rules C-1…C-19.

mod error;
mod facts;
mod finding;
mod balanced;
mod gapless;
mod chained;
mod two_hands;
mod kept;
mod opened;
mod sealed;
mod year_closed;
mod year_sealed;
mod tied;
mod cash;
mod evidence_kept;
mod published;
mod log_chained;
mod closing;
mod month_end;
mod board;
mod service;

pub use board::{Board, BoardRow, Cell, Pace, Stage, Waiting, board, board_of_year};
pub use closing::{ChecklistItem, ItemState};
pub use error::ChecksRefusal;
pub use facts::BookFacts;
pub use finding::{CHECKS, Check, Finding, Problem, Severity};
pub use service::{all, approve_reopening, ask_reopening, close_period, closing_checklist, of_book};
