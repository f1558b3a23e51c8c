//! The use-cases of the room.

mod importing;
mod pairing;
mod proposing;
mod reconciling;
mod standing;
mod counting;
mod cash_standing;

pub use cash_standing::{CashStanding, cash_standing, last_cash_counts};
pub use counting::{cash_balance, cash_counts, cash_counts_between, record_cash_count};
pub use importing::{import_statement, keep_profile, preview_statement, profile_of, statements};
pub use pairing::{pair, unpair};
pub use proposing::{FilePair, FilePairEntry, Workbench, match_file, voucher_for_line, workbench};
pub use reconciling::{
    make_reconciliation, reconciliation_sheet, reconciliations, review_reconciliation, withdraw_reconciliation,
};
pub use standing::{
    AccountStanding, Dot, account_standings, accounts_unreconciled, is_reconciled_or_listed, proven_through,
    reconciled_through,
};
