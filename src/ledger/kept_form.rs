use std::fmt;
use std::str::FromStr;

use crate::kernel::{Digest, Period, Timestamp};

/// Which statement a form is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FormName {
    /// 资产负债表.
    BalanceSheet,
    /// 收益及收益分配表.
    SurplusStatement,
}

impl FormName {
    /// Both of them.
    pub const ALL: [FormName; 2] = [FormName::BalanceSheet, FormName::SurplusStatement];

    /// 资产负债表.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            FormName::BalanceSheet => "资产负债表",
            FormName::SurplusStatement => "收益及收益分配表",
        }
    }

    /// `balance-sheet`: the word in an address.
    pub const fn in_address(self) -> &'static str {
        match self {
            FormName::BalanceSheet => "balance-sheet",
            FormName::SurplusStatement => "surplus-statement",
        }
    }
}

impl fmt::Display for FormName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FormName::BalanceSheet => "balance_sheet",
            FormName::SurplusStatement => "surplus_statement",
        })
    }
}

impl FromStr for FormName {
    type Err = String;
    fn from_str(word: &str) -> Result<FormName, String> {
        let known = FormName::ALL.into_iter().find(|n| n.to_string() == word || n.in_address() == word);
        known.ok_or_else(|| format!("没有「{word}」这张表"))
    }
}

/// One version of a statement's form as the centre keeps it. What its text says is the statements' business;
/// here it is a named, dated text that is never changed, only followed by the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptForm {
    /// Which statement.
    pub name: FormName,
    /// 2, 3, … ; 1 is delivered with the program.
    pub version: i64,
    /// The first month it is used for.
    pub valid_from: Period,
    /// The form as JSON.
    pub content: String,
    /// Of the content, as it was proved.
    pub digest: Digest,
    /// What was changed, and why.
    pub note: String,
    /// Who made it.
    pub made_name: String,
    /// When.
    pub made_at: Timestamp,
}

impl KeptForm {
    /// The digest its content has now.
    pub fn digest_of_content(&self) -> Digest {
        Digest::of(self.content.as_bytes())
    }
}

/// A form to be kept as the next version.
#[derive(Clone, Debug)]
pub struct NewForm {
    /// Which statement.
    pub name: FormName,
    /// The first month it is used for.
    pub valid_from: Period,
    /// The form as JSON.
    pub content: String,
    /// What was changed, and why.
    pub note: String,
}
