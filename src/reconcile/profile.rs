use serde::{Deserialize, Serialize};

use super::column::Role;
use super::error::{ProfileRefusal, ReconcileRefusal};
use super::layout::{missing_of, word};
use crate::kernel::Refused;

/// Where the header of a bank's files stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderPlace {
    /// The first row with all the words.
    #[default]
    Sought,
    /// In this line of the file, 1-based.
    Row(usize),
    /// Nowhere: the first row is a transaction already.
    Absent,
}

/// In which order a bank writes a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateShape {
    /// `2024-07-02`.
    #[default]
    YearFirst,
    /// `02/07/2024`, the second of July.
    DayFirst,
    /// `07/02/2024`, the second of July.
    MonthFirst,
}

impl DateShape {
    /// All of them.
    pub const ALL: [DateShape; 3] = [DateShape::YearFirst, DateShape::DayFirst, DateShape::MonthFirst];

    /// `年月日`.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            DateShape::YearFirst => "年月日",
            DateShape::DayFirst => "日月年",
            DateShape::MonthFirst => "月日年",
        }
    }

    /// From its name.
    pub fn named(name: &str) -> Option<DateShape> {
        DateShape::ALL.into_iter().find(|shape| shape.in_chinese() == name)
    }
}

/// 流水格式 — how the files of one bank are read, told once by hand. A new bank is such a text, not a change of the program.
///
/// Kept per bank account; as text it goes to another account or another township (`text`, `read_profile`).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BankProfile {
    /// What the layout is called, `某某村镇银行网银`; may be empty.
    pub name: String,
    /// Where the header stands.
    pub header: HeaderPlace,
    /// How days are written.
    pub date_shape: DateShape,
    /// What stands in 借贷标志 for money in, beside the words every bank uses.
    pub words_in: Vec<String>,
    /// The same for money out.
    pub words_out: Vec<String>,
    /// What each column means: the header word as it stands in the file, or `第3列`.
    pub columns: Vec<(Role, String)>,
}

impl BankProfile {
    /// From header words alone.
    pub fn of_words(columns: Vec<(Role, String)>) -> BankProfile {
        BankProfile { columns, ..BankProfile::default() }
    }

    /// The columns without which nothing can be proved, in words.
    pub fn missing(&self) -> Vec<&'static str> {
        missing_of(|role| self.columns.iter().any(|(r, _)| *r == role))
    }

    /// Everything that keeps it from being used.
    pub fn faults(&self) -> Vec<Refused> {
        let mut faults: Vec<Refused> = Vec::new();
        let missing = self.missing();
        if !missing.is_empty() {
            faults.push(ReconcileRefusal::MappingIncomplete { missing: missing.join("、") }.into());
        }
        for role in Role::ALL.into_iter().filter(|r| r.stands_once()) {
            let mut words = self.columns.iter().filter(|(r, _)| *r == role).map(|(_, w)| w);
            if let (Some(first), Some(second)) = (words.next(), words.next()) {
                let (first, second) = (first.clone(), second.clone());
                faults.push(ProfileRefusal::ColumnTwice { role: role.in_chinese(), first, second }.into());
            }
        }
        let all_by_place = !self.columns.is_empty() && self.columns.iter().all(|(_, w)| place_of(w).is_some());
        if all_by_place && self.header == HeaderPlace::Sought {
            faults.push(ProfileRefusal::HeaderPlaceMissing.into());
        }
        if self.header == HeaderPlace::Absent && self.columns.iter().any(|(_, w)| place_of(w).is_none()) {
            faults.push(ProfileRefusal::WordsWithoutHeader.into());
        }
        faults
    }

    /// Which columns of a row with these words mean what.
    pub(super) fn columns_in(&self, words: &[String]) -> Vec<(Role, usize)> {
        let found = |wanted: &str| match place_of(wanted) {
            Some(column) => Some(column).filter(|c| *c < words.len()),
            None => words.iter().position(|w| *w == word(wanted)),
        };
        self.columns.iter().filter_map(|(role, wanted)| Some((*role, found(wanted)?))).collect()
    }

    /// The direction a flag names in this bank's own words: `Some(true)` for money in.
    pub(super) fn direction(&self, flag: &str) -> Option<bool> {
        let says = |words: &[String]| words.iter().any(|w| word(w) == word(flag));
        if says(&self.words_in) {
            Some(true)
        } else if says(&self.words_out) {
            Some(false)
        } else {
            None
        }
    }
}

/// `第3列` for the third column.
pub(super) fn by_place(column: usize) -> String {
    format!("第{}列", column + 1)
}

/// The column `第3列` names.
pub(super) fn place_of(wanted: &str) -> Option<usize> {
    let plain: String = wanted.chars().filter(|c| !c.is_whitespace()).collect();
    let number: usize = plain.strip_prefix('第')?.strip_suffix('列')?.parse().ok()?;
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(columns: &[(Role, &str)]) -> BankProfile {
        BankProfile::of_words(columns.iter().map(|(role, word)| (*role, (*word).to_owned())).collect())
    }

    #[test]
    fn a_profile_says_everything_that_is_wrong_with_it() {
        let codes = |p: &BankProfile| p.faults().iter().map(|f| f.code).collect::<Vec<_>>();
        let whole = [(Role::Date, "第1列"), (Role::In, "第2列"), (Role::Out, "第3列"), (Role::Balance, "第4列")];
        assert_eq!(codes(&profile(&whole)), ["reconcile.profile_header_place"]);
        assert!(codes(&BankProfile { header: HeaderPlace::Absent, ..profile(&whole) }).is_empty());
        let mixed = [(Role::Date, "日"), (Role::In, "第2列"), (Role::Out, "第3列"), (Role::Balance, "第4列")];
        assert!(codes(&profile(&mixed)).is_empty());
        let absent = BankProfile { header: HeaderPlace::Absent, ..profile(&mixed) };
        assert_eq!(codes(&absent), ["reconcile.profile_words_without_header"]);
        let twice = [(Role::Date, "日"), (Role::In, "进"), (Role::In, "收")];
        assert_eq!(codes(&profile(&twice)), ["reconcile.mapping_incomplete", "reconcile.profile_column_twice"]);
    }

    #[test]
    fn a_column_is_named_by_its_word_or_by_its_place() {
        for (text, column) in [("第3列", Some(2)), ("第 12 列", Some(11)), ("第0列", None), ("余额", None)] {
            assert_eq!(place_of(text), column, "{text}");
        }
        let words: Vec<String> = ["日", "进", "出", "余"].map(str::to_owned).into();
        let found =
            profile(&[(Role::Date, "日"), (Role::Balance, "第4列"), (Role::Purpose, "第9列")]).columns_in(&words);
        assert_eq!(found, [(Role::Date, 0), (Role::Balance, 3)]);
    }
}
