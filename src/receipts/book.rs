use crate::kernel::{Date, ReceiptBookId, Refused, Timestamp, stored_words};

use super::error::ReceiptsRefusal as R;

/// Longest number a receipt carries.
const DIGITS_LIMIT: usize = 12;
/// Most leaves of one receipt book.
const LEAVES_LIMIT: i64 = 1000;
/// Most receipt books of one purchase.
const BOOKS_LIMIT: i64 = 500;
/// Longest 字轨.
const SERIES_LIMIT: usize = 8;

stored_words! {
    /// What a receipt may be given for.
    ReceiptKind "这种收据" {
        /// 统一收款收据 — income of the collective.
        Unified "unified" "统一收款收据",
        /// 一事一议专用收据 — money raised for a voted project.
        OneProject "one_project" "一事一议专用收据",
        /// 往来结算票据 — internal settlements.
        Settlement "settlement" "往来结算票据",
    }
}

/// 收据本 — one bound book of numbered receipts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceiptBook {
    /// Id.
    pub id: ReceiptBookId,
    /// What its receipts are for.
    pub kind: ReceiptKind,
    /// 字轨 printed before the number; often empty.
    pub series: String,
    /// Digits of the printed number.
    pub digits: usize,
    /// Its first number.
    pub first: i64,
    /// Its last number.
    pub last: i64,
    /// The day the centre bought it.
    pub bought_on: Date,
    /// Who bought it.
    pub bought_name: String,
    /// When that was written down.
    pub bought_at: Timestamp,
}

impl ReceiptBook {
    /// A number as it is printed: `0012001`.
    pub fn number(&self, number: i64) -> String {
        format!("{}{number:0digits$}", self.series, digits = self.digits)
    }

    /// `0012001—0012050`.
    pub fn span(&self) -> String {
        format!("{}—{}", self.number(self.first), self.number(self.last))
    }

    /// `统一收款收据 0012001—0012050`.
    pub fn label(&self) -> String {
        format!("{} {}", self.kind.in_chinese(), self.span())
    }

    /// How many receipts it holds.
    pub const fn leaves(&self) -> i64 {
        self.last - self.first + 1
    }

    /// True when the number stands in it.
    pub const fn holds(&self, number: i64) -> bool {
        self.first <= number && number <= self.last
    }
}

/// What was bought, as it was written down.
#[derive(Clone, Debug, Default)]
pub struct NewStock {
    /// What the receipts are for; `None` until chosen.
    pub kind: Option<ReceiptKind>,
    /// 字轨.
    pub series: String,
    /// First number of the lot, with its zeros.
    pub first: String,
    /// Last number of the lot, with its zeros.
    pub last: String,
    /// Leaves in one receipt book.
    pub leaves: String,
    /// The day; `None` until given.
    pub bought_on: Option<Date>,
}

/// A lot that can be cut into receipt books.
pub(super) struct Lot {
    pub(super) kind: ReceiptKind,
    pub(super) series: String,
    pub(super) digits: usize,
    pub(super) bought_on: Date,
    /// First and last number of each receipt book.
    pub(super) books: Vec<(i64, i64)>,
}

impl NewStock {
    /// The receipt books of the lot, or everything that is wrong with it.
    pub(super) fn lot(&self, today: Date) -> Result<Lot, Vec<Refused>> {
        let mut faults: Vec<Refused> = Vec::new();
        let series = self.series.trim().to_owned();
        if series.chars().count() > SERIES_LIMIT || series.chars().any(|c| c.is_ascii_digit()) {
            faults.push(R::Series { series: series.clone(), limit: SERIES_LIMIT }.into());
        }
        if self.kind.is_none() {
            faults.push(R::KindMissing.into());
        }
        match self.bought_on {
            None => faults.push(R::DayMissing.into()),
            Some(day) if day > today => {
                faults.push(R::DayAhead { day: day.to_string(), today: today.to_string() }.into());
            }
            Some(_) => {}
        }
        let (first, last) = (self.first.trim(), self.last.trim());
        let numbers = [(first, "first"), (last, "last")].map(|(typed, field)| match whole(typed) {
            Some(number) => Some(number),
            None => {
                faults.push(Refused::from(R::NumberUnreadable { typed: cut(typed) }).at_field(field));
                None
            }
        });
        let leaves = whole(self.leaves.trim()).filter(|n| (1..=LEAVES_LIMIT).contains(n));
        if leaves.is_none() {
            faults.push(R::Leaves { typed: cut(self.leaves.trim()), limit: LEAVES_LIMIT }.into());
        }
        let mut books = Vec::new();
        if let ([Some(from), Some(to)], Some(leaves)) = (numbers, leaves) {
            match cut_up((first, from), (last, to), leaves) {
                Ok(cut) => books = cut,
                Err(refusal) => faults.push(refusal.into()),
            }
        }
        match (self.kind, self.bought_on, faults.is_empty()) {
            (Some(kind), Some(bought_on), true) => Ok(Lot { kind, series, digits: first.len(), bought_on, books }),
            _ => Err(faults),
        }
    }
}

/// The receipt books of a lot: every one has as many leaves.
fn cut_up((first, from): (&str, i64), (last, to): (&str, i64), leaves: i64) -> Result<Vec<(i64, i64)>, R> {
    if first.len() != last.len() {
        return Err(R::DigitsDiffer { first: first.to_owned(), last: last.to_owned() });
    }
    if to < from {
        return Err(R::EndsBefore { first: first.to_owned(), last: last.to_owned() });
    }
    let count = to - from + 1;
    if count % leaves != 0 {
        return Err(R::BooksUneven { count, leaves, over: count % leaves });
    }
    if count / leaves > BOOKS_LIMIT {
        return Err(R::TooManyBooks { books: count / leaves, limit: BOOKS_LIMIT });
    }
    Ok((0..count / leaves).map(|n| (from + n * leaves, from + (n + 1) * leaves - 1)).collect())
}

/// Digits and nothing else.
fn whole(typed: &str) -> Option<i64> {
    let plain = !typed.is_empty() && typed.len() <= DIGITS_LIMIT && typed.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| typed.parse().ok()).flatten()
}

/// What a person typed, short enough to be repeated.
pub(super) fn cut(typed: &str) -> String {
    typed.chars().take(20).collect()
}

/// A number as somebody writes it: the letters before it, and its value; `None` when it is none.
pub(super) fn read_number(typed: &str) -> Option<(String, i64)> {
    let typed = typed.trim();
    let sign = ["№", "No.", "NO.", "no.", "No", "NO", "no"].into_iter().find_map(|sign| typed.strip_prefix(sign));
    let typed = sign.unwrap_or(typed).trim_start();
    let at = typed.find(|c: char| c.is_ascii_digit())?;
    let (series, digits) = typed.split_at(at);
    whole(digits).map(|number| (series.trim().to_owned(), number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stock(first: &str, last: &str, leaves: &str) -> NewStock {
        NewStock {
            kind: Some(ReceiptKind::Unified),
            first: first.into(),
            last: last.into(),
            leaves: leaves.into(),
            bought_on: Some("2025-01-06".parse().unwrap()),
            ..NewStock::default()
        }
    }

    fn codes(stock: &NewStock) -> String {
        let today = "2025-01-10".parse().unwrap();
        let faults = stock.lot(today).err().unwrap_or_default();
        faults.iter().map(|r| r.code.trim_start_matches("receipts.")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_lot_is_cut_into_books_or_every_fault_is_told() {
        let lot = stock("0012001", "0012100", "50").lot("2025-01-10".parse().unwrap()).ok().unwrap();
        assert_eq!((lot.digits, lot.books), (7, vec![(12001, 12050), (12051, 12100)]));
        let nothing = NewStock::default();
        assert_eq!(codes(&nothing), "kind_missing day_missing number_unreadable number_unreadable leaves");
        assert_eq!(codes(&stock("0012001", "12100", "50")), "digits_differ");
        assert_eq!(codes(&stock("0012100", "0012001", "50")), "ends_before");
        assert_eq!(codes(&stock("0012001", "0012090", "50")), "books_uneven");
        assert_eq!(codes(&stock("000001", "900000", "50")), "too_many_books");
        assert_eq!(codes(&stock("1e3", "-5", "0")), "number_unreadable number_unreadable leaves");
        let ahead = NewStock { series: "A1".into(), bought_on: "2025-02-01".parse().ok(), ..stock("1", "2", "2") };
        assert_eq!(codes(&ahead), "series day_ahead");
    }

    #[test]
    fn a_number_is_read_as_people_write_it() {
        for (typed, read) in [
            ("0012001", Some(("", 12001))),
            ("№ 0012001", Some(("", 12001))),
            ("No.0012001", Some(("", 12001))),
            ("NB0012001", Some(("NB", 12001))),
            ("闽A0012001", Some(("闽A", 12001))),
            (" 12001 ", Some(("", 12001))),
            ("没有", None),
            ("12 001", None),
            ("1234567890123", None),
        ] {
            assert_eq!(read_number(typed), read.map(|(s, n)| (s.to_owned(), n)), "{typed}");
        }
    }
}
