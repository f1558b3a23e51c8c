use sqlx::any::AnyArguments;
use sqlx::{Arguments, AssertSqlSafe, SqlSafeStr};

use crate::kernel::Fault;

use super::tx::WriteTx;

/// Most rows one statement carries.
const AT_MOST: usize = 100;

/// Many rows in one statement: the places of the values are written here, the words around them are fixed text.
///
/// `RowsInto::new("insert into t (a, b) values", 2, "")`, then `row` with the values of each row in column order.
pub struct RowsInto {
    head: &'static str,
    columns: usize,
    tail: &'static str,
    cells: Vec<Cell>,
}

/// One value of our column vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Nothing stands there.
    Nothing,
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}
impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}
impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Whole(number)
    }
}

/// How the engine wants the places of values written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Places {
    /// `?`, in order, and several statements in one trip. SQLite looks a numbered place up among all the others every
    /// time it binds one, which costs more than the insertion when there are thousands.
    InOrder,
    /// `$1`, one statement a trip.
    Numbered,
}

/// A statement and its values, ready to go.
struct Statement {
    text: String,
    cells: Vec<Cell>,
}

impl RowsInto {
    /// A statement of fixed words around the rows; `tail` is what follows them (`on conflict …`) or nothing.
    pub const fn new(head: &'static str, columns: usize, tail: &'static str) -> RowsInto {
        RowsInto { head, columns, tail, cells: Vec::new() }
    }

    /// Adds one row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> Result<(), Fault> {
        let before = self.cells.len();
        self.cells.extend(cells);
        if self.cells.len() - before != self.columns {
            return Err(Fault::new("writing rows", format!("a row of another width: {}", self.head)));
        }
        Ok(())
    }

    /// Runs it; nothing happens without rows.
    pub async fn run(self, tx: &mut WriteTx, doing: &'static str) -> Result<(), Fault> {
        RowsInto::run_together([self], tx, doing).await
    }

    /// Runs several in the order given, in one trip to the engine where it takes several statements and they are short.
    pub async fn run_together(
        rows: impl IntoIterator<Item = RowsInto>,
        tx: &mut WriteTx,
        doing: &'static str,
    ) -> Result<(), Fault> {
        let places = tx.places();
        let rows: Vec<RowsInto> = rows.into_iter().filter(|r| !r.cells.is_empty()).collect();
        let short = rows.iter().map(RowsInto::len).sum::<usize>() <= AT_MOST;
        let mut statements: Vec<Statement> = rows.into_iter().flat_map(|r| r.into_statements(places)).collect();
        if places == Places::InOrder && short {
            statements = joined(statements).into_iter().collect();
        }
        for Statement { text, cells } in statements {
            sqlx::query_with(AssertSqlSafe(text).into_sql_str(), bound(cells)?)
                .execute(tx.conn())
                .await
                .map_err(Fault::while_(doing))?;
        }
        Ok(())
    }

    fn len(&self) -> usize {
        self.cells.len() / self.columns
    }

    fn into_statements(self, places: Places) -> Vec<Statement> {
        let RowsInto { head, columns, tail, cells } = self;
        let mut statements = Vec::with_capacity(cells.len() / (columns * AT_MOST) + 1);
        let mut cells = cells.into_iter();
        loop {
            let some: Vec<Cell> = cells.by_ref().take(columns * AT_MOST).collect();
            if some.is_empty() {
                return statements;
            }
            let text = statement(head, some.len() / columns, columns, tail, places);
            statements.push(Statement { text, cells: some });
        }
    }
}

/// One text and one list of values of several statements.
fn joined(statements: Vec<Statement>) -> Option<Statement> {
    statements.into_iter().reduce(|mut all, next| {
        all.text.push_str("; ");
        all.text.push_str(&next.text);
        all.cells.extend(next.cells);
        all
    })
}

/// The values in their places.
pub(super) fn bound(cells: impl IntoIterator<Item = Cell>) -> Result<AnyArguments, Fault> {
    let mut arguments = AnyArguments::default();
    for cell in cells {
        match cell {
            Cell::Nothing => arguments.add(None::<String>),
            Cell::Text(text) => arguments.add(text),
            Cell::Whole(number) => arguments.add(number),
        }
        .map_err(Fault::while_("binding a value"))?;
    }
    Ok(arguments)
}

pub(super) fn statement(head: &str, rows: usize, columns: usize, tail: &str, places: Places) -> String {
    let mut text = String::with_capacity(head.len() + tail.len() + rows * columns * 6);
    text.push_str(head);
    for row in 0..rows {
        text.push_str(if row == 0 { " (" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                text.push_str(", ");
            }
            match places {
                Places::InOrder => text.push('?'),
                Places::Numbered => {
                    text.push('$');
                    text.push_str(&(row * columns + column + 1).to_string());
                }
            }
        }
        text.push(')');
    }
    text.push(' ');
    text.push_str(tail);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_rows() -> RowsInto {
        let mut rows = RowsInto::new("insert into t (a, b) values", 2, "x");
        rows.row([1.into(), 2.into()]).unwrap();
        rows.row([3.into(), 4.into()]).unwrap();
        rows
    }

    #[test]
    fn places_are_written_as_the_engine_wants_them() {
        let text = |places| two_rows().into_statements(places).remove(0).text;
        assert_eq!(text(Places::Numbered), "insert into t (a, b) values ($1, $2), ($3, $4) x");
        assert_eq!(text(Places::InOrder), "insert into t (a, b) values (?, ?), (?, ?) x");
    }

    #[test]
    fn several_statements_become_one_trip_with_their_values_in_order() {
        let both = [two_rows(), two_rows()].into_iter().flat_map(|r| r.into_statements(Places::InOrder)).collect();
        let trip = joined(both).unwrap();
        assert_eq!((trip.text.matches(';').count(), trip.cells.len()), (1, 8));
    }

    #[test]
    fn more_rows_than_a_statement_carries_become_several() {
        let mut rows = RowsInto::new("insert into t (a) values", 1, "");
        for n in 0..250 {
            rows.row([Cell::Whole(n)]).unwrap();
        }
        let sizes: Vec<usize> = rows.into_statements(Places::Numbered).iter().map(|s| s.cells.len()).collect();
        assert_eq!(sizes, [100, 100, 50]);
    }

    #[test]
    fn a_row_of_another_width_is_a_fault() {
        assert!(RowsInto::new("insert into t (a, b) values", 2, "").row([Cell::Whole(1)]).is_err());
    }
}
