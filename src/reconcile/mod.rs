//! 银行对账、现金盘点 — the bank's lines beside the ledger's, and the notes in the cash box.
//!
//! A bank file is read whatever its shape and its running balance proved before anything is kept. Pairs of bank lines
//! and entries are proposed with written reasons; a pair is certain only when it is unique and exact, and nothing
//! confirms itself. The 银行存款余额调节表 lists what is outstanding on both sides; it is never a booking document.
//! This room never changes the ledger: a missing voucher is proposed to the accountant as a draft.
//! Source: 会计基础工作规范 art. 62; 村集体经济组织会计制度 (monthly reconciliation of 银行存款).

mod error;
mod bank_statement;
mod bank_file;
mod column;
mod profile;
mod profile_text;
mod layout;
mod raw_file;
mod statement_cells;
mod reading_rules;
mod statement_reader;
mod line;
mod likeness;
mod evidence;
mod habit;
mod assignment;
mod sum_search;
mod desk;
mod group;
mod cancelling;
mod certainty;
mod matching;
mod sheet;
mod cash_count;
mod overlap;
mod imported;
mod pairing;
mod reconciliation;
mod opening_item;
mod party_statement;
mod hand;
mod imprest;
mod service;
mod store;

pub use bank_statement::{BankStatement, RowOrder, SkippedRow, StatementRow, StatementWarning};
pub use cash_count::{
    CashCount, CashFinding, CountedCash, Denomination, LastCount, NewCashCount, Occasion, SurpriseCounts,
};
pub use column::Role;
pub use error::{ImprestRefusal, OpeningItemRefusal, PartyRefusal, ProfileRefusal, ReconcileRefusal, StatementRefusal};
pub use hand::BankHand;
pub use imported::{ImportedStatement, StatementFile, StatementImport};
pub use imprest::{
    CheckSide, ImprestCheck, ImprestFigures, ImprestHand, ImprestHolder, ImprestLine, NewImprestLine, UnbookedLine,
};
pub use likeness::BankDoing;
pub use line::{BankLine, BookLine};
pub use matching::{Choice, MissingVoucher, Proposal, ProposedPair, Tolerance, propose};
pub use opening_item::{ItemSide, NewOpeningItem, OpeningItem, OpeningProof};
pub use overlap::{Overlap, StatementGap, StatementLine};
pub use pairing::{AccountLines, EntryKey, NewPairing, Pairing};
pub use party_statement::{
    NewAnswer, PartyAccountLines, PartyAnswer, PartyKind, PartyLine, PartyStatement, SentStatement,
};
pub use profile::{BankProfile, DateShape, HeaderPlace};
pub use profile_text::{read_profile, words as words_listed};
pub use raw_file::RawFile;
pub use reconciliation::{Reconciliation, Unreconciled, WithdrawnSheet};
pub use service::{
    AccountStanding, CashStanding, Dot, FilePair, FilePairEntry, Workbench, account_standings, accounts_unreconciled,
    answer_party_statement, cash_balance, cash_count, cash_counts, cash_counts_between, cash_standing, draft_for_line,
    enter_opening_item, import_statement, imprest_check, imprest_holders, is_reconciled_or_listed, keep_profile,
    last_cash_counts, make_imprest_check, make_reconciliation, match_file, opening_items, pair, party_statements,
    preview_statement, profile_of, proven_through, reconciled_through, reconciliation_sheet, reconciliations,
    record_cash_count, review_opening_items, review_reconciliation, send_party_statements, sent_statement,
    sent_statements, sign_imprest_check, statements, strike_imprest_line, strike_opening_item, surprise_counts, unpair,
    voucher_for_line, withdraw_reconciliation, withdrawn_sheets, workbench, write_imprest_line,
};
pub use sheet::{OutstandingItem, ReconciliationSheet, total as total_of};
pub use statement_reader::read_statement;
