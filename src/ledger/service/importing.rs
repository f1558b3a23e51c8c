use std::collections::BTreeMap;

use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::WriteTx;
use crate::kernel::{Failure, Money, Outcome, Period, Refused, Timestamp};

use crate::ledger::draft::DraftVoucher;
use crate::ledger::entry::DraftLine;
use crate::ledger::error::LedgerRefusal;
use crate::ledger::intake::{IntakeRefusal, Place, VoucherRow, VoucherRows};
use crate::ledger::store;

use super::closing::{MonthsOpen, hold_months, months_open};
use super::posting::{Ready, post_all};
use super::resolving::{MissingDetails, Resolver};

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Opening lines or vouchers taken.
    pub count: usize,
    /// Accounts and parties created, choices made: nothing happens silently.
    pub notices: Vec<String>,
}

pub(super) fn line_at(place: Place, summary: &str, (debit, credit): (Money, Money)) -> DraftLine {
    DraftLine {
        summary: summary.to_owned(),
        account: Some(place.account),
        household: place.household,
        counterparty: place.counterparty,
        project: place.project,
        debit,
        credit,
    }
}

/// Takes a file of vouchers into the permit's book, posts them in (date, file) order: all of it or nothing.
///
/// The importer is the preparer, `reviewer` the reviewer. Refuses, each with its row: the intake refusals, every
/// refusal of 制单, `intake.imported_before`, `ledger.same_person`.
pub async fn import_vouchers(
    tx: &mut WriteTx,
    by: &Accountant,
    reviewer: &Accountant,
    vouchers: &[VoucherRows],
    missing: MissingDetails,
    now: Timestamp,
) -> Outcome<Imported> {
    if by.id() == reviewer.id() {
        return Err(LedgerRefusal::SamePerson { who: by.actor().name.clone() }.into());
    }
    // Held before the keys are read: of the same file sent twice, the second finds the first.
    hold_months(tx, by.book(), vouchers.iter().map(|v| Period::of(v.date))).await?;
    let mut resolver = Resolver::new(tx, by, missing, now).await?;
    let months = months_open(tx, by.book(), now).await?;
    let before = store::imported_keys(tx, by.book()).await?;
    let mut faults: Vec<Refused> = Vec::new();
    let mut placed: Vec<Vec<DraftLine>> = Vec::with_capacity(vouchers.len());
    for voucher in vouchers {
        placed.push(placed_lines(tx, &mut resolver, voucher, &mut faults).await?);
    }
    // Composed after every detail was made: a first detail turns its parent into a non-leaf for the whole file.
    let mut ready: Vec<Ready> = Vec::with_capacity(vouchers.len());
    for (voucher, lines) in vouchers.iter().zip(placed) {
        faults.extend(head_faults(voucher, &months, &before));
        if lines.len() < voucher.rows.len() {
            continue;
        }
        match DraftVoucher::compose(voucher.kind, &lines, resolver.chart(), resolver.dimensions()) {
            Ok(sound) => ready.push(Ready::imported(voucher, sound, by, reviewer)),
            Err(Failure::Refused(list)) => faults.extend(list.into_iter().map(|r| in_file(r, voucher))),
            Err(fault) => return Err(fault),
        }
    }
    Failure::unless_none(faults)?;
    ready.sort_by_key(|r| r.date());
    let count = ready.len();
    let posted = post_all(tx, by, ready, now).await?;
    let last = posted.last().map(|v| v.digest.hex()).unwrap_or_default();
    let act = Act::on_book(by.book(), "voucher.import", format!("导入并记账 {count}张凭证")).detail(last);
    audit::record(tx, by.actor(), act, now).await?;
    Ok(Imported { count, notices: resolver.into_notices() })
}

pub(super) async fn placed_lines(
    tx: &mut WriteTx,
    resolver: &mut Resolver<'_>,
    voucher: &VoucherRows,
    faults: &mut Vec<Refused>,
) -> Outcome<Vec<DraftLine>> {
    let first = voucher.rows.iter().map(|r| r.summary.as_str()).find(|s| !s.is_empty()).unwrap_or("");
    let mut lines = Vec::with_capacity(voucher.rows.len());
    for row in &voucher.rows {
        match resolver.place(tx, row.into()).await? {
            Ok(place) => lines.push(line_at(place, summary_of(row, first), (row.debit, row.credit))),
            Err(list) => faults.extend(list.into_iter().map(|r| r.at_row(row.row))),
        }
    }
    Ok(lines)
}

pub(super) fn summary_of<'a>(row: &'a VoucherRow, first: &'a str) -> &'a str {
    if row.summary.is_empty() { first } else { &row.summary }
}

/// What is wrong with a voucher before its lines: its date, and whether it was imported before.
pub(super) fn head_faults(
    voucher: &VoucherRows,
    months: &MonthsOpen,
    before: &BTreeMap<(String, Period), String>,
) -> Vec<Refused> {
    let row = voucher.rows.first().map_or(0, |r| r.row);
    let mut faults: Vec<Refused> = Vec::new();
    faults.extend(months.refusal(voucher.date));
    let period = Period::of(voucher.date);
    if let Some(label) = before.get(&(voucher.key.clone(), period)) {
        let stands = format!("{}{label}", period.in_chinese());
        faults.push(IntakeRefusal::ImportedBefore { key: voucher.key.clone(), voucher: stands }.into());
    }
    faults.into_iter().map(|r| r.at_row(row)).collect()
}

/// A refusal of one voucher, pointed at its row in the file; one about the whole voucher says which.
pub(super) fn in_file(refused: Refused, voucher: &VoucherRows) -> Refused {
    let row = refused.row.and_then(|line| voucher.rows.get(line - 1)).or(voucher.rows.first()).map_or(0, |r| r.row);
    let message = format!("凭证「{}」:{}", voucher.key, refused.message);
    Refused { message, ..refused }.at_row(row)
}
