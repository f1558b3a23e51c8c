//! 导出 — one report, many forms: JSON, CSV, XLSX, paper. A report in, bytes out.
//!
//! A [`Report`] is what a page shows; [`Report::write`] gives the same figures in another form. JSON
//! is the stable contract of the command line. CSV and XLSX come from one [`Table`] a report; text that
//! a spreadsheet would take for a formula is made harmless, amounts stay numbers.
//!
//! Never: a sum of its own, a rounding, the database.

mod report;
mod table;
mod ledger_tables;
mod statement_tables;

/// The stable JSON of every report.
pub mod json;
/// Comma-separated text that opens in a spreadsheet.
pub mod csv;
/// Workbooks.
pub mod xlsx;

pub use crate::pdf::reports::ReportCaption;
pub use report::{Body, Format, Report};
pub use table::{Cell, Column, Row, RowWeight, Table};
