use crate::audit::{self, Act};
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, DateRange, Failure, Outcome, StatementLineId, Timestamp};
use crate::village::{self, BankAccount};

use crate::reconcile::hand::BankHand;
use crate::reconcile::imported::{ImportedStatement, StatementFile, StatementImport};
use crate::reconcile::overlap::{Overlap, StatementGap, StatementLine, places_in_time};
use crate::reconcile::profile::BankProfile;
use crate::reconcile::store;

use super::reconciling::require_unlocked;

/// What importing a file would do: the overlap, and the days it would leave without a statement.
///
/// Refuses: `village.no_such_bank_account`, `reconcile.wrong_account`, `reconcile.overlap_differs`.
pub async fn preview_statement(
    tx: &mut ReadTx,
    book: BookId,
    account_code: &str,
    file: &StatementFile,
) -> Outcome<StatementImport> {
    let account = village::bank_account(tx, book, account_code).await?;
    held_against_account(tx, book, &account, file).await
}

/// 导入对账单 — keeps the lines of a file that are not there yet: all of them or nothing.
///
/// The same file twice changes nothing; lines there already are told, not doubled; true twins are kept.
/// Refuses: `village.no_such_bank_account`, `reconcile.wrong_account`, `reconcile.overlap_differs`,
/// `reconcile.locked`.
pub async fn import_statement(
    tx: &mut WriteTx,
    by: &BankHand,
    account_code: &str,
    file: &StatementFile,
    now: Timestamp,
) -> Outcome<StatementImport> {
    let account = village::bank_account(tx, by.book(), account_code).await?;
    let mut found = held_against_account(tx, by.book(), &account, file).await?;
    if found.overlap.new_count() == 0 {
        return Ok(found);
    }
    let rows = file.statement.chronological();
    let lines: Vec<StatementLine> = rows
        .iter()
        .zip(file.statement.identities())
        .zip(places_in_time(&rows))
        .zip(&found.overlap.known)
        .filter(|(_, known)| !**known)
        .map(|(((row, identity), seq), _)| StatementLine {
            id: StatementLineId::new(),
            identity,
            seq,
            row: (*row).clone(),
            opening: false,
        })
        .collect();
    if let Some(first) = lines.first() {
        require_unlocked(tx, by.book(), account.id, first.row.date).await?;
    }
    let id = store::insert_statement(tx, by, account.id, file, &lines, now).await?;
    let act = Act::on_book(by.book(), "bank_statement.import", format!("{} {}", account.masked(), file.name))
        .id(id)
        .detail(format!("{}；{}", file.statement.proof_line(), found.sentence()));
    audit::record(tx, by.actor(), act, now).await?;
    found.statement = Some(id);
    Ok(found)
}

async fn held_against_account(
    tx: &mut ReadTx,
    book: BookId,
    account: &BankAccount,
    file: &StatementFile,
) -> Outcome<StatementImport> {
    file.statement.require_account(&account.number)?;
    let days = file.statement.days();
    let kept = store::lines_between(tx, book, account.id, days).await?;
    let overlap = Overlap::of(&file.statement, &kept)?;
    let gaps = gaps_around(tx, book, account, file, days, &kept).await?;
    let holder_differs = file.statement.account_name.clone().filter(|name| !same_holder(name, &account.holder));
    Ok(StatementImport { statement: None, overlap, gaps, holder_differs })
}

/// Banks pad and shorten names; what is left must be the same or one within the other.
fn same_holder(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (one, other) = (plain(one), plain(other));
    one.is_empty() || other.is_empty() || one.contains(&other) || other.contains(&one)
}

async fn gaps_around(
    tx: &mut ReadTx,
    book: BookId,
    account: &BankAccount,
    file: &StatementFile,
    days: DateRange,
    kept: &[StatementLine],
) -> Outcome<Vec<StatementGap>> {
    let (before, after) = store::neighbours(tx, book, account.id, days).await?;
    let rows = file.statement.chronological();
    let mut gaps = Vec::new();
    if let (Some(before), Some(first)) = (before, rows.first()) {
        gaps.extend(StatementGap::between(&before.row, first));
    }
    let ends_within_a_kept_day = kept.last().is_some_and(|last| last.row.date == days.to);
    if let (Some(last), Some(after), false) = (rows.last(), after, ends_within_a_kept_day) {
        gaps.extend(StatementGap::between(last, &after.row));
    }
    Ok(gaps)
}

/// Statements imported for an account, the latest days first.
///
/// Refuses: `village.no_such_bank_account`.
pub async fn statements(tx: &mut ReadTx, book: BookId, account_code: &str) -> Outcome<Vec<ImportedStatement>> {
    let account = village::bank_account(tx, book, account_code).await?;
    Ok(store::statements(tx, book, account.id).await?)
}

/// What was told by hand of the files of an account's bank, if it was.
///
/// Refuses: `village.no_such_bank_account`.
pub async fn profile_of(tx: &mut ReadTx, book: BookId, account_code: &str) -> Outcome<Option<BankProfile>> {
    let account = village::bank_account(tx, book, account_code).await?;
    Ok(store::profile(tx, account.id).await?)
}

/// 记住流水格式 — how the files of an account's bank are read from now on.
///
/// Refuses, all at once: `village.no_such_bank_account`, `reconcile.mapping_incomplete`,
/// `reconcile.profile_column_twice`, `reconcile.profile_header_place`, `reconcile.profile_words_without_header`.
pub async fn keep_profile(
    tx: &mut WriteTx,
    by: &BankHand,
    account_code: &str,
    profile: &BankProfile,
    now: Timestamp,
) -> Outcome<()> {
    let account = village::bank_account(tx, by.book(), account_code).await?;
    Failure::unless_none(profile.faults())?;
    store::save_profile(tx, by, account.id, profile, now).await?;
    let act = Act::on_book(by.book(), "bank_statement.map_columns", account.masked()).detail(profile.text());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}
