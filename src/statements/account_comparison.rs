use std::collections::BTreeMap;

use crate::kernel::{BookId, Money, Period};
use crate::ledger::{BookMovement, Side};
use crate::village::Book;

/// One account in one book.
#[derive(Clone, Debug)]
pub struct ComparisonRow {
    /// Code of the book.
    pub code: String,
    /// Name of the book.
    pub name: String,
    /// 期初, debit positive.
    pub opening: Money,
    /// 借方发生额.
    pub debit: Money,
    /// 贷方发生额.
    pub credit: Money,
    /// What moved each month on the account's usual side, carry-forward left out.
    pub months: Vec<Money>,
}

impl ComparisonRow {
    /// Opening, movement and closing, debit and credit each.
    pub fn columns(&self) -> [Money; 6] {
        let (opening, closing) = (self.opening, self.opening + self.debit - self.credit);
        [
            opening.positive_part(),
            (-opening).positive_part(),
            self.debit,
            self.credit,
            closing.positive_part(),
            (-closing).positive_part(),
        ]
    }
}

/// 各村比较 — one account of the unified chart over several books.
#[derive(Clone, Debug)]
pub struct AccountComparison {
    /// Code.
    pub code: String,
    /// `管理费用/干部报酬`.
    pub path: String,
    /// The side an amount of a month stands on.
    pub side: Side,
    /// The months between, when they are wanted in columns.
    pub months: Vec<Period>,
    /// A row a book, in the order of the books.
    pub rows: Vec<ComparisonRow>,
}

impl AccountComparison {
    /// Sets out the movements of every book; one that has nothing keeps its row.
    pub fn of(
        (code, path, side): (&str, String, Side),
        books: &[Book],
        months: Vec<Period>,
        moved: &[BookMovement],
    ) -> AccountComparison {
        let mut by_book: BTreeMap<BookId, Vec<&BookMovement>> = BTreeMap::new();
        for movement in moved {
            by_book.entry(movement.book).or_default().push(movement);
        }
        let row = |book: &Book| {
            let own = by_book.get(&book.id).map(Vec::as_slice).unwrap_or_default();
            let sum = |pick: fn(&BookMovement) -> Money| own.iter().map(|m| pick(m)).sum::<Money>();
            let of_month = |period: &Period| {
                let month = own.iter().filter(|m| m.period == Some(*period));
                month.map(|m| side.of_balance((m.debit - m.debit_closing) - (m.credit - m.credit_closing))).sum()
            };
            ComparisonRow {
                code: book.code.clone(),
                name: book.name.clone(),
                opening: sum(|m| m.opening),
                debit: sum(|m| m.debit),
                credit: sum(|m| m.credit),
                months: months.iter().map(of_month).collect(),
            }
        };
        let rows = books.iter().map(row).collect();
        AccountComparison { code: code.to_owned(), path, side, months, rows }
    }

    /// Each side summed apart over the books.
    pub fn totals(&self) -> [Money; 6] {
        let mut totals = [Money::ZERO; 6];
        for row in &self.rows {
            for (total, amount) in totals.iter_mut().zip(row.columns()) {
                *total += amount;
            }
        }
        totals
    }

    /// Each month summed over the books.
    pub fn month_totals(&self) -> Vec<Money> {
        (0..self.months.len()).map(|i| self.rows.iter().map(|row| row.months[i]).sum()).collect()
    }

    /// `各村比较 513 管理费用`.
    pub fn title(&self) -> String {
        format!("各村比较 {} {}", self.code, self.path.replace('/', "／"))
    }
}
