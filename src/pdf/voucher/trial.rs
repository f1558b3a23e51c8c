use super::{Placed, VoucherPaper, finished};
use crate::kernel::Timestamp;
use crate::pdf::document::Document;
use crate::pdf::font::Fonts;
use crate::pdf::page::{Area, Spot};
use crate::pdf::pen::Pen;
use crate::pdf::text::{Align, Style};

/// 对版页 — a frame where the voucher's frame will stand, with crosses and rulers, to be laid on the form: what they
/// are off is what is typed into the printing page.
pub fn trial_page(placed: Placed, printed_at: Timestamp, fonts: &Fonts) -> Document {
    let mut pen = Pen::new(fonts);
    for area in placed.areas() {
        pen.frame(area, 0.4);
        for (x, y) in [(area.x, area.y), (area.right(), area.y), (area.x, area.bottom()), (area.right(), area.bottom())]
        {
            pen.across(x - 5.0, x + 5.0, y, 0.6);
            pen.down(x, y - 5.0, y + 5.0, 0.6);
        }
        rulers(&mut pen, area);
        words(&mut pen, area, placed);
    }
    let title = match placed.paper {
        VoucherPaper::Form => "对版页 凭证纸",
        VoucherPaper::A4TwoUp => "对版页 A4",
    };
    Document { title: title.to_owned(), printed_at, pages: vec![finished(pen, placed)] }
}

/// Millimetres along two edges, every tenth longer.
fn rulers(pen: &mut Pen<'_>, area: Area) {
    for mm in 0..=50_u8 {
        let length = if mm % 10 == 0 { 4.0 } else { 2.0 };
        let at = f32::from(mm);
        pen.down(area.x + 10.0 + at, area.y, area.y + length, 0.2);
        pen.across(area.x, area.x + length, area.y + 10.0 + at, 0.2);
        if mm % 10 == 0 {
            let number = mm.to_string();
            pen.write(Spot { x: area.x + 10.0 + at, y: area.y + 7.5 }, Align::Centre, Style::regular(7.0), &number);
            pen.write(Spot { x: area.x + 6.0, y: area.y + 11.0 + at }, Align::Left, Style::regular(7.0), &number);
        }
    }
}

fn words(pen: &mut Pen<'_>, area: Area, placed: Placed) {
    let lines = [
        "把这一页放在凭证纸上，对着光看四角的十字。".to_owned(),
        "印得偏左、偏上填正数，偏右、偏下填负数，单位毫米。".to_owned(),
        format!("这一页已经右移 {:.1} 毫米，下移 {:.1} 毫米。", placed.right, placed.down),
    ];
    for (i, line) in lines.iter().enumerate() {
        let row = Area { y: area.centre().y - 10.0 + 8.0 * i as f32, height: 7.0, ..area };
        pen.write_in(row, Align::Centre, Style::regular(11.0), line);
    }
}
