use crate::kernel::{Date, Money};
use crate::projects::ProjectStanding;

use super::cash_box::CashBox;
use super::facts::Planned;
use super::setting::Setting;

/// A whole book on a day, as far as standing rules care.
#[derive(Clone, Debug)]
pub struct WholeBook {
    /// The day.
    pub on: Date,
    /// The name its accounts must be held in.
    pub legal_name: String,
    /// Cash by day, from the first day of the year; `None` while nobody has said what it began with.
    pub cash: Option<CashBox>,
    /// First-level accounts that stand on the wrong side: code, label, the side they should stand on, by how much.
    pub wrong_sides: Vec<(String, String, &'static str, Money)>,
    /// Who owes, on which account: what is owed, and what of it is newer than one, two and three years.
    pub claims: Vec<Claim>,
    /// Bank accounts: code of the account, holder, bank and tail.
    pub bank_accounts: Vec<(String, String, String)>,
    /// Projects as they stand.
    pub projects: Vec<ProjectStanding>,
    /// The year's adopted plan by account of spending, against what was posted.
    pub plans: Vec<Planned>,
}

/// What one debtor owes.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Code of the account.
    pub code: String,
    /// Who.
    pub party: String,
    /// What is owed.
    pub owed: Money,
    /// What was added within the last year, two years, three years.
    pub added: [Money; 3],
}

/// One place where a rule is not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// Where: a day, a party, an account.
    pub at: String,
    /// What is found, with its figures.
    pub words: String,
    /// Where to look, below the book's address.
    pub href: String,
}

/// A rule and where a book does not keep it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The rule as it holds for the book.
    pub setting: Setting,
    /// Where.
    pub spot: Spot,
}

#[cfg(test)]
impl WholeBook {
    /// A book with nothing to find in it, for the tests of single rules.
    pub(super) fn quiet() -> WholeBook {
        WholeBook {
            on: "2025-09-20".parse().unwrap(),
            legal_name: "李家村股份经济合作社".into(),
            cash: None,
            wrong_sides: Vec::new(),
            claims: Vec::new(),
            bank_accounts: Vec::new(),
            projects: Vec::new(),
            plans: Vec::new(),
        }
    }
}
