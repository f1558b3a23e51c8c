use super::{BoardSheet, Sizes};
use crate::pdf::figure;
use crate::pdf::flow::Flow;
use crate::pdf::page::{Area, Spot};
use crate::pdf::text::{Align, Style};

/// A village seal is 42 mm across at most. Source: LOOK "Paper".
const SEAL: f32 = 42.0;
/// The least room a seal needs, with its label under it.
const SEAL_ROOM: f32 = 43.0;
const QR: f32 = 30.0;
/// Room for the code with what stands around it.
const QR_ROOM: f32 = 46.0;

/// Signatures, seals and the code that opens the public page; all on one page.
pub(super) fn lay(flow: &mut Flow<'_>, sheet: &BoardSheet, sizes: Sizes) {
    let style = Style::regular(sizes.body);
    let names = style.leading() * 1.5;
    let seal_row = SEAL + style.leading() * 2.6;
    let beside = sheet.address.is_some() && flow.width() - QR_ROOM >= SEAL_ROOM * sheet.seals.len() as f32;
    let room = if beside { flow.width() - QR_ROOM } else { flow.width() };
    let a_row = ((room / SEAL_ROOM) as usize).max(1);
    let rows = sheet.seals.len().div_ceil(a_row).max(1);
    let code_row = if beside || sheet.address.is_none() { 0.0 } else { QR + style.leading() };
    flow.skip(2.0);
    flow.need(names + seal_row * rows as f32 + code_row);
    names_line(flow, sheet, style, names);
    let top = flow.y();
    for chunk in sheet.seals.chunks(a_row) {
        let strip = flow.strip(seal_row);
        let width = room / a_row.min(sheet.seals.len()) as f32;
        for (i, label) in chunk.iter().enumerate() {
            let place = Area::new(strip.x + width * i as f32, strip.y, width, seal_row);
            seal(flow, place, style, label);
        }
    }
    if beside {
        code(flow, Area::new(flow.right() - QR_ROOM, top, QR_ROOM, seal_row), sheet, sizes);
    } else if code_row > 0.0 {
        let strip = flow.strip(code_row);
        code(flow, Area { x: strip.right() - QR_ROOM, width: QR_ROOM, ..strip }, sheet, sizes);
    }
}

fn names_line(flow: &mut Flow<'_>, sheet: &BoardSheet, style: Style, height: f32) {
    let strip = flow.strip(height);
    let published = sheet
        .published_on
        .map_or("　　　年　　月　　日".to_owned(), |d| d.format("%Y年%-m月%-d日").to_string());
    let says = [
        format!("制表：{}", sheet.prepared_by),
        format!("主管会计：{}", sheet.chief_accountant),
        format!("公开日期：{published}"),
    ];
    let width = strip.width / says.len() as f32;
    for (i, text) in says.iter().enumerate() {
        let area = Area { x: strip.x + width * i as f32, width: width - 2.0, ..strip };
        flow.pen.write_in(area, Align::Left, style, text);
    }
}

/// The circle, and under it whose seal it is and a line for the pen.
fn seal(flow: &mut Flow<'_>, place: Area, style: Style, label: &str) {
    let centre = Spot { x: place.centre().x, y: place.y + SEAL / 2.0 };
    figure::seal(&mut flow.pen, centre, SEAL);
    let under = Area { y: place.y + SEAL + 0.5, height: style.leading() * 1.1, ..place };
    flow.pen.write_in(under.narrowed(1.0), Align::Centre, style, &format!("{label}（章）"));
    let line = under.bottom() + style.leading();
    flow.pen.write(Spot { x: place.x + 2.0, y: line - 0.8 }, Align::Left, style.sized(style.size * 0.8), "签字");
    flow.pen.across(place.x + 2.0 + style.em() * 1.8, place.right() - 2.0, line, 0.3);
}

/// The QR code, what it is for above it, and the code to compare by eye below.
fn code(flow: &mut Flow<'_>, place: Area, sheet: &BoardSheet, sizes: Sizes) {
    let Some(address) = &sheet.address else { return };
    let style = Style::bold((sizes.body * 0.8).max(9.0));
    let above = Area { height: style.leading(), ..place };
    flow.pen.write_in(above, Align::Centre, style, "扫码查原件、提意见");
    let area = Area::new(place.centre().x - QR / 2.0, above.bottom(), QR, QR);
    match figure::qr(area, address) {
        Some(op) => flow.pen.ops.push(op),
        // Too long for a code of this size: the address itself is better than nothing.
        None => flow.pen.fit(area, Align::Left, Style::regular(8.0), address),
    }
    if let Some(code) = &sheet.short_code {
        let below = Area { y: area.bottom(), height: style.leading(), ..place };
        flow.pen.write_in(below, Align::Centre, Style::regular(style.size), code);
    }
}
