//! A file of opening balances: our own `account,detail,side,amount`, a spreadsheet somebody filled in, or a
//! 科目余额表 out of another program.

use crate::evidence::TableLimits;
use crate::kernel::{Money, Refused};
use crate::ledger::account::Side;

use super::cells::Cells;
use super::error::IntakeRefusal;
use super::file::{FILE_IN_BULK, Rows};
use super::heading::{Column, Header, Shape, Vocabulary};
use super::subtotals;

/// The headings of a file of opening balances.
const WORDS: &Vocabulary = &[
    (Column::Book, &["book", "账套", "账套编码", "账套编号"]),
    (Column::Account, &["account", "科目编码", "科目代码", "科目编号", "编码", "科目", "会计科目"]),
    (Column::Name, &["name", "科目名称", "名称"]),
    (Column::Detail, &["detail", "明细", "明细科目", "户名", "往来单位", "辅助核算"]),
    (Column::Side, &["side", "方向", "借贷", "借或贷", "余额方向", "借贷方向"]),
    (Column::Amount, &["amount", "期初余额", "余额", "金额", "期末余额"]),
    (
        Column::Debit,
        &[
            "debit",
            "期初借方",
            "期初余额借方",
            "期初借方余额",
            "借方余额",
            "借方",
            "期末余额借方",
            "期末借方余额",
            "期末借方",
        ],
    ),
    (
        Column::Credit,
        &[
            "credit",
            "期初贷方",
            "期初余额贷方",
            "期初贷方余额",
            "贷方余额",
            "贷方",
            "期末余额贷方",
            "期末贷方余额",
            "期末贷方",
        ],
    ),
    (Column::YearStart, &["年初余额"]),
    (Column::YearDebit, &["累计借方", "本年累计借方", "借方累计"]),
    (Column::YearCredit, &["累计贷方", "本年累计贷方", "贷方累计"]),
];

const SHAPE: Shape = Shape {
    words: WORDS,
    missing: missing_balance,
    wanted: "account,detail,side,amount，或 科目编码、科目名称、明细、期初借方、期初贷方",
};

pub(super) fn missing_balance(header: &Header) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if !header.has(Column::Account) && !header.has(Column::Name) {
        missing.push(Column::Account.said());
    }
    if both_sides(header) {
        return missing;
    }
    missing.extend([Column::Side, Column::Amount].into_iter().filter(|c| !header.has(*c)).map(Column::said));
    missing
}

fn both_sides(header: &Header) -> bool {
    header.has(Column::Debit) && header.has(Column::Credit)
}

fn side_and_amount(header: &Header) -> bool {
    header.has(Column::Side) && header.has(Column::Amount)
}

/// How a balance came about since the year began, where the file says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct YearSoFar {
    /// 年初余额, on the row's side.
    pub start: Money,
    /// 累计借方.
    pub debit: Money,
    /// 累计贷方.
    pub credit: Money,
}

/// One row of an opening file, sound in itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningRow {
    /// Line in the file.
    pub row: usize,
    /// Book code, when the file has that column.
    pub book: String,
    /// Code or official name.
    pub account: String,
    /// What the file calls the account; empty where it only gives one of code and name.
    pub name: String,
    /// Codes above and at this one that the file names, with their names.
    pub chain: Vec<(String, String)>,
    /// Names below the account.
    pub detail: Vec<String>,
    /// Side.
    pub side: Side,
    /// Amount.
    pub amount: Money,
    /// How it came about this year.
    pub year: Option<YearSoFar>,
    /// Debit and credit of a row that has both: only a row that adds up others may.
    pub both: Option<(Money, Money)>,
}

impl OpeningRow {
    /// Debit and credit of the row.
    pub const fn amounts(&self) -> (Money, Money) {
        match self.side {
            Side::Debit => (self.amount, Money::ZERO),
            Side::Credit => (Money::ZERO, self.amount),
        }
    }

    /// A row without an amount yet.
    pub(in crate::ledger) fn plain(row: usize, account: String, detail: Vec<String>) -> OpeningRow {
        OpeningRow {
            row,
            book: String::new(),
            account,
            name: String::new(),
            chain: Vec::new(),
            detail,
            side: Side::Debit,
            amount: Money::ZERO,
            year: None,
            both: None,
        }
    }

    /// The names below the first digits of the code: those the file gives to longer codes, then the row's details.
    pub(in crate::ledger) fn detail_below(&self, digits: usize) -> Vec<String> {
        let chain = self.chain.iter().filter(|(code, _)| code.len() > digits).map(|(_, name)| name.clone());
        chain.chain(self.detail.iter().cloned()).collect()
    }

    /// Debit positive.
    pub fn signed(&self) -> Money {
        let (debit, credit) = self.amounts();
        debit - credit
    }
}

/// A file of balances, read.
#[derive(Clone, Debug, Default)]
pub struct OpeningFile {
    /// Its balances.
    pub rows: Vec<OpeningRow>,
    /// What was left aside, and why.
    pub notices: Vec<String>,
}

/// Reads an opening file of any known shape; subtotals and blank rows are set aside and said.
///
/// Refuses, all rows at once: the file and heading refusals, `intake.row_width`, `intake.quote_open`, `intake.bad_amount`,
/// `intake.bad_side`, `intake.cell_empty`, `intake.formula_cell`, `intake.both_sides`, `intake.subtotal_differs`,
/// `intake.year_differs`.
pub fn read_opening_file(bytes: &[u8], limits: &TableLimits) -> Result<OpeningFile, Vec<Refused>> {
    rows_of(&Rows::of_file(bytes, &SHAPE, limits).map_err(|no| vec![no])?)
}

/// The same of text already decoded.
pub fn read_opening(text: &str) -> Result<Vec<OpeningRow>, Vec<Refused>> {
    let rows = Rows::of_text(text, &SHAPE, &FILE_IN_BULK).map_err(|no| vec![no])?;
    rows_of(&rows).map(|file| file.rows)
}

fn rows_of(file: &Rows) -> Result<OpeningFile, Vec<Refused>> {
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    file.each(&mut faults, |cells| read.push(row_of(cells, file.header(), false)));
    let settled = subtotals::settle(read, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let notices = file.unread().into_iter().chain(settled.notices).collect();
    Ok(OpeningFile { rows: settled.rows, notices })
}

/// One row; `may_stand_alone` where a row may do without an account of its own.
pub(super) fn row_of(cells: &mut Cells<'_>, header: &Header, may_stand_alone: bool) -> OpeningRow {
    let book = cells.text(Column::Book);
    let (account, name) = (cells.text(Column::Account), cells.text(Column::Name));
    let mut detail = cells.path(Column::Detail);
    let mut parts = if account.is_empty() { name.split(['/', '／']) } else { account.split(['/', '／']) };
    let first = code_without_dots(parts.next().unwrap_or_default().trim());
    let deeper = parts.map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned);
    detail = deeper.chain(detail).collect();
    if first.is_empty() && !may_stand_alone {
        cells.fault(IntakeRefusal::CellEmpty { column: Column::Account.said() });
    }
    let name = if account.is_empty() { String::new() } else { name };
    let (side, amount, both) = if side_and_amount(header) { one_amount(cells) } else { two_columns(cells) };
    let year = header.has(Column::YearStart).then(|| YearSoFar {
        start: cells.money(Column::YearStart),
        debit: cells.money(Column::YearDebit),
        credit: cells.money(Column::YearCredit),
    });
    if let Some(year) = year.filter(|_| header.has(Column::YearDebit) && header.has(Column::YearCredit)) {
        let moved = match side {
            Side::Debit => year.debit - year.credit,
            Side::Credit => year.credit - year.debit,
        };
        if year.start + moved != amount {
            cells.fault(IntakeRefusal::YearDiffers { start: year.start, moved, amount });
        }
    }
    OpeningRow { row: cells.row(), book, account: first, name, chain: Vec::new(), detail, side, amount, year, both }
}

type Sides = (Side, Money, Option<(Money, Money)>);

/// 方向 and 金额. A row without an amount needs no side.
fn one_amount(cells: &mut Cells<'_>) -> Sides {
    let amount = cells.money(Column::Amount);
    let side_text = cells.text(Column::Side);
    if amount.is_zero() && matches!(side_text.as_str(), "" | "平") {
        return (Side::Debit, Money::ZERO, None);
    }
    let side = side_text.parse().unwrap_or_else(|why: String| {
        cells.fault(IntakeRefusal::BadSide { why });
        Side::Debit
    });
    (side, amount, None)
}

/// 借方 and 贷方 apart; both together are the net of the two.
fn two_columns(cells: &mut Cells<'_>) -> Sides {
    let (debit, credit) = (cells.money(Column::Debit), cells.money(Column::Credit));
    match (debit.is_zero(), credit.is_zero()) {
        (_, true) => (Side::Debit, debit, None),
        (true, false) => (Side::Credit, credit, None),
        (false, false) => (Side::Debit, debit - credit, Some((debit, credit))),
    }
}

/// `113.01`, `113-01`: a code as other programs write it.
fn code_without_dots(text: &str) -> String {
    let is_code = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')) && text.len() > 3;
    if is_code { text.chars().filter(char::is_ascii_digit).collect() } else { text.to_owned() }
}
