use crate::audit::{self, Act, Actor};
use crate::db::{ReadTx, WriteTx};
use crate::disclosure;
use crate::evidence::FileStore;
use crate::kernel::{Outcome, Period, Timestamp};
use crate::ledger;
use crate::receipts;
use crate::reconcile;
use crate::statements;
use crate::village::{self, Book};
use crate::workflow;

use crate::checks::catalogue::{CHECKS, Check, Run};
use crate::checks::certificate::{Certificate, Covered, Proved};
use crate::checks::error::ChecksRefusal;
use crate::checks::facts::{BookFacts, YearFacts};
use crate::checks::finding::{Finding, Problem};
use crate::checks::{astray, evidence_kept, forms_kept, lists_kept, log_chained};

/// Every check of every book (or of one), then those of the township. Files are looked at when their store is given.
pub async fn all(tx: &mut ReadTx, files: Option<&FileStore>, only: Option<&Book>) -> Outcome<Vec<Finding>> {
    Ok(prove(tx, files, only, &CHECKS.iter().collect::<Vec<_>>()).await?.findings)
}

/// The checks with these ids; no ids are all of them.
///
/// Refuses: `checks.no_such_check`.
pub fn named(ids: &[String]) -> Result<Vec<&'static Check>, ChecksRefusal> {
    let found = |id: &String| Check::named(id).ok_or_else(|| ChecksRefusal::NoSuchCheck { id: id.clone() });
    if ids.is_empty() { Ok(CHECKS.iter().collect()) } else { ids.iter().map(found).collect() }
}

/// Some checks of every book, or of one, and what they looked at.
pub async fn prove(
    tx: &mut ReadTx,
    files: Option<&FileStore>,
    only: Option<&Book>,
    wanted: &[&'static Check],
) -> Outcome<Proved> {
    let mut proved = Proved::default();
    if wanted.iter().any(|check| check.is_of_books()) {
        let books = match only {
            Some(book) => vec![book.clone()],
            None => village::books(tx).await?,
        };
        for book in books {
            let facts = facts_of(tx, book).await?;
            for check in wanted.iter().filter(|check| check.is_of_books()) {
                let problems = match check.run {
                    Run::Book(run) => run(&facts),
                    Run::Evidence => evidence_kept::run(tx, files, &facts).await?,
                    Run::Lists => lists_kept::run(tx, &facts).await?,
                    Run::Scope => astray::run(tx, &facts).await?,
                    Run::Forms | Run::Log => continue,
                };
                proved.findings.push(found(check, facts.book.code.clone(), problems));
            }
            proved.covered.push(Covered::of(&facts));
        }
    }
    for check in wanted {
        let problems = match check.run {
            Run::Log => log_chained::run(tx).await?,
            Run::Forms => forms_kept::run(tx).await?,
            Run::Book(_) | Run::Evidence | Run::Lists | Run::Scope => continue,
        };
        proved.findings.push(found(check, String::new(), problems));
    }
    Ok(proved)
}

/// 稽核证明 of what was proved; that it was made is recorded by [`record_certificate`].
pub async fn certificate(tx: &mut ReadTx, proved: &Proved, by: &Actor, now: Timestamp) -> Outcome<Certificate> {
    let township = village::township(tx).await?.ok_or(village::VillageRefusal::NotFounded)?;
    Ok(Certificate::of(&township, proved, &by.name, now))
}

/// Writes into the log that a certificate was made: over what, with which result and code.
pub async fn record_certificate(tx: &mut WriteTx, by: &Actor, made: &Certificate, now: Timestamp) -> Outcome<()> {
    let detail = format!("{} 校验码{}", made.sentence(), made.code.short_code());
    let act = Act::on_township("check.certify", made.covers()).detail(detail);
    audit::record(tx, by, act, now).await?;
    Ok(())
}

/// Every check that needs no more than a book's facts.
pub fn judge(facts: &BookFacts) -> Vec<Finding> {
    let judged = CHECKS.iter().filter_map(|check| match check.run {
        Run::Book(run) => Some(found(check, facts.book.code.clone(), run(facts))),
        Run::Evidence | Run::Lists | Run::Scope | Run::Forms | Run::Log => None,
    });
    judged.collect()
}

fn found(check: &Check, book: String, problems: Vec<Problem>) -> Finding {
    let Check { id, name, clause, severity, .. } = *check;
    Finding { id, name, clause, severity, book, problems }
}

/// Everything the checks of a book look at.
pub async fn facts_of(tx: &mut ReadTx, book: Book) -> Outcome<BookFacts> {
    let everything = (Period::new(1900, 1), Period::new(2999, 12));
    let (Some(first), Some(last)) = everything else { unreachable!("both are in the calendar") };
    let mut seals = Vec::new();
    for seal in ledger::year_seals(tx, book.id).await? {
        let opening = ledger::opening_of_year(tx, book.id, seal.year.next()).await?;
        seals.push((seal, opening));
    }
    let mut facts = BookFacts {
        chart: ledger::chart(tx, book.id).await?,
        vouchers: ledger::vouchers_between(tx, book.id, first, last).await?,
        kept: ledger::kept_movements(tx, book.id).await?,
        opening: ledger::opening(tx, book.id).await?,
        closures: ledger::closures(tx, book.id).await?,
        taken_back: ledger::closures_taken_back(tx, book.id).await?,
        seals,
        years: Vec::new(),
        sheets: Vec::new(),
        counts: Vec::new(),
        reconciliations: Vec::new(),
        receipts: receipts::of_book(tx, book.id).await?,
        receipt_items: workflow::receipt_items(tx, book.id).await?,
        book,
    };
    facts.years = years_of(tx, &facts).await?;
    for head in disclosure::past_sheets(tx, facts.book.id).await? {
        facts.sheets.push(disclosure::verify(tx, &head.token).await?);
    }
    facts.counts = reconcile::cash_counts_between(tx, facts.book.id, (first, last)).await?;
    for account in village::bank_accounts(tx, facts.book.id).await? {
        let sheets = reconcile::reconciliations(tx, facts.book.id, &account.account_code).await?;
        facts.reconciliations.extend(sheets.into_iter().map(|sheet| (account.account_code.clone(), sheet)));
    }
    Ok(facts)
}

/// What the reports say, year by year, from the enabling year to the last one with anything in it.
async fn years_of(tx: &mut ReadTx, facts: &BookFacts) -> Outcome<Vec<YearFacts>> {
    let Some(end) = facts.last_period() else { return Ok(Vec::new()) };
    let book = facts.book.id;
    let mut years = Vec::new();
    let mut year = facts.book.enabled_from.year();
    while year <= end.year() {
        let (january, last) = (year.first_period(), year.last_period().min(end));
        years.push(YearFacts {
            year,
            last,
            trial: statements::trial_balance(tx, book, january, last).await?,
            sheet: statements::balance_sheet(tx, &[book], last).await?,
            surplus: statements::surplus_statement(tx, &[book], january, last).await?,
        });
        year = year.next();
    }
    Ok(years)
}
