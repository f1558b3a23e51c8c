//! 2004年会计制度的一级科目, and where each goes in the chart of 2023, as data.
//!
//! Source: 财会〔2023〕20号 (the five steps); the table itself is our reading and says of each line how sure it is.

use crate::kernel::Fault;

use crate::ledger::account::Side;

const TABLE: &str = include_str!("../../../assets/data/chart_2004.csv");

/// How a line of the table was arrived at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// The same account under the same code.
    Same,
    /// The same code under another name.
    Renamed,
    /// The same account under another code.
    Moved,
    /// Several accounts share it: a person decides how much goes where.
    Split,
    /// No text of the regulation was found: a person decides, and is told so.
    Unverified,
    /// The account is gone and has no balance at the end of a year.
    Closed,
}

impl Basis {
    /// The words of the working paper.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Basis::Same => "直接转入",
            Basis::Renamed => "科目改名",
            Basis::Moved => "编码改变",
            Basis::Split => "按性质分别转入",
            Basis::Unverified => "衔接规定未见明文，由会计判断",
            Basis::Closed => "科目取消",
        }
    }

    fn read(word: &str) -> Option<Basis> {
        Some(match word {
            "same" => Basis::Same,
            "renamed" => Basis::Renamed,
            "moved" => Basis::Moved,
            "split" => Basis::Split,
            "unverified" => Basis::Unverified,
            "closed" => Basis::Closed,
            _ => return None,
        })
    }
}

/// One account of 2023 an old account may go to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// Its code.
    pub code: String,
    /// The detail below it that alone may carry a balance.
    pub detail: Vec<String>,
    /// Which part of the old account it takes; empty for all of it.
    pub part: String,
}

/// One account of the old chart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OldAccount {
    /// Three digits.
    pub code: String,
    /// Official name.
    pub name: String,
    /// 余额方向.
    pub side: Side,
    /// Where it may go.
    pub targets: Vec<Target>,
    /// How sure that is.
    pub basis: Basis,
}

impl OldAccount {
    /// The one target where there is nothing to decide.
    pub fn only_target(&self) -> Option<&Target> {
        match self.targets.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// `131 消耗性生物资产（幼畜及育肥畜）` and the like, for the person who decides.
    pub fn label(&self) -> String {
        format!("{} {}", self.code, self.name)
    }
}

/// The chart of 2004.
#[derive(Clone, Debug)]
pub struct OldChart(Vec<OldAccount>);

impl OldChart {
    /// The table as it stands in the program's data.
    pub fn of_2004() -> Result<OldChart, Fault> {
        let mut accounts: Vec<OldAccount> = Vec::new();
        for record in csv::Reader::from_reader(TABLE.as_bytes()).records() {
            let record = record.map_err(Fault::while_("reading the chart of 2004"))?;
            let cell = |i: usize| record.get(i).unwrap_or_default().to_owned();
            let wrong = |what: String| Fault::new("reading the chart of 2004", what);
            let basis = Basis::read(&cell(6)).ok_or_else(|| wrong(cell(6)))?;
            let detail = Some(cell(4)).filter(|d| !d.is_empty()).into_iter().collect();
            let target = Target { code: cell(3), detail, part: cell(5) };
            if accounts.last().is_none_or(|last| last.code != cell(0)) {
                let side = cell(2).parse().map_err(wrong)?;
                accounts.push(OldAccount { code: cell(0), name: cell(1), side, targets: Vec::new(), basis });
            }
            if let Some(last) = accounts.last_mut().filter(|_| !target.code.is_empty()) {
                last.targets.push(target);
            }
        }
        Ok(OldChart(accounts))
    }

    /// The first-level account an old code or name stands for or below.
    pub fn account(&self, typed: &str) -> Option<&OldAccount> {
        let plain = |text: &str| text.replace('（', "(").replace('）', ")");
        let by_code = typed.get(..3).and_then(|first| self.0.iter().find(|a| a.code == first));
        let is_code = !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_digit());
        if is_code { by_code } else { self.0.iter().find(|a| plain(&a.name) == plain(typed)) }
    }

    /// Every account.
    pub fn accounts(&self) -> &[OldAccount] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 编码对调的科目各归各位() {
        let chart = OldChart::of_2004().unwrap();
        let goes = |typed: &str| chart.account(typed).and_then(OldAccount::only_target).map(|t| t.code.clone());
        for (old, new) in
            [("153", "154"), ("154", "153"), ("202", "211"), ("522", "503"), ("15301", "154"), ("现金", "101")]
        {
            assert_eq!(goes(old).as_deref(), Some(new), "{old}");
        }
        for asked in ["131", "132", "211", "212", "502", "511", "551"] {
            assert!(goes(asked).is_none() && chart.account(asked).unwrap().targets.len() > 1, "{asked}");
        }
        assert_eq!(chart.account("521").map(|a| a.targets.len()), Some(0));
        assert!(chart.account("999").is_none());
    }

    #[test]
    fn 没有把握的都写明() {
        let chart = OldChart::of_2004().unwrap();
        let unverified: Vec<&str> =
            chart.accounts().iter().filter(|a| a.basis == Basis::Unverified).map(|a| a.code.as_str()).collect();
        assert_eq!(unverified, ["171", "212"]);
    }
}
