use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, DraftId, Outcome, Period, Timestamp, VoucherId};

use crate::ledger::correction::Correction;
use crate::ledger::draft::NewDraft;
use crate::ledger::entry::{DraftLine, Entry, SUMMARY_LIMIT};
use crate::ledger::error::LedgerRefusal;
use crate::ledger::store;
use crate::ledger::voucher::{PostedVoucher, VoucherKind};

use super::closing::first_open;
use super::drafting::{park, prepare};

/// 红字冲销 — prepares the mirror of a posted voucher in today's open period, negative on the same
/// sides, and parks the blue voucher beside it with the original lines, ready to be put right.
///
/// The original keeps its date, its number and everything else. Answers (red, blue).
/// Refuses: `ledger.no_such_voucher`, `ledger.is_reversal`, `ledger.already_reversed`,
/// `ledger.reason_missing`. Source: 会计基础工作规范 art. 51(7), 61.
pub async fn reverse(
    tx: &mut WriteTx,
    by: &Accountant,
    id: VoucherId,
    reason: &str,
    now: Timestamp,
) -> Outcome<(DraftId, DraftId)> {
    if reason.trim().is_empty() {
        return Err(LedgerRefusal::ReasonMissing { what: "冲销" }.into());
    }
    let original = store::voucher(tx, by.book(), id).await?.ok_or(LedgerRefusal::NoSuchVoucher)?;
    if original.kind == VoucherKind::Reversal {
        return Err(LedgerRefusal::IsReversal { voucher: original.label() }.into());
    }
    if let Some(there) = store::reversal_of(tx, by.book(), id).await? {
        return Err(LedgerRefusal::AlreadyReversed { voucher: original.label(), by: there }.into());
    }
    let date = now.date().max(first_open(tx, by.book()).await?.first_day());
    let said = format!("冲销{}{}号凭证:", original.period.in_chinese(), original.number);
    let red = draft_like(&original, date, VoucherKind::Reversal, |e| DraftLine {
        summary: shortened(&said, &format!("{}({})", e.summary, reason.trim())),
        ..red_of(e)
    });
    let blue_said = format!("订正{}{}号凭证:", original.period.in_chinese(), original.number);
    let blue = draft_like(&original, date, VoucherKind::Correction, |e| DraftLine {
        summary: shortened(&blue_said, &e.summary),
        ..e.to_line()
    });
    let red = prepare(tx, by, red, now).await?;
    let blue = park(tx, by, blue, now).await?;
    Ok((red, blue))
}

/// The red and blue vouchers that correct a posted one, and those still on their way.
pub async fn corrections_of(tx: &mut ReadTx, book: BookId, id: VoucherId) -> Outcome<Vec<Correction>> {
    Ok(store::corrections_of(tx, book, id).await?)
}

fn draft_like(
    original: &PostedVoucher,
    date: crate::kernel::Date,
    kind: VoucherKind,
    line: impl Fn(&Entry) -> DraftLine,
) -> NewDraft {
    debug_assert!(Period::of(date) >= original.period, "a correction never goes back in time");
    NewDraft {
        date,
        kind,
        document_count: 0,
        lines: original.entries.iter().map(line).collect(),
        documents: Vec::new(),
        submission: None,
        corrects: Some(original.id),
        import_key: String::new(),
    }
}

/// The same line in red: negative, on its own side.
fn red_of(entry: &Entry) -> DraftLine {
    let line = entry.to_line();
    DraftLine { debit: -line.debit, credit: -line.credit, ..line }
}

/// The saying and as much of the rest as the form has room for.
fn shortened(said: &str, rest: &str) -> String {
    said.chars().chain(rest.chars()).take(SUMMARY_LIMIT).collect()
}
