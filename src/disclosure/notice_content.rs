use serde::{Deserialize, Serialize};

use crate::kernel::{Date, FiscalYear, Money, Period};

use super::correction::CorrectionNotice;
use super::notice::NoticeKind;
use super::sheet::Block;

/// Whose notice, and about what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeHeading {
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
    /// `征地补偿费专项公开表`, `2025年度财务决算和分配方案`.
    pub title: String,
    /// `农田水利`, `2025年第三季度`, `2025年度`.
    pub about: String,
    /// 公开编号.
    pub number: String,
    /// The day it should be public.
    pub due: Date,
}

/// A statement of a fact beside the figures: what was resolved, what was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// `决议`, `批复`.
    pub what: String,
    /// What it says.
    pub says: String,
}

/// A voucher that moved no money, and what it moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Day of the voucher.
    pub date: Date,
    /// Its month.
    pub month: Period,
    /// `记-0012`.
    pub number: String,
    /// What for, names masked.
    pub what: String,
    /// `内部往来、公积公益金`.
    pub accounts: String,
    /// Its total.
    pub amount: Money,
}

/// A voucher the notice was made from, with its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoucherProof {
    /// `2025-09 记-0012`.
    pub label: String,
    /// Its digest, 64 hexadecimal digits.
    pub digest: String,
}

/// 专项公开表: one matter, line by line, from posted vouchers and the project's papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialSheet {
    /// Which form this is, `special/1`.
    pub form: String,
    /// Whose, about what.
    pub heading: NoticeHeading,
    /// 收入, 逐笔.
    pub income: Block,
    /// 支出, 逐笔.
    pub expense: Block,
    /// What was moved without money.
    pub moves: Vec<Move>,
    /// What was resolved and granted.
    pub facts: Vec<Fact>,
    /// The vouchers it was made from.
    pub vouchers: Vec<VoucherProof>,
}

/// A line of a budget, or of what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRow {
    /// 收入 or 支出.
    pub direction: String,
    /// `管理费用`.
    pub name: String,
    /// What was planned; `None` where something moved without a plan.
    pub planned: Option<Money>,
    /// What came of it; `None` for a year to come.
    pub actual: Option<Money>,
    /// 说明.
    pub note: String,
}

/// A line of 收益及收益分配表 for the year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// Its official name.
    pub name: String,
    /// 本年金额.
    pub amount: Money,
    /// True for a total.
    pub total: bool,
}

/// 年度材料: next year's budget, the year's final accounts, the distribution. Source: 农村集体经济组织法 art. 46.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnualPackage {
    /// Which form this is, `annual/1`.
    pub form: String,
    /// Whose, of which year.
    pub heading: NoticeHeading,
    /// The year told of.
    pub year: FiscalYear,
    /// Which meeting decides.
    pub meeting: String,
    /// When it meets.
    pub meets_on: Date,
    /// `2026年预算（草案）`; empty when there is none.
    pub budget_title: String,
    /// Next year's budget.
    pub budget: Vec<PlanRow>,
    /// The year's plan against what came of it.
    pub accounts: Vec<PlanRow>,
    /// 收益及收益分配表 of the year, the distribution with it.
    pub surplus: Vec<AccountRow>,
    /// What is still missing, in words; empty when it is complete.
    pub missing: Vec<String>,
}

/// What a notice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeBody {
    /// 专项公开表.
    Special(Box<SpecialSheet>),
    /// 年度材料.
    Annual(Box<AnnualPackage>),
    /// 更正公告.
    Correction(Box<CorrectionNotice>),
}

impl NoticeBody {
    /// Whose, about what.
    pub const fn heading(&self) -> &NoticeHeading {
        match self {
            NoticeBody::Special(sheet) => &sheet.heading,
            NoticeBody::Annual(package) => &package.heading,
            NoticeBody::Correction(correction) => &correction.heading,
        }
    }

    /// The vouchers it was made from, with the digests they had.
    pub(super) fn vouchers(&self) -> &[VoucherProof] {
        match self {
            NoticeBody::Special(sheet) => &sheet.vouchers,
            NoticeBody::Annual(_) => &[],
            NoticeBody::Correction(correction) => &correction.vouchers,
        }
    }

    /// The canonical content: what is kept and hashed.
    pub(super) fn content(&self) -> Result<String, serde_json::Error> {
        match self {
            NoticeBody::Special(sheet) => serde_json::to_string(sheet),
            NoticeBody::Annual(package) => serde_json::to_string(package),
            NoticeBody::Correction(correction) => serde_json::to_string(correction),
        }
    }

    /// From the canonical content.
    pub(super) fn read(kind: NoticeKind, content: &str) -> Result<NoticeBody, serde_json::Error> {
        match kind {
            NoticeKind::Special => serde_json::from_str(content).map(Box::new).map(NoticeBody::Special),
            NoticeKind::Annual => serde_json::from_str(content).map(Box::new).map(NoticeBody::Annual),
            NoticeKind::Correction => serde_json::from_str(content).map(Box::new).map(NoticeBody::Correction),
        }
    }
}
