//! Bank lines, entries and pairs as the two panes draw them, and how a pair is written in a form.

use crate::kernel::{Date, DraftId, Money, PairingId, StatementLineId};
use crate::ledger::BankEntry;
use crate::reconcile::{BankLine, EntryKey, NewPairing, Pairing, ProposedPair, StatementLine, Workbench};

/// A bank line as it is drawn.
pub(super) struct LineShown {
    pub(super) id: StatementLineId,
    pub(super) date: Date,
    pub(super) text: String,
    pub(super) reference: String,
    pub(super) net: Money,
    /// Ticked before the page came back.
    pub(super) ticked: bool,
    /// The bank did it of itself, and nobody has booked it.
    pub(super) missing: bool,
    /// A draft books it, not posted yet.
    pub(super) drafted: Option<DraftId>,
    /// Stands in a proposed pair.
    pub(super) proposed: bool,
}

/// An entry as it is drawn.
pub(super) struct EntryShown {
    pub(super) key: String,
    pub(super) voucher: String,
    pub(super) date: Date,
    pub(super) label: String,
    pub(super) text: String,
    pub(super) net: Money,
    pub(super) ticked: bool,
    /// From before the book was enabled: no voucher to look at.
    pub(super) opening: bool,
    /// Booked after the period.
    pub(super) later: bool,
    /// Stands in a proposed pair.
    pub(super) proposed: bool,
}

/// A pair that could be made.
pub(super) struct PairShown {
    pub(super) value: String,
    pub(super) lines: Vec<LineShown>,
    pub(super) entries: Vec<EntryShown>,
    pub(super) reasons: Vec<String>,
}

/// A bank line with candidates too alike to choose between.
pub(super) struct ChoiceShown {
    pub(super) line: LineShown,
    pub(super) candidates: Vec<PairShown>,
}

/// A pair that holds.
pub(super) struct MadeShown {
    pub(super) id: PairingId,
    pub(super) lines: Vec<LineShown>,
    pub(super) entries: Vec<EntryShown>,
    pub(super) reasons: Vec<String>,
    pub(super) by: String,
}

impl LineShown {
    pub(super) fn of(line: &StatementLine) -> LineShown {
        LineShown {
            id: line.id,
            date: line.row.date,
            text: BankLine::from(line).text(),
            reference: line.row.reference.clone(),
            net: line.row.net(),
            ticked: false,
            missing: false,
            drafted: None,
            proposed: false,
        }
    }
}

impl EntryShown {
    pub(super) fn of(entry: &BankEntry, until: Date) -> EntryShown {
        EntryShown {
            key: written_key(EntryKey::of(entry)),
            voucher: entry.voucher.text(),
            date: entry.date,
            label: entry.label.clone(),
            text: format!("{} {}", entry.summary, entry.party).trim_end().to_owned(),
            net: entry.money_in - entry.money_out,
            ticked: false,
            opening: EntryKey::of(entry).is_opening(),
            later: entry.date > until,
            proposed: false,
        }
    }
}

impl PairShown {
    pub(super) fn of(bench: &Workbench, pair: &ProposedPair) -> PairShown {
        let until = bench.sheet.until;
        PairShown {
            value: written(&bench.accept(pair)),
            lines: pair.bank.iter().filter_map(|i| bench.lines.get(*i)).map(LineShown::of).collect(),
            entries: pair.book.iter().filter_map(|j| bench.entries.get(*j)).map(|e| EntryShown::of(e, until)).collect(),
            reasons: pair.reasons.clone(),
        }
    }
}

impl MadeShown {
    pub(super) fn of(bench: &Workbench, pairing: &Pairing) -> MadeShown {
        let (lines, entries) = bench.members(pairing);
        MadeShown {
            id: pairing.id,
            lines: lines.into_iter().map(LineShown::of).collect(),
            entries: entries.into_iter().map(|e| EntryShown::of(e, bench.sheet.until)).collect(),
            reasons: pairing.reasons.clone(),
            by: format!("{} {}", pairing.paired_name, pairing.paired_at.minute()),
        }
    }
}

fn written_key(key: EntryKey) -> String {
    format!("{}:{}", key.voucher.text(), key.line)
}

/// `voucher:line`.
pub(super) fn read_key(text: &str) -> Option<EntryKey> {
    let (voucher, line) = text.split_once(':')?;
    Some(EntryKey { voucher: voucher.parse().ok()?, line: line.parse().ok()? })
}

/// A pair in a form: `line+line|voucher:line+voucher:line`.
pub(super) fn written(pair: &NewPairing) -> String {
    let lines: Vec<String> = pair.lines.iter().map(|l| l.text()).collect();
    let entries: Vec<String> = pair.entries.iter().map(|e| written_key(*e)).collect();
    format!("{}|{}", lines.join("+"), entries.join("+"))
}

/// The same, read back.
pub(super) fn read(text: &str) -> Option<NewPairing> {
    let (lines, entries) = text.split_once('|')?;
    let parts = |side: &str| -> Vec<String> { side.split('+').filter(|p| !p.is_empty()).map(str::to_owned).collect() };
    let lines: Option<Vec<StatementLineId>> = parts(lines).iter().map(|l| l.parse().ok()).collect();
    let entries: Option<Vec<EntryKey>> = parts(entries).iter().map(|e| read_key(e)).collect();
    Some(NewPairing::by_hand(lines?, entries?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::VoucherId;

    #[test]
    fn a_pair_is_read_back_as_it_was_written() {
        let entry = |line| EntryKey { voucher: VoucherId::new(), line };
        let pair = NewPairing::by_hand(vec![StatementLineId::new()], vec![entry(1), entry(12)]);
        assert_eq!(read(&written(&pair)), Some(pair));
        let one_sided = NewPairing::by_hand(vec![StatementLineId::new(), StatementLineId::new()], Vec::new());
        assert_eq!(read(&written(&one_sided)), Some(one_sided));
        for broken in ["", "x|y", "|a:b", "no bar"] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
