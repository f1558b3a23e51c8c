//! The use-cases of the room.

mod importing;
mod pairing;
mod proposing;
mod drafted;
mod reconciling;
mod opening;
mod confirming;
mod imprest;
mod standing;
mod counting;
mod cash_standing;

pub use cash_standing::{CashStanding, cash_standing, last_cash_counts};
pub use confirming::{
    answer_party_statement, party_statements, send_party_statements, sent_statement, sent_statements,
};
pub use counting::{cash_balance, cash_count, cash_counts, cash_counts_between, record_cash_count, surprise_counts};
pub use drafted::draft_for_line;
pub use importing::{import_statement, keep_profile, preview_statement, profile_of, statements};
pub use imprest::{
    imprest_check, imprest_holders, make_imprest_check, sign_imprest_check, strike_imprest_line, write_imprest_line,
};
pub use opening::{enter_opening_item, opening_items, review_opening_items, strike_opening_item};
pub use pairing::{pair, unpair};
pub use proposing::{FilePair, FilePairEntry, Workbench, match_file, voucher_for_line, workbench};
pub use reconciling::{
    make_reconciliation, reconciliation_sheet, reconciliations, review_reconciliation, withdraw_reconciliation,
    withdrawn_sheets,
};
pub use standing::{
    AccountStanding, Dot, account_standings, accounts_unreconciled, is_reconciled_or_listed, proven_through,
    reconciled_through,
};
