use super::flow::Flow;
use super::font::{Fonts, Weight};
use super::page::Area;
use super::pen::Pen;
use super::text::{Align, Style};

/// The grey of a table head, in per cent: seen on a photocopy, never in the way of the text.
const HEAD_GREY: u8 = 8;

/// Thickness of rules, in points.
const HAIRLINE: f32 = 0.3;
const TOTAL_RULE: f32 = 0.8;
const FRAME: f32 = 1.0;

/// A table that runs over pages: the head stands on each, a row never splits.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    pub(super) look: Look,
    /// What a table without rows says; a blank sheet would look torn off.
    pub(super) when_empty: String,
}

/// Sizes of one table.
#[derive(Clone, Copy)]
pub(super) struct Look {
    /// Type size in points.
    pub(super) size: f32,
    /// Least height of a row, in millimetres.
    pub(super) row: f32,
    /// White space left and right of a text, in millimetres.
    pub(super) pad: f32,
}

/// One column.
#[derive(Clone)]
pub(super) struct Column {
    title: String,
    group: Option<String>,
    breadth: Breadth,
    align: Align,
    /// Thickness of the rule on its left, in points.
    rule: f32,
    overlong: Overlong,
}

/// What becomes of a text wider than its column. Amounts always shrink.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Overlong {
    Wraps,
    Shrinks,
}

#[derive(Clone, Copy)]
enum Breadth {
    Fixed(f32),
    Share(f32),
}

/// What stands in one field of a table.
#[derive(Clone)]
pub(super) struct Cell {
    text: String,
    weight: Weight,
    /// Set in from the left, in characters.
    indent: f32,
    /// How many columns it covers.
    span: usize,
}

/// One row.
#[derive(Clone)]
pub(super) struct Row {
    cells: Vec<Cell>,
    kind: Kind,
    /// The running totals after this row, for 过次页 and 承前页.
    carried: Option<Vec<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Heading,
    Subtotal,
    Total,
}

impl Column {
    /// A column of a fixed width in millimetres.
    pub(super) fn fixed(title: &str, mm: f32, align: Align) -> Column {
        Column {
            title: title.to_owned(),
            group: None,
            breadth: Breadth::Fixed(mm),
            align,
            rule: HAIRLINE,
            overlong: Overlong::Wraps,
        }
    }

    /// A column that takes a share of what the fixed ones leave.
    pub(super) fn share(title: &str, share: f32, align: Align) -> Column {
        Column {
            title: title.to_owned(),
            group: None,
            breadth: Breadth::Share(share),
            align,
            rule: HAIRLINE,
            overlong: Overlong::Wraps,
        }
    }

    /// The same column under a common head with its neighbours of the same group.
    pub(super) fn under(self, group: &str) -> Column {
        Column { group: Some(group.to_owned()), ..self }
    }

    /// The same column, its texts set on one line each: the rows of a printed form keep their height.
    pub(super) fn on_one_line(self) -> Column {
        Column { overlong: Overlong::Shrinks, ..self }
    }

    /// The same column with a strong rule on its left: a new half of the table begins.
    pub(super) fn parted(self) -> Column {
        Column { rule: FRAME, ..self }
    }
}

impl Cell {
    pub(super) const fn regular(text: String) -> Cell {
        Cell { text, weight: Weight::Regular, indent: 0.0, span: 1 }
    }

    pub(super) const fn bold(text: String) -> Cell {
        Cell { text, weight: Weight::Bold, indent: 0.0, span: 1 }
    }

    /// The same field over several columns.
    pub(super) fn over(self, columns: usize) -> Cell {
        Cell { span: columns, ..self }
    }

    fn style(&self, size: f32) -> Style {
        Style { size, weight: self.weight, spacing: 0.0 }
    }

    pub(super) fn indented(self, ems: f32) -> Cell {
        Cell { indent: ems, ..self }
    }
}

impl Row {
    /// The first field covers `span` columns, the others one each.
    fn of(kind: Kind, span: usize, texts: Vec<String>) -> Row {
        let cell = match kind {
            Kind::Plain => Cell::regular,
            Kind::Heading | Kind::Subtotal | Kind::Total => Cell::bold,
        };
        let spans = std::iter::once(span).chain(std::iter::repeat(1));
        let cells = texts.into_iter().zip(spans).map(|(text, span)| cell(text).over(span)).collect();
        Row { cells, kind, carried: None }
    }

    pub(super) fn plain(cells: Vec<String>) -> Row {
        Row::of(Kind::Plain, 1, cells)
    }

    /// A row whose fields differ in weight or indent.
    pub(super) fn mixed(cells: Vec<Cell>) -> Row {
        Row { cells, kind: Kind::Plain, carried: None }
    }

    /// A line over the whole width that names what follows.
    pub(super) fn heading(text: impl Into<String>) -> Row {
        Row::of(Kind::Heading, usize::MAX, vec![text.into()])
    }

    /// 小计; the first cell covers `span` columns.
    pub(super) fn subtotal(span: usize, cells: Vec<String>) -> Row {
        Row::of(Kind::Subtotal, span, cells)
    }

    /// 合计, with the double rule; the first cell covers `span` columns.
    pub(super) fn total(span: usize, cells: Vec<String>) -> Row {
        Row::of(Kind::Total, span, cells)
    }

    /// The same row, knowing the running totals after it: the fields of the line that carries them over.
    pub(super) fn carrying(self, carried: Vec<String>) -> Row {
        Row { carried: Some(carried), ..self }
    }
}

/// A row with its lines broken and its height known.
struct Measured<'t> {
    row: &'t Row,
    size: f32,
    lines: Vec<Vec<String>>,
    height: f32,
}

impl Table {
    pub(super) fn lay(&self, flow: &mut Flow<'_>) {
        let plan = Plan::of(self, flow);
        let none = Row::of(Kind::Plain, usize::MAX, vec![self.when_empty.clone()]);
        let rows: Vec<&Row> = if self.rows.is_empty() { vec![&none] } else { self.rows.iter().collect() };
        let measured: Vec<Measured<'_>> = rows.iter().map(|row| plan.measure(flow.pen.fonts, row)).collect();
        let head = plan.head_height();
        let opening: f32 = head + measured.iter().take(2).map(|m| m.height).sum::<f32>();
        flow.need(opening);
        let mut from = flow.y();
        plan.draw_head(flow);
        let mut standing = 0;
        for (i, row) in measured.iter().enumerate() {
            if standing > 0 && flow.left_over() + 0.01 < plan.height_to_keep(&measured[i..]) {
                plan.close(flow, from, measured[i - 1].row);
                flow.turn();
                from = flow.y();
                plan.draw_head(flow);
                plan.bring_forward(flow, measured[i - 1].row);
                standing = 0;
            }
            plan.draw_row(flow, row);
            standing += 1;
        }
        plan.frame(flow, from);
    }
}

/// The table with its widths settled on this paper.
struct Plan<'t> {
    table: &'t Table,
    /// Left edge of each column, and the right edge of the last.
    edges: Vec<f32>,
}

impl<'t> Plan<'t> {
    fn of(table: &'t Table, flow: &Flow<'_>) -> Plan<'t> {
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
        let (first, past) = self.covers(row, cell);
        match row.kind {
            Kind::Subtotal | Kind::Total if cell == 0 && past - first > 1 => Align::Centre,
            Kind::Heading => Align::Left,
            Kind::Plain if past - first == self.table.columns.len() => Align::Centre,
            Kind::Plain | Kind::Subtotal | Kind::Total => self.table.columns[first].align,
        }
    }

    fn measure<'r>(&self, fonts: &Fonts, row: &'r Row) -> Measured<'r> {
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
    /// not be parted from it, and the line that carries the totals over.
    fn height_to_keep(&self, coming: &[Measured<'_>]) -> f32 {
        let mut height = 0.0;
        for (i, row) in coming.iter().enumerate() {
            height += row.height;
            let next = coming.get(i + 1).map(|m| m.row.kind);
            let bound = row.row.kind == Kind::Heading || matches!(next, Some(Kind::Subtotal | Kind::Total));
            if !bound {
                let carries = row.row.carried.is_some() && next.is_some();
                return height + if carries { self.table.look.row } else { 0.0 };
            }
        }
        height
    }

    fn tier(&self) -> f32 {
        self.table.look.row.max(Style::bold(self.table.look.size).leading() + self.table.look.pad)
    }

    fn has_groups(&self) -> bool {
        self.table.columns.iter().any(|c| c.group.is_some())
    }

    fn head_height(&self) -> f32 {
        if self.has_groups() { self.tier() * 2.0 } else { self.tier() }
    }

    fn draw_head(&self, flow: &mut Flow<'_>) {
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

    fn draw_row(&self, flow: &mut Flow<'_>, measured: &Measured<'_>) {
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
            Kind::Total => {
                pen.across(strip.x, strip.right(), strip.y, TOTAL_RULE);
                pen.across(strip.x, strip.right(), strip.bottom() - 0.7, TOTAL_RULE);
                pen.across(strip.x, strip.right(), strip.bottom(), TOTAL_RULE);
            }
        }
        pen.across(strip.x, strip.right(), strip.bottom(), HAIRLINE);
    }

    /// Ends the table on this page, with 过次页 when totals are carried.
    fn close(&self, flow: &mut Flow<'_>, from: f32, last: &Row) {
        self.carry(flow, last, "过次页");
        self.frame(flow, from);
    }

    fn bring_forward(&self, flow: &mut Flow<'_>, last: &Row) {
        self.carry(flow, last, "承前页");
    }

    fn carry(&self, flow: &mut Flow<'_>, last: &Row, label: &str) {
        let Some(carried) = &last.carried else { return };
        let cells = carried.iter().map(|c| if c == CARRY_LABEL { label.to_owned() } else { c.clone() }).collect();
        let row = Row::plain(cells);
        let measured = self.measure(flow.pen.fonts, &row);
        self.draw_row(flow, &measured);
    }

    fn frame(&self, flow: &mut Flow<'_>, from: f32) {
        let area = Area::new(flow.left(), from, flow.width(), flow.y() - from);
        flow.pen.frame(area, FRAME);
    }
}

/// Stands in the cell of a carried row where 过次页 or 承前页 is written.
pub(super) const CARRY_LABEL: &str = "\u{1}";

fn write_head(pen: &mut Pen<'_>, area: Area, style: Style, title: &str) {
    pen.fit(area.narrowed(0.6), Align::Centre, style, title);
}
