//! The cells of one row, read one by one, with every fault kept.

use crate::evidence::TableRow;
use crate::kernel::{Date, Money, MoneyError, Refused};

use super::error::IntakeRefusal;
use super::heading::{Column, Header};

/// The longest name of a detail.
const NAME: usize = 60;

/// Cells of one row by column, with the faults met while reading them.
pub(super) struct Cells<'a> {
    row: &'a TableRow,
    header: &'a Header,
    faults: &'a mut Vec<Refused>,
}

impl<'a> Cells<'a> {
    pub(super) fn of(row: &'a TableRow, header: &'a Header, faults: &'a mut Vec<Refused>) -> Cells<'a> {
        Cells { row, header, faults }
    }

    /// Line in the file.
    pub(super) const fn row(&self) -> usize {
        self.row.row
    }

    /// The text of a column; empty where the file has no such column.
    pub(super) fn text(&mut self, column: Column) -> String {
        let text = self.header.place(column).map_or("", |i| self.row.cell(i)).to_owned();
        if text.starts_with(['=', '@']) {
            self.fault(IntakeRefusal::FormulaCell { column: column.said(), text: text.clone() });
        }
        text
    }

    /// A text that must be there.
    pub(super) fn needed(&mut self, column: Column) -> String {
        let text = self.text(column);
        if text.is_empty() {
            self.fault(IntakeRefusal::CellEmpty { column: column.said() });
        }
        text
    }

    /// An amount; nothing where the cell is empty.
    pub(super) fn money(&mut self, column: Column) -> Money {
        let text = self.text(column);
        if text.is_empty() || text.starts_with(['=', '@']) || text.chars().all(|c| matches!(c, '-' | '—' | '－')) {
            return Money::ZERO;
        }
        text.parse().unwrap_or_else(|e: MoneyError| {
            self.fault(IntakeRefusal::BadAmount { column: column.said(), why: e.to_string() });
            Money::ZERO
        })
    }

    /// A day; the first of all days, with the fault kept, when it is none.
    pub(super) fn date(&mut self, column: Column) -> Date {
        let text = self.text(column);
        day(&text).unwrap_or_else(|| {
            let serial = serial_day(&text);
            self.fault(match serial {
                Some(day) => IntakeRefusal::SerialDate { text, day: day.to_string() },
                None => IntakeRefusal::BadDate { text },
            });
            Date::MIN
        })
    }

    /// A path of names, `a/b`.
    pub(super) fn path(&mut self, column: Column) -> Vec<String> {
        let path = self.text(column);
        let names: Vec<String> =
            path.split(['/', '／']).map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect();
        for name in &names {
            let length = name.chars().count();
            if length > NAME {
                let start = name.chars().take(10).collect();
                self.fault(IntakeRefusal::CellTooLong { column: column.said(), start, length, limit: NAME });
            }
        }
        names
    }

    /// Something wrong with this row.
    pub(super) fn fault(&mut self, refusal: IntakeRefusal) {
        self.faults.push(Refused::from(refusal).at_row(self.row.row));
    }
}

/// `2024-01-05`, `2024/1/5`, `2024.1.5`, `20240105`, `2024年1月5日`.
fn day(text: &str) -> Option<Date> {
    let digits_only = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let (year, month, day) = if digits_only {
        (text[..4].to_owned(), text[4..6].to_owned(), text[6..].to_owned())
    } else {
        let mut parts = text.trim_end_matches('日').split(['/', '.', '-', '年', '月']).map(|p| p.trim().to_owned());
        let three = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        three
    };
    if year.len() != 4 || month.is_empty() || day.is_empty() {
        return None;
    }
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}

/// The day a spreadsheet counts by this number, for the years anybody keeps books for.
fn serial_day(text: &str) -> Option<Date> {
    let serial: u64 = text.parse().ok().filter(|n| (36_526..73_051).contains(n))?;
    "1899-12-30".parse::<Date>().ok()?.checked_add_days(chrono::Days::new(serial))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 日期的各种写法() {
        for text in ["2024-01-05", "2024/1/5", "2024.1.5", "20240105", "2024年1月5日"] {
            assert_eq!(day(text).map(|d| d.to_string()).as_deref(), Some("2024-01-05"), "{text}");
        }
        for text in ["2024-02-30", "1/5/2024", "24-1-5", "45296", "2024-1-5-6", "", "元旦"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(serial_day("45296").map(|d| d.to_string()).as_deref(), Some("2024-01-05"));
    }
}
