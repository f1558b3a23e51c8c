use crate::kernel::Fault;

/// The 44 items of 农经发〔2011〕13号 as far as money moves under them: which receipt or payment belongs
/// where is a table, in order, the first row that fits. Wording partly recalled: see domain/disclosure.md §3.
const TABLE: &str = include_str!("../../assets/data/disclosure_items.csv");

/// Which way the money goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// 收.
    In,
    /// 支.
    Out,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemClass {
    direction: Direction,
    accounts: Vec<String>,
    words: Vec<String>,
    /// 1–44.
    pub item: i64,
    /// `各项收入`.
    pub category: String,
    /// `发包及上交收入`.
    pub name: String,
    /// The same in two to five plain words, for the 明白纸.
    pub plain: String,
    /// True for 其他…: spelled out when it is large.
    pub residual: bool,
}

impl ItemClass {
    fn fits(&self, direction: Direction, account: &str, summary: &str) -> bool {
        self.direction == direction
            && (self.accounts.is_empty() || self.accounts.iter().any(|a| account.starts_with(a.as_str())))
            && (self.words.is_empty() || self.words.iter().any(|w| summary.contains(w.as_str())))
    }
}

/// The whole table, in order.
pub(super) fn table() -> Result<Vec<ItemClass>, Fault> {
    let wrong = |what: String| Fault::new("reading the items of the disclosure sheet", what);
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(Fault::while_("reading the items of the disclosure sheet"))?;
        let cell = |i: usize| record.get(i).unwrap_or_default();
        let list = |i: usize| cell(i).split('|').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        rows.push(ItemClass {
            direction: match cell(0) {
                "in" => Direction::In,
                "out" => Direction::Out,
                other => return Err(wrong(format!("direction {other:?}"))),
            },
            accounts: list(1),
            words: list(2),
            item: cell(3).parse().map_err(|_| wrong(format!("item {:?}", cell(3))))?,
            category: cell(4).to_owned(),
            name: cell(5).to_owned(),
            plain: cell(6).to_owned(),
            residual: cell(7) == "1",
        });
    }
    Ok(rows)
}

/// The item a receipt or payment belongs to, by the account opposite the money and its summary.
pub fn class_of<'a>(
    rows: &'a [ItemClass],
    direction: Direction,
    account: &str,
    summary: &str,
) -> Option<&'a ItemClass> {
    rows.iter().find(|r| r.fits(direction, account, summary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_receipt_and_payment_has_its_item() {
        let rows = table().unwrap();
        for (direction, account, summary, item) in [
            (Direction::In, "113", "征地补偿费10万元:集体3万、农户7万", 14),
            (Direction::In, "113", "一次收机动地3年承包费", 9),
            (Direction::In, "50103", "厂房租金", 8),
            (Direction::In, "50301", "村级转移支付", 12),
            (Direction::In, "241", "收到农田水利专项资金", 13),
            (Direction::In, "50401", "存款利息", 18),
            (Direction::In, "112", "收回应收款", 35),
            (Direction::In, "301", "成员入股", 18),
            (Direction::Out, "212", "发放报酬", 20),
            (Direction::Out, "51302", "购办公用品", 22),
            (Direction::Out, "51499", "困难户补助", 26),
            (Direction::Out, "153", "付灌溉渠工程款", 24),
            (Direction::Out, "21404", "缴房产税", 19),
            (Direction::Out, "113", "发放农户补偿", 35),
            (Direction::Out, "311", "退还", 28),
        ] {
            assert_eq!(class_of(&rows, direction, account, summary).map(|r| r.item), Some(item), "{summary}");
        }
    }

    #[test]
    fn the_table_names_items_one_to_forty_four_only() {
        for row in table().unwrap() {
            assert!((1..=44).contains(&row.item) && !row.name.is_empty() && row.plain.chars().count() <= 7);
        }
    }
}
