//! 明账 Mingzhang — books that stand in the light.
//!
//! The rooms stand in dependency order: a room may use only rooms listed above it.
//! `tests/tidy.rs` reads the order from this file and holds it.

// Values every room speaks; no I/O.
pub mod kernel;
// Settings, read once, checked once.
pub mod config;
// The only room that knows which engine runs.
pub mod db;
// 操作日志: who did what, when, from what.
pub mod audit;
// People, roles, sessions; a permit is a value you hold.
pub mod auth;
// 村与账套: a village keeps one or more books.
pub mod village;
// 原始凭证: scanned, hashed, never altered.
pub mod evidence;
// 收据本: bought, issued, used in order, voided, returned, 核销.
pub mod receipts;
// 账: chart, vouchers, balances, months.
pub mod ledger;
// 预算: the year's plan, adopted by resolution; plan against actual.
pub mod budget;
// 一事一议、专项、工程: what was resolved about a project, and what the ledger says came of it.
pub mod projects;
// 内控规则: what is looked at before money moves, and what was said when it moved all the same.
pub mod controls;
// 报账 → 理财 → 审核 → 记账: submissions, the approval ladder, the marks.
pub mod workflow;
// 移交: papers handed to the centre, posts handed to a successor.
pub mod handover;
// 银行对账、现金盘点: bank statements, matching, the reconciliation sheet, cash counts.
pub mod reconcile;
// 报表与账簿: pure sums, no tables of its own.
pub mod statements;
// 村民质询: what villagers ask about a published sheet, the clock, the answer.
pub mod questions;
// 财务公开: the quarter's sheet, its opinions, its publication, its proof.
pub mod disclosure;
// 稽核: the whole book re-proved, one named check per file.
pub mod checks;
// 监督: how long things take, village by village, summed from threads and kept balances.
pub mod oversight;
// Paper: a report in, PDF bytes out. It never sees the database.
pub mod pdf;
// The same report as XLSX, CSV, JSON and paper: a report in, bytes out. It never sees the database.
pub mod export;
// 审计包: one book's year in open formats, and the way back.
pub mod archive;
// What a request can reach: the database, the clock, the settings.
pub mod app;
// HTTP in, HTML out.
pub mod web;
// The command line: serve, found, import, report, prove.
pub mod cli;
