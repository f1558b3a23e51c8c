//! 预算 — what a book plans to take in and to spend in a year, and what came of it.
//!
//! A plan stands on accounts of the chart, leaf or group, in or out, for one project or for all. It is drafted, adopted
//! by a resolution (day and number, the scan beside it) and then stands. A change in the middle of the year is an
//! adjustment (调整): a new version with its own reason and resolution, which says the whole plan again.
//! The actual side is never kept: it is the ledger's turnover, carry-forward vouchers left out. Each account counts in
//! the nearest planned account above it, so no yuan counts twice; what moved without a plan is listed as such.
//!
//! Invariants: what was adopted never changes · nothing is adopted without a resolution · the actual figures of all
//! lines, planned or not, sum to the turnover of the trial balance.
//!
//! Never: a posting refused here; how hard a budget bites is a control's severity.
//! Serves 农村集体经济组织法 art. 26 (年度预决算); domain/workflow.md §3.

mod error;
mod plan;
mod execution;
mod plan_file;
mod service;
mod store;

pub use error::BudgetRefusal;
pub use execution::{Actual, Execution, ExecutionRow, execute};
pub use plan::{Adoption, Budget, BudgetReport, Direction, NewBudgetReport, NewPlanLine, PlanLine, PlanSource};
pub use plan_file::{PLAN_COLUMNS, read_plan};
pub use service::{
    Against, NewAdoption, adopt, adopted_on, against, delete_draft, draft, execution, keep_draft, last_year,
    record_report, reports, start_draft, versions,
};
