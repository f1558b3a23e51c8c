use std::collections::BTreeSet;

use chrono::Days;

use crate::audit::{self, Act};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, DateRange, Failure, Money, Outcome, PairingId, Refused, Timestamp};
use crate::ledger;
use crate::village::{self, BankAccount};

use crate::reconcile::error::ReconcileRefusal;
use crate::reconcile::hand::BankHand;
use crate::reconcile::pairing::{AccountLines, EntryKey, NewPairing, Pairing, require_equal};
use crate::reconcile::store;

use super::opening::opening_entries;
use super::reconciling::{locked_until, require_unlocked};

/// Entries older than the first bank line by more than this are no longer looked at.
const DAYS_BEFORE: u64 = 400;

/// Both sides of an account: every bank line, every entry since about a year before the first, what is paired.
pub(super) async fn account_lines(tx: &mut ReadTx, book: BookId, account: &BankAccount) -> Outcome<AccountLines> {
    let lines = store::lines(tx, book, account.id).await?;
    let Some(first) = lines.first() else { return Ok(AccountLines::default()) };
    let from = first.row.date.checked_sub_days(Days::new(DAYS_BEFORE)).unwrap_or(first.row.date);
    let days = DateRange { from, to: last_day_of_all() };
    let mut entries = opening_entries(tx, book, account).await?;
    entries.extend(ledger::bank_entries(tx, book, &account.account_code, days).await?);
    let pairings = store::pairings(tx, book, account.id).await?;
    Ok(AccountLines { lines, entries, pairings })
}

fn last_day_of_all() -> Date {
    Date::from_ymd_opt(2999, 12, 31).unwrap_or(Date::MAX)
}

/// 勾对 — pairs bank lines and entries, one pair or a batch of accepted proposals: all of them or none.
///
/// Lines of one side alone may be paired when they cancel out: a 冲正, a red-letter voucher and its original.
/// Refuses, all at once: `village.no_such_bank_account`, `reconcile.no_such_line`, `reconcile.no_such_entry`,
/// `reconcile.already_paired`, `reconcile.pair_empty`, `reconcile.pair_unequal`, `reconcile.locked`.
pub async fn pair(
    tx: &mut WriteTx,
    by: &BankHand,
    account_code: &str,
    pairs: &[NewPairing],
    now: Timestamp,
) -> Outcome<Vec<PairingId>> {
    let account = village::bank_account(tx, by.book(), account_code).await?;
    let there = account_lines(tx, by.book(), &account).await?;
    let locked = locked_until(tx, by.book(), account.id).await?;
    let mut refused: Vec<Refused> = Vec::new();
    let (mut lines_taken, mut entries_taken) = (BTreeSet::new(), BTreeSet::new());
    for pairing in &there.pairings {
        lines_taken.extend(pairing.lines.iter().copied());
        entries_taken.extend(pairing.entries.iter().copied());
    }
    for new in pairs {
        let mut faults = faults_of(new, &there, locked);
        for line in new.lines.iter().filter(|l| !lines_taken.insert(**l)) {
            faults.push(ReconcileRefusal::AlreadyPaired { what: there.name_of_line(*line) });
        }
        for entry in new.entries.iter().filter(|e| !entries_taken.insert(**e)) {
            faults.push(ReconcileRefusal::AlreadyPaired { what: there.name_of_entry(*entry) });
        }
        refused.extend(faults.into_iter().map(Refused::from));
    }
    Failure::unless_none(refused)?;
    let made: Vec<(Pairing, u8)> = pairs.iter().map(|new| (new.paired(by.actor(), now), new.score)).collect();
    store::insert_pairings(tx, by, account.id, &made).await?;
    let told: Vec<String> = made.iter().map(|(pairing, _)| there.name_of(pairing)).collect();
    let mut act = Act::on_book(by.book(), "bank_line.pair", format!("{} {} 组", account.masked(), made.len()));
    if let [(only, _)] = &made[..] {
        act = act.id(only.id);
    }
    audit::record(tx, by.actor(), act.detail(told.join("\n")), now).await?;
    Ok(made.into_iter().map(|(pairing, _)| pairing.id).collect())
}

/// Everything wrong with one new pair, but for what other pairs hold.
fn faults_of(new: &NewPairing, there: &AccountLines, locked: Option<Date>) -> Vec<ReconcileRefusal> {
    let mut faults = Vec::new();
    let lines: Vec<_> = new.lines.iter().filter_map(|id| there.lines.iter().find(|l| l.id == *id)).collect();
    if lines.len() < new.lines.len() {
        faults.push(ReconcileRefusal::NoSuchLine);
    }
    let entries: Vec<_> =
        new.entries.iter().filter_map(|key| there.entries.iter().find(|e| EntryKey::of(e) == *key)).collect();
    if entries.len() < new.entries.len() {
        faults.push(ReconcileRefusal::NoSuchEntry);
    }
    if faults.is_empty() {
        let bank: Vec<Money> = lines.iter().map(|l| l.row.net()).collect();
        let book: Vec<Money> = entries.iter().map(|e| e.money_in - e.money_out).collect();
        faults.extend(require_equal(&bank, &book).err());
        let last = lines.iter().map(|l| l.row.date).chain(entries.iter().map(|e| e.date)).max();
        faults.extend(
            locked.filter(|until| last.is_some_and(|d| d <= *until)).map(|until| ReconcileRefusal::Locked { until }),
        );
    }
    faults
}

/// 取消勾对 — undoes a pair in one step; who, when and why stay on record.
///
/// Refuses: `reconcile.no_such_pairing`, `reconcile.reason_missing`, `reconcile.locked`.
pub async fn unpair(tx: &mut WriteTx, by: &BankHand, id: PairingId, reason: &str, now: Timestamp) -> Outcome<()> {
    if reason.trim().is_empty() {
        return Err(ReconcileRefusal::ReasonMissing.into());
    }
    let found = store::pairing(tx, by.book(), id).await?;
    let Some((account, pairing)) = found else { return Err(ReconcileRefusal::NoSuchPairing.into()) };
    let account = village::bank_accounts(tx, by.book()).await?.into_iter().find(|a| a.id == account);
    let Some(account) = account else { return Err(ReconcileRefusal::NoSuchPairing.into()) };
    let there = account_lines(tx, by.book(), &account).await?;
    if let Some(last) = there.last_day_of(&pairing) {
        require_unlocked(tx, by.book(), account.id, last).await?;
    }
    if !store::undo_pairing(tx, by, id, reason.trim(), now).await? {
        return Err(ReconcileRefusal::NoSuchPairing.into());
    }
    let detail = format!("{}；原因：{}", there.name_of(&pairing), reason.trim());
    let act = Act::on_book(by.book(), "bank_line.unpair", account.masked()).id(id).detail(detail);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}
