use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::kernel::Period;

use super::items::Direction;
use super::sheet::{DisclosureSheet, SheetLine};

/// The word most vouchers bear; it is left out of an address.
const USUAL_WORD: &str = "记";

/// Which line of a published sheet: the month and number of its voucher, and which of that voucher's lines.
///
/// Printed `2025-09-0012-1`, the address of the line below its sheet's. A published sheet never changes, so neither
/// does the address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineKey {
    /// Month of the voucher.
    pub month: Period,
    /// `记-0012`.
    pub number: String,
    /// 1 for the voucher's first line on the sheet.
    pub place: usize,
}

/// A line with its address and its side.
#[derive(Clone, Debug)]
pub struct KeyedLine<'a> {
    /// Its address.
    pub key: LineKey,
    /// 收 or 支.
    pub direction: Direction,
    /// The line.
    pub line: &'a SheetLine,
}

impl LineKey {
    /// `2025年9月 记-0012 第1笔`.
    pub fn in_chinese(&self) -> String {
        let place = if self.place > 1 { format!(" 第{}笔", self.place) } else { String::new() };
        format!("{} {}{place}", self.month.in_chinese(), self.number)
    }
}

impl fmt::Display for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let usual = self.number.strip_prefix(USUAL_WORD).and_then(|rest| rest.strip_prefix('-'));
        write!(f, "{}-{}-{}", self.month, usual.unwrap_or(&self.number), self.place)
    }
}

impl FromStr for LineKey {
    type Err = String;
    fn from_str(text: &str) -> Result<LineKey, String> {
        let wrong = || format!("「{text}」不是公开表上的一笔");
        let (front, place) = text.rsplit_once('-').ok_or_else(wrong)?;
        let (month, number) = front.split_at_checked(7).ok_or_else(wrong)?;
        let number = number.strip_prefix('-').filter(|n| !n.is_empty()).ok_or_else(wrong)?;
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        let number = if digits { format!("{USUAL_WORD}-{number}") } else { number.to_owned() };
        let key =
            LineKey { month: month.parse().map_err(|_| wrong())?, number, place: place.parse().map_err(|_| wrong())? };
        // One address a line: `2025-09-0012-01` is none.
        if key.to_string() == text { Ok(key) } else { Err(wrong()) }
    }
}

impl DisclosureSheet {
    /// Every receipt and payment with its address, receipts first, in voucher order.
    pub fn keyed_lines(&self) -> Vec<KeyedLine<'_>> {
        let mut places: BTreeMap<(Period, &str), usize> = BTreeMap::new();
        let received = self.income.lines.iter().map(|line| (Direction::In, line));
        let all = received.chain(self.expense.lines.iter().map(|line| (Direction::Out, line)));
        all.map(|(direction, line)| {
            let place = places.entry((line.month, line.number.as_str())).or_default();
            *place += 1;
            let key = LineKey { month: line.month, number: line.number.clone(), place: *place };
            KeyedLine { key, direction, line }
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_and_nothing_else_does() {
        let key = |number: &str, place| LineKey { month: Period::new(2025, 9).unwrap(), number: number.into(), place };
        for (text, expected) in [("2025-09-0012-1", key("记-0012", 1)), ("2025-09-收-0003-2", key("收-0003", 2))] {
            assert_eq!(text.parse(), Ok(expected.clone()));
            assert_eq!(expected.to_string(), text);
        }
        for wrong in [
            "",
            "2025-09-0012",
            "2025-13-0012-1",
            "2025-09-0012-01",
            "2025-09--1",
            "记账凭证一二三四-1",
            "2025-09-记-0012-1",
        ] {
            assert!(wrong.parse::<LineKey>().is_err(), "{wrong}");
        }
        assert_eq!(key("记-0012", 2).in_chinese(), "2025年9月 记-0012 第2笔");
    }
}
