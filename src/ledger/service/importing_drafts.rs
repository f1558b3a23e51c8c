use std::collections::{BTreeMap, BTreeSet};

use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, DraftId, Failure, Money, Outcome, Period, Refused, Timestamp};

use crate::ledger::draft::{DraftVoucher, NewDraft};
use crate::ledger::entry::DraftLine;
use crate::ledger::intake::{Found, MissingDetail, VoucherRows, Wanted};
use crate::ledger::store;

use super::closing::{hold_months, months_open};
use super::importing::{Imported, head_faults, in_file, line_at, placed_lines, summary_of};
use super::resolving::{Lists, MissingDetails, Resolver};

/// Takes a file of vouchers into the permit's book as drafts waiting for a second person: all of it or nothing.
///
/// Refuses, each with its row: the intake refusals, every refusal of 制单, `intake.imported_before`.
pub async fn import_drafts(
    tx: &mut WriteTx,
    by: &Accountant,
    vouchers: &[VoucherRows],
    missing: MissingDetails,
    now: Timestamp,
) -> Outcome<Imported> {
    // Held before the keys are read: of the same file sent twice, the second finds the first.
    hold_months(tx, by.book(), vouchers.iter().map(|v| Period::of(v.date))).await?;
    let mut resolver = Resolver::new(tx, by, missing, now).await?;
    let months = months_open(tx, by.book(), now).await?;
    let before = keys_before(tx, by.book()).await?;
    let (mut faults, mut placed) = (Vec::new(), Vec::with_capacity(vouchers.len()));
    for voucher in vouchers {
        placed.push(placed_lines(tx, &mut resolver, voucher, &mut faults).await?);
    }
    let mut drafts: Vec<(DraftId, NewDraft)> = Vec::with_capacity(vouchers.len());
    for (voucher, lines) in vouchers.iter().zip(placed) {
        faults.extend(head_faults(voucher, &months, &before));
        if lines.len() < voucher.rows.len() {
            continue;
        }
        match DraftVoucher::compose(voucher.kind, &lines, resolver.chart(), resolver.dimensions()) {
            Ok(_) => drafts.push((DraftId::new(), draft_of(voucher, lines))),
            Err(Failure::Refused(list)) => faults.extend(list.into_iter().map(|r| in_file(r, voucher))),
            Err(fault) => return Err(fault),
        }
    }
    Failure::unless_none(faults)?;
    store::insert_prepared(tx, by.book(), &drafts, (by.id(), &by.actor().name), now).await?;
    let span = span_in_words(vouchers.iter().map(|v| v.date));
    let act = Act::on_book(by.book(), "voucher.import_drafts", format!("导入 {}张凭证，待复核 {span}", drafts.len()));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(Imported { count: drafts.len(), notices: resolver.into_notices() })
}

fn draft_of(voucher: &VoucherRows, lines: Vec<DraftLine>) -> NewDraft {
    NewDraft {
        kind: voucher.kind,
        document_count: voucher.document_count,
        import_key: voucher.key.clone(),
        ..NewDraft::regular(voucher.date, lines)
    }
}

fn span_in_words(days: impl Iterator<Item = Date> + Clone) -> String {
    match (days.clone().min(), days.max()) {
        (Some(first), Some(last)) => format!("{first} 至 {last}"),
        _ => String::new(),
    }
}

/// Keys a file used before, in vouchers and in drafts, and where each stands.
async fn keys_before(tx: &mut ReadTx, book: BookId) -> Outcome<BTreeMap<(String, Period), String>> {
    let mut keys = store::imported_keys(tx, book).await?;
    keys.extend(store::drafted_keys(tx, book).await?);
    Ok(keys)
}

/// One voucher of a file as it will stand.
#[derive(Clone, Debug)]
pub struct PreviewVoucher {
    /// Line in the file of its first row.
    pub row: usize,
    /// What the file calls it.
    pub key: String,
    /// Date.
    pub date: Date,
    /// Its first summary.
    pub summary: String,
    /// How many entries.
    pub entries: usize,
    /// 附单据数.
    pub document_count: i64,
    /// Both sums.
    pub totals: (Money, Money),
    /// True when nothing is wrong with it but what can be made.
    pub sound: bool,
}

/// A voucher file looked over before anything is kept.
#[derive(Clone, Debug)]
pub struct VoucherPreview {
    /// Voucher by voucher, in the order of the file.
    pub vouchers: Vec<PreviewVoucher>,
    /// Sums over the file.
    pub totals: (Money, Money),
    /// What the file names and the book does not have.
    pub missing: Vec<MissingDetail>,
    /// Everything else that is wrong, each with its row.
    pub refused: Vec<Refused>,
}

/// Looks a voucher file over against the book: what will stand, what is missing, what is wrong.
pub async fn preview_vouchers(
    tx: &mut ReadTx,
    book: BookId,
    vouchers: &[VoucherRows],
    now: Timestamp,
) -> Outcome<VoucherPreview> {
    let lists = Lists::of(tx, book).await?;
    let months = months_open(tx, book, now).await?;
    let before = keys_before(tx, book).await?;
    let (mut shown, mut missing, mut refused) = (Vec::new(), BTreeSet::new(), Vec::new());
    for voucher in vouchers {
        let mut faults = head_faults(voucher, &months, &before);
        let (lines, lacking) = found_lines(&lists, voucher, &mut faults);
        if lines.len() == voucher.rows.len() {
            match DraftVoucher::compose(voucher.kind, &lines, &lists.chart, &lists.dimensions) {
                Ok(_) => {}
                Err(Failure::Refused(list)) => faults.extend(list.into_iter().map(|r| in_file(r, voucher))),
                Err(fault) => return Err(fault),
            }
        }
        missing.extend(lacking);
        shown.push(preview_of(voucher, faults.is_empty()));
        refused.extend(faults);
    }
    let totals = (shown.iter().map(|v| v.totals.0).sum(), shown.iter().map(|v| v.totals.1).sum());
    Ok(VoucherPreview { vouchers: shown, totals, missing: missing.into_iter().collect(), refused })
}

/// The lines whose places are there, and what the others lack.
fn found_lines(
    lists: &Lists,
    voucher: &VoucherRows,
    faults: &mut Vec<Refused>,
) -> (Vec<DraftLine>, Vec<MissingDetail>) {
    let first = voucher.rows.iter().map(|r| r.summary.as_str()).find(|s| !s.is_empty()).unwrap_or("");
    let (mut lines, mut lacking) = (Vec::new(), Vec::new());
    for row in &voucher.rows {
        match lists.find(&Wanted::from(row)) {
            Ok(Found::Place(place, _)) => {
                lines.push(line_at(place, summary_of(row, first), (row.debit, row.credit)));
            }
            Ok(Found::Missing(new)) => lacking.push(new),
            Err(no) => faults.push(Refused::from(no).at_row(row.row)),
        }
    }
    (lines, lacking)
}

fn preview_of(voucher: &VoucherRows, sound: bool) -> PreviewVoucher {
    let summaries = voucher.rows.iter().map(|r| r.summary.as_str());
    PreviewVoucher {
        row: voucher.rows.first().map_or(0, |r| r.row),
        key: voucher.key.clone(),
        date: voucher.date,
        summary: summaries.into_iter().find(|s| !s.is_empty()).unwrap_or_default().to_owned(),
        entries: voucher.rows.len(),
        document_count: voucher.document_count,
        totals: (voucher.rows.iter().map(|r| r.debit).sum(), voucher.rows.iter().map(|r| r.credit).sum()),
        sound,
    }
}
