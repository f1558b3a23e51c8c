use super::statement::Statement;

/// 汇总 — the statements of several books beside each other, and their sum.
#[derive(Clone, Debug)]
pub struct ByBook {
    /// The sum.
    pub total: Statement,
    /// Name of the book and its own statement, in the order they were given.
    pub books: Vec<(String, Statement)>,
}

impl ByBook {
    /// Sums statements of one form; `empty` is that form without a book.
    pub(super) fn of(empty: Statement, books: Vec<(String, Statement)>) -> ByBook {
        let mut total = empty;
        for (_, statement) in &books {
            total.add(statement);
        }
        ByBook { total, books }
    }
}
