//! The line of headings of a file: where it stands, and which column means what.

use crate::evidence::{Table, TableRow};

use super::error::IntakeRefusal;

/// How many rows may stand above the headings: a title, whose books, the unit.
const ABOVE: usize = 20;
/// Words of a second line of headings, below 期初余额, 本期发生额, 期末余额.
const BELOW_GROUP: [&str; 9] = ["借方", "贷方", "借", "贷", "借方金额", "贷方金额", "方向", "余额", "金额"];

/// A column the ledger understands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Column {
    Book,
    Voucher,
    Date,
    Kind,
    Summary,
    Documents,
    Account,
    Name,
    Detail,
    Side,
    Amount,
    Debit,
    Credit,
    YearStart,
    YearDebit,
    YearCredit,
    NewAccount,
    NewDetail,
    Reason,
}

impl Column {
    /// What a message calls it: the word of the trade and the word of the file format.
    pub(super) const fn said(self) -> &'static str {
        match self {
            Column::Book => "账套(book)",
            Column::Voucher => "凭证号(voucher)",
            Column::Date => "日期(date)",
            Column::Kind => "类别(kind)",
            Column::Summary => "摘要(summary)",
            Column::Documents => "附单据数(documents)",
            Column::Account => "科目编码(account)",
            Column::Name => "科目名称(name)",
            Column::Detail => "明细(detail)",
            Column::Side => "方向(side)",
            Column::Amount => "金额(amount)",
            Column::Debit => "借方(debit)",
            Column::Credit => "贷方(credit)",
            Column::YearStart => "年初余额",
            Column::YearDebit => "累计借方",
            Column::YearCredit => "累计贷方",
            Column::NewAccount => "新科目编码(new_account)",
            Column::NewDetail => "新明细(new_detail)",
            Column::Reason => "事由(reason)",
        }
    }
}

/// The headings one kind of file may carry: a column and its names, the preferred name first.
pub(super) type Vocabulary = [(Column, &'static [&'static str])];

/// One kind of file.
pub(super) struct Shape {
    /// Its headings.
    pub(super) words: &'static Vocabulary,
    /// The columns that are missing, in words.
    pub(super) missing: fn(&Header) -> Vec<&'static str>,
    /// The headings a file should have, for the message.
    pub(super) wanted: &'static str,
}

/// The headings of a file, found.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Index of the first row below the headings.
    pub(super) below: usize,
    /// Line in the file.
    pub(super) row: usize,
    /// How many columns have a heading.
    pub(super) width: usize,
    places: Vec<(Column, usize)>,
    /// Headings nothing is read from.
    pub(super) ignored: Vec<String>,
    twice: Option<String>,
}

impl Header {
    /// True when the file has this column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.place(column).is_some()
    }

    /// Where the column stands.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places.iter().find(|(c, _)| *c == column).map(|(_, place)| *place)
    }

    fn read(table: &Table, index: usize, words: &Vocabulary) -> Header {
        let (titles, lines) = titles(table, index);
        let titles: Vec<String> = titles.iter().map(|t| plain(t)).collect();
        let mut header = Header {
            below: index + lines,
            row: table.rows[index].row,
            width: titles.iter().rposition(|t| !t.is_empty()).map_or(0, |last| last + 1),
            places: Vec::new(),
            ignored: Vec::new(),
            twice: None,
        };
        for (column, names) in words {
            let Some(name) = names.iter().find(|name| titles.iter().any(|t| t == *name)) else { continue };
            let mut there = titles.iter().enumerate().filter(|(_, t)| t == name).map(|(i, _)| i);
            header.places.extend(there.next().map(|place| (*column, place)));
            if there.next().is_some() {
                header.twice = Some((*name).to_owned());
            }
        }
        let unread = |i: &usize| !header.places.iter().any(|(_, place)| place == i);
        header.ignored =
            (0..header.width).filter(unread).map(|i| titles[i].clone()).filter(|t| !t.is_empty()).collect();
        header
    }
}

/// Finds the headings in the first rows of a table.
///
/// Refuses: `intake.empty`, `intake.bad_header`, `intake.heading_twice`.
pub(super) fn find(table: &Table, shape: &Shape) -> Result<Header, (usize, IntakeRefusal)> {
    let mut best: Option<Header> = None;
    for (index, row) in table.rows.iter().enumerate().take(ABOVE) {
        if row.is_blank() {
            continue;
        }
        let header = Header::read(table, index, shape.words);
        if (shape.missing)(&header).is_empty() {
            return match header.twice {
                Some(heading) => Err((header.row, IntakeRefusal::HeadingTwice { heading })),
                None => Ok(header),
            };
        }
        if best.as_ref().is_none_or(|b| b.places.len() < header.places.len()) {
            best = Some(header);
        }
    }
    let Some(best) = best else { return Err((1, IntakeRefusal::Empty)) };
    let missing = (shape.missing)(&best).join("、");
    Err((best.row, IntakeRefusal::BadHeader { missing, wanted: shape.wanted.to_owned() }))
}

/// The headings of a row; where a second line of 借方, 贷方 stands below groups, both words together.
fn titles(table: &Table, index: usize) -> (Vec<String>, usize) {
    let row = &table.rows[index];
    let Some(below) = table.rows.get(index + 1).filter(|below| is_second_line(below)) else {
        return (row.cells.clone(), 1);
    };
    let mut group = "";
    let width = row.cells.len().max(below.cells.len());
    let titles = (0..width).map(|i| {
        if !row.cell(i).is_empty() {
            group = row.cell(i);
        }
        match below.cell(i) {
            "" => row.cell(i).to_owned(),
            word => format!("{group}{word}"),
        }
    });
    (titles.collect(), 2)
}

fn is_second_line(row: &TableRow) -> bool {
    let filled: Vec<String> = row.cells.iter().filter(|c| !c.is_empty()).map(|c| plain(c)).collect();
    filled.len() >= 2 && filled.iter().all(|c| BELOW_GROUP.contains(&c.as_str()))
}

/// A heading without blanks, units and capital letters.
fn plain(title: &str) -> String {
    let title: String = title.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect();
    let title = title.to_lowercase().replace('（', "(").replace('）', ")");
    title.trim_end_matches("(元)").trim_end_matches(['：', ':']).to_owned()
}
