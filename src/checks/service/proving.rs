use crate::db::ReadTx;
use crate::evidence::FileStore;
use crate::kernel::{Outcome, Period};
use crate::ledger;
use crate::village::{self, Book};

use crate::checks::facts::BookFacts;
use crate::checks::finding::{CHECKS, Finding};
use crate::checks::{evidence_kept, log_chained, published};

/// Every check of every book (or of one), then the operation log. Files are looked at when their store is given.
pub async fn all(tx: &mut ReadTx, files: Option<&FileStore>, only: Option<&Book>) -> Outcome<Vec<Finding>> {
    let books = match only {
        Some(book) => vec![book.clone()],
        None => village::books(tx).await?,
    };
    let mut findings = Vec::new();
    for book in books {
        findings.extend(of_book(tx, files, book).await?);
    }
    findings.push(log_chained::run(tx).await?);
    Ok(findings)
}

/// Every check of one book.
pub async fn of_book(tx: &mut ReadTx, files: Option<&FileStore>, book: Book) -> Outcome<Vec<Finding>> {
    let facts = load(tx, book).await?;
    let mut findings: Vec<Finding> = CHECKS
        .iter()
        .map(|check| Finding {
            id: check.id,
            name: check.name,
            clause: check.clause,
            severity: check.severity,
            book: facts.book.code.clone(),
            problems: (check.run)(&facts),
        })
        .collect();
    findings.push(evidence_kept::run(tx, files, &facts).await?);
    findings.push(published::run(tx, &facts).await?);
    Ok(findings)
}

async fn load(tx: &mut ReadTx, book: Book) -> Outcome<BookFacts> {
    let everything = (Period::new(1900, 1), Period::new(2999, 12));
    let (Some(first), Some(last)) = everything else { unreachable!("both are in the calendar") };
    let mut years = Vec::new();
    for seal in ledger::year_seals(tx, book.id).await? {
        let opening = ledger::opening_of_year(tx, book.id, seal.year.next()).await?;
        years.push((seal, opening));
    }
    Ok(BookFacts {
        chart: ledger::chart(tx, book.id).await?,
        vouchers: ledger::vouchers_between(tx, book.id, first, last).await?,
        kept: ledger::kept_movements(tx, book.id).await?,
        opening: ledger::opening(tx, book.id).await?,
        closures: ledger::closures(tx, book.id).await?,
        taken_back: ledger::closures_taken_back(tx, book.id).await?,
        years,
        book,
    })
}
