use std::collections::BTreeSet;

use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{AccountId, BookId, Date, DraftId, Outcome, Period, Timestamp, VoucherId};
use crate::village;

use crate::ledger::account::Class;
use crate::ledger::correction::Correction;
use crate::ledger::draft::NewDraft;
use crate::ledger::entry::{DraftLine, Entry, SUMMARY_LIMIT};
use crate::ledger::error::LedgerRefusal;
use crate::ledger::store;
use crate::ledger::voucher::{PostedVoucher, VoucherKind};
use crate::ledger::year_end::YearAccounts;

use super::charting::chart;
use super::closing::first_open;
use super::drafting::{park, prepare};

/// 红字冲销 — prepares the mirror of a posted voucher in today's open period, negative on the same
/// sides, and parks the blue voucher beside it with the original lines, ready to be put right.
///
/// The original keeps its date, its number and everything else. A voucher of an earlier year is corrected as the policy
/// `prior_year_error` says: in the accounts of the present period, or with income and expense taken to 未分配收益.
/// Answers (red, blue).
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
    let earlier = of_an_earlier_year(tx, by.book(), &original, date).await?;
    let said = earlier.said(format!("冲销{}{}号凭证:", original.period.in_chinese(), original.number));
    let red = draft_like(&original, date, VoucherKind::Reversal, |e| DraftLine {
        summary: shortened(&said, &format!("{}({})", e.summary, reason.trim())),
        ..earlier.line(red_of(e))
    });
    let blue_said = earlier.said(format!("订正{}{}号凭证:", original.period.in_chinese(), original.number));
    let blue = draft_like(&original, date, VoucherKind::Correction, |e| DraftLine {
        summary: shortened(&blue_said, &e.summary),
        ..earlier.line(e.to_line())
    });
    let red = prepare(tx, by, red, now).await?;
    let blue = park(tx, by, blue, now).await?;
    Ok((red, blue))
}

/// How the error of an earlier year is put right: which accounts give way to 未分配收益. Source: accounting_rules entry 80.
enum Earlier {
    /// The voucher is of this year, or the policy is 当期: every account stays.
    Stays,
    /// Income and expense give way.
    ToUndistributed { pnl: BTreeSet<AccountId>, undistributed: AccountId },
}

async fn of_an_earlier_year(tx: &mut ReadTx, book: BookId, original: &PostedVoucher, date: Date) -> Outcome<Earlier> {
    let policy = village::policy(tx, book, "prior_year_error", date).await?;
    if policy != "未分配收益" || original.period.year() >= Period::of(date).year() {
        return Ok(Earlier::Stays);
    }
    let chart = chart(tx, book).await?;
    let of_pnl = chart.accounts().iter().filter(|a| a.class == Class::ProfitAndLoss);
    let pnl = of_pnl.map(|a| a.id).collect();
    Ok(Earlier::ToUndistributed { pnl, undistributed: YearAccounts::of(&chart)?.undistributed })
}

impl Earlier {
    fn said(&self, said: String) -> String {
        match self {
            Earlier::Stays => said,
            Earlier::ToUndistributed { .. } => format!("以前年度差错更正，{said}"),
        }
    }

    fn line(&self, line: DraftLine) -> DraftLine {
        match self {
            Earlier::ToUndistributed { pnl, undistributed } if line.account.is_some_and(|id| pnl.contains(&id)) => {
                DraftLine { account: Some(*undistributed), household: None, counterparty: None, project: None, ..line }
            }
            Earlier::Stays | Earlier::ToUndistributed { .. } => line,
        }
    }
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
