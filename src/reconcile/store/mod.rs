//! All SQL of the room, one file per table group.

mod statements;
mod pairings;
mod sheets;
mod counts;

pub(super) use counts::{cash_counts, insert_cash_count, last_counts};
pub(super) use pairings::{insert_pairings, pairing, pairings, undo_pairing};
pub(super) use sheets::{
    insert_reconciliation, proven_through, reconciled_through, reconciliation, reconciliations, review, withdraw,
};
pub(super) use statements::{
    insert_statement, line, lines, lines_between, neighbours, profile, save_profile, statements,
};
