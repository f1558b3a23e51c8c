use super::{BoardSheet, Sizes, Standing};
use crate::kernel::Money;
use crate::pdf::figure;
use crate::pdf::flow::{Edges, Flow, PageNo};
use crate::pdf::page::Area;
use crate::pdf::pen::Pen;
use crate::pdf::text::{Align, Style};

/// The title, and under it the period, the unit and the number.
pub(super) fn headline(flow: &mut Flow<'_>, sheet: &BoardSheet, sizes: Sizes) {
    let title = format!("{}{}", sheet.book_name, sheet.title);
    let style = Style::bold(sizes.title);
    let strip = flow.strip(style.em() * 1.5);
    flow.pen.headline(strip, style, &title);
    flow.skip(1.0);
    let style = Style::regular(sizes.subtitle);
    let strip = flow.strip(style.em() * 1.7);
    flow.pen.write_in(strip.part(0.0, 0.52), Align::Left, style, &format!("公开期间：{}", sheet.period));
    flow.pen.write_in(strip.part(0.53, 0.64), Align::Centre, style, "单位：元");
    let number = format!("公开编号：{} {}", sheet.sheet_no, sheet.version);
    flow.pen.write_in(strip.part(0.65, 1.0), Align::Right, style, &number);
    flow.skip(1.0);
}

/// 上期结余 + 收 − 支 = 本期结余, in one ruled band.
pub(super) fn band(flow: &mut Flow<'_>, cells: &[(String, Money)], sizes: Sizes) {
    let (label, figure) = (Style::regular(sizes.subtitle), Style::bold(sizes.figure));
    let height = label.leading() + figure.leading() + 4.0;
    let strip = flow.strip(height);
    let width = strip.width / cells.len() as f32;
    for (i, (name, amount)) in cells.iter().enumerate() {
        let cell = Area::new(strip.x + width * i as f32, strip.y, width, height);
        let upper = Area { y: cell.y + 1.5, height: label.leading(), ..cell };
        let lower = Area { y: upper.bottom() + 0.5, height: figure.leading(), ..cell };
        flow.pen.write_in(upper.narrowed(2.0), Align::Centre, label, name);
        flow.pen.write_in(lower.narrowed(2.0), Align::Centre, figure, &amount.to_string());
        if i > 0 {
            flow.pen.down(cell.x, strip.y, strip.bottom(), 0.3);
        }
    }
    flow.pen.frame(strip, 1.0);
    flow.skip(3.0);
}

/// What stands on the edges of every page.
pub(super) fn edges(pen: &mut Pen<'_>, edges: Edges, page: PageNo, sheet: &BoardSheet, sizes: Sizes) {
    let style = Style::regular((sizes.body * 0.8).max(8.0));
    if page.number > 1 {
        let says = format!("{}{}（续） {}", sheet.book_name, sheet.title, sheet.period);
        pen.write_in(Area { height: sizes.row, ..edges.head }, Align::Left, style, &says);
    }
    if sheet.standing == Standing::Preview {
        preview_mark(pen, edges);
    }
    let code = foot_code(pen, edges, sheet, sizes);
    let line = style.leading() * 1.1;
    let foot = Area { y: edges.foot.y + 2.0, height: line, width: edges.foot.width - code, ..edges.foot };
    let under = Area { y: foot.bottom(), ..foot };
    pen.write_in(foot.part(0.0, 0.42), Align::Left, style, &format!("公开编号：{} {}", sheet.sheet_no, sheet.version));
    pen.write_in(foot.part(0.42, 0.7), Align::Left, style, &page.in_chinese());
    pen.write_in(under.part(0.42, 0.7), Align::Left, style, &format!("打印日期：{}", sheet.printed_at.date()));
    pen.write_in(foot.part(0.7, 1.0), Align::Left, style, &format!("咨询电话：{}", sheet.phone));
    if let Some(short) = &sheet.short_code {
        pen.write_in(under.part(0.0, 0.42), Align::Left, style, &format!("校验码：{short}"));
    }
}

/// The small code at the foot of every page, and how much of the width it takes: a page that has come off the
/// board still leads to its sheet.
fn foot_code(pen: &mut Pen<'_>, edges: Edges, sheet: &BoardSheet, sizes: Sizes) -> f32 {
    let Some(address) = &sheet.address else { return 0.0 };
    let side = sizes.foot_code;
    let area = Area::new(edges.foot.right() - side, edges.foot.y + 1.0, side, side);
    match figure::qr(area, address) {
        Some(op) => pen.ops.push(op),
        None => return 0.0,
    }
    side + 2.0
}

/// A framed word in the corner: this one does not go on the board.
fn preview_mark(pen: &mut Pen<'_>, edges: Edges) {
    let area = Area::new(edges.head.right() - 46.0, edges.head.y - 10.0, 46.0, 8.0);
    pen.frame(area, 1.0);
    pen.write_in(area.narrowed(1.0), Align::Centre, Style::bold(13.0), "预览，不张贴");
}
