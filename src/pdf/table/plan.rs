use super::{Breadth, CARRY_LABEL, Kind, Overlong, Row, Table};
use crate::pdf::flow::Flow;
use crate::pdf::font::Fonts;
use crate::pdf::page::Area;
use crate::pdf::pen::Pen;
use crate::pdf::text::{Align, Style};

/// The grey of a table head, in per cent: seen on a photocopy, never in the way of the text.
const HEAD_GREY: u8 = 8;

/// Thickness of rules, in points.
pub(super) const HAIRLINE: f32 = 0.3;
const TOTAL_RULE: f32 = 0.8;
pub(super) const FRAME: f32 = 1.0;

/// A row with its lines broken and its height known.
pub(super) struct Measured<'t> {
    pub(super) row: &'t Row,
    size: f32,
    lines: Vec<Vec<String>>,
    pub(super) height: f32,
}

/// The table with its widths settled on this paper.
pub(super) struct Plan<'t> {
    table: &'t Table,
    /// Left edge of each column, and the right edge of the last.
    edges: Vec<f32>,
}

impl<'t> Plan<'t> {
    pub(super) fn of(table: &'t Table, flow: &Flow<'_>) -> Plan<'t> {
        let fixed: f32 = table.columns.iter().map(|c| if let Breadth::Fixed(mm) = c.breadth { mm } else { 0.0 }).sum();
        let shares: f32 = table.columns.iter().map(|c| if let Breadth::Share(s) = c.breadth { s } else { 0.0 }).sum();
        // Without a sharing column the fixed ones are stretched to the full width.
        let stretch = if shares > 0.0 { 1.0 } else { flow.width() / fixed };
        let rest = (flow.width() - fixed).max(0.0);
        let mut edges = vec![flow.left()];
        let mut x = flow.left();
        for column in &table.columns {
            x += match column.breadth {
                Breadth::Fixed(mm) => mm * stretch,
                Breadth::Share(share) => rest * share / shares,
            };
            edges.push(x);
        }
        Plan { table, edges }
    }

    /// The columns a field of a row covers: the first, and one past the last.
    fn covers(&self, row: &Row, cell: usize) -> (usize, usize) {
        let columns = self.table.columns.len();
        let first = row.cells[..cell].iter().map(|c| c.span).fold(0, usize::saturating_add).min(columns - 1);
        (first, first.saturating_add(row.cells[cell].span).clamp(first + 1, columns))
    }

    fn cell_align(&self, row: &Row, cell: usize) -> Align {
        let (first, _) = self.covers(row, cell);
        row.cells[cell].align.unwrap_or(self.table.columns[first].align)
    }

    pub(super) fn measure<'r>(&self, fonts: &Fonts, row: &'r Row) -> Measured<'r> {
        const TALLEST: f32 = 70.0;
        let look = self.table.look;
        let mut size = look.size;
        loop {
            let lines: Vec<Vec<String>> =
                row.cells.iter().enumerate().map(|(i, cell)| self.lines(fonts, row, i, cell.style(size))).collect();
            let most = lines.iter().map(Vec::len).max().unwrap_or(1);
            let height = (Style::regular(size).leading() * most as f32 + look.pad).max(look.row);
            if height <= TALLEST || size <= 5.0 {
                return Measured { row, size, lines, height };
            }
            size -= 1.0;
        }
    }

    /// The lines of one field: an amount is one, never broken.
    fn lines(&self, fonts: &Fonts, row: &Row, cell: usize, style: Style) -> Vec<String> {
        let text = &row.cells[cell].text;
        if self.shrinks(row, cell) {
            return vec![text.clone()];
        }
        let (first, past) = self.covers(row, cell);
        let indent = row.cells[cell].indent * style.em();
        style.wrap(fonts, text, self.edges[past] - self.edges[first] - self.table.look.pad * 2.0 - indent)
    }

    fn shrinks(&self, row: &Row, cell: usize) -> bool {
        let (first, _) = self.covers(row, cell);
        match self.cell_align(row, cell) {
            Align::Right | Align::Decimal => true,
            Align::Left | Align::Centre => self.table.columns[first].overlong == Overlong::Shrinks,
        }
    }

    /// What must still fit on this page for the next row to stand on it: the row, whatever may
    /// not be parted from it, and the line that carries the totals over; under the last, the signatures.
    pub(super) fn height_to_keep(&self, coming: &[Measured<'_>]) -> f32 {
        let mut height = 0.0;
        for (i, row) in coming.iter().enumerate() {
            height += row.height;
            let next = coming.get(i + 1).map(|m| m.row.kind);
            let bound =
                row.row.kind == Kind::Heading || matches!(next, Some(Kind::Subtotal | Kind::Footing | Kind::Total));
            if !bound {
                let carries = row.row.carried.is_some() && next.is_some();
                let over = if carries { self.table.look.row } else { 0.0 };
                return height + if next.is_some() { over } else { self.table.tail };
            }
        }
        height + self.table.tail
    }

    fn tier(&self) -> f32 {
        Style::bold(self.table.look.size).leading() + self.table.look.pad * 2.0
    }

    fn has_groups(&self) -> bool {
        self.table.columns.iter().any(|c| c.group.is_some())
    }

    pub(super) fn head_height(&self) -> f32 {
        if self.has_groups() { self.tier() * 2.0 } else { self.tier() }
    }

    pub(super) fn draw_head(&self, flow: &mut Flow<'_>) {
        let (style, tier) = (Style::bold(self.table.look.size), self.tier());
        let strip = flow.strip(self.head_height());
        flow.pen.fill(strip, HEAD_GREY);
        let columns = &self.table.columns;
        let mut start = 0;
        for run in columns.chunk_by(|a, b| a.group.is_some() && a.group == b.group) {
            let past = start + run.len();
            let (x, width) = (self.edges[start], self.edges[past] - self.edges[start]);
            let lower_y = if let Some(group) = &run[0].group {
                write_head(&mut flow.pen, Area::new(x, strip.y, width, tier), style, group);
                flow.pen.across(x, x + width, strip.y + tier, HAIRLINE);
                strip.y + tier
            } else {
                strip.y
            };
            for (i, column) in run.iter().enumerate() {
                let (left, right) = (self.edges[start + i], self.edges[start + i + 1]);
                let area = Area::new(left, lower_y, right - left, strip.bottom() - lower_y);
                write_head(&mut flow.pen, area, style, &column.title);
                if start + i > 0 {
                    let top = if i == 0 { strip.y } else { lower_y };
                    flow.pen.down(left, top, strip.bottom(), column.rule);
                }
            }
            start = past;
        }
        flow.pen.across(strip.x, strip.right(), strip.bottom(), TOTAL_RULE);
    }

    pub(super) fn draw_row(&self, flow: &mut Flow<'_>, measured: &Measured<'_>) {
        let strip = flow.strip(measured.height);
        let (row, pen) = (measured.row, &mut flow.pen);
        for (i, lines) in measured.lines.iter().enumerate() {
            let (first, past) = self.covers(row, i);
            let cell = Area::new(self.edges[first], strip.y, self.edges[past] - self.edges[first], strip.height);
            let style = row.cells[i].style(measured.size);
            let inner = cell.narrowed(self.table.look.pad).set_in(row.cells[i].indent * style.em());
            let align = self.cell_align(row, i);
            if self.shrinks(row, i) {
                pen.write_in(inner, align, style, &lines[0]);
                frame_if_red(pen, inner, align, style, &lines[0]);
            } else {
                pen.lines_in(inner, align, style, lines);
            }
            if first > 0 {
                pen.down(cell.x, strip.y, strip.bottom(), self.table.columns[first].rule);
            }
        }
        match row.kind {
            Kind::Plain | Kind::Heading => {}
            Kind::Subtotal => pen.across(strip.x, strip.right(), strip.y, TOTAL_RULE),
            Kind::Footing => {
                pen.across(strip.x, strip.right(), strip.y, TOTAL_RULE);
                pen.across(strip.x, strip.right(), strip.bottom(), TOTAL_RULE);
            }
            Kind::Total => {
                pen.across(strip.x, strip.right(), strip.y, TOTAL_RULE);
                pen.across(strip.x, strip.right(), strip.bottom() - 0.7, TOTAL_RULE);
                pen.across(strip.x, strip.right(), strip.bottom(), TOTAL_RULE);
            }
        }
        pen.across(strip.x, strip.right(), strip.bottom(), HAIRLINE);
    }

    /// Ends the table on this page, with 过次页 when totals are carried.
    pub(super) fn close(&self, flow: &mut Flow<'_>, from: f32, last: &Row) {
        self.carry(flow, last, "过次页");
        self.frame(flow, from);
    }

    pub(super) fn bring_forward(&self, flow: &mut Flow<'_>, last: &Row) {
        self.carry(flow, last, "承前页");
    }

    fn carry(&self, flow: &mut Flow<'_>, last: &Row, label: &str) {
        let Some(carried) = &last.carried else { return };
        let cells = carried.iter().map(|c| if c == CARRY_LABEL { label.to_owned() } else { c.clone() }).collect();
        let row = Row::plain(cells);
        let measured = self.measure(flow.pen.fonts, &row);
        self.draw_row(flow, &measured);
    }

    pub(super) fn frame(&self, flow: &mut Flow<'_>, from: f32) {
        let area = Area::new(flow.left(), from, flow.width(), flow.y() - from);
        flow.pen.frame(area, FRAME);
    }
}

fn write_head(pen: &mut Pen<'_>, area: Area, style: Style, title: &str) {
    pen.fit(area.narrowed(0.6), Align::Centre, style, title);
}

/// Red is a minus and a frame on paper.
fn frame_if_red(pen: &mut Pen<'_>, inner: Area, align: Align, style: Style, amount: &str) {
    let (true, Align::Decimal | Align::Right) = (amount.starts_with('-'), align) else { return };
    let width = style.width(pen.fonts, amount).min(inner.width) + 1.0;
    let height = style.em() * 1.25;
    let area = Area::new(inner.right() + 0.5 - width, inner.centre().y - height / 2.0, width, height);
    pen.frame(area, HAIRLINE);
}
