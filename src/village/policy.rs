use std::collections::BTreeMap;

use crate::kernel::{BookId, Date};

/// One named policy setting: an open point of the regulations, or a figure every township sets for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyName {
    /// Stable name.
    pub name: &'static str,
    /// What it settles, for the settings page.
    pub title: &'static str,
    /// The values it may take; empty means a whole number.
    pub values: &'static [&'static str],
    /// What holds until somebody sets it.
    pub default: &'static str,
}

impl PolicyName {
    /// True when the value is one it may take.
    pub fn takes(&self, value: &str) -> bool {
        if self.values.is_empty() { value.parse::<u64>().is_ok() } else { self.values.contains(&value) }
    }

    /// By name.
    pub fn named(name: &str) -> Option<&'static PolicyName> {
        POLICIES.iter().find(|p| p.name == name)
    }
}

/// One policy setting as it holds on a day: what the books set themselves, and what holds for the others.
#[derive(Clone, Debug, Default)]
pub struct PolicyValues {
    pub(super) common: String,
    pub(super) own: BTreeMap<BookId, String>,
}

impl PolicyValues {
    /// The value for one book.
    pub fn of(&self, book: BookId) -> &str {
        self.own.get(&book).unwrap_or(&self.common)
    }
}

/// A value somebody decided on, and the day it holds from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicySetting {
    /// The book it is for; `None` for the whole township.
    pub book: Option<BookId>,
    /// Which setting.
    pub name: String,
    /// To what.
    pub value: String,
    /// Since when.
    pub from: Date,
}

/// Every policy setting the program knows.
pub const POLICIES: &[PolicyName] = &[
    PolicyName { name: "finance_group_quorum", title: "理财小组同意人数", values: &[], default: "3" },
    PolicyName { name: "finance_group_size", title: "理财小组人数", values: &[], default: "5" },
    PolicyName {
        name: "finance_group_refusal",
        title: "理财小组不同意何时为最后结果",
        values: &["达不到同意人数时", "有一人不同意时"],
        default: "达不到同意人数时",
    },
    PolicyName { name: "disclosure_quorum", title: "公开表理财小组签意见人数", values: &[], default: "3" },
    PolicyName {
        name: "mask_payee_names", title: "公开表个人姓名", values: &["遮一字", "不遮"], default: "遮一字"
    },
    PolicyName { name: "disclosure_days", title: "季度终了后几天内公开", values: &[], default: "15" },
    PolicyName {
        name: "residual_share", title: "其他项超过收支百分之几要展开", values: &[], default: "10"
    },
    PolicyName { name: "closing_day", title: "次月几日前结账", values: &[], default: "10" },
    PolicyName { name: "answer_days", title: "质询答复天数", values: &[], default: "10" },
    PolicyName {
        name: "cash_donation_account",
        title: "无指定用途的现金捐赠记入",
        values: &["311", "504"],
        default: "311",
    },
    PolicyName {
        name: "matching_grant_account",
        title: "一事一议财政奖补记入",
        values: &["231", "241"],
        default: "231",
    },
    PolicyName {
        name: "no_asset_project_account",
        title: "一事一议未形成资产的支出记入",
        values: &["514", "515"],
        default: "514",
    },
    PolicyName {
        name: "one_project_ceiling", title: "一事一议每人每年筹资上限（元）", values: &[], default: "15"
    },
    PolicyName {
        name: "one_project_days_ceiling",
        title: "一事一议每个劳动力每年筹劳上限（工日）",
        values: &[],
        default: "10",
    },
    PolicyName {
        name: "assembly_quorum",
        title: "一事一议村民会议到会比例",
        values: &["二分之一", "三分之二"],
        default: "二分之一",
    },
    PolicyName {
        name: "households_quorum",
        title: "一事一议户代表到会比例",
        values: &["三分之二", "四分之三"],
        default: "三分之二",
    },
    PolicyName {
        name: "budget_report_month", title: "上年预算执行情况几月底前报告", values: &[], default: "2"
    },
    PolicyName {
        name: "prior_year_error",
        title: "以前年度差错更正",
        values: &["当期", "未分配收益"],
        default: "当期",
    },
    PolicyName {
        name: "reserve_rate",
        title: "提取公积公益金比例（百分之几，0为没有定，分配时再问）",
        values: &[],
        default: "0",
    },
    PolicyName {
        name: "reserve_base",
        title: "提取公积公益金按什么数",
        values: &["可分配收益", "本年收益"],
        default: "可分配收益",
    },
    PolicyName {
        name: "wasteland_auction_account",
        title: "四荒拍卖收入记入",
        values: &["311", "501"],
        default: "311",
    },
    PolicyName {
        name: "forest_upkeep_account", title: "郁闭后管护费记入", values: &["514", "515"], default: "514"
    },
    PolicyName {
        name: "pending_property_line",
        title: "待处理财产损溢在报表上",
        values: &["流动资产", "非流动资产"],
        default: "流动资产",
    },
    PolicyName {
        name: "receipt_books_out", title: "每个村同时最多领出几本收据", values: &[], default: "1"
    },
    PolicyName {
        name: "receipt_return_days",
        title: "收据领出后几天内交回核销（0为不限）",
        values: &[],
        default: "180",
    },
    PolicyName {
        name: "receipt_number_required",
        title: "领了收据本的村，哪些收入要填收据号",
        values: &["现金收入", "全部收入", "不要求"],
        default: "现金收入",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_a_value_the_policy_takes() {
        for policy in POLICIES {
            assert!(policy.takes(policy.default), "{}", policy.name);
        }
    }
}
