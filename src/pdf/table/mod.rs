mod plan;
#[cfg(test)]
mod tests;

use super::flow::Flow;
use super::font::Weight;
use super::page::Area;
use super::text::{Align, Style};
use plan::{Measured, Plan};

/// A table that runs over pages: the head stands on each, a row never splits.
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    pub(super) look: Look,
    /// What a table without rows says; a blank sheet would look torn off.
    pub(super) when_empty: String,
    /// A heading over the table, repeated with 续 on every page it goes on to; may be empty.
    pub(super) title: String,
    /// Height of what must stand under the last row on its page: signatures, in millimetres.
    pub(super) tail: f32,
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
    /// Where it stands; none follows its column.
    align: Option<Align>,
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
    /// 本月合计: a single rule above and below.
    Footing,
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
            rule: plan::HAIRLINE,
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
            rule: plan::HAIRLINE,
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
        Column { rule: plan::FRAME, ..self }
    }
}

impl Cell {
    pub(super) const fn regular(text: String) -> Cell {
        Cell { text, weight: Weight::Regular, indent: 0.0, span: 1, align: None }
    }

    pub(super) const fn bold(text: String) -> Cell {
        Cell { text, weight: Weight::Bold, indent: 0.0, span: 1, align: None }
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
    /// The first field covers `span` columns and stands as `align` says, the others as their columns do.
    fn spanning(kind: Kind, span: usize, align: Option<Align>, texts: Vec<String>) -> Row {
        let mut cells: Vec<Cell> = texts.into_iter().map(Cell::bold).collect();
        if let Some(first) = cells.first_mut() {
            (first.span, first.align) = (span, align);
        }
        Row { cells, kind, carried: None }
    }

    pub(super) fn plain(texts: Vec<String>) -> Row {
        Row::mixed(texts.into_iter().map(Cell::regular).collect())
    }

    /// A row whose fields differ in weight, indent or breadth.
    pub(super) fn mixed(cells: Vec<Cell>) -> Row {
        Row { cells, kind: Kind::Plain, carried: None }
    }

    /// A line over the whole width that names what follows.
    pub(super) fn heading(text: impl Into<String>) -> Row {
        Row::spanning(Kind::Heading, usize::MAX, Some(Align::Left), vec![text.into()])
    }

    /// 小计; the first field covers `span` columns.
    pub(super) fn subtotal(span: usize, texts: Vec<String>) -> Row {
        Row::spanning(Kind::Subtotal, span, (span > 1).then_some(Align::Centre), texts)
    }

    /// 本月合计, 本年累计: ruled off with a single rule; the first field covers `span` columns.
    pub(super) fn footing(span: usize, texts: Vec<String>) -> Row {
        Row::spanning(Kind::Footing, span, (span > 1).then_some(Align::Centre), texts)
    }

    /// 合计, with the double rule; the first field covers `span` columns.
    pub(super) fn total(span: usize, texts: Vec<String>) -> Row {
        Row::spanning(Kind::Total, span, (span > 1).then_some(Align::Centre), texts)
    }

    /// The only row of an empty table.
    fn nothing(says: &str) -> Row {
        let cell = Cell { span: usize::MAX, align: Some(Align::Centre), ..Cell::regular(says.to_owned()) };
        Row::mixed(vec![cell])
    }

    /// The same row as the last of its form, with the double rule under it.
    pub(super) fn ruled_off(self) -> Row {
        Row { kind: Kind::Total, ..self }
    }

    /// The same row, knowing the running totals after it: the fields of the line that carries them over.
    pub(super) fn carrying(self, carried: Vec<String>) -> Row {
        Row { carried: Some(carried), ..self }
    }
}

impl Table {
    pub(super) fn lay(&self, flow: &mut Flow<'_>) {
        let plan = Plan::of(self, flow);
        let none = Row::nothing(&self.when_empty);
        let rows: Vec<&Row> = if self.rows.is_empty() { vec![&none] } else { self.rows.iter().collect() };
        let measured: Vec<Measured<'_>> = rows.iter().map(|row| plan.measure(flow.pen.fonts, row)).collect();
        // The heading, the head and the first two rows stay together, or all that may not be parted from the first.
        let first_two: f32 = measured.iter().take(2).map(|m| m.height).sum();
        let opening = self.title_height() + plan.head_height() + first_two.max(plan.height_to_keep(&measured));
        flow.need(opening);
        self.name(flow, &self.title);
        let mut from = flow.y();
        plan.draw_head(flow);
        let mut standing = 0;
        for (i, row) in measured.iter().enumerate() {
            if standing > 0 && flow.left_over() + 0.01 < plan.height_to_keep(&measured[i..]) {
                plan.close(flow, from, measured[i - 1].row);
                flow.turn();
                self.name(flow, &format!("{}（续）", self.title));
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

    /// Height of the whole table with its title, as it would stand on one page.
    pub(super) fn height(&self, flow: &Flow<'_>) -> f32 {
        let plan = Plan::of(self, flow);
        let rows: f32 = self.rows.iter().map(|row| plan.measure(flow.pen.fonts, row).height).sum();
        self.title_height() + plan.head_height() + rows.max(self.look.row)
    }

    /// The heading; on a page that may hang apart from the one before, it says what this is again.
    fn name(&self, flow: &mut Flow<'_>, says: &str) {
        if !self.title.is_empty() {
            let strip = flow.strip(self.title_height());
            let style = self.title_style();
            let line = Area { y: strip.bottom() - style.leading() * 1.2, height: style.leading() * 1.2, ..strip };
            flow.pen.write_in(line, Align::Left, style, says);
        }
    }

    fn title_style(&self) -> Style {
        Style::bold(self.look.size + 2.0)
    }

    fn title_height(&self) -> f32 {
        if self.title.is_empty() { 0.0 } else { self.title_style().leading() * 1.5 }
    }
}

/// Stands in the cell of a carried row where 过次页 or 承前页 is written.
pub(super) const CARRY_LABEL: &str = "\u{1}";
