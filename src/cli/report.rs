use std::ops::Deref;

use crate::app::App;
use crate::budget;
use crate::db::ReadTx;
use crate::export::{self, Body, BookFront, Format, PlainReport, ReportCaption};
use crate::kernel::{BookId, Failure, Fault, FiscalYear, Outcome, Period};
use crate::ledger;
use crate::statements::{self, Ageing, LedgerBookKind, MonthColumns, RowsWanted, StatementRefusal};
use crate::village::{self, Book};

use super::answer::{Answer, Form};
use super::args::{Report, ReportKind};
use super::book_named;

/// What was asked for, with its months.
struct Wanted {
    report: Report,
    from: Period,
    to: Period,
}

impl Wanted {
    fn of(report: Report) -> Result<Wanted, Fault> {
        let year = report.year.and_then(FiscalYear::new);
        let first = report.from.or(year.map(FiscalYear::first_period));
        let last = report.to.or(year.map(FiscalYear::last_period));
        let (Some(from), Some(to)) = (first, last) else {
            return Err(Fault::new("reading the command line", "a report without months"));
        };
        Ok(Wanted { report, from, to })
    }
}

impl Deref for Wanted {
    type Target = Report;
    fn deref(&self) -> &Report {
        &self.report
    }
}

/// Makes the report in the form that was asked for.
pub(super) async fn run(app: &App, report: Report, form: Form) -> Outcome<Answer> {
    let wanted = Wanted::of(report)?;
    let whole_township = wanted.book.eq_ignore_ascii_case("ALL");
    let (name, books): (String, Vec<Book>) = if whole_township {
        let mut tx = app.db.read().await?;
        let township = village::township(&mut tx).await?.ok_or(village::VillageRefusal::NotFounded)?;
        let books = village::books(&mut tx).await?;
        (format!("{}(汇总)", township.name), books)
    } else {
        let book = book_named(app, &wanted.book).await?;
        (book.legal_name.clone(), vec![book])
    };
    let caption = ReportCaption {
        book_name: name,
        first: wanted.from,
        last: wanted.to,
        prepared_by: String::new(),
        printed_at: app.now(),
    };
    let mut tx = app.db.read().await?;
    let body = match (whole_township, wanted.kind) {
        (true, ReportKind::BalanceSheet | ReportKind::SurplusStatement) => {
            of_township(&mut tx, &wanted, &books).await?
        }
        (_, ReportKind::Budget) => Body::Plain(Box::new(budget(&mut tx, &wanted, &books, &caption).await?)),
        _ => body(&mut tx, &wanted, &books).await?,
    };
    let report = export::Report { caption, body };
    let format = match form {
        Form::Text | Form::Csv => Format::Csv,
        Form::Json => Format::Json,
        Form::Xlsx => Format::Xlsx,
        Form::Pdf => Format::Pdf,
    };
    let bytes = tokio::task::spawn_blocking(move || report.write(format))
        .await
        .map_err(Fault::while_("writing a report"))??;
    match wanted.report.out {
        None => Ok(Answer::document(bytes)),
        Some(file) => {
            tokio::fs::write(&file, bytes)
                .await
                .map_err(|e| Fault::new("writing the file", format!("{}: {e}", file.display())))?;
            let shown = file.display().to_string();
            Ok(Answer::said(format!("已写入 {shown}"), serde_json::json!({ "file": shown })))
        }
    }
}

/// One of the two statements of a whole township: what the books owe one another is set off.
async fn of_township(tx: &mut ReadTx, wanted: &Wanted, books: &[Book]) -> Outcome<Body> {
    let (first, last) = (wanted.from, wanted.to);
    if wanted.kind == ReportKind::SurplusStatement {
        return Ok(Body::ConsolidatedSurplus(statements::consolidated_surplus(tx, books, first, last).await?));
    }
    Ok(Body::ConsolidatedBalanceSheet(statements::consolidated_balance_sheet(tx, books, first, last).await?))
}

async fn body(tx: &mut ReadTx, wanted: &Wanted, kept: &[Book]) -> Outcome<Body> {
    let (first, last) = (wanted.from, wanted.to);
    let books: Vec<BookId> = kept.iter().map(|b| b.id).collect();
    let books = books.as_slice();
    match wanted.kind {
        ReportKind::TrialBalance => {
            let level = wanted.level.map_or(RowsWanted::ALL.level, usize::from);
            let rows = RowsWanted { level, with_year: wanted.year_to_date, ..RowsWanted::ALL };
            let sum = statements::trial_balance_of_books(tx, books, (first, last), rows).await?;
            Ok(Body::TrialBalance(sum, rows))
        }
        ReportKind::BalanceSheet => {
            Ok(Body::BalanceSheet(statements::balance_sheet_between(tx, books, first, last).await?))
        }
        ReportKind::SurplusStatement => {
            Ok(Body::SurplusStatement(statements::surplus_statement(tx, books, first, last).await?))
        }
        ReportKind::ReceiptsPayments => {
            Ok(Body::ReceiptsAndPayments(statements::receipts_between(tx, one(books)?, first, last).await?))
        }
        ReportKind::AccountLedger => {
            let code = wanted.account.clone().unwrap_or_default();
            let ledger = statements::account_ledger(tx, one(books)?, &code, first, last).await?;
            Ok(Body::AccountLedger(ledger))
        }
        ReportKind::GeneralLedger => {
            let account = wanted.account.as_deref();
            let book = statements::general_ledger(tx, one(books)?, account, (first, last)).await?;
            Ok(Body::LedgerBook(book, front(wanted)))
        }
        ReportKind::DetailLedgers => ledger_of_lines(tx, LedgerBookKind::Detail, wanted, one(books)?).await,
        ReportKind::CashJournal => ledger_of_lines(tx, LedgerBookKind::Cash, wanted, one(books)?).await,
        ReportKind::BankJournal => ledger_of_lines(tx, LedgerBookKind::Bank, wanted, one(books)?).await,
        ReportKind::MultiColumn => {
            let by = wanted.by.as_deref().map(|word| word.parse().map_err(|_| by_what(word))).transpose()?;
            let code = wanted.account.clone().unwrap_or_default();
            Ok(Body::MultiColumn(statements::multi_column(tx, one(books)?, &code, by, (first, last)).await?))
        }
        ReportKind::AccountComparison => {
            let code = wanted.account.clone().unwrap_or_default();
            let columns = if wanted.months { MonthColumns::Wanted } else { MonthColumns::Left };
            let comparison = statements::account_comparison(tx, kept, &code, (first, last), columns).await?;
            Ok(Body::AccountComparison(comparison))
        }
        ReportKind::VoucherSummary => {
            let level = wanted.level.map_or(RowsWanted::ALL.level, usize::from);
            Ok(Body::VoucherSummary(statements::voucher_summary(tx, one(books)?, (first, last), level).await?))
        }
        ReportKind::PartyBalances => {
            let word = wanted.by.as_deref().unwrap_or("household");
            let by = word.parse().map_err(|_| by_what(word))?;
            let ageing = if wanted.ages { Ageing::Wanted } else { Ageing::Left };
            Ok(Body::PartyOverview(statements::party_overview(tx, one(books)?, by, (first, last), ageing).await?))
        }
        ReportKind::Budget => Err(StatementRefusal::OneBookOnly.into()),
        ReportKind::Journal => Ok(Body::Journal(statements::journal(tx, one(books)?, first, last).await?)),
    }
}

/// 预算执行情况表 of one book: the plan in force at the end of the span against what was posted in it.
async fn budget(tx: &mut ReadTx, wanted: &Wanted, kept: &[Book], caption: &ReportCaption) -> Outcome<PlainReport> {
    let book = one(&kept.iter().map(|b| b.id).collect::<Vec<_>>())?;
    let in_force = budget::adopted_on(tx, book, wanted.to.year(), wanted.to.last_day()).await?;
    let lines = in_force.map(|b| b.lines).unwrap_or_default();
    let done = budget::execution(tx, book, &lines, (wanted.from, wanted.to)).await?;
    let chart = ledger::chart(tx, book).await?;
    let dimensions = village::dimensions(tx, book).await?;
    Ok(export::budget_execution(caption, &done, &chart, &dimensions))
}

async fn ledger_of_lines(tx: &mut ReadTx, kind: LedgerBookKind, wanted: &Wanted, book: BookId) -> Outcome<Body> {
    let months = (wanted.from, wanted.to);
    let journal = statements::ledger_of_lines(tx, book, kind, wanted.account.as_deref(), months).await?;
    Ok(Body::LedgerBook(journal, front(wanted)))
}

fn front(wanted: &Wanted) -> BookFront {
    if wanted.bound { BookFront::Bound } else { BookFront::Loose }
}

fn by_what(word: &str) -> StatementRefusal {
    StatementRefusal::ByWhat { word: word.to_owned() }
}

/// The one book of a report that is never summed over a township.
fn one(books: &[BookId]) -> Result<BookId, Failure> {
    match books {
        [book] => Ok(*book),
        _ => Err(StatementRefusal::OneBookOnly.into()),
    }
}
