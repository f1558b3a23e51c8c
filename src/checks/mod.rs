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
mod corrected;
mod astray;
mod evidence_kept;
mod opened;
mod kept;
mod carried;
mod rolled_up;
mod parties;
mod sealed;
mod year_closed;
mod year_sealed;
mod tied;
mod sheet_foots;
mod sheet_opening;
mod receivables;
mod net_values;
mod undistributed;
mod interim;
mod surplus_opening;
mod surplus_turnover;
mod reserve;
mod pending;
mod cash;
mod counted;
mod reconciled;
mod receipts;
mod sides;
mod published;
mod disclosed;
mod disclosed_year;
mod forms_kept;
mod lists_kept;
mod log_chained;
mod catalogue;
mod certificate;
mod closing;
mod month_end;
mod three_way;
mod board_cell;
mod bank_age;
mod cash_age;
mod board;
mod service;

pub use bank_age::BankAge;
pub use board::{Board, BoardRow, board, board_of_year};
pub use board_cell::{Cell, Pace, Stage, Waiting};
pub use cash_age::CashAge;
pub use catalogue::{CHECKS, Check};
pub use certificate::{Certificate, CertificateLine, Covered, Proved};
pub use closing::{ChecklistItem, ItemState};
pub use error::ChecksRefusal;
pub use facts::{BookFacts, YearFacts};
pub use finding::{Finding, Problem, Severity};
pub use service::{
    all, approve_reopening, ask_reopening, certificate, close_period, closing_checklist, facts_of, judge, named, prove,
    record_certificate, three_way,
};
pub use three_way::{Agrees, Compared, ThreeWay};
