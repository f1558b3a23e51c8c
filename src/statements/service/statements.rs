use crate::db::ReadTx;
use crate::kernel::{BookId, FiscalYear, Outcome, Period};
use crate::ledger::{self, FormName};
use crate::village;

use crate::statements::cash_lines::{CashLine, cash_lines};
use crate::statements::distribution::Distribution;
use crate::statements::error::StatementRefusal;
use crate::statements::figures::Figures;
use crate::statements::form::Form;
use crate::statements::receipts::{ReceiptsAndPayments, receipts_and_payments};
use crate::statements::statement::{Column, Statement};

use super::consolidating::earned;
use super::forms::form_in_force;

pub(super) fn forwards(first: Period, last: Period) -> Result<(), StatementRefusal> {
    if last < first {
        return Err(StatementRefusal::Backwards { first: first.to_string(), last: last.to_string() });
    }
    Ok(())
}

/// 资产负债表 at the end of a month, with the opening of its year beside it; several books are summed.
pub async fn balance_sheet(tx: &mut ReadTx, books: &[BookId], last: Period) -> Outcome<Statement> {
    balance_sheet_between(tx, books, last.year().first_period(), last).await
}

/// The same with what stood before `first` in the second column, for a span that is not the year so far.
///
/// Refuses: `statements.backwards`.
pub async fn balance_sheet_between(
    tx: &mut ReadTx,
    books: &[BookId],
    first: Period,
    last: Period,
) -> Outcome<Statement> {
    forwards(first, last)?;
    let form = form_in_force(tx, FormName::BalanceSheet, last).await?;
    balance_sheet_in(tx, &form, books, (first, last)).await
}

/// The same in a form that may not be in force yet.
pub(super) async fn balance_sheet_in(
    tx: &mut ReadTx,
    form: &Form,
    books: &[BookId],
    (first, last): (Period, Period),
) -> Outcome<Statement> {
    let sums = ledger::sums_of_books(tx, books, first, last).await?;
    let closing = Figures::of_sums(sums.iter(), |s| s.closing);
    let opening = Figures::of_sums(sums.iter(), |s| s.opening);
    let none = Distribution::default();
    let column = |figures| Column { figures, distribution: none };
    Ok(Statement::fill(form, &column(&closing), &column(&opening)))
}

/// 收益及收益分配表 of a span, with the same months of the year before beside it; several books are summed.
///
/// Refuses: `statements.backwards`.
pub async fn surplus_statement(tx: &mut ReadTx, books: &[BookId], first: Period, last: Period) -> Outcome<Statement> {
    forwards(first, last)?;
    let form = form_in_force(tx, FormName::SurplusStatement, last).await?;
    surplus_in(tx, &form, books, (first, last)).await
}

/// The same in a form that may not be in force yet.
pub(super) async fn surplus_in(
    tx: &mut ReadTx,
    form: &Form,
    books: &[BookId],
    (first, last): (Period, Period),
) -> Outcome<Statement> {
    let (current, now) = surplus_figures(tx, books, first, last).await?;
    let (previous, then) = surplus_figures(tx, books, year_before(first), year_before(last)).await?;
    let first = Column { figures: &current, distribution: now };
    let second = Column { figures: &previous, distribution: then };
    Ok(Statement::fill(form, &first, &second))
}

pub(super) fn year_before(period: Period) -> Period {
    let year: FiscalYear = period.year().previous();
    Period::new(year.number(), period.month()).unwrap_or(period)
}

async fn surplus_figures(
    tx: &mut ReadTx,
    books: &[BookId],
    first: Period,
    last: Period,
) -> Outcome<(Figures, Distribution)> {
    let sums = ledger::sums_of_books(tx, books, first, last).await?;
    let opposite = ledger::opposite_sums(tx, books, "322", first, last).await?;
    Ok(earned(&sums.iter().collect::<Vec<_>>(), &opposite.iter().collect::<Vec<_>>()))
}

/// 收支明细表 of a span.
///
/// Refuses: `statements.backwards`.
pub async fn receipts_between(
    tx: &mut ReadTx,
    book: BookId,
    first: Period,
    last: Period,
) -> Outcome<ReceiptsAndPayments> {
    receipts_of_books(tx, &[book], first, last).await
}

/// 收支明细表 of several books, summed.
///
/// Refuses: `statements.backwards`.
pub async fn receipts_of_books(
    tx: &mut ReadTx,
    books: &[BookId],
    first: Period,
    last: Period,
) -> Outcome<ReceiptsAndPayments> {
    forwards(first, last)?;
    let january = last.year().first_period();
    let charts = ledger::charts(tx, books).await?;
    let mut sum = ReceiptsAndPayments::default();
    for book in books {
        let Some(chart) = charts.get(book) else { continue };
        let span = ledger::balances(tx, *book, first, last).await?;
        if first == january {
            sum.add(receipts_and_payments(chart, &span, &span));
        } else {
            let year = ledger::balances(tx, *book, january, last).await?;
            sum.add(receipts_and_payments(chart, &span, &year));
        }
    }
    Ok(sum)
}

/// Every receipt and payment of a span, item by item.
pub async fn cash_lines_between(tx: &mut ReadTx, book: BookId, first: Period, last: Period) -> Outcome<Vec<CashLine>> {
    let chart = ledger::chart(tx, book).await?;
    let dimensions = village::dimensions(tx, book).await?;
    let vouchers = ledger::vouchers_between(tx, book, first, last).await?;
    Ok(cash_lines(&vouchers, &chart, &dimensions))
}
