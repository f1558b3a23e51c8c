//! 导出 — one report, many forms: JSON, CSV, XLSX, paper. A report in, bytes out.
//!
//! A [`Report`] is what a page shows; [`Report::write`] gives the same figures in another form. JSON
//! is the stable contract of the command line. CSV and XLSX come from one [`Table`] a report; text that
//! a spreadsheet would take for a formula is made harmless, amounts stay numbers.
//! [`YearOfBooks`] is a whole year; what an auditor takes away is written from it.
//!
//! Never: a sum of its own, a rounding, the database.

mod report;
mod table;
mod ledger_tables;
mod wide_tables;
mod json_books;
mod statement_tables;
mod plain;
mod plan_tables;
mod year;
mod year_tables;

/// 新旧衔接工作底稿 as tables.
pub mod working_paper;
/// 银行存款余额调节表 as a table and as JSON.
pub mod reconciliation;
/// 收据领用登记簿 as a table.
pub mod receipt_register;
/// The stable JSON of every report.
pub mod json;
/// 村民质询登记簿 as a table.
pub mod question_register;
/// 破例登记表 as a table.
pub mod overrides;
/// Comma-separated text that opens in a spreadsheet.
pub mod csv;
/// Workbooks.
pub mod xlsx;
/// GB/T 24589.1-2010, the interface auditors read.
pub mod gbt;
/// Text that hledger and beancount prove.
pub mod plain_text;

pub use crate::pdf::ledger_page::BookFront;
pub use crate::pdf::reports::ReportCaption;
pub use plain::PlainReport;
pub use plan_tables::{budget_execution, memo_register, plan_table, project_list};
pub use report::{Body, Format, Report};
pub use table::{Cell, Column, Row, RowWeight, Table};
pub use year::{MonthOfBooks, YearOfBooks};
pub use year_tables::{chart_table, monthly_balance, opening_table, parties_table, vouchers_table};
