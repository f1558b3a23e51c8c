use super::{Placed, finished};
use crate::kernel::Timestamp;
use crate::pdf::document::Document;
use crate::pdf::font::Fonts;
use crate::pdf::page::{Area, Spot, Stroke};
use crate::pdf::pen::Pen;
use crate::pdf::text::{Align, Style};

/// 凭证封面 — what stands on a month's bound vouchers, with the sentence that no number is missing.
///
/// Source: 会计基础工作规范 art. 55, 56.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Legal name of the collective.
    pub book_name: String,
    /// `2026年9月`.
    pub period: String,
    /// 凭证字.
    pub word: String,
    /// First and last number; nothing where the month has no voucher.
    pub numbers: Option<(i64, i64)>,
    /// How many vouchers.
    pub vouchers: i64,
    /// Sheets of paper they take.
    pub sheets: usize,
    /// 附单据张数, summed.
    pub documents: i64,
    /// 本期1–87号连续，共87张.
    pub unbroken: String,
    /// The short code of the month's root; empty while the month is open.
    pub code: String,
}

const ROW: f32 = 10.5;

impl Cover {
    /// One cover, on the paper the vouchers are on.
    pub fn lay_out(&self, placed: Placed, printed_at: Timestamp, fonts: &Fonts) -> Document {
        let mut pen = Pen::new(fonts);
        if let Some(area) = placed.areas().first() {
            self.draw(&mut pen, *area);
        }
        let title = format!("{} {} 凭证封面", self.book_name, self.period);
        Document { title, printed_at, pages: vec![finished(pen, placed)] }
    }

    fn draw(&self, pen: &mut Pen<'_>, area: Area) {
        // The line the binding goes along, within the margin left for it.
        let binding = Spot { x: area.x - 4.0, y: area.y };
        pen.line(binding, Spot { x: binding.x, y: area.bottom() }, Stroke::dashed(0.4));
        pen.frame(area, 1.0);
        let title = Area { height: 18.0, y: area.y + 4.0, ..area };
        pen.write_in(title, Align::Centre, Style::bold(24.0).spaced(6.0), "会计凭证封面");
        let name = Area { y: title.bottom(), height: 9.0, ..area };
        pen.write_in(name, Align::Centre, Style::regular(13.0), &self.book_name);
        let table = Area::new(area.x + 12.0, name.bottom() + 3.0, area.width - 24.0, ROW * 4.0);
        self.draw_table(pen, table);
        let said = Area { y: table.bottom() + 2.0, height: 9.0, ..table };
        pen.write_in(said, Align::Centre, Style::bold(14.0), &self.unbroken);
        let code = Area { y: said.bottom(), height: 7.0, ..table };
        let words = if self.code.is_empty() {
            "本期尚未结账，结账后另印封面，上有封存码".to_owned()
        } else {
            format!("本期封存码　{}", self.code)
        };
        pen.write_in(code, Align::Centre, Style::regular(11.0), &words);
        let signers = Area { y: area.bottom() - 15.0, height: 8.0, ..table };
        for (i, role) in ["会计主管", "复核", "装订", "保管"].into_iter().enumerate() {
            let place = signers.part(i as f32 / 4.0, (i as f32 + 0.96) / 4.0);
            pen.write_in(place, Align::Left, Style::regular(10.5), &format!("{role}："));
            pen.across(place.x + 18.0, place.right(), place.bottom() - 1.0, 0.3);
        }
        let day = Area { y: area.bottom() - 7.0, height: 5.0, ..table };
        pen.write_in(day, Align::Right, Style::regular(9.0), "装订日期　　　　年　　月　　日");
    }

    fn draw_table(&self, pen: &mut Pen<'_>, table: Area) {
        let numbers = self.numbers.map_or("无".to_owned(), |(first, last)| format!("第{first}号至第{last}号"));
        let rows = [
            [("所属期间", self.period.clone()), ("凭证种类", format!("{}字凭证", self.word))],
            [("起讫号", numbers), ("凭证张数", format!("{} 张（纸 {} 张）", self.vouchers, self.sheets))],
            [("附单据", format!("{} 张", self.documents)), ("本册", "第　　册　共　　册".to_owned())],
            [("附件另存", "　".to_owned()), ("存放处", "　".to_owned())],
        ];
        for (i, row) in rows.iter().enumerate() {
            let y = table.y + ROW * i as f32;
            for (j, (what, said)) in row.iter().enumerate() {
                let cell = Area { x: table.x + table.width / 2.0 * j as f32, y, width: table.width / 2.0, height: ROW };
                let head = Area { width: 26.0, ..cell };
                pen.fill(head, 8);
                pen.write_in(head, Align::Centre, Style::regular(11.0), what);
                let body = Area { x: head.right(), width: cell.width - head.width, ..cell };
                pen.fit(body.narrowed(2.0), Align::Left, Style::regular(12.0), said);
                pen.down(head.right(), y, y + ROW, 0.3);
            }
            pen.across(table.x, table.right(), y, 0.3);
        }
        pen.down(table.centre().x, table.y, table.bottom(), 0.3);
        pen.frame(table, 0.8);
    }
}
