use std::collections::BTreeMap;

use crate::audit;
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, DraftId, Money, Outcome, StatementLineId, Timestamp};
use crate::ledger::{self, Draft};
use crate::village::{self, BankAccount};

use crate::reconcile::error::ReconcileRefusal;
use crate::reconcile::line::{BankLine, BookLine};
use crate::reconcile::overlap::StatementLine;
use crate::reconcile::store;

use super::pairing::account_lines;
use super::proposing::voucher_for_line;

/// 补记 — puts a voucher for a bank line aside for the accountant to complete; a line that has its draft leads to it.
///
/// Refuses: `reconcile.no_such_line`, `reconcile.already_paired`, `reconcile.booked_already`.
pub async fn draft_for_line(
    tx: &mut WriteTx,
    by: &Accountant,
    id: StatementLineId,
    now: Timestamp,
) -> Outcome<DraftId> {
    // Two clicks come one after the other: the second finds the draft of the first.
    audit::hold(tx, by.book()).await?;
    let (account, line) = store::line(tx, by.book(), id).await?.ok_or(ReconcileRefusal::NoSuchLine)?;
    let account = village::bank_accounts(tx, by.book()).await?.into_iter().find(|a| a.id == account);
    let account = account.ok_or(ReconcileRefusal::NoSuchLine)?;
    let there = account_lines(tx, by.book(), &account).await?;
    let (lines, entries) = there.unpaired(Date::MAX, Date::MAX);
    if !lines.iter().any(|l| l.id == id) {
        let what = format!("{} 的这行流水", line.row.date);
        return Err(ReconcileRefusal::AlreadyPaired { what }.into());
    }
    let lines: Vec<StatementLine> = lines.into_iter().cloned().collect();
    if let Some(draft) = drafted(tx, by.book(), &account, &lines).await?.get(&id) {
        return Ok(*draft);
    }
    let net = BankLine::from(&line).net;
    let same = lines.iter().filter(|l| l.row.date == line.row.date && BankLine::from(*l).net == net).count();
    let booked: Vec<_> = entries.iter().filter(|e| e.date == line.row.date && BookLine::from(**e).net == net).collect();
    if let Some(entry) = booked.first().filter(|_| booked.len() >= same) {
        return Err(ReconcileRefusal::BookedAlready { voucher: entry.label.clone() }.into());
    }
    let new = voucher_for_line(tx, by.book(), id).await?;
    ledger::park(tx, by, new, now).await
}

/// The drafts that book open bank lines, each for one line of its amount: of the same day first, then of the month.
pub(super) async fn drafted(
    tx: &mut ReadTx,
    book: BookId,
    account: &BankAccount,
    lines: &[StatementLine],
) -> Outcome<BTreeMap<StatementLineId, DraftId>> {
    let mut found = BTreeMap::new();
    if lines.is_empty() {
        return Ok(found);
    }
    let chart = ledger::chart(tx, book).await?;
    let Some(bank) = chart.by_code(&account.account_code).map(|a| a.id) else { return Ok(found) };
    let net =
        |d: &Draft| -> Money { d.lines.iter().filter(|l| l.account == Some(bank)).map(|l| l.debit - l.credit).sum() };
    let mut drafts: Vec<(Draft, Money)> =
        ledger::drafts(tx, book, None).await?.into_iter().map(|d| (net(&d), d)).map(|(n, d)| (d, n)).collect();
    drafts.retain(|(_, net)| !net.is_zero());
    for to_the_day in [true, false] {
        let fits = |line: &StatementLine, draft: &Draft| {
            if to_the_day { draft.date == line.row.date } else { draft.period.contains(line.row.date) }
        };
        for line in lines {
            if found.contains_key(&line.id) {
                continue;
            }
            let net = BankLine::from(line).net;
            if let Some(at) = drafts.iter().position(|(draft, amount)| *amount == net && fits(line, draft)) {
                found.insert(line.id, drafts.remove(at).0.id);
            }
        }
    }
    Ok(found)
}
