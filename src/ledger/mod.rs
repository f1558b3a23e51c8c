//! 账 — how a village's books are kept, from the first opening balance to the sealed year.
//!
//! **科目** (chart). 42 first-level accounts, details below them by the 3-2-2-2 rule; 内部往来 per household, 应收应付 per
//! outsider, 在建工程 and designated funds per project. An entry stands on a leaf, on one side, with its dimension.
//!
//! **建账** (opening). Balances are entered once, balance, and stand. The next year's are written when this one is sealed.
//!
//! **凭证** (voucher). A draft (制单) may be unfinished and has no number. A reviewed one (复核) balances and was read by
//! a second person. A posted one (记账) has its number, its place in the chain, and never changes: a mistake is mended
//! by a red-letter voucher (冲销) in today's open period and the right one in blue. An error of an earlier year goes
//! through the present accounts or through 未分配收益, as the book's policy says.
//!
//! **期间** (month). Months close in order; closing seals a root over the vouchers, the closing balances and the root
//! before. The last closed month may be opened once more (重开) with a reason, an end and the director's yes.
//!
//! **年终** (year end). 501–504 and 511–515, 521 into 321; 321 into 322 未分配收益; losses covered, 公积公益金, members and
//! others out of 322 各项分配; 各项分配 rolled into 未分配收益. Every step is proposed from the balances as they are,
//! reviewed and posted like any voucher. Then December closes and the year is sealed (封存).
//!
//! Invariants: debit equals credit in every posted voucher · numbers run 1..n per book, period and word, drawn only in
//! the posting transaction · every balance is the sum of its entries · the opening of a month, and of a year, is the
//! closing of the one before · 内部往来 is never netted · a closed month takes no voucher, a sealed year never again.
//!
//! Never: 反记账, a renumbering, a tolerance, an amount that is not whole fen, a carry-forward nobody reviewed.
//! Serves 财会〔2023〕14号; 财会〔2024〕12号 art. 20–25; 会计基础工作规范 art. 51–61; 财农〔2021〕121号 art. 28, 29.

mod error;
mod account;
mod chart;
mod entry;
mod draft;
mod draft_place;
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
mod conversion;
mod balance;
mod sums;
mod mutual;
mod kept_form;
mod service;
mod store;

pub use account::{Account, AccountCode, CashKind, Class, Dimension, Side};
pub use balance::{BalanceKey, BalanceRow, fold_balances, movements_of};
pub use chart::Chart;
pub use closing::{Closure, MonthState, SealInput, balances_digest, seal_root};
pub use conversion::{
    Basis, ConversionRefusal, ConversionSheet, NewBalance, OldAccount, OldChart, PaperRow, Piece, SheetAdjustment,
    SheetLine, SheetPart, Target, WorkingPaper,
};
pub use correction::{Correction, CorrectionStage};
pub use distribution_plan::{DistributionPlan, Payees, Standing, by_shares};
pub use draft::{Draft, DraftCount, DraftState, DraftVoucher, NewDraft, Sheet};
pub use draft_place::DraftPlace;
pub use entry::{DraftLine, Entry, LineFault};
pub use error::{LedgerRefusal, PeriodRefusal};
pub use intake::{
    AccountMap, ConversionFile, ConversionRow, FILE_AT_DESK, FILE_IN_BULK, IntakeRefusal, MappedAccount, MissingDetail,
    OldCode, OpeningFile, OpeningRow, VoucherFile, VoucherRow, VoucherRows, YearSoFar, is_u8_file, old_codes,
    read_account_map, read_conversion_file, read_opening, read_opening_file, read_u8_file, read_voucher_file,
    read_vouchers, utf8_text,
};
pub use kept_form::{FormName, KeptForm, NewForm};
pub use mutual::{MarkedAs, MutualParty, MutualSum};
pub use printing::PrintOffset;
pub use reopening::{Answer, Reopening, ReopeningState, Verdict};
pub use service::{
    AccountMovement, BookMovement, NumberSpan, RecentMovement, Turnover, account_by_book, charts, entries_astray,
    mark_party, month_movements, mutual_parties, mutual_sums, number_spans, opposite_sums, other_sides,
    project_vouchers, recent_movements, sums_of_books, turnovers,
};
pub use service::{
    Adding, Asked, BankEntry, Imported, LedgerLine, MissingDetails, NewAccount, Opening, OpeningLine, account_entries,
    add_account, approve_reopening, ask_reopening, balances, bank_entries, chart, close, closures, closures_taken_back,
    confirm_opening, corrections_of, decline_reopening, delete_draft, draft, draft_counts, draft_of_submission,
    draft_places, drafts, drafts_in_state, first_open, form_in_force, frequent_summaries, hand_back, hold_months,
    hold_to_close, import_opening, import_vouchers, keep, keep_form, kept_forms, kept_movements, lay_down_chart,
    month_state, month_states, next_number, opening, opening_confirmed, park, post, prepare, reopenings,
    reopenings_under_way, require_open, reverse, review, revise, unified_chart, voucher, vouchers, vouchers_between,
    vouchers_of_documents, vouchers_of_submission,
};
pub use service::{
    Becomes, ConversionDraft, ConversionPreview, OpeningPreview, PreviewLine, PreviewVoucher, VoucherPreview,
    account_map, conversion_draft, convert, has_working_paper, import_drafts, keep_conversion, map_accounts,
    preview_conversion, preview_opening, preview_vouchers, suggested_map, working_paper,
};
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
