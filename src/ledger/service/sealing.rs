use crate::audit::{self, Act};
use crate::auth::Sealer;
use crate::db::{ReadTx, WriteTx};
use crate::kernel::{BookId, Digest, Failure, FiscalYear, Money, Outcome, Refused, Timestamp, YearSealId};
use crate::village;

use crate::ledger::balance::BalanceKey;
use crate::ledger::closing::Closure;
use crate::ledger::error::PeriodRefusal;
use crate::ledger::store;
use crate::ledger::year_end::not_carried;
use crate::ledger::year_seal::{YearSeal, opening_digest, year_root};

use super::charting::chart;
use super::closing::{closures, first_open, hold_months};
use super::reading::balances;

/// 年度封存 — writes the next year's opening from December's closing, key by key, and seals the year over the roots
/// of its months. No voucher, no closing, no reopening in it afterwards; the database refuses them too.
///
/// Refuses, all that stands in the way at once: `ledger.year_sealed`, `ledger.year_not_closed`,
/// `ledger.earlier_year_open`, `ledger.not_carried`. Source: articulation C-4, C-7, C-14.
pub async fn seal_year(
    tx: &mut WriteTx,
    by: &Sealer,
    book: BookId,
    year: FiscalYear,
    now: Timestamp,
) -> Outcome<YearSeal> {
    hold_months(tx, book, [year.last_period()]).await?;
    let seals = year_seals(tx, book).await?;
    if seals.iter().any(|s| s.year >= year) {
        return Err(PeriodRefusal::YearSealed { year: year.to_string() }.into());
    }
    let open = first_open(tx, book).await?;
    if open <= year.last_period() {
        return Err(PeriodRefusal::YearNotClosed { year: year.to_string(), first: open.in_chinese() }.into());
    }
    let rows = balances(tx, book, year.last_period(), year.last_period()).await?;
    let mut faults: Vec<Refused> = Vec::new();
    let enabled = village::book(tx, book).await?.enabled_from.year();
    if enabled < year && !seals.iter().any(|s| s.year == year.previous()) {
        let earlier = seals.last().map_or(enabled, |s| s.year.next());
        faults.push(PeriodRefusal::EarlierYearOpen { year: year.to_string(), earlier: earlier.to_string() }.into());
    }
    let standing = not_carried(&chart(tx, book).await?, &rows).into_iter();
    faults.extend(standing.map(|(account, balance)| PeriodRefusal::NotCarried { account, balance }.into()));
    Failure::unless_none(faults)?;
    let mut opening: Vec<(BalanceKey, Money)> =
        rows.iter().map(|r| (r.key, r.closing())).filter(|(_, fen)| !fen.is_zero()).collect();
    opening.sort_by_key(|(key, _)| *key);
    let seal = sealed(tx, by, (book, year), &opening, seals.last(), now).await?;
    store::insert_opening_of_year(tx, book, year.next(), &opening).await?;
    store::insert_year_seal(tx, book, &seal, by.id()).await?;
    let subject = format!("{year}年 下年期初借贷各{}元", seal.total);
    let act = Act::on_book(book, "year.seal", subject).id(seal.id).detail(seal.root.hex());
    audit::record(tx, by.actor(), act, now).await?;
    Ok(seal)
}

async fn sealed(
    tx: &mut ReadTx,
    by: &Sealer,
    (book, year): (BookId, FiscalYear),
    opening: &[(BalanceKey, Money)],
    before: Option<&YearSeal>,
    now: Timestamp,
) -> Outcome<YearSeal> {
    let opening_digest = opening_digest(opening.iter().copied());
    let total = opening.iter().map(|(_, fen)| fen.positive_part()).sum();
    assert_eq!(total, opening.iter().map(|(_, fen)| (-*fen).positive_part()).sum(), "closing balances balance");
    let previous_root = before.map_or(Digest::GENESIS, |s| s.root);
    let months = month_roots(&closures(tx, book).await?, year);
    let enabled = village::book(tx, book).await?.enabled_from;
    let kept = enabled.max(year.first_period()).through(year.last_period()).count();
    assert_eq!(months.len(), kept, "every month of a year that is sealed stands closed");
    Ok(YearSeal {
        id: YearSealId::new(),
        year,
        total,
        opening_digest,
        previous_root,
        root: year_root(&book.text(), year, previous_root, &months, opening_digest),
        sealed_name: by.actor().name.clone(),
        sealed_at: now,
    })
}

/// The roots of a year's months, in order.
pub fn month_roots(closures: &[Closure], year: FiscalYear) -> Vec<Digest> {
    closures.iter().filter(|c| c.period.year() == year).map(|c| c.root).collect()
}

/// The sealed years of a book, in order.
pub async fn year_seals(tx: &mut ReadTx, book: BookId) -> Outcome<Vec<YearSeal>> {
    Ok(store::year_seals(tx, book).await?)
}

/// The opening balances a year begins with, as they were written, debit positive, in key order.
pub async fn opening_of_year(tx: &mut ReadTx, book: BookId, year: FiscalYear) -> Outcome<Vec<(BalanceKey, Money)>> {
    Ok(store::opening_of_year(tx, book, year).await?)
}
