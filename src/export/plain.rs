//! A table that is said as it is: made by whoever knows the figures, written in every form.

use serde_json::Value;

use crate::pdf::reports::ReportCaption;
use crate::pdf::sheet::{self, Sheet, SheetColumn, SheetRow, SheetWeight, Upright};
use crate::pdf::{Document, Fonts};

use super::table::{Cell, RowWeight, Table};

/// Millimetres a sheet has beside its binding, upright and across.
const WIDTHS: [f32; 2] = [165.0, 252.0];

/// One table, its figures for programs, and how it lies on paper.
#[derive(Clone, Debug)]
pub struct PlainReport {
    /// As people read it.
    pub table: Table,
    /// As programs read it: amounts are texts with two decimals.
    pub figures: Value,
    /// How the paper lies.
    pub upright: Upright,
    /// Who signs under it: what for, and the name, empty for the pen.
    pub signers: Vec<(String, String)>,
    /// Sentences under the table.
    pub notes: Vec<String>,
    /// The months or the day it holds for.
    pub time: String,
}

impl PlainReport {
    /// On paper: columns as broad as their share of the width.
    pub(super) fn document(&self, caption: &ReportCaption, fonts: &Fonts) -> Document {
        let table = &self.table;
        let paper = if self.upright == Upright::Yes { WIDTHS[0] } else { WIDTHS[1] };
        let whole: f32 = table.columns.iter().map(|c| f32::from(c.width)).sum();
        let scale = paper / whole.max(1.0);
        let column = |(i, c): (usize, &super::table::Column)| {
            let mm = f32::from(c.width) * scale;
            let mut cells = table.rows.iter().filter_map(|r| r.cells.get(i));
            let column = match cells.rfind(|c| !matches!(c, Cell::Blank)) {
                Some(Cell::Money(_)) => SheetColumn::amounts(&c.title, mm),
                Some(Cell::Number(_) | Cell::Day(_)) => SheetColumn::marks(&c.title, mm),
                Some(Cell::Text(_) | Cell::Inset(..) | Cell::Blank) | None => SheetColumn::words(&c.title, mm),
            };
            if c.group.is_empty() { column } else { column.under(c.group.as_str()) }
        };
        let row = |row: &super::table::Row| {
            let mut cells: Vec<String> = row.cells.iter().map(said).collect();
            cells.resize(table.columns.len(), String::new());
            let weight = match row.weight {
                RowWeight::Plain => SheetWeight::Plain,
                RowWeight::Heading => SheetWeight::Heading,
                RowWeight::Total => SheetWeight::Total,
            };
            SheetRow::of(weight, cells)
        };
        let sheet = Sheet {
            title: table.title.clone(),
            book_name: caption.book_name.clone(),
            captions: vec![self.time.clone()],
            upright: self.upright,
            leading: table.columns.iter().enumerate().map(column).collect(),
            columns: Vec::new(),
            rows: table.rows.iter().map(row).collect(),
            notes: self.notes.clone(),
            signers: self.signers.clone(),
            binding: 25.0,
            printed_at: caption.printed_at,
        };
        sheet::lay_out(&sheet, fonts)
    }
}

fn said(cell: &Cell) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Inset(text, level) => format!("{}{text}", "　".repeat(usize::from(*level))),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Money(amount) => amount.to_string(),
    }
}
