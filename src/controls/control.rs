use crate::kernel::{Money, Refused};

use super::error::ControlRefusal;
use super::facts::Facts;
use super::setting::{Setting, Severity};
use super::whole_book::{Spot, WholeBook};

/// What a rule is about, for lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// 现金.
    Cash,
    /// 票据.
    Paper,
    /// 经手和验收.
    Element,
    /// 开支.
    Spending,
    /// 账户和往来.
    Account,
}

impl Family {
    /// Every one, in the order lists show them.
    pub const ALL: [Family; 5] = [Family::Cash, Family::Paper, Family::Element, Family::Spending, Family::Account];

    /// The word people use.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Family::Cash => "现金",
            Family::Paper => "票据",
            Family::Element => "要素和手续",
            Family::Spending => "开支",
            Family::Account => "账户和往来",
        }
    }
}

/// What a figure counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// 元; kept as fen.
    Money,
    /// 天.
    Days,
    /// 个月.
    Months,
    /// 年.
    Years,
    /// 个字.
    Letters,
    /// 百分之几.
    Percent,
}

impl Unit {
    /// The word after the number.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Unit::Money => "元",
            Unit::Days => "天",
            Unit::Months => "个月",
            Unit::Years => "年",
            Unit::Letters => "个字",
            Unit::Percent => "%",
        }
    }

    /// `1,000.00元`, `30天`.
    pub fn said(self, value: i64) -> String {
        match self {
            Unit::Money => format!("{}元", Money::from_fen(value)),
            _ => format!("{value}{}", self.in_chinese()),
        }
    }

    /// As it stands in a form: `1000.00`, `30`.
    pub fn typed(self, value: i64) -> String {
        match self {
            Unit::Money => Money::from_fen(value).plain(),
            _ => value.to_string(),
        }
    }

    /// What somebody typed as a whole number of the unit; `None` when it is none.
    pub fn read(self, typed: &str) -> Option<i64> {
        match self {
            Unit::Money => typed.trim().parse::<Money>().ok().map(Money::fen),
            _ => typed.trim().parse().ok(),
        }
    }
}

/// One figure of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Parameter {
    /// Stable name.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// What holds until somebody sets it.
    pub default: i64,
    /// At least.
    pub least: i64,
    /// At most.
    pub most: i64,
}

impl Parameter {
    /// What somebody typed; its default where nothing was.
    ///
    /// Refuses: `controls.bad_parameter`.
    pub fn read(&self, typed: &str) -> Result<i64, Refused> {
        if typed.trim().is_empty() {
            return Ok(self.default);
        }
        self.unit.read(typed).filter(|v| (self.least..=self.most).contains(v)).ok_or_else(|| {
            ControlRefusal::BadParameter {
                what: self.title,
                value: typed.trim().chars().take(20).collect(),
                least: self.unit.said(self.least),
                most: self.unit.said(self.most),
            }
            .into()
        })
    }
}

/// One named rule.
pub struct Control {
    /// Stable name, `cash.transfer_floor`.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// One sentence: what it says.
    pub says: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// What it is about.
    pub family: Family,
    /// How hard it is until somebody sets it.
    pub severity: Severity,
    /// Its figures.
    pub parameters: &'static [Parameter],
    /// The field of the clerk's form it is about.
    pub field: &'static str,
    /// How it looks at an act; `None` for rules of a whole book only.
    pub(super) at_act: Option<fn(&Facts, &Setting) -> Option<String>>,
    /// How it looks at a whole book; `None` for rules of an act only.
    pub(super) standing: Option<fn(&WholeBook, &Setting) -> Vec<Spot>>,
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Control {
    /// True when it looks at an act.
    pub const fn looks_at_acts(&self) -> bool {
        self.at_act.is_some()
    }

    /// True when it looks at a whole book.
    pub const fn looks_at_books(&self) -> bool {
        self.standing.is_some()
    }
}

/// An amount, from one fen up.
pub(super) const fn yuan(name: &'static str, title: &'static str, default: i64) -> Parameter {
    Parameter { name, title, unit: Unit::Money, default: default * 100, least: 0, most: 10_000_000_000 }
}

/// Days.
pub(super) const fn days(name: &'static str, title: &'static str, default: i64) -> Parameter {
    Parameter { name, title, unit: Unit::Days, default, least: 0, most: 366 }
}
