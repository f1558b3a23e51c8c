use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{AssertSqlSafe, Column, Row, SqlSafeStr, ValueRef};

use crate::kernel::Fault;

use super::rows::{Cell, bound, statement};
use super::tx::{ReadTx, WriteTx};

/// Most values one statement carries.
const VALUES_AT_MOST: usize = 3000;

/// Rows of one table as they stand, whatever its columns: for a copy from one database into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheaf {
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Sheaf {
    /// Asks a fixed question and keeps the answer with the names of its columns; without rows there are no names.
    pub async fn asked(tx: &mut ReadTx, question: &'static str, about: &[Cell]) -> Result<Sheaf, Fault> {
        let arguments = bound(about.iter().cloned())?;
        let rows = sqlx::query_with(question, arguments)
            .fetch_all(tx.conn())
            .await
            .map_err(Fault::while_("reading rows for a copy"))?;
        let columns = rows
            .first()
            .map_or_else(Vec::new, |row| row.columns().iter().map(|column| column.name().to_owned()).collect());
        let rows = rows.iter().map(cells).collect::<Result<_, _>>()?;
        Ok(Sheaf { columns, rows })
    }

    /// In one order on every engine: by the columns named, then by everything else.
    pub fn in_order(mut self, by: &[&str]) -> Sheaf {
        let first: Vec<usize> = by.iter().filter_map(|name| self.columns.iter().position(|c| c == name)).collect();
        self.rows.sort_by(|a, b| {
            let key = |row: &[Cell]| first.iter().map(|i| row[*i].clone()).collect::<Vec<_>>();
            key(a).cmp(&key(b)).then_with(|| a.cmp(b))
        });
        self
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The values of one column that hold text, in row order.
    pub fn texts(&self, column: &str) -> Vec<&str> {
        let Some(at) = self.columns.iter().position(|c| c == column) else { return Vec::new() };
        self.rows.iter().filter_map(|row| text_of(&row[at])).collect()
    }

    /// Writes the rows into a table of the same columns, in this order.
    pub async fn into_table(self, tx: &mut WriteTx, table: &'static str) -> Result<(), Fault> {
        let doing = "copying rows";
        let plain = |name: &String| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        if let Some(strange) = self.columns.iter().find(|name| !plain(name)) {
            return Err(Fault::new(doing, format!("{table} has no column {strange:?}")));
        }
        let width = self.columns.len();
        let head = format!("insert into {table} ({}) values", self.columns.join(", "));
        let at_once = VALUES_AT_MOST.checked_div(width).unwrap_or(1).max(1);
        for batch in self.rows.chunks(at_once) {
            let text = statement(&head, batch.len(), width, "", tx.places());
            sqlx::query_with(AssertSqlSafe(text).into_sql_str(), bound(batch.iter().flatten().cloned())?)
                .execute(tx.conn())
                .await
                .map_err(|e| Fault::new(doing, format!("{table}: {e}")))?;
        }
        Ok(())
    }
}

fn text_of(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        Cell::Nothing | Cell::Whole(_) => None,
    }
}

fn cells(row: &AnyRow) -> Result<Vec<Cell>, Fault> {
    (0..row.columns().len()).map(|i| cell(row, i)).collect()
}

fn cell(row: &AnyRow, i: usize) -> Result<Cell, Fault> {
    let doing = "reading a value for a copy";
    let value = row.try_get_raw(i).map_err(Fault::while_(doing))?;
    if value.is_null() {
        return Ok(Cell::Nothing);
    }
    match value.type_info().kind() {
        AnyTypeInfoKind::Text => row.try_get(i).map(Cell::Text),
        _ => row.try_get(i).map(Cell::Whole),
    }
    .map_err(Fault::while_(doing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_in_one_order() {
        let row = |a: i64, b: &str| vec![Cell::Whole(a), Cell::from(b)];
        let sheaf =
            Sheaf { columns: vec!["a".into(), "b".into()], rows: vec![row(2, "甲"), row(10, "乙"), row(2, "乙")] };
        assert_eq!(sheaf.clone().in_order(&["a"]).rows, [row(2, "乙"), row(2, "甲"), row(10, "乙")]);
        assert_eq!(sheaf.in_order(&["b", "a"]).texts("b"), ["乙", "乙", "甲"]);
    }
}
