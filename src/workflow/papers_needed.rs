//! Which papers an item has to bring at its amount, before it can be handed in.

use std::sync::LazyLock;

use crate::evidence::DocumentKind;
use crate::kernel::{Date, Fault, Money, Refused};

use super::business_item::{BusinessItem, business_item, business_items};
use super::card::Card;
use super::paper_error::PaperRefusal;

/// What holds until the township sets another amount. The amounts are examples of local rules, nowhere law.
const DEFAULT: &str = include_str!("../../assets/data/required_papers.csv");

/// What is asked for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PaperNeed {
    /// A document of one of these kinds.
    OneOf(Vec<&'static str>),
    /// 证明人 beside the handler.
    Witness,
}

/// What a rule is about.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Covers {
    Card(Card),
    Group(String),
    Item(String),
}

/// From this amount on, this kind of item brings this paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperRule {
    /// Stable code of what it is about.
    pub subject: String,
    /// 工程款.
    pub name: String,
    covers: Vec<Covers>,
    /// What is asked for.
    pub need: PaperNeed,
    /// From this amount on; `None` when it is not asked for.
    pub from: Option<Money>,
}

/// What a township set for one rule, from one day on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperSetting {
    /// Which rule: its subject.
    pub subject: String,
    /// Which rule: its need, in its stored word.
    pub need: String,
    /// The first day it holds.
    pub valid_from: Date,
    /// From this amount on; `None` when it is not asked for any more.
    pub from: Option<Money>,
    /// Who set it.
    pub set_by: String,
}

/// One paper an item has to bring.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperNeeded {
    /// What.
    pub need: PaperNeed,
    /// From which amount on.
    pub from: Money,
    /// By which rule: 工程款.
    pub rule: String,
}

/// A paper an item has to bring, and whether it is there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperState {
    /// The paper.
    pub needed: PaperNeeded,
    /// True when it is there.
    pub there: bool,
}

impl PaperNeed {
    /// The stored word: `contract`, `invoice/receipt`, `witness`.
    pub fn word(&self) -> String {
        match self {
            PaperNeed::OneOf(kinds) => kinds.join("/"),
            PaperNeed::Witness => "witness".to_owned(),
        }
    }

    /// The word people use: 合同, 发票或收据, 证明人.
    pub fn in_chinese(&self) -> String {
        let name = |word: &&str| word.parse::<DocumentKind>().map_or("", DocumentKind::in_chinese);
        match self {
            PaperNeed::OneOf(kinds) => kinds.iter().map(name).collect::<Vec<_>>().join("或"),
            PaperNeed::Witness => "证明人".to_owned(),
        }
    }

    /// True when a bundle of these kinds with this witness brings it.
    pub fn is_met(&self, kinds: &[DocumentKind], witness: &str) -> bool {
        match self {
            PaperNeed::OneOf(wanted) => kinds.iter().any(|k| wanted.contains(&k.word())),
            PaperNeed::Witness => !witness.trim().is_empty(),
        }
    }

    /// True for a resolution, which the ladder may ask for as well.
    pub(super) fn is_resolution(&self) -> bool {
        matches!(self, PaperNeed::OneOf(kinds) if kinds[..] == [DocumentKind::Resolution.word()])
    }

    fn read(word: &str) -> Result<PaperNeed, String> {
        if word == "witness" {
            return Ok(PaperNeed::Witness);
        }
        let kinds = word.split('/').map(|w| w.parse::<DocumentKind>().map(DocumentKind::word));
        kinds.collect::<Result<_, _>>().map(PaperNeed::OneOf)
    }
}

impl PaperRule {
    /// Every rule with the amounts the program comes with.
    pub fn defaults() -> &'static [PaperRule] {
        static RULES: LazyLock<Vec<PaperRule>> = LazyLock::new(|| read(DEFAULT).unwrap_or_default());
        &RULES
    }

    /// The rules on a day: what the township set last, otherwise the default.
    pub fn in_force(settings: &[PaperSetting], on: Date) -> Vec<PaperRule> {
        let set = |rule: &PaperRule| {
            let own = settings.iter().filter(|s| s.is_of(rule) && s.valid_from <= on);
            own.max_by_key(|s| s.valid_from).map(|s| s.from)
        };
        PaperRule::defaults().iter().map(|r| PaperRule { from: set(r).unwrap_or(r.from), ..r.clone() }).collect()
    }

    /// The names of the items it is about.
    pub fn items(&self) -> Vec<&'static str> {
        let items = business_items().iter().filter(|i| self.covers(i));
        items.map(|i| i.name.as_str()).collect()
    }

    fn covers(&self, item: &BusinessItem) -> bool {
        self.covers.iter().any(|covers| match covers {
            Covers::Card(card) => item.card == *card,
            Covers::Group(group) => item.group == *group,
            Covers::Item(code) => item.code == *code,
        })
    }
}

impl PaperSetting {
    /// True when it is about this rule.
    pub fn is_of(&self, rule: &PaperRule) -> bool {
        self.subject == rule.subject && self.need == rule.need.word()
    }
}

/// 交单要附的材料 — what an item of this kind has to bring at this amount; each need once, at its lowest amount.
pub fn papers_needed(rules: &[PaperRule], item: &BusinessItem, amount: Money) -> Vec<PaperNeeded> {
    let mut needed: Vec<PaperNeeded> = Vec::new();
    for rule in rules.iter().filter(|r| r.covers(item)) {
        let Some(from) = rule.from.filter(|from| *from <= amount) else { continue };
        let paper = PaperNeeded { need: rule.need.clone(), from, rule: rule.name.clone() };
        match needed.iter_mut().find(|n| n.need == rule.need) {
            Some(there) if there.from > from => *there = paper,
            Some(_) => {}
            None => needed.push(paper),
        }
    }
    needed
}

/// The same, with whether each is there.
pub(super) fn papers_there(needed: Vec<PaperNeeded>, kinds: &[DocumentKind], witness: &str) -> Vec<PaperState> {
    let state = |needed: PaperNeeded| PaperState { there: needed.need.is_met(kinds, witness), needed };
    needed.into_iter().map(state).collect()
}

/// One refusal for each paper that is not there.
pub(super) fn faults_of_papers(papers: &[PaperState], amount: Money) -> Vec<Refused> {
    let missing = papers.iter().filter(|p| !p.there).map(|p| &p.needed);
    let fault = |needed: &PaperNeeded| {
        let limit = if needed.from.is_zero() { String::new() } else { format!("满 {} 元", needed.from) };
        let (rule, what) = (needed.rule.clone(), needed.need.in_chinese());
        match needed.need {
            PaperNeed::OneOf(_) => Refused::from(PaperRefusal::PaperMissing { rule, limit, what, amount }),
            PaperNeed::Witness => PaperRefusal::WitnessMissing { rule, limit, amount }.into(),
        }
    };
    missing.map(fault).collect()
}

fn read(table: &'static str) -> Result<Vec<PaperRule>, Fault> {
    let doing = "reading the required papers";
    csv::Reader::from_reader(table.as_bytes())
        .records()
        .map(|record| {
            let record = record.map_err(Fault::while_(doing))?;
            let cell = |i: usize| record.get(i).unwrap_or_default();
            rule(cell).map_err(|what| Fault::new(doing, format!("{}: {what}", cell(0))))
        })
        .collect()
}

fn rule<'r>(cell: impl Fn(usize) -> &'r str) -> Result<PaperRule, String> {
    Ok(PaperRule {
        subject: cell(0).to_owned(),
        name: cell(1).to_owned(),
        covers: cell(2).split(';').map(covers).collect::<Result<_, _>>()?,
        need: PaperNeed::read(cell(3))?,
        from: Some(cell(4).parse::<Money>().map_err(|e| e.to_string())?),
    })
}

fn covers(word: &str) -> Result<Covers, String> {
    match word.split_once(':') {
        Some(("card", card)) => card.parse().map(Covers::Card),
        Some(("group", group)) if business_items().iter().any(|i| i.group == group) => {
            Ok(Covers::Group(group.to_owned()))
        }
        None if business_item(word).is_some() => Ok(Covers::Item(word.to_owned())),
        Some(_) | None => Err(format!("no such items: {word}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needed(item: &str, yuan: i64) -> String {
        let item = business_item(item).unwrap();
        let needed = papers_needed(PaperRule::defaults(), item, Money::from_yuan(yuan));
        needed.iter().map(|n| format!("{}≥{}", n.need.in_chinese(), n.from)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        assert_eq!(read(DEFAULT).unwrap().len(), DEFAULT.lines().count() - 1);
        assert!(PaperRule::defaults().iter().all(|r| !r.items().is_empty()));
    }

    #[test]
    fn the_kind_and_the_amount_choose_the_papers() {
        let cases = [
            ("dianfei", 499, ""),
            ("dianfei", 500, "发票或收据≥500.00"),
            ("dianfei", 5_000, "证明人≥5,000.00 发票或收据≥500.00"),
            ("ganbu-baochou", 1, "签领单≥0.00"),
            ("gongcheng-jindu", 4_999, ""),
            ("gongcheng-jindu", 5_000, "证明人≥5,000.00 合同≥5,000.00"),
            ("gongyi-weixiu", 10_000, "证明人≥5,000.00 合同≥10,000.00 验收单≥5,000.00"),
            ("changqi-jiekuan", 1, "合同≥0.00 会议决议≥0.00"),
            ("zujin", 1_000_000, ""),
        ];
        for (item, yuan, told) in cases {
            assert_eq!(needed(item, yuan), told, "{item} {yuan}");
        }
    }

    #[test]
    fn the_township_sets_another_amount_from_a_day_on() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let set = |from: &str, yuan: Option<i64>| PaperSetting {
            subject: "works".into(),
            need: "contract".into(),
            valid_from: day(from),
            from: yuan.map(Money::from_yuan),
            set_by: String::new(),
        };
        let settings = [set("2025-09-01", Some(2_000)), set("2025-10-01", None)];
        let on = |day: Date| {
            let rules = PaperRule::in_force(&settings, day);
            papers_needed(&rules, business_item("gongcheng-jindu").unwrap(), Money::from_yuan(3_000)).len()
        };
        assert_eq!([on(day("2025-08-31")), on(day("2025-09-01")), on(day("2025-10-01"))], [0, 1, 0]);
    }

    #[test]
    fn one_refusal_for_each_missing_paper() {
        let item = business_item("gongyi-weixiu").unwrap();
        let amount = Money::from_yuan(12_000);
        let needed = papers_needed(PaperRule::defaults(), item, amount);
        let papers = papers_there(needed, &[DocumentKind::Invoice, DocumentKind::Contract], " ");
        let told: Vec<_> = faults_of_papers(&papers, amount).into_iter().map(|r| r.message).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("证明人") && told[1].contains("满 5,000.00 元要附验收单"), "{told:?}");
    }
}
