mod front;
mod lists;
mod signing;
#[cfg(test)]
mod tests;

use super::document::Document;
use super::flow::Flow;
use super::font::Fonts;
use super::page::{Margins, Paper};
use super::text::Style;
use crate::kernel::{Date, Money, Timestamp};

/// 财务公开表 — everything a quarter's sheet says, ready to be set; nothing is summed here.
#[derive(Clone, Debug)]
pub struct BoardSheet {
    /// Legal name of the collective, `李家村股份经济合作社`.
    pub book_name: String,
    /// What is published, usually `财务公开表`.
    pub title: String,
    /// `2026年第三季度（7月1日至9月30日）`.
    pub period: String,
    /// 公开编号.
    pub sheet_no: String,
    /// `第1版`.
    pub version: String,
    /// Frozen and published, or only to be looked at.
    pub standing: Standing,
    /// 货币资金.
    pub funds: Funds,
    /// 收入, item by item.
    pub income: ItemList,
    /// 支出, item by item.
    pub expense: ItemList,
    /// 债权债务变动.
    pub claims: Vec<ClaimChange>,
    /// 资产资源变动.
    pub assets: Vec<AssetChange>,
    /// 一事一议, 专项资金, 土地补偿 and the like.
    pub others: Vec<OtherItem>,
    /// What the reader must know besides: lateness, a reopened month, questions not answered in time.
    pub notes: Vec<String>,
    /// What the finance group and others said; printed on the file copy.
    pub opinions: Vec<Opinion>,
    /// 制表.
    pub prepared_by: String,
    /// 主管会计.
    pub chief_accountant: String,
    /// Who seals or signs, from left to right, `民主理财小组`.
    pub seals: Vec<String>,
    /// 公开日期; left open for the pen when not yet known.
    pub published_on: Option<Date>,
    /// 咨询电话.
    pub phone: String,
    /// What the QR code opens; no code is printed without it.
    pub address: Option<String>,
    /// Sixteen letters and digits in groups of four, to be compared by eye.
    pub short_code: Option<String>,
    /// When this paper was made.
    pub printed_at: Timestamp,
}

/// Whether a sheet may go on the board.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// To be looked at; every page says so.
    Preview,
    /// Signed and frozen.
    Published,
}

/// 货币资金: the four figures of the band, and the same by account.
#[derive(Clone, Debug)]
pub struct Funds {
    /// 上期结余.
    pub opening: Money,
    /// 本期收入.
    pub received: Money,
    /// 本期支出.
    pub spent: Money,
    /// 本期结余.
    pub closing: Money,
    /// Cash, then each bank account.
    pub accounts: Vec<FundLine>,
}

/// Cash or one bank account over the period.
#[derive(Clone, Debug)]
pub struct FundLine {
    /// `库存现金`, `银行存款 农商行（尾号0023）`.
    pub name: String,
    /// 上期结余.
    pub opening: Money,
    /// 本期收入.
    pub received: Money,
    /// 本期支出.
    pub spent: Money,
    /// 内部划转: 提现, 存现; in positive, out negative.
    pub moved: Money,
    /// 本期结余.
    pub closing: Money,
}

/// A list of receipts or of payments.
#[derive(Clone, Debug, Default)]
pub struct ItemList {
    /// By item of income or expense.
    pub groups: Vec<ItemGroup>,
    /// 合计.
    pub total: Money,
}

/// The receipts or payments of one item.
#[derive(Clone, Debug)]
pub struct ItemGroup {
    /// `经营收入`; empty when the list is not divided.
    pub name: String,
    /// In order of date.
    pub items: Vec<Item>,
    /// 小计.
    pub subtotal: Money,
}

/// One receipt or payment. An empty text means the sheet does not say it.
#[derive(Clone, Debug)]
pub struct Item {
    /// Day of the voucher.
    pub date: Date,
    /// `记-0012`.
    pub voucher_no: String,
    /// What it was for, in plain words.
    pub what_for: String,
    /// From whom or to whom, masked as the policy says.
    pub party: String,
    /// 经手人.
    pub handler: String,
    /// 审批人.
    pub approver: String,
    /// In yuan; negative for a red-letter correction.
    pub amount: Money,
}

/// Who owes whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Claim {
    /// 应收: owed to the village.
    Receivable,
    /// 应付: owed by the village.
    Payable,
}

/// 债权债务变动 — one debtor or creditor.
#[derive(Clone, Debug)]
pub struct ClaimChange {
    /// Which way it runs.
    pub claim: Claim,
    /// 单位或个人.
    pub party: String,
    /// 期初.
    pub opening: Money,
    /// 本期增加.
    pub increase: Money,
    /// 本期减少.
    pub decrease: Money,
    /// 期末.
    pub closing: Money,
    /// 备注.
    pub note: String,
}

/// 资产资源变动 — one kind of asset, one project, one piece of land.
#[derive(Clone, Debug)]
pub struct AssetChange {
    /// 名称.
    pub name: String,
    /// 期初; negative for what is taken off, 累计折旧.
    pub opening: Money,
    /// 本期增加.
    pub increase: Money,
    /// 本期减少.
    pub decrease: Money,
    /// 期末.
    pub closing: Money,
    /// 备注: quantity, tenant, term.
    pub note: String,
}

/// One line of 其他事项.
#[derive(Clone, Debug)]
pub struct OtherItem {
    /// `一事一议`, `专项资金`, `土地补偿费`.
    pub kind: String,
    /// What happened, in plain words.
    pub what: String,
    /// 上期结余.
    pub opening: Money,
    /// 本期收入.
    pub received: Money,
    /// 本期支出.
    pub spent: Money,
    /// 结余.
    pub left: Money,
}

/// An opinion given before publication.
#[derive(Clone, Debug)]
pub struct Opinion {
    /// `民主理财小组（应到5人，同意4人）`.
    pub body: String,
    /// What they said.
    pub said: String,
    /// When.
    pub on: Option<Date>,
}

/// For whom a sheet is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edition {
    /// A3 for the board: read from a metre away.
    BoardA3,
    /// A4 for a small board.
    BoardA4,
    /// A4 for the archive, with opinions.
    FileCopy,
}

/// Sizes of an edition. Source: LOOK "Paper"; disclosure.md §6 asks 14 pt on a board.
#[derive(Clone, Copy)]
struct Sizes {
    paper: Paper,
    margins: Margins,
    title: f32,
    subtitle: f32,
    figure: f32,
    body: f32,
    row: f32,
}

impl Edition {
    const fn sizes(self) -> Sizes {
        match self {
            Edition::BoardA3 => Sizes {
                paper: Paper::A3,
                margins: Margins { top: 15.0, right: 15.0, bottom: 22.0, left: 15.0 },
                title: 34.0,
                subtitle: 16.0,
                figure: 22.0,
                body: 14.0,
                row: 8.5,
            },
            Edition::BoardA4 | Edition::FileCopy => Sizes {
                paper: Paper::A4,
                margins: Margins { top: 15.0, right: 15.0, bottom: 20.0, left: 20.0 },
                title: 22.0,
                subtitle: 10.5,
                figure: 14.0,
                body: 9.5,
                row: 6.5,
            },
        }
    }
}

impl Sizes {
    /// Height of one body character in millimetres: widths of columns are so many characters.
    fn em(self) -> f32 {
        Style::regular(self.body).em()
    }
}

/// Sets a sheet for its paper.
pub fn lay_out(sheet: &BoardSheet, edition: Edition, fonts: &Fonts) -> Document {
    let sizes = edition.sizes();
    let mut flow = Flow::new(fonts, sizes.paper, sizes.margins).with_running_head(sizes.row + 1.0);
    front::headline(&mut flow, sheet, sizes);
    front::band(&mut flow, &sheet.funds, sizes);
    lists::lay(&mut flow, sheet, edition, sizes);
    signing::lay(&mut flow, sheet, sizes);
    let title = format!("{}{} {}", sheet.book_name, sheet.title, sheet.period);
    flow.finish(title, sheet.printed_at, |pen, edges, page| front::edges(pen, edges, page, sheet, sizes))
}
