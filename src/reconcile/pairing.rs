use std::collections::{BTreeMap, BTreeSet};

use super::error::ReconcileRefusal;
use super::line::{BankLine, BookLine};
use super::overlap::StatementLine;
use crate::audit::Actor;
use crate::kernel::{Date, Money, PairingId, Period, StatementLineId, Timestamp, VoucherId};
use crate::ledger::BankEntry;

/// One entry on a bank account: a line of a posted voucher.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntryKey {
    /// The voucher.
    pub voucher: VoucherId,
    /// Line within it, 1-based.
    pub line: i64,
}

impl EntryKey {
    /// The key of an entry.
    pub const fn of(entry: &BankEntry) -> EntryKey {
        EntryKey { voucher: entry.voucher, line: entry.line }
    }

    /// True for 期初未达账项: no voucher of this book, but an item entered by hand.
    pub const fn is_opening(self) -> bool {
        self.line == 0
    }
}

/// 勾对 — bank lines and entries that belong together, while it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pairing {
    /// Id.
    pub id: PairingId,
    /// Bank lines.
    pub lines: Vec<StatementLineId>,
    /// Entries.
    pub entries: Vec<EntryKey>,
    /// Proposed as certain.
    pub certain: bool,
    /// Why.
    pub reasons: Vec<String>,
    /// Who paired.
    pub paired_name: String,
    /// When.
    pub paired_at: Timestamp,
}

/// A pair to be made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewPairing {
    /// Bank lines.
    pub lines: Vec<StatementLineId>,
    /// Entries.
    pub entries: Vec<EntryKey>,
    /// Proposed as certain.
    pub certain: bool,
    /// As proposed, 0 by hand.
    pub score: u8,
    /// As proposed, or 手工勾对.
    pub reasons: Vec<String>,
}

impl NewPairing {
    /// A pair somebody put together.
    pub fn by_hand(lines: Vec<StatementLineId>, entries: Vec<EntryKey>) -> NewPairing {
        NewPairing { lines, entries, certain: false, score: 0, reasons: vec!["手工勾对".to_owned()] }
    }

    pub(super) fn paired(&self, by: &Actor, now: Timestamp) -> Pairing {
        Pairing {
            id: PairingId::new(),
            lines: self.lines.clone(),
            entries: self.entries.clone(),
            certain: self.certain,
            reasons: self.reasons.clone(),
            paired_name: by.name.clone(),
            paired_at: now,
        }
    }
}

/// Both sides of a pair must move the account alike; lines of one side alone must cancel out.
///
/// Refuses: `reconcile.pair_empty`, `reconcile.pair_unequal`.
pub(super) fn require_equal(bank: &[Money], book: &[Money]) -> Result<(), ReconcileRefusal> {
    let (bank_count, book_count) = (bank.len(), book.len());
    if bank_count + book_count < 2 {
        return Err(ReconcileRefusal::PairEmpty { bank_count, book_count });
    }
    let (bank, book): (Money, Money) = (bank.iter().sum(), book.iter().sum());
    if bank != book {
        return Err(ReconcileRefusal::PairUnequal { bank_count, bank, book_count, book, difference: bank - book });
    }
    Ok(())
}

/// Everything of one bank account on both sides, and what is paired.
#[derive(Clone, Debug, Default)]
pub struct AccountLines {
    /// Bank lines, in time.
    pub lines: Vec<StatementLine>,
    /// Entries, in ledger order.
    pub entries: Vec<BankEntry>,
    /// Pairings that hold.
    pub pairings: Vec<Pairing>,
}

impl AccountLines {
    /// The lines a statement shows; what was entered by hand from before the book was enabled is left out.
    fn of_statements(&self) -> impl DoubleEndedIterator<Item = &StatementLine> {
        self.lines.iter().filter(|l| !l.opening)
    }

    /// First and last day of the statements; `None` when there is none.
    pub(super) fn statement_days(&self) -> Option<(Date, Date)> {
        Some((self.of_statements().next()?.row.date, self.of_statements().next_back()?.row.date))
    }

    /// Lines and entries up to a day that stand on one side only on that day.
    ///
    /// A pair clears its lines on the day its last member is there: a cheque paired later is outstanding until then.
    pub fn outstanding(&self, until: Date) -> (Vec<&StatementLine>, Vec<&BankEntry>) {
        let line_days: BTreeMap<StatementLineId, Date> = self.lines.iter().map(|l| (l.id, l.row.date)).collect();
        let entry_days: BTreeMap<EntryKey, Date> = self.entries.iter().map(|e| (EntryKey::of(e), e.date)).collect();
        let (mut lines_cleared, mut entries_cleared) = (BTreeSet::new(), BTreeSet::new());
        for pairing in &self.pairings {
            let lines_there = pairing.lines.iter().all(|l| line_days.get(l).is_none_or(|d| *d <= until));
            let entries_there = pairing.entries.iter().all(|e| entry_days.get(e).is_none_or(|d| *d <= until));
            if lines_there && entries_there {
                lines_cleared.extend(pairing.lines.iter().copied());
                entries_cleared.extend(pairing.entries.iter().copied());
            }
        }
        let paired: BTreeSet<EntryKey> = self.pairings.iter().flat_map(|p| p.entries.iter().copied()).collect();
        let since = self.statement_days().map_or(Date::MIN, |(first, _)| first);
        let lines = self.lines.iter().filter(|l| l.row.date <= until && !lines_cleared.contains(&l.id)).collect();
        let entries = self
            .entries
            .iter()
            .filter(|e| e.date <= until && !entries_cleared.contains(&EntryKey::of(e)))
            .filter(|e| e.date >= since || EntryKey::of(e).is_opening() || paired.contains(&EntryKey::of(e)))
            .collect();
        (lines, entries)
    }

    /// Lines and entries in no pair at all, the bank's up to one day and the books' up to another.
    pub fn unpaired(&self, bank_until: Date, book_until: Date) -> (Vec<&StatementLine>, Vec<&BankEntry>) {
        let lines_taken: BTreeSet<StatementLineId> =
            self.pairings.iter().flat_map(|p| p.lines.iter().copied()).collect();
        let entries_taken: BTreeSet<EntryKey> = self.pairings.iter().flat_map(|p| p.entries.iter().copied()).collect();
        let lines = self.lines.iter().filter(|l| l.row.date <= bank_until && !lines_taken.contains(&l.id)).collect();
        let entries =
            self.entries.iter().filter(|e| e.date <= book_until && !entries_taken.contains(&EntryKey::of(e))).collect();
        (lines, entries)
    }

    /// Pairings with a line or an entry in a period.
    pub(super) fn pairings_of(&self, period: Period) -> Vec<Pairing> {
        let lines: BTreeSet<StatementLineId> =
            self.lines.iter().filter(|l| period.contains(l.row.date)).map(|l| l.id).collect();
        let entries: BTreeSet<EntryKey> =
            self.entries.iter().filter(|e| period.contains(e.date)).map(EntryKey::of).collect();
        let touched =
            |p: &&Pairing| p.lines.iter().any(|l| lines.contains(l)) || p.entries.iter().any(|e| entries.contains(e));
        self.pairings.iter().filter(touched).cloned().collect()
    }

    /// `2025-09-12 县供电公司 -120.50`, for records and refusals.
    pub(super) fn name_of_line(&self, id: StatementLineId) -> String {
        let line = self.lines.iter().find(|l| l.id == id).map(|l| (l.row.date, BankLine::from(l)));
        line.map_or_else(|| "这笔流水".to_owned(), |(date, l)| format!("银行 {date} {} {} 元", l.text(), l.net))
    }

    /// `2025-09 记-0012 第2行 -120.50`.
    pub(super) fn name_of_entry(&self, key: EntryKey) -> String {
        let entry = self.entries.iter().find(|e| EntryKey::of(e) == key);
        entry.map_or_else(
            || "这笔分录".to_owned(),
            |e| match EntryKey::of(e).is_opening() {
                true => format!("期初未达 {} {} {} 元", e.date, e.summary, e.money_in - e.money_out),
                false => format!("账上 {} {} 第{}行 {} 元", e.period, e.label, e.line, e.money_in - e.money_out),
            },
        )
    }

    /// Every member of a pairing, by name.
    pub(super) fn name_of(&self, pairing: &Pairing) -> String {
        let lines = pairing.lines.iter().map(|l| self.name_of_line(*l));
        lines.chain(pairing.entries.iter().map(|e| self.name_of_entry(*e))).collect::<Vec<_>>().join("；")
    }

    /// The latest day among the members of a pairing.
    pub(super) fn last_day_of(&self, pairing: &Pairing) -> Option<Date> {
        let lines = self.lines.iter().filter(|l| pairing.lines.contains(&l.id)).map(|l| l.row.date);
        let entries = self.entries.iter().filter(|e| pairing.entries.contains(&EntryKey::of(e))).map(|e| e.date);
        lines.chain(entries).max()
    }

    /// The bank's balance at the end of a day; `None` before the first statement.
    pub fn balance_bank(&self, until: Date) -> Option<Money> {
        match self.of_statements().rev().find(|l| l.row.date <= until) {
            Some(last) => Some(last.row.balance),
            None => self.of_statements().next().map(|first| first.row.balance - first.row.net()),
        }
    }

    /// The first place up to a day where two statements do not join.
    pub fn gap(&self, until: Date) -> Option<super::overlap::StatementGap> {
        let lines: Vec<&StatementLine> = self.of_statements().collect();
        lines
            .windows(2)
            .take_while(|w| w[1].row.date <= until)
            .find_map(|w| super::overlap::StatementGap::between(&w[0].row, &w[1].row))
    }
}

impl From<&StatementLine> for BankLine {
    fn from(line: &StatementLine) -> BankLine {
        BankLine::from(&line.row)
    }
}

impl From<&BankEntry> for BookLine {
    fn from(entry: &BankEntry) -> BookLine {
        BookLine {
            date: entry.date,
            net: entry.money_in - entry.money_out,
            counterparty: entry.party.clone(),
            summary: entry.summary.clone(),
            voucher: if EntryKey::of(entry).is_opening() {
                entry.label.clone()
            } else {
                format!("{} {}", entry.period, entry.label)
            },
            line: usize::try_from(entry.line).unwrap_or(0),
        }
    }
}
