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
use crate::disclosure::Section;
use crate::kernel::{Date, Money, Timestamp};

/// A paper for the board — everything it says, ready to be set; nothing is summed here.
///
/// The quarter's 财务公开表 is one; special sheets, the annual package and 更正公告 are others: the same title,
/// band, numbered sections, signatures, seals and codes.
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
    /// 上期结余 + 收 − 支 = 本期结余, each with its sign in front; empty for a paper without it.
    pub band: Vec<(String, Money)>,
    /// One below the other, numbered as the form does: 一、二、三.
    pub sections: Vec<Section>,
    /// 制表.
    pub prepared_by: String,
    /// 主管会计.
    pub chief_accountant: String,
    /// Who else signs by hand, `乡镇（街道）负责人（签字）`.
    pub signatures: Vec<String>,
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
    /// Side of the small QR code at the foot of every page.
    foot_code: f32,
}

impl Edition {
    const fn sizes(self) -> Sizes {
        match self {
            Edition::BoardA3 => Sizes {
                paper: Paper::A3,
                margins: Margins { top: 15.0, right: 15.0, bottom: 27.0, left: 15.0 },
                title: 34.0,
                subtitle: 16.0,
                figure: 22.0,
                body: 14.0,
                row: 8.5,
                foot_code: 21.0,
            },
            Edition::BoardA4 | Edition::FileCopy => Sizes {
                paper: Paper::A4,
                margins: Margins { top: 15.0, right: 15.0, bottom: 22.0, left: 20.0 },
                title: 22.0,
                subtitle: 10.5,
                figure: 14.0,
                body: 9.5,
                row: 6.5,
                foot_code: 17.0,
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
    if !sheet.band.is_empty() {
        front::band(&mut flow, &sheet.band, sizes);
    }
    let signing = signing::height(&flow, sheet, sizes);
    lists::lay(&mut flow, sheet, edition, sizes, signing);
    signing::lay(&mut flow, sheet, sizes);
    let title = format!("{}{} {}", sheet.book_name, sheet.title, sheet.period);
    flow.finish(title, sheet.printed_at, |pen, edges, page| front::edges(pen, edges, page, sheet, sizes))
}
