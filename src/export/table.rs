use crate::kernel::{Date, Money};

/// A report as rows and columns: what CSV and XLSX are written from.
#[derive(Clone, Debug)]
pub struct Table {
    /// `科目余额表`.
    pub title: String,
    /// Book, months and unit, in that order; they stand under the title.
    pub captions: Vec<String>,
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// A column and how broad it is.
#[derive(Clone, Debug)]
pub struct Column {
    /// `借方`.
    pub title: String,
    /// `期初余额`, over several columns; empty for none.
    pub group: String,
    /// In characters.
    pub width: u16,
}

impl Column {
    /// A column of its own.
    pub fn new(title: impl Into<String>, width: u16) -> Column {
        Column { title: title.into(), group: String::new(), width }
    }

    /// A column of amounts.
    pub fn money(title: impl Into<String>) -> Column {
        Column::new(title, 17)
    }

    /// Under a heading it shares with its neighbours.
    pub fn under(mut self, group: &str) -> Column {
        self.group = group.to_owned();
        self
    }

    /// `期初余额借方`: what it is called where there is one line of headings.
    pub fn whole_title(&self) -> String {
        format!("{}{}", self.group, self.title)
    }
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Words, never a formula.
    Text(String),
    /// Words set in by a level.
    Inset(String, u8),
    /// A count.
    Number(i64),
    /// A day.
    Day(Date),
    /// An amount.
    Money(Money),
}

impl Cell {
    /// Words.
    pub fn text(words: impl Into<String>) -> Cell {
        Cell::Text(words.into())
    }
}

/// How a row stands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowWeight {
    /// A line.
    Plain,
    /// A name over lines.
    Heading,
    /// 合计.
    Total,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// As many as there are columns, or fewer.
    pub cells: Vec<Cell>,
    /// How it stands out.
    pub weight: RowWeight,
}

impl Row {
    /// A line.
    pub fn plain(cells: Vec<Cell>) -> Row {
        Row { cells, weight: RowWeight::Plain }
    }

    /// 合计.
    pub fn total(cells: Vec<Cell>) -> Row {
        Row { cells, weight: RowWeight::Total }
    }
}
