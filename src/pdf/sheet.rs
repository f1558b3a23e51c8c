use super::caption::{self, Signers};
use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::table::{Cell, Column, Row, Table};
use super::text::Align;
use crate::kernel::Timestamp;

/// A table of any width on bound pages: what does not fit beside the leading columns goes on to further 幅,
/// row for row at the same height, so that they can be laid beside each other.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// `多栏账`.
    pub title: String,
    /// Legal name of the collective, or of the township.
    pub book_name: String,
    /// What it is about and when, between the name and the unit.
    pub captions: Vec<String>,
    /// Upright or across.
    pub upright: Upright,
    /// Columns that stand on every 幅.
    pub leading: Vec<SheetColumn>,
    /// The others.
    pub columns: Vec<SheetColumn>,
    /// From top to bottom.
    pub rows: Vec<SheetRow>,
    /// Sentences under the table.
    pub notes: Vec<String>,
    /// Who made and who checked it.
    pub signers: Signers,
    /// White edge for the binding, in millimetres.
    pub binding: f32,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// Which way the paper lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Upright {
    /// A4, 210 wide.
    Yes,
    /// A4, 297 wide.
    No,
}

/// One column.
#[derive(Clone, Debug)]
pub struct SheetColumn {
    title: String,
    group: String,
    width: f32,
    holds: Holds,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Holds {
    Words,
    Marks,
    Amounts,
}

impl SheetColumn {
    /// Words from the left.
    pub fn words(title: impl Into<String>, mm: f32) -> SheetColumn {
        SheetColumn { title: title.into(), group: String::new(), width: mm, holds: Holds::Words }
    }

    /// Short marks in the middle.
    pub fn marks(title: impl Into<String>, mm: f32) -> SheetColumn {
        SheetColumn { holds: Holds::Marks, ..SheetColumn::words(title, mm) }
    }

    /// Amounts on their decimal point.
    pub fn amounts(title: impl Into<String>, mm: f32) -> SheetColumn {
        SheetColumn { holds: Holds::Amounts, ..SheetColumn::words(title, mm) }
    }

    /// Under a head it shares with its neighbours.
    pub fn under(self, group: impl Into<String>) -> SheetColumn {
        SheetColumn { group: group.into(), ..self }
    }

    fn column(&self) -> Column {
        let align = match self.holds {
            Holds::Words => Align::Left,
            Holds::Marks => Align::Centre,
            Holds::Amounts => Align::Decimal,
        };
        let column = Column::fixed(&self.title, self.width, align).on_one_line();
        if self.group.is_empty() { column } else { column.under(&self.group) }
    }
}

/// One row; as many fields as there are columns, leading ones first.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// The fields.
    pub cells: Vec<String>,
    /// How it stands out.
    pub weight: SheetWeight,
    /// What 过次页 carries after this row; the mark of a carried line where the words stand.
    pub carried: Option<Vec<String>>,
}

/// How a row stands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SheetWeight {
    /// A line.
    Plain,
    /// A name over lines.
    Heading,
    /// 小计.
    Subtotal,
    /// 本月合计: ruled off once.
    Footing,
    /// 合计: ruled off twice.
    Total,
}

impl SheetRow {
    /// A row without anything to carry.
    pub fn of(weight: SheetWeight, cells: Vec<String>) -> SheetRow {
        SheetRow { cells, weight, carried: None }
    }
}

/// Sets a table on its pages, 幅 after 幅.
pub fn lay_out(sheet: &Sheet, fonts: &Fonts) -> Document {
    let mut flow = match sheet.upright {
        Upright::Yes => caption::upright(fonts, sheet.binding),
        Upright::No => caption::landscape(fonts, sheet.binding),
    };
    let parts = parts(sheet, flow.width());
    let title = format!("{} {} {}", sheet.book_name, sheet.title, sheet.captions.join(" "));
    // The first page of a 幅 has the title, and so no running head.
    let mut titled = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            flow.turn();
            flow.over_the_running_head();
        }
        titled.push(flow.page_number());
        let mut captions = sheet.captions.clone();
        if parts.len() > 1 {
            captions.push(format!("第{}幅 共{}幅", i + 1, parts.len()));
        }
        caption::head(&mut flow, &sheet.title, &sheet.book_name, &captions);
        table(sheet, part.clone(), flow.width()).lay(&mut flow);
        caption::signatures(&mut flow, &sheet.signers);
    }
    notes(&mut flow, &sheet.notes);
    flow.finish(title.clone(), sheet.printed_at, |pen, edges, no| {
        let running = if titled.contains(&no.number) { "" } else { &title };
        caption::edges(pen, edges, no, running, sheet.printed_at);
    })
}

/// Which of the further columns stand on each 幅.
fn parts(sheet: &Sheet, width: f32) -> Vec<std::ops::Range<usize>> {
    let leading: f32 = sheet.leading.iter().map(|c| c.width).sum();
    let mut parts = Vec::new();
    let (mut from, mut used) = (0, leading);
    for (i, column) in sheet.columns.iter().enumerate() {
        if i > from && used + column.width > width + 0.01 {
            parts.push(from..i);
            (from, used) = (i, leading);
        }
        used += column.width;
    }
    parts.push(from..sheet.columns.len());
    parts
}

fn table(sheet: &Sheet, part: std::ops::Range<usize>, width: f32) -> Table {
    let lead = sheet.leading.len();
    let pick = |cells: &[String]| -> Vec<String> {
        let own = cells.iter().take(lead).chain(cells.iter().skip(lead + part.start).take(part.len()));
        own.cloned().collect()
    };
    let mut columns: Vec<SheetColumn> = sheet.leading.iter().chain(&sheet.columns[part.clone()]).cloned().collect();
    // What is left over goes to the words, so that amounts keep one width on every 幅.
    let left_over = width - columns.iter().map(|c| c.width).sum::<f32>();
    let words: Vec<usize> = (0..columns.len()).filter(|i| columns[*i].holds == Holds::Words).collect();
    for at in &words {
        columns[*at].width += left_over.max(0.0) / words.len() as f32;
    }
    let rows = sheet.rows.iter().map(|row| {
        let cells = pick(&row.cells);
        let set = match row.weight {
            SheetWeight::Plain => Row::mixed(cells.into_iter().map(Cell::regular).collect()),
            SheetWeight::Heading => Row::heading(row.cells.join("　")),
            SheetWeight::Subtotal => Row::subtotal(1, cells),
            SheetWeight::Footing => Row::footing(1, cells),
            SheetWeight::Total => Row::total(1, cells),
        };
        match &row.carried {
            Some(carried) => set.carrying(pick(carried)),
            None => set,
        }
    });
    Table {
        rows: rows.collect(),
        columns: columns.iter().map(SheetColumn::column).collect(),
        look: caption::LOOK,
        when_empty: "没有余额，也没有发生".to_owned(),
        title: String::new(),
        tail: caption::SIGNATURES,
    }
}

fn notes(flow: &mut Flow<'_>, notes: &[String]) {
    for note in notes {
        caption::note(flow, note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::CARRY_LABEL;
    use crate::pdf::proof::{printed_at, reads_back};

    fn sheet(columns: usize, rows: usize) -> Sheet {
        let row = |n: usize| {
            let named = [
                format!("2026-01-{:02}", 1 + n % 28),
                format!("记-{n:04}"),
                "付第七村民小组机耕道路路基修补材料及人工费用".into(),
            ];
            let cells: Vec<String> = named
                .into_iter()
                .chain((0..columns).map(|c| format!("{}{}.00", if n == 5 { "-" } else { "" }, n * c)))
                .collect();
            let carried = [String::new(), String::new(), CARRY_LABEL.to_owned()];
            let carried = carried.into_iter().chain((0..columns).map(|c| format!("{}.00", n + c))).collect();
            SheetRow { carried: Some(carried), ..SheetRow::of(SheetWeight::Plain, cells) }
        };
        Sheet {
            title: "多栏账".into(),
            book_name: "李家村股份经济合作社".into(),
            captions: vec!["科目：513 管理费用".into(), "2026年1月至12月".into()],
            upright: Upright::No,
            leading: vec![
                SheetColumn::marks("日期", 21.0),
                SheetColumn::marks("凭证号", 19.0),
                SheetColumn::words("摘要", 38.0),
            ],
            columns: (0..columns).map(|c| SheetColumn::amounts(format!("第{c}项费用"), 24.0)).collect(),
            rows: (1..=rows).map(row).collect(),
            notes: vec!["说明：红字带框".into()],
            signers: vec![("记账".into(), String::new()), ("复核".into(), String::new())],
            binding: 25.0,
            printed_at: printed_at(),
        }
    }

    #[test]
    fn 栏多分幅_各幅同行同页_每页都承前过次() {
        let document = lay_out(&sheet(20, 90), Fonts::embedded());
        let said = document.describe();
        let pages: Vec<&str> = said.split("\n— ").skip(1).collect();
        assert_eq!(pages.len() % 3, 0, "three 幅 of as many pages each");
        let numbers = |page: &str| -> Vec<String> {
            page.lines().filter_map(|l| l.split(" | ").find(|t| t.starts_with("记-"))).map(str::to_owned).collect()
        };
        let each = pages.len() / 3;
        for at in 0..each {
            assert_eq!(numbers(pages[at]), numbers(pages[at + each]));
            assert_eq!(numbers(pages[at]), numbers(pages[at + 2 * each]));
        }
        assert_eq!(said.matches("过次页").count(), pages.len() - 3);
        assert_eq!(said.matches("承前页").count(), pages.len() - 3);
        for c in 0..20 {
            assert!(said.contains(&format!("第{c}项费用")), "column {c} stands on some 幅");
        }
        assert!(said.contains("第3幅 共3幅"));
        reads_back("sheet", &document);
    }

    #[test]
    fn 栏少_只有一幅() {
        let document = lay_out(&sheet(3, 5), Fonts::embedded());
        assert_eq!(document.pages.len(), 1);
        assert!(!document.describe().contains("幅"));
    }
}
