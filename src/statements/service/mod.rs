//! The use-cases of the room: the books, the forms, and the statements.

mod statements;
mod books;
mod consolidating;
mod forms;
mod comparison;

pub use books::{
    account_ledger, general_ledger, journal, ledger_of_lines, multi_column, party_balances, party_ledger,
    party_overview, trial_balance, trial_balance_of_books, voucher_summary,
};
pub use comparison::{MonthColumns, account_comparison};
pub use consolidating::{consolidated_balance_sheet, consolidated_surplus};
pub use forms::{FormVersion, NewFormText, Proved, adopt_form, form_in_force, forms, preview, prove_form};
pub use statements::{
    balance_sheet, balance_sheet_between, cash_lines_between, receipts_between, receipts_of_books, surplus_statement,
};
