//! 账 — the chart, the voucher from draft to posted, the balances, the months and their closing.
//!
//! A **draft** (制单) may be unfinished and has no number. A **reviewed** one (复核) balances and
//! was read by a second person. A **posted** one (记账) has its number, its place in the chain and
//! is never changed again: a mistake is mended by a red-letter voucher in today's open period.
//!
//! Invariants: debit equals credit in every posted voucher · numbers run 1..n per book, period and
//! word, drawn only here in the posting transaction · every balance is the sum of its entries ·
//! opening of a month is the closing of the month before · 内部往来 is kept per household and never
//! netted · a closed month takes no voucher.
//!
//! Never: 反记账, a renumbering, a tolerance, an amount that is not whole fen.
//! Serves 财会〔2023〕14号; 财会〔2024〕12号 art. 20–25; 会计基础工作规范 art. 51–61.

mod error;
mod account;
mod chart;
mod entry;
mod draft;
mod voucher;
mod correction;
mod closing;
mod reopening;
mod template;
mod printing;
mod year_end;
mod distribution_plan;
mod year_seal;
mod intake;
mod balance;
mod sums;
mod kept_form;
mod service;
mod store;

pub use account::{Account, AccountCode, CashKind, Class, Dimension, Side};
pub use balance::{BalanceKey, BalanceRow, fold_balances, movements_of};
pub use chart::Chart;
pub use closing::{Closure, MonthState, SealInput, balances_digest, seal_root};
pub use correction::{Correction, CorrectionStage};
pub use distribution_plan::{DistributionPlan, Payees, Standing, by_shares};
pub use draft::{Draft, DraftCount, DraftState, DraftVoucher, NewDraft, Sheet};
pub use entry::{DraftLine, Entry, LineFault};
pub use error::{LedgerRefusal, PeriodRefusal};
pub use intake::{
    FILE_AT_DESK, FILE_IN_BULK, IntakeRefusal, MissingDetail, OpeningFile, OpeningRow, VoucherFile, VoucherRow,
    VoucherRows, YearSoFar, read_opening, read_opening_file, read_voucher_file, read_vouchers, utf8_text,
};
pub use kept_form::{FormName, KeptForm, NewForm};
pub use printing::PrintOffset;
pub use reopening::{Answer, Reopening, ReopeningState, Verdict};
pub use service::{
    AccountMovement, BookMovement, NumberSpan, RecentMovement, account_by_book, charts, month_movements, number_spans,
    opposite_sums, other_sides, recent_movements, sums_of_books,
};
pub use service::{
    Adding, Asked, BankEntry, Imported, LedgerLine, MissingDetails, NewAccount, Opening, OpeningLine, account_entries,
    add_account, approve_reopening, ask_reopening, balances, bank_entries, chart, close, closures, closures_taken_back,
    confirm_opening, corrections_of, decline_reopening, delete_draft, draft, draft_counts, draft_of_submission, drafts,
    drafts_in_state, first_open, form_in_force, frequent_summaries, hand_back, import_opening, import_vouchers, keep,
    keep_form, kept_forms, kept_movements, lay_down_chart, month_state, month_states, next_number, opening,
    opening_confirmed, park, post, prepare, reopenings, reopenings_under_way, require_open, reverse, review, revise,
    unified_chart, voucher, vouchers, vouchers_between, vouchers_of_submission,
};
pub use service::{Becomes, OpeningPreview, PreviewLine, preview_opening};
pub use service::{
    ReserveByRate, Shelf, StepState, StepView, YearEnd, delete_template, end_recurring, keep_recurring, keep_template,
    make_due, month_roots, note_prints, opening_of_year, preview_distribution, print_offset, prints_of,
    propose_distribution, propose_year_end, recurring_of_my_books, recurring_vouchers, rename_template,
    reserve_by_rate, seal_year, set_print_offset, template, templates, year_end, year_seals,
};
pub use sums::{AccountSum, OppositeSum};
pub use template::{Amounts, Due, MadeMonth, NewRecurring, NewTemplate, Recurring, Template, TemplateRefusal};
pub use voucher::{PostedVoucher, VoucherKind, VoucherNo};
pub use year_end::{Proposed, YearAccounts, YearStep, not_carried};
pub use year_seal::{YearSeal, opening_digest, year_root};
