use std::collections::BTreeMap;

use crate::kernel::Money;
use crate::ledger::Side;

use super::distribution::Distribution;
use super::figures::Figures;
use super::form::{Form, FormRow};
use super::form_text::Half;
use super::formula::{Part, Term};

/// One printed row: a heading (no number) or a line with its two amounts.
#[derive(Clone, Debug)]
pub struct StatementLine {
    /// Left or right half.
    pub half: Half,
    /// 行次.
    pub no: Option<u32>,
    /// Official name.
    pub name: String,
    /// What is printed.
    pub label: String,
    /// First money column: 期末余额 or 本年金额.
    pub first: Money,
    /// Second money column: 年初余额 or 上年金额.
    pub second: Money,
    /// Printed with a rule above.
    pub total: bool,
    /// What it is made of, for the drill.
    pub parts: Vec<LinePart>,
}

/// One term of a line's formula with its two amounts.
#[derive(Clone, Debug)]
pub struct LinePart {
    /// Added to the line, or taken off it.
    pub added: bool,
    /// An account, another line, or a figure of the distribution.
    pub term: Term,
    /// First money column.
    pub first: Money,
    /// Second money column.
    pub second: Money,
}

impl StatementLine {
    /// The one whole account the line is, if it is no more than that.
    pub fn only_account(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [LinePart { added: true, term: Term::Account(code, Part::Whole), .. }] => Some(code),
            _ => None,
        }
    }
}

/// A filled form.
#[derive(Clone, Debug)]
pub struct Statement {
    /// 资产负债表.
    pub name: String,
    /// 会村01表.
    pub form_code: String,
    /// Headings of the two money columns.
    pub columns: [String; 2],
    /// Rows in printing order.
    pub lines: Vec<StatementLine>,
}

/// What one money column is filled from.
pub(super) struct Column<'a> {
    pub(super) figures: &'a Figures,
    pub(super) distribution: Distribution,
}

impl Statement {
    /// Fills a form with two columns.
    pub(super) fn fill(form: &Form, first: &Column<'_>, second: &Column<'_>) -> Statement {
        let (left, right) = (amounts(form, first), amounts(form, second));
        let amount = |column: &BTreeMap<u32, Money>, row: &FormRow| {
            row.no.and_then(|no| column.get(&no).copied()).unwrap_or(Money::ZERO)
        };
        let lines = form.rows.iter().map(|row| StatementLine {
            half: row.half,
            no: row.no,
            name: row.name.clone(),
            label: row.label.clone(),
            first: amount(&left, row),
            second: amount(&right, row),
            total: row.total,
            parts: parts(row, (first, &left), (second, &right)),
        });
        Statement {
            name: form.name.clone(),
            form_code: form.form_code.clone(),
            columns: form.columns.clone(),
            lines: lines.collect(),
        }
    }

    /// Adds another book's statement of the same form, line by line.
    ///
    /// Nothing is netted by it: what a line takes from one side only was taken book by book.
    pub fn add(&mut self, other: &Statement) {
        for (line, more) in self.lines.iter_mut().zip(&other.lines) {
            line.first += more.first;
            line.second += more.second;
            for (part, more) in line.parts.iter_mut().zip(&more.parts) {
                part.first += more.first;
                part.second += more.second;
            }
        }
    }

    /// The line with an official name.
    pub fn line(&self, name: &str) -> Option<&StatementLine> {
        self.lines.iter().find(|l| l.name == name)
    }

    /// Numbered lines of one half, headings included.
    pub fn half(&self, half: Half) -> impl Iterator<Item = &StatementLine> {
        self.lines.iter().filter(move |l| l.half == half)
    }
}

type Amounts = BTreeMap<u32, Money>;

fn parts(row: &FormRow, first: (&Column<'_>, &Amounts), second: (&Column<'_>, &Amounts)) -> Vec<LinePart> {
    let terms = row.formula.iter().flat_map(|formula| formula.terms());
    let part = |(added, term): &(bool, Term)| LinePart {
        added: *added,
        term: term.clone(),
        first: amount_of(term, row, first),
        second: amount_of(term, row, second),
    };
    terms.map(part).collect()
}

fn amount_of(term: &Term, row: &FormRow, (column, amounts): (&Column<'_>, &Amounts)) -> Money {
    match term {
        Term::Account(code, part) => row.side.of_balance(column.figures.of(code, *part)),
        Term::Line(line) => amounts.get(line).copied().unwrap_or(Money::ZERO),
        Term::Special(special) => column.distribution.special(*special),
    }
}

fn amounts(form: &Form, column: &Column<'_>) -> Amounts {
    let mut amounts = Amounts::new();
    for row in &form.rows {
        let (Some(no), Some(formula)) = (row.no, &row.formula) else { continue };
        let mut sum = Money::ZERO;
        for (added, term) in formula.terms() {
            let amount = amount_of(term, row, (column, &amounts));
            sum += if *added { amount } else { -amount };
        }
        amounts.insert(no, sum);
    }
    amounts
}

/// Which side a balance stands on: 借, 贷 or 平.
pub(super) fn standing(balance: Money) -> &'static str {
    match (balance.is_positive(), balance.is_negative()) {
        (true, _) => Side::Debit.in_chinese(),
        (_, true) => Side::Credit.in_chinese(),
        _ => "平",
    }
}
