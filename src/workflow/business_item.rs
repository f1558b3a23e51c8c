use std::sync::LazyLock;

use crate::kernel::{Fault, initials};
use crate::projects::Reading;

use super::card::{Card, PaidBy};

/// The plain-words table: what happened → which entries. Data, so that a centre can read and check it.
const TABLE: &str = include_str!("../../assets/data/business_items.csv");

/// 业务事项 — one plain-words thing that happens in a village, and the entries it proposes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BusinessItem {
    /// Stable code.
    pub code: String,
    /// What a clerk calls it.
    pub name: String,
    /// Pinyin initials.
    pub initials: String,
    /// The card it belongs to.
    pub card: Card,
    /// How the money may go.
    pub ways: Vec<PaidBy>,
    /// Which dimensions the clerk or the accountant must name.
    pub needs: Vec<Need>,
    /// Debit and credit, each pair for the whole amount.
    pub pairs: Vec<(Place, Place)>,
    /// `付{party}电费：{reason}`.
    pub summary: String,
    /// The entry of the accounting rules it comes from; `A` and an account for a rule of that account.
    pub rule: String,
    /// The heading it stands under in a list: 办公和管理.
    pub group: String,
}

impl BusinessItem {
    /// What its lines are to the project it names: a household's payment is a collection, money given back a refund.
    pub fn project_reading(&self) -> Reading {
        match self.code.as_str() {
            "chouzi" => Reading::Collected,
            "zhuanxiang-tuihui" => Reading::Refunded,
            _ => Reading::Booked,
        }
    }
}

/// A dimension an item needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// 农户或内设机构.
    Household,
    /// 往来单位.
    Counterparty,
    /// 项目.
    Project,
}

/// Where one side of a pair stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// Cash or bank, as it was paid.
    Money,
    /// Cash, whatever was said.
    Cash,
    /// Bank, whatever was said.
    Bank,
    /// An account of the unified chart.
    Account(String),
    /// An account a policy setting decides: its name, and value → account.
    ByPolicy(&'static str, Vec<(String, String)>),
}

impl Need {
    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Need::Household => "农户或内设机构",
            Need::Counterparty => "往来单位",
            Need::Project => "项目",
        }
    }
}

/// Every business item, in the order of the table.
///
/// The table is part of the program; a test reads every row of it.
pub fn business_items() -> &'static [BusinessItem] {
    static ITEMS: LazyLock<Vec<BusinessItem>> = LazyLock::new(|| read(TABLE).unwrap_or_default());
    &ITEMS
}

/// One item by its code.
pub fn business_item(code: &str) -> Option<&'static BusinessItem> {
    business_items().iter().find(|i| i.code == code)
}

fn read(table: &'static str) -> Result<Vec<BusinessItem>, Fault> {
    let doing = "reading the business items";
    csv::Reader::from_reader(table.as_bytes())
        .records()
        .map(|record| {
            let record = record.map_err(Fault::while_(doing))?;
            let cell = |i: usize| record.get(i).unwrap_or_default();
            item(cell).map_err(|what| Fault::new(doing, format!("{}: {what}", cell(0))))
        })
        .collect()
}

fn item<'r>(cell: impl Fn(usize) -> &'r str) -> Result<BusinessItem, String> {
    let words = |i: usize| cell(i).split('|').filter(|w| !w.is_empty());
    let mut pairs = vec![(place(cell(5))?, place(cell(6))?)];
    if !cell(7).is_empty() {
        pairs.push((place(cell(7))?, place(cell(8))?));
    }
    Ok(BusinessItem {
        code: cell(0).to_owned(),
        name: cell(1).to_owned(),
        initials: initials(cell(1)),
        card: cell(2).parse()?,
        ways: words(3).map(str::parse).collect::<Result<_, _>>()?,
        needs: words(4).map(need).collect::<Result<_, _>>()?,
        pairs,
        summary: cell(9).to_owned(),
        rule: cell(10).to_owned(),
        group: cell(11).to_owned(),
    })
}

fn need(word: &str) -> Result<Need, String> {
    match word {
        "household" => Ok(Need::Household),
        "counterparty" => Ok(Need::Counterparty),
        "project" => Ok(Need::Project),
        other => Err(format!("needs {other:?}")),
    }
}

/// `money`, `cash`, `bank`, `51302`, `@cash_donation_account:311=31104;504=50404`.
fn place(word: &str) -> Result<Place, String> {
    match word {
        "money" => return Ok(Place::Money),
        "cash" => return Ok(Place::Cash),
        "bank" => return Ok(Place::Bank),
        "" => return Err("an empty place".to_owned()),
        _ => {}
    }
    let Some(policy) = word.strip_prefix('@') else { return Ok(Place::Account(word.to_owned())) };
    let (name, cases) = policy.split_once(':').ok_or("a policy without cases")?;
    let known = crate::village::PolicyName::named(name).ok_or_else(|| format!("no policy {name}"))?;
    let cases = cases
        .split(';')
        .map(|case| {
            case.split_once('=').map(|(v, a)| (v.to_owned(), a.to_owned())).ok_or_else(|| format!("case {case}"))
        })
        .collect::<Result<Vec<_>, _>>()?;
    match known.values.iter().find(|v| !cases.iter().any(|(c, _)| c == **v)) {
        Some(missing) => Err(format!("policy {name} may be {missing}")),
        None => Ok(Place::ByPolicy(known.name, cases)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let items = read(TABLE).unwrap();
        assert_eq!(items.len(), TABLE.lines().count() - 1);
        let mut codes: Vec<_> = items.iter().map(|i| &i.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), items.len(), "every code once");
    }

    #[test]
    fn every_row_is_legal_for_its_card_and_names_its_rule() {
        for item in business_items() {
            assert!(!item.ways.is_empty() && !item.group.is_empty(), "{}", item.code);
            assert!(item.ways.iter().all(|w| item.card.ways().contains(w)), "{}", item.code);
            let number = item.rule.parse::<u32>().is_ok_and(|n| (1..=81).contains(&n));
            assert!(number || item.rule.starts_with('A') && item.rule.len() == 4, "{} {}", item.code, item.rule);
            assert!(item.name.chars().count() <= 20 && item.summary.contains("{reason}"), "{}", item.code);
        }
    }
}
