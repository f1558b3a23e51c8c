//! 公开表版式: which sections a sheet shows, in which order, with which columns and titles — as data, one file a variant.
//!
//! What is shown is always the whole sheet: a layout that leaves out a receipt or a payment is no layout
//! (逐项逐笔, 农经发〔2011〕13号). Which variant a township or a book uses is the dated policy `sheet_layout`.

mod reading;
mod rows;
mod setting;
mod source;
#[cfg(test)]
pub(crate) mod specimen;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use crate::kernel::Fault;

use source::Source;

/// The variants inside the program; what each is taken from stands in its file.
const FILES: [(&str, &str); 4] = [
    ("general.toml", include_str!("../../../assets/data/sheet_layouts/general.toml")),
    ("monthly_plain.toml", include_str!("../../../assets/data/sheet_layouts/monthly_plain.toml")),
    ("spending.toml", include_str!("../../../assets/data/sheet_layouts/spending.toml")),
    ("anhui_money.toml", include_str!("../../../assets/data/sheet_layouts/anhui_money.toml")),
];

/// One variant of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetLayout {
    /// What the policy calls it, `逐笔（通用）`.
    pub name: String,
    /// What stands after the book's name, `财务公开表`.
    pub title: String,
    /// True where the four figures stand in a band under the title.
    pub band: bool,
    /// Who seals, from left to right.
    pub seals: Vec<String>,
    /// Who else signs by hand.
    pub signatures: Vec<String>,
    sections: Vec<SectionLayout>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct SectionLayout {
    title: String,
    source: Source,
    /// Under the name of each of the 44 items, with its subtotal.
    grouped: bool,
    file_only: bool,
    /// Left out when it has no rows.
    only_when_any: bool,
    when_empty: String,
    columns: Vec<ColumnLayout>,
    rows: Vec<NamedRow>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct ColumnLayout {
    title: String,
    group: String,
    says: String,
    holds: Holds,
    width: Width,
    /// Left out where it says nothing in any line.
    optional: bool,
    /// Words for a beginning of an account's name, the first that fits.
    words: Vec<(String, String)>,
}

/// A row a county's form prints whatever happened: what it takes in.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NamedRow {
    name: String,
    items: Vec<i64>,
    words: Vec<String>,
    /// True for the last row, which takes what no other took.
    rest: bool,
}

/// How wide a column is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    /// In tenths of a character.
    Tenths(u32),
    /// So many parts of what the others leave.
    Parts(u32),
}

/// What stands in a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// Words, from the left.
    Words,
    /// Short marks, in the middle.
    Marks,
    /// Amounts, on their decimal point.
    Amounts,
}

/// One table of a public paper, ready to be drawn: every figure worked out, every name masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// `收入（逐笔）`; numbered where it is drawn.
    pub title: String,
    /// From left to right.
    pub columns: Vec<SectionColumn>,
    /// From top to bottom.
    pub rows: Vec<SectionRow>,
    /// What a table without rows says.
    pub when_empty: String,
    /// True where somebody signs in the rows.
    pub for_the_pen: bool,
    /// True for what stands on the file copy only.
    pub file_only: bool,
}

/// One column of a [`Section`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionColumn {
    /// Its head.
    pub title: String,
    /// A head it shares with its neighbours; may be empty.
    pub group: String,
    /// How wide.
    pub width: Width,
    /// What stands in it.
    pub holds: Holds,
}

/// One row of a [`Section`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionRow {
    /// How it stands out.
    pub weight: RowWeight,
    /// The fields; the first of a heading covers all columns, that of a sum those before the first amount.
    pub cells: Vec<String>,
}

/// How a row of a [`Section`] stands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowWeight {
    /// A line.
    Line,
    /// A name over lines.
    Heading,
    /// 小计; its first field covers so many columns.
    Subtotal(usize),
    /// 合计; its first field covers so many columns.
    Total(usize),
}

/// Every variant, as the files have it.
///
/// Panics if a file of the program's own is wrong; a test reads each and names every fault.
pub fn layouts() -> &'static [SheetLayout] {
    static LAYOUTS: LazyLock<Vec<SheetLayout>> = LazyLock::new(|| {
        let read = FILES.iter().map(|(file, text)| match reading::read(text) {
            Ok(layout) => layout,
            Err(faults) => unreachable!("{file}: {}", faults.join("；")),
        });
        read.collect()
    });
    &LAYOUTS
}

/// The variant a policy names.
pub fn layout_named(name: &str) -> Result<&'static SheetLayout, Fault> {
    let found = layouts().iter().find(|l| l.name == name);
    found.ok_or_else(|| Fault::new("choosing the layout of the sheet", format!("no layout is called {name:?}")))
}
