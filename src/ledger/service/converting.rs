use crate::audit::{self, Act};
use crate::auth::Accountant;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Date, Failure, Outcome, Period, Refused, Timestamp};
use crate::village;

use crate::ledger::conversion::{
    ConversionRefusal, ConversionSheet, OldChart, PaperRow, Piece, WorkingPaper, digest_of, opening_rows, paper_rows,
    totals_of,
};
use crate::ledger::error::LedgerRefusal;
use crate::ledger::intake::{Found, Wanted};
use crate::ledger::store;

use super::importing::Imported;
use super::importing_opening::{OpeningPreview, Repeated, party_name, preview_opening, take_opening};
use super::opening::opening_confirmed;
use super::resolving::{Lists, MissingDetails};

/// A sheet that is being filled in.
#[derive(Clone, Debug)]
pub struct ConversionDraft {
    /// What is on it.
    pub sheet: ConversionSheet,
    /// Names the state that was read.
    pub version: i64,
    /// Who saved it last.
    pub saved_name: String,
    /// When.
    pub saved_at: Timestamp,
}

/// The sheet of a book that is being filled in.
pub async fn conversion_draft(tx: &mut ReadTx, book: BookId) -> Outcome<Option<ConversionDraft>> {
    Ok(store::conversion_sheet(tx, book).await?)
}

/// Keeps the sheet as it is, however unfinished. `version` is the one that was read, nothing for a new one.
///
/// Refuses: `ledger.opening_confirmed`, `conversion.sheet_stale`.
pub async fn keep_conversion(
    tx: &mut WriteTx,
    by: &Accountant,
    sheet: &ConversionSheet,
    version: Option<i64>,
    now: Timestamp,
) -> Outcome<()> {
    if opening_confirmed(tx, by.book()).await? {
        return Err(LedgerRefusal::OpeningConfirmed.into());
    }
    let before = store::conversion_sheet(tx, by.book()).await?;
    if let Some(before) = before.as_ref().filter(|b| version.is_some_and(|read| read != b.version)) {
        return Err(ConversionRefusal::SheetStale { who: before.saved_name.clone() }.into());
    }
    let next = before.map_or(1, |b| b.version + 1);
    store::keep_conversion_sheet(tx, by.book(), sheet, next, (by.id(), &by.actor().name), now).await?;
    let act = Act::on_book(by.book(), "conversion.keep", format!("新旧衔接 {}行", sheet.lines.len()));
    audit::record(tx, by.actor(), act, now).await?;
    Ok(())
}

/// What a sheet will come to.
#[derive(Clone, Debug)]
pub struct ConversionPreview {
    /// The new opening balances, what is missing for them, and everything that is wrong or undecided.
    pub opening: OpeningPreview,
    /// Old balances, adjustments, and what goes over: debit and credit each.
    pub totals: [[crate::kernel::Money; 2]; 3],
}

/// Looks a sheet over: what its new balances will be, what is still to be decided.
pub async fn preview_conversion(tx: &mut ReadTx, book: BookId, sheet: &ConversionSheet) -> Outcome<ConversionPreview> {
    let (pieces, faults) = sheet.pieces(&OldChart::of_2004()?);
    let mut opening = preview_opening(tx, book, &opening_rows(&pieces)).await?;
    opening.refused.retain(|r| r.code != "intake.same_as_row");
    opening.lines.sort_by(|a, b| (&a.account, &a.detail).cmp(&(&b.account, &b.detail)));
    let lists = Lists::of(tx, book).await?;
    let totals = totals_of(&rows_of(&lists, sheet, &pieces));
    if !faults.is_empty() {
        // An undecided part leaves the new balances uneven: that is said once, by what is undecided.
        opening.refused.retain(|r| r.code != "ledger.opening_unbalanced");
        opening.refused.splice(0..0, faults);
    }
    Ok(ConversionPreview { opening, totals })
}

fn rows_of(lists: &Lists, sheet: &ConversionSheet, pieces: &[Piece]) -> Vec<PaperRow> {
    paper_rows(sheet, pieces, |piece| match lists.find(&Wanted::plain(piece.account.clone(), piece.detail.clone())) {
        Ok(Found::Place(place, _)) => {
            let code = lists.chart.by_id(place.account).map(|a| a.code.to_string()).unwrap_or_default();
            let name = lists.chart.path_name(place.account).replace('/', "／");
            [code, name, party_name(lists, &place)]
        }
        Ok(Found::Missing(_)) | Err(_) => [piece.account.clone(), String::new(), piece.detail.join("／")],
    })
}

/// 新旧衔接 — the old balances become the opening of the permit's book, and the working paper is kept with it.
///
/// Refuses, all at once: the conversion refusals, and everything an opening is refused for.
/// Source: 财会〔2023〕20号.
pub async fn convert(
    tx: &mut WriteTx,
    by: &Accountant,
    sheet: &ConversionSheet,
    missing: MissingDetails,
    now: Timestamp,
) -> Outcome<Imported> {
    let from = village::book(tx, by.book()).await?.enabled_from;
    let (pieces, mut faults) = sheet.pieces(&OldChart::of_2004()?);
    if from.month() != 1 {
        faults.insert(0, Refused::from(ConversionRefusal::NotFromJanuary { enabled: from.in_chinese() }));
    }
    Failure::unless_none(faults)?;
    let done = take_opening(tx, by, &opening_rows(&pieces), Repeated::Added, missing, now).await?;
    let rows = rows_of(&Lists::of(tx, by.book()).await?, sheet, &pieces);
    let as_of = day_before(from);
    let digest = digest_of(as_of, &sheet.source, &rows);
    let (source, made_name) = (sheet.source.clone(), by.actor().name.clone());
    let paper = WorkingPaper { as_of, source, rows, made_name, made_at: now, digest };
    store::insert_working_paper(tx, by.book(), &paper, by.id()).await?;
    store::forget_conversion_sheet(tx, by.book()).await?;
    let [old, _, _] = paper.totals();
    let said = format!("新旧衔接 旧账借贷各{}元，{}行", old[0], paper.rows.len());
    let act = Act::on_book(by.book(), "book.conversion", said).detail(digest.hex());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(Imported { count: paper.rows.len(), notices: done.notices })
}

fn day_before(from: Period) -> Date {
    from.first_day().pred_opt().unwrap_or(from.first_day())
}

/// True when the opening of a book came over from the 2004 chart.
pub async fn has_working_paper(tx: &mut ReadTx, book: BookId) -> Outcome<bool> {
    Ok(store::working_paper(tx, book).await?.is_some())
}

/// The working paper kept with a book.
///
/// Refuses: `conversion.no_paper`.
pub async fn working_paper(tx: &mut ReadTx, book: BookId) -> Outcome<WorkingPaper> {
    Ok(store::working_paper(tx, book).await?.ok_or(ConversionRefusal::NoPaper)?)
}
