//! All SQL of the room, one file per table group.

mod statements;
mod pairings;
mod sheets;
mod counts;
mod opening_items;
mod parties;
mod imprest;

pub(super) use counts::{cash_count, cash_counts, insert_cash_count, last_counts};
pub(super) use imprest::{
    imprest_checks, imprest_lines, insert_imprest_check, insert_imprest_line, sign_imprest_check, strike_imprest_line,
};
pub(super) use opening_items::{
    account_of_waiting_item, end_opening_items, insert_opening_item, insert_opening_lines, opening_items,
};
pub(super) use pairings::{insert_pairings, pairing, pairings, undo_pairing};
pub(super) use parties::{insert_answer, insert_statements, sent_statements};
pub(super) use sheets::{
    insert_reconciliation, proven_through, reconciled_through, reconciliation, reconciliations, review, withdraw,
    withdrawn_sheets,
};
pub(super) use statements::{
    insert_statement, line, lines, lines_between, neighbours, profile, save_profile, statements,
};
