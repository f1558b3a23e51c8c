use crate::db::ReadTx;
use crate::evidence::Media;
use crate::export::YearOfBooks;
use crate::kernel::{Digest, Fault, FiscalYear, Outcome, Period, Timestamp};
use crate::ledger::{self, Closure};
use crate::statements;
use crate::village::{self, Book, VillageRefusal};

use crate::archive::error::ArchiveRefusal;
use crate::archive::store::{self, Span, Taken};

/// Everything of a book's year, read in one view.
pub struct Gathered {
    pub(super) year: YearOfBooks,
    pub(super) taken: Vec<Taken>,
    pub(super) files: Vec<(Digest, Media)>,
}

/// Reads what a package is made of: the rows from the book's first month to the end of the year, and the year itself.
///
/// Refuses: `archive.nothing_in_year`.
pub async fn gather(tx: &mut ReadTx, book: &Book, year: FiscalYear) -> Outcome<Gathered> {
    let whole = year_of_books(tx, book, year).await?;
    let until = Timestamp::start_of(year.next().first_period().first_day()).max(whole.as_of);
    let taken = store::take(tx, &Span { book: book.id, year, until }).await?;
    let files = files_of(&taken)?;
    Ok(Gathered { year: whole, taken, files })
}

/// The source documents' files: digest and kind.
pub(super) fn files_of(taken: &[Taken]) -> Result<Vec<(Digest, Media)>, Fault> {
    let wrong = |why: String| Fault::new("reading a stored file's row", why);
    let mut files = Vec::new();
    for table in taken.iter().filter(|t| t.name() == "stored_file") {
        let (digests, medias) = (table.rows().texts("digest"), table.rows().texts("media"));
        for (digest, media) in digests.into_iter().zip(medias) {
            files.push((digest.parse().map_err(wrong)?, media.parse().map_err(wrong)?));
        }
    }
    Ok(files)
}

/// One year of one book, from its first month kept to the last with a voucher or a closing.
///
/// Refuses: `archive.nothing_in_year`.
pub async fn year_of_books(tx: &mut ReadTx, book: &Book, year: FiscalYear) -> Outcome<YearOfBooks> {
    let nothing = || ArchiveRefusal::NothingInYear { book: book.name.clone(), year: year.number() };
    let (first, end) = (year.first_period().max(book.enabled_from), year.last_period());
    if first > end {
        return Err(nothing().into());
    }
    let vouchers = ledger::vouchers_between(tx, book.id, first, end).await?;
    let closures = ledger::closures(tx, book.id).await?;
    let closures: Vec<Closure> = closures.into_iter().filter(|c| c.period >= first && c.period <= end).collect();
    let last: Option<Period> = vouchers.iter().map(|v| v.period).chain(closures.iter().map(|c| c.period)).max();
    let last = last.ok_or_else(nothing)?;
    let as_of = store::last_act(tx, book.id, year).await?.ok_or_else(nothing)?;
    let chart = ledger::chart(tx, book.id).await?;
    let rows = ledger::balances(tx, book.id, first, last).await?;
    let mut opening: Vec<_> = rows.iter().map(|r| (r.key, r.opening)).filter(|(_, fen)| !fen.is_zero()).collect();
    opening.sort_by_key(|(key, _)| (chart.by_id(key.account).map(|a| a.code.clone()), *key));
    Ok(YearOfBooks {
        township: village::township(tx).await?.ok_or(VillageRefusal::NotFounded)?.name,
        book: book.clone(),
        year,
        first,
        last,
        as_of,
        dimensions: village::dimensions(tx, book.id).await?,
        opening,
        balance_sheet: statements::balance_sheet_between(tx, &[book.id], first, last).await?,
        surplus: statements::surplus_statement(tx, &[book.id], first, last).await?,
        receipts: statements::receipts_between(tx, book.id, first, last).await?,
        chart,
        vouchers,
        closures,
    })
}
