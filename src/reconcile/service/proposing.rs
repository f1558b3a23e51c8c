use std::collections::BTreeMap;

use chrono::Days;
use serde::Serialize;

use crate::db::ReadTx;
use crate::kernel::{BookId, Date, DateRange, DraftId, Outcome, Period, StatementLineId};
use crate::ledger::{self, BankEntry, Chart, DraftLine, NewDraft, Side};
use crate::village::{self, BankAccount};

use crate::reconcile::bank_statement::BankStatement;
use crate::reconcile::error::ReconcileRefusal;
use crate::reconcile::likeness::BankDoing;
use crate::reconcile::line::{BankLine, BookLine};
use crate::reconcile::matching::{Proposal, ProposedPair, Tolerance, propose};
use crate::reconcile::overlap::StatementLine;
use crate::reconcile::pairing::{AccountLines, EntryKey, NewPairing, Pairing};
use crate::reconcile::sheet::ReconciliationSheet;
use crate::reconcile::store;

use super::drafted::drafted;
use super::pairing::account_lines;
use super::reconciling::sheet_of;

/// How far back a cheque may still be on its way, and how late a paper may be handed in.
const DAYS_LATE: u64 = 62;
const DAYS_EARLY: u64 = 31;

/// The two panes: what waits on either side at the end of a period, what is proposed, and how the account stands.
#[derive(Clone, Debug)]
pub struct Workbench {
    /// The account.
    pub account: BankAccount,
    /// Bank lines in no pair.
    pub lines: Vec<StatementLine>,
    /// Entries in no pair; those after the period are there for lines whose paper came late.
    pub entries: Vec<BankEntry>,
    /// What could be paired; its places are those of `lines` and `entries`.
    pub proposal: Proposal,
    /// The drafts that book lines of the bank, not posted yet.
    pub drafted: BTreeMap<StatementLineId, DraftId>,
    /// Pairs that hold, with a line or an entry of the period.
    pub pairings: Vec<Pairing>,
    /// 余额调节表 as it stands now.
    pub sheet: ReconciliationSheet,
    there: AccountLines,
}

impl Workbench {
    /// The bank lines and the entries a pair holds, each side by day.
    pub fn members(&self, pairing: &Pairing) -> (Vec<&StatementLine>, Vec<&BankEntry>) {
        let lines = self.there.lines.iter().filter(|l| pairing.lines.contains(&l.id)).collect();
        let entries = self.there.entries.iter().filter(|e| pairing.entries.contains(&EntryKey::of(e))).collect();
        (lines, entries)
    }

    /// A proposed pair as one to be made.
    pub fn accept(&self, pair: &ProposedPair) -> NewPairing {
        NewPairing {
            lines: pair.bank.iter().filter_map(|i| self.lines.get(*i)).map(|l| l.id).collect(),
            entries: pair.book.iter().filter_map(|j| self.entries.get(*j)).map(EntryKey::of).collect(),
            certain: pair.certain,
            score: pair.score,
            reasons: pair.reasons.clone(),
        }
    }
}

/// 对账 — everything the reconciliation page of one account and period shows.
///
/// Refuses: `village.no_such_bank_account`, `reconcile.no_statement`.
pub async fn workbench(tx: &mut ReadTx, book: BookId, account_code: &str, period: Period) -> Outcome<Workbench> {
    let account = village::bank_account(tx, book, account_code).await?;
    let there = account_lines(tx, book, &account).await?;
    let sheet = sheet_of(tx, book, &account, &there, period).await?;
    let until = period.last_day();
    let (lines, entries) = there.unpaired(until, later(until, DAYS_EARLY));
    let lines: Vec<StatementLine> = lines.into_iter().cloned().collect();
    let entries: Vec<BankEntry> = entries.into_iter().cloned().collect();
    let bank: Vec<BankLine> = lines.iter().map(BankLine::from).collect();
    let book_lines: Vec<BookLine> = entries.iter().map(BookLine::from).collect();
    let proposal = propose(&bank, &book_lines, Tolerance::default());
    let pairings = there.pairings_of(period);
    let drafted = drafted(tx, book, &account, &lines).await?;
    Ok(Workbench { account, lines, entries, proposal, drafted, pairings, sheet, there })
}

/// A pair between rows of a bank file and entries of the books, as the command line prints it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FilePair {
    /// Lines of the file, 1-based.
    pub rows: Vec<usize>,
    /// Entries.
    pub entries: Vec<FilePairEntry>,
    /// Unique and exact.
    pub certain: bool,
    /// 0–100.
    pub score: u8,
    /// Why.
    pub reasons: Vec<String>,
}

/// One entry of a [`FilePair`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FilePairEntry {
    /// The import's voucher key, or the number.
    pub voucher: String,
    /// Line within it, 1-based.
    pub line: i64,
}

/// Pairs a bank file with the books without keeping anything: every entry near its days takes part.
///
/// Refuses: `village.no_such_bank_account`, `reconcile.wrong_account`.
pub async fn match_file(
    tx: &mut ReadTx,
    book: BookId,
    account_code: &str,
    statement: &BankStatement,
) -> Outcome<Vec<FilePair>> {
    let account = village::bank_account(tx, book, account_code).await?;
    statement.require_account(&account.number)?;
    let days = statement.days();
    let near = DateRange {
        from: days.from.checked_sub_days(Days::new(DAYS_LATE)).unwrap_or(days.from),
        to: later(days.to, DAYS_EARLY),
    };
    let entries = ledger::bank_entries(tx, book, &account.account_code, near).await?;
    let rows = statement.chronological();
    let bank: Vec<BankLine> = rows.iter().map(|r| BankLine::from(*r)).collect();
    let book_lines: Vec<BookLine> = entries.iter().map(BookLine::from).collect();
    let proposal = propose(&bank, &book_lines, Tolerance::default());
    let name = |e: &BankEntry| if e.import_key.is_empty() { e.label.clone() } else { e.import_key.clone() };
    Ok(proposal
        .pairs
        .into_iter()
        .map(|pair| FilePair {
            rows: pair.bank.iter().map(|i| rows[*i].row).collect(),
            entries: pair
                .book
                .iter()
                .map(|j| FilePairEntry { voucher: name(&entries[*j]), line: entries[*j].line })
                .collect(),
            certain: pair.certain,
            score: pair.score,
            reasons: pair.reasons,
        })
        .collect())
}

/// 补记 — a voucher for a bank line nobody has booked, proposed and left to the accountant: nothing is kept.
///
/// Interest goes to 504, a fee to 513; for anything else the other side is left open.
/// Refuses: `reconcile.no_such_line`.
pub async fn voucher_for_line(tx: &mut ReadTx, book: BookId, id: StatementLineId) -> Outcome<NewDraft> {
    let (account, line) = store::line(tx, book, id).await?.ok_or(ReconcileRefusal::NoSuchLine)?;
    let account = village::bank_accounts(tx, book).await?.into_iter().find(|a| a.id == account);
    let account = account.ok_or(ReconcileRefusal::NoSuchLine)?;
    let chart = ledger::chart(tx, book).await?;
    Ok(draft_for(&account, &line, &chart))
}

fn draft_for(account: &BankAccount, line: &StatementLine, chart: &Chart) -> NewDraft {
    let bank_line = BankLine::from(line);
    let doing = BankDoing::of(&bank_line.text());
    let summary = match doing {
        Some(BankDoing::Interest) => "银行存款利息".to_owned(),
        Some(BankDoing::Fee) => "银行手续费".to_owned(),
        None => bank_line.text().chars().take(40).collect(),
    };
    let other = doing.and_then(|doing| doing.other_side(chart));
    let bank = chart.by_code(&account.account_code).map(|a| a.id);
    let (bank_side, other_side) =
        if bank_line.net.is_negative() { (Side::Credit, Side::Debit) } else { (Side::Debit, Side::Credit) };
    let amount = bank_line.net.abs();
    let typed = |account, side| match side {
        Side::Debit => DraftLine { debit: amount, ..blank(&summary, account) },
        Side::Credit => DraftLine { credit: amount, ..blank(&summary, account) },
    };
    let (bank, other) = (typed(bank, bank_side), typed(other, other_side));
    let lines = if bank_side == Side::Debit { vec![bank, other] } else { vec![other, bank] };
    NewDraft::regular(line.row.date, lines)
}

fn blank(summary: &str, account: Option<crate::kernel::AccountId>) -> DraftLine {
    DraftLine {
        summary: summary.to_owned(),
        account,
        household: None,
        counterparty: None,
        project: None,
        debit: crate::kernel::Money::ZERO,
        credit: crate::kernel::Money::ZERO,
    }
}

fn later(day: Date, days: u64) -> Date {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}
