use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::{Fault, Money};

use super::holdings::Claim;
use super::sheet::{DisclosureSheet, SheetLine};

/// The 8 classes and 44 items of 农经发〔2011〕13号, each with where its figure comes from. Wording partly
/// recalled: see domain/disclosure.md §3.
const TABLE: &str = include_str!("../../assets/data/disclosure_catalogue.csv");

/// Where the figure of an item comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemSource {
    /// 预算和项目: what was adopted by the day the sheet was composed.
    Plan,
    /// The sheet's receipts and payments under the item.
    Cash,
    /// 货币资金.
    Money,
    /// The sheet's assets under the accounts.
    Assets,
    /// 资源台账.
    Resources,
    /// What is owed to the village.
    Receivable,
    /// What the village owes under the accounts.
    Payable,
    /// 收益总额 since January.
    Surplus,
    /// 提取公积公益金 since January.
    Reserve,
    /// 外来投资分利 since January.
    Investors,
    /// 成员分配 since January.
    Members,
    /// 其他分配 since January.
    Others,
    /// Nothing in this accounting system.
    None,
    /// The sheet's own notes.
    Notes,
}

impl ItemSource {
    /// Where the reader may look it up.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            ItemSource::Plan => "预算、项目",
            ItemSource::Cash => "收支",
            ItemSource::Money | ItemSource::Assets | ItemSource::Receivable | ItemSource::Payable => "余额",
            ItemSource::Resources => "资源台账",
            ItemSource::Surplus
            | ItemSource::Reserve
            | ItemSource::Investors
            | ItemSource::Members
            | ItemSource::Others => "收益及分配",
            ItemSource::None => "无",
            ItemSource::Notes => "说明",
        }
    }

    fn of(word: &str) -> Result<ItemSource, Fault> {
        serde_json::from_value(serde_json::Value::from(word)).map_err(Fault::while_("reading the 44 items"))
    }
}

/// One of the 44 items, or one of the two classes without a number, with what this sheet holds for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueRow {
    /// 1–44; 0 for 各类资源 and 其他.
    pub item: i64,
    /// `各项收入`.
    pub category: String,
    /// `投资收入`.
    pub name: String,
    /// Where its figure comes from.
    pub source: ItemSource,
    /// Accounts it is drawn from, by the beginning of their codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// What is said when there is nothing, where that is not 本期无.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nothing: String,
    /// Receipts and payments of the sheet under it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub count: i64,
    /// Received under it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub received: Money,
    /// Paid under it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub paid: Money,
    /// 期初, of what has a balance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Money>,
    /// 期末, of what has a balance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Money>,
    /// 本年累计, of 收益分配.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<Money>,
    /// What is to be said in words: a plan and its resolution.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// What is nothing is not written, so that what was published without it keeps its digest.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl CatalogueRow {
    /// True when the sheet has nothing under this item.
    pub fn is_nothing(&self) -> bool {
        let figures = [Some(self.received), Some(self.paid), self.opening, self.closing, self.year];
        self.count == 0 && self.words.is_empty() && figures.into_iter().flatten().all(|m| m.is_zero())
    }

    /// `收3笔3,900.00元`, `期初1,000.00元，期末800.00元`, `本期无`: what the sheet holds for this item, in words.
    pub fn says(&self) -> String {
        if self.is_nothing() {
            return if self.nothing.is_empty() { "本期无".to_owned() } else { self.nothing.clone() };
        }
        let mut said = self.words.clone();
        if let (Some(opening), Some(closing)) = (self.opening, self.closing) {
            said.push(format!("期初{opening}元，期末{closing}元"));
        }
        if let Some(year) = self.year.filter(|y| !y.is_zero()) {
            said.push(format!("本年累计{year}元"));
        }
        let flows = [("收", self.received), ("支", self.paid)];
        let flows: Vec<String> =
            flows.iter().filter(|(_, m)| !m.is_zero()).map(|(way, m)| format!("{way}{m}元")).collect();
        if self.count > 0 {
            said.push(format!("{}笔，{}", self.count, flows.join("，")).trim_end_matches('，').to_owned());
        }
        said.join("；")
    }

    /// `余额 121`, `收支 502`: the source and its accounts.
    pub fn drawn_from(&self) -> String {
        format!("{} {}", self.source.in_chinese(), self.accounts.join("、")).trim_end().to_owned()
    }

    /// The number as it is printed: empty for a class without one.
    pub fn number(&self) -> String {
        if self.item == 0 { String::new() } else { self.item.to_string() }
    }

    fn draws_on(&self, account: &str) -> bool {
        self.accounts.iter().any(|a| account.starts_with(a.as_str()))
    }

    /// The same row with the figures of a sheet. What was planned stands as it was composed.
    pub(super) fn figured(mut self, sheet: &DisclosureSheet) -> CatalogueRow {
        let own = |l: &&SheetLine| self.item > 0 && l.item == self.item;
        let of = |lines: &[SheetLine]| -> (usize, Money) {
            let own: Vec<&SheetLine> = lines.iter().filter(own).collect();
            (own.len(), own.iter().map(|l| l.amount).sum())
        };
        let (receipts, payments) = (of(&sheet.income.lines), of(&sheet.expense.lines));
        self.count = i64::try_from(receipts.0 + payments.0).unwrap_or(i64::MAX);
        (self.received, self.paid) = (receipts.1, payments.1);
        let stock = match self.source {
            ItemSource::Money => Some((sheet.funds.opening, sheet.funds.closing)),
            ItemSource::Assets => {
                let own = || sheet.assets.iter().filter(|a| self.draws_on(&a.account));
                Some((own().map(|a| a.opening).sum(), own().map(|a| a.closing).sum()))
            }
            ItemSource::Receivable => Some(self.claims(sheet, Claim::Receivable)),
            ItemSource::Payable => Some(self.claims(sheet, Claim::Payable)),
            _ => None,
        };
        (self.opening, self.closing) = (stock.map(|s| s.0), stock.map(|s| s.1));
        let surplus = &sheet.surplus;
        self.year = match self.source {
            ItemSource::Surplus => Some(surplus.year),
            ItemSource::Reserve => Some(surplus.to_reserve),
            ItemSource::Investors => Some(surplus.to_investors),
            ItemSource::Members => Some(surplus.to_members),
            ItemSource::Others => Some(surplus.to_others - surplus.to_investors),
            _ => None,
        };
        self
    }

    fn claims(&self, sheet: &DisclosureSheet, claim: Claim) -> (Money, Money) {
        let own = || sheet.claims.iter().filter(|c| c.claim == claim && self.draws_on(&c.account));
        (own().map(|c| c.opening).sum(), own().map(|c| c.closing).sum())
    }
}

/// The whole table, in order, without figures.
pub(super) fn table() -> Result<Vec<CatalogueRow>, Fault> {
    let doing = "reading the 44 items";
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(Fault::while_(doing))?;
        let cell = |i: usize| record.get(i).unwrap_or_default();
        rows.push(CatalogueRow {
            item: cell(0).parse().map_err(Fault::while_(doing))?,
            category: cell(1).to_owned(),
            name: cell(2).to_owned(),
            source: ItemSource::of(cell(3))?,
            accounts: cell(4).split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
            nothing: cell(5).to_owned(),
            count: 0,
            received: Money::ZERO,
            paid: Money::ZERO,
            opening: None,
            closing: None,
            year: None,
            words: Vec::new(),
        });
    }
    Ok(rows)
}

/// The 44 items with what a sheet holds for each; `plans` says in words what was planned, by item.
pub(super) fn catalogue(
    sheet: &DisclosureSheet,
    mut plans: BTreeMap<i64, Vec<String>>,
) -> Result<Vec<CatalogueRow>, Fault> {
    let rows = table()?.into_iter().map(|mut row| {
        match row.source {
            ItemSource::Plan => row.words = plans.remove(&row.item).unwrap_or_default(),
            ItemSource::Notes if !sheet.notes.is_empty() => {
                row.words = vec![format!("{}条，见说明", sheet.notes.len())];
            }
            _ => {}
        }
        row.figured(sheet)
    });
    Ok(rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::holdings::{ASSET_ACCOUNTS, CLAIM_ACCOUNTS};
    use crate::disclosure::items;

    #[test]
    fn the_table_has_eight_classes_and_forty_four_items_in_order() {
        let rows = table().unwrap();
        let numbers: Vec<i64> = rows.iter().map(|r| r.item).filter(|n| *n > 0).collect();
        assert_eq!(numbers, (1..=44).collect::<Vec<_>>());
        let mut classes: Vec<&str> = rows.iter().map(|r| r.category.as_str()).collect();
        classes.dedup();
        let named = ["财务计划", "各项收入", "各项支出", "各项资产", "各类资源", "债权债务", "收益分配", "其他"];
        assert_eq!(classes, named);
        let counts = named.map(|c| rows.iter().filter(|r| r.category == c && r.item > 0).count());
        assert_eq!(counts, [7, 11, 10, 6, 0, 4, 6, 0]);
    }

    #[test]
    fn every_account_of_assets_and_claims_stands_in_one_row_a_side() {
        let rows = table().unwrap();
        let drawn = |source: ItemSource, account: &str| {
            rows.iter().filter(|r| r.source == source && r.draws_on(account)).count()
        };
        for account in ASSET_ACCOUNTS {
            assert_eq!(drawn(ItemSource::Assets, account), 1, "{account}");
        }
        for account in CLAIM_ACCOUNTS {
            assert_eq!(
                [drawn(ItemSource::Receivable, account), drawn(ItemSource::Payable, account)],
                [1, 1],
                "{account}"
            );
        }
    }

    #[test]
    fn every_item_a_receipt_or_payment_can_have_is_in_the_table() {
        let rows = table().unwrap();
        for class in items::table().unwrap() {
            assert!(rows.iter().any(|r| r.item == class.item), "{}", class.item);
        }
    }

    #[test]
    fn an_item_says_what_it_holds_or_that_there_is_nothing() {
        let row = table().unwrap().into_iter().find(|r| r.item == 8).unwrap();
        assert_eq!(row.says(), "本期无");
        let some = CatalogueRow { count: 3, received: Money::from_yuan(3900), ..row };
        assert_eq!(some.says(), "3笔，收3,900.00元");
        let both = CatalogueRow { opening: Some(Money::from_yuan(5)), closing: Some(Money::ZERO), ..some };
        assert_eq!(both.says(), "期初5.00元，期末0.00元；3笔，收3,900.00元");
    }
}
