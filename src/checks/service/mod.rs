//! What checks are asked for: to prove books, to close a month, to open one once more.

mod proving;
mod comparing;
mod closing;
mod reopening;

pub use closing::{close_period, closing_checklist};
pub use comparing::three_way;
pub use proving::{all, certificate, facts_of, judge, named, prove, record_certificate};
pub use reopening::{approve_reopening, ask_reopening};
