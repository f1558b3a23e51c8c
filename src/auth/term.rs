use crate::kernel::{Date, Refused, UserId};

use super::error::AuthRefusal;
use super::permit::Grant;

/// How long a role is held, how somebody came to it, and in whose place. Without dates it holds until taken back.
///
/// Outside its term a role gives no permit. Source: 村民委员会组织法 art. 11 (terms of five years), art. 32.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// The day of the election.
    pub elected_on: Option<Date>,
    /// By which meeting.
    pub elected_by: String,
    /// 替补: the member whose place is taken. While it lasts, that member gives no mark.
    pub place_of: Option<UserId>,
    /// Why there is a substitute.
    pub reason: String,
}

/// A role somebody was given, and its term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGrant {
    /// The role.
    pub grant: Grant,
    /// Its term.
    pub term: Term,
}

/// A term of office in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermShown {
    /// Who.
    pub name: String,
    /// What, and from when to when.
    pub held: HeldGrant,
    /// In whose place; empty for a member of their own right.
    pub in_place_of: String,
}

/// Longest name of a meeting, and longest reason.
const WORDS_LIMIT: usize = 60;

impl Term {
    /// True when the day lies within it.
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// True when it is over.
    pub fn is_over(&self, today: Date) -> bool {
        self.to.is_some_and(|to| to < today)
    }

    /// Days to its end, the last day counted as 0; below zero when it is over.
    pub fn days_left(&self, today: Date) -> Option<i64> {
        self.to.map(|to| (to - today).num_days())
    }

    /// True when a span of days has a day in common with it.
    pub(super) fn meets(&self, from: Date, to: Option<Date>) -> bool {
        self.to.is_none_or(|end| from <= end) && to.is_none_or(|last| self.from.is_none_or(|begin| begin <= last))
    }

    /// Everything wrong with a term about to be given.
    pub(super) fn faults(&self, grant: Grant) -> Vec<Refused> {
        let mut faults: Vec<AuthRefusal> = Vec::new();
        if *self != Term::default() && !grant.role.is_of_the_village() {
            faults.push(AuthRefusal::TermOutsideVillage { role: grant.role.in_chinese() });
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && to < from
        {
            faults.push(AuthRefusal::TermBackwards { from: from.to_string(), to: to.to_string() });
        }
        if let (Some(elected), Some(from)) = (self.elected_on, self.from)
            && elected > from
        {
            faults.push(AuthRefusal::ElectedAfterTerm { elected: elected.to_string(), from: from.to_string() });
        }
        if self.place_of.is_some() && (self.from.is_none() || self.to.is_none()) {
            faults.push(AuthRefusal::SubstituteWithoutDates);
        }
        if self.place_of.is_some() && self.reason.trim().is_empty() {
            faults.push(AuthRefusal::SubstituteWithoutReason);
        }
        for (words, field) in [(&self.elected_by, "elected_by"), (&self.reason, "reason")] {
            let length = words.chars().count();
            if length > WORDS_LIMIT {
                faults.push(AuthRefusal::TermWordsTooLong { length, limit: WORDS_LIMIT, field });
            }
        }
        faults.into_iter().map(Refused::from).collect()
    }

    /// `2025-07-01 至 2030-06-30`; empty without dates.
    pub fn in_words(&self) -> String {
        match (self.from, self.to) {
            (None, None) => String::new(),
            (Some(from), None) => format!("{from} 起"),
            (None, Some(to)) => format!("至 {to}"),
            (Some(from), Some(to)) => format!("{from} 至 {to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::role::Role;
    use crate::kernel::BookId;

    fn day(text: &str) -> Option<Date> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    #[test]
    fn a_term_counts_both_its_ends() {
        let cases = [
            ("2025-07-01", "2025-09-30", "2025-06-30", false),
            ("2025-07-01", "2025-09-30", "2025-07-01", true),
            ("2025-07-01", "2025-09-30", "2025-09-30", true),
            ("2025-07-01", "2025-09-30", "2025-10-01", false),
            ("", "", "1999-01-01", true),
            ("2025-07-01", "", "2099-01-01", true),
        ];
        for (from, to, on, within) in cases {
            let term = Term { from: day(from), to: day(to), ..Term::default() };
            assert_eq!(term.covers(on.parse().unwrap()), within, "{from} {to} {on}");
        }
    }

    #[test]
    fn every_fault_of_a_term_is_told_at_once() {
        let member = Grant { role: Role::GroupMember, book: Some(BookId::new()) };
        let chief = Grant { role: Role::Chief, book: None };
        let substitute = Term { place_of: Some(UserId::new()), ..Term::default() };
        let backwards = Term { from: day("2025-07-01"), to: day("2025-06-30"), ..Term::default() };
        let late = Term { from: day("2025-07-01"), elected_on: day("2025-07-02"), ..Term::default() };
        let cases = [
            (member, Term::default(), ""),
            (chief, backwards.clone(), "auth.term_outside_village auth.term_backwards"),
            (member, backwards, "auth.term_backwards"),
            (member, substitute, "auth.substitute_without_dates auth.substitute_without_reason"),
            (member, late, "auth.elected_after_term"),
        ];
        for (grant, term, told) in cases {
            let codes: Vec<&str> = term.faults(grant).iter().map(|r| r.code).collect();
            assert_eq!(codes.join(" "), told);
        }
    }
}
