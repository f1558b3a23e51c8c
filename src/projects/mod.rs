//! 项目 — 一事一议、专项资金、工程: what was resolved about a project, and what the ledger says came of it.
//!
//! The project itself is a dimension of the book (`village::Project`). Here stand its papers: the resolution with its
//! attendance and votes, the exemptions by name and reason, grants by document, what the money may be used for, the
//! steps it went through, and the memo register (筹资筹劳备查簿). None of them is ever changed; a mistake is a new row.
//!
//! What was collected, granted and spent is never typed in: it is worked out from posted vouchers (`works_of`), voucher
//! by voucher. 内部往来 is kept per household, so a household's payment is told to a project by a reading (认定) of that
//! line: given by the business item it was booked from, or by the accountant.
//!
//! Invariants: approved = per head × (heads − exempt) · a resolution passes only with its quorum and a majority of those
//! present · steps go in order · the sums of a project are sums of its vouchers, each drillable.
//!
//! Never: a posting refused here; how hard 少批多收 bites is a control's severity.
//! Serves 国办发〔2007〕4号; 村委会组织法 art. 22; domain/workflow.md §9.

mod error;
mod life;
mod resolution;
mod papers;
mod works;
mod standing;
mod service;
mod store;

pub use error::ProjectRefusal;
pub use life::{NewStep, Step, StepTaken};
pub use papers::{
    Exemption, ExemptionReason, Grant, GrantStage, Memo, MemoKind, NewExemption, NewGrant, NewMemo, Papers, Purpose,
    Reading, ReadingOfLine, days_in_words, exemption_reasons,
};
pub use resolution::{Meeting, NewResolution, Quorum, Resolution};
pub use service::{
    Burden, Ceiling, Unread, add_exemption, add_grant, add_memo, add_resolution, booked, burden, papers,
    papers_of_book, project, read_lines, set_purpose, standing, standings, take_step, unread,
};
pub use standing::{HouseholdShare, OffPurpose, ProjectStanding};
pub use works::{Collected, Spending, Sums, Works};
