use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::words::in_words;

/// Yuan to the fen, exact.
///
/// Held as a whole number of fen, so no sum can drift. There is no `From<f64>` and no
/// `Money * Money`: an amount of yuan squared means nothing, and a float cannot hold 0.10.
/// Multiply by a rate through [`Money::times`], which says how it rounds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

/// Why a text is not an amount. The sentence is for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was typed.
    #[error("金额不能为空")]
    Empty,
    /// Letters, two points, a misplaced comma.
    #[error("「{0}」不是金额,请只写数字,例如 1234.50")]
    NotANumber(String),
    /// A fraction of a fen.
    #[error("「{0}」多于两位小数,金额最小到分")]
    TooFine(String),
    /// Beyond what the eleven digit columns and the ledger hold.
    #[error("「{0}」超过单笔上限 9,999,999,999.99 元")]
    TooLarge(String),
}

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);
    /// The largest amount one entry may carry: 9,999,999,999.99 yuan.
    pub const LIMIT: Money = Money(999_999_999_999);

    /// From a whole number of fen, signed.
    pub const fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    /// From a whole number of yuan, signed.
    pub const fn from_yuan(yuan: i64) -> Money {
        Money(yuan * 100)
    }

    /// The whole number of fen, signed.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// From an exact decimal of yuan; refuses a third decimal place rather than rounding it away.
    pub fn from_decimal(yuan: Decimal) -> Result<Money, MoneyError> {
        let fen = yuan.checked_mul(Decimal::ONE_HUNDRED).ok_or_else(|| MoneyError::TooLarge(yuan.to_string()))?;
        if !fen.fract().is_zero() {
            return Err(MoneyError::TooFine(yuan.to_string()));
        }
        fen.to_i64().map(Money).ok_or_else(|| MoneyError::TooLarge(yuan.to_string()))
    }

    /// The same amount as a decimal of yuan, for rates and ratios.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// From a decimal of yuan with any number of places, rounded half away from zero to the fen.
    pub fn round_half_up(yuan: Decimal) -> Money {
        let fen = (yuan * Decimal::ONE_HUNDRED).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        Money(fen.to_i64().unwrap_or(i64::MAX))
    }

    /// This amount times a rate, rounded half up to the fen.
    pub fn times(self, rate: Decimal) -> Money {
        Money::round_half_up(self.to_decimal() * rate)
    }

    /// Splits into `n` parts that differ by at most one fen and sum to the whole; larger parts first.
    pub fn split(self, n: usize) -> Vec<Money> {
        let count = i64::try_from(n).unwrap_or(i64::MAX);
        if count == 0 {
            return Vec::new();
        }
        let (each, rest) = (self.0.div_euclid(count), self.0.rem_euclid(count));
        (0..count).map(|i| Money(each + i64::from(i < rest))).collect()
    }

    /// True when nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// True below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// True above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Without its sign.
    pub const fn abs(self) -> Money {
        Money(self.0.abs())
    }

    /// This amount if positive, otherwise nothing.
    pub const fn positive_part(self) -> Money {
        if self.0 > 0 { self } else { Money::ZERO }
    }

    /// `1234.50`: the form of files, JSON and form fields.
    pub fn plain(self) -> String {
        format!(
            "{}{}.{:02}",
            if self.0 < 0 { "-" } else { "" },
            self.0.unsigned_abs() / 100,
            self.0.unsigned_abs() % 100
        )
    }

    /// `1,234.50`, or an empty text for zero: the form of a ledger column.
    pub fn blank_if_zero(self) -> String {
        if self.is_zero() { String::new() } else { self.to_string() }
    }

    /// 人民币大写 in the one fixed spelling this program writes; `parse_amount_in_words` reads every permitted one.
    ///
    /// `1009.50` → `壹仟零玖元伍角`. Source: 会计基础工作规范 art. 52, 支付结算办法 annex 1.
    pub fn in_words(self) -> String {
        in_words(self)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yuan = (self.0.unsigned_abs() / 100).to_string();
        let mut grouped = String::with_capacity(yuan.len() + yuan.len() / 3);
        for (i, digit) in yuan.chars().enumerate() {
            if i > 0 && (yuan.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{}{}.{:02}", if self.0 < 0 { "-" } else { "" }, grouped, self.0.unsigned_abs() % 100)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "¥{}", self.plain())
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads `1234.5`, `1,234.50`, `¥1,234.50`, `-12`; full-width digits and points are read as what they mean.
    fn from_str(typed: &str) -> Result<Money, MoneyError> {
        let narrow: String = typed
            .trim()
            .chars()
            .map(|c| match c {
                '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
                '．' => '.',
                '，' => ',',
                '－' | '−' => '-',
                '＋' => '+',
                other => other,
            })
            .collect();
        let text = narrow.trim_start_matches(['¥', '￥']).trim();
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        let wrong = || MoneyError::NotANumber(typed.trim().to_owned());
        let (negative, digits) = match text.as_bytes()[0] {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let (yuan, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if !well_grouped(yuan)
            || fraction.chars().any(|c| !c.is_ascii_digit())
            || (yuan.is_empty() && fraction.is_empty())
        {
            return Err(wrong());
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > 2 {
            return Err(MoneyError::TooFine(typed.trim().to_owned()));
        }
        let whole: String = yuan.chars().filter(char::is_ascii_digit).collect();
        let too_large = || MoneyError::TooLarge(typed.trim().to_owned());
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| too_large())? };
        let part: i64 = format!("{fraction:0<2}").parse().map_err(|_| wrong())?;
        let fen = whole.checked_mul(100).and_then(|f| f.checked_add(part)).ok_or_else(too_large)?;
        Ok(Money(if negative { -fen } else { fen }))
    }
}

/// `1234`, `1,234`, `12,345,678`; not `12,34`.
fn well_grouped(yuan: &str) -> bool {
    if !yuan.contains(',') {
        return yuan.chars().all(|c| c.is_ascii_digit());
    }
    let mut groups = yuan.split(',');
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_digit())
        && groups.all(|g| g.len() == 3 && g.chars().all(|c| c.is_ascii_digit()))
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}
impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}
impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}
impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}
impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}
impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}
impl<'a> Sum<&'a Money> for Money {
    fn sum<I: Iterator<Item = &'a Money>>(amounts: I) -> Money {
        amounts.copied().sum()
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.plain())
    }
}
impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Money, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, fen) in [
            ("1234.5", 123_450),
            ("1,234.50", 123_450),
            ("¥0.05", 5),
            ("-12", -1_200),
            ("１２．３", 1_230),
            (".5", 50),
            ("1.500", 150),
        ] {
            assert_eq!(typed.parse::<Money>(), Ok(Money::from_fen(fen)), "{typed}");
        }
    }

    #[test]
    fn what_is_not_an_amount_is_refused_by_name() {
        assert_eq!("".parse::<Money>(), Err(MoneyError::Empty));
        assert_eq!("1.005".parse::<Money>(), Err(MoneyError::TooFine("1.005".into())));
        for typed in ["12,34", "1.2.3", "abc", "1e3", "--1", "-", "."] {
            assert_eq!(typed.parse::<Money>(), Err(MoneyError::NotANumber(typed.into())), "{typed}");
        }
        assert!(matches!("99999999999999999999".parse::<Money>(), Err(MoneyError::TooLarge(_))));
    }

    #[test]
    fn a_split_loses_no_fen() {
        let parts = Money::from_fen(100).split(3);
        assert_eq!(parts, [34, 33, 33].map(Money::from_fen));
        assert_eq!(Money::from_fen(-100).split(3).iter().sum::<Money>(), Money::from_fen(-100));
    }
}
