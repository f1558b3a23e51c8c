use serde::Deserialize;

use crate::kernel::{Date, Money};
use crate::projects::{NewExemption, NewGrant, NewMemo, NewResolution, NewStep};

/// Whatever was typed into a form about a project, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ProjectForm {
    pub(super) row: String,
    pub(super) met_on: String,
    pub(super) meeting: String,
    pub(super) electors: String,
    pub(super) attended: String,
    pub(super) agreed: String,
    pub(super) document: String,
    pub(super) per_head: String,
    pub(super) heads: String,
    pub(super) days_each: String,
    pub(super) labourers: String,
    pub(super) household: String,
    pub(super) person: String,
    pub(super) party: String,
    pub(super) exempt_heads: String,
    pub(super) reason: String,
    pub(super) words: String,
    pub(super) takes_back: String,
    pub(super) stage: String,
    pub(super) authority: String,
    pub(super) dated: String,
    pub(super) amount: String,
    pub(super) corrects: String,
    pub(super) purposes: String,
    pub(super) step: String,
    pub(super) day: String,
    pub(super) until: String,
    pub(super) kind: String,
    pub(super) days: String,
    pub(super) reading: String,
    pub(super) line: Vec<String>,
}

fn day(typed: &str) -> Option<Date> {
    typed.trim().parse().ok()
}

fn count(typed: &str) -> Option<i64> {
    typed.trim().parse().ok()
}

/// A count that may be left empty.
fn count_or_none(typed: &str) -> Option<i64> {
    if typed.trim().is_empty() { Some(0) } else { count(typed) }
}

fn amount(typed: &str) -> Option<Money> {
    typed.parse().ok()
}

impl ProjectForm {
    pub(super) fn resolution(&self) -> NewResolution {
        NewResolution {
            met_on: day(&self.met_on),
            meeting: self.meeting.parse().ok(),
            electors: count(&self.electors),
            attended: count(&self.attended),
            agreed: count(&self.agreed),
            document: self.document.clone(),
            per_head: if self.per_head.trim().is_empty() { Some(Money::ZERO) } else { amount(&self.per_head) },
            heads: count_or_none(&self.heads),
            days_each: count_or_none(&self.days_each),
            labourers: count_or_none(&self.labourers),
        }
    }

    pub(super) fn exemption(&self) -> NewExemption {
        NewExemption {
            row: self.row.parse().ok(),
            household: self.household.parse().ok(),
            person: self.person.clone(),
            heads: count(&self.exempt_heads),
            reason: self.reason.clone(),
            words: self.words.clone(),
            takes_back: self.takes_back.parse().ok(),
        }
    }

    pub(super) fn grant(&self) -> NewGrant {
        NewGrant {
            row: self.row.parse().ok(),
            stage: self.stage.parse().ok(),
            document: self.document.clone(),
            authority: self.authority.clone(),
            dated: day(&self.dated),
            amount: amount(&self.amount),
            words: self.words.clone(),
            corrects: self.corrects.parse().ok(),
        }
    }

    pub(super) fn step(&self) -> NewStep {
        NewStep {
            step: self.step.parse().ok(),
            day: day(&self.day),
            until: day(&self.until),
            document: self.document.clone(),
            words: self.words.clone(),
        }
    }

    pub(super) fn memo(&self) -> NewMemo {
        NewMemo {
            row: self.row.parse().ok(),
            day: day(&self.day),
            kind: self.kind.parse().ok(),
            household: self.household.parse().ok(),
            party: self.party.clone(),
            days: self.days.clone(),
            amount: self.amount.clone(),
            words: self.words.clone(),
            corrects: self.corrects.parse().ok(),
        }
    }

    /// Codes, by blanks and commas.
    pub(super) fn purposes(&self) -> Vec<String> {
        let parts = self.purposes.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、'));
        parts.filter(|p| !p.is_empty()).map(str::to_owned).collect()
    }
}
