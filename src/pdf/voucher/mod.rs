mod form;
mod of_ledger;
mod cover;
mod trial;
#[cfg(test)]
mod tests;

use super::document::Document;
use super::font::Fonts;
use super::page::{Area, Page, Paper, Spot, Stroke};
use super::pen::Pen;
use crate::kernel::{Date, Money, Timestamp};
use form::Form;

pub use cover::Cover;
pub use trial::trial_page;

/// 记账凭证 — one voucher as it is printed, signed and bound.
#[derive(Clone, Debug)]
pub struct Voucher {
    /// Legal name of the collective.
    pub book_name: String,
    /// 凭证字, usually `记`.
    pub word: String,
    /// 凭证号; a draft has none and prints 待编.
    pub number: Option<u32>,
    /// Day of the voucher.
    pub date: Date,
    /// 附单据张数.
    pub source_document_count: u32,
    /// 分录, in order; as many as there are.
    pub lines: Vec<Line>,
    /// 借方合计.
    pub total_debit: Money,
    /// 贷方合计.
    pub total_credit: Money,
    /// What kind of correction it is, `红字冲销 记-0007`; empty for an ordinary voucher.
    pub note: String,
    /// 会计主管.
    pub chief_accountant: String,
    /// 记账.
    pub posted_by: String,
    /// 审核.
    pub reviewed_by: String,
    /// 出纳.
    pub cashier: String,
    /// 制单.
    pub prepared_by: String,
    /// How often it has been printed, this time counted; the second print says so.
    pub print_no: u32,
}

/// 分录 — one line of a voucher.
#[derive(Clone, Debug)]
pub struct Line {
    /// 摘要.
    pub summary: String,
    /// 总账科目, `513 管理费用`.
    pub account: String,
    /// 明细科目 and dimensions, `办公费／村委会`.
    pub detail: String,
    /// Zero leaves the columns blank; below zero is 红字.
    pub debit: Money,
    /// Zero leaves the columns blank; below zero is 红字.
    pub credit: Money,
}

/// The paper vouchers are printed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VoucherPaper {
    /// 240 × 140 mm forms, one voucher sheet each.
    Form,
    /// A4, two voucher sheets a page with a cutting line between them.
    A4TwoUp,
}

/// The paper, and how far this printer is off it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Placed {
    /// The paper.
    pub paper: VoucherPaper,
    /// Millimetres to the right.
    pub right: f32,
    /// Millimetres down.
    pub down: f32,
}

impl Placed {
    /// On a printer that is not off.
    pub const fn on(paper: VoucherPaper) -> Placed {
        Placed { paper, right: 0.0, down: 0.0 }
    }

    /// The areas of the sheets on one page, moved as the printer wants it.
    fn areas(self) -> Vec<Area> {
        let areas = match self.paper {
            // Left 25 mm for the binding.
            VoucherPaper::Form => vec![Area::new(25.0, 8.0, 205.0, 125.0)],
            VoucherPaper::A4TwoUp => [0.0, HALF].map(|top| Area::new(22.0, top + 11.0, 180.0, HALF - 20.0)).to_vec(),
        };
        areas.into_iter().map(|a| Area { x: a.x + self.right, y: a.y + self.down, ..a }).collect()
    }

    const fn page(self) -> Paper {
        match self.paper {
            VoucherPaper::Form => Paper::Voucher,
            VoucherPaper::A4TwoUp => Paper::A4,
        }
    }
}

/// Half the height of A4, where it is cut.
const HALF: f32 = 148.5;

/// 分录 on one sheet; a longer voucher goes on to a sheet numbered 2/3. Source: KJ 51(2), software_rules.md §4.
const LINES_A_SHEET: usize = 5;

/// Sets vouchers one after another; the last sheet of each carries its totals.
pub fn lay_out(vouchers: &[Voucher], placed: Placed, printed_at: Timestamp, fonts: &Fonts) -> Document {
    let sheets: Vec<Sheet<'_>> = vouchers.iter().flat_map(sheets_of).collect();
    let areas = placed.areas();
    let page = |on_it: &[Sheet<'_>]| {
        let mut pen = Pen::new(fonts);
        for (sheet, area) in on_it.iter().zip(&areas) {
            Form { area: *area }.draw(&mut pen, sheet);
        }
        finished(pen, placed)
    };
    let pages = sheets.chunks(areas.len()).map(page).collect();
    Document { title: title_of(vouchers), printed_at, pages }
}

/// Sheets of paper these vouchers take.
pub fn sheets_needed(vouchers: &[Voucher]) -> usize {
    vouchers.iter().map(|v| sheets_of(v).len()).sum()
}

/// With the line A4 is cut at.
fn finished(mut pen: Pen<'_>, placed: Placed) -> Page {
    if placed.paper == VoucherPaper::A4TwoUp {
        let (from, to) = (Spot { x: 0.0, y: HALF }, Spot { x: Paper::A4.width(), y: HALF });
        pen.line(from, to, Stroke::dashed(0.4));
    }
    Page { paper: placed.page(), ops: pen.ops }
}

fn title_of(vouchers: &[Voucher]) -> String {
    match vouchers {
        [] => "记账凭证".to_owned(),
        [one] => format!("{} {} 记账凭证", one.book_name, one.name()),
        [first, .., last] => format!("{} {}至{} 记账凭证", first.book_name, first.name(), last.name()),
    }
}

impl Voucher {
    /// `记字第 12 号`, or `记字第 待编 号`.
    fn name(&self) -> String {
        let number = self.number.map_or("待编".to_owned(), |n| n.to_string());
        format!("{}字第 {number} 号", self.word)
    }
}

/// One sheet of paper of a voucher.
struct Sheet<'v> {
    voucher: &'v Voucher,
    lines: &'v [Line],
    number: usize,
    of: usize,
}

impl Sheet<'_> {
    const fn is_last(&self) -> bool {
        self.number == self.of
    }

    /// `记字第 12 号 1/3`; the fraction only when there are several sheets.
    fn name(&self) -> String {
        if self.of == 1 {
            return self.voucher.name();
        }
        format!("{} {}/{}", self.voucher.name(), self.number, self.of)
    }
}

fn sheets_of(voucher: &Voucher) -> Vec<Sheet<'_>> {
    let of = voucher.lines.len().div_ceil(LINES_A_SHEET).max(1);
    let lines = |i: usize| {
        let from = (i * LINES_A_SHEET).min(voucher.lines.len());
        &voucher.lines[from..(from + LINES_A_SHEET).min(voucher.lines.len())]
    };
    (0..of).map(|i| Sheet { voucher, lines: lines(i), number: i + 1, of }).collect()
}
