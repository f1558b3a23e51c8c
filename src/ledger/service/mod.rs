//! The ledger's use-cases, one file per act of the accountant.

mod charting;
mod drafting;
mod posting;
mod correcting;
mod opening;
mod resolving;
mod templates;
mod recurring;
mod printing;
mod importing;
mod importing_opening;
mod importing_drafts;
mod mapping;
mod converting;
mod closing;
mod reopening;
mod year_end;
mod sealing;
mod reading;
mod summing;
mod township;
mod mutual;
mod forms;

pub use charting::{Adding, NewAccount, add_account, chart, charts, lay_down_chart, unified_chart};
pub use closing::{
    close, closures, closures_taken_back, first_open, hold_months, hold_to_close, month_state, month_states,
    require_open,
};
pub use converting::{
    ConversionDraft, ConversionPreview, conversion_draft, convert, has_working_paper, keep_conversion,
    preview_conversion, working_paper,
};
pub use correcting::{corrections_of, reverse};
pub use drafting::{
    delete_draft, draft, draft_counts, draft_of_submission, draft_places, drafts, drafts_in_state, hand_back, keep,
    park, prepare, review, revise,
};
pub use forms::{form_in_force, keep_form, kept_forms};
pub use importing::{Imported, import_vouchers};
pub use importing_drafts::{PreviewVoucher, VoucherPreview, import_drafts, preview_vouchers};
pub use importing_opening::{Becomes, OpeningPreview, PreviewLine, import_opening, preview_opening};
pub use mapping::{account_map, map_accounts, suggested_map};
pub use mutual::{mark_party, mutual_parties, mutual_sums};
pub use opening::{Opening, OpeningLine, confirm_opening, opening, opening_confirmed};
pub use posting::{next_number, post};
pub use printing::{note_prints, print_offset, prints_of, set_print_offset};
pub use reading::{
    BankEntry, LedgerLine, account_entries, balances, bank_entries, frequent_summaries, kept_movements,
    project_vouchers, voucher, vouchers, vouchers_between, vouchers_of_documents, vouchers_of_submission,
};
pub use recurring::{end_recurring, keep_recurring, make_due, recurring_of_my_books, recurring_vouchers};
pub use reopening::{Asked, approve_reopening, ask_reopening, decline_reopening, reopenings, reopenings_under_way};
pub use resolving::MissingDetails;
pub use sealing::{month_roots, opening_of_year, seal_year, year_seals};
pub use summing::{
    AccountMovement, BookMovement, NumberSpan, RecentMovement, Turnover, account_by_book, month_movements,
    number_spans, other_sides, recent_movements, turnovers,
};
pub use templates::{Shelf, delete_template, keep_template, rename_template, template, templates};
pub use township::{entries_astray, opposite_sums, sums_of_books};
pub use year_end::{
    ReserveByRate, StepState, StepView, YearEnd, preview_distribution, propose_distribution, propose_year_end,
    reserve_by_rate, year_end,
};
