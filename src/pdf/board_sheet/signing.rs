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
/// Labels with a line for the pen beside each other.
const HANDS: usize = 2;
/// Room for the code with what stands around it.
const QR_ROOM: f32 = 46.0;

/// How the block under the last table is divided on this paper.
struct Block {
    names: f32,
    hands: f32,
    seal_row: f32,
    a_row: usize,
    rows: usize,
    /// Width the seals share.
    room: f32,
    /// The code stands right of the seals.
    beside: bool,
    /// Height of the code where it stands below them.
    code_row: f32,
}

impl Block {
    fn of(flow: &Flow<'_>, sheet: &BoardSheet, sizes: Sizes) -> Block {
        let style = Style::regular(sizes.body);
        let names = style.leading() * 1.5;
        let hands = style.leading() * 2.0 * sheet.signatures.len().div_ceil(HANDS) as f32;
        let beside = sheet.address.is_some() && flow.width() - QR_ROOM >= SEAL_ROOM * sheet.seals.len() as f32;
        let room = if beside { flow.width() - QR_ROOM } else { flow.width() };
        let a_row = ((room / SEAL_ROOM) as usize).max(1);
        let rows = sheet.seals.len().div_ceil(a_row).max(1);
        let code_row = if beside || sheet.address.is_none() { 0.0 } else { QR + style.leading() * 2.0 };
        Block { names, hands, seal_row: SEAL + style.leading() * 2.6, a_row, rows, room, beside, code_row }
    }

    fn height(&self) -> f32 {
        self.names + self.hands + self.seal_row * self.rows as f32 + self.code_row
    }
}

/// Height of the block with the space above it.
pub(super) fn height(flow: &Flow<'_>, sheet: &BoardSheet, sizes: Sizes) -> f32 {
    Block::of(flow, sheet, sizes).height() + 4.0
}

/// Signatures, seals and the code that opens the public page; all on one page.
pub(super) fn lay(flow: &mut Flow<'_>, sheet: &BoardSheet, sizes: Sizes) {
    let style = Style::regular(sizes.body);
    let block = Block::of(flow, sheet, sizes);
    flow.skip(2.0);
    flow.need(block.height());
    names_line(flow, sheet, style, block.names);
    hands(flow, sheet, style, block.hands);
    let top = flow.y();
    for chunk in sheet.seals.chunks(block.a_row) {
        let strip = flow.strip(block.seal_row);
        let width = block.room / block.a_row.min(sheet.seals.len()) as f32;
        for (i, label) in chunk.iter().enumerate() {
            let place = Area::new(strip.x + width * i as f32, strip.y, width, block.seal_row);
            seal(flow, place, style, label);
        }
    }
    if block.beside {
        code(flow, Area::new(flow.right() - QR_ROOM, top, QR_ROOM, block.seal_row), sheet, sizes);
    } else if block.code_row > 0.0 {
        let strip = flow.strip(block.code_row);
        code(flow, Area { x: strip.right() - QR_ROOM, width: QR_ROOM, ..strip }, sheet, sizes);
    }
}

/// Who else signs: a label and a line for the pen, a few to a line.
fn hands(flow: &mut Flow<'_>, sheet: &BoardSheet, style: Style, height: f32) {
    let rows = sheet.signatures.len().div_ceil(HANDS).max(1);
    for chunk in sheet.signatures.chunks(HANDS) {
        let strip = flow.strip(height / rows as f32);
        let width = strip.width / HANDS as f32;
        for (i, label) in chunk.iter().enumerate() {
            let area = Area { x: strip.x + width * i as f32, width: width - 4.0, ..strip };
            let label = format!("{label}：");
            let line = (style.width(flow.pen.fonts, &label) + 1.0).min(area.width * 0.7);
            flow.pen.write_in(Area { width: line, ..area }, Align::Left, style, &label);
            flow.pen.across(area.x + line, area.right(), area.centre().y + style.em() * 0.5, 0.3);
        }
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
    flow.pen.write_in(under.narrowed(1.0), Align::Centre, style, &sealed(label));
    let line = under.bottom() + style.leading();
    flow.pen.write(Spot { x: place.x + 2.0, y: line - 0.8 }, Align::Left, style.sized(style.size * 0.8), "签字");
    flow.pen.across(place.x + 2.0 + style.em() * 1.8, place.right() - 2.0, line, 0.3);
}

/// `民主理财小组（章）`; a label that says 盖章 itself stays.
fn sealed(label: &str) -> String {
    if label.contains('章') { label.to_owned() } else { format!("{label}（章）") }
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
