use std::collections::HashMap;

use crate::db::ReadTx;
use crate::kernel::{BookId, Money, Outcome, Period};
use crate::ledger::{self, AccountSum, FormName, MutualSum, OppositeSum};
use crate::statements::consolidation::{Consolidation, Pick, set_off};
use crate::statements::distribution::Distribution;
use crate::statements::figures::{Figures, sides};
use crate::statements::form::Form;
use crate::statements::formula::Part;
use crate::statements::statement::{Column, Statement};
use crate::village::Book;

use super::forms::form_in_force;
use super::statements::{forwards, year_before};

/// 资产负债表 of several books beside each other, with what they owe one another set off.
///
/// Refuses: `statements.backwards`.
pub async fn consolidated_balance_sheet(
    tx: &mut ReadTx,
    books: &[Book],
    first: Period,
    last: Period,
) -> Outcome<Consolidation> {
    forwards(first, last)?;
    let form = form_in_force(tx, FormName::BalanceSheet, last).await?;
    let ids: Vec<BookId> = books.iter().map(|b| b.id).collect();
    let sums = ledger::sums_of_books(tx, &ids, first, last).await?;
    let mutual = ledger::mutual_sums(tx, &ids, first, last).await?;
    let of = by_book(&sums, |s| s.book);
    let none = Distribution::default();
    let columns = |sums: &[&AccountSum]| {
        let figures = |pick: fn(&AccountSum) -> [Money; 2]| Figures::of_sums(sums.iter().copied(), pick);
        [(figures(|s| s.closing), none), (figures(|s| s.opening), none)]
    };
    let picks: [Pick; 2] = [|s| s.closing, |s| s.opening];
    Ok(put_together(&form, books, |book| columns(of.get(&book).map_or(&[][..], Vec::as_slice)), (&mutual, picks)))
}

/// 收益及收益分配表 of several books beside each other, with what they earned from one another set off. The months of
/// the year before stand as they were, nothing set off.
///
/// Refuses: `statements.backwards`.
pub async fn consolidated_surplus(
    tx: &mut ReadTx,
    books: &[Book],
    first: Period,
    last: Period,
) -> Outcome<Consolidation> {
    forwards(first, last)?;
    let form = form_in_force(tx, FormName::SurplusStatement, last).await?;
    let ids: Vec<BookId> = books.iter().map(|b| b.id).collect();
    let mut years = Vec::with_capacity(2);
    for (first, last) in [(first, last), (year_before(first), year_before(last))] {
        let sums = ledger::sums_of_books(tx, &ids, first, last).await?;
        let opposite = ledger::opposite_sums(tx, &ids, "322", first, last).await?;
        years.push((sums, opposite));
    }
    let mutual = ledger::mutual_sums(tx, &ids, first, last).await?;
    let profit_and_loss: Vec<MutualSum> = mutual.into_iter().filter(|s| s.code.starts_with('5')).collect();
    let of: Vec<_> = years.iter().map(|(sums, opp)| (by_book(sums, |s| s.book), by_book(opp, |s| s.book))).collect();
    let columns = |book: BookId| {
        let column = |year: usize| {
            let (sums, opposite) = &of[year];
            let sums = sums.get(&book).map_or(&[][..], Vec::as_slice);
            earned(sums, opposite.get(&book).map_or(&[][..], Vec::as_slice))
        };
        [column(0), column(1)]
    };
    let picks: [Pick; 2] = [|s| s.turnover, |_| Money::ZERO];
    Ok(put_together(&form, books, columns, (&profit_and_loss, picks)))
}

fn by_book<T>(rows: &[T], book: impl Fn(&T) -> BookId) -> HashMap<BookId, Vec<&T>> {
    let mut of: HashMap<BookId, Vec<&T>> = HashMap::new();
    for row in rows {
        of.entry(book(row)).or_default().push(row);
    }
    of
}

/// What one book earned, and how it was distributed.
pub(super) fn earned(sums: &[&AccountSum], opposite: &[&OppositeSum]) -> (Figures, Distribution) {
    let undistributed = |at: Figures| -(at.of("321", Part::Whole) + at.of("322", Part::Whole));
    let opening = undistributed(Figures::of_sums(sums.iter().copied(), |s| s.opening));
    let closing = undistributed(Figures::of_sums(sums.iter().copied(), |s| s.closing));
    let distribution = Distribution::of((opening, closing), opposite.iter().copied());
    (Figures::of_sums(sums.iter().copied(), |s| sides(s.turnover)), distribution)
}

type Filling = (Figures, Distribution);

fn put_together(
    form: &Form,
    books: &[Book],
    columns: impl Fn(BookId) -> [Filling; 2],
    (mutual, picks): (&[MutualSum], [Pick; 2]),
) -> Consolidation {
    let (eliminations, off) = set_off(books, mutual, picks);
    let mut all: [Filling; 2] = off.map(|figures| (figures, Distribution::default()));
    let eliminated = Statement::fill(form, &column(&all[0]), &column(&all[1]));
    let empty = Filling::default();
    let mut total = Statement::fill(form, &column(&empty), &column(&empty));
    let mut own = Vec::with_capacity(books.len());
    for book in books {
        let [first, second] = columns(book.id);
        let statement = Statement::fill(form, &column(&first), &column(&second));
        total.add(&statement);
        own.push((book.name.clone(), statement));
        for (sum, (figures, distribution)) in all.iter_mut().zip([first, second]) {
            sum.0.add(&figures);
            sum.1.add(distribution);
        }
    }
    let consolidated = Statement::fill(form, &column(&all[0]), &column(&all[1]));
    Consolidation { total, books: own, eliminated, consolidated, eliminations }
}

const fn column((figures, distribution): &Filling) -> Column<'_> {
    Column { figures, distribution: *distribution }
}
