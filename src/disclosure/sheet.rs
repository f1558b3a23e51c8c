use serde::{Deserialize, Serialize};

use crate::kernel::{Date, Digest, Money, Period};

use super::catalogue::{CatalogueRow, is_default};
use super::funds::Funds;
use super::holdings::{AssetLine, ClaimLine, OtherLine};
use super::span::SheetSpan;

/// 财务公开表 of one quarter or month: everything it says, and nothing that is not in it.
///
/// Its canonical form is the JSON of this struct, fields in this order, amounts as `"1234.50"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureSheet {
    /// Which form this is, `disclosure/1`.
    pub form: String,
    /// Whose sheet, of when.
    pub heading: Heading,
    /// 上期结余 + 收 − 支 = 本期结余, whole and by account.
    pub funds: Funds,
    /// 收入, 逐笔.
    pub income: Block,
    /// 支出, 逐笔.
    pub expense: Block,
    /// 债权债务, per household or counterparty.
    pub claims: Vec<ClaimLine>,
    /// 资产, per account or project.
    pub assets: Vec<AssetLine>,
    /// 一事一议, 专项资金, 土地补偿.
    pub others: Vec<OtherLine>,
    /// 收益.
    pub surplus: Surplus,
    /// The span before, when it was kept here.
    pub previous: Option<PreviousSpan>,
    /// The closed months it was made from, with their roots.
    pub months: Vec<MonthRoot>,
    /// What the reader must know besides.
    pub notes: Vec<String>,
    /// The 44 items, each with what this sheet holds for it; empty on sheets composed before they were listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogue: Vec<CatalogueRow>,
    /// Questions of villagers that waited longer than they should on the day the sheet was composed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<LateQuestion>,
    /// 更正: what was corrected of earlier sheets by notices published within the span.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<LineCorrection>,
}

/// Whose sheet, of when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 青溪镇.
    pub township: String,
    /// 青溪镇会计委托代理服务中心.
    pub centre: String,
    /// For questions.
    pub phone: String,
    /// 李家村.
    pub village: String,
    /// Code of the book.
    pub book_code: String,
    /// Legal name of the book.
    pub book: String,
    /// 公开期; its key is that of the first sheets, which were all of quarters.
    #[serde(rename = "quarter")]
    pub span: SheetSpan,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// 公开编号, `2026-Q3-01`.
    pub number: String,
    /// 1, then one more for each 更正公告.
    pub version: i64,
    /// By when it should be on the board, as the policy was when it was composed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

impl Heading {
    /// `2026年第三季度（7月1日至9月30日）`.
    pub fn period(&self) -> String {
        let day = |d: Date| d.format("%-m月%-d日").to_string();
        format!("{}（{}至{}）", self.span.in_chinese(), day(self.from), day(self.to))
    }
}

/// All receipts, or all payments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// One line a receipt or payment, in voucher order.
    pub lines: Vec<SheetLine>,
    /// The same by item, the largest first.
    pub classes: Vec<ClassTotal>,
    /// 合计.
    pub total: Money,
}

impl Block {
    /// The lines of one item, in voucher order.
    pub fn lines_of(&self, class: &ClassTotal) -> Vec<&SheetLine> {
        self.lines.iter().filter(|l| l.item == class.item && l.item_name == class.name).collect()
    }
}

/// One receipt or payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLine {
    /// Day of the voucher.
    pub date: Date,
    /// Its month, in which its number is unique.
    pub month: Period,
    /// `记-0012`.
    pub number: String,
    /// What for, names masked.
    pub what: String,
    /// From or to whom, masked as the policy says; may be empty.
    pub party: String,
    /// `管理费用/办公费`.
    pub account: String,
    /// Which of the 44 items.
    pub item: i64,
    /// Its name.
    pub item_name: String,
    /// Negative for a red-letter correction.
    pub amount: Money,
}

/// What came in or went out under one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassTotal {
    /// Which of the 44 items.
    pub item: i64,
    /// Its name.
    pub name: String,
    /// In plain words.
    pub plain: String,
    /// How many receipts or payments.
    pub count: i64,
    /// How much.
    pub total: Money,
    /// What stands in it, one sentence a line, when it is 其他… over the set share of its block.
    pub expanded: Vec<String>,
}

/// 收益 on the accrual basis, as the 收益及收益分配表 has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surplus {
    /// 收益总额 of the quarter or month.
    pub quarter: Money,
    /// 收益总额 since January.
    pub year: Money,
    /// 提取公积公益金 since January.
    pub to_reserve: Money,
    /// 成员分配 since January.
    pub to_members: Money,
    /// 其他分配 since January, 外来投资分利 with it.
    pub to_others: Money,
    /// 外来投资分利 since January.
    #[serde(default, skip_serializing_if = "is_default")]
    pub to_investors: Money,
}

/// A question that had waited too long when the sheet was composed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateQuestion {
    /// The day it was asked.
    pub asked_on: Date,
    /// The day it should have been answered.
    pub due: Date,
    /// What it is about: a sheet, a line.
    pub about: String,
    /// What was asked.
    pub text: String,
}

/// One thing that was wrong on a published sheet, and what is right. Source: disclosure.md D4.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCorrection {
    /// 公开编号 of the sheet it stood on, version included.
    pub sheet: String,
    /// Where it stands: `支出 2025-09 记-0012`.
    pub line: String,
    /// What the line is about.
    pub what: String,
    /// The old figure or words.
    pub old: String,
    /// The new figure or words.
    pub new: String,
    /// Why.
    pub reason: String,
    /// The vouchers that put it right, `2025-11 记-0003`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouchers: Vec<String>,
}

/// The same figures of the span before, for what changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousSpan {
    /// Which.
    #[serde(rename = "quarter")]
    pub span: SheetSpan,
    /// 收.
    pub received: Money,
    /// 支.
    pub paid: Money,
    /// 收 by item.
    pub income: Vec<ClassTotal>,
    /// 支 by item.
    pub expense: Vec<ClassTotal>,
}

/// A closed month and its root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthRoot {
    /// The month.
    pub period: Period,
    /// Vouchers in it.
    pub vouchers: i64,
    /// Source-document pages they carry.
    pub documents: i64,
    /// The root, 64 hexadecimal digits.
    pub root: String,
}

impl DisclosureSheet {
    /// The canonical content: what is kept, hashed and proved.
    pub fn content(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The root code of the span: a short code over the roots of its months.
    pub fn root_code(&self) -> String {
        let roots: Vec<&str> = self.months.iter().map(|m| m.root.as_str()).collect();
        Digest::of(roots.join("\n").as_bytes()).short_code()
    }

    /// How many vouchers the span has.
    pub fn vouchers(&self) -> i64 {
        self.months.iter().map(|m| m.vouchers).sum()
    }

    /// The five largest receipts and payments together, largest first: what people ask about.
    pub fn biggest(&self) -> Vec<(&SheetLine, bool)> {
        let received = self.income.lines.iter().map(|l| (l, true));
        let mut all: Vec<(&SheetLine, bool)> = received.chain(self.expense.lines.iter().map(|l| (l, false))).collect();
        all.sort_by_key(|(line, _)| std::cmp::Reverse(line.amount.abs()));
        all.truncate(5);
        all
    }
}
