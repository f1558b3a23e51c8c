use std::collections::BTreeMap;

use serde::Serialize;

use super::error::PartyRefusal;
use crate::kernel::{Date, Digest, Fault, Money, PartyStatementId, Period, Timestamp};
use crate::ledger::{BalanceKey, BalanceRow, Chart, Class, LedgerLine};
use crate::village::Dimensions;

/// With whom the books are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// 农户、内设机构.
    Household,
    /// 往来单位.
    Counterparty,
}

impl PartyKind {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            PartyKind::Household => "household",
            PartyKind::Counterparty => "counterparty",
        }
    }

    /// From the stored word.
    pub fn of(word: &str) -> Option<PartyKind> {
        [PartyKind::Household, PartyKind::Counterparty].into_iter().find(|kind| kind.word() == word)
    }

    /// `农户和内部`, `往来单位`.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            PartyKind::Household => "农户和内部",
            PartyKind::Counterparty => "往来单位",
        }
    }
}

/// One entry of a statement of account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PartyLine {
    /// Its day.
    pub date: Date,
    /// `记-0012`.
    pub voucher: String,
    /// 摘要.
    pub summary: String,
    /// 对方欠村里增加.
    pub debit: Money,
    /// 对方欠村里减少.
    pub credit: Money,
    /// After it, debit positive.
    pub balance: Money,
}

/// One account of a party over the span.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PartyAccountLines {
    /// Its code.
    pub code: String,
    /// `内部往来`.
    pub path: String,
    /// 期初, debit positive.
    pub opening: Money,
    /// Every entry.
    pub lines: Vec<PartyLine>,
}

impl PartyAccountLines {
    /// 期末, debit positive.
    pub fn closing(&self) -> Money {
        self.lines.last().map_or(self.opening, |l| l.balance)
    }
}

/// 往来对账单 — everything that passed between the collective and one household or outsider: opening, each line, closing.
///
/// Several accounts stand apart: what one owes is not set off against what it is owed. Source: 会计基础工作规范 art. 62.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PartyStatement {
    /// Household or outsider.
    pub kind: PartyKind,
    /// Id of the party, as text.
    pub party: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// First month.
    pub first: Period,
    /// Last month.
    pub last: Period,
    /// By code.
    pub accounts: Vec<PartyAccountLines>,
}

impl PartyStatement {
    /// 期末 over all accounts, 对方欠村里 positive.
    pub fn closing(&self) -> Money {
        self.accounts.iter().map(PartyAccountLines::closing).sum()
    }

    /// 期初 over all accounts.
    pub fn opening(&self) -> Money {
        self.accounts.iter().map(|a| a.opening).sum()
    }

    /// What came on, and what went off.
    pub fn moved(&self) -> (Money, Money) {
        let lines = || self.accounts.iter().flat_map(|a| &a.lines);
        (lines().map(|l| l.debit).sum(), lines().map(|l| l.credit).sum())
    }

    /// `您欠村集体 1,200.00 元`, as the paper says it to the party.
    pub fn sentence(&self) -> String {
        let closing = self.closing();
        if closing.is_zero() {
            "两清，没有余额".to_owned()
        } else if closing.is_positive() {
            format!("贵方欠村集体 {closing} 元")
        } else {
            format!("村集体欠贵方 {} 元", closing.abs())
        }
    }

    /// What a sent one is known by.
    pub fn digest(&self) -> Result<Digest, Fault> {
        let text = serde_json::to_string(self).map_err(Fault::while_("writing a statement of account"))?;
        Ok(Digest::of(text.as_bytes()))
    }

    /// The statements of every party of a kind that stands on an account or moved there, by code.
    ///
    /// Asked are the asset and liability accounts that name a party. `balances` and `entries` are those of the span.
    pub(super) fn all(
        kind: PartyKind,
        (first, last): (Period, Period),
        (chart, dimensions): (&Chart, &Dimensions),
        balances: &[BalanceRow],
        entries: &[LedgerLine],
    ) -> Vec<PartyStatement> {
        let mut accounts: BTreeMap<(String, String), PartyAccountLines> = BTreeMap::new();
        let between = |id| chart.by_id(id).filter(|a| matches!(a.class, Class::Asset | Class::Liability));
        for row in balances {
            let (Some(party), Some(account)) = (party_of(kind, &row.key), between(row.key.account)) else { continue };
            let code = account.code.to_string();
            let held = accounts.entry((party, code.clone())).or_insert_with(|| PartyAccountLines {
                code,
                path: chart.path_name(account.id),
                opening: Money::ZERO,
                lines: Vec::new(),
            });
            held.opening += row.opening;
        }
        for line in entries {
            let key = BalanceKey {
                account: line.account,
                household: line.household,
                counterparty: line.counterparty,
                project: line.project,
            };
            let (Some(party), Some(account)) = (party_of(kind, &key), between(line.account)) else { continue };
            let Some(held) = accounts.get_mut(&(party, account.code.to_string())) else { continue };
            let balance = held.closing() + line.debit - line.credit;
            held.lines.push(PartyLine {
                date: line.date,
                voucher: line.number.to_string(),
                summary: line.summary.clone(),
                debit: line.debit,
                credit: line.credit,
                balance,
            });
        }
        let mut by_party: BTreeMap<String, Vec<PartyAccountLines>> = BTreeMap::new();
        for ((party, _), held) in accounts {
            if !held.opening.is_zero() || !held.lines.is_empty() {
                by_party.entry(party).or_default().push(held);
            }
        }
        let mut statements: Vec<PartyStatement> = by_party
            .into_iter()
            .filter_map(|(party, accounts)| {
                let (code, name) = named(kind, &party, dimensions)?;
                Some(PartyStatement { kind, party, code, name, first, last, accounts })
            })
            .collect();
        statements.sort_by(|a, b| a.code.cmp(&b.code));
        statements
    }
}

fn party_of(kind: PartyKind, key: &BalanceKey) -> Option<String> {
    match kind {
        PartyKind::Household => key.household.map(|id| id.text()),
        PartyKind::Counterparty => key.counterparty.map(|id| id.text()),
    }
}

fn named(kind: PartyKind, party: &str, dimensions: &Dimensions) -> Option<(String, String)> {
    match kind {
        PartyKind::Household => {
            let found = dimensions.households.iter().find(|h| h.id.text() == party)?;
            Some((found.code.clone(), found.name.clone()))
        }
        PartyKind::Counterparty => {
            let found = dimensions.counterparties.iter().find(|c| c.id.text() == party)?;
            Some((found.code.clone(), found.name.clone()))
        }
    }
}

/// The slip that came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartyAnswer {
    /// What the other side says stands, 对方欠村里 positive.
    pub theirs: Money,
    /// 相符.
    pub agreed: bool,
    /// Where it differs.
    pub words: String,
    /// Who signed it.
    pub signed_name: String,
    /// When it was signed.
    pub answered_on: Date,
    /// Who took it in.
    pub recorded_name: String,
}

/// An answer to be taken in; `theirs` is `None` for 相符.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAnswer {
    /// What the other side says stands, where it disputes.
    pub theirs: Option<Money>,
    /// Where it differs.
    pub words: String,
    /// Who signed it.
    pub signed_name: String,
    /// When.
    pub answered_on: Date,
}

impl NewAnswer {
    /// Everything that keeps it from being taken, against the figure that was sent.
    pub(super) fn faults(&self, sent: Money, today: Date) -> Vec<PartyRefusal> {
        let mut faults = Vec::new();
        if self.signed_name.trim().is_empty() {
            faults.push(PartyRefusal::SignedNameMissing);
        }
        if self.answered_on > today {
            faults.push(PartyRefusal::AnsweredAhead { on: self.answered_on, today });
        }
        match self.theirs {
            Some(theirs) if theirs == sent => faults.push(PartyRefusal::NotDisputed { theirs }),
            Some(theirs) if self.words.trim().is_empty() => {
                faults.push(PartyRefusal::WordsMissing { difference: theirs - sent });
            }
            Some(_) | None => {}
        }
        faults
    }
}

/// A 往来对账单 that was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentStatement {
    /// Id.
    pub id: PartyStatementId,
    /// Household or outsider.
    pub kind: PartyKind,
    /// Id of the party, as text.
    pub party: String,
    /// Its name.
    pub name: String,
    /// First month.
    pub first: Period,
    /// Last month.
    pub last: Period,
    /// 期末 as it was sent, 对方欠村里 positive.
    pub closing: Money,
    /// Of what was sent.
    pub digest: Digest,
    /// Who.
    pub made_name: String,
    /// When.
    pub made_at: Timestamp,
    /// The slip; `None` while it is out.
    pub answer: Option<PartyAnswer>,
}

impl SentStatement {
    /// `相符`, `不符，差 -20.00 元`, `没有回执`.
    pub fn stands(&self) -> String {
        match &self.answer {
            None => "没有回执".to_owned(),
            Some(answer) if answer.agreed => "相符".to_owned(),
            Some(answer) => format!("不符，差 {} 元", answer.theirs - self.closing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_signed_and_a_dispute_says_where_it_differs() {
        let day: Date = "2025-10-08".parse().unwrap();
        let answer = |theirs: Option<i64>, words: &str, signed: &str| NewAnswer {
            theirs: theirs.map(Money::from_yuan),
            words: words.into(),
            signed_name: signed.into(),
            answered_on: day,
        };
        let faults = |a: NewAnswer| a.faults(Money::from_yuan(100), day);
        assert!(faults(answer(None, "", "村民甲")).is_empty());
        assert!(faults(answer(Some(80), "七月已还20", "村民甲")).is_empty());
        let difference = Money::from_yuan(-20);
        assert_eq!(
            faults(answer(Some(80), " ", "")),
            [PartyRefusal::SignedNameMissing, PartyRefusal::WordsMissing { difference }]
        );
        let theirs = Money::from_yuan(100);
        assert_eq!(faults(answer(Some(100), "", "村民甲")), [PartyRefusal::NotDisputed { theirs }]);
    }
}
