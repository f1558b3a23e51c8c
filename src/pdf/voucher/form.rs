use super::{LINES_A_SHEET, Line, Sheet, Voucher};
use crate::kernel::Money;
use crate::pdf::page::{Area, Spot, Stroke};
use crate::pdf::pen::Pen;
use crate::pdf::text::{Align, Style};

const HAIRLINE: f32 = 0.3;
/// Every three digits from the yuan: indigo on the screen, heavier here.
const THOUSANDS: f32 = 0.7;
/// Between yuan and jiao: vermilion on the screen, heaviest here.
const DECIMAL_POINT: f32 = 1.2;
const FRAME: f32 = 1.0;

const TITLE_ROW: f32 = 11.0;
const DATE_ROW: f32 = 7.0;
const HEAD_TIER: f32 = 5.5;
const TOTAL_ROW: f32 = 9.5;
const FOOT_ROW: f32 = 8.5;

/// Names of the digit columns from the left. The form has eleven; 十亿 and 百亿 are added for what they do not hold.
const DIGITS: [&str; 13] = ["百", "十", "亿", "千", "百", "十", "万", "千", "百", "十", "元", "角", "分"];

/// The printed form of one voucher sheet, fitted into an area.
pub(super) struct Form {
    pub(super) area: Area,
}

/// Where the columns and rows of the table stand.
struct Grid {
    top: f32,
    body: f32,
    row: f32,
    summary: f32,
    account: f32,
    detail: f32,
    debit: f32,
    credit: f32,
    tick: f32,
    right: f32,
    /// Width of one digit column.
    pitch: f32,
    digits: usize,
}

impl Form {
    pub(super) fn draw(&self, pen: &mut Pen<'_>, sheet: &Sheet<'_>) {
        let grid = self.grid(sheet.voucher);
        self.draw_head(pen, sheet);
        grid.draw_rules(pen);
        grid.draw_titles(pen);
        for (i, line) in sheet.lines.iter().enumerate() {
            grid.draw_line(pen, i, line);
        }
        grid.cross_out(pen, sheet.lines.len());
        grid.draw_total(pen, sheet);
        self.draw_foot(pen, sheet.voucher);
    }

    fn grid(&self, voucher: &Voucher) -> Grid {
        let lines = voucher.lines.iter().flat_map(|l| [l.debit, l.credit]).map(places);
        // A total has ¥ before its first digit, or before its minus.
        let totals = [voucher.total_debit, voucher.total_credit].map(|t| places(t) + 1);
        let digits = lines.chain(totals).max().unwrap_or(0).clamp(11, DIGITS.len());
        let area = self.area;
        let pitch = area.width * 0.215 / 11.0;
        let tick = area.right() - 5.0;
        let credit = tick - pitch * digits as f32;
        let debit = credit - pitch * digits as f32;
        let words = debit - area.x;
        let top = area.y + TITLE_ROW + DATE_ROW;
        let body = top + HEAD_TIER * 2.0;
        let row = (area.bottom() - FOOT_ROW - TOTAL_ROW - body) / LINES_A_SHEET as f32;
        Grid {
            top,
            body,
            row,
            summary: area.x,
            account: area.x + words * 0.40,
            detail: area.x + words * 0.68,
            debit,
            credit,
            tick,
            right: area.right(),
            pitch,
            digits,
        }
    }

    fn draw_head(&self, pen: &mut Pen<'_>, sheet: &Sheet<'_>) {
        let (area, voucher) = (self.area, sheet.voucher);
        let title = Style::bold(18.0).spaced(4.0);
        let upper = Area { height: TITLE_ROW, ..area };
        pen.write_in(upper.part(0.3, 0.7), Align::Centre, title, "记账凭证");
        let half = title.width(pen.fonts, "记账凭证") / 2.0 + 3.0;
        for lift in [1.0, 0.2] {
            pen.across(area.centre().x - half, area.centre().x + half, upper.bottom() - lift, 0.5);
        }
        let style = Style::regular(10.0);
        let documents = format!("附单据 {} 张", voucher.source_document_count);
        pen.write_in(upper.part(0.72, 1.0), Align::Right, style, &documents);
        if !voucher.note.is_empty() {
            let width = (Style::bold(10.0).width(pen.fonts, &voucher.note) + 4.0).min(area.width * 0.28);
            let mark = Area::new(area.x, upper.y + 2.0, width, 6.5);
            pen.frame(mark, FRAME);
            pen.write_in(mark.narrowed(1.0), Align::Centre, Style::bold(10.0), &voucher.note);
        }
        let lower = Area { y: upper.bottom(), height: DATE_ROW, ..area };
        pen.write_in(lower.part(0.0, 0.4), Align::Left, style, &format!("单位：{}", voucher.book_name));
        let date = voucher.date.format("%Y年%-m月%-d日").to_string();
        pen.write_in(lower.part(0.4, 0.6), Align::Centre, style, &date);
        pen.write_in(lower.part(0.65, 1.0), Align::Right, style, &sheet.name());
    }

    fn draw_foot(&self, pen: &mut Pen<'_>, voucher: &Voucher) {
        let style = Style::regular(9.5);
        let strip = Area { y: self.area.bottom() - FOOT_ROW + 1.0, height: FOOT_ROW - 2.5, ..self.area };
        let signers = [
            ("会计主管", &voucher.chief_accountant),
            ("记账", &voucher.posted_by),
            ("审核", &voucher.reviewed_by),
            ("出纳", &voucher.cashier),
            ("制单", &voucher.prepared_by),
        ];
        for (i, (role, name)) in signers.into_iter().enumerate() {
            let place = strip.part(i as f32 / 5.0, (i as f32 + 0.96) / 5.0);
            pen.write_in(place, Align::Left, style, &format!("{role}：{name}"));
        }
        if voucher.print_no > 1 {
            let below = Area { y: strip.bottom() - 0.5, height: 3.0, ..strip };
            pen.write_in(below, Align::Right, Style::regular(7.0), &format!("第 {} 次打印", voucher.print_no));
        }
    }
}

impl Grid {
    fn foot(&self) -> f32 {
        self.body + self.row * LINES_A_SHEET as f32
    }

    fn bottom(&self) -> f32 {
        self.foot() + TOTAL_ROW
    }

    fn draw_rules(&self, pen: &mut Pen<'_>) {
        pen.fill(Area::new(self.summary, self.top, self.right - self.summary, HEAD_TIER * 2.0), 8);
        pen.across(self.account, self.tick, self.top + HEAD_TIER, HAIRLINE);
        pen.across(self.summary, self.right, self.body, 0.6);
        for i in 1..LINES_A_SHEET {
            pen.across(self.summary, self.right, self.body + self.row * i as f32, HAIRLINE);
        }
        pen.across(self.summary, self.right, self.foot(), 0.6);
        pen.down(self.account, self.top, self.foot(), HAIRLINE);
        pen.down(self.detail, self.top + HEAD_TIER, self.foot(), HAIRLINE);
        for left in [self.debit, self.credit] {
            pen.down(left, self.top, self.bottom(), FRAME);
            for i in 1..self.digits {
                let right_of = self.digits - i;
                let points = match right_of {
                    2 => DECIMAL_POINT,
                    5 | 8 | 11 => THOUSANDS,
                    _ => HAIRLINE,
                };
                pen.down(left + self.pitch * i as f32, self.top + HEAD_TIER, self.bottom(), points);
            }
        }
        pen.down(self.tick, self.top, self.bottom(), FRAME);
        pen.frame(Area::new(self.summary, self.top, self.right - self.summary, self.bottom() - self.top), FRAME);
    }

    fn draw_titles(&self, pen: &mut Pen<'_>) {
        let style = Style::regular(9.5);
        let tier = |x: f32, to: f32, tier: usize| Area::new(x, self.top + HEAD_TIER * tier as f32, to - x, HEAD_TIER);
        let both = |x: f32, to: f32| Area::new(x, self.top, to - x, HEAD_TIER * 2.0);
        pen.write_in(both(self.summary, self.account), Align::Centre, style.spaced(3.0), "摘要");
        pen.write_in(tier(self.account, self.debit, 0), Align::Centre, style.spaced(1.0), "会计科目");
        pen.write_in(tier(self.account, self.detail, 1), Align::Centre, style, "总账科目");
        pen.write_in(tier(self.detail, self.debit, 1), Align::Centre, style, "明细科目");
        pen.fit(both(self.tick, self.right).narrowed(0.5), Align::Centre, Style::regular(8.0), "记账");
        for (left, to, title) in [(self.debit, self.credit, "借方金额"), (self.credit, self.tick, "贷方金额")] {
            pen.write_in(tier(left, to, 0), Align::Centre, style.spaced(1.0), title);
            for (i, name) in DIGITS[DIGITS.len() - self.digits..].iter().enumerate() {
                let x = left + self.pitch * i as f32;
                pen.write_in(tier(x, x + self.pitch, 1), Align::Centre, Style::regular(7.0), name);
            }
        }
    }

    fn draw_line(&self, pen: &mut Pen<'_>, index: usize, line: &Line) {
        let style = Style::regular(9.5);
        let y = self.body + self.row * index as f32;
        let cell = |x: f32, to: f32| Area::new(x, y + 0.4, to - x, self.row - 0.8).narrowed(1.0);
        pen.fit(cell(self.summary, self.account), Align::Left, style, &line.summary);
        pen.fit(cell(self.account, self.detail), Align::Left, style, &line.account);
        pen.fit(cell(self.detail, self.debit), Align::Left, style, &line.detail);
        let row = Area::new(0.0, y, 0.0, self.row);
        self.amount(pen, Area { x: self.debit, ..row }, line.debit, "");
        self.amount(pen, Area { x: self.credit, ..row }, line.credit, "");
    }

    /// An amount in its digit columns; below zero it carries a minus and a frame.
    ///
    /// `mark` stands before the first digit, where a total has ¥ so that nothing can be written in.
    fn amount(&self, pen: &mut Pen<'_>, row: Area, amount: Money, mark: &str) {
        if amount.is_zero() && mark.is_empty() {
            return;
        }
        let style = Style::regular(11.0);
        let digits = format!("{:03}", amount.fen().unsigned_abs());
        let figure = style.width(pen.fonts, "0");
        let first = row.x + self.pitch * (self.digits.saturating_sub(digits.len())) as f32;
        let at = Spot { x: first + (self.pitch - figure) / 2.0, y: row.centre().y + style.drop() };
        pen.write(at, Align::Left, style.spaced(self.pitch - figure), &digits);
        let mut lead = Area::new(first - self.pitch, row.y, self.pitch, row.height);
        if amount.is_negative() {
            pen.write_in(lead, Align::Centre, style, "-");
            let width = self.pitch * (digits.len() + 1) as f32;
            pen.frame(Area::new(lead.x + 0.3, row.centre().y - 3.2, width - 0.6, 6.4), 0.8);
            lead.x -= self.pitch;
        }
        if !mark.is_empty() {
            pen.write_in(lead, Align::Centre, style, mark);
        }
    }

    /// Blank rows are struck through, so that nothing can be added later. Source: KJ 51(6).
    fn cross_out(&self, pen: &mut Pen<'_>, used: usize) {
        if used >= LINES_A_SHEET {
            return;
        }
        let top = self.body + self.row * used as f32;
        for (left, right) in [(self.summary, self.debit), (self.debit, self.credit), (self.credit, self.tick)] {
            let (from, to) = (Spot { x: right - 1.0, y: top + 1.0 }, Spot { x: left + 1.0, y: self.foot() - 1.0 });
            pen.line(from, to, Stroke::solid(0.6));
        }
    }

    /// 合计 with 大写 on the last sheet; the others say that they go on.
    fn draw_total(&self, pen: &mut Pen<'_>, sheet: &Sheet<'_>) {
        let words = Area::new(self.summary, self.foot(), self.debit - self.summary, TOTAL_ROW).narrowed(1.5);
        let style = Style::bold(10.0);
        if !sheet.is_last() {
            pen.write_in(words, Align::Left, Style::regular(10.0), "转下张");
            return;
        }
        let voucher = sheet.voucher;
        let said = format!("合计（大写）：{}", voucher.total_debit.in_words());
        pen.write_in(words, Align::Left, style, &said);
        let row = Area::new(0.0, self.foot(), 0.0, TOTAL_ROW);
        self.amount(pen, Area { x: self.debit, ..row }, voucher.total_debit, "¥");
        self.amount(pen, Area { x: self.credit, ..row }, voucher.total_credit, "¥");
    }
}

/// Digit columns an amount needs, the minus before it counted.
fn places(amount: Money) -> usize {
    let digits = amount.fen().unsigned_abs().to_string().len();
    if amount.is_negative() { digits + 1 } else { digits }
}
