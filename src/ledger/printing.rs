use crate::kernel::Refused;

use super::template::TemplateRefusal;

/// How far one person's printer is off the form, in tenths of a millimetre: right and down are positive.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct PrintOffset {
    /// To the right.
    pub x_tenths: i64,
    /// Down.
    pub y_tenths: i64,
}

/// Further than this the form itself is another one.
const FARTHEST: i64 = 200;

impl PrintOffset {
    /// Reads millimetres with at most one decimal, `1.5` or `-2`; both faults at once.
    ///
    /// Refuses: `ledger.bad_print_offset`.
    pub fn read(x: &str, y: &str) -> Result<PrintOffset, Vec<Refused>> {
        let mut faults = Vec::new();
        let mut one = |field: &'static str, typed: &str| {
            tenths(typed).unwrap_or_else(|| {
                let wrong = TemplateRefusal::BadOffset { typed: typed.trim().to_owned() };
                faults.push(Refused::from(wrong).at_field(field));
                0
            })
        };
        let offset = PrintOffset { x_tenths: one("x", x), y_tenths: one("y", y) };
        if faults.is_empty() { Ok(offset) } else { Err(faults) }
    }

    /// Millimetres as they are typed.
    pub fn in_millimetres(tenths: i64) -> String {
        let sign = if tenths < 0 { "-" } else { "" };
        format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
    }
}

fn tenths(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    let (sign, digits) = typed.strip_prefix('-').map_or((1, typed), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let figures = |text: &str| text.chars().all(|c| c.is_ascii_digit()) && !text.is_empty();
    if typed.is_empty() {
        return Some(0);
    }
    if !figures(whole) || !figures(part) || part.len() > 1 || whole.len() > 3 {
        return None;
    }
    let tenths = sign * (whole.parse::<i64>().ok()? * 10 + part.parse::<i64>().ok()?);
    (tenths.abs() <= FARTHEST).then_some(tenths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millimetres_are_read_to_the_tenth_and_written_back() {
        for (typed, expected) in
            [("", Some(0)), ("1.5", Some(15)), ("-2", Some(-20)), ("-0.3", Some(-3)), ("20", Some(200))]
        {
            assert_eq!(tenths(typed), expected, "{typed}");
        }
        for typed in ["1.25", "20.1", "三", "-", "."] {
            assert_eq!(tenths(typed), None, "{typed}");
        }
        assert_eq!(PrintOffset::in_millimetres(-3), "-0.3");
    }
}
