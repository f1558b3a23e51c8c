//! 报表与账簿 — pure sums over kept balances and posted entries. No tables of its own.
//!
//! 科目余额表, 总账, 明细账, 日记账, 收支明细表, 资产负债表, 收益及收益分配表. Statement forms are data: rows with a
//! small formula language, versioned (the ledger keeps the texts), proved before use: every leaf account feeds
//! exactly one line, and the totals take every line once.
//! 113 内部往来 is summed per household on each side, never netted, wherever a statement shows it.
//! Before the year end, 未分配收益 holds the income and expense not yet carried forward.
//! Serves 财会〔2023〕14号; articulation rules C-1…C-19.
//!
//! Never: a figure that is not a sum of posted entries or opening balances.

mod error;
mod formula;
mod form_text;
mod form;
mod form_proof;
mod figures;
mod distribution;
mod statement;
mod consolidation;
mod trial_balance;
mod account_ledger;
mod ledger_book;
mod journal;
mod party_balances;
mod party_overview;
mod multi_column;
mod voucher_summary;
mod account_comparison;
mod cash_lines;
mod receipts;
mod service;

pub use account_comparison::{AccountComparison, ComparisonRow};
pub use account_ledger::{AccountLedger, LedgerOf, LedgerRow, LedgerRowKind, Stood};
pub use cash_lines::{CashDirection, CashLine, cash_lines};
pub use consolidation::{Consolidation, Elimination};
pub use distribution::Distribution;
pub use error::StatementRefusal;
pub use figures::Figures;
pub use form::{Form, FormFault, FormRow, delivered_form};
pub use form_text::{FormText, Half, RowText};
pub use formula::{Formula, Part, Special, Term};
pub use journal::{Journal, JournalLine};
pub use ledger_book::{LedgerBook, LedgerBookKind};
pub use multi_column::{ColumnHead, ColumnsBy, ColumnsRow, MultiColumn};
pub use party_balances::{PartyBalances, PartyRow};
pub use party_overview::{Ageing, PartyAccount, PartyGroup, PartyOverview};
pub use receipts::{CashPosition, ReceiptsAndPayments, ReceiptsRow, receipts_and_payments};
pub use service::{
    FormVersion, MonthColumns, NewFormText, Proved, account_comparison, account_ledger, adopt_form, balance_sheet,
    balance_sheet_between, cash_lines_between, consolidated_balance_sheet, consolidated_surplus, form_in_force, forms,
    general_ledger, journal, ledger_of_lines, multi_column, party_balances, party_ledger, party_overview, preview,
    prove_form, receipts_between, receipts_of_books, surplus_statement, trial_balance, trial_balance_of_books,
    voucher_summary,
};
pub use statement::{LinePart, Statement, StatementLine};
pub use trial_balance::{RowsWanted, TrialBalance, TrialRow};
pub use voucher_summary::VoucherSummary;
