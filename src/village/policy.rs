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

/// Every policy setting with its dates: what held for whom on which day.
#[derive(Clone, Debug, Default)]
pub struct Policies(Vec<PolicySetting>);

impl Policies {
    /// From everything that was decided, by name and day.
    pub fn of(decided: Vec<PolicySetting>) -> Policies {
        Policies(decided)
    }

    /// The value on a day: the book's own, else the township's, else the default.
    pub fn value(&self, name: &'static str, book: BookId, on: Date) -> &str {
        let held = |whose: Option<BookId>| {
            let decided = self.0.iter().filter(move |s| s.name == name && s.book == whose && s.from <= on);
            decided.max_by_key(|s| s.from).map(|s| s.value.as_str())
        };
        let default = || PolicyName::named(name).map_or("", |p| p.default);
        held(Some(book)).or_else(|| held(None)).unwrap_or_else(default)
    }

    /// A number of days, at most a year.
    pub fn days(&self, name: &'static str, book: BookId, on: Date) -> i64 {
        self.value(name, book, on).parse().unwrap_or(0).clamp(0, 366)
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

/// What anybody may see of a kind of paper behind a published line; the words of `disclosure::PaperShown`.
const PAPERS_SHOWN: &[&str] = &["不公开", "公开内容", "公开内容和放行的图"];

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
    PolicyName {
        name: "clerk_rule",
        title: "村书记、主任、理事长和他们的近亲属当报账员",
        values: &["不限", "不得担任"],
        default: "不限",
    },
    PolicyName { name: "disclosure_quorum", title: "公开表理财小组签意见人数", values: &[], default: "3" },
    PolicyName {
        name: "mask_payee_names", title: "公开表个人姓名", values: &["遮一字", "不遮"], default: "遮一字"
    },
    PolicyName {
        name: "disclosure_rhythm",
        title: "财务公开按季还是按月（从季度第一天起算）",
        values: &["按季", "按月"],
        default: "按季",
    },
    PolicyName {
        name: "disclosure_days",
        title: "财务公开日：公开期终了后几天内，也就是次月几日",
        values: &[],
        default: "15",
    },
    PolicyName {
        name: "special_days",
        title: "专项公开：入账后几天内公开（0为不出专项公开表）",
        values: &[],
        default: "5",
    },
    PolicyName {
        name: "special_road",
        title: "专项公开表要哪几步",
        values: &["核对、签发", "核对、理财小组意见、签发", "核对"],
        default: "核对、签发",
    },
    PolicyName {
        name: "correction_days", title: "更正公告：更正凭证入账后几天内公布", values: &[], default: "5"
    },
    PolicyName {
        name: "correction_road",
        title: "更正公告要哪几步",
        values: &["核对、理财小组意见、签发", "核对、签发", "核对"],
        default: "核对、理财小组意见、签发",
    },
    PolicyName { name: "annual_days", title: "年度材料：开会前几天备好", values: &[], default: "10" },
    PolicyName {
        name: "annual_road",
        title: "年度材料要哪几步",
        values: &["核对、理财小组意见、签发", "核对、签发", "核对"],
        default: "核对、理财小组意见、签发",
    },
    PolicyName {
        name: "residual_share", title: "其他项超过收支百分之几要展开", values: &[], default: "10"
    },
    PolicyName {
        name: "sheet_layout",
        title: "公开表版式",
        values: &["逐笔（通用）", "收支分项（大白话）", "开支公示（七栏）", "三资货币资金（安徽表1）"],
        default: "逐笔（通用）",
    },
    PolicyName { name: "public_invoice", title: "公开页：发票", values: PAPERS_SHOWN, default: "不公开" },
    PolicyName { name: "public_receipt", title: "公开页：收据", values: PAPERS_SHOWN, default: "不公开" },
    PolicyName { name: "public_pay_list", title: "公开页：签领单", values: PAPERS_SHOWN, default: "不公开" },
    PolicyName { name: "public_contract", title: "公开页：合同", values: PAPERS_SHOWN, default: "不公开" },
    PolicyName {
        name: "public_resolution", title: "公开页：会议决议", values: PAPERS_SHOWN, default: "不公开"
    },
    PolicyName {
        name: "public_acceptance", title: "公开页：验收单", values: PAPERS_SHOWN, default: "不公开"
    },
    PolicyName {
        name: "public_bank_slip", title: "公开页：银行回单", values: PAPERS_SHOWN, default: "不公开"
    },
    PolicyName {
        name: "public_other_paper", title: "公开页：其他单据", values: PAPERS_SHOWN, default: "不公开"
    },
    PolicyName { name: "closing_day", title: "次月几日前结账", values: &[], default: "10" },
    PolicyName { name: "limit_mend", title: "限时：退回后补正（工作日）", values: &[], default: "5" },
    PolicyName {
        name: "limit_group", title: "限时：理财小组签意见（工作日）", values: &[], default: "5"
    },
    PolicyName { name: "limit_head", title: "限时：村负责人审批（工作日）", values: &[], default: "2" },
    PolicyName { name: "limit_township", title: "限时：乡镇备案（工作日）", values: &[], default: "3" },
    PolicyName { name: "limit_intake", title: "限时：中心受理（工作日）", values: &[], default: "3" },
    PolicyName { name: "limit_voucher", title: "限时：受理后制单（工作日）", values: &[], default: "2" },
    PolicyName { name: "limit_review", title: "限时：凭证复核（工作日）", values: &[], default: "2" },
    PolicyName { name: "limit_posting", title: "限时：复核后记账（工作日）", values: &[], default: "2" },
    PolicyName { name: "limit_near", title: "离到期几个工作日转黄灯", values: &[], default: "1" },
    PolicyName { name: "escalate_days", title: "逾期几个工作日列入督办", values: &[], default: "3" },
    PolicyName { name: "reporting_reminder", title: "报账日前几个工作日提醒", values: &[], default: "3" },
    PolicyName { name: "bank_days", title: "银行流水几天以内为正常", values: &[], default: "45" },
    PolicyName { name: "bank_late_days", title: "银行流水几天以上为逾期", values: &[], default: "60" },
    PolicyName { name: "cash_days", title: "现金盘点几天以内为正常", values: &[], default: "31" },
    PolicyName {
        name: "cash_surprise_counts",
        title: "每季度至少突击盘点现金几次（0不要求）",
        values: &[],
        default: "0",
    },
    PolicyName { name: "answer_days", title: "质询答复天数", values: &[], default: "10" },
    PolicyName {
        name: "answer_day_kind",
        title: "质询答复天数怎么算",
        values: &["自然日", "工作日"],
        default: "自然日",
    },
    PolicyName { name: "answer_near", title: "质询离到期几天转黄灯", values: &[], default: "2" },
    PolicyName {
        name: "answer_review",
        title: "质询答复要不要中心主任审定",
        values: &["不用审定", "主任审定"],
        default: "不用审定",
    },
    PolicyName {
        name: "question_rating_days", title: "答复后几天没有评价就回访", values: &[], default: "7"
    },
    PolicyName {
        name: "question_contact_days",
        title: "质询归档后几天删去联系方式（0为当天）",
        values: &[],
        default: "0",
    },
    PolicyName {
        name: "question_hourly", title: "一张公开表每小时最多收几件提问", values: &[], default: "20"
    },
    PolicyName {
        name: "question_sum", title: "提问时做一道加法", values: &["不用", "要做"], default: "不用"
    },
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
    fn a_books_own_value_comes_first_and_the_latest_holds() {
        let (own, other) = (BookId::new(), BookId::new());
        let day = |d: &str| d.parse::<Date>().unwrap();
        let set = |book, value: &str, from: &str| PolicySetting {
            book,
            name: "closing_day".into(),
            value: value.into(),
            from: day(from),
        };
        let decided = [set(None, "8", "2025-01-01"), set(None, "12", "2025-06-01"), set(Some(own), "5", "2025-03-01")];
        let all = Policies::of(decided.to_vec());
        let days = |book, on| all.days("closing_day", book, day(on));
        assert_eq!([days(own, "2024-12-31"), days(own, "2025-02-01"), days(own, "2025-07-01")], [10, 8, 5]);
        assert_eq!([days(other, "2025-05-31"), days(other, "2025-06-01")], [8, 12]);
    }

    #[test]
    fn every_default_is_a_value_the_policy_takes() {
        for policy in POLICIES {
            assert!(policy.takes(policy.default), "{}", policy.name);
        }
    }
}
