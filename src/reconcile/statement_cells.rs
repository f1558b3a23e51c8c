use chrono::{NaiveDate, NaiveTime};

use super::profile::DateShape;
use crate::kernel::{Date, Money, MoneyError};

/// A text cell; runs of dashes and （空） are how some banks write nothing.
pub(super) fn text(cell: &str) -> String {
    let nothing = cell.chars().all(|c| matches!(c, '-' | '－' | '—' | '–')) || matches!(cell, "（空）" | "(空)");
    if nothing { String::new() } else { cell.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// An amount cell; an empty side may be blank, `0`, `0.00`, `-` or `--`.
pub(super) fn amount(cell: &str) -> Result<Money, MoneyError> {
    let plain = text(cell);
    let plain = plain.trim_end_matches('元').trim_start_matches("CNY").trim_start_matches("RMB").trim();
    if plain.is_empty() { Ok(Money::ZERO) } else { plain.parse() }
}

/// True when the cell says an amount, a zero included.
pub(super) fn says_amount(cell: &str) -> bool {
    !text(cell).is_empty()
}

/// A day, and the time behind it when the cell carries one, as written:
/// `2024-07-02 09:14:21`, `20240702 09:14:21`, `2024/12/03  14:06:51`, `2024年7月2日`, `20240702091421`.
/// Where a bank puts the day or the month first, `02/07/2024` and `02072024` too.
pub(super) fn day_and_time(cell: &str, shape: DateShape) -> Option<(Date, String)> {
    match shape {
        DateShape::YearFirst => year_first(cell),
        DateShape::DayFirst | DateShape::MonthFirst => {
            turned(cell, shape).and_then(|turned| year_first(&turned)).or_else(|| year_first(cell))
        }
    }
}

/// A day that ends with its year, the year brought to the front.
fn turned(cell: &str, shape: DateShape) -> Option<String> {
    let digits = cell.chars().take_while(char::is_ascii_digit).count();
    let (one, two, year, rest) = if digits >= 8 {
        let (one, rest) = number(cell, 2)?;
        let (two, rest) = number(rest, 2)?;
        let (year, rest) = number(rest, 4)?;
        (one, two, year, rest)
    } else {
        let (one, rest) = number(cell, 2)?;
        let (two, rest) = number(rest.strip_prefix(['-', '/', '.'])?, 2)?;
        let (year, rest) = number(rest.strip_prefix(['-', '/', '.'])?, 4)?;
        (one, two, year, rest)
    };
    let year = if year < 100 { 2000 + year } else { year };
    let (month, day) = if shape == DateShape::DayFirst { (two, one) } else { (one, two) };
    Some(format!("{year:04}-{month:02}-{day:02}{rest}"))
}

fn year_first(cell: &str) -> Option<(Date, String)> {
    let digits = cell.chars().take_while(char::is_ascii_digit).count();
    let (date, rest) =
        if digits == 8 || digits == 14 { (compact_day(&cell[..8])?, &cell[8..]) } else { separated_day(cell)? };
    let rest = rest.trim_start_matches(['T', '日']).trim();
    if rest.is_empty() {
        return Some((date, String::new()));
    }
    time(rest).map(|time| (date, time))
}

/// A time as written, `09:14:21`, `9:14` or `091421`; a number that lost its leading zeros gets them back.
pub(super) fn time(cell: &str) -> Option<String> {
    let plain = text(cell);
    let whole = plain.split('.').next().unwrap_or("");
    if whole.is_empty() {
        return plain.is_empty().then(String::new);
    }
    if whole.chars().all(|c| c.is_ascii_digit()) {
        let padded = format!("{whole:0>6}");
        return NaiveTime::parse_from_str(&padded, "%H%M%S").is_ok().then_some(padded);
    }
    let narrow = whole.replace('：', ":");
    let known = ["%H:%M:%S", "%H:%M"].iter().any(|form| NaiveTime::parse_from_str(&narrow, form).is_ok());
    known.then_some(narrow)
}

fn compact_day(eight: &str) -> Option<Date> {
    NaiveDate::parse_from_str(eight, "%Y%m%d").ok().filter(plausible)
}

fn separated_day(cell: &str) -> Option<(Date, &str)> {
    let (year, rest) = number(cell, 4)?;
    let rest = rest.strip_prefix(['-', '/', '.', '年'])?;
    let (month, rest) = number(rest, 2)?;
    let rest = rest.strip_prefix(['-', '/', '.', '月'])?;
    let (day, rest) = number(rest, 2)?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(plausible)?;
    Some((date, rest))
}

fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

fn plausible(date: &Date) -> bool {
    use chrono::Datelike;
    (1990..=2099).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_of_every_bank() {
        for (cell, day, time) in [
            ("2024-07-02 09:14:21", "2024-07-02", "09:14:21"),
            ("20240702 09:14:21", "2024-07-02", "09:14:21"),
            ("2024/12/03  14:06:51", "2024-12-03", "14:06:51"),
            ("2024-12-0314:06:51", "2024-12-03", "14:06:51"),
            ("20240702", "2024-07-02", ""),
            ("20240702091421", "2024-07-02", "091421"),
            ("2024年7月2日", "2024-07-02", ""),
            ("2024.7.2 9:14", "2024-07-02", "9:14"),
            ("2024-07-02T09:14:21.000", "2024-07-02", "09:14:21"),
        ] {
            assert_eq!(
                day_and_time(cell, DateShape::YearFirst),
                Some((day.parse().unwrap(), time.to_owned())),
                "{cell}"
            );
        }
        for cell in ["", "合计", "2024-13-01", "12345678", "45474", "2024-07-02 25:00:00", "2024"] {
            assert_eq!(day_and_time(cell, DateShape::YearFirst), None, "{cell}");
        }
        for (cell, shape, day, time) in [
            ("02/07/2024 09:14:21", DateShape::DayFirst, "2024-07-02", "09:14:21"),
            ("07-02-2024", DateShape::MonthFirst, "2024-07-02", ""),
            ("2.7.24", DateShape::DayFirst, "2024-07-02", ""),
            ("02072024", DateShape::DayFirst, "2024-07-02", ""),
            ("2024-07-02", DateShape::DayFirst, "2024-07-02", ""),
        ] {
            assert_eq!(day_and_time(cell, shape), Some((day.parse().unwrap(), time.to_owned())), "{cell}");
        }
        assert_eq!(day_and_time("13/13/2024", DateShape::DayFirst), None);
        assert_eq!(time("90102").as_deref(), Some("090102"));
        assert_eq!(time("--").as_deref(), Some(""));
        assert_eq!(time("1234567"), None);
    }

    #[test]
    fn amounts_and_empty_sides() {
        for (cell, fen) in [
            ("", 0),
            ("-", 0),
            ("--", 0),
            ("0", 0),
            ("0.00", 0),
            ("+0.00", 0),
            ("12,000.00", 1_200_000),
            ("+10000.00", 1_000_000),
            ("-22,500.00", -2_250_000),
            ("67", 6_700),
            ("37.5", 3_750),
            ("￥12.30元", 1_230),
        ] {
            assert_eq!(amount(cell).map(Money::fen), Ok(fen), "{cell}");
        }
        for cell in ["=1+1", "12,00.00", "1e5", "0.123", "abc"] {
            assert!(amount(cell).is_err(), "{cell}");
        }
    }
}
