//! All SQL of the ledger, one file per table group.

mod accounts;
mod drafts;
mod vouchers;
mod summaries;
mod projects;
mod corrections;
mod balances;
mod periods;
mod reopenings;
mod forms;
mod township;
mod templates;
mod printing;
mod years;
mod intake;
mod mutual;
mod astray;

pub(super) use accounts::{account_is_used, accounts, accounts_of_books, insert_accounts};
pub(super) use astray::entries_astray;
pub(super) use balances::{balances, confirm_opening, insert_opening, kept_movements, opening, opening_confirmed};
pub(super) use corrections::{corrections_of, reversal_of};
pub(super) use drafts::{
    delete_draft, draft, draft_counts, draft_of_submission, draft_places, drafts, drafts_in_state, drafts_waiting,
    frequent_summaries, hand_back, insert_draft, mark_reviewed, take_reviewed, update_draft,
};
pub(super) use forms::{any_closed_through, form_in_force, insert_form, kept_forms};
pub(super) use intake::{
    account_map, conversion_sheet, drafted_keys, forget_conversion_sheet, insert_prepared, insert_working_paper,
    keep_account_map, keep_conversion_sheet, working_paper,
};
pub(super) use mutual::{mark_party, marked_parties, mutual_sums, parties_named_like_books, party_name};
pub(super) use periods::{
    close_counter, closure, closures, draw_numbers, insert_closure, last_closed, last_closed_of, next_number,
    voucher_chain_end,
};
pub(super) use printing::{note_prints, print_offset, prints, set_print_offset};
pub(super) use projects::project_vouchers;
pub(super) use reopenings::{
    closures_taken_back, hold_months, insert_reopening, insert_reopening_declined, insert_reopening_request,
    reopen_counter, reopenings, reopenings_under_way,
};
pub(super) use summaries::{account_by_book, month_movements, number_spans, other_sides, recent_movements, turnovers};
pub(super) use templates::{
    delete_recurring, delete_template, end_recurring, insert_recurring, insert_template, note_made, recurring,
    rename_template, templates,
};
pub(super) use township::{opposite_sums, sums_of_books};
pub(super) use vouchers::{
    account_entries, bank_entries, imported_keys, insert_vouchers, voucher, vouchers_between, vouchers_of_documents,
    vouchers_of_submission,
};
pub(super) use years::{insert_opening_of_year, insert_year_seal, opening_of_year, year_seals};
