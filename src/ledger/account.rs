use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::kernel::{AccountId, BookId, Money, stored_words};

/// 借 or 贷. Never a sign, never a string.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// 借.
    Debit,
    /// 贷.
    Credit,
}

impl Side {
    /// 借 / 贷.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Side::Debit => "借",
            Side::Credit => "贷",
        }
    }

    /// A debit-positive balance, seen from this side: what stands on the normal side is positive.
    pub fn of_balance(self, debit_positive: Money) -> Money {
        match self {
            Side::Debit => debit_positive,
            Side::Credit => -debit_positive,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Side::Debit => "debit",
            Side::Credit => "credit",
        })
    }
}
impl FromStr for Side {
    type Err = String;
    fn from_str(word: &str) -> Result<Side, String> {
        match word.trim() {
            "debit" | "借" => Ok(Side::Debit),
            "credit" | "贷" => Ok(Side::Credit),
            other => Err(format!("方向「{other}」不认识,请写 debit(借)或 credit(贷)")),
        }
    }
}

stored_words! {
    /// 科目类别.
    Class "这个类别" {
        /// 资产.
        Asset "asset" "资产",
        /// 负债.
        Liability "liability" "负债",
        /// 所有者权益.
        Equity "equity" "所有者权益",
        /// 成本.
        Cost "cost" "成本",
        /// 损益.
        ProfitAndLoss "pnl" "损益",
    }
    /// 现金 or 银行.
    CashKind "这种资金" {
        /// 库存现金.
        Cash "cash" "现金",
        /// 银行存款.
        Bank "bank" "银行",
    }
    /// 辅助核算 an account requires on every entry.
    Dimension "这种辅助核算" {
        /// 农户或内设机构.
        Household "household" "农户",
        /// 往来单位.
        Counterparty "counterparty" "往来单位",
        /// 项目.
        Project "project" "项目",
    }
}

/// 科目编码 — three digits plus two per level, at most 3-2-2-2.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AccountCode(String);

impl AccountCode {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 1 for the 42 first-level accounts, up to 4.
    pub fn level(&self) -> usize {
        (self.0.len() - 1) / 2
    }

    /// The code one level up; `None` for a first-level account.
    pub fn parent(&self) -> Option<AccountCode> {
        (self.0.len() > 3).then(|| AccountCode(self.0[..self.0.len() - 2].to_owned()))
    }

    /// The first-level code.
    pub fn first_level(&self) -> &str {
        &self.0[..3]
    }

    /// The code of the n-th detail below this one; `None` when too deep or out of range.
    pub fn child(&self, n: u32) -> Option<AccountCode> {
        (self.level() < 4 && (1..=99).contains(&n)).then(|| AccountCode(format!("{}{n:02}", self.0)))
    }
}

impl fmt::Display for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl FromStr for AccountCode {
    type Err = String;
    fn from_str(text: &str) -> Result<AccountCode, String> {
        let text = text.trim();
        let sound = matches!(text.len(), 3 | 5 | 7 | 9) && text.bytes().all(|b| b.is_ascii_digit());
        if sound {
            Ok(AccountCode(text.to_owned()))
        } else {
            Err(format!("「{text}」不是科目编码,编码按 3-2-2-2 位"))
        }
    }
}

/// 会计科目 as one book sees it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Id.
    pub id: AccountId,
    /// The book it belongs to; `None` for the unified chart.
    pub book: Option<BookId>,
    /// Code.
    pub code: AccountCode,
    /// Name at its own level.
    pub name: String,
    /// 类别.
    pub class: Class,
    /// 余额方向.
    pub normal_side: Side,
    /// Cash or bank.
    pub cash_kind: Option<CashKind>,
    /// Required dimension.
    pub dimension: Option<Dimension>,
    /// True when a book may add details below it.
    pub open_to_books: bool,
    /// 助记码.
    pub mnemonic: String,
    /// Pinyin initials of the name.
    pub initials: String,
    /// True when closed to new entries.
    pub closed: bool,
    /// True when nothing stands below it in this book.
    pub leaf: bool,
}

impl Account {
    /// `513 管理费用`.
    pub fn label(&self) -> String {
        format!("{} {}", self.code, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_know_their_level_and_parent() {
        let code: AccountCode = "5130102".parse().unwrap();
        assert_eq!(code.level(), 3);
        assert_eq!(code.parent().unwrap().as_str(), "51301");
        assert_eq!(code.first_level(), "513");
        assert_eq!(code.child(7).unwrap().as_str(), "513010207");
        assert!(code.child(7).unwrap().child(1).is_none());
        for wrong in ["51", "5130", "51a", ""] {
            assert!(wrong.parse::<AccountCode>().is_err(), "{wrong}");
        }
    }
}
