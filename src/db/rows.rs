use sqlx::any::AnyArguments;
use sqlx::{Arguments, AssertSqlSafe, SqlSafeStr};

use crate::kernel::Fault;

use super::tx::WriteTx;

/// Most rows one statement carries.
const AT_MOST: usize = 100;

/// Many rows in one statement: the numbered places are written here, the words around them are fixed text.
///
/// `RowsInto::new("insert into t (a, b) values", 2, "")`, then `row` with the values of each row in column order.
pub struct RowsInto {
    head: &'static str,
    columns: usize,
    tail: &'static str,
    batches: Vec<(usize, AnyArguments)>,
}

/// One value of our column vocabulary.
pub enum Cell {
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

impl RowsInto {
    /// A statement of fixed words around the rows; `tail` is what follows them (`on conflict …`) or nothing.
    pub const fn new(head: &'static str, columns: usize, tail: &'static str) -> RowsInto {
        RowsInto { head, columns, tail, batches: Vec::new() }
    }

    /// Adds one row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) -> Result<(), Fault> {
        if self.batches.last().is_none_or(|(rows, _)| *rows == AT_MOST) {
            self.batches.push((0, AnyArguments::default()));
        }
        let Some((rows, arguments)) = self.batches.last_mut() else { unreachable!("a batch was just pushed") };
        let before = arguments.len();
        for cell in cells {
            match cell {
                Cell::Text(text) => arguments.add(text),
                Cell::Whole(number) => arguments.add(number),
            }
            .map_err(Fault::while_("binding a value"))?;
        }
        assert_eq!(arguments.len() - before, self.columns, "a row of another width: {}", self.head);
        *rows += 1;
        Ok(())
    }

    /// Runs it; nothing happens without rows.
    pub async fn run(self, tx: &mut WriteTx, doing: &'static str) -> Result<(), Fault> {
        for (rows, arguments) in self.batches {
            let text = statement(self.head, rows, self.columns, self.tail);
            sqlx::query_with(AssertSqlSafe(text).into_sql_str(), arguments)
                .execute(tx.conn())
                .await
                .map_err(Fault::while_(doing))?;
        }
        Ok(())
    }
}

fn statement(head: &str, rows: usize, columns: usize, tail: &str) -> String {
    let mut text = String::with_capacity(head.len() + tail.len() + rows * columns * 6);
    text.push_str(head);
    for row in 0..rows {
        text.push_str(if row == 0 { " (" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                text.push_str(", ");
            }
            text.push('$');
            text.push_str(&(row * columns + column + 1).to_string());
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

    #[test]
    fn places_are_numbered_through() {
        assert_eq!(
            statement("insert into t (a, b) values", 2, 2, "x"),
            "insert into t (a, b) values ($1, $2), ($3, $4) x"
        );
    }
}
