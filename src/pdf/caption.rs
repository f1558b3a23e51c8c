//! What stands around the table of a report: title, caption line, signatures, running head and foot.

use super::flow::{Edges, Flow, PageNo};
use super::font::Fonts;
use super::page::{Area, Margins, Paper};
use super::pen::Pen;
use super::table::Look;
use super::text::{Align, Style};
use crate::kernel::Timestamp;

/// Who signs what, in order: `("记账", "专管员")`.
pub type Signers = Vec<(String, String)>;

/// Sizes of a ledger's table.
pub(super) const LOOK: Look = Look { size: 9.0, row: 6.2, pad: 1.0 };

/// Height of the signature line with the space above it, in millimetres.
pub(super) const SIGNATURES: f32 = 8.5;

const TITLE: f32 = 18.0;

/// A4 landscape with a white edge for the binding, in millimetres.
pub(super) fn landscape(fonts: &Fonts, binding: f32) -> Flow<'_> {
    let margins = Margins { top: 15.0, right: 10.0, bottom: 16.0, left: binding.clamp(10.0, 80.0) };
    Flow::new(fonts, Paper::A4Landscape, margins).with_running_head(6.0)
}

/// A4 upright with the same edges.
pub(super) fn upright(fonts: &Fonts, binding: f32) -> Flow<'_> {
    let margins = Margins { top: 15.0, right: 10.0, bottom: 16.0, left: binding.clamp(10.0, 80.0) };
    Flow::new(fonts, Paper::A4, margins).with_running_head(6.0)
}

/// A title in the middle.
pub(super) fn title(flow: &mut Flow<'_>, title: &str) {
    let style = Style::bold(TITLE);
    let strip = flow.strip(style.em() * 1.6);
    flow.pen.write_in(strip, Align::Centre, style.spaced(style.em() * 0.3), title);
}

/// Title, and one line with the book, what it is about and the unit.
pub(super) fn head(flow: &mut Flow<'_>, says: &str, book_name: &str, captions: &[String]) {
    title(flow, says);
    let style = Style::regular(10.0);
    let strip = flow.strip(7.0);
    let write = |pen: &mut Pen<'_>, from: f32, to: f32, align: Align, says: &str| {
        pen.write_in(strip.part(from, to), align, style, says);
    };
    write(&mut flow.pen, 0.0, 0.35, Align::Left, &format!("编制单位：{book_name}"));
    write(&mut flow.pen, 0.9, 1.0, Align::Right, "单位：元");
    match captions {
        [] => {}
        [one] => write(&mut flow.pen, 0.36, 0.64, Align::Centre, one),
        [first, rest @ ..] => {
            write(&mut flow.pen, 0.36, 0.66, Align::Centre, first);
            write(&mut flow.pen, 0.67, 0.89, Align::Centre, &rest.join("　"));
        }
    }
}

/// The signature line under the last row.
pub(super) fn signatures(flow: &mut Flow<'_>, signers: &Signers) {
    let style = Style::regular(10.0);
    flow.need(SIGNATURES);
    flow.skip(1.5);
    let strip = flow.strip(7.0);
    for (i, (role, name)) in signers.iter().enumerate() {
        let each = 1.0 / signers.len() as f32;
        let place = strip.part(each * i as f32, each * (i as f32 + 0.95));
        flow.pen.write_in(place, Align::Left, style, &format!("{role}：{name}"));
    }
}

/// A sentence under everything else.
pub(super) fn note(flow: &mut Flow<'_>, says: &str) {
    let style = Style::regular(9.0);
    flow.need(5.0);
    let strip = flow.strip(5.0);
    flow.pen.write_in(strip, Align::Left, style, says);
}

/// The running head and the foot: page x of y, and when it was printed.
pub(super) fn edges(pen: &mut Pen<'_>, edges: Edges, no: PageNo, running: &str, printed_at: Timestamp) {
    let style = Style::regular(8.0);
    if no.number > 1 {
        pen.write_in(Area { height: 5.0, ..edges.head }, Align::Left, style, running);
    }
    let foot = Area { y: edges.foot.y + 1.5, height: 5.0, ..edges.foot };
    pen.write_in(foot, Align::Centre, style, &no.in_chinese());
    pen.write_in(foot.part(0.7, 1.0), Align::Right, style, &format!("打印日期：{}", printed_at.date()));
}
